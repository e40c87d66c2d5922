//! What is said when something is refused: where it stands, what was found and what helps, in either language.

use super::bench::{Bench, PEOPLE, SPEC};
use std::path::Path;

/// Refuses the eight people's specification with something added, and data with something changed, in both languages.
#[track_caller]
fn refused(added: &str, change: (&str, &str), said: [&str; 2]) {
    let bench = Bench::of_eight();
    bench.puts("spec.toml", format!("{SPEC}{added}"));
    assert!(PEOPLE.contains(change.0), "nothing to change");
    bench.puts(
        "data.csv",
        if change.0.is_empty() {
            PEOPLE.to_owned()
        } else {
            PEOPLE.replace(change.0, change.1)
        },
    );
    says(&bench, said);
}

#[track_caller]
fn says(bench: &Bench, said: [&str; 2]) {
    for (lang, said) in ["en", "zh"].into_iter().zip(said) {
        let output = bench.types(lang, Path::new("spec.toml"), Path::new("data.csv"), "out");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(said) && output.status.code() == Some(1), "{told}\n{said}");
    }
    assert!(!bench.path("out").exists());
}

const SAME: (&str, &str) = ("", "");

#[test]
fn a_number_that_is_no_truth() {
    let estimate = |what: &str| format!("[[estimates]]\nname = \"t\"\n{what}\n");
    let first = ["data.csv:3 [age]: “age” is 2", "data.csv:3 [age]: “age”为 2"];
    refused(&estimate("proportion = \"age\""), SAME, first);
    refused(&estimate("mean = \"q1\"\namong = \"age and q1 = 5\""), SAME, first);
    refused(&estimate("mean = \"if(age, 1, 0)\""), SAME, first);
    let step = "[[weighting]]\nstep = \"nonresponse\"\nresponded = \"age\"\n";
    refused(step, SAME, first);
    let eligible = "[[weighting]]\nstep = \"nonresponse\"\nresponded = \"q1 = 5\"\neligible = \"age\"\n";
    refused(eligible, SAME, first);
    let battery = estimate("items = \"qs\"\nproportion = \"value\"");
    refused(&battery, SAME, ["data.csv:2", "“value in [4, 5]”"]);
    let bench = Bench::of_eight();
    bench.puts("spec.toml", SPEC.replace("id = \"id\"", "id = \"id\"\nkeep = \"age\""));
    says(
        &bench,
        [
            "data.csv:3 [age]: found “2”; expected 1 (true) or 0 (false), because of “age”",
            "发现：“2”；应为：1（真）或 0（假），因为“age”问的是真假",
        ],
    );
}

#[test]
fn a_column_of_ones_and_zeros_is_a_truth() {
    let bench = Bench::of_eight();
    let data = PEOPLE.replace(",2,", ",0,");
    bench.puts("data.csv", data);
    let added = "[[estimates]]\nname = \"young\"\nproportion = \"age\"\namong = \"age or q1 > 0\"\n\
                 [items.ages]\ncolumns = \"age\"\nvalid = [0, 1]\n[[estimates]]\nname = \"coded\"\nitems = \"ages\"\nproportion = \"value\"\n";
    bench.puts("spec.toml", SPEC.replace("5]\nother", "5, 0]\nother") + added);
    let results = bench.result();
    let of = |label: &str| super::bench::estimate(&results, "main", label)["estimate"].clone();
    assert_eq!(of("young"), 0.5);
    assert_eq!(of("coded[age]"), 0.5);
}
