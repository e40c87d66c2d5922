//! However the rows of every file are permuted, no bit of a result changes: they are put in canonical order first.

use super::*;

/// Rows, and the same rows of every file in another order.
fn shuffled() -> impl Strategy<Value = (Rows, Rows)> {
    rows().prop_flat_map(|rows| {
        let (data, ratings) = (Just(rows.data.clone()), Just(rows.ratings.clone()));
        let (multipliers, population) = (Just(rows.multipliers.clone()), Just(rows.population.clone()));
        let others = (
            data.prop_shuffle(),
            ratings.prop_shuffle(),
            multipliers.prop_shuffle(),
            population.prop_shuffle(),
        );
        let named = |(data, ratings, multipliers, population)| Rows {
            data,
            ratings,
            multipliers,
            population,
        };
        (Just(rows), others.prop_map(named))
    })
}

/// The whole result, and every bit of the weights of every step.
fn everything(outcome: &RunOutcome) -> (String, Vec<(String, Vec<u64>)>) {
    let bits = |(name, column): &(String, Vec<f64>)| (name.clone(), column.iter().map(|w| w.to_bits()).collect());
    let steps = outcome.weights.steps.iter().map(bits).collect();
    (serde_json::to_string_pretty(outcome).unwrap(), steps)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn another_order_of_the_rows_of_every_file_changes_no_bit_of_any_result((rows, other) in shuffled()) {
        let text = spec(WEIGHTING, &[ESTIMATES, TOTALS], true);
        let (a, b) = (done(&text, &rows)?, done(&text, &other)?);
        prop_assert_eq!((&a.weights.id, &a.weights.class), (&b.weights.id, &b.weights.class));
        prop_assert_eq!(everything(&a), everything(&b));
        prop_assert!(a.rankings[0].places.len() == 3 && a.replicates.len() == 3);
    }

    /// Rows without ids are put in the order of their contents; which of two that are alike comes first shows nowhere.
    #[test]
    fn rows_without_ids_may_stand_in_any_order_as_well((rows, other) in shuffled()) {
        let text = spec(WEIGHTING, &[ESTIMATES, TOTALS], false);
        let (a, b) = (done(&text, &rows)?, done(&text, &other)?);
        prop_assert_eq!(everything(&a), everything(&b));
    }
}
