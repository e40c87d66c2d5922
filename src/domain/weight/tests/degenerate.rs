//! Inputs from which no weights can be made: each has its typed outcome.

mod trims;

use super::target;
use crate::domain::weight::calibrate::{Auxiliaries, Bounds, Calibrated, Distance, Options, Totals, calibrate};
use crate::domain::weight::cells::{Cells, Target};
use crate::domain::weight::plan::{Plan, PlanError, PlannedStep, StepError};
use crate::domain::weight::poststratify::poststratify;
use crate::domain::weight::rake::{Limits, rake};
use crate::domain::weight::{MarginError, Why};

const FEW: Limits = Limits {
    tolerance: 1e-10,
    max_cycles: 100,
};

fn sex() -> (Cells, Vec<Target>) {
    (
        Cells::new(&[vec![0, 0, 1, 1]]),
        vec![target("sex", &[("M", 40.0), ("F", 60.0)])],
    )
}

fn aux(cells: Cells) -> Auxiliaries {
    Auxiliaries {
        cells,
        numbers: Vec::new(),
    }
}

fn by(distance: Distance, bounds: Bounds, targets: &[Target]) -> Result<Calibrated, MarginError> {
    let options = Options {
        distance,
        bounds,
        tolerance: 1e-10,
        max_cycles: 100,
    };
    let totals = Totals {
        targets: targets.to_vec(),
        sums: Vec::new(),
    };
    calibrate(&[10.0; 4], None, &aux(sex().0), &totals, &options)
}

#[test]
fn weights_that_are_none_are_named_by_row() {
    let (cells, targets) = sex();
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let weights = [1.0, 1.0, bad, 1.0];
        for found in [
            rake(&weights, &cells, &targets, FEW).map(|_| ()),
            poststratify(&weights, None, &cells, &targets[0]).map(|_| ()),
        ] {
            assert!(matches!(found, Err(MarginError::BadWeight { row: 2, .. })), "{found:?}");
        }
        let mut error = Plan::default().run(&weights, None).unwrap_err();
        assert_eq!((error.step.as_str(), error.source.row()), ("base", Some(&mut 2)));
        let mut error = Plan::default().run(&[1.0; 4], Some(&weights)).unwrap_err();
        assert_eq!(error.source.row(), Some(&mut 2));
    }
}

#[test]
fn nobody_is_refused() {
    let (cells, targets) = sex();
    assert_eq!(rake(&[0.0; 4], &cells, &targets, FEW), Err(MarginError::NoWeight));
    assert_eq!(
        rake(&[], &Cells::new(&[vec![]]), &targets, FEW),
        Err(MarginError::NoWeight)
    );
    assert_eq!(rake(&[1.0; 4], &cells, &[], FEW), Err(MarginError::NoMargin));
    let nobody = |found: Result<_, PlanError>| match found {
        Err(error) => assert_eq!(error.source, StepError::Margin(MarginError::NoWeight)),
        Ok::<Vec<_>, _>(done) => panic!("{done:?}"),
    };
    nobody(Plan::default().run(&[], None));
    nobody(Plan::default().run(&[0.0; 3], None));
    nobody(Plan::default().run(&[1.0, 0.0], Some(&[0.0, 1.0])));
}

#[test]
fn a_missing_category_is_refused_where_the_weight_counts() {
    let targets = sex().1;
    let cells = Cells::new(&[vec![0, 1, 2, 1]]);
    let missing = rake(&[1.0; 4], &cells, &targets, FEW).unwrap_err();
    let margin = "sex".to_owned();
    assert_eq!(missing, MarginError::MissingCategory { margin, row: 2 });
    let raked = rake(&[1.0, 1.0, 0.0, 1.0], &cells, &targets, FEW).unwrap();
    assert_eq!(raked.cell_factor, [40.0, 30.0, 1.0]);
}

