//! A desk with one specification and one data file on it, and what a person does with them.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// Eight people of two strata, drawn by blocks.
pub const PEOPLE: &str = "\
id,stratum,block,size,weight,sex,age,q1
1,A,a1,40,10,F,1,5
2,A,a1,40,10,M,2,4
3,A,a2,40,10,F,1,3
4,A,a2,40,10,M,2,9
5,B,b1,60,15,F,2,5
6,B,b1,60,15,M,1,1
7,B,b2,60,15,F,2,2
8,B,b2,60,15,M,1,4
";

/// A stratified sample and one question.
pub const SPEC: &str = "\
title = \"Eight people\"
[data]
id = \"id\"
[items.qs]
columns = \"q#\"
valid = [1, 2, 3, 4, 5]
other = [9]
[design]
strata = \"stratum\"
weight = \"weight\"
[margins.sex]
totals = { F = 60, M = 40 }
[[estimates]]
name = \"satisfied\"
items = \"qs\"
proportion = \"value in [4, 5]\"
";

pub struct Bench(TempDir);

impl Bench {
    pub fn new() -> Bench {
        Bench(tempfile::tempdir().unwrap())
    }

    /// The eight people and their specification.
    pub fn of_eight() -> Bench {
        let bench = Bench::new();
        bench.puts("spec.toml", SPEC);
        bench.puts("data.csv", PEOPLE);
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn puts(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub fn types(&self, lang: &str, spec: &Path, data: &Path, out: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_barometer"));
        command.current_dir(self.0.path()).args(["--lang", lang, "analyze"]);
        command.arg(spec).arg("--data").arg(data).arg("--out").arg(out);
        command.output().unwrap()
    }

    /// Analyses and reads `results.json`.
    #[track_caller]
    pub fn analyses(&self, spec: &Path, data: &Path, out: &str) -> Value {
        let output = self.types("en", spec, data, out);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&self.reads(&format!("{out}/results.json"))).unwrap()
    }

    /// Analyses `spec.toml` on `data.csv` into `out`.
    #[track_caller]
    pub fn result(&self) -> Value {
        self.analyses(Path::new("spec.toml"), Path::new("data.csv"), "out")
    }

    pub fn reads(&self, name: &str) -> String {
        let path = self.path(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every file of a folder with its bytes.
    pub fn files(&self, folder: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap().flatten();
        let named = |entry: std::fs::DirEntry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        };
        entries.map(named).collect()
    }
}

/// The estimate with that label in a run.
#[track_caller]
pub fn estimate<'v>(results: &'v Value, run: &str, label: &str) -> &'v Value {
    let runs = results["runs"].as_array().unwrap();
    let run = runs.iter().find(|one| one["run"] == run).unwrap();
    let all = run["estimates"].as_array().unwrap();
    let found = all.iter().find(|one| one["label"] == label);
    found.unwrap_or_else(|| {
        panic!(
            "no estimate {label} among {:?}",
            all.iter().map(|e| &e["label"]).collect::<Vec<_>>()
        )
    })
}

/// Results without what tells one file from another.
pub fn without_hashes(mut results: Value) -> Value {
    results.as_object_mut().unwrap().remove("inputs");
    results
}

#[track_caller]
pub fn near(found: &Value, expected: f64) {
    let found = found
        .as_f64()
        .unwrap_or_else(|| panic!("{found} instead of {expected}"));
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1e-9),
        "{found} instead of {expected}"
    );
}
