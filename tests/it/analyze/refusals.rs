//! What cannot be analysed is refused with file, line and column or category, a code for programs, in either language,
//! and the folder of results stays as it was.

use super::bench::{Bench, PEOPLE, SPEC};
use std::path::Path;

/// Part of the specification or of the data, and what stands there instead.
type Change = (&'static str, &'static str);

/// A specification and data with one mistake, and what the refusal must name.
struct Case {
    name: &'static str,
    spec: Change,
    data: Change,
    code: &'static str,
    names: &'static [&'static str],
}

const SAME: Change = ("", "");
const RAKE: &str = "[[weighting]]\nstep = \"rake\"\nmargins = \"sex\"\n";

const fn spec(name: &'static str, change: Change, code: &'static str, names: &'static [&'static str]) -> Case {
    let data = SAME;
    Case {
        name,
        spec: change,
        data,
        code,
        names,
    }
}

const fn data(name: &'static str, change: Change, code: &'static str, names: &'static [&'static str]) -> Case {
    let spec = SAME;
    Case {
        name,
        spec,
        data: change,
        code,
        names,
    }
}

const fn both(
    name: &'static str,
    spec: Change,
    data: Change,
    code: &'static str,
    names: &'static [&'static str],
) -> Case {
    Case {
        name,
        spec,
        data,
        code,
        names,
    }
}

const DESIGN: Change = ("weight = \"weight\"", "weight = \"weight\"\npopulation = \"size\"");
const BLOCKS: Change = ("weight = \"weight\"", "weight = \"weight\"\nclusters = \"block\"");

