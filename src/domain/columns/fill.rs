//! One document into one row of the columns.

use super::reading::{Reading, Said};
use super::{Columns, DONT_KNOW, FROM_FRAME, Familiar, NO_AUDIENCE, NO_VALUE, Numbered, Rating};
use crate::domain::data::Fraction;
use crate::domain::definition::{AssignmentRule, Audience, MarginVariable, Role, Survey};
use crate::domain::score::ScoreError;
use crate::domain::submission::quality::OwnFlags;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Fills columns from documents of one survey.
pub struct Filler<'s> {
    survey: &'s Survey,
    forms: Vec<Form<'s>>,
    departments: BTreeMap<&'s str, u16>,
}

/// What one audience's documents are read by.
struct Form<'s> {
    audience: &'s Audience,
    flags: OwnFlags<'s>,
    variables: Vec<&'s MarginVariable>,
    familiarity: Option<(&'s str, &'s [String], &'s [String])>,
    scored: &'s str,
    coaching: Option<(&'s str, &'s [String])>,
    /// Whether the audience rates the department of that position.
    rates: Vec<bool>,
}

impl<'s> Filler<'s> {
    /// For documents of this survey.
    pub fn new(survey: &'s Survey) -> Filler<'s> {
        let departments = survey.departments.iter().zip(0u16..);
        Filler {
            survey,
            forms: survey
                .audiences
                .iter()
                .map(|audience| Form::new(survey, audience))
                .collect(),
            departments: departments.map(|(d, place)| (d.id.0.as_str(), place)).collect(),
        }
    }

    /// Columns without rows.
    pub fn empty(&self) -> Columns {
        let most = self.forms.iter().map(|form| form.variables.len()).max().unwrap_or(0);
        let names = |form: &Form| vec![Numbered::default(); form.variables.len()];
        Columns {
            values: vec![Vec::new(); most],
            value_names: self.forms.iter().map(names).collect(),
            ..Columns::default()
        }
    }

    /// Adds a document as the next row.
    pub fn push(&self, document: &Reading, to: &mut Columns) {
        let row = to.len() as u32;
        to.ids.push(document.submission.text());
        to.came.push(row);
        to.stratum.push(to.strata.number(document.stratum.text()));
        to.disposition.push(to.dispositions.number(document.disposition.text()));
        to.mode.push(document.mode);
        let seconds: u64 = document.seconds.0.iter().map(|(_, seconds)| u64::from(*seconds)).sum();
        let timed = !document.seconds.0.is_empty();
        to.seconds.push(if timed { seconds as f64 } else { f64::NAN });
        to.key.push(short(document.assignment.k.text()));
        let number = self
            .forms
            .iter()
            .position(|form| form.audience.id.0 == document.audience.text());
        match number {
            Some(number) => self.push_answers(document, number, row, to),
            None => {
                to.strangers.insert(row, document.audience.text().to_owned());
                to.audience.push(NO_AUDIENCE);
                to.flags.push(0);
                to.coached.push(0);
                to.values.iter_mut().for_each(|column| column.push(NO_VALUE));
            }
        }
        to.familiar.end_row();
        to.ratings.end_row();
    }

    fn push_answers(&self, document: &Reading, number: usize, row: u32, to: &mut Columns) {
        let form = &self.forms[number];
        to.audience.push(number as u8);
        to.flags.push(form.flags.of(document));
        to.coached.push(form.coached(document));
        let names = &mut to.value_names[number];
        for (variable, column) in to.values.iter_mut().enumerate() {
            column.push(match form.variables.get(variable) {
                Some(of) => value(of, document, &mut names[variable]),
                None => NO_VALUE,
            });
        }
        if let Err(fault) = self
            .familiar(form, document, to)
            .and_then(|()| self.ratings(form, document, to))
        {
            to.faults.insert(row, fault);
        }
    }

    fn familiar(&self, form: &Form, document: &Reading, to: &mut Columns) -> Result<(), ScoreError> {
        let Some((question, eligible, _)) = form.familiarity else {
            return Ok(());
        };
        for (department, answer) in document.about(question) {
            let (department, s, _) = self.place(form, document, question, department.text(), false)?;
            let knows = answer.any(|code| eligible.iter().any(|e| e == code));
            let s = to.fractions.number(&s);
            to.familiar.all.push(Familiar { department, knows, s });
        }
        Ok(())
    }

    fn ratings(&self, form: &Form, document: &Reading, to: &mut Columns) -> Result<(), ScoreError> {
        for (department, answer) in document.about(form.scored) {
            let name = department.text();
            let (department, s, q) = self.place(form, document, form.scored, name, true)?;
            let grade = self.grade(document, name, answer)?;
            let (s, q) = (to.fractions.number(&s), to.fractions.number(&q));
            let used = form.familiarity.is_some_and(|(question, _, used)| {
                let said = document.said(question, name);
                said.is_some_and(|said| said.any(|code| used.iter().any(|u| u == code)))
            });
            to.ratings.all.push(Rating {
                department,
                grade,
                used,
                s,
                q,
            });
        }
        Ok(())
    }

    fn grade(&self, document: &Reading, department: &str, answer: &Said) -> Result<u8, ScoreError> {
        let (scale, code) = (&self.survey.method.scale, answer.joined());
        if let Some(grade) = scale.grades.iter().position(|g| g.code == code) {
            return Ok(grade as u8);
        }
        if code == scale.dont_know.0.as_str() {
            return Ok(DONT_KNOW);
        }
        let grades = scale.grades.iter().map(|g| g.code.as_str());
        Err(ScoreError::NotAGrade {
            submission: document.submission.text().to_owned(),
            department: department.to_owned(),
            found: code.into_owned(),
            expected: grades
                .chain([scale.dont_know.0.as_str()])
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// Position of the department and the probabilities s and q with which this respondent was shown and assigned it.
    fn place(
        &self,
        form: &Form,
        document: &Reading,
        question: &str,
        department: &str,
        rated: bool,
    ) -> Result<(u16, Fraction, Fraction), ScoreError> {
        let refuse = || ScoreError::NotAssigned {
            submission: document.submission.text().to_owned(),
            question: question.to_owned(),
            department: department.to_owned(),
        };
        let place = *self.departments.get(department).ok_or_else(refuse)?;
        if !form.rates[usize::from(place)] {
            return Err(refuse());
        }
        if self.survey.method.assignment == AssignmentRule::All {
            return Ok((place, Fraction::ONE, Fraction::ONE));
        }
        let lists = &document.assignment;
        let shown = lists.shown.iter().find(|d| d.department.text() == department);
        let shown = shown.ok_or_else(refuse)?;
        if !rated {
            return Ok((place, shown.probability, Fraction::ONE));
        }
        let assigned = lists.assigned.iter().find(|d| d.department.text() == department);
        Ok((place, shown.probability, assigned.ok_or_else(refuse)?.probability))
    }
}

impl<'s> Form<'s> {
    fn new(survey: &'s Survey, audience: &'s Audience) -> Form<'s> {
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

    fn coached(&self, document: &Reading) -> u8 {
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
fn value(variable: &MarginVariable, document: &Reading, names: &mut Numbered<String>) -> u32 {
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

/// What stands for a draw key where two are compared.
fn short(key: &str) -> [u8; 16] {
    let mut half = [0; 16];
    if !key.is_empty() {
        half.copy_from_slice(&Sha256::digest(key.as_bytes())[..16]);
    }
    half
}
