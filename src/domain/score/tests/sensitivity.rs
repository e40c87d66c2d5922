//! Points under other treatments: each equals the score of a round that was treated so.

use crate::domain::data::{CaseCount, ConfirmedRemoval, RoundData, StratumCount};
use crate::domain::definition::{BaseWeight, Nonresponse, Survey};
use crate::domain::score::fixture::*;
use crate::domain::score::sheet::DepartmentScore;
use crate::domain::score::{SurveyHashes, compute};
use std::collections::BTreeMap;

/// Two strata drawn alike; "far" answers less often and grades lower.
fn drawn() -> (Survey, RoundData) {
    let departments = vec![department("D1", "A", &[("residents", 1.0)])];
    let mut survey = survey(&["residents"], departments, Vec::new());
    survey.method.base = BaseWeight::InverseProbability;
    survey.method.nonresponse = Some(Nonresponse {
        min_completes: 2,
        groups: BTreeMap::new(),
    });
    let answer = |(stratum, i): (&str, usize)| {
        let low = if stratum == "far" { 2 } else { 5 };
        let grade = if i.is_multiple_of(low) { "2" } else { "5" };
        document(
            &format!("{stratum}-{i:03}"),
            "residents",
            stratum,
            &[],
            &[("D1", grade)],
        )
    };
    let near = (0..90).map(|i| ("near", i));
    let mut data = round(near.chain((0..40).map(|i| ("far", i))).map(answer).collect());
    let audience = audience_id("residents");
    for (stratum, answered) in [("near", 90), ("far", 40)] {
        data.strata.push(StratumCount {
            audience: audience.clone(),
            stratum: stratum.into(),
            frame: 10_000,
            issued: 100,
        });
        for (code, count) in [("1.1", answered), ("2.11", 100 - answered)] {
            data.cases.push(CaseCount {
                audience: audience.clone(),
                stratum: stratum.into(),
                code: code.into(),
                count,
            });
        }
    }
    (survey, data)
}

fn only_row(survey: &Survey, data: &RoundData) -> DepartmentScore {
    let hashes = SurveyHashes {
        definition: "d".into(),
        method: "m".into(),
    };
    compute(survey, data, &hashes).unwrap().sheet.departments.remove(0)
}

#[test]
fn without_nonresponse_the_points_are_those_of_a_method_that_has_none() {
    let (survey, data) = drawn();
    let mut bare = survey.clone();
    bare.method.nonresponse = None;
    let (with, without) = (only_row(&survey, &data), only_row(&bare, &data));
    assert_eq!(with.sensitivity["without-nonresponse"], without.score);
    assert_ne!(with.score, without.score);
    assert_eq!(without.sensitivity["without-nonresponse"], without.score);
}

#[test]
fn each_kind_of_removal_is_undone_by_itself() {
    let (survey, mut data) = drawn();
    let removal = |(submission, code): (&str, &str)| ConfirmedRemoval {
        submission: submission.into(),
        code: code.into(),
        reason: "seen by two".into(),
    };
    let duplicates = [("near-001", "2.40"), ("near-002", "2.40")].map(removal);
    let inventions = [("far-000", "2.41"), ("far-002", "2.41"), ("far-004", "2.41")].map(removal);
    let mut score = |removals: &[&[ConfirmedRemoval]]| {
        data.removals = removals.concat();
        only_row(&survey, &data)
    };
    let row = score(&[&duplicates, &inventions]);
    let undone = |rule: &str| row.sensitivity[&format!("without-removals:{rule}")].clone();
    assert_eq!(undone("duplicate"), score(&[&inventions]).score);
    assert_eq!(undone("fabrication"), score(&[&duplicates]).score);
    assert_eq!(row.sensitivity["without-removals"], score(&[]).score);
    assert_eq!(
        [undone("speeding-straight-lining"), undone("speeding-attention")],
        [row.score.clone(), row.score.clone()]
    );
    assert_ne!(undone("duplicate"), row.score);
    assert_ne!(undone("fabrication"), row.score);
    assert_ne!(undone("fabrication"), undone("duplicate"));
}
