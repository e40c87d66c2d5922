//! What the fixture says about several departments together.

use super::fixture::DEPARTMENTS;
use crate::domain::analysis::outcome::*;

/// All pairs of four departments.
pub(super) fn contrasts() -> Vec<ContrastOutcome> {
    let mut all = Vec::new();
    for (i, first) in DEPARTMENTS.iter().take(4).enumerate() {
        for (j, second) in DEPARTMENTS.iter().take(4).enumerate().skip(i + 1) {
            let value = 0.021 * (j - i) as f64;
            all.push(ContrastOutcome {
                label: format!("pairs[{first}, {second}]"),
                entry: "pairs".into(),
                of: vec![format!("satisfied[{first}]"), format!("satisfied[{second}]")],
                estimates: vec![Some(0.9), Some(0.9 - value)],
                cov: Some([[2.1e-4, 0.4e-4], [0.4e-4, 2.3e-4]]),
                estimate: Some(value),
                se_if_covariance_ignored: Some(0.021),
                errors: vec![ErrorOutcome {
                    method: "calibrated".into(),
                    var: Some(0.019 * 0.019),
                    se: Some(0.019),
                    df: Some(84.0),
                    ci: [("t".to_string(), (Some(value - 0.038), Some(value + 0.038)))].into(),
                    ..ErrorOutcome::default()
                }],
                t: Some(value / 0.019),
                p: Some(0.27 / (j - i) as f64),
                p_adjusted: Some(if j - i == 3 { 0.0124 } else { 0.81 / (j - i) as f64 }),
                adjust: Some("holm".into()),
                notes: Vec::new(),
            });
        }
    }
    all
}

/// A matrix in which one estimate has no variance.
pub(super) fn covariance() -> CovarianceOutcome {
    CovarianceOutcome {
        name: "first_three".into(),
        labels: DEPARTMENTS[..3]
            .iter()
            .map(|name| format!("satisfied[{name}]"))
            .collect(),
        by_method: vec![(
            "calibrated".into(),
            vec![
                vec![Some(2.1e-4), Some(0.4e-4), None],
                vec![Some(0.4e-4), Some(2.3e-4), None],
                vec![None, None, None],
            ],
        )],
    }
}

/// A test of three by two.
pub(super) fn independence() -> IndependenceOutcome {
    IndependenceOutcome {
        method: "fixed".into(),
        name: "district_by_satisfied".into(),
        rows: vec!["城东".into(), "城西".into(), "开发区".into()],
        columns: vec!["0".into(), "1".into()],
        weighted: vec![
            vec![81_234.5, 412_000.0],
            vec![90_120.0, 380_400.25],
            vec![40_011.0, 310_222.0],
        ],
        n: 1180,
        x2: Some(14.2212),
        rao_scott: FTest {
            f: Some(4.4321),
            ndf: Some(1.93),
            ddf: Some(162.1),
            p: Some(0.0141),
        },
        rao_scott_chisq_p: Some(0.0132),
        wald: FTest {
            f: Some(4.1),
            ndf: Some(2.0),
            ddf: Some(84.0),
            p: Some(0.02),
        },
        wald_adjusted: FTest {
            f: Some(4.05),
            ndf: Some(2.0),
            ddf: Some(83.0),
            p: Some(0.0209),
        },
        notes: Vec::new(),
    }
}

/// Twelve places in three overlapping groups.
pub(super) fn ranking() -> RankingOutcome {
    let label = |i: usize| format!("satisfied[{}]", DEPARTMENTS[i]);
    let place = |i: usize| PlaceOutcome {
        label: label(i),
        estimate: 0.93 - 0.014 * i as f64,
        se: Some(0.013),
        rank: i as u64 + 1,
        joint: ((i as u64).saturating_sub(2).max(1), (i as u64 + 4).min(12)),
        joint_differences: Some(((i as u64).saturating_sub(1).max(1), (i as u64 + 3).min(12))),
        joint_replicates: Some(((i as u64).saturating_sub(1).max(1), (i as u64 + 2).min(12))),
        replicates: Some((i.max(1) as u64, (i as u64 + 2).min(12))),
        notes: Vec::new(),
        joint_interval: (Some(0.89 - 0.014 * i as f64), Some(0.97 - 0.014 * i as f64)),
    };
    let above = |i: usize, j: usize| (i != j).then(|| 0.5 + 0.5 * ((j as f64 - i as f64) / 4.0).tanh());
    RankingOutcome {
        name: "all".into(),
        class: Some("A".into()),
        places: (0..12).map(place).collect(),
        groups: vec![
            (0..5).map(label).collect(),
            (3..9).map(label).collect(),
            (7..12).map(label).collect(),
        ],
        above: (0..12).map(|i| (0..12).map(|j| above(i, j)).collect()).collect(),
    }
}

/// Eight estimates drawn towards their mean.
pub(super) fn shrinkage() -> ShrinkageOutcome {
    let row = |i: usize| ShrunkOutcome {
        label: format!("satisfied[{}]", DEPARTMENTS[i]),
        direct: 0.93 - 0.02 * i as f64,
        se: 0.02 + 0.004 * i as f64,
        b: 0.85 - 0.05 * i as f64,
        shrunken: 0.84 + (0.09 - 0.02 * i as f64) * (0.85 - 0.05 * i as f64),
        rmse: 0.018 + 0.003 * i as f64,
    };
    ShrinkageOutcome {
        name: "small".into(),
        class: None,
        tau2: 0.0021,
        mean: 0.84,
        rows: (0..8).map(row).collect(),
    }
}
