//! Documents into columns, once: per department and audience the valid ratings with their rating weights (D17).

use super::{RatingWeight, ScoreError};
use crate::domain::data::{Answer, Document, Fraction, RoundData};
use crate::domain::definition::{AssignmentRule, DepartmentId, QuestionId, Questionnaire, Role, Survey};
use crate::domain::estimate::domain::Domain;
use crate::domain::weight::{AudienceWeights, Weighting};
use std::collections::BTreeMap;

/// The ratings of one department by one audience.
#[derive(Debug, Clone, Default)]
pub struct CellRatings {
    /// Valid ratings: rows of the audience and rating weights.
    pub valid: Domain,
    /// Grade of each valid rating, as position in the scale (best first).
    pub grade: Vec<u8>,
    /// Whether the rater used the department.
    pub used: Vec<bool>,
    /// Ratings per code, unweighted, 说不清 included.
    pub counts: BTreeMap<String, u64>,
    /// Σu of 说不清.
    pub dont_know: f64,
    /// Σ w/s of those who know or used it, and of all who were shown it and answered.
    pub familiar: (f64, f64),
}

/// One audience's cells, in the order of the survey's departments, and each rating's weight.
#[derive(Debug, Clone, Default)]
pub struct AudienceRatings {
    /// One per department, empty for those the audience does not rate.
    pub cells: Vec<CellRatings>,
    /// Every rating in canonical order.
    pub ratings: Vec<RatingWeight>,
}

struct Reader<'a> {
    survey: &'a Survey,
    questionnaire: &'a Questionnaire,
    weights: &'a AudienceWeights,
    position: BTreeMap<&'a DepartmentId, usize>,
}

/// Reads the analysed documents of every audience, in the order of the survey.
pub fn collect(survey: &Survey, data: &RoundData, weighting: &Weighting) -> Result<Vec<AudienceRatings>, ScoreError> {
    let position: BTreeMap<&DepartmentId, usize> =
        survey.departments.iter().enumerate().map(|(i, d)| (&d.id, i)).collect();
    let read = |weights: &AudienceWeights| {
        let audience = survey
            .audience(&weights.audience)
            .expect("weights follow the survey's audiences");
        let questionnaire = &audience.questionnaire;
        let reader = Reader {
            survey,
            questionnaire,
            weights,
            position: position.clone(),
        };
        let mut result = AudienceRatings::default();
        result.cells.resize_with(survey.departments.len(), CellRatings::default);
        for (row, document) in weights.documents.iter().enumerate() {
            reader.read(row, &data.documents[*document], &mut result)?;
        }
        Ok(result)
    };
    weighting.audiences.iter().map(read).collect()
}

