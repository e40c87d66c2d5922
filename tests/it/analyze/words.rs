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

#[test]
fn a_column_that_is_not_there_is_told_with_the_line_that_asks_for_it() {
    let bench = Bench::of_eight();
    bench.puts("spec.toml", SPEC.replace("\"stratum\"", "\"Stratum\""));
    says(
        &bench,
        [
            "data.csv:1: found no column “Stratum”, which spec.toml:9 asks for; expected “stratum”, perhaps",
            "缺少 spec.toml:9 要用的列“Stratum”",
        ],
    );
    let formula = "[[estimates]]\nname = \"m\"\nmean = \"q1 + agee\"\n";
    refused(
        formula,
        SAME,
        ["no column “agee”, which spec.toml:19 asks for", "spec.toml:19"],
    );
}

#[test]
fn a_refusal_names_its_run_where_there_are_several() {
    let rake =
        "[runs.plain]\nlevel = 0.9\n[runs.raked]\n[[runs.raked.weighting]]\nstep = \"rake\"\nmargins = \"sex\"\n";
    let change = ("60,15,F,2,2", "60,15,X,2,2");
    refused(
        rake,
        change,
        ["(run “raked”) [weighting]", "（方案“raked”） [weighting]"],
    );
}

#[test]
fn names_that_nothing_defines_are_told_with_what_would() {
    let bench = Bench::of_eight();
    let spec = SPEC.replace("[margins.sex]\ntotals = { F = 60, M = 40 }\n", "");
    bench.puts(
        "spec.toml",
        spec + "[[weighting]]\nstep = \"rake\"\nmargins = \"sex\"\n",
    );
    says(
        &bench,
        [
            "expected a name that is defined, and none is; [margins.NAME] or [population] would define one",
            "可用 [margins.NAME] 或 [population] 定义",
        ],
    );
}

#[test]
fn crossed_categories_are_written_with_their_sign() {
    let margin = "[margins.both]\ncolumns = [\"sex\", \"age\"]\ntotals = { \"F×1\" = 30, \"M × 1\" = 20 }\n";
    let said = [
        "spec.toml:19: found “F×1”; expected categories of 2 columns joined by “ × ”",
        "2 列的类别用“ × ”",
    ];
    refused(margin, SAME, said);
    let bench = Bench::of_eight();
    let step = "[margins.both]\ncolumns = [\"sex\", \"age\"]\n[population]\nfile = \"p.csv\"\n[[weighting]]\nstep = \"rake\"\nmargins = \"both\"\n";
    bench.puts("spec.toml", format!("{SPEC}{step}"));
    bench.puts("p.csv", "margin,level,total\nboth,F × 1,20\nboth,F*2,20\n");
    says(
        &bench,
        ["p.csv:3 [level]: found “F*2”; expected categories", "p.csv:3 [level]"],
    );
}

#[test]
fn limits_and_levels_that_cannot_be() {
    let fay = "[replicates.f]\nmethod = \"brr\"\nrho = 1\n";
    refused(
        fay,
        SAME,
        ["rho = 1; expected a number from 0 to below 1", "不小于 0、小于 1 的数"],
    );
    let change = "[[estimates]]\nname = \"y\"\nmean = \"q1\"\nby = \"age\"\n\
                  [[changes]]\nname = \"c\"\nof = \"y\"\nover = \"age\"\nfrom = 1\nto = 3\n";
    let said = [
        "“y” is not estimated for both “1” and “3” of “age”; its levels are 1, 2",
        "它的类别有 1、2",
    ];
    refused(change, SAME, said);
}

#[test]
fn what_rounding_leaves_is_not_told() {
    let margins = "[margins.age]\ntotals = { 1 = 33.3, 2 = 33.4, 3 = 66.60000000000001 }\n\
                   [[weighting]]\nstep = \"rake\"\nmargins = [\"sex\", \"age\"]\n";
    refused(
        margins,
        ("5,F,2,2", "5,F,3,2"),
        ["margin age sums to 133.3, margin sex to 100", "合计 133.3"],
    );
}

#[test]
fn codes_may_be_written_as_a_range() {
    let bench = Bench::of_eight();
    bench.puts("spec.toml", SPEC.replace("[1, 2, 3, 4, 5]", "\"1..5\""));
    let ranged = bench.result();
    bench.puts("spec.toml", SPEC.replace("[1, 2, 3, 4, 5]", "[\"1..3\", 4, 5]"));
    assert_eq!(bench.result()["runs"][0]["estimates"], ranged["runs"][0]["estimates"]);
    bench.puts("spec.toml", SPEC);
    assert_eq!(bench.result()["runs"][0]["estimates"], ranged["runs"][0]["estimates"]);
    let bench = Bench::of_eight();
    bench.puts("spec.toml", SPEC.replace("[1, 2, 3, 4, 5]", "\"5..1\""));
    says(
        &bench,
        [
            "spec.toml:6: found “5..1”; expected codes, or a range of whole numbers from the smaller to the larger",
            "由小到大的整数范围",
        ],
    );
}

#[test]
fn ratings_name_who_rated_twice_and_need_a_rating() {
    let added = "[ratings]\nfile = \"r.csv\"\nrespondent = \"who\"\nitem = \"dept\"\nvalue = \"y\"\nvalid = \"1..5\"\n\
                 [[estimates]]\nname = \"m\"\nitems = \"ratings\"\nmean = \"value\"\n";
    let bench = Bench::of_eight();
    bench.puts("spec.toml", format!("{SPEC}{added}"));
    bench.puts("r.csv", "who,dept,y\n1,a,5\n2,a,4\n1,a,3\n");
    let said = [
        "r.csv:4 [dept]: found a second rating of “a” by “1”",
        "“1”对“a”的第二条评价",
    ];
    says(&bench, said);
    bench.puts("r.csv", "who,dept,y\n1,a,\n");
    says(
        &bench,
        [
            "r.csv [y]: found nothing but missing values; expected at least one row with a rating",
            "只有缺失值",
        ],
    );
}
