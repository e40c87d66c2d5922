//! Where a refusal says that the mistake stands: lines of the specification, rows of tables and data, columns.

use super::*;

const RAKE: &str = "[[weighting]]\nstep = \"rake\"\nmargins = [\"sex\", \"age\"]\n";

/// Every woman is young and every man old.
fn couples() -> String {
    let aged = |line: &str| match (line.contains(",F,"), line.contains(",M,")) {
        (true, _) => format!("{line},young\n"),
        (_, true) => format!("{line},old\n"),
        _ => format!("{line},age\n"),
    };
    PEOPLE.lines().map(aged).collect()
}

#[track_caller]
fn says(spec: &str, data: &str, files: &[(&str, &str)], code: &str, all: &[&str]) {
    let (found, told) = refused(spec, data, files);
    assert_eq!(found, code, "{told}");
    for one in all {
        assert!(told.contains(one), "“{one}” is not in: {told}");
    }
}

#[test]
fn weights_that_are_all_0_are_told_by_file_column_and_line() {
    let spec = format!("{DESIGN}{MEAN}").replace("\"weight\"\n", "\"0 * weight\"\n");
    let all = [
        "data.csv [weight]: every base weight “0 * weight” is 0",
        "(line 5 of the specification)",
    ];
    says(&spec, PEOPLE, &[], "weight", &all);
}

#[test]
fn a_step_that_leaves_nobody_for_the_next_is_named() {
    let step =
        "[[weighting]]\nstep = \"scale\"\nto = 1e-320\n[[weighting]]\nstep = \"trim\"\nof = \"mean\"\nhigh = 1\n";
    let spec = format!("{DESIGN}{step}{MEAN}").replace("\"weight\"\n", "\"1e300 * weight\"\n");
    let all = [
        "data.csv [weight]: weighting step trim",
        "after the step scale",
        "(line 6 of",
    ];
    says(&spec, PEOPLE, &[], "weighting", &all);
}

#[test]
fn a_sample_above_its_population_is_told_where_the_population_stands() {
    let spec = |population: &str| {
        format!("{DESIGN}{MEAN}").replace("[design]", &format!("[design]\npopulation = {population}"))
    };
    let column = PEOPLE.replace(",60,", ",3,");
    let all = [
        "data.csv:6 [size]: the design: stratum B: 4 units in the sample but a population of 3",
        "(line 4 of the specification)",
    ];
    says(&spec("\"size\""), &column, &[], "design", &all);
    let jack = spec("\"size\"") + "[replicates.jk]\nmethod = \"jackknife\"\n";
    says(&format!("errors = \"jk\"\n{jack}"), &column, &[], "design", &all[..1]);
    let table = spec("{ file = \"strata.csv\", total = \"N\", columns = \"s\" }");
    let rows = "s,N\nA,40\nB,3\n";
    let all = [
        "strata.csv:3 [N]: the design: stratum B: 4 units in the sample but a population of 3",
        "the first of these units stands in data.csv:6 [stratum]",
        "(line 4 of the specification)",
    ];
    says(&table, PEOPLE, &[("strata.csv", rows)], "design", &all);
    let two = spec("[\"size\", { file = \"blocks.csv\", total = \"M\" }]")
        .replace("[design]", "[design]\nclusters = \"block\"");
    let rows = "stratum,block,M\nA,a1,4\nA,a2,1\nB,b1,4\nB,b2,4\n";
    let all = ["blocks.csv:3 [M]: the design: cluster a2", "data.csv:4 [stratum]"];
    says(&two, PEOPLE, &[("blocks.csv", rows)], "design", &all);
}

#[test]
fn lonely_strata_and_clusters_in_two_are_told_by_row_and_line() {
    let spec = format!("{DESIGN}{MEAN}").replace("[design]", "[design]\nclusters = \"block\"");
    let all = [
        "data.csv:6 [stratum]: the design: strata with a single cluster: B",
        "“certainty”",
    ];
    says(&spec, &PEOPLE.replace("b2", "b1"), &[], "design", &all);
    let all = [
        "data.csv:6 [block]: the design: cluster a1",
        "`nest = true`",
        "(line 4 of",
    ];
    says(&spec, &PEOPLE.replace("B,b1", "B,a1"), &[], "design", &all);
}

