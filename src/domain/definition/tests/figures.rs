//! Mistakes in the round, the method, the departments and the margins, one at a time.

use super::*;

const METHOD: &str = "method.toml";
const DEPARTMENTS: &str = "departments.csv";

#[test]
fn an_unbalanced_scale() {
    only(
        METHOD,
        "value = 50",
        "value = 70",
        "[scale]",
        "unbalanced scale: values [100.0, 70.0, 0.0]",
        "mirrored around the middle, 50",
    );
    let found = "unbalanced scale: 2 satisfied, 0 middle, 1 dissatisfied";
    only(
        METHOD,
        "side = \"middle\"",
        "side = \"satisfied\"",
        "[scale]",
        found,
        "as many satisfied as dissatisfied",
    );
    let (problems, line) = mistake(METHOD, "code = \"2\"", "code = \"9\"", "code = \"9\"");
    says(&problems, METHOD, line, "code “9” twice", "each code once");
    let (problems, line) = mistake(METHOD, "dont_know = \"9\"\n", "", "[scale]");
    says(&problems, METHOD, line, "no “dont_know”", "the one code");
}

#[test]
fn bad_words_numbers_and_keys_of_the_method() {
    only(
        METHOD,
        "rule = \"rate\"",
        "rule = \"rates\"",
        "rates",
        "rule = \"rates\"",
        "“rate”, “index”, “target”, “bands” or “min-max”",
    );
    only(
        METHOD,
        "level = 0.95",
        "level = 95",
        "level",
        "level = 95",
        "a number from 0.5 to 0.999",
    );
    let (problems, line) = mistake(METHOD, "max_cycles = 100", "max_cycels = 100", "[raking]");
    says(&problems, METHOD, line, "no “max_cycles”", "a whole number");
}

#[test]
fn a_typo_in_a_method_key_names_the_nearest() {
    let (problems, line) = mistake(METHOD, "tolerance", "tolerence", "tolerence");
    says(
        &problems,
        METHOD,
        line,
        "unknown key “tolerence”",
        "“tolerance”, perhaps",
    );
}

#[test]
fn audience_weights_that_do_not_sum_to_one() {
    only(
        DEPARTMENTS,
        "high,1",
        "high,0.9",
        "high,0.9",
        "“water” that sum to 0.9",
        "a sum of 1",
    );
}

#[test]
fn a_department_nobody_may_rate() {
    only(
        DEPARTMENTS,
        "high,1",
        "high,0",
        "high,0",
        "“water”, which nobody may rate",
        "at least one audience",
    );
}

#[test]
fn a_department_rated_by_an_audience_that_does_not_exist() {
    let (problems, _) = mistake(DEPARTMENTS, "weight_residents", "weight_resident", "id,");
    says(
        &problems,
        DEPARTMENTS,
        1,
        "audience “resident”, which does not exist",
        "“residents”",
    );
}

#[test]
fn duplicate_departments_audiences_and_margins() {
    let (problems, line) = mistake(DEPARTMENTS, "parks,", "water,", "Parks");
    says(
        &problems,
        DEPARTMENTS,
        line,
        "department “water” twice",
        "each department once",
    );
    let second = "[[audience]]\nid = \"residents\"\nmax_departments = 2\n\n[[audience]]\nid = \"residents\" # again";
    let (problems, line) = mistake("round.toml", "[[audience]]\nid = \"residents\"", second, "# again");
    says(
        &problems,
        "round.toml",
        line,
        "audience “residents” twice",
        "each audience once",
    );
    let (problems, line) = mistake(METHOD, "id = \"age\"", "id = \"sex\"", "margins/age.csv");
    says(&problems, METHOD, line - 3, "margin “sex” of “residents” twice", "once");
}

#[test]
fn a_byte_order_mark_is_no_problem() {
    let mut files = example(1);
    for file in &mut files {
        file.text = format!("\u{feff}{}", file.text);
    }
    let survey = parse(files).unwrap();
    assert_eq!(survey.definition_hash(), parse(example(1)).unwrap().definition_hash());
}

#[test]
fn cells_of_the_departments_are_checked() {
    only(
        DEPARTMENTS,
        "Running,low,1",
        "Running,lov,1",
        "lov",
        "“lov”",
        "“low”, “medium” or “high”",
    );
    only(
        DEPARTMENTS,
        ",供水,",
        ",,",
        "water,",
        "an empty cell",
        "the text in Chinese",
    );
    only(DEPARTMENTS, "low,1", "low", "parks", "11 cells", "12 cells");
}

