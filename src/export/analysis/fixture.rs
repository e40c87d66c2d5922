//! A rich outcome for the tests of the writers: two runs, twelve departments, every kind of result, and what goes wrong.

use super::fixture_comparisons as comparisons;
use crate::domain::analysis::outcome::*;
use crate::domain::weight::plan::{PlanError, StepError};
use std::collections::BTreeMap;

/// The twelve rated departments.
pub(super) const DEPARTMENTS: [&str; 12] = [
    "公安局",
    "教育局",
    "民政局",
    "人力资源和社会保障局",
    "自然资源和规划局",
    "生态环境局",
    "住房和城乡建设局",
    "交通运输局",
    "卫生健康委员会",
    "市场监督管理局",
    "医疗保障局",
    "城市管理综合行政执法局",
];

/// Everything once.
pub(crate) fn outcome() -> Outcome {
    let input = |role: &str, file: &str, rows| Input {
        role: role.into(),
        file: file.into(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        rows,
    };
    Outcome {
        schema: "barometer/analysis/1".into(),
        title: "2026 年度市级部门公众评价".into(),
        version: "0.1.0".into(),
        inputs: vec![
            input("spec", "satisfaction.toml", None),
            input("data", "respondents.csv", Some(1820)),
            input("population", "population.csv", Some(24)),
        ],
        runs: vec![
            main_run(),
            RunOutcome {
                run: "without_fpc".into(),
                ..main_run()
            },
        ],
    }
}

/// Text pairs as a map.
pub(crate) fn settings(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

fn entry(table: &str, name: &str, pairs: &[(&str, &str)]) -> EntryOutcome {
    EntryOutcome {
        entry: name.into(),
        table: table.into(),
        settings: settings(pairs),
    }
}

fn entries() -> Vec<EntryOutcome> {
    vec![
        entry(
            "estimates",
            "satisfied",
            &[("proportion", "value in [4, 5]"), ("items", "departments")],
        ),
        entry(
            "estimates",
            "dont_know",
            &[
                ("proportion", "value = 9"),
                ("items", "departments"),
                ("among", "value in [1,2,3,4,5,9]"),
            ],
        ),
        entry(
            "estimates",
            "by_district",
            &[
                ("mean", "25 * (value - 1)"),
                ("items", "departments"),
                ("by", "district"),
            ],
        ),
        entry("contrasts", "pairs", &[("pairs_of", "satisfied"), ("adjust", "holm")]),
        entry(
            "independence",
            "district_by_satisfied",
            &[("rows", "district"), ("columns", "r01 >= 4")],
        ),
        entry("rankings", "all", &[("of", "satisfied"), ("replicates", "boot")]),
        entry("shrinkage", "small", &[("of", "satisfied")]),
        entry(
            "sample_sizes",
            "apart",
            &[
                ("of", "satisfied"),
                ("differences", "0.03, 0.05, 0.1"),
                ("power", "0.8"),
            ],
        ),
    ]
}

fn main_run() -> RunOutcome {
    RunOutcome {
        run: "main".into(),
        level: 0.95,
        sample: SampleOutcome {
            rows_read: 1820,
            rows_kept: 1800,
            rows_analysed: 1212,
            strata: 6,
            clusters: 90,
            lonely_strata: vec!["E".into()],
            lonely_rule: "adjust".into(),
            corrected_stages: 1,
            settings: settings(&[
                ("strata", "district"),
                ("clusters", "block"),
                ("population", "fpc"),
                ("weight", "households / n_selected * adults"),
                ("nonrespondents", "leave"),
            ]),
        },
        entries: entries(),
        weighting: super::fixture_weighting::steps(),
        replicates: replicates(),
        estimates: estimates(),
        contrasts: comparisons::contrasts(),
        covariances: vec![comparisons::covariance()],
        independence: vec![comparisons::independence()],
        rankings: vec![comparisons::ranking()],
        shrinkage: vec![comparisons::shrinkage()],
        sample_sizes: vec![SampleSizeOutcome {
            name: "apart".into(),
            sd: 0.382,
            deff: 1.62,
            needed: vec![(0.03, 4123), (0.05, 1485), (0.1, 372)],
        }],
        notes: vec![
            Note::LonelyStrata { strata: 1 },
            Note::ReplicatesFailed {
                name: "boot".into(),
                count: 2,
            },
            Note::OutsideLimits {
                step: "trim".into(),
                units: 7,
            },
        ],
        weights: super::fixture_weighting::weights(),
    }
}

fn replicates() -> Vec<ReplicatesOutcome> {
    vec![
        ReplicatesOutcome {
            name: "jk".into(),
            method: "jackknife".into(),
            count: 90,
            seed: None,
            steps_repeated: true,
            settings: settings(&[("units", "block"), ("fpc", "true"), ("centre", "estimate")]),
            failed: Vec::new(),
        },
        ReplicatesOutcome {
            name: "boot".into(),
            method: "bootstrap".into(),
            count: 200,
            seed: Some("2026-城区".into()),
            steps_repeated: true,
            settings: settings(&[("units", "block"), ("centre", "estimate")]),
            failed: vec![
                (17, failed(StepError::BadSum { to: 0.0 })),
                (141, failed(StepError::NotPrepared)),
            ],
        },
    ]
}

fn failed(source: StepError) -> PlanError {
    let step = "rake".into();
    PlanError { step, source }
}

/// A proportion among `n` with design effect `deff`, its variance by two methods and its intervals.
fn proportion(entry: &str, item: &str, n: u64, p: f64, deff: f64) -> EstimateOutcome {
    let neff = n as f64 / deff;
    let se = (p * (1.0 - p) / neff).sqrt();
    let error = |method: &str, se: f64| ErrorOutcome {
        method: method.into(),
        var: Some(se * se),
        se: Some(se),
        df: Some(84.0),
        deff_wor: Some(deff * 1.01),
        deff_wr: Some(deff),
        neff: Some(neff),
        neff_kg: Some(neff * 0.97),
        ci: [
            ("wilson", 1.96),
            ("korn_graubard", 2.03),
            ("logit", 1.99),
            ("wald_t", 1.98),
        ]
        .map(|(name, t)| (name.to_string(), (Some(p - t * se), Some(p + t * se))))
        .into(),
    };
    EstimateOutcome {
        label: format!("{entry}[{item}]"),
        entry: entry.into(),
        kind: "proportion".into(),
        item: Some(item.into()),
        n,
        sum_w: 1_834_567.0 * n as f64 / 1212.0,
        estimate: Some(p),
        kish_deff: Some(1.21),
        kish_neff: Some(n as f64 / 1.21),
        errors: vec![
            error("calibrated", se),
            error("fixed", se * 1.08),
            error("boot", se * 1.02),
        ],
        notes: if neff < 30.0 {
            vec![Note::TooFew]
        } else if neff < 100.0 {
            vec![Note::Few]
        } else {
            Vec::new()
        },
        ..EstimateOutcome::default()
    }
}

fn estimates() -> Vec<EstimateOutcome> {
    let mut all = Vec::new();
    for (i, name) in (0_u32..).zip(DEPARTMENTS) {
        let n = if i == 4 { 61 } else { 340 + u64::from(i) * 53 };
        all.push(proportion(
            "satisfied",
            name,
            n,
            0.91 - 0.021 * f64::from(i % 7),
            1.3 + 0.05 * f64::from(i),
        ));
    }
    for (i, name) in (0_u32..).zip(DEPARTMENTS) {
        all.push(proportion("dont_know", name, 1212, 0.04 + 0.012 * f64::from(i), 1.4));
    }
    for district in ["城东", "城西", "开发区"] {
        for (i, name) in (0_u32..).zip(DEPARTMENTS) {
            let one = proportion(
                "by_district",
                name,
                60 + u64::from(i) * 4,
                0.8 - 0.011 * f64::from(i),
                1.5,
            );
            let scaled = |x: f64| 100.0 * x;
            let mut errors = one.errors;
            for error in &mut errors {
                error.se = error.se.map(scaled);
                error.var = error.var.map(|var| 1e4 * var);
                error.neff = None;
                error.neff_kg = None;
                let (low, high) = error.ci["wald_t"];
                error.ci = [("t".to_string(), (low.map(scaled), high.map(scaled)))].into();
            }
            all.push(EstimateOutcome {
                label: format!("by_district[{name}, {district}]"),
                kind: "mean".into(),
                domain: vec![("district".into(), district.into())],
                estimate: one.estimate.map(scaled),
                errors,
                ..one
            });
        }
    }
    all.push(EstimateOutcome {
        label: "by_district[医疗保障局, 矿区]".into(),
        entry: "by_district".into(),
        kind: "mean".into(),
        item: Some("医疗保障局".into()),
        domain: vec![("district".into(), "矿区".into())],
        notes: vec![Note::EmptyDomain],
        ..EstimateOutcome::default()
    });
    all
}
