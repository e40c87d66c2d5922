//! One document into one row of the columns.

use super::form::{Form, value};
use super::names::Names;
use super::reading::{Reading, Said};
use super::{Columns, DONT_KNOW, Familiar, NO_AUDIENCE, NO_VALUE, Numbered, Rating};
use crate::domain::data::Fraction;
use crate::domain::definition::{AssignmentRule, Survey};
use crate::domain::score::ScoreError;
use sha2::{Digest, Sha256};

/// Fills columns from documents of one survey.
pub struct Filler<'s> {
    survey: &'s Survey,
    forms: Vec<Form<'s>>,
    departments: Names,
    desk: Vec<Place>,
}

/// One department while a document is read.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    shown: Option<Fraction>,
    assigned: Option<Fraction>,
    /// What the respondent says about having used it, once said.
    used: Option<bool>,
    /// Numbers that were given last for it: of `s`, of `s` with `q`, of being unknown and known.
    last: [u32; 4],
}

impl<'s> Filler<'s> {
    /// For documents of this survey.
    pub fn new(survey: &'s Survey) -> Filler<'s> {
        let forms = survey.audiences.iter().map(|audience| Form::new(survey, audience));
        Filler {
            survey,
            forms: forms.collect(),
            departments: Names::new(survey.departments.iter().map(|d| d.id.0.as_str())),
            desk: vec![Place::default(); survey.departments.len()],
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
    pub fn push(&mut self, document: &Reading, to: &mut Columns) {
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

    fn push_answers(&mut self, document: &Reading, number: usize, row: u32, to: &mut Columns) {
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
        let mut sheet = Answered {
            survey: self.survey,
            form,
            departments: &self.departments,
            desk: &mut self.desk,
            document,
        };
        sheet.lay_out();
        if let Err(fault) = sheet.familiar(to).and_then(|()| sheet.ratings(to)) {
            to.faults.insert(row, fault);
        }
    }
}

/// What one document says about departments.
struct Answered<'a, 's, 'd> {
    survey: &'s Survey,
    form: &'a Form<'s>,
    departments: &'a Names,
    desk: &'a mut [Place],
    document: &'a Reading<'d>,
}

impl Answered<'_, '_, '_> {
    /// Puts the lists on the desk; of a department that is listed twice, its first place counts.
    fn lay_out(&mut self) {
        for place in self.desk.iter_mut() {
            (place.shown, place.assigned, place.used) = (None, None, None);
        }
        let lists = &self.document.assignment;
        for one in &lists.shown {
            if let Some(place) = self.departments.find(one.department.text()) {
                self.desk[usize::from(place)].shown.get_or_insert(one.probability);
            }
        }
        for one in &lists.assigned {
            if let Some(place) = self.departments.find(one.department.text()) {
                self.desk[usize::from(place)].assigned.get_or_insert(one.probability);
            }
        }
    }

    fn familiar(&mut self, to: &mut Columns) -> Result<(), ScoreError> {
        let Some((question, eligible, used)) = self.form.familiarity else {
            return Ok(());
        };
        for (department, answer) in self.document.about(question) {
            let (department, s, _) = self.place(question, department.text(), false)?;
            let knows = answer.any(|code| eligible.iter().any(|e| e == code));
            let place = &mut self.desk[usize::from(department)];
            place
                .used
                .get_or_insert_with(|| answer.any(|code| used.iter().any(|u| u == code)));
            let s = to.fractions.number_again(&s, &mut place.last[0]);
            let familiar = Familiar { department, knows, s };
            let last = &mut place.last[2 + usize::from(knows)];
            to.familiar.all.push(to.familiar_kinds.number_again(&familiar, last));
        }
        Ok(())
    }

    fn ratings(&mut self, to: &mut Columns) -> Result<(), ScoreError> {
        let scored = self.form.scored;
        for (department, answer) in self.document.about(scored) {
            let name = department.text();
            let (department, s, q) = self.place(scored, name, true)?;
            let grade = self.grade(name, answer)?;
            let place = &mut self.desk[usize::from(department)];
            let chance = to.chances.number_again(&(s, q), &mut place.last[1]);
            to.ratings.all.push(Rating {
                department,
                grade,
                used: place.used.unwrap_or(false),
                chance,
            });
        }
        Ok(())
    }

    fn grade(&self, department: &str, answer: &Said) -> Result<u8, ScoreError> {
        let (scale, code) = (&self.survey.method.scale, answer.joined());
        if let Some(grade) = scale.grades.iter().position(|g| g.code == code) {
            return Ok(grade as u8);
        }
        if code == scale.dont_know.0.as_str() {
            return Ok(DONT_KNOW);
        }
        let grades = scale.grades.iter().map(|g| g.code.as_str());
        Err(ScoreError::NotAGrade {
            submission: self.document.submission.text().to_owned(),
            department: department.to_owned(),
            found: code.into_owned(),
            expected: grades
                .chain([scale.dont_know.0.as_str()])
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// Position of the department and the probabilities s and q with which this respondent was shown and assigned it.
    fn place(&self, question: &str, department: &str, rated: bool) -> Result<(u16, Fraction, Fraction), ScoreError> {
        let refuse = || ScoreError::NotAssigned {
            submission: self.document.submission.text().to_owned(),
            question: question.to_owned(),
            department: department.to_owned(),
        };
        let number = self.departments.find(department).ok_or_else(refuse)?;
        if !self.form.rates[usize::from(number)] {
            return Err(refuse());
        }
        if self.survey.method.assignment == AssignmentRule::All {
            return Ok((number, Fraction::ONE, Fraction::ONE));
        }
        let place = &self.desk[usize::from(number)];
        let shown = place.shown.ok_or_else(refuse)?;
        if !rated {
            return Ok((number, shown, Fraction::ONE));
        }
        Ok((number, shown, place.assigned.ok_or_else(refuse)?))
    }
}

/// What stands for a draw key where two are compared.
fn short(key: &str) -> [u8; 16] {
    let mut half = [0; 16];
    if !key.is_empty() {
        half.copy_from_slice(&Sha256::digest(key.as_bytes())[..16]);
    }
    half
}
