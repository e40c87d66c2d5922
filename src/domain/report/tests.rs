//! What is gathered from a small round, and what is withheld.

use super::microdata::Microdata;
use super::questions::shown;
use super::{Absence, BackChecks, Chronicle, Former, Release, SampleReport, changed, gather};
use crate::domain::back_check::Agreement;
use crate::domain::data::ConfirmedRemoval;
use crate::domain::score::fixture::{department, document, margin, round, survey};
use crate::domain::score::sheet::Signature;
use crate::domain::score::{SurveyHashes, compute};
use std::sync::Arc;

fn report() -> SampleReport {
    told(Chronicle::default())
}

/// The same, sealed.
fn sealed() -> SampleReport {
    told(signed(Vec::new()))
}

/// A sealed version after these.
fn signed(former: Vec<Former>) -> Chronicle {
    let signature = Signature {
        role: "agency".into(),
        key_id: "k".into(),
        signature: "s".into(),
    };
    Chronicle {
        signatures: vec![signature],
        former,
        ..Chronicle::default()
    }
}

/// An earlier version without so many of the people, whose ids begin at `from`.
fn without(version: u32, from: usize, people: usize) -> Former {
    let removal = |i: usize| ConfirmedRemoval {
        submission: format!("r{i:03}"),
        code: "2.41".into(),
        reason: "编造".into(),
    };
    let mut sheet = report().sheet;
    sheet.sheet_version = version;
    Former {
        removals: Some((from..from + people).map(removal).collect()),
        sheet,
    }
}

#[test]
fn microdata_are_given_with_the_seal_and_never_beside_a_version_that_a_few_people_tell_apart() {
    assert_eq!(
        (report().release, report().microdata),
        (Release::Draft, Microdata::default())
    );
    assert_eq!(sealed().release, Release::Own);
    let beside = |former: Vec<Former>| told(signed(former)).release;
    assert_eq!(beside(vec![without(1, 0, 1)]), Release::Earlier(1));
    assert_eq!(beside(vec![without(1, 0, 9)]), Release::Earlier(1));
    assert_eq!(beside(vec![without(1, 0, 10)]), Release::Own);
    assert_eq!(
        beside(vec![without(1, 0, 0)]),
        Release::Own,
        "the same people say the same"
    );
    // The second had none of its own, so only the first counts; and between the first and the third there are twelve.
    assert_eq!(beside(vec![without(1, 0, 12), without(2, 0, 7)]), Release::Own);
    // Twelve from either, but one from the second, which was released.
    assert_eq!(beside(vec![without(1, 0, 12), without(2, 0, 1)]), Release::Earlier(2));
    assert!(told(signed(vec![without(1, 0, 1)])).microdata.ratings.is_empty());
    let unknown = Former {
        removals: None,
        ..without(1, 0, 0)
    };
    assert_eq!(beside(vec![unknown]), Release::Earlier(1));
}

#[test]
fn scores_that_a_correction_changed_are_told_with_the_difference() {
    let (before, mut now) = (report().sheet, report().sheet);
    assert_eq!(changed(&before, &now), []);
    now.departments[0].score = Some("12.00".into());
    now.departments[1].score = None;
    let [first, second] = &changed(&before, &now)[..] else {
        panic!("two")
    };
    assert_eq!(first.before, before.departments[0].score);
    let was: f64 = first.before.as_deref().unwrap().parse().unwrap();
    assert!((first.difference().unwrap() - (12.0 - was)).abs() < 1e-9);
    assert_eq!((second.now.as_deref(), second.difference()), (None, None));
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
    let report = sealed();
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
    let (one, other) = (sealed(), sealed());
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
