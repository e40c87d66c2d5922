//! Flags from the pattern of answers alone; none looks at whether a grade is good or bad.

use super::Flag;
use crate::domain::columns::reading::{Reading, Said};
use crate::domain::definition::{Condition, Question, QuestionKind, Questionnaire, Role, SectionKind, Survey};

/// `ST`, `LC`, `AT` and `CO` of one document.
pub fn flags(survey: &Survey, questionnaire: &Questionnaire, document: &Reading) -> impl Iterator<Item = Flag> + use<> {
    let raised = [
        (Flag::Straight, is_straight(survey, questionnaire, document)),
        (Flag::Contradiction, contradicts(questionnaire, document)),
        (Flag::Attention, missed_attention(questionnaire, document)),
        (Flag::Coached, was_coached(questionnaire, document)),
    ];
    raised.into_iter().filter(|(_, raised)| *raised).map(|(flag, _)| flag)
}

/// All grades about departments equal, over enough items and departments; 说不清 is no grade.
fn is_straight(survey: &Survey, questionnaire: &Questionnaire, document: &Reading) -> bool {
    let rules = &survey.method.quality;
    let (mut items, mut departments, mut grade) = (0u32, Vec::new(), None);
    let ratings = questionnaire.sections.iter().filter(|s| s.kind == SectionKind::Ratings);
    for question in ratings
        .flat_map(|s| &s.questions)
        .filter(|q| q.kind == QuestionKind::Scale)
    {
        for (department, answer) in document.about(&question.id.0) {
            let Said::One(code) = answer else { continue };
            if survey.method.scale.grades.iter().any(|g| g.code == code.text()) {
                if grade.is_some_and(|grade| grade != code.text()) {
                    return false;
                }
                grade = Some(code.text());
                items += 1;
                add(&mut departments, department.text());
            }
        }
    }
    items >= rules.straight_items && departments.len() >= rules.straight_departments as usize && grade.is_some()
}

fn add<'a>(to: &mut Vec<&'a str>, one: &'a str) {
    if !to.contains(&one) {
        to.push(one);
    }
}

/// An item that only users are asked was answered about a department which the respondent says was not used.
fn contradicts(questionnaire: &Questionnaire, document: &Reading) -> bool {
    let Some(familiarity) = questionnaire.familiarity() else {
        return false;
    };
    let Role::Familiarity { used, .. } = &familiarity.role else {
        return false;
    };
    let for_users = |q: &&Question| {
        let about_use = |c: &Condition| c.question == familiarity.id && c.codes.iter().all(|code| used.contains(code));
        q.show_if.iter().any(about_use)
    };
    questionnaire.questions().filter(for_users).any(|question| {
        document.about(&question.id.0).iter().any(|(department, _)| {
            let said = document.said(&familiarity.id.0, department.text());
            said.is_some_and(|a| !a.any(|code| used.iter().any(|u| u == code)))
        })
    })
}

fn missed_attention(questionnaire: &Questionnaire, document: &Reading) -> bool {
    questionnaire.questions().any(|question| match &question.role {
        Role::Attention { expect, .. } => document
            .of(&question.id.0)
            .is_some_and(|a| a.any(|code| code != expect)),
        _ => false,
    })
}

fn was_coached(questionnaire: &Questionnaire, document: &Reading) -> bool {
    questionnaire.questions().any(|question| match &question.role {
        Role::Coaching { coached } => document
            .of(&question.id.0)
            .is_some_and(|a| a.any(|code| coached.iter().any(|c| c == code))),
        _ => false,
    })
}
