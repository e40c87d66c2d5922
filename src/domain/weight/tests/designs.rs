//! Design weights and nonresponse classes of units, by hand.

use crate::domain::weight::classes::{ClassError, Nonresponse, Status};
use crate::domain::weight::design_weights::{BadProbability, DesignWeightError, stage, stages, stratified, unequal};
use crate::domain::weight::diagnostics::Diagnostics;
use crate::domain::weight::plan::{Plan, PlannedStep};

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| (*s).to_owned()).collect()
}

#[test]
fn a_stratum_weighs_population_over_sample() {
    let weights = stratified(&[0, 0, 1], &[10.0, 10.0, 7.0], &names(&["N", "S"])).unwrap();
    assert_eq!(weights, [5.0, 5.0, 7.0]);
}

#[test]
fn the_weights_of_two_stages_multiply() {
    // Two of six blocks, then two of four and one of five households.
    let first = stage(&[0; 3], &[0, 0, 1], &[6.0; 3], &names(&["city"])).unwrap();
    let second = stage(&[0, 0, 1], &[0, 1, 2], &[4.0, 4.0, 5.0], &names(&["b1", "b2"])).unwrap();
    assert_eq!(stages(&[first, second]), [6.0, 6.0, 15.0]);
    assert_eq!(unequal(&[0.5, 0.25, 1.0]).unwrap(), [2.0, 4.0, 1.0]);
}

#[test]
fn designs_that_cannot_be_are_named_by_stratum_and_row() {
    let of = |population: &[f64]| stratified(&[0, 0, 1], population, &names(&["N", "S"])).unwrap_err();
    let more = of(&[1.0, 1.0, 7.0]);
    assert_eq!(
        more.to_string(),
        "stratum N: 2 units drawn from a population of 1 (row 0)"
    );
    for bad in [0.0, -3.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            of(&[9.0, 9.0, bad]),
            DesignWeightError::BadPopulation { row: 2, .. }
        ));
        let found = unequal(&[0.5, bad]).unwrap_err();
        assert!(matches!(found, BadProbability { row: 1, .. }));
    }
    assert!(matches!(
        of(&[9.0, 8.0, 1.0]),
        DesignWeightError::TwoPopulations { row: 1, .. }
    ));
    assert!(unequal(&[1.5]).is_err());
}

use Status::{Ineligible, Nonrespondent, Respondent, Unknown};

/// Classes a, b, c of one group and d of another.
fn rule(units: &[(Status, u32)], min_respondents: u64, max_factor: Option<f64>) -> Nonresponse {
    let classes = [("g", "a"), ("g", "b"), ("g", "c"), ("h", "d")];
    Nonresponse {
        status: units.iter().map(|u| u.0).collect(),
        class: units.iter().map(|u| Some(u.1)).collect(),
        classes: classes
            .iter()
            .map(|(g, c)| ((*g).to_owned(), (*c).to_owned()))
            .collect(),
        min_respondents,
        max_factor,
    }
}

type Weighed = (Vec<f64>, Vec<(String, f64)>);

/// Weights of units that weigh 1 each, and the classes with their factors.
fn run(rule: Nonresponse) -> Result<Weighed, ClassError> {
    let base = vec![1.0; rule.status.len()];
    let steps = vec![("n".to_owned(), PlannedStep::Nonresponse { rule, merged: None })];
    match (Plan { steps }).run(&base, None) {
        Ok(mut done) => Ok((done[0].weight.clone(), std::mem::take(&mut done[0].factors))),
        Err(error) => match error.source {
            crate::domain::weight::plan::StepError::Class(error) => Err(error),
            other => panic!("{other}"),
        },
    }
}

#[test]
fn a_class_with_too_few_joins_the_next_and_the_last_the_previous() {
    let units = [
        (Respondent, 0),
        (Respondent, 1),
        (Respondent, 1),
        (Nonrespondent, 2),
        (Respondent, 3),
    ];
    let (weight, factors) = run(rule(&units, 2, None)).unwrap();
    assert_eq!(factors, [("g/a|b|c".to_owned(), 4.0 / 3.0), ("h/d".to_owned(), 1.0)]);
    assert_eq!(weight, [4.0 / 3.0, 4.0 / 3.0, 4.0 / 3.0, 0.0, 1.0]);
}

#[test]
fn a_factor_of_exactly_the_limit_stands_and_a_larger_one_merges() {
    let units = [
        (Respondent, 0),
        (Nonrespondent, 0),
        (Respondent, 1),
        (Respondent, 2),
        (Respondent, 3),
    ];
    assert_eq!(run(rule(&units, 1, Some(2.0))).unwrap().1.len(), 4);
    let (_, factors) = run(rule(&units, 1, Some(1.9))).unwrap();
    assert_eq!(factors[0], ("g/a|b".to_owned(), 1.5));
}

#[test]
fn unknown_units_are_spread_first_and_the_ineligible_take_their_share_away() {
    let units = [
        (Respondent, 0),
        (Nonrespondent, 0),
        (Ineligible, 0),
        (Unknown, 0),
        (Respondent, 3),
    ];
    let mut rule = rule(&units, 0, None);
    rule.classes.truncate(4);
    let (weight, _) = run(rule).unwrap();
    // All 4 over the known 3, then the eligible 2 over the respondent: the ineligible unit keeps 4/3 for itself.
    assert!((weight[0] - 4.0 / 3.0 * 2.0).abs() < 1e-15);
    assert_eq!(&weight[1..], [0.0, 0.0, 0.0, 1.0]);
}

#[test]
fn classes_without_an_answer_are_refused_by_name() {
    let nobody = [(Respondent, 0), (Nonrespondent, 3)];
    let found = run(rule(&nobody, 5, Some(2.0))).unwrap_err();
    assert_eq!(
        found.to_string(),
        "class d of h has no respondent, nor has any class that it could be merged with"
    );
    let apart = [(Respondent, 0), (Nonrespondent, 1)];
    let helped = run(rule(&apart, 0, None)).unwrap_err().to_string();
    assert!(helped.contains("`min_respondents = 1`"), "{helped}");
    assert!(run(rule(&apart, 1, None)).is_ok());
    let nobody_at_all = [(Respondent, 3), (Nonrespondent, 0), (Nonrespondent, 1)];
    let merged = run(rule(&nobody_at_all, 1, None)).unwrap_err().to_string();
    assert!(merged.contains("with all classes of its group merged"), "{merged}");
    let unknown = [(Respondent, 0), (Unknown, 3)];
    assert!(matches!(
        run(rule(&unknown, 0, None)),
        Err(ClassError::NothingKnown { .. })
    ));
    assert_eq!(run(rule(&unknown, 0, Some(0.5))), Err(ClassError::BadMaxFactor(0.5)));
    let mut without = rule(&nobody, 0, None);
    without.class[1] = None;
    assert_eq!(run(without), Err(ClassError::MissingClass { row: 1 }));
}

#[test]
fn figures_of_weights_leave_out_who_has_none() {
    let d = Diagnostics::of(&[0.0, 1.0, 3.0]);
    assert_eq!((d.n, d.sum, d.min, d.max), (2, 4.0, Some(1.0), Some(3.0)));
    assert_eq!((d.deff, d.n_eff), (Some(1.25), Some(1.6)));
    let none = Diagnostics::of(&[]);
    assert_eq!((none.n, none.min, none.deff, none.n_eff), (0, None, None, None));
}
