//! Every documented example runs, and reaches numbers that a short calculation from its files reaches.

use super::bench::{Bench, estimate, near};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("surveys/analyze/examples")
        .join(name)
}

#[track_caller]
fn ran(name: &str, data: &str) -> (Bench, Value) {
    let bench = Bench::new();
    let folder = folder(name);
    let results = bench.analyses(&folder.join("spec.toml"), &folder.join(data), "out");
    (bench, results)
}

type Record = std::collections::BTreeMap<String, String>;

fn records(path: &Path) -> Vec<Record> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(record: &Record, column: &str) -> f64 {
    record[column].parse().unwrap()
}

/// Σ w y / Σ w over the records with a value.
fn mean(records: &[Record], weight: &str, y: impl Fn(&Record) -> Option<f64>) -> f64 {
    let (mut above, mut below) = (0.0, 0.0);
    for record in records {
        if let Some(y) = y(record) {
            above += number(record, weight) * y;
            below += number(record, weight);
        }
    }
    above / below
}

fn share(column: &'static str) -> impl Fn(&Record) -> Option<f64> {
    move |record| {
        let code = &record[column];
        matches!(code.as_str(), "1" | "2" | "3" | "4" | "5").then(|| f64::from(u8::from(code == "4" || code == "5")))
    }
}

#[test]
fn stratified() {
    let (_bench, results) = ran("stratified", "data.csv");
    let people = records(&folder("stratified").join("data.csv"));
    for run in ["as_drawn", "without_correction"] {
        let satisfied = estimate(&results, run, "satisfied");
        near(&satisfied["estimate"], mean(&people, "weight", share("q1")));
        assert_eq!(satisfied["n"], 94);
        let minutes: f64 = people.iter().map(|p| number(p, "weight") * number(p, "minutes")).sum();
        near(&estimate(&results, run, "all_minutes")["estimate"], minutes);
    }
    // The correction takes variance away: a tenth and less of each district was drawn.
    let var = |run| estimate(&results, run, "satisfied")["var"].as_f64().unwrap();
    assert!(var("as_drawn") < var("without_correction"));
    assert!(var("as_drawn") > 0.95 * var("without_correction"));
}

#[test]
fn clusters() {
    let (_bench, results) = ran("clusters", "data.csv");
    let people = records(&folder("clusters").join("data.csv"));
    let expected = mean(&people, "weight", share("q1"));
    for run in ["adjust", "average", "remove"] {
        near(&estimate(&results, run, "satisfied")["estimate"], expected);
    }
    let notes = results["runs"][0]["notes"].to_string();
    assert!(notes.contains("lonely_strata"), "{notes}");
    let var = |run| estimate(&results, run, "satisfied")["var"].as_f64().unwrap();
    assert!(var("remove") < var("adjust") && var("remove") < var("average"));
}

#[test]
fn weighting_meets_its_margins() {
    let (bench, results) = ran("weighting", "data.csv");
    assert!(bench.path("out/weights-official.csv").is_file() && bench.path("out/weights-cycles.csv").is_file());
    let weights = records(&bench.path("out/weights-official.csv"));
    let people = records(&folder("weighting").join("data.csv"));
    let sex: std::collections::BTreeMap<_, _> = people.iter().map(|p| (&p["id"], &p["sex"])).collect();
    for known in records(&folder("weighting").join("population.csv"))
        .iter()
        .filter(|known| known["margin"] == "sex")
    {
        let mine = weights.iter().filter(|w| sex[&w["id"]] == &known["level"]);
        let sum: f64 = mine.map(|w| number(w, "final")).sum();
        assert!(
            (sum / number(known, "total") - 1.0).abs() < 1e-6,
            "{}: {sum}",
            known["level"]
        );
    }
    // The first raking's weights within 0.3 and 3 times their median leave the trimming as they were.
    let official = &results["runs"][0];
    assert_eq!(
        official["weighting"].as_array().unwrap().len(),
        5,
        "base and four steps"
    );
    assert_eq!(estimate(&results, "official", "satisfied[r01]")["n"], 106);
}

