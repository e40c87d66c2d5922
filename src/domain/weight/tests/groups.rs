//! Cells and groups of rows: however many categories there are, and whichever step looks at them.

use super::target;
use crate::domain::weight::calibrate::{Auxiliaries, Bounds, Distance, Options, Totals};
use crate::domain::weight::cells::Cells;
use crate::domain::weight::plan::{Plan, PlannedStep, Replicator, Scratch};
use crate::domain::weight::rake::Limits;
use crate::domain::weight::trim::{Counts, Cycles, GiveBack, Reference, Trim, median, quantile, trim};

#[test]
fn cells_are_ordered_by_category_however_many_combinations_are_possible() {
    let few = [vec![1, 0, 1, 0], vec![2, 2, 0, 2]];
    // 2²⁰ combinations need a tree, 2⁹⁶ do not fit into a number.
    let many = few
        .clone()
        .map(|column| column.iter().map(|c| c * 500).collect::<Vec<u32>>());
    let huge = [
        few[0].clone(),
        few[1].iter().map(|c| c * 2_000_000_000).collect(),
        vec![4_000_000_000; 4],
    ];
    for columns in [&few[..], &many[..], &huge[..]] {
        let cells = Cells::new(columns);
        assert_eq!(cells.of_row, [2, 0, 1, 0]);
        let mut sorted = cells.categories.clone();
        sorted.sort();
        assert_eq!(cells.categories, sorted);
    }
    assert!(Cells::new::<Vec<u32>>(&[]).is_empty());
}

#[test]
fn medians_and_quantiles_lie_between_order_statistics() {
    assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
    assert_eq!(median(&mut [4.0, 1.0, 2.0, 8.0]), Some(3.0));
    assert_eq!((median(&mut []), quantile(&mut [], 0.5)), (None, None));
    assert_eq!(quantile(&mut [10.0, 20.0, 30.0, 40.0], 0.25), Some(17.5));
    assert_eq!(quantile(&mut [10.0, 20.0], 1.0), Some(20.0));
}

const ROWS: usize = 240;

fn rule(low: f64, high: f64, of: Reference) -> Trim {
    Trim {
        low,
        high,
        of,
        give_back: GiveBack::None,
        repeat: false,
        relative_to_base: false,
    }
}

fn base() -> Vec<f64> {
    (0..ROWS).map(|row| [1.0, 2.0, 5.0, 11.0][row % 4]).collect()
}

fn margins() -> (Auxiliaries, Vec<crate::domain::weight::cells::Target>) {
    let columns = [
        (0..ROWS).map(|row| row as u32 % 3).collect(),
        (0..ROWS).map(|row| row as u32 / 7 % 2).collect::<Vec<u32>>(),
    ];
    let targets = vec![
        target("age", &[("Y", 300.0), ("M", 500.0), ("O", 400.0)]),
        target("sex", &[("m", 500.0), ("f", 700.0)]),
    ];
    let cells = Cells::new(&columns);
    let numbers = Vec::new();
    (Auxiliaries { cells, numbers }, targets)
}

#[test]
fn limits_are_taken_from_what_the_rule_names() {
    let w = [1.0, 2.0, 3.0, 10.0, 0.0];
    let band = |rule: Trim| {
        trim(
            &mut w.to_vec(),
            Counts::default(),
            &[0.5, 1.0, 1.0, 2.0, 1.0],
            &rule,
            &mut Vec::new(),
        )
    };
    let limits = |rule: Trim| band(rule).map(|t| (t.band.lower, t.band.upper)).unwrap();
    assert_eq!(limits(rule(0.5, 2.0, Reference::Mean)), (2.0, 8.0));
    assert_eq!(limits(rule(0.5, 2.0, Reference::Median)), (1.25, 5.0));
    assert_eq!(limits(rule(0.0, 1.0, Reference::Quantile)), (0.0, 10.0));
    assert_eq!(
        limits(rule(0.0, f64::INFINITY, Reference::Quantile)),
        (0.0, f64::INFINITY)
    );
    assert_eq!(limits(rule(0.5, 2.0, Reference::PopulationMean(80.0))), (10.0, 40.0));
    assert_eq!(limits(rule(0.5, 2.0, Reference::Given(4.0))), (2.0, 8.0));
    let relative = Trim {
        relative_to_base: true,
        ..rule(0.9, 1.1, Reference::Median)
    };
    // w/base is 2, 2, 3, 5: the median 2.5.
    let mut q = w;
    trim(
        &mut q,
        Counts::default(),
        &[0.5, 1.0, 1.0, 2.0, 1.0],
        &relative,
        &mut Vec::new(),
    )
    .unwrap();
    assert_eq!(q.to_vec(), [1.125, 2.25, 2.75, 5.5, 0.0]);
}

