//! A made-up but believable sealed sheet of 62 departments, for tests of exports and pages.

use crate::domain::definition::{AudienceId, DepartmentId, Override, Text};
use crate::domain::score::sheet::*;
use std::collections::BTreeMap;

const AUDIENCES: [&str; 3] = ["residents", "enterprises", "institutions"];

/// λ per audience of a service class.
fn weights(class: &str) -> BTreeMap<AudienceId, f64> {
    let shares = match class {
        "A" => [0.6, 0.3, 0.1],
        "B" => [0.85, 0.0, 0.15],
        "C" => [0.0, 0.8, 0.2],
        _ => [0.0, 0.0, 1.0],
    };
    let named = AUDIENCES.iter().zip(shares).filter(|(_, share)| *share > 0.0);
    named
        .map(|(name, share)| (AudienceId(name.to_string()), share))
        .collect()
}

/// A number in 0..1 that depends on `seed` alone.
fn noise(seed: u64) -> f64 {
    let mut x = seed
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(0x1234_5678_9ABC_DEF1);
    x ^= x >> 30;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 27;
    (x >> 11) as f64 / (1u64 << 53) as f64
}

fn cell(row: u64, column: u64, level: f64) -> CellEstimate {
    let n = match column {
        0 => 140.0 + 600.0 * noise(row * 7 + 1),
        1 => 36.0 + 290.0 * noise(row * 7 + 2),
        _ => 37.0 + 190.0 * noise(row * 7 + 3),
    } as u64;
    // Three departments are hardly known to anyone.
    let n = if matches!(row, 8 | 49 | 57) { n / 9 } else { n };
    let kish = n as f64 * (0.72 + 0.1 * noise(row + 90));
    let suppressed = kish < 30.0;
    let rate = (level + 0.08 * (noise(row * 31 + column) - 0.5) + 0.04 * column as f64).min(0.97);
    let se = (rate * (1.0 - rate) / (kish * 0.93)).sqrt();
    let shown = |value: f64| (!suppressed).then_some(value);
    let counts = [
        ("5", 0.3),
        ("4", 0.4),
        ("3", 0.15),
        ("2", 0.07),
        ("1", 0.03),
        ("9", 0.12),
    ];
    let counts = counts.map(|(code, share)| (code.to_string(), (n as f64 * share) as u64));
    CellEstimate {
        audience: AudienceId(AUDIENCES[column as usize].into()),
        suppressed,
        n,
        counts: if suppressed { BTreeMap::new() } else { counts.into() },
        rate: shown(rate),
        rate_se: shown(se),
        rate_ci_low: shown(rate - 1.96 * se),
        rate_ci_high: shown((rate + 1.9 * se).min(1.0)),
        index: shown(100.0 * (0.18 + 0.78 * rate)),
        index_se: shown(62.0 * se),
        df: (!suppressed).then_some(n - 4),
        n_eff_kish: kish,
        n_eff_design: shown(kish * 0.93),
        sum_weights: n as f64 * 1183.25,
        familiarity: shown(0.2 + 0.6 * noise(row + 400)),
        dont_know: shown(0.03 + 0.2 * noise(row + 500)),
        used_rate: shown((rate + 0.02).min(1.0)),
        shrunken_rate: shown(0.9 * rate + 0.07),
        shrinkage_b: shown(0.9),
        flags: if !suppressed && kish < 100.0 {
            vec!["small-n".into()]
        } else {
            vec![]
        },
    }
}