#[test]
fn calibrate() {
    let (bench, results) = ran("calibrate", "data.csv");
    let schools = records(&folder("calibrate").join("data.csv"));
    let weights = records(&bench.path("out/weights-poststratified.csv"));
    let last = |record: &Record| {
        record
            .iter()
            .find(|(name, _)| *name != "id" && *name != "base")
            .unwrap()
            .1
            .parse::<f64>()
            .unwrap()
    };
    let of = |kind: &str| -> f64 {
        let mine = schools
            .iter()
            .zip(&weights)
            .filter(|(school, _)| school["type"] == kind);
        mine.map(|(_, weight)| last(weight)).sum()
    };
    assert!((of("E") - 610.0).abs() < 1e-9 && (of("H") - 200.0).abs() < 1e-9);
    let mean = estimate(&results, "poststratified", "mean");
    // Of the same class everybody weighs the same, so the mean is the classes' means, weighted by their known sizes.
    let class = |kind: &str| {
        let mine: Vec<f64> = schools
            .iter()
            .filter(|s| s["type"] == kind)
            .map(|s| number(s, "after"))
            .collect();
        mine.iter().sum::<f64>() / mine.len() as f64
    };
    near(
        &mean["estimate"],
        (610.0 * class("E") + 200.0 * class("H") + 190.0 * class("M")) / 1000.0,
    );
}

#[test]
fn replicates() {
    let (_bench, results) = ran("replicates", "data.csv");
    let satisfied = estimate(&results, "main", "satisfied");
    assert_eq!(satisfied["n"], 71);
    let errors = satisfied["errors"].as_array().unwrap();
    let var: Vec<f64> = errors.iter().filter_map(|error| error["var"].as_f64()).collect();
    assert_eq!(var.len(), errors.len(), "every method has a variance");
    // Ways to the same quantity: none is half or twice another.
    assert!(var.iter().all(|v| *v > 0.4 * var[0] && *v < 2.5 * var[0]), "{var:?}");
    let sets = results["runs"][0]["replicates"].as_array().unwrap();
    assert!(sets.iter().all(|set| set["failed"].as_array().unwrap().is_empty()));
}

#[test]
fn comparisons() {
    let (_bench, results) = ran("comparisons", "data.csv");
    let people = records(&folder("comparisons").join("data.csv"));
    let index = |column: &str| {
        mean(&people, "weight", |p| {
            matches!(p[column].as_str(), "1" | "2" | "3" | "4" | "5").then(|| 25.0 * (number(p, column) - 1.0))
        })
    };
    near(&estimate(&results, "main", "index[r1]")["estimate"], index("r1"));
    let run = &results["runs"][0];
    for part in ["contrasts", "independence", "rankings", "shrinkage", "sample_sizes"] {
        assert!(!run[part].as_array().unwrap().is_empty(), "{part}");
    }
    let places = run["rankings"][0]["places"].as_array().unwrap();
    let mut ranks: Vec<u64> = places.iter().map(|place| place["rank"].as_u64().unwrap()).collect();
    ranks.sort_unstable();
    assert_eq!(ranks, (1..=ranks.len() as u64).collect::<Vec<_>>());
    for place in places {
        let rank = place["rank"].as_u64().unwrap();
        for kind in ["joint", "joint_differences", "joint_replicates", "replicates"] {
            let (best, worst) = (place[kind][0].as_u64().unwrap(), place[kind][1].as_u64().unwrap());
            assert!(best <= rank && rank <= worst, "{kind} {place}");
        }
    }
}

#[test]
fn two_years() {
    let (_bench, results) = ran("two-years", "data.csv");
    let change = |run: usize| &results["runs"][run]["contrasts"][0];
    let of = |year: &str| {
        estimate(&results, "same_blocks", &format!("satisfied[r1, {year}]"))["estimate"]
            .as_f64()
            .unwrap()
    };
    near(&change(0)["estimate"], of("2025") - of("2024"));
    // The covariance of the same blocks counts: without it the error is another one.
    let se = change(0)["errors"][0]["se"].as_f64().unwrap();
    let ignored = change(0)["se_if_covariance_ignored"].as_f64().unwrap();
    assert!((se / ignored - 1.0).abs() > 1e-6);
}

#[test]
fn ratings() {
    let (_bench, results) = ran("ratings", "respondents.csv");
    let given = records(&folder("ratings").join("ratings.csv"));
    let people = records(&folder("ratings").join("respondents.csv"));
    let (mut above, mut below) = (0.0, 0.0);
    for rating in given.iter().filter(|r| r["department"] == "1") {
        let of = people
            .iter()
            .find(|person| person["id"] == rating["respondent"])
            .unwrap();
        let value = number(rating, "rating");
        if of["group"] == "R" && (1.0..=5.0).contains(&value) {
            let weight = number(of, "weight") / (number(rating, "shown") * number(rating, "assigned"));
            above += weight * 25.0 * (value - 1.0);
            below += weight;
        }
    }
    let index = estimate(&results, "main", "index[1, R]");
    near(&index["estimate"], above / below);
    near(&index["sum_w"], below);
}