#[test]
fn groups_of_rows_give_the_weights_that_rows_give_whatever_the_step() {
    let (auxiliaries, targets) = margins();
    let limits = Limits {
        tolerance: 1e-13,
        max_cycles: 500,
    };
    let cycles = |low, high, of, give_back| PlannedStep::TrimAndRake {
        auxiliaries: auxiliaries.clone(),
        targets: targets.clone(),
        cycles: Cycles {
            trim: Trim {
                give_back,
                ..rule(low, high, of)
            },
            limits,
            most: 4,
        },
    };
    let mut with_number = auxiliaries.clone();
    with_number
        .numbers
        .push(("x".into(), (0..ROWS).map(|row| (row % 5) as f64).collect()));
    let calibrate = |distance, bounds| PlannedStep::Calibrate {
        auxiliaries: with_number.clone(),
        totals: Totals {
            targets: targets.clone(),
            sums: vec![2450.0],
        },
        options: Options {
            distance,
            bounds,
            tolerance: 1e-10,
            max_cycles: 100,
        },
    };
    let steps = [
        cycles(0.4, 2.0, Reference::Mean, GiveBack::Proportional),
        cycles(0.1, 0.9, Reference::Quantile, GiveBack::None),
        cycles(0.4, 2.0, Reference::PopulationMean(1200.0), GiveBack::Equal),
        PlannedStep::Trim(rule(0.3, 0.8, Reference::Quantile)),
        PlannedStep::Trim(rule(0.7, 1.5, Reference::Median)),
        PlannedStep::Poststratify {
            auxiliaries: Auxiliaries {
                cells: Cells::new(&[(0..ROWS).map(|row| row as u32 % 3).collect::<Vec<u32>>()]),
                numbers: Vec::new(),
            },
            target: targets[0].clone(),
        },
        calibrate(Distance::Logit, Bounds::Factor { low: 0.1, high: 6.0 }),
        calibrate(Distance::Raking, Bounds::Weight { low: 0.1, high: 60.0 }),
        PlannedStep::Scale { to: 77.0 },
    ];
    let base = base();
    let multiplier: Vec<f64> = (0..ROWS)
        .map(|row| [1.5, 0.0, 0.5, 1.0, 2.0, 1.0, 1.0][row % 7])
        .collect();
    let (mut one, mut other) = (Scratch::default(), Scratch::default());
    for step in steps {
        let kind = step.kind();
        let plan = Plan {
            steps: vec![(kind.to_owned(), step)],
        };
        let replicator = Replicator::new(&plan, &base);
        let fewer = ROWS / 8;
        let grouped = replicator.groups().is_some_and(|groups| groups <= fewer);
        let got = replicator
            .weights(&multiplier, &mut one)
            .unwrap_or_else(|e| panic!("{kind}: {e}"));
        let want = plan.run_final(&base, Some(&multiplier), &mut other).unwrap();
        for (got, want) in got.iter().zip(want) {
            assert!(
                (got - want).abs() <= 1e-11 * want.abs(),
                "{kind}: {got} instead of {want}"
            );
        }
        assert_eq!(grouped, kind != "calibrate", "{kind}");
    }
}
