//! Figures that are each in their range and together make no sense.

use super::*;

const ROUND: &str = "round.toml";
const METHOD: &str = "method.toml";

#[test]
fn more_departments_than_can_be_rated_or_shown() {
    only(
        ROUND,
        "max_departments = 2",
        "max_departments = 3",
        "max_departments",
        "max_departments = 3 of “residents”",
        "at most 2, the number of departments that this audience may rate",
    );
    // One is always shown, and of the two others one is drawn.
    let mut files = example(1);
    for file in &mut files {
        if file.path == "departments.csv" {
            let more = file
                .text
                .lines()
                .last()
                .unwrap()
                .replace("parks", "zoo")
                .replace(",low,", ",high,");
            file.text = format!("{}\n{more}\n", file.text.trim_end());
        }
        file.text = file.text.replace("max_departments = 2", "max_departments = 3");
    }
    let problems = parse(files).unwrap_err().0;
    says(
        &problems,
        ROUND,
        17,
        "max_departments = 3",
        "at most 2, the number of departments that a respondent",
    );
}

#[test]
fn a_sample_that_its_own_figures_contradict() {
    only(
        ROUND,
        "minimum = 0",
        "minimum = 201",
        "minimum",
        "minimum = 201",
        "a whole number from 0 to 200",
    );
    let (problems, line) = mistake(ROUND, "total = 200", "total = 0", "total");
    says(&problems, ROUND, line, "total = 0", "a whole number from 1");
    let (problems, line) = mistake(ROUND, "N = 100, S = 100", "N = 200, S = 0", "S = 0");
    says(&problems, ROUND, line, "S = 0", "a whole number from 1");
    only(
        ROUND,
        "attributes = [\"sex\"]",
        "attributes = [\"sex\", \"phone\"]",
        "attributes",
        "the column “phone” in two roles",
        "each column in one role",
    );
}

#[test]
fn an_attribute_that_nothing_uses() {
    let attributes = |columns: &str, found: &str, expected: &str| {
        let list = format!("attributes = [{columns}]");
        only(ROUND, "attributes = [\"sex\"]", &list, "attributes", found, expected);
    };
    let found = "the attribute “sexx” of “residents”, which no margin and no stratum uses";
    attributes("\"sexx\"", found, "“sex”, perhaps (allowed: “sex”, “age” or “area”)");
    let found = "the attribute “household” of “residents”";
    attributes(
        "\"age\", \"area\", \"household\"",
        found,
        "a raking variable of this audience",
    );
}

#[test]
fn thresholds_in_the_wrong_order() {
    only(
        METHOD,
        "flag = 100",
        "flag = 20",
        "flag = 20",
        "flag = 20",
        "a number from 30 to 100000",
    );
    only(
        METHOD,
        "median_share_strong = 0.33",
        "median_share_strong = 0.6",
        "median_share_strong",
        "median_share_strong = 0.6",
        "a number from 0 to 0.5",
    );
    only(
        METHOD,
        "upper = 3",
        "upper = 0.9",
        "upper",
        "upper = 0.9",
        "a number from 1 to 1000",
    );
    let (problems, line) = mistake(METHOD, "lower = 0.3\nupper = 3", "lower = 1\nupper = 1", "upper = 1");
    says(&problems, METHOD, line, "upper = 1", "a number above 1");
    only(
        METHOD,
        "deff_warn = 2",
        "battery_most = 3\ndeff_warn = 2",
        "battery_most",
        "battery_most = 3",
        "from 0 to 2",
    );
}

#[test]
fn a_stratum_that_its_margin_does_not_have() {
    let survey = |from: &str, to: &str| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/beijing-2009");
        let path = |inside: &str| std::fs::read_to_string(root.join(inside)).unwrap();
        let files = folder("beijing-2009")
            .files
            .into_iter()
            .map(|file| match file.path.as_str() {
                ROUND => SurveyFile {
                    text: path(ROUND).replacen(from, to, 1),
                    ..file
                },
                _ => file,
            });
        parse(files.collect())
    };
    let problems = survey("\"110101\", \"110102\"", "\"110100\", \"110102\"")
        .unwrap_err()
        .0;
    let stratum = |problem: &&Problem| matches!(problem.found, Found::StratumOutsideMargin(..));
    let told: Vec<String> = problems.iter().filter(stratum).map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{problems:?}");
    assert!(
        told[0].contains(
            "found the stratum “110100” of “residents”, which margin “district” does not have; expected one of 110101"
        ),
        "{told:?}"
    );
}
