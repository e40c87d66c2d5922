//! Splitting by a constant changes nothing: a column that is the same for everybody makes no new stratum, class, cell,
//! category or domain.
//!
//! Nothing stronger holds for the strata of the design: parts of a stratum have means of their own in D3, so that a split
//! by anything that differs between people changes the variance, as it should.

use super::*;

fn numbers(outcome: &RunOutcome) -> (Vec<String>, Vec<Vec<u64>>) {
    let mut numbers = Vec::new();
    figures(&serde_json::to_value(outcome).unwrap(), &mut numbers);
    let steps = outcome.weights.steps.iter();
    (
        numbers,
        steps
            .map(|(_, column)| column.iter().map(|w| w.to_bits()).collect())
            .collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn splitting_strata_classes_margins_and_domains_by_a_constant_changes_no_bit(rows in rows()) {
        let plain = spec(WEIGHTING, &[ESTIMATES, TOTALS], true);
        let mut split = plain.clone();
        for (from, to) in [
            ("strata = \"district\"", "strata = [\"district\", \"one\"]"),
            ("within = \"district\"", "within = [\"one\", \"district\"]"),
            ("columns = [\"district\", \"sex\"]", "columns = [\"district\", \"sex\", \"one\"]"),
            (" × F\"", " × F × 1\""),
            (" × M\"", " × M × 1\""),
            ("by = [\"age\", \"district\"]", "by = [\"age\", \"one\", \"district\"]"),
        ] {
            prop_assert!(split.contains(from), "{}", from);
            split = split.replace(from, to);
        }
        prop_assert_eq!(numbers(&done(&plain, &rows)?), numbers(&done(&split, &rows)?));
    }

    /// The same of strata that are nothing but the constant: one stratum, as where none is named.
    #[test]
    fn one_constant_stratum_is_no_stratification(rows in rows()) {
        let plain = spec(WEIGHTING, &[ESTIMATES], true).replace("strata = \"district\"\n", "");
        let plain = plain.replace("clusters = \"block\"\n", "");
        let split = plain.replace("[design]\n", "[design]\nstrata = \"one\"\n");
        prop_assert_eq!(numbers(&done(&plain, &rows)?), numbers(&done(&split, &rows)?));
    }
}
