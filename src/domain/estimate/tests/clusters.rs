//! Reference cases b01 and b02: clusters of one and of two stages.

use super::case::Case;
use super::stratified::check_all;

#[test]
fn b01_one_stage_with_and_without_the_finite_population() {
    let Some(case) = Case::load("b01-cluster-one-stage", "data.csv") else {
        return;
    };
    let weights = case.number("pw");
    let with = case.design(None, &["dnum"], &["fpc"]);
    let without = case.design(None, &["dnum"], &[]);
    check_all(&case, &with, &case.expected["with_fpc"], &weights, "with");
    check_all(&case, &without, &case.expected["without_fpc"], &weights, "without");
}

#[test]
fn b02_two_stages_and_the_first_only() {
    let Some(case) = Case::load("b02-cluster-two-stage", "data.csv") else {
        return;
    };
    let weights = case.number("pw");
    let both = case.design(None, &["dnum", "snum"], &["fpc1", "fpc2"]);
    let rows = case.design(None, &["dnum"], &["fpc1", "fpc2"]);
    let first = case.design(None, &["dnum", "snum"], &[]);
    let want = &case.expected["two_stage_with_fpc"];
    check_all(&case, &both, want, &weights, "two stages");
    check_all(&case, &rows, want, &weights, "rows as second stage");
    let want = &case.expected["first_stage_only_with_replacement"];
    check_all(&case, &first, want, &weights, "first stage");
}