#[test]
fn margin_categories_that_no_answer_falls_into() {
    let (problems, line) = mistake("margins/sex.csv", "female", "woman", "woman");
    says(
        &problems,
        "margins/sex.csv",
        line,
        "category “woman”",
        "“male” or “female”",
    );
    says(&problems, "margins/sex.csv", 1, "no row for “female”", "every category");
    let (problems, line) = mistake(METHOD, "2 = \"female\"", "3 = \"female\"", "3 = \"female\"");
    says(&problems, METHOD, line, "answer code “3”", "“1”, “2” or “8”");
    says(
        &problems,
        METHOD,
        line,
        "no value for answer code “2”",
        "does not stand apart",
    );
}

#[test]
fn a_margin_of_an_unknown_question_or_file() {
    let (problems, line) = mistake(METHOD, "question = \"age\"", "question = \"know\"", "\"know\"");
    says(
        &problems,
        METHOD,
        line,
        "question = \"know\"",
        "asked once: “agree”, “age” or “sex”",
    );
    let (problems, line) = mistake(METHOD, "question = \"sex\"", "question = \"gender\"", "gender");
    says(&problems, METHOD, line, "question = \"gender\"", "“sex”");
    let (problems, line) = mistake(METHOD, "margins/age.csv", "margins/ages.csv", "ages.csv");
    says(
        &problems,
        METHOD,
        line,
        "no file “margins/ages.csv”",
        "“margins/age.csv”",
    );
}

#[test]
fn a_margin_too_far_from_its_master() {
    let (problems, _) = mistake("margins/age.csv", "6015", "6051", "6051");
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].place.file == METHOD && problems[0].place.line > 0,
        "{}",
        problems[0]
    );
    assert!(
        problems[0].found.to_string().contains("+0.51 % off its master"),
        "{}",
        problems[0]
    );
    let survey = parse(example(1)).unwrap();
    assert!(
        survey.notes[0].en.contains("+0.150 % off its master “sex”"),
        "{}",
        survey.notes[0].en
    );
    assert!(survey.notes[0].zh.contains("+0.150%"), "{}", survey.notes[0].zh);
}

#[test]
fn a_margin_without_source_year_or_master() {
    let (problems, line) = mistake(METHOD, "source = \"register\"\n", "", "margins/sex.csv");
    says(
        &problems,
        METHOD,
        line - 3,
        "no “source”",
        "where the figures come from",
    );
    let (problems, line) = mistake(METHOD, "year = 2025\n", "", "margins/sex.csv");
    says(&problems, METHOD, line - 3, "no “year”", "a whole number");
    let (problems, line) = mistake(METHOD, "master = true\n", "", "margins/age.csv");
    says(
        &problems,
        METHOD,
        line - 3,
        "0 master margins of “residents”",
        "exactly one",
    );
}

#[test]
fn population_figures_are_numbers_above_zero() {
    only("margins/sex.csv", "4900", "many", "many", "“many”", "a number above 0");
    only("margins/sex.csv", "4900", "-1", "-1", "“-1”", "a number above 0");
}

#[test]
fn a_frame_that_does_not_add_up() {
    only(
        "round.toml",
        "S = 100",
        "S = 90",
        "S = 90",
        "sizes that sum to 190",
        "the total, 200",
    );
    only(
        "round.toml",
        "S = 100",
        "W = 100",
        "W = 100",
        "sizes for “N” and “W”",
        "“N” and “S”",
    );
    only(
        "round.toml",
        "sample = \"stratified\"",
        "sample = \"random\"",
        "random",
        "sample = \"random\"",
        "“stratified” or “none”",
    );
}

#[test]
fn a_method_that_does_not_fit_the_sample() {
    let mut files = example(2);
    for file in &mut files {
        file.text = file.text.replace(
            "rule = \"stratum-population\"\nmargin = \"district\"",
            "rule = \"inverse-probability\"",
        );
        file.text = file.text.replace("max_departments = 3", "max_departments = 2");
    }
    let problems = parse(files).unwrap_err().to_string();
    assert!(
        problems.contains("base weights from selection probabilities in a round without a sample"),
        "{problems}"
    );
    assert!(
        problems.contains("at least 3, because assignment is “all”"),
        "{problems}"
    );
}