#[test]
fn margins_that_contradict_each_other_are_named_with_their_places() {
    let inline = "[margins.sex]\ntotals = { F = 60, M = 40 }\n";
    let age = |totals: &str| format!("{inline}[margins.age]\ntotals = {{ young = 50, old = {totals} }}\n{RAKE}");
    let all = [
        "margin age sums to 110, margin sex to 100, a difference of 10",
        "“age” (line 9 of the specification) contradicts “sex” (line 7 of the specification)",
        "(line 12 of the specification)",
    ];
    let spec = format!("{DESIGN}{}{MEAN}", age("60"));
    says(&spec, &couples(), &[], "weighting", &all);
    let all = [
        "category M is still 25 % off its total",
        "“sex” asks for M = 40 (line 7 of the specification) and contradicts “age” (line 9 of the specification)",
    ];
    let spec = format!("{DESIGN}{}{MEAN}", age("50"));
    says(&spec, &couples(), &[], "weighting", &all);
    let all = ["“sex” asks for", "contradicts “age”"];
    let third = "[margins.stratum]\ntotals = { A = 50, B = 50 }\n";
    let three = spec
        .replace("[\"sex\",", "[\"stratum\", \"sex\",")
        .replace("[margins.sex]", &format!("{third}[margins.sex]"));
    says(&three, &couples(), &[], "weighting", &all);
    let calibrated = spec.replace("\"rake\"", "\"calibrate\"");
    says(
        &calibrated,
        &couples(),
        &[],
        "weighting",
        &["20 % off its total", "contradicts"],
    );
    let file = format!("{DESIGN}{inline}[margins.age]\nfile = \"ages.csv\"\n{RAKE}{MEAN}");
    let rows = "age,total\nyoung,50\nold,50\n";
    let all = ["(line 7 of the specification) and contradicts “age” (ages.csv [total])"];
    says(&file, &couples(), &[("ages.csv", rows)], "weighting", &all);
    let swapped = file.replace("[\"sex\", \"age\"]", "[\"age\", \"sex\"]");
    let all = [
        "ages.csv:3 [age]: weighting step rake",
        "“age” asks for old = 50 (ages.csv:3)",
    ];
    says(&swapped, &couples(), &[("ages.csv", rows)], "weighting", &all);
}

#[test]
fn a_total_of_0_is_to_blame_itself() {
    let step = "[[weighting]]\nstep = \"poststratify\"\nmargin = \"sex\"\n";
    let inline = format!("{DESIGN}[margins.sex]\ntotals = {{ F = 0, M = 40 }}\n{step}{MEAN}");
    let all = [
        "margin sex: the total of F is 0, but there are respondents in it, the first in data.csv:2 [sex]",
        "(line 7 of the specification)",
    ];
    says(&inline, PEOPLE, &[], "weighting", &all);
    let file = format!("{DESIGN}[margins.sex]\nfile = \"p.csv\"\n{step}{MEAN}");
    let all = ["p.csv:3 [sex]: weighting step poststratify: margin sex: the total of F is 0"];
    says(&file, PEOPLE, &[("p.csv", "sex,total\nM,40\nF,0\n")], "weighting", &all);
    // Without a total the row is to blame.
    let all = [
        "data.csv:2 [sex]: weighting step",
        "category F has respondents but no population",
    ];
    says(&file, PEOPLE, &[("p.csv", "sex,total\nM,40\n")], "weighting", &all);
    let all = ["p.csv [margin]: no row is of the margin “sex”; there are “sexe”"];
    let long = format!("{DESIGN}[population]\nfile = \"p.csv\"\n{step}{MEAN}");
    says(
        &long,
        PEOPLE,
        &[("p.csv", "margin,level,total\nsexe,F,40\n")],
        "file",
        &all,
    );
}

#[test]
fn classes_without_respondents_say_whether_merging_would_help() {
    let step = |more: &str| {
        let step = "[[weighting]]\nstep = \"nonresponse\"\nresponded = \"y < 3 or y = 5\"\nclasses = \"block\"\n";
        format!("{DESIGN}lonely = \"certainty\"\n{step}{more}{MEAN}")
    };
    let all = [
        "data.csv:4 [block]: weighting step nonresponse: class a2 has no respondent",
        "`min_respondents = 1` (or more) merges such a class",
        "(line 10 of the specification)",
    ];
    says(&step(""), PEOPLE, &[], "weighting", &all);
    let merged = done(&step("min_respondents = 1\n"), PEOPLE, &[]);
    assert_eq!(
        merged.weighting[1].factors.len(),
        2,
        "{:?}",
        merged.weighting[1].factors
    );
    let nobody = step("within = \"stratum\"\nmin_respondents = 1\n").replace("y < 3 or ", "");
    let all = [
        "data.csv:2 [stratum × block]",
        "class a1|a2 of A has no respondent, with all classes of its group merged",
    ];
    says(&nobody, PEOPLE, &[], "weighting", &all);
}

#[test]
fn an_unknown_label_is_told_with_those_that_there_are() {
    let spec = format!("{DESIGN}{MEAN}by = \"sex\"\n[[contrasts]]\nname = \"c\"\n");
    let all = [
        "there is no estimate “m[W]”",
        "there are “m[F]”, “m[M]”",
        "(line 12 of the specification)",
    ];
    let linear = spec.clone() + "[contrasts.terms]\n\"m[W]\" = 1\n";
    says(
        &linear,
        PEOPLE,
        &[],
        "specification",
        &["“m[W]”", "“m[M]”", "(line 13 of the specification)"],
    );
    says(
        &(spec + "terms = { \"m[W]\" = 1 }\n"),
        PEOPLE,
        &[],
        "specification",
        &all,
    );
    let covariances = format!("{DESIGN}{MEAN}by = \"sex\"\n[[covariances]]\nname = \"c\"\nof = \"m[W]\"\n");
    says(&covariances, PEOPLE, &[], "specification", &all);
}
