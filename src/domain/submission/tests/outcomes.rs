//! How interviews end, how complete they are, and the documents they become.

use super::Case;
use crate::domain::data::{Answers, Mode};
use crate::domain::definition::QuestionId;
use crate::domain::submission::{
    Completeness, DocumentFacts, can_still_count, completeness, confirmation, document, ending, familiarity_codes,
    freeze_familiarity, reached_all_ratings, unanswered, unconfirmed_ending,
};

/// Every closed question answered that applies to a resident who rates two departments.
fn whole() -> Case {
    let mut case = Case::new("residents", &["D18", "D03"], &["D18", "D03"], &[]);
    case = case.answer("J8.D18", "1").answer("J8.D03", "2").answer("C0", "1");
    for (field, code) in [
        ("J1", "4"),
        ("J2", "1"),
        ("J3", "110101"),
        ("J4", "2"),
        ("J5", "1"),
        ("J6", "4"),
        ("J7", "2"),
    ] {
        case = case.answer(field, code);
    }
    for (field, code) in [
        ("J9.D18", "4"),
        ("J11.D18", "1"),
        ("J9.D03", "9"),
        ("C1", "1"),
        ("C3", "1"),
    ] {
        case = case.answer(field, code);
    }
    for field in ["J14", "J15", "J16", "J17", "J18"] {
        case = case.answer(field, "1");
    }
    case
}

fn without(case: &Case, fields: &[&str]) -> Case {
    let mut case = case.clone();
    for field in fields {
        case.answers.plain.remove(&QuestionId((*field).to_owned()));
    }
    case
}

#[test]
fn an_answer_may_end_the_interview_with_its_code() {
    let residents = |field: &str, code: &str| {
        let case = Case::new("residents", &[], &[], &[]).answer(field, code);
        let interview = case.interview();
        ending(&interview.audience.questionnaire, &case.answers).map(str::to_owned)
    };
    assert_eq!(residents("C0", "2").as_deref(), Some("2.15"));
    assert_eq!(residents("J1", "1").as_deref(), Some("4.10"));
    assert_eq!(residents("J3", "99").as_deref(), Some("4.10"));
    assert_eq!(residents("J1", "4"), None);
    let closed = Case::new("enterprises", &[], &[], &[]).answer("Q1", "4");
    assert_eq!(
        ending(&closed.interview().audience.questionnaire, &closed.answers),
        Some("4.50")
    );
}

#[test]
fn an_ending_answer_counts_once_the_same_one_is_confirmed() {
    let case = Case::new("residents", &[], &[], &[]).answer("J1", "1");
    let (interview, pages) = (case.interview(), case.pages());
    let asked = |page: usize, begun, confirmed: &str| {
        let problem = unconfirmed_ending(&interview, &pages[page], &case.answers, begun, confirmed);
        problem.map(|problem| confirmation(&problem).unwrap())
    };
    assert_eq!(asked(1, true, "").as_deref(), Some("J1=1"));
    assert_eq!(asked(1, false, "").as_deref(), Some("J1=1"));
    assert_eq!(
        asked(1, true, "J4=1").as_deref(),
        Some("J1=1"),
        "another answer was confirmed"
    );
    assert_eq!(asked(1, true, "J1=1"), None);
    let declined = Case::new("residents", &[], &[], &[]).answer("C0", "2");
    let asks = |begun| unconfirmed_ending(&declined.interview(), &pages[0], &declined.answers, begun, "").is_some();
    assert!(asks(true) && !asks(false), "at the door nothing is lost");
}

#[test]
fn it_can_still_count_while_enough_can_be_answered() {
    let shown = ["D18", "D03", "D08", "D07", "D02", "D14", "D01", "D04", "D05", "D06"];
    let mut none = Case::new("residents", &shown, &[], &[]);
    none.drawn = true;
    assert!(
        !can_still_count(&none.interview()),
        "ten familiarity questions skipped, nothing to rate"
    );
    let known = shown
        .iter()
        .fold(none.clone(), |case, id| case.answer(&format!("J8.{id}"), "4"));
    assert!(can_still_count(&known.interview()), "the rest can be answered yet");
    let rates = Case::new("residents", &shown, &["D18"], &[]).answer("J8.D18", "1");
    assert!(
        can_still_count(&rates.interview()),
        "one rating and half of the rest are enough"
    );
}

