//! What a whole sheet says about small rounds: same bytes for the same answers, suppression, refusals.

use crate::domain::data::{ConfirmedRemoval, Document, RoundData};
use crate::domain::definition::{AssignmentRule, Conversion, Override, Survey};
use crate::domain::score::fixture::*;
use crate::domain::score::sheet::{DepartmentScore, ScoreStatus};
use crate::domain::score::{Computation, ScoreError, SurveyHashes, compute};
use std::collections::BTreeMap;

fn run(survey: &Survey, data: &RoundData) -> Result<Computation, ScoreError> {
    compute(
        survey,
        data,
        &SurveyHashes {
            definition: "d".into(),
            method: "m".into(),
        },
    )
}

/// 120 residents and `firms` enterprises rate D1 and D2; every third of them grades low.
fn two_audiences(firms: usize) -> (Survey, RoundData) {
    let weights = [("residents", 0.6), ("enterprises", 0.4)];
    let departments = vec![department("D1", "A", &weights), department("D2", "A", &weights)];
    let strata = [("1", 5000.0), ("2", 7000.0)];
    let margins = vec![
        margin("residents", "district", true, &strata),
        margin("residents", "sex", false, &[("male", 5500.0), ("female", 6500.0)]),
        margin("enterprises", "district", true, &strata),
    ];
    let survey = survey(&["residents", "enterprises"], departments, margins);
    let answer = |audience: &str, i: usize| {
        let district = if i.is_multiple_of(2) { "1" } else { "2" };
        let sex = if i % 5 < 2 { "male" } else { "female" };
        let first = if i.is_multiple_of(3) { "2" } else { "4" };
        let second = ["5", "dk", "3", "4"][i % 4];
        let plain = [("district", district), ("sex", sex)];
        document(
            &format!("{audience}-{i:03}"),
            audience,
            district,
            &plain,
            &[("D1", first), ("D2", second)],
        )
    };
    let residents = (0..120).map(|i| answer("residents", i));
    let documents: Vec<Document> = residents.chain((0..firms).map(|i| answer("enterprises", i))).collect();
    (survey, round(documents))
}

fn department_of<'a>(computed: &'a Computation, id: &str) -> &'a DepartmentScore {
    computed
        .sheet
        .departments
        .iter()
        .find(|d| d.department_id.0 == id)
        .unwrap()
}

fn bytes(computed: &Computation) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(&computed.sheet).unwrap()
}

#[test]
fn the_order_of_the_input_changes_no_bit() {
    let (survey, data) = two_audiences(60);
    let mut turned = data.clone();
    turned.documents.reverse();
    turned.documents.rotate_left(17);
    let (one, other) = (run(&survey, &data).unwrap(), run(&survey, &turned).unwrap());
    assert_eq!(bytes(&one), bytes(&other));
    assert_eq!(one, other);
}

#[test]
fn a_larger_population_of_the_same_shape_changes_no_rate() {
    let (mut survey, data) = two_audiences(60);
    survey.method.fpc = false;
    let before = run(&survey, &data).unwrap();
    for category in survey.margins.iter_mut().flat_map(|m| &mut m.categories) {
        category.population *= 1024.0;
    }
    let after = run(&survey, &data).unwrap();
    for (a, b) in before.sheet.departments.iter().zip(&after.sheet.departments) {
        assert_eq!((a.rate, a.rate_se, &a.score), (b.rate, b.rate_se, &b.score));
    }
}

