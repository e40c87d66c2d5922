//! How many Chinese characters a page asked its reader to read.
//!
//! Page names: `section`, `section/department` in ratings, `section/n` (n from 1) for the n-th theme of the
//! familiarity list. Counted are wording, hint and choice labels of the questions answered, and name and description
//! of the departments. Open texts, and questions asked only after certain grades, count for nothing: otherwise a
//! dissatisfied respondent, who gets one question more, would be measured against a longer page.

use crate::domain::columns::Names;
use crate::domain::columns::reading::Reading;
use crate::domain::definition::{Audience, Question, QuestionKind, Questionnaire, SectionKind, Survey};

/// The pages of one questionnaire, their texts counted once.
pub struct Pages<'s> {
    sections: Vec<SectionLength<'s>>,
    names: Names,
    departments: Vec<DepartmentLength<'s>>,
}

struct SectionLength<'s> {
    id: &'s str,
    kind: SectionKind,
    /// Question, its characters, and whether it is asked only after certain grades.
    questions: Vec<(&'s str, usize, bool)>,
}

struct DepartmentLength<'s> {
    characters: usize,
    theme: &'s str,
}

impl<'s> Pages<'s> {
    /// The pages that this audience reads.
    pub fn new(survey: &'s Survey, audience: &'s Audience) -> Pages<'s> {
        let questionnaire = &audience.questionnaire;
        let question = |q: &'s Question| (q.id.0.as_str(), reading(survey, q), depends_on_grade(questionnaire, q));
        let sections = questionnaire.sections.iter().map(|section| SectionLength {
            id: &section.id,
            kind: section.kind,
            questions: section.questions.iter().map(question).collect(),
        });
        let departments = survey.departments.iter().map(|d| {
            let characters = length(&d.name.zh) + length(&d.description.zh);
            let theme = d.theme.zh.as_str();
            DepartmentLength { characters, theme }
        });
        Pages {
            sections: sections.collect(),
            names: Names::new(survey.departments.iter().map(|d| d.id.0.as_str())),
            departments: departments.collect(),
        }
    }

    /// Characters of one page without spaces; `None` for a page the questionnaire does not have.
    pub fn characters(&self, document: &Reading, page: &str) -> Option<usize> {
        let (id, rest) = page.split_once('/').map_or((page, None), |(id, rest)| (id, Some(rest)));
        let section = self.sections.iter().find(|s| s.id == id)?;
        match (section.kind, rest) {
            (SectionKind::Familiarity, Some(n)) => {
                let departments = self.theme(document, n.parse().ok()?)?;
                let about = |(id, own): &(&str, &DepartmentLength)| own.with(document, section, id);
                Some(departments.iter().map(about).sum())
            }
            (SectionKind::Ratings, Some(id)) => {
                let own = &self.departments[usize::from(self.names.find(id)?)];
                Some(own.with(document, section, id))
            }
            (SectionKind::Familiarity | SectionKind::Ratings, None) => None,
            _ => Some(plain(document, section)),
        }
    }

    /// Departments of the n-th theme in the order of showing.
    fn theme<'d>(&self, document: &'d Reading, n: usize) -> Option<Vec<(&'d str, &DepartmentLength<'s>)>> {
        let shown = document.assignment.shown.iter();
        let shown: Vec<(&str, &DepartmentLength)> = shown
            .map(|s| s.department.text())
            .filter_map(|id| Some((id, &self.departments[usize::from(self.names.find(id)?)])))
            .collect();
        let mut themes: Vec<&str> = Vec::new();
        for (_, one) in &shown {
            if !themes.contains(&one.theme) {
                themes.push(one.theme);
            }
        }
        let wanted = *themes.get(n.checked_sub(1)?)?;
        Some(shown.into_iter().filter(|(_, one)| one.theme == wanted).collect())
    }
}

impl DepartmentLength<'_> {
    /// Characters about it, and of the questions that were answered about it.
    fn with(&self, document: &Reading, section: &SectionLength, department: &str) -> usize {
        let counted = section.questions.iter().filter(|(_, _, after_grade)| !after_grade);
        let answered = counted.filter(|(id, ..)| document.said(id, department).is_some());
        answered.map(|(_, characters, _)| characters).sum::<usize>() + self.characters
    }
}

fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn plain(document: &Reading, section: &SectionLength) -> usize {
    let answered = section.questions.iter().filter(|(id, ..)| document.of(id).is_some());
    answered.map(|(_, characters, _)| characters).sum()
}

/// Whether the question is asked only after certain answers on the satisfaction scale.
fn depends_on_grade(questionnaire: &Questionnaire, question: &Question) -> bool {
    let asks_grade = |id| {
        questionnaire
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