const CASES: [Case; 34] = [
    spec("not TOML", ("\"Eight people\"", "Eight"), "input", &["spec.toml:1"]),
    spec(
        "a key",
        ("strata =", "stratas ="),
        "input",
        &["spec.toml:9", "stratas", "strata"],
    ),
    spec(
        "a margin",
        ("[[est", "[[weighting]]\nstep = \"rake\"\nmargins = \"sexe\"\n[[est"),
        "input",
        &["spec.toml:13", "sexe", "sex"],
    ),
    spec(
        "a column",
        ("\"stratum\"", "\"stratun\""),
        "input",
        &["data.csv:1", "stratun", "stratum"],
    ),
    spec("a formula", ("[4, 5]", "[4, 5"), "input", &["spec.toml:16"]),
    spec(
        "a replicate set",
        ("title", "errors = \"b\"\ntitle"),
        "input",
        &["spec.toml:1", "b"],
    ),
    spec(
        "nothing calibrated",
        ("title", "errors = \"calibrated\"\ntitle"),
        "specification",
        &["calibrated"],
    ),
    spec(
        "limits",
        ("[[est", "[[weighting]]\nstep = \"trim\"\nlow = 3\nhigh = 2\n[[est"),
        "input",
        &["spec.toml", "low = 3", "high = 2"],
    ),
    spec(
        "nobody kept",
        ("id = \"id\"", "id = \"id\"\nkeep = \"age > 7\""),
        "input",
        &["data.csv", "keep"],
    ),
    spec(
        "no responses",
        (
            "[[est",
            "[[weighting]]\nstep = \"nonresponse\"\nresponded = \"q1 = 77\"\nclasses = \"age\"\n[[est",
        ),
        "weighting",
        &["nonresponse", "1"],
    ),
    spec(
        "no pairs",
        ("title", "errors = \"b\"\nreplicates.b.method = \"brr\"\ntitle"),
        "replicates",
        &["b", "A", "4"],
    ),
    spec(
        "a label",
        (
            "[[est",
            "[[contrasts]]\nname = \"c\"\nterms = { \"satisfied[q1]\" = 1, \"satisfied[q2]\" = -1 }\n[[est",
        ),
        "specification",
        &["satisfied[q2]", "satisfied[q1]"],
    ),
    spec(
        "a division by zero",
        ("[[est", "[[estimates]]\nname = \"m\"\nmean = \"1 / (age - 2)\"\n[[est"),
        "formula",
        &["data.csv:3", "1 / (age - 2)"],
    ),
    spec(
        "a text in a sum",
        ("[[est", "[[estimates]]\nname = \"m\"\nmean = \"sex + 1\"\n[[est"),
        "formula",
        &["data.csv:2 [sex]", "F"],
    ),
    both(
        "a text for a number",
        ("[[est", "[[estimates]]\nname = \"m\"\nmean = \"age\"\n[[est"),
        ("15,F,2,2", "15,F,NA,2"),
        "formula",
        &["data.csv:8 [age]", "NA"],
    ),
    data("an id twice", ("\n7,", "\n6,"), "input", &["data.csv:8 [id]", "6", "7"]),
    data("no id", ("\n7,", "\n,"), "input", &["data.csv:8 [id]"]),
    data("a code", ("M,2,9", "M,2,7"), "input", &["data.csv:5 [q1]", "7"]),
    data(
        "a short row",
        ("15,F,2,2", "15,F,2"),
        "input",
        &["data.csv:8 [q1]", "7", "8"],
    ),
    data(
        "a heading twice",
        ("sex,age", "sex,sex"),
        "input",
        &["data.csv:1", "sex"],
    ),
    data("an open quotation mark", ("\n7,B", "\n7,\"B"), "input", &["data.csv"]),
    data(
        "an open quotation mark in the last column",
        ("F,2,2\n", "F,2,\"2\n"),
        "input",
        &["data.csv:8"],
    ),
    data("no stratum", ("\n7,B", "\n7,"), "input", &["data.csv:8 [stratum]"]),
    both(
        "no population",
        DESIGN,
        ("b2,60,15,F", "b2,,15,F"),
        "input",
        &["data.csv:8 [size]"],
    ),
    both(
        "two populations",
        DESIGN,
        ("b2,60,15,F", "b2,61,15,F"),
        "design",
        &["data.csv:8 [size]", "B", "60", "61"],
    ),
    both(
        "a sample above its population",
        DESIGN,
        (",40,", ",3,"),
        "design",
        &["data.csv:2 [size]", "A", "3"],
    ),
    both(
        "a block in two strata",
        BLOCKS,
        ("B,b2", "B,a2"),
        "design",
        &["data.csv:8 [block]", "a2", "A", "B"],
    ),
    both(
        "a lonely stratum",
        BLOCKS,
        ("b2", "b1"),
        "design",
        &["data.csv:6 [stratum]", "B", "lonely"],
    ),
    data(
        "a weight below 0",
        ("60,15,F,2,2", "60,-15,F,2,2"),
        "weight",
        &["data.csv:8 [weight]", "-15"],
    ),
    data(
        "no weight",
        ("60,15,F,2,2", "60,,F,2,2"),
        "weight",
        &["data.csv:8 [weight]"],
    ),
    data(
        "a weight that is no number",
        ("60,15,F,2,2", "60,NaN,F,2,2"),
        "formula",
        &["data.csv:8 [weight]", "NaN"],
    ),
    both(
        "no category",
        ("[[est", RAKED),
        ("60,15,F,2,2", "60,15,,2,2"),
        "weighting",
        &["data.csv:8 [sex]", "rake"],
    ),
    both(
        "a category without population",
        ("[[est", RAKED),
        ("60,15,F,2,2", "60,15,X,2,2"),
        "weighting",
        &["data.csv:8 [sex]", "X"],
    ),
    spec(
        "a population without people",
        ("M = 40 }\n[[est", EMPTY),
        "weighting",
        &["data.csv [sex]", "X"],
    ),
];

const RAKED: &str = "[[weighting]]\nstep = \"rake\"\nmargins = \"sex\"\n[[est";
const EMPTY: &str = "M = 40, X = 5 }\n[[weighting]]\nstep = \"rake\"\nmargins = \"sex\"\n[[est";

/// Words of a language that a sentence of the other one would have.
fn speaks(text: &str, lang: &str) -> bool {
    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let english = ["the ", " has ", " is ", "expected", "found "]
        .iter()
        .any(|word| text.contains(word));
    if lang == "zh" { chinese && !english } else { !chinese }
}

