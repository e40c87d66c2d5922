//! Mistakes in questionnaires and texts, one at a time.

use super::*;

const FORM: &str = "questionnaires/residents.toml";
const WHY: &str = "show_if = { know = [\"1\"], rating = [\"1\"] }";

#[test]
fn a_skip_rule_on_an_unknown_question() {
    only(
        FORM,
        WHY,
        "show_if = { knov = [\"1\"] }",
        "knov",
        "unknown question “knov”",
        "perhaps “know”",
    );
}

#[test]
fn a_skip_rule_on_a_later_question() {
    let later = "required = true\nshow_if = { sex = [\"1\"] }\nends = { 0";
    only(
        FORM,
        "required = true\nends = { 0",
        later,
        "show_if = { sex",
        "“sex”, which comes later",
        "an earlier question",
    );
}

#[test]
fn a_skip_rule_on_a_code_that_is_no_choice() {
    let (problems, line) = mistake(FORM, "rating = [\"1\"]", "rating = [\"7\"]", "rating = [\"7\"]");
    says(&problems, FORM, line, "“rating” = “7”", "“3”, “2”, “1” or “9”");
    says(
        &problems,
        FORM,
        line,
        "“why” that is never reached",
        "some answer can meet",
    );
}

#[test]
fn a_question_behind_an_answer_that_ends_the_interview() {
    let rule = "choices = [\"1\", \"2\", \"8\"]\nshow_if = { age = [\"0\"] }";
    let found = "“sex” that is never reached: no answer to “age”";
    only(
        FORM,
        "choices = [\"1\", \"2\", \"8\"]",
        rule,
        "show_if = { age",
        found,
        "some answer",
    );
}

#[test]
fn a_question_after_a_page_that_nobody_passes() {
    let (problems, line) = mistake(
        FORM,
        "ends = { 2 = \"2.15\" }",
        "ends = { 1 = \"2.15\", 2 = \"2.15\" }",
        "id = \"age\"",
    );
    says(
        &problems,
        FORM,
        line - 1,
        "“age” that is never reached",
        "lets the interview go on",
    );
}

#[test]
fn a_rating_question_for_those_who_cannot_rate() {
    let (problems, line) = mistake(FORM, WHY, "show_if = { know = [\"3\"] }", "know = [\"3\"]");
    says(
        &problems,
        FORM,
        line,
        "“why” that is never reached: no answer to “know”",
        "some answer",
    );
}

#[test]
fn two_rules_that_contradict_each_other() {
    let from = format!("id = \"why\"\ntype = \"text\"\nmost = 200\n{WHY}");
    let first = "id = \"first\"\ntype = \"scale\"\nshow_if = { know = [\"2\"] }\n\n[[section.question]]\n";
    let second = "id = \"why\"\ntype = \"text\"\nmost = 200\nshow_if = { know = [\"1\"], first = [\"1\"] }";
    let (problems, line) = mistake(FORM, &from, &format!("{first}{second}"), "first = [");
    says(
        &problems,
        FORM,
        line,
        "“why” that is never reached: no answer to “know”",
        "some answer can meet",
    );
}

#[test]
fn a_dimension_item_that_no_battery_asks() {
    let dimension = "role = \"scored\"\n\n[[section.question]]\nid = \"staff\"\ntype = \"scale\"\nrole = \"dimension\"";
    let (problems, line) = mistake(FORM, "role = \"scored\"", dimension, "role = \"dimension\"");
    says(
        &problems,
        FORM,
        line,
        "“staff” that is never asked",
        "battery_most above 0",
    );
}

#[test]
fn a_once_only_question_cannot_hang_on_a_department() {
    let more = format!(
        "{WHY}\n\n[[section]]\nid = \"end\"\nkind = \"plain\"\n[[section.question]]\nid = \"z\"\ntype = \"text\"\nmost = 9\nshow_if = {{ rating = [\"2\"] }}"
    );
    let (problems, line) = mistake(FORM, WHY, &more, "rating = [\"2\"]");
    says(
        &problems,
        FORM,
        line,
        "“rating”, which is asked once per department",
        "asked once",
    );
}

#[test]
fn the_scored_item_missing_or_double() {
    let (problems, _) = mistake(FORM, "role = \"scored\"\n", "", "version");
    says(&problems, FORM, 1, "no question with role = \"scored\"", "exactly one");
    let second =
        "role = \"scored\"\n\n[[section.question]]\nid = \"again\"\ntype = \"scale\"\nrole = \"scored\" # again";
    let (problems, line) = mistake(FORM, "role = \"scored\"", second, "# again");
    says(
        &problems,
        FORM,
        line,
        "a second question with role = \"scored\"",
        "exactly one",
    );
}

#[test]
fn the_familiarity_question_missing_where_assignment_is_drawn() {
    let role = "role = \"familiarity\"\nchoices = [\"1\", \"2\", \"3\"]\neligible = [\"1\", \"2\"]\nused = [\"1\"]";
    only(
        FORM,
        role,
        "choices = [\"1\", \"2\", \"3\"]",
        "version",
        "no question with role = \"familiarity\"",
        "exactly one",
    );
}