#[test]
fn people_without_population_and_population_without_people_are_told_apart() {
    let (cells, _) = sex();
    let people = [target("sex", &[("M", 100.0), ("F", 0.0)])];
    let mut found = rake(&[0.0, 1.0, 0.0, 1.0], &cells, &people, FEW).unwrap_err();
    assert_eq!((found.why(), found.row()), (Some(Why::Contradictory), Some(&mut 3)));
    let population = [target("sex", &[("M", 50.0), ("F", 40.0), ("X", 10.0)])];
    let found = by(Distance::Linear, Bounds::None, &population).unwrap_err();
    assert_eq!(found.why(), Some(Why::Empty));
    assert!(found.to_string().contains("margin sex: category X"), "{found}");
}

#[test]
fn contradictory_margins_say_so_in_every_way_to_calibrate() {
    let columns = [vec![0, 0, 1, 1], vec![0, 0, 1, 1]];
    let targets = vec![
        target("sex", &[("M", 30.0), ("F", 70.0)]),
        target("age", &[("Y", 60.0), ("O", 40.0)]),
    ];
    let totals = Totals {
        targets: targets.clone(),
        sums: Vec::new(),
    };
    for distance in [Distance::Linear, Distance::Raking] {
        let options = Options {
            distance,
            bounds: Bounds::None,
            tolerance: 1e-10,
            max_cycles: 50,
        };
        let found = calibrate(&[1.0; 4], None, &aux(Cells::new(&columns)), &totals, &options).unwrap_err();
        assert_eq!(found.why(), Some(Why::Contradictory), "{found}");
    }
    let other = [targets[0].clone(), target("age", &[("Y", 60.0), ("O", 41.0)])];
    let found = rake(&[1.0; 4], &Cells::new(&columns), &other, FEW).unwrap_err();
    assert!(matches!(found, MarginError::DifferentSums { .. }), "{found}");
}

#[test]
fn bounds_are_blamed_only_where_lifting_them_would_help() {
    let columns = [vec![0, 0, 1, 1], vec![0, 0, 1, 1]];
    let totals = |young: f64| Totals {
        targets: vec![
            target("sex", &[("M", 30.0), ("F", 30.0)]),
            target("age", &[("Y", young), ("O", 60.0 - young)]),
        ],
        sums: Vec::new(),
    };
    let options = Options {
        distance: Distance::Linear,
        bounds: Bounds::Factor { low: 0.1, high: 4.0 },
        tolerance: 1e-10,
        max_cycles: 50,
    };
    let run =
        |totals: &Totals, cells: Cells, options: &Options| calibrate(&[10.0; 4], None, &aux(cells), totals, options);
    let found = run(&totals(31.0), Cells::new(&columns), &options).unwrap_err();
    assert_eq!(found.why(), Some(Why::Contradictory), "{found}");
    let crossed = [vec![0, 0, 1, 1], vec![0, 1, 0, 1]];
    let narrow = Options {
        bounds: Bounds::Factor { low: 0.5, high: 2.0 },
        ..options
    };
    // Each margin alone fits between the bounds, but (M, Y) cannot hold both what age and what sex ask of it.
    let mut numbers = aux(Cells::new(&crossed));
    numbers.numbers.push(("both".into(), vec![1.0, 0.0, 0.0, 1.0]));
    let mut with = totals(30.0);
    with.sums.push(42.0);
    let found = calibrate(&[10.0; 4], None, &numbers, &with, &narrow).unwrap_err();
    assert_eq!(found.why(), Some(Why::BoundedOut), "{found}");
    assert!(calibrate(&[10.0; 4], None, &numbers, &with, &options).is_ok());
}

#[test]
fn a_zero_cell_that_makes_margins_impossible_is_contradictory_and_few_cycles_are_few() {
    // Nobody is young and male, so the young must all be women: there are not enough of them.
    let cells = Cells::new(&[vec![0, 1, 1], vec![1, 0, 1]]);
    let targets = [
        target("sex", &[("M", 60.0), ("F", 40.0)]),
        target("age", &[("Y", 55.0), ("O", 45.0)]),
    ];
    let found = rake(&[1.0; 3], &cells, &targets, FEW).unwrap_err();
    assert_eq!(found.why(), Some(Why::Contradictory), "{found}");
    let cells = Cells::new(&[vec![0, 0, 1, 1], vec![0, 1, 0, 1]]);
    let once = Limits { max_cycles: 1, ..FEW };
    let found = rake(&[1.0, 2.0, 3.0, 1.0], &cells, &targets, once).unwrap_err();
    assert_eq!(found.why(), Some(Why::TooFewCycles), "{found}");
}

