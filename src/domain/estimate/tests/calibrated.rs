//! Reference cases b03 to b05: errors with the residuals of the last calibration, given the expected weights.

use super::case::{Case, mean, total};
use crate::domain::estimate::calibration::Calibration;
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::taylor::Taylor;
use crate::domain::weight::rake::Cells;
use serde_json::Value;

/// Compares the estimates that these cases share.
fn check(case: &Case, taylor: &Taylor, weights: &[f64], want: &Value, what: &str) {
    let (all, elementary) = (
        Domain::of(weights, |_| true),
        Domain::of(weights, |row| case.rows[row]["stype"] == "E"),
    );
    let (api00, improved, enroll) = (case.number("api00"), case.is("comp_imp", "Yes"), case.number("enroll"));
    let known = Domain::of(weights, |row| !enroll[row].is_nan());
    let found = [
        ("mean_api00", mean(taylor, &all, &api00)),
        ("prop_comp_imp_yes", mean(taylor, &all, &improved)),
        ("mean_api00_stype_E", mean(taylor, &elementary, &api00)),
        ("total_enroll", total(taylor, &known, &enroll)),
    ];
    for (name, found) in &found {
        case.check(found, &want[*name], &format!("{what} {name}"));
    }
}

fn weights(case: &Case, column: &str) -> Vec<f64> {
    case.file("expected_weights.csv")
        .iter()
        .map(|row| row[column].parse().unwrap())
        .collect()
}

/// Both ways to see the weights, after categories of the given columns.
fn check_case(name: &str, margins: &[&str]) {
    let Some(case) = Case::load(name, "data.csv") else {
        return;
    };
    let design = case.design(None, &["dnum"], &["fpc"]);
    let (before, after) = (case.number("pw"), weights(&case, "weight"));
    let codes: Vec<Vec<u32>> = margins.iter().map(|m| case.coded(m).codes).collect();
    let cells = Cells::new(&codes);
    let calibration = Calibration::new(&cells, &before, &after);
    let [fixed, calibrated] = [None, Some(&calibration)].map(|calibration| Taylor {
        design: &design,
        calibration,
    });
    check(&case, &calibrated, &after, &case.expected["calibrated_variance"], name);
    check(&case, &fixed, &after, &case.expected["weights_taken_as_fixed"], name);
    let category = mean(&calibrated, &Domain::of(&after, |_| true), &case.is("stype", "E"))
        .precision
        .variance;
    assert!(category.abs() < f64::MIN_POSITIVE, "{category:e}");
}

#[test]
fn b03_one_margin() {
    check_case("b03-poststratify", &["stype"]);
}

#[test]
fn b04_two_margins() {
    check_case("b04-rake-two-margins", &["stype", "sch_wide"]);
}

#[test]
fn b05_every_distance_with_categories_and_with_a_number() {
    let Some(case) = Case::load("b05-calibrate-family", "data.csv") else {
        return;
    };
    let design = case.design(None, &["dnum"], &["fpc"]);
    let before = case.number("pw");
    for (run, want) in case.expected.as_object().unwrap() {
        let after = weights(&case, run);
        let number = run.ends_with("continuous");
        let margins: &[&str] = if number { &["stype"] } else { &["stype", "sch_wide"] };
        let cells = Cells::new(&margins.iter().map(|m| case.coded(m).codes).collect::<Vec<_>>());
        for (scale, offset) in [(1.0, 0.0), (1e-6, 0.0), (1.0, 1e9)] {
            // The auxiliary's unit and origin must not matter.
            let moved: Vec<f64> = case.number("api99").iter().map(|x| x * scale + offset).collect();
            let numbers = if number { vec![moved] } else { Vec::new() };
            let calibration = Calibration::with_numbers(&cells, &numbers, &before, &after);
            let taylor = Taylor {
                design: &design,
                calibration: Some(&calibration),
            };
            check(&case, &taylor, &after, want, &format!("{run} x {scale} + {offset}"));
            if number {
                let all = Domain::of(&after, |_| true);
                let met = total(&taylor, &all, &case.number("api99")).precision.variance;
                assert!(
                    met.abs() < f64::MIN_POSITIVE,
                    "a total that is met cannot vary: {met:e}"
                );
            }
        }
    }
}

