//! What is gathered from a small round, and what is withheld.

use super::questions::shown;
use super::{Absence, BackChecks, Chronicle, SampleReport, gather};
use crate::domain::back_check::Agreement;
use crate::domain::score::fixture::{department, document, margin, round, survey};
use crate::domain::score::{SurveyHashes, compute};
use std::sync::Arc;

fn report() -> SampleReport {
    told(Chronicle::default())
}

/// Sixty residents of two strata who rate two departments, all but the last ten of them content with the first.
fn told(chronicle: Chronicle) -> SampleReport {
    let departments = ["D1", "D2"].map(|id| department(id, "A", &[("residents", 1.0)]));
    let margins = vec![margin("residents", "district", true, &[("N", 600.0), ("S", 400.0)])];
    let mut survey = survey(&["residents"], departments.into(), margins);
    survey.method.small_cells.suppress = 10.0;
    let person = |i: usize| {
        let stratum = if i.is_multiple_of(3) { "S" } else { "N" };
        let grade = if i < 50 { "4" } else { "2" };
        document(
            &format!("r{i:03}"),
            "residents",
            stratum,
            &[("district", stratum)],
            &[("D1", grade), ("D2", "3")],
        )
    };
    let data = round((0..60).map(person).collect());
    let hashes = SurveyHashes {
        definition: "d".into(),
        method: "m".into(),
    };
    let computation = compute(&survey, &data, &hashes).unwrap();
    gather(Arc::new(survey), &data, &computation, chronicle).unwrap()
}

#[test]
fn an_unsealed_round_is_a_draft_and_says_what_is_missing() {
    let report = report();
    assert!(report.is_draft() && report.lacks(Absence::Signatures));
    for what in [
        Absence::Incentive,
        Absence::BackChecks,
        Absence::EarlierRound,
        Absence::Removals,
    ] {
        assert!(report.lacks(what), "{what:?}");
    }
}

#[test]
fn back_checks_that_were_made_are_not_said_to_be_missing() {
    let checks = |live| BackChecks {
        drawn: 3,
        live,
        agreement: Agreement::default(),
    };
    let with = |live| Chronicle {
        back_checks: Some(checks(live)),
        ..Chronicle::default()
    };
    let (listened, not) = (told(with(true)), told(with(false)));
    assert!(!listened.lacks(Absence::BackChecks) && !listened.lacks(Absence::Monitoring));
    assert!(!not.lacks(Absence::BackChecks) && not.lacks(Absence::Monitoring));
}

#[test]
fn the_weighted_composition_is_the_population() {
    let report = report();
    let [north, south] = &report.composition[0].categories[..] else {
        panic!("two districts")
    };
    assert_eq!((north.n, south.n), (40, 20));
    assert!((north.weighted - 0.6).abs() < 1e-9 && (north.target - 0.6).abs() < 1e-12);
    assert!((south.unweighted - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn microdata_give_the_rate_back_from_mean_weights() {
    let report = report();
    let rate = report.sheet.departments[0].rate.unwrap();
    let rows = || report.microdata.ratings.iter().filter(|row| row.department.0 == "D1");
    let all: f64 = rows().map(|row| row.weight).sum();
    let satisfied: f64 = rows().filter(|row| row.grade == "4").map(|row| row.weight).sum();
    assert_eq!(rows().count(), 60);
    assert!((satisfied / all - rate).abs() < 1e-12, "{} {rate}", satisfied / all);
    // The weights themselves say nothing of the stratum: one mean a grade.
    let mut weights: Vec<u64> = rows().map(|row| row.weight.to_bits()).collect();
    weights.sort_unstable();
    weights.dedup();
    assert_eq!(weights.len(), 2);
}

#[test]
fn the_order_of_the_rows_is_the_same_every_time_and_not_that_of_the_answers() {
    let (one, other) = (report(), report());
    assert_eq!(one.microdata, other.microdata);
    let grades: Vec<&str> = one.microdata.ratings.iter().map(|row| row.grade.as_str()).collect();
    let mut sorted = grades.clone();
    sorted.sort_unstable();
    assert_ne!(grades, sorted);
}

#[test]
fn a_small_count_is_withheld_and_a_second_one_that_would_give_it_away() {
    assert_eq!(shown(&[50, 40, 3], 93, false), [true, false, false]);
    assert_eq!(shown(&[50, 4, 3], 57, false), [true, false, false]);
    assert_eq!(shown(&[50, 0, 43], 93, false), [true, true, true]);
    // Where several may be chosen, no total gives anything away.
    assert_eq!(shown(&[50, 40, 3], 60, true), [true, true, false]);
    assert_eq!(shown(&[20, 9], 29, false), [false, false]);
}