#[test]
fn no_rule_can_depend_on_the_direction_of_an_answer() {
    let scored = "role = \"scored\"";
    let ends = "role = \"scored\"\nends = { 1 = \"4.10\" }";
    let (problems, line) = mistake(FORM, scored, ends, "ends = { 1");
    says(
        &problems,
        FORM,
        line,
        "“ends” on this question",
        "never on a graded answer",
    );
    let required = "role = \"scored\"\nrequired = true # here";
    only(
        FORM,
        scored,
        required,
        "# here",
        "required = true",
        "only in consent and screening",
    );
    let rule = "role = \"scored\"\nshow_if = { know = [\"1\"] }";
    only(
        FORM,
        scored,
        rule,
        "show_if = { know",
        "a skip rule on the rating item",
        "whatever they answered",
    );
    let at_least = "role = \"scored\"\nmin = 2";
    only(FORM, scored, at_least, "min = 2", "unknown key “min”", "“show_if”");
}

#[test]
fn unknown_keys_words_and_codes() {
    let (problems, line) = mistake(FORM, "apart = ", "appart = ", "appart");
    says(&problems, FORM, line, "unknown key “appart”", "“apart”, perhaps");
    let (problems, line) = mistake(FORM, "type = \"text\"", "type = \"txt\"", "txt");
    says(
        &problems,
        FORM,
        line,
        "type = \"txt\"",
        "“one”, “many”, “scale” or “text”",
    );
    only(FORM, "\"4.10\"", "\"4.11\"", "4.11", "0 = \"4.11\"", "“4.10”");
    only(
        FORM,
        "used = [\"1\"]",
        "used = [\"5\"]",
        "used",
        "code “5” in “used”",
        "“1”, “2” or “3”",
    );
}

#[test]
fn text_that_is_not_toml() {
    let (problems, line) = mistake(FORM, "version = \"1\"", "version = \"1", "version");
    says(&problems, FORM, line, "not TOML", "valid TOML");
}

#[test]
fn a_missing_or_empty_translation() {
    let why = "why.text = \"Why?\"";
    only(
        "text/en.toml",
        why,
        "",
        "[audience.residents.question]",
        "no text “audience.residents.question.why.text”",
        "every language",
    );
    only(
        "text/en.toml",
        why,
        "why.text = \" \"",
        "why.text",
        "empty text “audience.residents.question.why.text”",
        "every language",
    );
    only(
        "text/zh.toml",
        ", 3 = \"不了解\"",
        "",
        "know.choices",
        "no text “audience.residents.question.know.choices.3”",
        "every language",
    );
    let hint = "why.text = \"Why?\"\nwhy.hint = \"No names.\"";
    let (problems, _) = mistake("text/en.toml", why, hint, "why.hint");
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].place.file == "text/zh.toml" && problems[0].found.to_string().contains("why.hint"),
        "{}",
        problems[0]
    );
}

#[test]
fn a_translation_that_belongs_to_nothing() {
    let old = "why.text = \"Why?\"\nwhyy.text = \"Why then?\"";
    let found = "left-over text “audience.residents.question.whyy”";
    only(
        "text/en.toml",
        "why.text = \"Why?\"",
        old,
        "whyy",
        found,
        "perhaps “why”",
    );
    let code = "2 = \"Know it\", 5 = \"Other\"";
    let found = "left-over text “audience.residents.question.know.choices.5”";
    only(
        "text/en.toml",
        "2 = \"Know it\"",
        code,
        "know.choices",
        found,
        "belongs to something",
    );
}

#[test]
fn a_placeholder_that_no_page_fills() {
    let found = "“{department}” in “audience.residents.question.rating.text”";
    only(
        "text/en.toml",
        "with {dept}?",
        "with {department}?",
        "with {department}",
        found,
        "{dept}",
    );
}

#[test]
fn files_that_are_missing_or_unknown() {
    for path in ["text/en.toml", "round.toml", "departments.csv", "method.toml"] {
        let files = example(1).into_iter().filter(|file| file.path != path).collect();
        says(&parse(files).unwrap_err().0, path, 0, "no such file", "in the folder");
    }
    let files = example(1).into_iter().filter(|file| file.path != FORM).collect();
    assert!(
        parse(files)
            .unwrap_err()
            .to_string()
            .contains("audience “residents” without the file")
    );
    let mut files = example(1);
    files.push(SurveyFile {
        path: "margins/sexx.csv".to_string(),
        text: String::new(),
    });
    says(
        &parse(files).unwrap_err().0,
        "margins/sexx.csv",
        0,
        "unknown file",
        "“margins/sex.csv”, perhaps",
    );
}

#[test]
fn all_problems_are_found_in_one_reading() {
    let mut files = example(1);
    for file in &mut files {
        file.text = file
            .text
            .replace("Why?", "")
            .replace("water,水务局", "water,")
            .replace("female,5100", "femal,5100");
        file.text = file.text.replace("rating = [\"1\"]", "rate = [\"1\"]");
    }
    let problems = parse(files).unwrap_err().0;
    let files: std::collections::BTreeSet<&str> = problems.iter().map(|p| p.place.file.as_str()).collect();
    assert_eq!(
        files.into_iter().collect::<Vec<_>>(),
        ["departments.csv", "margins/sex.csv", FORM, "text/en.toml"]
    );
}
