//! What one audience's documents are read by.

use super::reading::{Reading, Said};
use super::{FROM_FRAME, NO_VALUE, Numbered};
use crate::domain::definition::{Audience, MarginVariable, Role, Survey};
use crate::domain::submission::quality::OwnFlags;

/// The questions of one audience, found once.
pub struct Form<'s> {
    /// Whose questions they are.
    pub audience: &'s Audience,
    /// What tells careless documents.
    pub flags: OwnFlags<'s>,
    /// Raking variables, each once, in the order of the audience's margins.
    pub variables: Vec<&'s MarginVariable>,
    /// The question about familiarity: its id, codes of who may rate, codes of who used the service.
    pub familiarity: Option<(&'s str, &'s [String], &'s [String])>,
    /// Id of the question that is scored.
    pub scored: &'s str,
    coaching: Option<(&'s str, &'s [String])>,
    /// Whether the audience rates the department of that position.
    pub rates: Vec<bool>,
}

impl<'s> Form<'s> {
    /// Of one of the survey's audiences.
    pub fn new(survey: &'s Survey, audience: &'s Audience) -> Form<'s> {
        let questionnaire = &audience.questionnaire;
        let familiarity = questionnaire.familiarity().and_then(|question| match &question.role {
            Role::Familiarity { eligible, used } => {
                Some((question.id.0.as_str(), eligible.as_slice(), used.as_slice()))
            }
            _ => None,
        });
        let coaching = questionnaire.questions().find_map(|question| match &question.role {
            Role::Coaching { coached } => Some((question.id.0.as_str(), coached.as_slice())),
            _ => None,
        });
        Form {
            audience,
            flags: OwnFlags::new(survey, audience),
            variables: variables(survey, audience),
            familiarity,
            scored: questionnaire.scored().id.0.as_str(),
            coaching,
            rates: survey.departments.iter().map(|d| d.is_rated_by(&audience.id)).collect(),
        }
    }

    /// 0 without an answer about coaching, 1 not coached, 2 coached.
    pub fn coached(&self, document: &Reading) -> u8 {
        let said = self
            .coaching
            .and_then(|(question, coached)| Some((document.of(question)?, coached)));
        said.map_or(0, |(answer, coached)| {
            1 + u8::from(answer.any(|code| coached.iter().any(|c| c == code)))
        })
    }
}

/// The raking variables of an audience, each once, in the order of its margins.
pub fn variables<'s>(survey: &'s Survey, audience: &Audience) -> Vec<&'s MarginVariable> {
    let mut found: Vec<&MarginVariable> = Vec::new();
    for variable in survey.margins_of(&audience.id).flat_map(|margin| &margin.variables) {
        if found.iter().all(|known| known.name != variable.name) {
            found.push(variable);
        }
    }
    found
}

/// The respondent's own value, else the frame's: as it is, or as an answer code where it is one.
pub fn value(variable: &MarginVariable, document: &Reading, names: &mut Numbered<String>) -> u32 {
    let own = match document.of(&variable.question.0) {
        Some(Said::One(code)) => variable.values.get(code.text()),
        _ => None,
    };
    if let Some(own) = own {
        return names.number(own.as_str());
    }
    let Some(given) = document
        .frame
        .get(&variable.name)
        .map(|v| v.text())
        .filter(|v| !v.is_empty())
    else {
        return NO_VALUE;
    };
    let known = variable.values.values().any(|v| v == given);
    let meant = if known {
        given
    } else {
        variable.values.get(given).map_or(given, String::as_str)
    };
    names.number(meant) | FROM_FRAME
}
