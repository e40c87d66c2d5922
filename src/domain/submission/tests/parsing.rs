//! What a posted page says.

use super::Case;
use crate::domain::data::Answer;
use crate::domain::definition::{DepartmentId, QuestionId};
use crate::domain::submission::ProblemCode;

fn resident() -> Case {
    Case::new("residents", &["D18"], &["D18"], &["D18"]).answer("J8.D18", "1")
}

fn enterprise() -> Case {
    Case {
        drawn: false,
        ..Case::new("enterprises", &["D02"], &[], &[])
    }
}

fn about(answers: &crate::domain::data::Answers, question: &str, department: &str) -> Option<Answer> {
    answers
        .about(&QuestionId(question.to_owned()), &DepartmentId(department.to_owned()))
        .cloned()
}

#[test]
fn every_grade_and_dont_know_are_taken_alike() {
    for code in ["5", "4", "3", "2", "1", "9"] {
        let answers = resident().post("ratings/D18", &[("J9.D18", code)]).unwrap();
        assert_eq!(about(&answers, "J9", "D18"), Some(Answer::One(code.to_owned())));
    }
}

#[test]
fn an_unknown_code_is_refused_with_the_codes_that_are_allowed() {
    let problems = resident().post("ratings/D18", &[("J9.D18", "6")]).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, ProblemCode::UnknownCode);
    assert_eq!(problems[0].found, "6");
    assert_eq!(problems[0].allowed, ["5", "4", "3", "2", "1", "9"]);
}

#[test]
fn only_consent_and_screening_insist_on_an_answer() {
    assert_eq!(
        resident().post("consent", &[]).unwrap_err()[0].code,
        ProblemCode::Required
    );
    let missing = resident().post("screening", &[]).unwrap_err();
    let asked: Vec<&str> = missing.iter().map(|p| p.question.0.as_str()).collect();
    assert_eq!(asked, ["J1", "J2", "J3", "J4"], "sex may be skipped");
    for page in ["city", "ratings/D18", "integrity", "about"] {
        assert_eq!(resident().post(page, &[]), Ok(Default::default()), "{page}");
    }
}

#[test]
fn a_page_takes_only_what_it_asks() {
    let answers = resident()
        .post("city", &[("J6", "4"), ("J9.D18", "5"), ("J9.D03", "5"), ("state", "x")])
        .unwrap();
    assert_eq!(answers.plain.len(), 1);
    assert!(answers.by_department.is_empty());
}

#[test]
fn two_answers_to_one_question_are_refused_and_the_same_twice_is_one() {
    let twice = resident().post("city", &[("J6", "4"), ("J6", "4")]).unwrap();
    assert_eq!(twice.of(&QuestionId("J6".into())), Some(&Answer::One("4".into())));
    let two = resident().post("city", &[("J6", "4"), ("J6", "5")]).unwrap_err();
    assert_eq!(two[0].code, ProblemCode::SeveralAnswers);
}

#[test]
fn the_answer_to_an_unmet_condition_is_dropped() {
    let text = [("J9.D18", "4"), ("J12.D18", "太慢")];
    assert_eq!(
        about(&resident().post("ratings/D18", &text).unwrap(), "J12", "D18"),
        None
    );
    let text = [("J9.D18", "1"), ("J12.D18", " 太慢 ")];
    let kept = resident().post("ratings/D18", &text).unwrap();
    assert_eq!(about(&kept, "J12", "D18"), Some(Answer::One("太慢".into())));
    let nonsense = [("C1", "1"), ("C2", "77")];
    assert!(
        resident().post("integrity", &nonsense).is_ok(),
        "nor does it count as wrong"
    );
}

#[test]
fn text_is_trimmed_cleaned_and_limited() {
    let answers = resident()
        .post("integrity", &[("J13", "  第一行\r\n第二行\u{7}\u{202e} ")])
        .unwrap();
    assert_eq!(
        answers.of(&QuestionId("J13".into())),
        Some(&Answer::One("第一行\n第二行".into()))
    );
    assert_eq!(resident().post("integrity", &[("J13", " \n ")]), Ok(Default::default()));
    let fits = "好".repeat(300);
    assert!(resident().post("integrity", &[("J13", &fits)]).is_ok());
    let long = "好".repeat(301);
    let problem = &resident().post("integrity", &[("J13", &long)]).unwrap_err()[0];
    assert_eq!((problem.code, problem.found.as_str()), (ProblemCode::TooLong, "301"));
    assert_eq!(problem.allowed, ["300"]);
}

#[test]
fn several_contacts_are_sorted_and_none_stands_alone() {
    let form = [("Q9.D02", "5"), ("Q9.D02", "1"), ("Q9.D02", "5")];
    let answers = enterprise().post("contact/1", &form).unwrap();
    assert_eq!(
        about(&answers, "Q9", "D02"),
        Some(Answer::Many(vec!["1".into(), "5".into()]))
    );
    let problem = &enterprise()
        .post("contact/1", &[("Q9.D02", "7"), ("Q9.D02", "1")])
        .unwrap_err()[0];
    assert_eq!(problem.code, ProblemCode::NotAlone);
    assert!(enterprise().post("contact/1", &[("Q9.D02", "7")]).is_ok());
}
