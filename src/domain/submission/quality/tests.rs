//! What raises a flag, what removes, and that the direction of an answer does neither.

use super::{Flag, QualityError, QualityResult, assess};
use crate::domain::data::{Answer, ConfirmedRemoval, Document, Mode};
use crate::domain::definition::{Condition, DepartmentId, QuestionId, QuestionKind, Role, SectionKind, Survey};
use crate::domain::score::fixture::*;
use std::collections::{BTreeMap, BTreeSet};

const ITEMS: [&str; 4] = ["R", "X1", "X2", "X3"];
const DEPARTMENTS: [&str; 4] = ["D1", "D2", "D3", "D4"];

fn survey_of_four() -> Survey {
    let departments = DEPARTMENTS
        .iter()
        .map(|d| department(d, "A", &[("residents", 1.0)]))
        .collect();
    survey(&["residents"], departments, Vec::new())
}

/// Rates four departments in four items with `grade(department, item)` and spends `seconds` on each ratings page.
fn answered(id: &str, seconds: u32, grade: impl Fn(usize, usize) -> &'static str) -> Document {
    let mut document = document(id, "residents", "1", &[("attention", "3"), ("coached", "1")], &[]);
    for (q, item) in ITEMS.iter().enumerate() {
        let of = |(d, id): (usize, &&str)| (DepartmentId((*id).into()), Answer::One(grade(d, q).to_owned()));
        let about = DEPARTMENTS.iter().enumerate().map(of).collect();
        document.answers.by_department.insert(QuestionId((*item).into()), about);
    }
    let known = DEPARTMENTS
        .iter()
        .map(|d| (DepartmentId((*d).into()), Answer::One("1".into())))
        .collect();
    document.answers.by_department.insert(QuestionId("F".into()), known);
    document.seconds = DEPARTMENTS.iter().map(|d| (format!("ratings/{d}"), seconds)).collect();
    document
}

fn varied(d: usize, q: usize) -> &'static str {
    ["5", "4", "2", "1", "3"][(d + 2 * q) % 5]
}

fn field() -> Vec<Document> {
    (0..9).map(|i| answered(&format!("s{i}"), 60, varied)).collect()
}

fn of<'a>(results: &'a [QualityResult], id: &str) -> &'a QualityResult {
    results.iter().find(|r| r.submission == id).unwrap()
}

fn flags(document: Document) -> QualityResult {
    let mut documents = field();
    documents.push(document);
    of(&assess(&survey_of_four(), &documents, &[]).unwrap(), "x").clone()
}

#[test]
fn a_careful_respondent_has_no_flag() {
    assert_eq!(flags(answered("x", 60, varied)).flags, BTreeSet::new());
}

#[test]
fn half_the_median_is_fast_and_a_third_is_very_fast() {
    assert_eq!(flags(answered("x", 29, varied)).flags, BTreeSet::from([Flag::Fast]));
    let very = flags(answered("x", 19, varied));
    assert!(very.flags.contains(&Flag::VeryFast) && very.removed.is_none());
}

#[test]
fn pages_faster_than_reading_raise_their_own_flag() {
    // Four items of 10 characters with labels of 13, name and description of 6.
    let (survey, document) = (survey_of_four(), answered("x", 1, varied));
    let pages = super::pages::Pages::new(&survey, &survey.audiences[0]);
    let characters = pages.characters(&(&document).into(), "ratings/D1");
    assert_eq!(characters, Some(98));
    assert!(flags(answered("x", 2, varied)).flags.contains(&Flag::FastPages));
}

#[test]
fn speed_and_straight_lining_together_remove_and_neither_alone() {
    assert_eq!(
        flags(answered("x", 60, |_, _| "4")).flags,
        BTreeSet::from([Flag::Straight])
    );
    assert!(flags(answered("x", 60, |_, _| "4")).removed.is_none());
    let removed = flags(answered("x", 10, |_, _| "4")).removed.unwrap();
    assert_eq!(
        (removed.code.as_str(), removed.rule.as_str()),
        ("2.40", "speeding-straight-lining")
    );
}

#[test]
fn speed_and_a_failed_attention_item_remove_and_coaching_never_does() {
    let mut document = answered("x", 10, varied);
    document
        .answers
        .plain
        .insert(QuestionId("attention".into()), Answer::One("5".into()));
    assert_eq!(flags(document).removed.unwrap().rule, "speeding-attention");
    let mut coached = answered("x", 10, varied);
    coached
        .answers
        .plain
        .insert(QuestionId("coached".into()), Answer::One("2".into()));
    let result = flags(coached);
    assert!(result.flags.contains(&Flag::Coached) && result.removed.is_none());
}

