//! Every number of every reference case, reached from a specification alone: by the library and by the command line.
//!
//! | case | covers |
//! |---|---|
//! | a01 | stratified sample: means, totals, proportions, five interval kinds, deff; with and without fpc |
//! | a02 | domains, down to domains of one unit |
//! | a03 | ratio, covariance, contrasts, Rao–Scott and Wald tests |
//! | a04 | stratified jackknife, two centrings |
//! | b01, b02 | one-stage and two-stage clusters |
//! | b03–b05 | poststratification, raking, calibration with residual variance |
//! | b06 | four trimming rules |
//! | c01 | whole pipeline: weights per stage, 12 departments, linearised, jackknife and bootstrap errors |
//! | c02 | two years with the same blocks |
//! | c03 | rating weights, three respondent groups, 20-point score |
//! | c04 | cycles of trimming and raking that do not end inside the limits |
//! | c05 | limits on the weight and margins met together |

mod cases;
mod numbers;
mod rules_ab;
mod rules_c;

use crate::support::shared;
use cases::{CASES, Case};
use numbers::{agrees, at, leaves};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");

/// Where a case's data and answers are: in the project, or in the folder that stands beside it.
fn folder(case: &Case) -> Option<PathBuf> {
    let own = Path::new(REFERENCE).join(case.id);
    if own.join("expected.json").is_file() {
        return Some(own);
    }
    let folder = shared().join("reference").join(case.id);
    let there = folder.join("expected.json").is_file();
    if !there {
        println!(
            "{}: not run, its data are not in {} (set BAROMETER_SHARED)",
            case.id,
            folder.display()
        );
    }
    there.then_some(folder)
}

fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// Puts the case's specification beside its data and runs the program on them, as its user would.
fn analysed(case: &Case, folder: &Path) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        std::fs::copy(entry.path(), place.path().join(entry.file_name())).unwrap();
    }
    let spec = place.path().join("analysis.toml");
    std::fs::copy(Path::new(REFERENCE).join(format!("{}.toml", case.id)), &spec).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_barometer"))
        .arg("analyze")
        .arg(&spec)
        .arg("--data")
        .arg(place.path().join(case.data))
        .arg("--out")
        .arg(place.path().join("out"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}: {}",
        case.id,
        String::from_utf8_lossy(&output.stderr)
    );
    place
}

/// Every leaf of the oracle's answers against ours; a leaf that no rule knows is a failure too.
fn compare(case: &Case, expected: &Value, ours: &Value, tolerance: (f64, f64)) -> (usize, Vec<String>) {
    let rules = (case.rules)();
    let (mut checked, mut wrong) = (0, Vec::new());
    for (path, want) in leaves(expected) {
        let shown = path.join(" > ");
        let places: Vec<Option<numbers::Path>> = rules.iter().filter_map(|rule| rule.place(&path)).collect();
        let leads = |place: &&Option<numbers::Path>| place.as_ref().is_none_or(|place| at(ours, place).is_some());
        let Some(place) = places.iter().find(leads).or(places.first()) else {
            wrong.push(format!("{shown}: no rule"));
            continue;
        };
        let Some(place) = place else { continue };
        checked += 1;
        let rel = if case.loose.iter().any(|part| shown.contains(part)) {
            0.1
        } else {
            tolerance.0
        };
        match at(ours, place) {
            Some(got) if agrees(got, want, rel, tolerance.1) => {}
            Some(got) => wrong.push(format!("{shown}: {got} instead of {want}")),
            None => wrong.push(format!("{shown}: nothing at {}", place.join(" > "))),
        }
    }
    (checked, wrong)
}

/// The weights of a file against the columns of the oracle's file, row by row by id.
fn compare_weights(case: &Case, folder: &Path, out: &Path, tolerance: (f64, f64)) -> (usize, Vec<String>) {
    let (mut checked, mut wrong) = (0, Vec::new());
    for (theirs, run, step) in case.weights {
        let want = column(&folder.join("expected_weights.csv"), theirs);
        let file = if *run == "main" {
            "weights.csv".to_owned()
        } else {
            format!("weights-{run}.csv")
        };
        let got = column(&out.join(file), step);
        for (id, want) in want {
            checked += 1;
            // A unit that left the sample has no row: its weight is 0.
            let got = got.get(&id).copied().unwrap_or(0.0);
            if (got - want).abs() > tolerance.1 + tolerance.0 * want.abs() {
                wrong.push(format!("weight {theirs} of {id}: {got} instead of {want}"));
            }
        }
    }
    (checked, wrong)
}

/// Id (the first column) and a column of a CSV file.
fn column(path: &Path, name: &str) -> std::collections::BTreeMap<String, f64> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let place = reader.headers().unwrap().iter().position(|heading| heading == name);
    let place = place.unwrap_or_else(|| panic!("{}: no column {name}", path.display()));
    let records = reader.records().map(Result::unwrap);
    records
        .map(|record| (record[0].to_owned(), record[place].parse().unwrap_or(f64::NAN)))
        .collect()
}

fn holds(id: &str) {
    let case = CASES.iter().find(|case| case.id.starts_with(id)).unwrap();
    let Some(folder) = folder(case) else { return };
    let spec = json(&folder.join("spec.json"));
    let tolerance = (
        spec["tolerance"]["rel"].as_f64().unwrap(),
        spec["tolerance"]["abs"].as_f64().unwrap(),
    );
    let place = analysed(case, &folder);
    let out = place.path().join("out");
    let (numbers, mut wrong) = compare(
        case,
        &json(&folder.join("expected.json")),
        &json(&out.join("results.json")),
        tolerance,
    );
    let (weights, wrong_weights) = compare_weights(case, &folder, &out, tolerance);
    wrong.extend(wrong_weights);
    let shown = wrong.iter().take(25).cloned().collect::<Vec<_>>().join("\n");
    assert!(
        wrong.is_empty(),
        "{}: {} of {} wrong\n{shown}",
        case.id,
        wrong.len(),
        numbers + weights
    );
    println!("{}: {numbers} numbers and {weights} weights", case.id);
}

macro_rules! cases {
    ($($name:ident $id:literal),* $(,)?) => { $(#[test] fn $name() { holds($id); })* };
}

cases! {
    a01_stratified_basic "a01", a02_stratified_domains "a02", a03_stratified_contrasts "a03", a04_jackknife "a04",
    b01_cluster_one_stage "b01", b02_cluster_two_stage "b02", b03_poststratify "b03", b04_rake_two_margins "b04",
    b05_calibrate_family "b05", b06_trim "b06", c01_satisfaction_pipeline "c01", c02_two_years_same_blocks "c02",
    c03_rating_weights_groups "c03", c04_trim_rake_cycles "c04", c05_calibrate_absolute_limits "c05",
}
