//! What may be split without moving a weight: strata in parts that were drawn at the same rate, categories in the shares
//! that the weights have already.

use super::*;
use crate::domain::weight::design_weights::stratified;
use crate::domain::weight::poststratify::poststratify;

/// Splits a category in two; `second` are its rows that go to the new category, of total `share` of the old one.
fn split(column: &[u32], target: &Target, category: u32, second: &[bool], share: f64) -> (Vec<u32>, Target) {
    let new = target.categories.len() as u32;
    let moved = |(c, second): (&u32, &bool)| if *c == category && *second { new } else { *c };
    let mut parts = target.clone();
    let (label, total) = parts.categories[category as usize].clone();
    parts.categories[category as usize].1 = total * (1.0 - share);
    parts.categories.push((format!("{label}, second part"), total * share));
    (column.iter().zip(second).map(moved).collect(), parts)
}

/// Which share of a category's weight its second part has.
fn share(column: &[u32], w: &[f64], category: u32, second: &[bool]) -> f64 {
    let sum = |part: &dyn Fn(usize) -> bool| -> f64 {
        let rows = (0..w.len()).filter(|row| column[*row] == category && part(*row));
        rows.map(|row| w[row]).sum()
    };
    sum(&|row| second[row]) / sum(&|_| true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// N_h and n_h times the same constant: N_h / n_h is what it was, to the bit.
    #[test]
    fn splitting_a_stratum_into_parts_of_one_sampling_rate_changes_no_design_weight(
        drawn in prop::collection::vec((1u32..5, 1u32..9), 2..6),
        parts in 2u32..5,
    ) {
        let rows: Vec<(u32, u32, u32)> = (drawn.iter().zip(0..))
            .flat_map(|((n, rate), h)| (0..n * parts).map(move |row| (h, row % parts, n * rate)))
            .collect();
        let whole: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let split: Vec<u32> = rows.iter().map(|row| row.0 * parts + row.1).collect();
        let population = |times: u32| rows.iter().map(|row| f64::from(row.2 * times)).collect::<Vec<f64>>();
        let of_whole = stratified(&whole, &population(parts), &[]).unwrap();
        prop_assert_eq!(of_whole, stratified(&split, &population(1), &[]).unwrap());
    }

    #[test]
    fn splitting_a_poststratum_in_the_shares_of_its_weights_changes_none(
        d in prop::collection::vec(0.2f64..5.0, ROWS),
        truth in prop::collection::vec(0.5f64..4.0, ROWS),
        mut second in prop::collection::vec(any::<bool>(), ROWS),
        category in 0u32..3,
    ) {
        (second[category as usize], second[category as usize + 3]) = (true, false);
        let (columns, targets) = sample(&truth);
        let share = share(&columns[0], &d, category, &second);
        let (column, target) = split(&columns[0], &targets[0], category, &second, share);
        let weights = |column: Vec<u32>, target: &Target| -> Vec<f64> {
            let cells = Cells::new(&[column]);
            let factor = poststratify(&d, None, &cells, target).unwrap();
            d.iter().zip(&cells.of_row).map(|(d, c)| d * factor[*c as usize]).collect()
        };
        prop_assert!(close(&weights(column, &target), &weights(columns[0].clone(), &targets[0]), 1e-13));
    }

    /// The raked weights meet the finer margin as well, so they are its solution, and there is only one.
    #[test]
    fn splitting_a_raked_category_in_the_shares_that_it_came_to_changes_no_weight(
        d in prop::collection::vec(0.2f64..5.0, ROWS),
        truth in prop::collection::vec(0.5f64..4.0, ROWS),
        mut second in prop::collection::vec(any::<bool>(), ROWS),
        category in 0u32..3,
    ) {
        (second[category as usize], second[category as usize + 3]) = (true, false);
        let (columns, targets) = sample(&truth);
        let w = raked(&d, &columns, &targets);
        let share = share(&columns[0], &w, category, &second);
        let (column, target) = split(&columns[0], &targets[0], category, &second, share);
        let finer = raked(&d, &[column, columns[1].clone()], &[target, targets[1].clone()]);
        prop_assert!(close(&finer, &w, 1e-10));
    }
}