#[test]
fn saying_not_used_and_rating_the_handling_is_a_contradiction() {
    let mut document = answered("x", 60, varied);
    let known = document.answers.by_department.get_mut(&QuestionId("F".into())).unwrap();
    known.insert(DepartmentId("D2".into()), Answer::One("2".into()));
    assert_eq!(flags(document).flags, BTreeSet::from([Flag::Contradiction]));
}

#[test]
fn without_measured_times_speed_cannot_be_flagged() {
    let mut paper = answered("x", 1, |_, _| "4");
    paper.mode = Mode::Paper;
    paper.seconds.clear();
    assert_eq!(flags(paper).flags, BTreeSet::from([Flag::Straight]));
}

#[test]
fn reversing_every_grade_changes_no_flag() {
    let reversed = |document: &Document| {
        let mut document = document.clone();
        for item in ITEMS {
            for answer in document
                .answers
                .by_department
                .get_mut(&QuestionId(item.into()))
                .unwrap()
                .values_mut()
            {
                let code = ["1", "2", "3", "4", "5"]
                    .iter()
                    .position(|c| answer.codes()[0] == **c)
                    .unwrap();
                *answer = Answer::One(["5", "4", "3", "2", "1"][code].to_owned());
            }
        }
        document
    };
    let mut survey = survey_of_four();
    let section = survey.audiences[0]
        .questionnaire
        .sections
        .iter_mut()
        .find(|s| s.kind == SectionKind::Ratings);
    let mut why = question("WHY", QuestionKind::One(Vec::new()), Role::None);
    why.show_if = vec![Condition {
        question: QuestionId("R".into()),
        codes: vec!["1".into(), "2".into()],
    }];
    section.unwrap().questions.push(why);
    let grades: [fn(usize, usize) -> &'static str; 4] =
        [varied, |_, _| "5", |_, _| "1", |d, _| ["5", "5", "1", "1"][d]];
    let mut documents = Vec::new();
    for (g, grade) in grades.into_iter().enumerate() {
        documents.extend([60, 35, 12, 6].map(|seconds| answered(&format!("s{g}{seconds}"), seconds, grade)));
    }
    // Whoever grades low answers one question more, on one page only.
    for document in documents.iter_mut().filter(|d| {
        d.answers.about(&QuestionId("R".into()), &DepartmentId("D1".into())) == Some(&Answer::One("1".into()))
    }) {
        let why = BTreeMap::from([(DepartmentId("D1".into()), Answer::One("a".into()))]);
        document.answers.by_department.insert(QuestionId("WHY".into()), why);
    }
    let mirrored: Vec<Document> = documents.iter().map(reversed).collect();
    let results = assess(&survey, &documents, &[]).unwrap();
    assert_eq!(results, assess(&survey, &mirrored, &[]).unwrap());
    assert!(results.iter().any(|r| r.removed.is_some()) && results.iter().any(|r| r.flags.contains(&Flag::FastPages)));
}

#[test]
fn one_draw_key_twice_is_a_duplicate_but_only_a_person_removes_it() {
    let mut documents = field();
    documents[0].assignment.k = "ab".into();
    documents[1].assignment.k = "ab".into();
    let results = assess(&survey_of_four(), &documents, &[]).unwrap();
    assert!(results[1].flags.contains(&Flag::Duplicate) && results[1].removed.is_none());
    let removal = |submission: &str, code: &str| ConfirmedRemoval {
        submission: submission.into(),
        code: code.into(),
        reason: "same person".into(),
    };
    let results = assess(
        &survey_of_four(),
        &documents,
        &[removal("s1", "2.40"), removal("s2", "2.41")],
    )
    .unwrap();
    assert_eq!(results[1].removed.as_ref().unwrap().rule, "duplicate");
    assert_eq!(results[2].removed.as_ref().unwrap().rule, "fabrication");
    let unknown = assess(&survey_of_four(), &documents, &[removal("nobody", "2.40")]);
    assert_eq!(unknown, Err(QualityError::UnknownSubmission("nobody".into())));
    let wrong = assess(&survey_of_four(), &documents, &[removal("s1", "1.1")]);
    assert!(matches!(wrong, Err(QualityError::NotARemoval { .. })));
}