#[test]
fn complete_from_four_fifths_and_sufficient_from_one_half() {
    // 19 closed questions apply: consent, 5 screening, 2 city, 2 familiarity, 3 rating, 2 integrity, 5 about you, less
    // none that are skipped by rule.
    let case = whole();
    let applicable: u32 = 20;
    let missing: u32 = case
        .pages()
        .iter()
        .map(|page| unanswered(&case.interview(), page))
        .sum();
    assert_eq!(missing, 0);
    assert_eq!(completeness(&case.interview(), true), Completeness::Complete);
    let four_fifths = without(&case, &["J15", "J16", "J17", "J18"]);
    assert_eq!(
        completeness(&four_fifths.interview(), true),
        Completeness::Complete,
        "16 of {applicable}"
    );
    let less = without(&four_fifths, &["J14"]);
    assert_eq!(
        completeness(&less.interview(), true),
        Completeness::Sufficient,
        "15 of {applicable}"
    );
    let half = without(&less, &["J1", "J2", "J3", "J4", "J5"]);
    assert_eq!(
        completeness(&half.interview(), true),
        Completeness::Sufficient,
        "10 of {applicable}"
    );
    let less = without(&half, &["C3"]);
    assert_eq!(
        completeness(&less.interview(), true),
        Completeness::BreakOff,
        "9 of {applicable}"
    );
}

#[test]
fn without_reaching_every_rating_it_is_never_complete() {
    let case = whole();
    assert_eq!(completeness(&case.interview(), false), Completeness::Sufficient);
    assert!(reached_all_ratings(&case.interview(), |page| page.starts_with("ratings/")));
    assert!(!reached_all_ratings(&case.interview(), |page| page == "ratings/D18"));
    let undrawn = Case { drawn: false, ..case };
    assert!(!reached_all_ratings(&undrawn.interview(), |_| true));
}

#[test]
fn a_partial_needs_one_grade_and_a_dont_know_is_none() {
    let ungraded = whole().answer("J9.D18", "9");
    assert_eq!(completeness(&ungraded.interview(), false), Completeness::BreakOff);
    assert_eq!(
        completeness(&ungraded.interview(), true),
        Completeness::Complete,
        "but it was answered whole"
    );
}

#[test]
fn an_open_question_is_an_invitation_and_never_counts_as_missing() {
    let dissatisfied = whole().answer("J9.D18", "1");
    let page = dissatisfied
        .pages()
        .into_iter()
        .find(|page| page.name == "ratings/D18")
        .unwrap();
    assert_eq!(unanswered(&dissatisfied.interview(), &page), 0);
}

#[test]
fn a_document_holds_only_what_still_applies() {
    // C2 was answered before C1 was changed to "nobody".
    let case = whole()
        .answer("C1", "1")
        .answer("C2", "3")
        .answer("J12.D18", "旧的文字");
    let facts = DocumentFacts {
        round: "r".into(),
        submission: "s".into(),
        stratum: "110101".into(),
        frame: Default::default(),
        mode: Mode::Web,
        scale_order: "best-first".into(),
        arrived: jiff::Timestamp::from_second(1_259_658_000).unwrap(),
        seconds: Default::default(),
        completeness: Completeness::Complete,
    };
    let document = document(&case.interview(), facts);
    assert!(document.answers.of(&QuestionId("C2".into())).is_none());
    assert!(!document.answers.by_department.contains_key(&QuestionId("J12".into())));
    assert_eq!(
        document.answers.by_department[&QuestionId("J8".into())].len(),
        2,
        "familiarity stays"
    );
    assert_eq!(
        (document.arrived.as_str(), document.disposition.as_str()),
        ("2009-12-01T09Z", "1.1")
    );
}

#[test]
fn familiarity_is_frozen_apart_from_everything_else() {
    let case = whole();
    let questionnaire = &case.interview().audience.questionnaire;
    let frozen = freeze_familiarity(questionnaire, &case.answers);
    assert!(frozen.plain.is_empty());
    assert_eq!(
        frozen.by_department.keys().map(|q| q.0.as_str()).collect::<Vec<_>>(),
        ["J8"]
    );
    let codes = familiarity_codes(questionnaire, &frozen);
    assert_eq!(codes.values().map(String::as_str).collect::<Vec<_>>(), ["2", "1"]);
    assert!(familiarity_codes(questionnaire, &Answers::default()).is_empty());
}
