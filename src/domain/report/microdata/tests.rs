//! Coarsening keeps its promise whatever the rows are, and the groups of grades keep the rate.

use super::partition::{by_coarseness, partition};
use super::ratings::groups;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn counts(rows: &[Vec<String>]) -> BTreeMap<&Vec<String>, usize> {
    let mut counts = BTreeMap::new();
    rows.iter().for_each(|row| *counts.entry(row).or_default() += 1);
    counts
}

fn coarse(rows: &[(u8, u8, u8)], fewest: usize) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = rows
        .iter()
        .map(|(a, b, c)| vec![a.to_string(), b.to_string(), c.to_string()])
        .collect();
    let order = by_coarseness(&rows);
    partition(&mut rows, &order, fewest);
    rows
}

proptest! {
    #[test]
    fn every_combination_is_shared_by_at_least_ten(rows in prop::collection::vec((0u8..3, 0u8..18, 0u8..6), 10..400)) {
        let coarse = coarse(&rows, 10);
        prop_assert!(counts(&coarse).values().all(|n| *n >= 10), "{:?}", counts(&coarse));
    }

    #[test]
    fn a_value_is_kept_or_withheld_and_never_another(rows in prop::collection::vec((0u8..2, 0u8..5, 0u8..5), 1..200)) {
        for (before, after) in rows.iter().zip(coarse(&rows, 10)) {
            for (value, kept) in [before.0, before.1, before.2].iter().zip(after) {
                prop_assert!(kept == "*" || kept == value.to_string());
            }
        }
    }
}

#[test]
fn fewer_than_ten_rows_say_nothing_about_anybody() {
    let rows = coarse(&[(1, 2, 3); 9], 10);
    assert!(rows.iter().flatten().all(|value| value == "*"));
}

#[test]
fn what_many_share_is_kept() {
    let mut people = vec![(0, 0, 0); 30];
    people.extend(vec![(1, 0, 0); 29]);
    people.push((1, 7, 0));
    let rows = coarse(&people, 10);
    assert_eq!(rows[0], ["0", "0", "0"]);
    // The one with the rare value hides among all who share the rest.
    assert_eq!(rows[59], ["1", "*", "0"]);
    assert_eq!(rows[40], ["1", "*", "0"]);
}

#[test]
fn a_rare_grade_joins_its_neighbour_on_the_same_side() {
    let satisfied = [true, true, false, false, false];
    assert_eq!(groups(&[40, 30, 20, 10, 10, 3], &satisfied), [0, 1, 2, 3, 4, 5]);
    assert_eq!(groups(&[4, 30, 20, 6, 2, 3], &satisfied), [0, 0, 2, 2, 2, 5]);
    assert_eq!(groups(&[4, 3, 20, 6, 6, 3], &satisfied), [0, 0, 2, 3, 3, 5]);
    assert_eq!(groups(&[30, 20, 1, 0, 2, 0], &satisfied), [0, 1, 2, 2, 2, 5]);
}
