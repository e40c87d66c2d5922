//! Whole audiences: base weights, nonresponse, filled answers, merged categories, the design-effect ceiling.

use crate::domain::data::{CaseCount, RoundData, StratumCount};
use crate::domain::definition::{BaseWeight, Nonresponse, Survey, Trimming};
use crate::domain::score::fixture::*;
use crate::domain::submission::quality::assess;
use crate::domain::weight::{WeightError, Weighting, nonresponse, weigh};
use std::collections::BTreeMap;

fn drawn() -> (Survey, RoundData) {
    let mut survey = survey(
        &["residents"],
        vec![department("D1", "A", &[("residents", 1.0)])],
        Vec::new(),
    );
    survey.method.base = BaseWeight::InverseProbability;
    survey.method.nonresponse = Some(Nonresponse {
        min_completes: 2,
        groups: BTreeMap::new(),
    });
    let document = |i: usize| document(&format!("s{i}"), "residents", "h", &[], &[("D1", "5")]);
    let mut data = round((0..4).map(document).collect());
    let audience = audience_id("residents");
    data.strata = vec![StratumCount {
        audience: audience.clone(),
        stratum: "h".into(),
        frame: 100,
        issued: 10,
    }];
    let case = |(code, count): (&str, u64)| CaseCount {
        audience: audience.clone(),
        stratum: "h".into(),
        code: code.into(),
        count,
    };
    data.cases = [("1.1", 4), ("2.112", 2), ("3.19", 2), ("4.10", 2)].map(case).to_vec();
    (survey, data)
}

fn weighed(survey: &Survey, data: &RoundData) -> Result<Weighting, WeightError> {
    weigh(survey, data, &assess(survey, &data.documents, &data.removals).unwrap())
}

#[test]
fn unknown_cases_are_spread_before_refusals_and_the_ineligible_keep_their_share() {
    let (survey, data) = drawn();
    let weights = &weighed(&survey, &data).unwrap().audiences[0];
    let want = 10.0 * (10.0 / 8.0) * (6.0 / 4.0);
    assert!(
        weights.weight.iter().all(|w| (w - want).abs() < 1e-12),
        "{:?}",
        weights.weight
    );
    assert_eq!(
        weights.steps.iter().map(|s| s.name).collect::<Vec<_>>(),
        ["base", "nonresponse"]
    );
}

#[test]
fn a_removed_submission_becomes_an_eligible_nonrespondent() {
    let (survey, mut data) = drawn();
    let (submission, reason) = ("s3".to_owned(), "same person".to_owned());
    data.removals = vec![crate::domain::data::ConfirmedRemoval {
        submission,
        code: "2.40".into(),
        reason,
    }];
    let weights = &weighed(&survey, &data).unwrap().audiences[0];
    assert_eq!(weights.weight.len(), 3);
    assert!(
        weights
            .weight
            .iter()
            .all(|w| (w - 10.0 * (10.0 / 8.0) * (6.0 / 3.0)).abs() < 1e-12)
    );
}

#[test]
fn case_counts_that_do_not_fit_are_refused() {
    let (survey, mut data) = drawn();
    data.cases[0].count = 5;
    assert!(matches!(
        weighed(&survey, &data),
        Err(WeightError::CasesDisagree {
            documents: 4,
            cases: 5,
            ..
        })
    ));
    data.cases[0].count = 4;
    data.cases[1].count = 1;
    assert!(matches!(
        weighed(&survey, &data),
        Err(WeightError::CasesMissing {
            issued: 10,
            cases: 9,
            ..
        })
    ));
    data.cases[1].code = "7.7".into();
    assert!(matches!(
        weighed(&survey, &data),
        Err(WeightError::UnknownDisposition { .. })
    ));
    data.strata.clear();
    assert!(matches!(
        weighed(&survey, &data),
        Err(WeightError::NoStratumCount { .. })
    ));
}

#[test]
fn a_class_of_unknown_cases_only_is_an_error() {
    let (survey, mut data) = drawn();
    data.documents.clear();
    data.cases = vec![CaseCount {
        code: "3.19".into(),
        count: 10,
        ..data.cases[0].clone()
    }];
    let rule = survey.method.nonresponse.as_ref().unwrap();
    let none = BTreeMap::new();
    let result = nonresponse::adjust(&data, &audience_id("residents"), rule, &none, &none);
    assert!(matches!(result, Err(WeightError::NothingKnown { .. })));
    assert!(weighed(&survey, &data).unwrap().audiences[0].weight.is_empty());
}

