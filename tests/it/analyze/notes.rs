//! Where a number is not given, a note says why.

use super::bench::{Bench, PEOPLE, SPEC, estimate, near};
use serde_json::Value;

#[track_caller]
fn of(spec: &str) -> Value {
    let bench = Bench::of_eight();
    bench.puts("spec.toml", format!("{SPEC}{spec}"));
    bench.puts("data.csv", PEOPLE);
    bench.result()
}

/// The first result of a kind with that name or label.
#[track_caller]
fn named<'v>(results: &'v Value, kind: &str, name: &str) -> &'v Value {
    let all = results["runs"][0][kind].as_array().unwrap();
    let found = all.iter().find(|one| one["label"] == name || one["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {all:?}"))
}

#[track_caller]
fn noted(one: &Value, code: &str) {
    let notes = one["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note["note"] == code), "{code}: {one:#}");
}

const PARTS: &str = "[[estimates]]\nname = \"half\"\nquantile = \"q1\"\nat = 0.5\n\
    [[estimates]]\nname = \"m\"\nmean = \"q1\"\n[[estimates]]\nname = \"a\"\nmean = \"age\"\n\
    [[estimates]]\nname = \"all\"\nproportion = \"age > 0\"\n";

#[test]
fn contrasts_say_why_they_have_no_value_or_no_test() {
    let contrasts = "[[contrasts]]\nname = \"q\"\nterms = { half = 1, m = -1 }\n\
        [[contrasts]]\nname = \"ln\"\nformula = \"ln(x - y)\"\nwhere = { x = \"a\", y = \"m\" }\n\
        [[contrasts]]\nname = \"flat\"\nterms = { all = 1 }\n";
    let results = of(&format!("{PARTS}{contrasts}"));
    noted(named(&results, "contrasts", "q"), "quantile_part");
    let ln = named(&results, "contrasts", "ln");
    noted(ln, "no_value");
    assert!(ln["estimate"].is_null(), "{ln}");
    let flat = named(&results, "contrasts", "flat");
    noted(flat, "no_variance");
    assert!(flat["p"].is_null() && flat["estimate"] == 1.0, "{flat}");
}

#[test]
fn a_quantile_near_the_end_has_no_upper_limit() {
    let results = of("[[estimates]]\nname = \"top\"\nquantile = \"q1\"\nat = 0.8\n");
    let top = estimate(&results, "main", "top");
    assert!(top["se"].is_null() && top["ci"]["woodruff"][1].is_null(), "{top}");
    noted(top, "no_limit");
}

#[test]
fn a_table_with_more_cells_than_clusters_has_no_wald_test() {
    let table =
        "[[independence]]\nname = \"t\"\nrows = \"q1\"\ncolumns = \"age\"\n[runs.b.design]\nclusters = \"block\"\n";
    let results = of(table);
    let table = named(&results, "independence", "t");
    assert!(table["wald_adjusted"]["f"].is_null(), "{table}");
    noted(table, "no_wald");
}

#[test]
fn a_composite_is_as_small_as_its_smallest_part() {
    let composite = "[[estimates]]\nname = \"s\"\nmean = \"q1\"\nby = \"sex\"\n\
        [[composites]]\nname = \"c\"\nof = \"s\"\nover = \"sex\"\nequal = true\n";
    let results = of(composite);
    noted(estimate(&results, "main", "c"), "too_few");
}

/// g(θ_r) in every replicate, as for an estimate that is g itself: a ratio of totals.
#[test]
fn a_formula_of_estimates_is_worked_out_in_every_replicate() {
    let spec = "[replicates.jk]\nmethod = \"jackknife\"\n[[estimates]]\nname = \"r\"\nratio = [\"q1\", \"age\"]\n\
        [[estimates]]\nname = \"t\"\ntotal = [\"q1\", \"age\"]\n\
        [[contrasts]]\nname = \"g\"\nformula = \"a / b\"\nwhere = { a = \"t[q1]\", b = \"t[age]\" }\n";
    let bench = Bench::of_eight();
    bench.puts("spec.toml", format!("errors = [\"jk\", \"fixed\"]\n{SPEC}{spec}"));
    let results = bench.result();
    let (ratio, contrast) = (estimate(&results, "main", "r"), named(&results, "contrasts", "g"));
    near(&contrast["estimate"], ratio["estimate"].as_f64().unwrap());
    near(&contrast["var"], ratio["var"].as_f64().unwrap());
    near(
        &contrast["errors"][1]["var"],
        ratio["errors"][1]["var"].as_f64().unwrap(),
    );
    let differ = contrast["errors"][0]["var"].as_f64().unwrap() / contrast["errors"][1]["var"].as_f64().unwrap();
    assert!(
        (differ - 1.0).abs() > 1e-6,
        "replicates and linearisation agree: {differ}"
    );
}
