//! The weighting of the fixture: five steps, margins, factors and the weights themselves.

use super::fixture::settings;
use crate::domain::analysis::outcome::{MarginOutcome, StepOutcome, WeightTable};

fn step(name: &str, kind: &str, n: u64, deff: f64) -> StepOutcome {
    StepOutcome {
        name: name.into(),
        kind: kind.into(),
        n,
        sum: 1_834_567.0,
        min: Some(212.75),
        max: Some(6120.5),
        kish_deff: Some(deff),
        kish_neff: Some(n as f64 / deff),
        converged: true,
        ..StepOutcome::default()
    }
}

fn margins(off: f64, left: f64) -> Vec<MarginOutcome> {
    let categories = [
        ("district", "城东", 310, 441_000.0),
        ("district", "城西", 402, 512_300.0),
        ("district", "开发区", 180, 390_120.0),
        ("age", "18-29", 101, 380_000.0),
        ("age", "30-44", 322, 520_100.0),
        ("age", "45-59", 400, 501_000.0),
        ("age", "60+", 389, 433_467.0),
        ("income", "sum", 1212, 3.914e9),
    ];
    let one = |(i, (margin, category, n, target)): (usize, (&str, &str, u64, f64))| {
        let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
        MarginOutcome {
            margin: margin.into(),
            category: category.into(),
            n,
            target,
            before: target * (1.0 + sign * off * (i as f64 + 1.0)),
            after: target * (1.0 + sign * left),
        }
    };
    categories.into_iter().enumerate().map(one).collect()
}

/// Base, nonresponse, raking, trimming that left some outside, raking again.
pub(super) fn steps() -> Vec<StepOutcome> {
    let cells = ["城东 18-44", "城东 45+", "城西 18-29", "城西 30+", "开发区 18+"];
    let raked = settings(&[
        ("margins", "district, age, income"),
        ("tolerance", "1e-12"),
        ("max_cycles", "100"),
    ]);
    vec![
        StepOutcome {
            settings: settings(&[("weight", "households / n_selected * adults")]),
            ..step("base", "base", 1800, 1.12)
        },
        StepOutcome {
            min_factor: Some(1.18),
            max_factor: Some(1.94),
            figures: [("classes".to_string(), 5.0)].into(),
            settings: settings(&[
                ("responded", "responded = 1"),
                ("classes", "age"),
                ("within", "district"),
                ("min_respondents", "20"),
                ("max_factor", "2"),
            ]),
            factors: cells
                .into_iter()
                .zip([1.22, 1.41, 1.94, 1.18, 1.63])
                .map(|(c, f)| (c.into(), f))
                .collect(),
            ..step("nonresponse", "nonresponse", 1212, 1.31)
        },
        StepOutcome {
            min_factor: Some(0.61),
            max_factor: Some(2.88),
            iterations: Some(14),
            largest_miss: Some(3.1e-13),
            settings: raked.clone(),
            margins: margins(0.031, 3.1e-13),
            ..step("rake", "rake", 1212, 1.58)
        },
        StepOutcome {
            min_factor: Some(0.71),
            max_factor: Some(1.02),
            converged: false,
            figures: [
                ("reference", 1510.25),
                ("low", 453.075),
                ("high", 4530.75),
                ("n_low", 3.0),
                ("n_high", 21.0),
                ("outside", 7.0),
            ]
            .map(|(name, value)| (name.to_string(), value))
            .into(),
            settings: settings(&[
                ("low", "0.3"),
                ("high", "3"),
                ("of", "median"),
                ("give_back", "proportional"),
                ("repeat", "false"),
            ]),
            ..step("trim", "trim", 1212, 1.49)
        },
        StepOutcome {
            min_factor: Some(0.98),
            max_factor: Some(1.04),
            iterations: Some(6),
            largest_miss: Some(8.8e-13),
            settings: raked,
            margins: margins(0.004, -8.8e-13),
            ..step("rake_2", "rake", 1212, 1.5)
        },
    ]
}

/// Ids, classes and the weights of three steps for 1,212 units.
pub(super) fn weights() -> WeightTable {
    let n = 1212_u32;
    let spread =
        |i: u32| 1500.0 * (0.35 + f64::from((i * 7919) % 1000) / 1000.0 * f64::from((i * 104_729) % 1000) / 350.0);
    WeightTable {
        id: (1..=n).map(|i| format!("{i:05}")).collect(),
        class: Some((1..=n).map(|i| format!("{}", 10 + i % 5)).collect()),
        steps: vec![
            ("base".into(), (1..=n).map(|i| 900.0 + f64::from(i % 13)).collect()),
            ("rake".into(), (1..=n).map(spread).collect()),
            (
                "rake_2".into(),
                (1..=n).map(|i| spread(i).clamp(453.075, 4530.75)).collect(),
            ),
        ],
    }
}