#[test]
fn every_mistake_is_named_in_both_languages_and_nothing_is_written() {
    let mut wrong = Vec::new();
    for case in &CASES {
        let bench = Bench::of_eight();
        let old = [("results.json", "older"), ("weights-x.csv", "older")];
        std::fs::create_dir(bench.path("out")).unwrap();
        old.iter()
            .for_each(|(name, content)| bench.puts(&format!("out/{name}"), content));
        let before = bench.files("out");
        let replaced = |text: &str, change: Change| {
            assert!(text.contains(change.0), "{}: nothing to change", case.name);
            if change.0.is_empty() {
                text.to_owned()
            } else {
                text.replace(change.0, change.1)
            }
        };
        bench.puts("spec.toml", replaced(SPEC, case.spec));
        bench.puts("data.csv", replaced(PEOPLE, case.data));
        for lang in ["zh", "en"] {
            let output = bench.types(lang, Path::new("spec.toml"), Path::new("data.csv"), "out");
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            let first = told.trim_start().lines().next().unwrap_or_default().to_owned();
            let named = case.names.iter().all(|name| told.contains(name));
            let coded = first.ends_with(&format!(" [{}]", case.code));
            let refused = output.status.code() == Some(1) && bench.files("out") == before;
            // What TOML's reader says stays as it says it.
            let spoken = case.name == "not TOML" || speaks(&told, lang);
            if !(named && coded && refused && spoken) {
                wrong.push(format!(
                    "{} ({lang}): named {named}, coded {coded}, refused {refused}, spoken {spoken}\n{told}",
                    case.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn margins_that_contradict_each_other_name_the_worst_category() {
    let bench = Bench::of_eight();
    let age = "[margins.age]\ntotals = { \"1\" = 50, \"2\" = 50 }\n";
    bench.puts(
        "spec.toml",
        format!("{SPEC}{age}{}", RAKE.replace("\"sex\"", "[\"sex\", \"age\"]")),
    );
    // Every woman is of age 1 and every man of age 2, but there are 60 and 50 of them.
    bench.puts("data.csv", PEOPLE.replace("F,2", "F,1").replace("M,1", "M,2"));
    let output = bench.types("en", Path::new("spec.toml"), Path::new("data.csv"), "out");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("margin sex") && told.contains("meet all margins together"),
        "{told}"
    );
    assert!(!bench.path("out").exists());
}

#[test]
fn supplied_replicates_are_refused_by_the_row_of_their_file() {
    let bench = Bench::of_eight();
    let set = "[replicates.b]\nmethod = \"supplied\"\nfile = \"draws.csv\"\nid = \"id\"\ncolumns = \"b*\"\nare = \"multipliers\"\n";
    bench.puts("spec.toml", format!("errors = \"b\"\n{SPEC}{set}"));
    let row = |id: u32| format!("{id},1,{}\n", if id == 7 { -1 } else { 1 });
    bench.puts(
        "draws.csv",
        format!("id,b1,b2\n{}", (1..=8).map(row).collect::<String>()),
    );
    let output = bench.types("zh", Path::new("spec.toml"), Path::new("data.csv"), "out");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("draws.csv:8 [b2]") && told.contains("不小于 0 的数"),
        "{told}"
    );
}

#[test]
fn draws_that_differ_inside_a_block_are_refused_by_the_row_of_their_file() {
    let bench = Bench::of_eight();
    let set =
        "[replicates.b]\nmethod = \"supplied\"\nfile = \"draws.csv\"\nid = \"id\"\ncolumns = \"b*\"\nare = \"draws\"\n";
    let spec = SPEC.replace("[design]", "[design]\nclusters = \"block\"");
    bench.puts("spec.toml", format!("errors = \"b\"\n{spec}{set}"));
    // The file runs from the last to the first: person 6 of block b1 stands in line 4.
    let row = |id: u32| {
        format!(
            "{id},{},{}\n",
            u32::from([1, 2, 5, 6].contains(&id)),
            u32::from(id == 5)
        )
    };
    bench.puts(
        "draws.csv",
        format!("id,b1,b2\n{}", (1..=8).rev().map(row).collect::<String>()),
    );
    let output = bench.types("en", Path::new("spec.toml"), Path::new("data.csv"), "out");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("draws.csv:4 [b2]: replicates “b”: replicate 2, row 4"),
        "{told}"
    );
}