#[test]
fn the_composite_is_the_weighted_sum_and_every_number_has_its_interval() {
    let (survey, data) = two_audiences(60);
    let computed = run(&survey, &data).unwrap();
    let row = department_of(&computed, "D1");
    let part = |a: usize| row.audiences[a].rate.unwrap();
    let rate = row.rate.unwrap();
    assert!((rate - (0.6 * part(0) + 0.4 * part(1))).abs() < 1e-15);
    let se = |a: usize| row.audiences[a].rate_se.unwrap();
    assert!((row.rate_se.unwrap() - (0.36 * se(0).powi(2) + 0.16 * se(1).powi(2)).sqrt()).abs() < 1e-15);
    assert!(row.rate_ci_low.unwrap() < rate && rate < row.rate_ci_high.unwrap());
    assert_eq!(row.sensitivity["rate"], row.score);
    assert_eq!(row.status, ScoreStatus::Final);
    assert_eq!((row.rank, department_of(&computed, "D2").rank), (Some(2), Some(1)));
    assert_eq!(row.audiences[1].flags, ["small-n"]);
    assert!(row.flags.contains(&"small-n:enterprises".to_owned()), "{:?}", row.flags);
    assert_eq!(computed.ratings.len(), 360);
    assert_eq!(computed.weights.len(), 180);
    let dont_know = department_of(&computed, "D2").dont_know.unwrap();
    // Every second respondent of district 2, which holds 7 of 12 people.
    assert!((dont_know - 7.0 / 24.0).abs() < 1e-12, "{dont_know}");
}

#[test]
fn a_suppressed_audience_carries_n_only_and_its_weight_goes_to_the_others() {
    let (survey, data) = two_audiences(20);
    let computed = run(&survey, &data).unwrap();
    let row = department_of(&computed, "D1");
    let cell = &row.audiences[1];
    assert!(cell.suppressed && cell.n == 20 && cell.rate.is_none() && cell.counts.is_empty() && cell.index.is_none());
    assert_eq!(row.effective_weights, BTreeMap::from([(audience_id("residents"), 1.0)]));
    assert_eq!(row.rate, row.audiences[0].rate);
    assert_eq!((row.rank, row.rank_low), (None, None));
    assert_eq!(row.flags, ["audience-suppressed:enterprises"]);
    // No enterprise cell of the class is shown, so nothing can fill it.
    assert_eq!(row.sensitivity["class-mean-filled"], None);
}

#[test]
fn more_than_half_of_the_weight_lost_is_no_score_and_never_zero() {
    let (mut survey, data) = two_audiences(20);
    for department in &mut survey.departments {
        department.weights = [("residents", 0.4), ("enterprises", 0.6)]
            .map(|(a, w)| (audience_id(a), w))
            .into();
    }
    let computed = run(&survey, &data).unwrap();
    let row = department_of(&computed, "D1");
    assert_eq!((row.status, &row.score, row.rate), (ScoreStatus::NoScore, &None, None));
    assert_eq!(row.flags, ["no-score", "audience-suppressed:enterprises"]);
    assert!(computed.covariance.departments.is_empty());
}

#[test]
fn a_round_without_answers_has_a_sheet_without_scores() {
    let (survey, mut data) = two_audiences(0);
    data.documents.clear();
    let computed = run(&survey, &data).unwrap();
    assert!(
        computed
            .sheet
            .departments
            .iter()
            .all(|d| d.status == ScoreStatus::NoScore && d.score.is_none())
    );
    assert_eq!(computed.sheet.flags, ["no-answers:residents", "no-answers:enterprises"]);
}

#[test]
fn everyone_satisfied_is_flagged_and_one_respondent_has_no_error() {
    let (mut survey, mut data) = two_audiences(0);
    survey.audiences.truncate(1);
    survey.margins.truncate(2);
    survey.departments = vec![department("D1", "A", &[("residents", 1.0)])];
    for (i, document) in data.documents.iter_mut().enumerate() {
        let sex = if i % 5 < 2 { "male" } else { "female" };
        let district = document.stratum.clone();
        let plain = [("district", district.as_str()), ("sex", sex)];
        *document =
            super::super::fixture::document(&format!("s{i:03}"), "residents", &district, &plain, &[("D1", "5")]);
    }
    let computed = run(&survey, &data).unwrap();
    let row = department_of(&computed, "D1");
    assert_eq!(row.audiences[0].flags, ["degenerate-rate"]);
    assert_eq!(
        (row.rate_ci_high, row.score_ci_high.as_deref()),
        (Some(1.0), Some("20.00"))
    );
    assert!(row.rate_ci_low.unwrap() < 0.98 && row.rate_se == Some(0.0));

    survey.margins = vec![margin("residents", "district", true, &[("1", 5000.0)])];
    survey.method.small_cells.suppress = 0.0;
    data.documents.truncate(1);
    let computed = run(&survey, &data).unwrap();
    let row = department_of(&computed, "D1");
    assert_eq!((row.rate, row.rate_se, row.rate_ci_low), (Some(1.0), None, None));
    assert!(row.flags.contains(&"no-interval".to_owned()));
    assert_eq!(computed.sheet.flags, ["lonely-stratum:residents"]);
}