impl Reader<'_> {
    fn read(&self, row: usize, document: &Document, into: &mut AudienceRatings) -> Result<(), ScoreError> {
        let w = self.weights.weight[row];
        let familiarity = self.questionnaire.familiarity();
        for (department, answer) in familiarity.into_iter().flat_map(|q| answers(document, &q.id)) {
            let (cell, s, _) = self.place(document, &familiarity.expect("iterating over it").id, department, false)?;
            let knows = self.says(answer, |role| match role {
                Role::Familiarity { eligible, .. } => eligible,
                _ => &[],
            });
            let (above, below) = &mut into.cells[cell].familiar;
            *below += w / s.value();
            *above += if knows { w / s.value() } else { 0.0 };
        }
        let scored = &self.questionnaire.scored().id;
        for (department, answer) in answers(document, scored) {
            let (cell, s, q) = self.place(document, scored, department, true)?;
            let u = w / (s.value() * q.value());
            let grade = self.rate(row, document, department, answer, u, &mut into.cells[cell])?;
            let (submission, department) = (document.submission.clone(), department.clone());
            into.ratings.push(RatingWeight {
                submission,
                department,
                grade,
                s,
                q,
                u,
            });
        }
        Ok(())
    }

    /// Adds one rating to its cell; the grade's code, or `None` for 说不清.
    fn rate(
        &self,
        row: usize,
        document: &Document,
        department: &DepartmentId,
        answer: &Answer,
        u: f64,
        cell: &mut CellRatings,
    ) -> Result<Option<String>, ScoreError> {
        let scale = &self.survey.method.scale;
        let code = answer.codes().join("+");
        let grade = scale.grades.iter().position(|g| g.code == code);
        let known = grade.is_some() || code == scale.dont_know.0;
        if !known {
            let expected = scale
                .grades
                .iter()
                .map(|g| g.code.as_str())
                .chain([scale.dont_know.0.as_str()]);
            return Err(ScoreError::NotAGrade {
                submission: document.submission.clone(),
                department: department.0.clone(),
                found: code,
                expected: expected.collect::<Vec<_>>().join(", "),
            });
        }
        *cell.counts.entry(code.clone()).or_default() += 1;
        let Some(grade) = grade else {
            cell.dont_know += u;
            return Ok(None);
        };
        cell.valid.rows.push(row as u32);
        cell.valid.u.push(u);
        cell.grade.push(grade as u8);
        cell.used.push(self.used(document, department));
        Ok(Some(code))
    }

    fn used(&self, document: &Document, department: &DepartmentId) -> bool {
        let Some(familiarity) = self.questionnaire.familiarity() else {
            return false;
        };
        document
            .answers
            .about(&familiarity.id, department)
            .is_some_and(|answer| {
                self.says(answer, |role| match role {
                    Role::Familiarity { used, .. } => used,
                    _ => &[],
                })
            })
    }

    fn says<'a>(&'a self, answer: &Answer, codes: impl Fn(&'a Role) -> &'a [String]) -> bool {
        let familiarity = self.questionnaire.familiarity();
        familiarity.is_some_and(|q| answer.codes().iter().any(|code| codes(&q.role).contains(code)))
    }

    /// Position of the department and the probabilities s and q with which this respondent was shown and assigned it.
    fn place(
        &self,
        document: &Document,
        question: &QuestionId,
        department: &DepartmentId,
        rated: bool,
    ) -> Result<(usize, Fraction, Fraction), ScoreError> {
        let refuse = || ScoreError::NotAssigned {
            submission: document.submission.clone(),
            question: question.0.clone(),
            department: department.0.clone(),
        };
        let cell = *self.position.get(department).ok_or_else(refuse)?;
        if !self.survey.departments[cell].is_rated_by(&document.audience) {
            return Err(refuse());
        }
        if self.survey.method.assignment == AssignmentRule::All {
            return Ok((cell, Fraction::ONE, Fraction::ONE));
        }
        let lists = &document.assignment;
        let shown = lists
            .shown
            .iter()
            .find(|d| &d.department == department)
            .ok_or_else(refuse)?;
        let assigned = lists.assigned.iter().find(|d| &d.department == department).map(|d| d.q);
        let q = if rated {
            assigned.ok_or_else(refuse)?
        } else {
            Fraction::ONE
        };
        Ok((cell, shown.s, q))
    }
}

fn answers<'a>(
    document: &'a Document,
    id: &QuestionId,
) -> impl Iterator<Item = (&'a DepartmentId, &'a Answer)> + use<'a> {
    document.answers.by_department.get(id).into_iter().flatten()
}

impl CellRatings {
    /// Weighted share of each of `grades` grades among valid ratings; `None` where there is none.
    pub fn shares(&self, grades: usize) -> Option<Vec<f64>> {
        shares(&self.valid.u, &self.grade, grades)
    }

    /// The valid ratings by users only: their rating weights and grades.
    pub fn of_users(&self) -> (Vec<f64>, Vec<u8>) {
        let all = self.valid.u.iter().zip(&self.grade).zip(&self.used);
        all.filter(|(_, used)| **used)
            .map(|((u, grade), _)| (*u, *grade))
            .unzip()
    }
}

/// Weighted share of each grade.
pub fn shares(u: &[f64], grade: &[u8], grades: usize) -> Option<Vec<f64>> {
    let mut sums = vec![0.0; grades];
    u.iter()
        .zip(grade)
        .for_each(|(u, grade)| sums[usize::from(*grade)] += u);
    let total: f64 = u.iter().sum();
    (total > 0.0).then(|| sums.iter().map(|s| s / total).collect())
}
