//! The worked example with a real city's answers reaches every number of the oracle.

use super::bench::{Bench, estimate};
use crate::support::{RealCity, real_city};
use barometer::domain::estimate::interval::{Rate, RateInterval};
use serde_json::Value;
use std::path::Path;

const SPEC: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/surveys/analyze/examples/kansas-city/spec.toml"
);

/// As near as the oracle's fifteen digits allow.
#[track_caller]
fn same(what: &str, got: &Value, want: &Value) {
    near(what, got, want, 1e-12);
}

#[track_caller]
fn near(what: &str, got: &Value, want: &Value, relative: f64) {
    let (got, want) = (got.as_f64().unwrap(), want.as_f64().unwrap());
    assert!((got / want - 1.0).abs() <= relative, "{what}: {got} instead of {want}");
}

#[test]
fn the_city_s_own_answers_give_the_oracle_s_rates_errors_effects_and_intervals() {
    let Some(RealCity { answers, expected }) = real_city() else {
        return;
    };
    let bench = Bench::new();
    let results = bench.analyses(Path::new(SPEC), &answers, "out");
    let sample = &results["runs"][0]["sample"];
    assert_eq!((&sample["rows_read"], &sample["strata"]), (&expected["n"], &6.into()));
    let items = expected["items"].as_array().unwrap();
    assert_eq!(items.len(), 26);
    for item in items {
        let id = item["item"].as_str().unwrap();
        for run in ["base", "raked"] {
            for measure in ["rate", "index"] {
                let (got, want) = (
                    estimate(&results, run, &format!("{measure}[{id}]")),
                    &item[run][measure],
                );
                let what = |figure: &str| format!("{run} {measure} {id}: {figure}");
                same(&what("value"), &got["estimate"], &want["value"]);
                same(&what("standard error"), &got["se"], &want["se"]);
                same(&what("design effect"), &got["deff_wor"], &want["deff"]);
                assert_eq!(got["n"], item["n"], "{}", what("n"));
            }
        }
        let rate = estimate(&results, "raked", &format!("rate[{id}]"));
        same(id, &rate["kish_neff"], &item["kish_n_eff"]);
        intervals(id, rate, item);
        // Everybody who says either a grade or that they don't know.
        let asked = item["n"].as_u64().unwrap() + item["dont_know"].as_u64().unwrap();
        assert_eq!(
            estimate(&results, "raked", &format!("dont_know[{id}]"))["n"],
            asked,
            "{id}"
        );
    }
    for sex in expected["q3_01_by_sex"].as_array().unwrap() {
        let label = format!("rate_by_sex[q3_01, {}]", sex["sex"].as_str().unwrap());
        let got = estimate(&results, "raked", &label);
        same(&label, &got["estimate"], &sex["rate"]);
        same(&label, &got["se"], &sex["se"]);
    }
    weights(&bench, &results, &expected["weights"]);
}

/// The oracle's `ci_logit` has the t of one number of degrees of freedom for all items, that of the whole sample: 1016
/// residents less 6 districts. Ours, and D4, have each item's own. With the oracle's number the limits are the oracle's;
/// to the eight digits that its iterated fit leaves; with our own they are nearer than 0.0001 of themselves.
fn intervals(id: &str, rate: &Value, item: &Value) {
    let number = |key: &str| rate[key].as_f64().unwrap();
    let n = item["n"].as_u64().unwrap();
    assert_eq!(rate["df"], Value::from(n as f64 - 6.0), "{id}: degrees of freedom");
    let (p, variance) = (number("estimate"), number("var"));
    let limits = |df: f64| {
        let (low, high) = Rate { p, variance, n, df }.limits(RateInterval::Logit, 0.95);
        [low, high].map(Value::from)
    };
    let (theirs, own) = (limits(1016.0 - 6.0), limits(number("df")));
    for side in [0, 1] {
        near(
            &format!("{id}: limit {side}"),
            &theirs[side],
            &item["ci_logit"][side],
            1e-8,
        );
        assert_eq!(rate["ci"]["logit"][side], own[side], "{id}");
        let apart = own[side].as_f64().unwrap() / theirs[side].as_f64().unwrap() - 1.0;
        assert!(apart.abs() < 1e-4, "{id}: {apart}");
    }
}

fn weights(bench: &Bench, results: &Value, want: &Value) {
    let text = bench.reads("out/weights-raked.csv");
    let column = text.lines().skip(1).map(|line| line.rsplit(',').next().unwrap());
    let weights: Vec<Value> = column.map(|weight| weight.parse::<f64>().unwrap().into()).collect();
    for (row, want) in want["first"].as_array().unwrap().iter().enumerate() {
        same(&format!("weight of row {row}"), &weights[row], want);
    }
    let runs = results["runs"].as_array().unwrap();
    let raked = runs.iter().find(|run| run["run"] == "raked").unwrap();
    let step = raked["weighting"].as_array().unwrap().last().unwrap();
    for figure in ["min", "max", "sum", "kish_deff"] {
        same(figure, &step[figure], &want[figure]);
    }
}
