//! How many Chinese characters a page asked its reader to read.
//!
//! Page names: `section`, `section/department` in ratings, `section/n` (n from 1) for the n-th theme of the
//! familiarity list. Counted are wording, hint and choice labels of the questions answered, and name and description
//! of the departments. Open texts, and questions asked only after certain grades, count for nothing: otherwise a
//! dissatisfied respondent, who gets one question more, would be measured against a longer page.

use crate::domain::data::Document;
use crate::domain::definition::{Department, Question, QuestionKind, Section, SectionKind, Survey};

/// Characters of one page without spaces; `None` for a page the questionnaire does not have.
pub fn characters(survey: &Survey, document: &Document, page: &str) -> Option<usize> {
    let questionnaire = &survey.audience(&document.audience)?.questionnaire;
    let (id, rest) = page.split_once('/').map_or((page, None), |(id, rest)| (id, Some(rest)));
    let section = questionnaire.sections.iter().find(|s| s.id == id)?;
    match (section.kind, rest) {
        (SectionKind::Familiarity, Some(n)) => {
            let departments = theme(survey, document, n.parse().ok()?)?;
            Some(departments.iter().map(|d| about(survey, document, section, d)).sum())
        }
        (SectionKind::Ratings, Some(id)) => {
            let department = survey.departments.iter().find(|d| d.id.0 == id)?;
            Some(about(survey, document, section, department))
        }
        (SectionKind::Familiarity | SectionKind::Ratings, None) => None,
        _ => Some(plain(survey, document, section)),
    }
}

fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn plain(survey: &Survey, document: &Document, section: &Section) -> usize {
    let answered = section
        .questions
        .iter()
        .filter(|q| document.answers.of(&q.id).is_some());
    answered.map(|q| reading(survey, q)).sum()
}

/// Departments of the n-th theme in the order of showing.
fn theme<'a>(survey: &'a Survey, document: &Document, n: usize) -> Option<Vec<&'a Department>> {
    let shown: Vec<&Department> = document
        .assignment
        .shown
        .iter()
        .filter_map(|s| survey.department(&s.department))
        .collect();
    let mut themes: Vec<&str> = Vec::new();
    for department in &shown {
        if !themes.contains(&department.theme.zh.as_str()) {
            themes.push(&department.theme.zh);
        }
    }
    let wanted = *themes.get(n.checked_sub(1)?)?;
    Some(shown.into_iter().filter(|d| d.theme.zh == wanted).collect())
}

fn about(survey: &Survey, document: &Document, section: &Section, department: &Department) -> usize {
    let answered = section
        .questions
        .iter()
        .filter(|q| document.answers.about(&q.id, &department.id).is_some());
    let questions: usize = answered
        .filter(|q| !depends_on_grade(survey, document, q))
        .map(|q| reading(survey, q))
        .sum();
    questions + length(&department.name.zh) + length(&department.description.zh)
}

/// Whether the question is asked only after certain answers on the satisfaction scale.
fn depends_on_grade(survey: &Survey, document: &Document, question: &Question) -> bool {
    let Some(audience) = survey.audience(&document.audience) else {
        return false;
    };
    let asks_grade = |id| {
        audience
            .questionnaire
            .question(id)
            .is_some_and(|q| q.kind == QuestionKind::Scale)
    };
    question.show_if.iter().any(|condition| asks_grade(&condition.question))
}

fn reading(survey: &Survey, question: &Question) -> usize {
    let scale = &survey.method.scale;
    let choices: usize = match &question.kind {
        QuestionKind::Text { .. } => return 0,
        QuestionKind::One(choices) | QuestionKind::Many(choices) => choices.iter().map(|c| length(&c.label.zh)).sum(),
        QuestionKind::Scale => {
            scale.grades.iter().map(|g| length(&g.label.zh)).sum::<usize>() + length(&scale.dont_know.1.zh)
        }
    };
    length(&question.text.zh) + length(&question.hint.zh) + choices
}