fn department(row: u64, id: &str, name: Text, class: &str) -> DepartmentScore {
    let weights = weights(class);
    let level = 0.5 + 0.36 * noise(row * 13 + 5);
    let cells: Vec<CellEstimate> = AUDIENCES
        .iter()
        .enumerate()
        .filter(|(_, audience)| weights.contains_key(&AudienceId(audience.to_string())))
        .map(|(column, _)| cell(row, column as u64, level))
        .collect();
    let kept: Vec<&CellEstimate> = cells.iter().filter(|cell| !cell.suppressed).collect();
    let total: f64 = kept.iter().map(|cell| weights[&cell.audience]).sum();
    let effective: BTreeMap<AudienceId, f64> = kept
        .iter()
        .map(|cell| (cell.audience.clone(), weights[&cell.audience] / total))
        .collect();
    let scored = total >= 0.5;
    let mean = |f: fn(&CellEstimate) -> Option<f64>| -> Option<f64> {
        scored.then(|| {
            kept.iter()
                .map(|cell| effective[&cell.audience] * f(cell).unwrap_or(0.0))
                .sum()
        })
    };
    let (rate, index) = (mean(|c| c.rate), mean(|c| c.index));
    let se = scored.then(|| {
        let parts = kept
            .iter()
            .map(|c| (effective[&c.audience] * c.rate_se.unwrap_or(0.0)).powi(2));
        parts.sum::<f64>().sqrt()
    });
    let (low, high) = (
        rate.zip(se).map(|(r, s)| r - 1.97 * s),
        rate.zip(se).map(|(r, s)| (r + 1.93 * s).min(1.0)),
    );
    let points = |rate: Option<f64>| rate.map(|rate| format!("{:.2}", 20.0 * rate));
    let mut flags: Vec<String> = cells
        .iter()
        .filter(|c| c.suppressed)
        .map(|c| format!("audience-suppressed:{}", c.audience.0))
        .collect();
    let small = cells.iter().filter(|c| !c.flags.is_empty());
    flags.extend(small.map(|c| format!("small-n:{}", c.audience.0)));
    DepartmentScore {
        department_id: DepartmentId(id.into()),
        name,
        class: class.into(),
        audience_weights: weights,
        effective_weights: if scored { effective.clone() } else { BTreeMap::new() },
        status: if scored {
            ScoreStatus::Final
        } else {
            ScoreStatus::NoScore
        },
        score: points(rate),
        score_se: se.map(|se| format!("{:.4}", 20.0 * se)),
        score_ci_low: points(low),
        score_ci_high: points(high),
        rate,
        rate_se: se,
        rate_ci_low: low,
        rate_ci_high: high,
        index,
        index_se: se.map(|se| 61.0 * se),
        df: scored.then_some(212.7),
        n: cells.iter().map(|c| c.n).sum(),
        n_eff_kish: kept.iter().map(|c| c.n_eff_kish).sum(),
        n_eff_design: rate.zip(se).map(|(p, s)| p * (1.0 - p) / (s * s)),
        familiarity: mean(|c| c.familiarity),
        dont_know: mean(|c| c.dont_know),
        used_rate: mean(|c| c.used_rate),
        rank: None,
        rank_low: None,
        rank_high: None,
        flags,
        audiences: cells,
        sensitivity: [("index".to_string(), index.map(|i| format!("{:.2}", i / 5.0)))].into(),
    }
}

fn rank(departments: &mut [DepartmentScore]) {
    let all = departments.to_vec();
    for department in departments
        .iter_mut()
        .filter(|d| d.score.is_some() && d.effective_weights == d.audience_weights)
    {
        let peers = || all.iter().filter(|d| d.class == department.class && d.score.is_some());
        let count = |f: &dyn Fn(&DepartmentScore) -> bool| peers().filter(|d| f(d)).count() as u32;
        let (rate, low, high) = (department.rate, department.rate_ci_low, department.rate_ci_high);
        department.rank = Some(1 + count(&|d| d.rate > rate));
        department.rank_low = Some(1 + count(&|d| d.rate_ci_low > high));
        department.rank_high = Some(count(&|d| d.rate_ci_high >= low).max(1));
    }
}

fn label(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.into(),
        en: en.into(),
    }
}

