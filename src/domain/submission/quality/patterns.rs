//! Flags from the pattern of answers alone; none looks at whether a grade is good or bad.

use super::Flag;
use crate::domain::data::{Answer, Document};
use crate::domain::definition::{QuestionKind, Questionnaire, Role, SectionKind, Survey};
use std::collections::BTreeSet;

/// `ST`, `LC`, `AT` and `CO` of one document.
pub fn flags(survey: &Survey, questionnaire: &Questionnaire, document: &Document) -> BTreeSet<Flag> {
    let raised = [
        (Flag::Straight, is_straight(survey, questionnaire, document)),
        (Flag::Contradiction, contradicts(questionnaire, document)),
        (Flag::Attention, missed_attention(questionnaire, document)),
        (Flag::Coached, was_coached(questionnaire, document)),
    ];
    raised
        .into_iter()
        .filter(|(_, raised)| *raised)
        .map(|(flag, _)| flag)
        .collect()
}

/// All grades about departments equal, over enough items and departments; 说不清 is no grade.
fn is_straight(survey: &Survey, questionnaire: &Questionnaire, document: &Document) -> bool {
    let rules = &survey.method.quality;
    let (mut items, mut departments, mut grades) = (0u32, BTreeSet::new(), BTreeSet::new());
    let ratings = questionnaire.sections.iter().filter(|s| s.kind == SectionKind::Ratings);
    for question in ratings
        .flat_map(|s| &s.questions)
        .filter(|q| q.kind == QuestionKind::Scale)
    {
        for (department, answer) in document.answers.by_department.get(&question.id).into_iter().flatten() {
            let Answer::One(code) = answer else { continue };
            if survey.method.scale.grades.iter().any(|g| &g.code == code) {
                items += 1;
                departments.insert(department);
                grades.insert(code);
            }
        }
    }
    items >= rules.straight_items && departments.len() >= rules.straight_departments as usize && grades.len() == 1
}

/// An item that only users are asked was answered about a department which the respondent says was not used.
fn contradicts(questionnaire: &Questionnaire, document: &Document) -> bool {
    let Some(familiarity) = questionnaire.familiarity() else {
        return false;
    };
    let Role::Familiarity { used, .. } = &familiarity.role else {
        return false;
    };
    let for_users = |q: &&crate::domain::definition::Question| {
        let about_use = |c: &crate::domain::definition::Condition| {
            c.question == familiarity.id && c.codes.iter().all(|code| used.contains(code))
        };
        q.show_if.iter().any(about_use)
    };
    questionnaire.questions().filter(for_users).any(|question| {
        let answers = document.answers.by_department.get(&question.id).into_iter().flatten();
        answers.into_iter().any(|(department, _)| {
            let said = document.answers.about(&familiarity.id, department);
            said.is_some_and(|a| !a.codes().iter().any(|code| used.contains(code)))
        })
    })
}

fn missed_attention(questionnaire: &Questionnaire, document: &Document) -> bool {
    questionnaire.questions().any(|question| match &question.role {
        Role::Attention { expect, .. } => document
            .answers
            .of(&question.id)
            .is_some_and(|a| a.codes().iter().any(|code| code != expect)),
        _ => false,
    })
}

fn was_coached(questionnaire: &Questionnaire, document: &Document) -> bool {
    questionnaire.questions().any(|question| match &question.role {
        Role::Coaching { coached } => document
            .answers
            .of(&question.id)
            .is_some_and(|a| a.codes().iter().any(|code| coached.contains(code))),
        _ => false,
    })
}
