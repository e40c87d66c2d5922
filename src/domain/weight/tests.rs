//! Raking, trimming and classes against worked examples; every bad input has its own error.

mod audiences;
mod cases;
mod degenerate;
mod designs;
mod groups;
mod pipeline;
mod properties;

use super::Why;
use super::collapse::collapse;
use super::rake::{Cells, Limits, RakeError, Raked, Target, obstacles, rake};
use super::trim::Band;
use super::{kish_deff, kish_n_eff};
use proptest::prelude::*;

const FINE: Limits = Limits {
    tolerance: 1e-10,
    max_cycles: 100,
};

fn target(margin: &str, totals: &[(&str, f64)]) -> Target {
    let categories = totals
        .iter()
        .map(|(label, total)| ((*label).to_owned(), *total))
        .collect();
    Target {
        margin: margin.into(),
        categories,
    }
}

#[test]
fn everything_that_makes_a_raking_impossible_is_named_and_the_first_is_its_error() {
    let cells = Cells::new(&[vec![0, 0, 2], vec![1, 1, 1]]);
    let targets = [
        target("sex", &[("M", 10.0), ("F", 10.0), ("X", 0.0)]),
        target("age", &[("Y", 8.0), ("O", 12.0)]),
    ];
    let (margin, category) = ("sex".to_owned(), "F".to_owned());
    let empty = RakeError::EmptyCategory { margin, category };
    let found = obstacles(&[1.0; 3], &cells, &targets);
    let named: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found[0], empty);
    assert!(named[1].contains("X has respondents but no population"), "{named:?}");
    assert!(named[2].contains("margin age: category Y"), "{named:?}");
    assert_eq!(found.len(), 3);
    assert_eq!(rake(&[1.0; 3], &cells, &targets, FINE), Err(empty));
}

/// Cells MY 10, MO 30, FY 40, FO 20.
fn example() -> (Vec<f64>, Cells, Vec<Target>) {
    let counts = [(0, 0, 10), (0, 1, 30), (1, 0, 40), (1, 1, 20)];
    let column = |pick: fn(&(u32, u32, usize)) -> u32| {
        counts
            .iter()
            .flat_map(|c| std::iter::repeat_n(pick(c), c.2))
            .collect::<Vec<u32>>()
    };
    let cells = Cells::new(&[column(|c| c.0), column(|c| c.1)]);
    let targets = vec![
        target("sex", &[("M", 52.0), ("F", 48.0)]),
        target("age", &[("Y", 40.0), ("O", 60.0)]),
    ];
    (vec![1.0; 100], cells, targets)
}

fn weights(raked: &Raked, d: &[f64], cells: &Cells) -> Vec<f64> {
    d.iter()
        .zip(&cells.of_row)
        .map(|(d, c)| d * raked.cell_factor[*c as usize])
        .collect()
}

#[test]
fn the_worked_raking_comes_out_with_its_cycles_and_design_effect() {
    let (d, cells, targets) = example();
    let raked = rake(&d, &cells, &targets, FINE).unwrap();
    let want = [1.07386338, 1.37537887, 0.73153416, 0.93693169];
    for (got, want) in raked.cell_factor.iter().zip(want) {
        assert!((got - want).abs() < 5e-9, "{got} instead of {want}");
    }
    // A miss of 1e-10 persons, as in the worked example, is 2e-12 of the smallest category.
    let persons = Limits {
        tolerance: 1e-10 / 40.0,
        ..FINE
    };
    assert_eq!(rake(&d, &cells, &targets, persons).unwrap().cycles, 15);
    let w = weights(&raked, &d, &cells);
    assert!((kish_deff(&w) - 1.07244346).abs() < 5e-9 && (kish_n_eff(&w) - 93.245009).abs() < 5e-7);
    let f = &raked.cell_factor;
    let odds = (10.0 * f[0]) * (20.0 * f[3]) / ((30.0 * f[1]) * (40.0 * f[2]));
    assert!((odds - 1.0 / 6.0).abs() < 1e-14);
    let one = rake(
        &d,
        &cells,
        &targets,
        Limits {
            tolerance: 1.0,
            max_cycles: 1,
        },
    )
    .unwrap();
    for (got, want) in one.cell_factor.iter().zip([1.155556, 1.418182, 0.711111, 0.872727]) {
        assert!((got - want).abs() < 5e-7, "{got} after one cycle instead of {want}");
    }
}