fn audience(name: &str, name_zh: &str, issued: u64, received: u64, removed: u64) -> AudienceEvidence {
    let (issued_f, received_f) = (issued as f64, received as f64);
    let step = |step: &str, min: f64, max: f64, deff: f64| WeightingEvidence {
        step: step.into(),
        cycles: step.contains("rake").then_some(9),
        largest_miss: step.contains("rake").then_some(4.2e-7),
        factor_min: min,
        factor_max: max,
        sum: 13_020_000.0,
        deff,
    };
    AudienceEvidence {
        audience: AudienceId(name.into()),
        name: label(name_zh, name),
        issued: Some(issued),
        received,
        analysed: received - removed,
        dispositions: [
            ("1.1", received - 40),
            ("1.2", 40),
            ("2.112", issued / 9),
            ("2.20", issued / 7),
        ]
        .map(|(code, count)| (code.to_string(), count))
        .into(),
        outcome_rates: [
            ("RR1", (received_f - 40.0) / issued_f),
            ("RR2", received_f / issued_f),
            ("COOP1", 0.71),
        ]
        .map(|(code, value)| (code.to_string(), value))
        .into(),
        weighting: vec![
            step("base", 812.4, 2310.7, 1.12),
            step("nonresponse", 1.42, 2.95, 1.21),
            step("rake", 0.41, 3.37, 1.38),
            step("trim", 0.88, 1.0, 1.33),
            step("rerake", 0.96, 1.08, 1.34),
        ],
        weighting_deff: 1.34,
        n_eff_kish: received_f / 1.34,
        outside_limits: 3,
        filled: BTreeMap::new(),
        margins: vec![MarginEvidence {
            margin: "district".into(),
            source: "北京统计年鉴 2009".into(),
            year: 2008,
            approximate: name == "institutions",
            scaled_by: -0.0012,
            collapsed: vec![],
        }],
        coaching_rate: Some(0.021),
    }
}

/// The sheet; the same every time.
pub fn sealed_sheet() -> SealedSheet {
    let mut reader = csv::Reader::from_reader(include_str!("fixture.csv").as_bytes());
    let mut departments: Vec<DepartmentScore> = reader
        .records()
        .map(|record| record.expect("the fixture is well formed"))
        .enumerate()
        .map(|(i, r)| {
            department(
                i as u64 + 1,
                &r[0],
                Text {
                    zh: r[1].into(),
                    en: r[2].into(),
                },
                &r[3],
            )
        })
        .collect();
    rank(&mut departments);
    let hash = |digit: &str| digit.repeat(64 / digit.len());
    let sheet = ScoreSheet {
        schema_version: SHEET_SCHEMA.into(),
        survey_id: "beijing-2009".into(),
        round: "beijing-2009".into(),
        title: Text {
            zh: "2009年度市级行政机关公众评价".into(),
            en: "Public evaluation of municipal departments, 2009".into(),
        },
        year: 2009,
        sheet_version: 1,
        generated_at: "2009-12-28T08:00:00Z".into(),
        software: "barometer 0.1.0".into(),
        method_hash: hash("3fa9c17e"),
        definition_hash: hash("90be44d1"),
        data_hash: hash("c2755a08"),
        seed: hash("71d0e3b6"),
        interval_level: 0.95,
        satisfied: vec![label("很满意", "very satisfied"), label("满意", "satisfied")],
        log_size: 6512,
        log_root: hash("a4f86b2d"),
        overrides: [(
            "approximate_margins".to_string(),
            Override {
                by: "张三".into(),
                reason: "事业单位构成只有估计数，按备案采用".into(),
            },
        )]
        .into(),
        flags: vec!["approximate-margins".into()],
        audiences: vec![
            audience("residents", "居民", 12_000, 4_868, 12),
            audience("enterprises", "企业", 2_400, 1_010, 3),
            audience("institutions", "事业单位", 1_000, 634, 0),
        ],
        departments,
        quality: QualityEvidence {
            flags: [("SP1", 143), ("SP2-strong", 21), ("ST", 88), ("AT", 40)]
                .map(|(k, v)| (k.into(), v))
                .into(),
            removed: [("SP2-strong+ST".to_string(), 15)].into(),
        },
    };
    let signature = Signature {
        role: "platform".into(),
        key_id: "5e1c09ab77d2f034".into(),
        signature: hash("ab12").repeat(2),
    };
    SealedSheet {
        sheet,
        signatures: vec![signature],
    }
}