fn raked(sexes: &[&str]) -> (Survey, RoundData) {
    let margins = vec![
        margin("residents", "district", true, &[("1", 100.0)]),
        margin("residents", "sex", false, &[("male", 40.0), ("female", 60.0)]),
    ];
    let survey = survey(
        &["residents"],
        vec![department("D1", "A", &[("residents", 1.0)])],
        margins,
    );
    let document = |(i, sex): (usize, &&str)| {
        let plain: &[(&str, &str)] = if sex.is_empty() {
            &[("district", "1")]
        } else {
            &[("district", "1"), ("sex", sex)]
        };
        document(&format!("s{i:03}"), "residents", "1", plain, &[("D1", "5")])
    };
    (survey, round(sexes.iter().enumerate().map(document).collect()))
}

#[test]
fn a_missing_answer_comes_from_the_frame_else_from_a_seeded_donor_and_is_counted() {
    let (mut survey, mut data) = raked(&["male", "female", "male", "female", "", ""]);
    assert!(matches!(
        weighed(&survey, &data),
        Err(WeightError::MissingAnswers {
            missing: 2,
            respondents: 6,
            ..
        })
    ));
    survey.method.raking.missing_most = 0.5;
    data.documents[4].frame.insert("sex".into(), "male".into());
    let weights = weighed(&survey, &data).unwrap().audiences[0].clone();
    assert_eq!(
        weights.filled["sex"],
        BTreeMap::from([("frame".into(), 1), ("hot-deck".into(), 1)])
    );
    let again = weighed(&survey, &data).unwrap().audiences[0].clone();
    assert_eq!(weights.weight, again.weight);
    let (_, nobody) = raked(&["", ""]);
    survey.method.raking.missing_most = 1.0;
    assert!(matches!(weighed(&survey, &nobody), Err(WeightError::NoDonor { .. })));
}

#[test]
fn a_category_without_enough_respondents_is_merged_and_named() {
    let (mut survey, data) = raked(&["male", "female", "female", "female"]);
    survey.method.raking.min_category = 2;
    let weights = &weighed(&survey, &data).unwrap().audiences[0];
    assert_eq!(weights.collapsed[1], ["male|female"]);
    assert!(weights.weight.iter().all(|w| (w - 25.0).abs() < 1e-12));
}

#[test]
fn a_design_effect_above_the_ceiling_needs_a_waiver() {
    let (mut survey, data) = raked(&["male", "female", "female", "female", "female", "female"]);
    survey.method.deff_block = 1.1;
    assert!(matches!(weighed(&survey, &data), Err(WeightError::DesignEffect { .. })));
    let waiver = crate::domain::definition::Override {
        by: "officer".into(),
        reason: "small city".into(),
    };
    survey.round.deff_waiver = Some(waiver);
    assert!(weighed(&survey, &data).is_ok());
}

#[test]
fn every_factor_multiplies_up_to_the_final_weight() {
    let (mut survey, data) = raked(&["male", "female", "female", "female", "female", "female"]);
    survey.method.trimming = Some(Trimming { lower: 0.9, upper: 1.1 });
    let weights = &weighed(&survey, &data).unwrap().audiences[0];
    assert_eq!(
        weights.steps.iter().map(|s| s.name).collect::<Vec<_>>(),
        ["base", "rake", "trim", "rerake"]
    );
    for (row, w) in weights.weight.iter().enumerate() {
        let product: f64 = weights.steps.iter().map(|s| s.factor[row]).product();
        assert!((product / w - 1.0).abs() < 1e-14);
    }
    assert_eq!(weights.outside_limits, 1);
}

#[test]
fn where_nobody_lies_outside_the_band_trimming_changes_no_bit() {
    let (mut survey, data) = raked(&["male", "female", "female", "female", "female", "female"]);
    let untrimmed = weighed(&survey, &data).unwrap().audiences.remove(0);
    survey.method.trimming = Some(Trimming {
        lower: 0.01,
        upper: 100.0,
    });
    let weights = weighed(&survey, &data).unwrap().audiences.remove(0);
    assert_eq!(
        weights.steps.iter().map(|s| s.name).collect::<Vec<_>>(),
        ["base", "rake", "trim"]
    );
    assert_eq!(weights.steps[2].factor, [1.0; 6]);
    assert_eq!(weights.weight, untrimmed.weight);
    assert_eq!(weights.raking.unwrap().before, untrimmed.raking.unwrap().before);
    assert_eq!(weights.outside_limits, 0);
}
