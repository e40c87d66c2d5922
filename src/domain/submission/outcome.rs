//! How an interview ends: screened out, complete, sufficient or too little.

use super::condition::is_met;
use super::page::{Interview, Page, PageKind, all_pages};
use crate::domain::data::{Answer, Answers};
use crate::domain::definition::{DepartmentId, Ending, Question, QuestionKind, Questionnaire};
use std::collections::BTreeMap;

/// How complete a set of answers is (METHODOLOGY 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// 2.12: too little to count.
    BreakOff,
    /// 1.2: at least half of the applicable items, and at least one department rated.
    Sufficient,
    /// 1.1: every overall rating reached, at least four fifths of the applicable items answered.
    Complete,
}

impl Completeness {
    /// The AAPOR code.
    pub fn code(self) -> &'static str {
        match self {
            Completeness::Complete => "1.1",
            Completeness::Sufficient => "1.2",
            Completeness::BreakOff => "2.12",
        }
    }
}

/// The disposition code of the first answer, in the order of the form, that ends the interview.
pub fn ending<'q>(questionnaire: &'q Questionnaire, answers: &Answers) -> Option<&'q str> {
    ending_answer(questionnaire, answers).map(|(_, ending)| ending.disposition.as_str())
}

/// The same with its question.
pub(super) fn ending_answer<'q>(
    questionnaire: &'q Questionnaire,
    answers: &Answers,
) -> Option<(&'q Question, &'q Ending)> {
    questionnaire.questions().find_map(|question| {
        let codes = answers.of(&question.id)?.codes();
        let ending = question.endings.iter().find(|ending| codes.contains(&ending.code))?;
        Some((question, ending))
    })
}

/// Completeness of the answers; `reached_all` says whether every overall rating was put to the respondent.
///
/// Applicable are the closed questions whose conditions are met. Open questions are invitations, not items, and never
/// make an interview incomplete. A 说不清 is an answer to its item, but a department counts as rated by a grade only.
pub fn completeness(interview: &Interview<'_>, reached_all: bool) -> Completeness {
    let (mut applicable, mut answered) = (0u32, 0u32);
    for page in all_pages(interview) {
        let (asked, missing) = counts(interview, &page);
        applicable += asked;
        answered += asked - missing;
    }
    if reached_all && 5 * answered >= 4 * applicable && applicable > 0 {
        Completeness::Complete
    } else if 2 * answered >= applicable && has_rating(interview) {
        Completeness::Sufficient
    } else {
        Completeness::BreakOff
    }
}

/// Whether the answers count, or would if everything were answered that still can be. Familiarity cannot once the lists
/// are drawn from it: who skipped most of it may have nothing left to do.
pub fn can_still_count(interview: &Interview<'_>) -> bool {
    let (mut applicable, mut answered) = (0u32, 0u32);
    for page in all_pages(interview) {
        let frozen = interview.drawn && page.kind == PageKind::Familiarity;
        let (asked, missing) = counts(interview, &page);
        applicable += asked;
        answered += if frozen { asked - missing } else { asked };
    }
    let rates = !interview.assignment.assigned.is_empty();
    5 * answered >= 4 * applicable || (2 * answered >= applicable && rates)
}

/// Whether every page with an overall rating is among the saved ones; false before the lists are drawn.
pub fn reached_all_ratings(interview: &Interview<'_>, saved: impl Fn(&str) -> bool) -> bool {
    let drawn = interview.drawn || interview.audience.questionnaire.familiarity().is_none();
    let is_rating = |page: &Page| page.kind == PageKind::Ratings;
    drawn
        && all_pages(interview)
            .iter()
            .filter(|page| is_rating(page))
            .all(|page| saved(&page.name))
}

/// The familiarity answers as department → code (of several ticked contacts the first, which is the closest one).
pub fn familiarity_codes(questionnaire: &Questionnaire, answers: &Answers) -> BTreeMap<DepartmentId, String> {
    let given = questionnaire
        .familiarity()
        .and_then(|question| answers.by_department.get(&question.id));
    let code = |(id, answer): (&DepartmentId, &Answer)| Some((id.clone(), answer.codes().first()?.clone()));
    given.into_iter().flatten().filter_map(code).collect()
}

/// How many applicable closed questions of the page have no answer.
pub fn unanswered(interview: &Interview<'_>, page: &Page) -> u32 {
    counts(interview, page).1
}

/// Applicable closed questions of a page, and how many of them have no answer.
fn counts(interview: &Interview<'_>, page: &Page) -> (u32, u32) {
    let questionnaire = &interview.audience.questionnaire;
    let (mut applicable, mut missing) = (0, 0);
    for item in &page.items {
        let question = questionnaire.question(&item.question);
        let closed = question.is_some_and(|q| !matches!(q.kind, QuestionKind::Text { .. }));
        if closed && is_met(&item.when, item.department.as_ref(), interview.answers) {
            applicable += 1;
            missing += u32::from(!is_answered(interview.answers, item));
        }
    }
    (applicable, missing)
}

fn is_answered(answers: &Answers, item: &super::page::Item) -> bool {
    match &item.department {
        Some(department) => answers.about(&item.question, department).is_some(),
        None => answers.of(&item.question).is_some(),
    }
}

fn has_rating(interview: &Interview<'_>) -> bool {
    let scored = interview.audience.questionnaire.scored();
    let dont_know = &interview.survey.method.scale.dont_know.0;
    let ratings = interview.answers.by_department.get(&scored.id);
    let is_grade = |answer: &Answer| answer.codes().iter().any(|code| code != dont_know);
    let assigned = interview.assignment.assigned.iter();
    ratings.is_some_and(|ratings| assigned.filter_map(|a| ratings.get(&a.department)).any(is_grade))
}