#[test]
fn a_number_that_says_nothing_new_adds_nothing() {
    let cells = Cells::new(&[vec![0, 0, 1, 1, 1]]);
    let (before, after) = ([1.0; 5], [1.2, 1.2, 0.9, 0.9, 0.9]);
    let residuals = |numbers: &[Vec<f64>]| {
        let mut z = vec![0.3, -0.1, 0.5, 0.2, -0.9];
        Calibration::with_numbers(&cells, numbers, &before, &after).residuals(&mut z);
        z
    };
    let plain = residuals(&[]);
    assert_eq!(residuals(&[vec![7e9; 5], vec![1.0, 1.0, 4.0, 4.0, 4.0]]), plain);
    let with = residuals(&[vec![1.0, 2.0, 3.0, 5.0, 8.0]]);
    assert_ne!(with, plain);
    assert_eq!(
        residuals(&[vec![1.0, 2.0, 3.0, 5.0, 8.0], vec![2.0, 4.0, 6.0, 10.0, 16.0]]),
        with
    );
}

#[test]
fn rows_without_weight_before_or_after_the_step_are_handled() {
    let none = Cells::default();
    let x = vec![1.0, 2.0, 3.0, 4.0, f64::NAN];
    let (before, after) = ([1.0, 1.0, 1.0, 1.0, 0.0], [0.0, 1.0, 1.0, 2.0, 0.0]);
    let calibration = Calibration::with_numbers(&none, &[vec![1.0; 5], x], &before, &after);
    let domain = Domain::of(&after, |row| row < 4);
    // A straight line in the auxiliary leaves no residual, also when a row that the step set to 0 is on it.
    let estimate = crate::domain::estimate::statistic::mean(&domain, &[2.0, 4.0, 6.0, 8.0]).unwrap();
    let mut z = vec![0.0; 5];
    calibration.residuals_of(&estimate, &mut z);
    assert!(z.iter().all(|z| z.abs() < 1e-15), "{z:?}");
    let curved = crate::domain::estimate::statistic::mean(&domain, &[2.0, 4.0, 6.0, 9.0]).unwrap();
    calibration.residuals_of(&curved, &mut z);
    // By hand: residuals of (2, 4, 6, 9) on a line are (0.2, −0.1, −0.4, 0.3), over N^ = 4, times the weights after.
    let want = [0.0, -0.1 / 4.0, -0.4 / 4.0, 2.0 * 0.3 / 4.0, 0.0];
    assert!(z.iter().zip(want).all(|(z, want)| (z - want).abs() < 1e-15), "{z:?}");
}

#[test]
fn sums_of_numbers_alone_bring_no_intercept() {
    let none = Cells::single(4);
    let weights = [1.0, 2.0, 1.0, 3.0];
    let x = [1.0, 2.0, 3.0, 5.0];
    let calibration = Calibration::with_numbers(&none, &[x.to_vec()], &weights, &weights);
    let domain = Domain::of(&weights, |_| true);
    let residuals = |y: &[f64]| {
        let total = crate::domain::estimate::statistic::total(&domain, y).unwrap();
        let mut z = vec![0.0; 4];
        calibration.residuals_of(&total, &mut z);
        z
    };
    assert!(residuals(&x.map(|x| 2.0 * x)).iter().all(|z| z.abs() < 1e-14));
    // The size of the population was not fixed, so a constant keeps its error: 1 − x·Σdx/Σdx², 23/93.
    let want: Vec<f64> = x
        .iter()
        .zip(weights)
        .map(|(x, w)| w * (1.0 - x * 23.0 / 93.0))
        .collect();
    assert!(
        residuals(&[1.0; 4])
            .iter()
            .zip(want)
            .all(|(z, want)| (z - want).abs() < 1e-14)
    );
}