#[test]
fn totals_that_are_no_numbers_are_named() {
    for total in [f64::NAN, f64::INFINITY, -1.0] {
        let found = by(
            Distance::Raking,
            Bounds::None,
            &[target("sex", &[("M", 40.0), ("F", total)])],
        )
        .unwrap_err();
        assert!(found.to_string().contains("margin sex: the total of F"), "{found}");
    }
    let mut auxiliaries = aux(sex().0);
    auxiliaries
        .numbers
        .push(("income".into(), vec![1.0, 2.0, f64::NAN, 3.0]));
    let options = Options {
        distance: Distance::Linear,
        bounds: Bounds::None,
        tolerance: 1e-10,
        max_cycles: 10,
    };
    let with = |sum: f64| Totals {
        targets: sex().1,
        sums: vec![sum],
    };
    let found = calibrate(&[1.0; 4], None, &auxiliaries, &with(200.0), &options).unwrap_err();
    assert_eq!(
        found.to_string(),
        "income: the respondent in row 2 has no finite number"
    );
    auxiliaries.numbers[0].1[2] = 4.0;
    assert!(calibrate(&[1.0; 4], None, &auxiliaries, &with(200.0), &options).is_ok());
    let found = calibrate(&[1.0; 4], None, &auxiliaries, &with(f64::NAN), &options).unwrap_err();
    assert!(matches!(found, MarginError::BadTotal { .. }), "{found}");
}

#[test]
fn bounds_must_hold_one_and_leave_room() {
    let (_, targets) = sex();
    for (low, high) in [(1.0, 2.0), (1.5, 2.0), (0.2, 1.0), (2.0, 0.5), (f64::NAN, 2.0)] {
        for distance in [Distance::Linear, Distance::Raking, Distance::Logit] {
            let found = by(distance, Bounds::Factor { low, high }, &targets).unwrap_err();
            assert!(matches!(found, MarginError::BadBounds { .. }), "{found}");
        }
    }
    assert!(matches!(
        by(Distance::Logit, Bounds::None, &targets),
        Err(MarginError::BadBounds { .. })
    ));
    let narrow = Bounds::Factor { low: 0.5, high: 1.5 };
    for distance in [Distance::Linear, Distance::Raking, Distance::Logit] {
        let found = by(distance, narrow, &targets).unwrap_err();
        assert_eq!(found.why(), Some(Why::BoundedOut));
        assert!(found.to_string().contains("margin sex, category F"), "{found}");
    }
    let backwards = Bounds::Weight { low: 9.0, high: 3.0 };
    assert!(matches!(
        by(Distance::Linear, backwards, &targets),
        Err(MarginError::BadLimits { .. })
    ));
    let shut = Bounds::Weight { low: 12.0, high: 40.0 };
    let found = by(Distance::Logit, shut, &targets).unwrap_err();
    assert_eq!(found, MarginError::OutsideLimits { row: 0, weight: 10.0 });
}

#[test]
fn columns_of_another_length_and_sums_that_are_none_are_refused() {
    let (cells, targets) = sex();
    let rake = PlannedStep::Rake {
        auxiliaries: aux(cells),
        targets,
        limits: FEW,
    };
    let plan = |step| Plan {
        steps: vec![("s".into(), step)],
    };
    let found = plan(rake).run(&[1.0; 3], None).unwrap_err();
    assert_eq!(found.source, StepError::Length { expected: 3, found: 4 });
    for to in [0.0, -1.0, f64::NAN] {
        let found = plan(PlannedStep::Scale { to }).run(&[1.0; 3], None).unwrap_err();
        assert!(matches!(found.source, StepError::BadSum { .. }));
    }
    let found = Plan::default().run(&[1.0; 3], Some(&[1.0])).unwrap_err();
    assert!(matches!(found.source, StepError::Length { .. }));
}
