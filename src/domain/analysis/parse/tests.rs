//! Specifications as their authors write them.

use super::*;
use crate::domain::analysis::spec::*;

const WHOLE: &str = r#"
title = "Satisfaction 2026"
level = 0.9
errors = ["calibrated", "fixed", "jk"]
[data]
id = "id"
missing = "NA"
keep = "year = 2026"
[columns]
base = "households / n_selected * adults"
twice = "2 * base"
[items.departments]
columns = "r##"
valid = [1, 2, 3, 4, 5]
other = 9
[design]
strata = "district"
clusters = ["block", "house"]
population = ["fpc", "fpc2"]
weight = "base"
lonely = "adjust"
[population]
file = "population.csv"
[margins.cells]
columns = ["district", "age"]
file = "population_cells.csv"
total = "residents"
[margins.income]
sum = 3914069
[[weighting]]
step = "nonresponse"
responded = "responded = 1"
classes = "age"
within = "district"
min_respondents = 20
max_factor = 2
[[weighting]]
step = "rake"
margins = ["district", "cells"]
tolerance = 1e-12
[[weighting]]
step = "trim"
low = 0.3
high = 3
of = "median"
[[weighting]]
step = "rake"
margins = ["district"]
[[weighting]]
step = "calibrate"
margins = ["district", "income"]
distance = "logit"
bounds = [0.5, 2]
[replicates.jk]
method = "jackknife"
units = "group"
[[estimates]]
name = "satisfied"
items = "departments"
proportion = "value in [4, 5]"
by = ["district", "year"]
[[estimates]]
name = "several"
mean = ["api00", "api99"]
[[composites]]
name = "score"
of = "satisfied"
over = "district"
weights = { R = 60, E = 40 }
times = 0.2
[[contrasts]]
name = "ln ratio"
formula = "ln(a / b)"
where = { a = "satisfied[r01, 1, 2026]", b = "score[r01]" }
[[changes]]
name = "change"
of = "satisfied"
over = "year"
from = 2025
to = 2026
adjust = "holm"
[runs.plain]
weighting = []
[runs.no_fpc]
errors = "fixed"
[runs.no_fpc.design]
population = []
"#;

fn refused(text: &str) -> String {
    parse("spec.toml", text).unwrap_err().to_string()
}

#[test]
fn a_whole_specification() {
    let spec = parse("spec.toml", WHOLE).unwrap();
    assert_eq!(spec.title, "Satisfaction 2026");
    assert_eq!(spec.data.missing, ["NA"]);
    assert_eq!(spec.columns[0].1.text, "households / n_selected * adults");
    assert_eq!(spec.items[0].other, ["9"]);
    assert_eq!(
        spec.runs.iter().map(|run| run.name.as_str()).collect::<Vec<_>>(),
        ["plain", "no_fpc"]
    );
    let plain = &spec.runs[0];
    assert!(plain.weighting.is_empty());
    assert_eq!(
        plain.design.population,
        ["fpc", "fpc2"].map(|name| PopulationSpec::Column(name.into()))
    );
    assert_eq!(plain.errors.as_ref().unwrap()[2], ErrorsSpec::Replicates("jk".into()));
    let other = &spec.runs[1];
    assert_eq!(other.errors, Some(vec![ErrorsSpec::Fixed]));
    assert!(other.design.population.is_empty());
    assert_eq!(other.design.clusters, ["block", "house"]);
    let names: Vec<&str> = other.weighting.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["nonresponse", "rake", "trim", "rake_2", "calibrate"]);
    let margins: Vec<&str> = other.margins.iter().map(|margin| margin.name.as_str()).collect();
    assert_eq!(margins, ["cells", "income", "district"]);
    assert_eq!(other.margins[1].totals, TotalsSpec::Sum(3_914_069.0));
    assert!(matches!(&other.margins[2].totals, TotalsSpec::Long { total, .. } if total == "total"));
    assert!(matches!(&other.estimates[1].kind, EstimateKind::Mean(of) if of.len() == 2));
    assert!((other.level - 0.9).abs() < 1e-15);
    let jackknife = |run: &RunSpec| run.replicates[0].method.clone();
    assert!(matches!(
        jackknife(plain),
        ReplicatesMethod::Jackknife { fpc: true, .. }
    ));
    assert!(matches!(
        jackknife(other),
        ReplicatesMethod::Jackknife { fpc: false, .. }
    ));
}