#[test]
fn an_impossible_margin_names_itself_and_its_category() {
    let (d, cells, targets) = example();
    let with = |margin: Target| rake(&d, &cells, &[targets[0].clone(), margin], FINE).unwrap_err();
    let empty = with(target("age", &[("Y", 40.0), ("O", 50.0), ("X", 10.0)]));
    assert_eq!(
        empty,
        RakeError::EmptyCategory {
            margin: "age".into(),
            category: "X".into()
        }
    );
    let unwanted = with(target("age", &[("Y", 100.0), ("O", 0.0)]));
    assert_eq!(
        unwanted,
        RakeError::NoPopulation {
            margin: "age".into(),
            category: "O".into(),
            row: 10
        }
    );
    assert!(matches!(
        with(target("age", &[("Y", 40.0), ("O", 61.0)])),
        RakeError::DifferentSums { .. }
    ));
    assert!(matches!(
        with(target("age", &[("Y", f64::NAN), ("O", 60.0)])),
        RakeError::BadTotal { .. }
    ));
    let zero = rake(&[0.0; 100], &cells, &targets, FINE).unwrap_err();
    assert_eq!(zero, RakeError::NoWeight);
    assert!(matches!(
        rake(&[-1.0; 100], &cells, &targets, FINE),
        Err(RakeError::BadWeight { row: 0, .. })
    ));
}

#[test]
fn contradictory_margins_do_not_converge_and_say_where() {
    // Everyone in M is Y and everyone in F is O, so the two margins cannot differ.
    let cells = Cells::new(&[vec![0, 1], vec![0, 1]]);
    let targets = [
        target("sex", &[("M", 30.0), ("F", 70.0)]),
        target("age", &[("Y", 60.0), ("O", 40.0)]),
    ];
    match rake(&[1.0, 1.0], &cells, &targets, FINE) {
        Err(RakeError::NotConverged {
            cycles: 100,
            margin,
            miss,
            why: Why::Contradictory,
            ..
        }) => assert!(margin == "sex" && miss > 0.1),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn raking_meets_its_margins_and_keeps_odds_ratios(d in prop::collection::vec(0.1f64..10.0, 4), sex in 10.0f64..90.0, age in 10.0f64..90.0) {
        let cells = Cells::new(&[vec![0, 0, 1, 1], vec![0, 1, 0, 1]]);
        let targets = [target("sex", &[("M", sex), ("F", 100.0 - sex)]), target("age", &[("Y", age), ("O", 100.0 - age)])];
        let raked = rake(&d, &cells, &targets, Limits { tolerance: 1e-11, max_cycles: 5000 }).unwrap();
        let w = weights(&raked, &d, &cells);
        prop_assert!((w[0] + w[1] - sex).abs() < 1e-8 && (w[0] + w[2] - age).abs() < 1e-8);
        let odds = |w: &[f64]| w[0] * w[3] / (w[1] * w[2]);
        prop_assert!((odds(&w) / odds(&d) - 1.0).abs() < 1e-9);
        let scaled: Vec<f64> = d.iter().map(|d| 8.0 * d).collect();
        let again = weights(&rake(&scaled, &cells, &targets, Limits { tolerance: 1e-11, max_cycles: 5000 }).unwrap(), &scaled, &cells);
        for (a, b) in w.iter().zip(&again) {
            prop_assert!((a / b - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn small_groups_join_the_next_of_their_family() {
    let items = |list: &[(u64, &str)]| list.iter().map(|(n, f)| (*n, (*f).to_owned())).collect::<Vec<_>>();
    let members = |list: &[(u64, &str)]| {
        collapse(&items(list), 30)
            .into_iter()
            .map(|g| g.members)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        members(&[(40, "a"), (10, "a"), (50, "b"), (25, "a")]),
        vec![vec![0], vec![1, 3], vec![2]]
    );
    assert_eq!(members(&[(40, "a"), (10, "a"), (50, "b")]), vec![vec![0, 1], vec![2]]);
    assert_eq!(members(&[(10, "a"), (50, "b")]), vec![vec![0, 1]]);
    assert_eq!(members(&[(1, "a")]), vec![vec![0]]);
}

#[test]
fn trimming_clips_the_adjustment_around_its_median() {
    let (w, b) = ([1.0, 2.0, 20.0, 0.1], [1.0; 4]);
    let band = Band::around_median(&w, &b, 0.3, 3.0).unwrap();
    assert!((band.lower - 0.45).abs() < 1e-15 && (band.upper - 4.5).abs() < 1e-15);
    let trimmed: Vec<f64> = w.iter().zip(band.factors(&w, &b)).map(|(w, f)| w * f).collect();
    assert!(
        trimmed
            .iter()
            .zip([1.0, 2.0, 4.5, 0.45])
            .all(|(a, b)| (a - b).abs() < 1e-14),
        "{trimmed:?}"
    );
    assert_eq!((band.outside(&w, &b), band.outside(&trimmed, &b)), (2, 0));
    assert_eq!(Band::around_median(&[], &[], 0.3, 3.0), None);
}