#[test]
fn approximate_margins_hold_scores_back_until_an_officer_decides() {
    let (mut survey, data) = two_audiences(60);
    survey.margins[0].approximate = true;
    let computed = run(&survey, &data).unwrap();
    assert!(
        computed
            .sheet
            .departments
            .iter()
            .all(|d| d.status == ScoreStatus::Provisional)
    );
    assert_eq!(computed.sheet.flags, ["approximate-margins"]);
    survey.round.approximate_margins_override = Some(Override {
        by: "officer".into(),
        reason: "demo".into(),
    });
    let computed = run(&survey, &data).unwrap();
    assert_eq!(department_of(&computed, "D1").status, ScoreStatus::Final);
    assert_eq!(computed.sheet.overrides["approximate_margins"].by, "officer");
}

#[test]
fn a_removal_moves_to_its_code_and_the_sheet_shows_the_score_without_it() {
    let (survey, mut data) = two_audiences(60);
    let ids = ["residents-003", "residents-006", "residents-009"];
    let removal = |id: &str| ConfirmedRemoval {
        submission: id.into(),
        code: "2.41".into(),
        reason: "invented".into(),
    };
    data.removals = ids.map(removal).to_vec();
    let computed = run(&survey, &data).unwrap();
    let evidence = &computed.sheet.audiences[0];
    assert_eq!((evidence.received, evidence.analysed), (120, 117));
    assert_eq!(
        evidence.dispositions,
        BTreeMap::from([("1.1".into(), 117), ("2.41".into(), 3)])
    );
    assert_eq!(
        computed.sheet.quality.removed,
        BTreeMap::from([("fabrication".into(), 3)])
    );
    let kept = run(
        &survey,
        &RoundData {
            removals: Vec::new(),
            ..data
        },
    )
    .unwrap();
    let row = department_of(&computed, "D1");
    assert_eq!(row.sensitivity["without-removals"], department_of(&kept, "D1").score);
    assert_ne!(row.sensitivity["without-removals"], row.score);
}

#[test]
fn a_rating_nobody_asked_for_and_a_grade_off_the_scale_are_refused_by_name() {
    let (mut survey, mut data) = two_audiences(60);
    survey.method.assignment = AssignmentRule::Drawn {
        shown_sizes: BTreeMap::new(),
        shown_share: (1, 2),
        boost_most: 4,
        target_ratings: BTreeMap::new(),
    };
    data.documents[5].assignment.assigned.pop();
    assert!(
        matches!(run(&survey, &data), Err(ScoreError::NotAssigned { submission, .. }) if submission == "residents-005")
    );
    let (survey, mut data) = two_audiences(60);
    data.documents[0] = document(
        "residents-000",
        "residents",
        "1",
        &[("district", "1"), ("sex", "male")],
        &[("D1", "7")],
    );
    let message = run(&survey, &data).unwrap_err().to_string();
    assert_eq!(
        message,
        "submission residents-000 rates D1 with 7; expected one of 5, 4, 3, 2, 1, dk"
    );
}

#[test]
fn another_conversion_changes_the_points_and_keeps_the_rate() {
    let (mut survey, data) = two_audiences(60);
    let by_rate = run(&survey, &data).unwrap();
    let values = [("5", 100.0), ("4", 80.0), ("3", 60.0), ("2", 40.0), ("1", 20.0)];
    survey.method.conversion = Conversion::Index {
        values: values.iter().map(|(code, v)| ((*code).to_owned(), *v)).collect(),
    };
    let by_index = run(&survey, &data).unwrap();
    let (a, b) = (department_of(&by_rate, "D2"), department_of(&by_index, "D2"));
    assert_eq!(a.rate, b.rate);
    assert_eq!(a.sensitivity["index-100-80-60-40-20"], b.score);
    assert_ne!(a.score, b.score);
}