#[test]
fn slips_are_told_by_line_with_the_nearest_word() {
    let said = refused("titel = \"x\"\n[design]\nstratum = \"a\"\n[[estimates]]\nname = \"m\"\nmean = \"a +\"\n");
    assert!(
        said.contains("spec.toml:1: found an unknown key “titel”; expected “title”"),
        "{said}"
    );
    assert!(
        said.contains("spec.toml:3: found an unknown key “stratum”; expected “strata”"),
        "{said}"
    );
    assert!(said.contains("spec.toml:6: found the end of the formula"), "{said}");
}

#[test]
fn names_that_lead_nowhere_are_refused() {
    let text = WHOLE
        .replace("\"jk\"]", "\"jj\"]")
        .replace(
            "margins = [\"district\", \"cells\"]",
            "margins = [\"district\", \"celss\", \"x\"]",
        )
        .replace(
            "[population]\nfile = \"population.csv\"\n",
            "[margins.district]\ntotals = { a = 1 }\n",
        )
        .replace("items = \"departments\"", "items = \"department\"")
        .replace("over = \"district\"", "over = \"distrct\"")
        .replace("b = \"score[r01]\"", "b = \"scre[r01]\"");
    let said = refused(&text);
    for part in [
        "found an unknown name “jj” under “errors”; expected “jk”, perhaps",
        "found an unknown name “celss” under “weighting”; expected “cells”, perhaps",
        "found an unknown name “x” under “weighting”",
        "found an unknown name “department” under “estimates”; expected “departments”, perhaps",
        "found an unknown name “distrct” under “composites”; expected “district”, perhaps",
        "found an unknown name “scre[r01]” under “contrasts”; expected the label of an estimate",
    ] {
        assert!(said.contains(part), "{part} not in:\n{said}");
    }
}

#[test]
fn numbers_outside_their_range_are_refused() {
    let text = WHOLE
        .replace("level = 0.9", "level = 95")
        .replace("bounds = [0.5, 2]", "bounds = [1.2, 2]")
        .replace("low = 0.3", "low = 4")
        .replace("twice = \"2 * base\"", "twice = \"2 * base\"\nx = \"y\"\ny = \"x\"");
    let said = refused(&text);
    for part in [
        "a share above 0 and below 1",
        "0 <= L < 1 < U",
        "a lower limit below",
        "need each other: x, y",
    ] {
        assert!(said.contains(part), "{part} not in:\n{said}");
    }
    let logit = WHOLE.replace("bounds = [0.5, 2]\n", "");
    assert!(refused(&logit).contains("bounds = [L, U], because the distance is “logit”"));
}

#[test]
fn a_slip_in_the_common_part_is_told_once_however_many_runs_there_are() {
    let said = refused(&WHOLE.replace("of = \"median\"", "of = \"medain\""));
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn an_empty_specification_says_nothing_to_do() {
    assert!(refused("title = \"x\"\n").contains("without weighting and without estimates"));
}

#[test]
fn runs_have_plain_names_because_files_are_named_after_them() {
    let with = |run: &str| format!("[[estimates]]\nname = \"m\"\nmean = \"y\"\n[runs.{run}]\nlevel = 0.9\n");
    for plain in ["lin", "\"加权_2-b.c\"", "2026"] {
        assert!(parse("spec.toml", &with(plain)).is_ok(), "{plain}");
    }
    for wrong in ["\"../../evil\"", "\"a/b\"", "\".hidden\"", "\"\"", "\"a b\"", "'c:\\x'"] {
        let said = refused(&with(wrong));
        assert!(said.starts_with("spec.toml:4"), "{said}");
        assert!(said.contains("because files are named after the run"), "{said}");
    }
}

#[test]
fn refusals_of_numbers_name_what_is_wrong_with_them() {
    let said = refused(&format!("{WHOLE}\n[[weighting]]\nstep = \"trim\"\nlow = -1\n"));
    assert!(said.contains("expected a number of 0 or more"), "{said}");
    assert!(!said.contains("rating"), "{said}");
    let said = refused(
        "[[estimates]]\nname = \"m\"\nmean = \"y\"\nby = \"g\"\n[[composites]]\nname = \"c\"\nof = \"m\"\n\
         over = \"g\"\nweights = { a = 0, b = 0 }\n",
    );
    assert!(
        said.contains("expected a weight above 0 for at least one part"),
        "{said}"
    );
}
