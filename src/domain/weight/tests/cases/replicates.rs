//! Case c01, D16: the steps repeated in every replicate give the errors of the case.

use super::nonresponse::pipeline;
use super::*;
use crate::domain::weight::plan::{Replicator, Scratch};

type Row = BTreeMap<String, String>;

/// Weighted share of ratings 4 and 5 among ratings 1 to 5 of the first department.
fn satisfied(weights: &[f64], rows: &[Row]) -> f64 {
    let (mut yes, mut all) = (0.0, 0.0);
    for (w, row) in weights.iter().zip(rows) {
        if let Ok(rating @ 1..=5) = row["r01"].parse::<u8>() {
            all += w;
            yes += if rating >= 4 { *w } else { 0.0 };
        }
    }
    yes / all
}

/// √(Σ s (θ_r − θ)²) with every step repeated, by groups of rows and row by row.
fn errors(case: &Case, replicates: &[(f64, Vec<f64>)]) -> (f64, f64) {
    let (mut plan, base, rows) = pipeline(case);
    let done = plan.prepare(&base).unwrap();
    let theta = satisfied(&done[3].weight, &rows);
    let replicator = Replicator::new(&plan, &base);
    let (mut one, mut other) = (Scratch::default(), Scratch::default());
    let (mut grouped, mut plain) = (0.0, 0.0);
    for (scale, multiplier) in replicates {
        let square = |weights: &[f64]| {
            let off = satisfied(weights, &rows) - theta;
            scale * off * off
        };
        grouped += square(replicator.weights(multiplier, &mut one).unwrap());
        plain += square(plan.run_final(&base, Some(multiplier), &mut other).unwrap());
    }
    (grouped.sqrt(), plain.sqrt())
}

fn check(case: &Case, replicates: &[(f64, Vec<f64>)], key: &str) {
    let want = figure(
        &case.expected(),
        &format!("/departments/r01/satisfied/replication/{key}"),
    );
    let (grouped, plain) = errors(case, replicates);
    assert!(
        (grouped / want - 1.0).abs() < 1e-9,
        "{key}: {grouped} instead of {want}"
    );
    assert!((plain / want - 1.0).abs() < 1e-9, "{key}: {plain} instead of {want}");
}

#[test]
fn the_jackknife_that_repeats_all_steps_has_the_error_of_the_case() {
    let Some(case) = Case::open("c01-satisfaction-pipeline") else {
        return;
    };
    let rows = case.rows("sample.csv");
    let mut replicates = Vec::new();
    for district in 1..=18 {
        for group in 1..=6 {
            let of = |row: &Row| match (
                row["district"] == district.to_string(),
                row["jk_group"] == group.to_string(),
            ) {
                (false, _) => 1.0,
                (true, true) => 0.0,
                (true, false) => 6.0 / 5.0,
            };
            replicates.push((5.0 / 6.0, rows.iter().map(of).collect()));
        }
    }
    check(&case, &replicates, "jackknife_full");
}

#[test]
fn the_bootstrap_that_repeats_all_steps_has_the_error_of_the_case() {
    let Some(case) = Case::open("c01-satisfaction-pipeline") else {
        return;
    };
    let (rows, draws) = (case.rows("sample.csv"), case.rows("bootstrap_counts.csv"));
    let mut size: BTreeMap<&str, f64> = BTreeMap::new();
    rows.iter()
        .for_each(|row| *size.entry(row["district"].as_str()).or_default() += 1.0);
    let replicate = |b: u32| {
        let column = format!("b{b:02}");
        let multiplier = rows.iter().zip(&draws).map(|(row, draws)| {
            assert_eq!(row["id"], draws["id"]);
            let n = size[row["district"].as_str()];
            n / (n - 1.0) * draws[&column].parse::<f64>().unwrap()
        });
        (1.0 / 25.0, multiplier.collect())
    };
    let replicates: Vec<_> = (1..=25).map(replicate).collect();
    check(&case, &replicates, "bootstrap_full");
}
