//! Ids and other names: what they may be made of, and what is told when one stands twice.

use super::*;

const FORM: &str = "questionnaires/residents.toml";

#[test]
fn a_rating_question_that_names_no_department() {
    let found = "no “{dept}” in “audience.residents.question.rating.text”";
    let (path, expected) = ("text/en.toml", "the name of the rated department");
    only(
        path,
        "satisfied are you with {dept}?",
        "satisfied are you?",
        "satisfied are",
        found,
        expected,
    );
    let found = "no “{dept}” in “audience.residents.question.know.text”";
    only(
        "text/zh.toml",
        "您了解{dept}吗",
        "您了解吗",
        "您了解吗",
        found,
        expected,
    );
}

#[test]
fn ids_that_no_address_or_heading_could_carry() {
    let expected = "letters a–z and A–Z, digits, “_” and “-” only";
    let (problems, line) = mistake("departments.csv", "water,水务局", "wa ter,水务局", "wa ter");
    says(&problems, "departments.csv", line, "“wa ter”", expected);
    let (problems, line) = mistake("departments.csv", "water,水务局", "水务,水务局", "水务,水务局");
    says(&problems, "departments.csv", line, "“水务”", expected);
    let (problems, line) = mistake(FORM, "id = \"why\"", "id = \"why not\"", "why not");
    says(&problems, FORM, line, "id = \"why not\"", expected);
    let (problems, line) = mistake(FORM, "id = \"known\"", "id = \"know;n\"", "know;n");
    says(&problems, FORM, line, "id = \"know;n\"", expected);
    let (problems, line) = mistake("method.toml", "id = \"age\"", "id = \"age group\"", "age group");
    says(&problems, "method.toml", line, "id = \"age group\"", expected);
}

#[test]
fn figures_outside_the_folder_of_figures() {
    let (problems, line) = mistake("method.toml", "margins/age.csv", "age.csv", "\"age.csv\"");
    says(
        &problems,
        "method.toml",
        line,
        "file = \"age.csv\"",
        "e.g. “margins/district.csv”",
    );
}

#[test]
fn a_question_that_stands_twice_is_the_only_thing_told() {
    let (problems, line) = mistake(FORM, "id = \"sex\"", "id = \"age\"", "kind = \"familiarity\"");
    says(&problems, FORM, line - 8, "question “age” twice", "each question once");
    assert_eq!(problems.len(), 1, "{}", Problems(problems.clone()));
    let (problems, _) = mistake(FORM, "id = \"rating\"", "id = \"know\"", "version");
    says(&problems, FORM, 47, "question “know” twice", "each question once");
    assert_eq!(problems.len(), 1, "{}", Problems(problems.clone()));
}

#[test]
fn another_mistake_beside_a_double_name_is_told_too() {
    let mut files = example(1);
    for file in &mut files {
        let (from, to) = match file.path.as_str() {
            FORM => ("id = \"sex\"", "id = \"age\""),
            _ => ("level = 0.95", "level = 95"),
        };
        file.text = file.text.replace(from, to);
    }
    let problems = parse(files).unwrap_err().0;
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].contains("level = 95") && told[1].contains("question “age” twice"),
        "{told:?}"
    );
}

#[test]
fn a_section_an_audience_or_a_choice_that_stands_twice() {
    let (problems, line) = mistake(FORM, "id = \"known\"", "id = \"screening\"", "kind = \"familiarity\"");
    says(
        &problems,
        FORM,
        line - 2,
        "section “screening” twice",
        "each section once",
    );
    assert_eq!(problems.len(), 1, "{}", Problems(problems.clone()));
    let choices = "choices = [\"1\", \"2\", \"3\", \"3\"]";
    only(
        FORM,
        "choices = [\"1\", \"2\", \"3\"]",
        choices,
        choices,
        "choice “3” twice",
        "once",
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/beijing-2009/round.toml");
    let round = std::fs::read_to_string(root).unwrap();
    let mut files = folder("beijing-2009").files;
    let file = files.iter_mut().find(|file| file.path == "round.toml").unwrap();
    file.text = round.replacen("id = \"enterprises\"", "id = \"residents\"", 1);
    let told = parse(files).unwrap_err().to_string();
    assert_eq!(
        told,
        "round.toml:43: found audience “residents” twice; expected each audience once"
    );
}
