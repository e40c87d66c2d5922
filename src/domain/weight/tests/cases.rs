//! The weights of the reference cases, step by step.

mod calibrated;
mod nonresponse;
mod replicates;
mod trimmed;

use crate::domain::weight::calibrate::Auxiliaries;
use crate::domain::weight::cells::{Cells, Target};
use crate::domain::weight::rake::Limits;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

const EXACT: Limits = Limits {
    tolerance: 1e-12,
    max_cycles: 1000,
};

/// One case's folder; says so and gives nothing where the reference data are not there.
struct Case(PathBuf);

impl Case {
    fn open(name: &str) -> Option<Case> {
        let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
        let shared: PathBuf = std::env::var_os("BAROMETER_SHARED")
            .unwrap_or_else(|| default.into())
            .into();
        let folder = shared.join("reference").join(name);
        if folder.is_dir() {
            return Some(Case(folder));
        }
        println!("skipped: the folder with the reference data is not there (BAROMETER_SHARED)");
        None
    }

    fn rows(&self, file: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.0.join(file)).unwrap();
        reader.deserialize().map(|row| row.unwrap()).collect()
    }

    fn expected(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.0.join("expected.json")).unwrap()).unwrap()
    }

    fn weights(&self, column: &str) -> Vec<f64> {
        numbers(&self.rows("expected_weights.csv"), column)
    }

    fn target(&self, margin: &str) -> Target {
        let rows = self.rows("population.csv");
        let of = rows.iter().filter(|row| row["margin"] == margin);
        Target {
            margin: margin.to_owned(),
            categories: of
                .map(|row| (row["level"].clone(), row["total"].parse().unwrap()))
                .collect(),
        }
    }
}

fn numbers(rows: &[BTreeMap<String, String>], column: &str) -> Vec<f64> {
    rows.iter().map(|row| row[column].parse().unwrap()).collect()
}

/// Rows sorted by the columns that the targets name.
fn auxiliaries(rows: &[BTreeMap<String, String>], targets: &[Target]) -> Auxiliaries {
    let category = |target: &Target, text: &str| {
        let found = target.categories.iter().position(|(label, _)| label == text);
        found.unwrap_or(target.categories.len()) as u32
    };
    let column = |target: &Target| rows.iter().map(|row| category(target, &row[&target.margin])).collect();
    let columns: Vec<Vec<u32>> = targets.iter().map(column).collect();
    Auxiliaries {
        cells: Cells::new(&columns),
        numbers: Vec::new(),
    }
}

/// Every weight agrees to `rel`.
fn agree(got: &[f64], want: &[f64], rel: f64) {
    assert_eq!(got.len(), want.len());
    for (row, (got, want)) in got.iter().zip(want).enumerate() {
        assert!(
            (got - want).abs() <= rel * want.abs(),
            "row {row}: {got} instead of {want}"
        );
    }
}

fn figure(value: &Value, path: &str) -> f64 {
    value
        .pointer(path)
        .and_then(Value::as_f64)
        .unwrap_or_else(|| panic!("{path}"))
}

fn same(got: f64, want: f64, what: &str) {
    assert!(got.total_cmp(&want).is_eq(), "{what}: {got} instead of {want}");
}
