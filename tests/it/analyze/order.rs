//! The order of the rows changes no bit, a second run neither, and what is interrupted leaves nothing.

use super::bench::{Bench, PEOPLE, SPEC, without_hashes};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use std::path::Path;
use std::process::{Command, Stdio};

const MANY: usize = 400;

/// Rows that differ, with weights whose sum depends on the order in which they are added.
fn rows() -> Vec<String> {
    let row = |at: usize| {
        let (stratum, sex) = (["A", "B", "C"][at % 3], ["F", "M"][at / 7 % 2]);
        let weight = 1.0 + (at as f64 * 0.37).sin().abs() / 3.0;
        format!(
            "{},{stratum},k{},100,{weight},{sex},{},{}",
            1000 - at,
            at / 6,
            at % 5,
            at % 5 + 1
        )
    };
    (0..MANY).map(row).collect()
}

fn file(rows: &[String], ids: bool) -> String {
    let heading = PEOPLE.lines().next().unwrap();
    let all: Vec<&str> = std::iter::once(heading)
        .chain(rows.iter().map(String::as_str))
        .collect();
    let cut = |line: &&str| {
        if ids {
            (*line).to_owned()
        } else {
            line.split_once(',').unwrap().1.to_owned()
        }
    };
    all.iter().map(cut).collect::<Vec<_>>().join("\n")
}

const STEPS: &str = "[[weighting]]\nstep = \"rake\"\nmargins = \"sex\"\n[replicates.boot]\nmethod = \"bootstrap\"\n\
                     count = 20\nseed = \"x\"\n[[estimates]]\nname = \"index\"\nmean = \"age * weight\"\nby = \"sex\"\n";

fn spec(ids: bool) -> String {
    let spec = format!("errors = [\"calibrated\", \"fixed\", \"boot\"]\n{SPEC}{STEPS}");
    if ids {
        spec
    } else {
        spec.replace("[data]\nid = \"id\"\n", "")
    }
}

#[test]
fn rows_in_any_order_give_the_same_bits() {
    for ids in [true, false] {
        let bench = Bench::new();
        bench.puts("spec.toml", spec(ids));
        bench.puts("data.csv", file(&rows(), ids));
        let first = without_hashes(bench.result());
        let weights = bench.reads("out/weights.csv");
        let estimates = bench.reads("out/estimates.csv");
        for seed in 0..3 {
            let mut shuffled = rows();
            shuffled.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
            bench.puts("data.csv", file(&shuffled, ids));
            assert_eq!(without_hashes(bench.result()), first, "ids {ids}, seed {seed}");
            assert_eq!(bench.reads("out/estimates.csv"), estimates);
            if ids {
                assert_eq!(bench.reads("out/weights.csv"), weights);
            }
        }
    }
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    let bench = Bench::new();
    bench.puts("spec.toml", spec(true));
    bench.puts("data.csv", file(&rows(), true));
    bench.result();
    let first = bench.files("out");
    bench.result();
    assert!(bench.files("out") == first, "some file differs");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let bench = Bench::new();
    bench.puts("spec.toml", spec(true));
    bench.puts("data.csv", file(&rows(), true));
    bench.result();
    let all = bench.files("out");
    for threads in ["1", "2", "8"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_barometer"));
        let told = [
            "analyze",
            "spec.toml",
            "--data",
            "data.csv",
            "--out",
            threads,
            "--threads",
            threads,
        ];
        assert!(
            command
                .current_dir(bench.path(""))
                .args(told)
                .output()
                .unwrap()
                .status
                .success()
        );
        assert!(bench.files(threads) == all, "{threads} threads");
    }
}

#[test]
fn a_run_that_is_killed_or_cannot_write_leaves_no_half_results() {
    let bench = Bench::of_eight();
    let mut command = Command::new(env!("CARGO_BIN_EXE_barometer"));
    command
        .current_dir(bench.path(""))
        .args(["analyze", "spec.toml", "--data", "data.csv", "--out", "killed"]);
    let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(!bench.path("killed/results.json").exists() || bench.files("killed").len() == 11);
    // One of the names is taken by a folder: nothing else may appear either, and no passing files stay.
    std::fs::create_dir_all(bench.path("out/margins.csv")).unwrap();
    let output = bench.types("en", Path::new("spec.toml"), Path::new("data.csv"), "out");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("margins.csv"));
    assert_eq!(std::fs::read_dir(bench.path("out")).unwrap().count(), 1);
}

#[test]
fn weights_of_runs_that_are_no_more_go_with_the_results_that_they_belonged_to() {
    let bench = Bench::of_eight();
    bench.puts("spec.toml", format!("{SPEC}[runs.a]\n[runs.b]\nlevel = 0.9\n"));
    bench.result();
    assert!(bench.path("out/weights-a.csv").exists() && bench.path("out/weights-b.csv").exists());
    bench.puts("spec.toml", SPEC);
    bench.result();
    assert!(bench.path("out/weights.csv").exists() && !bench.path("out/weights-a.csv").exists());
}
