//! Dimension items: diagnostic ratings of a drawn subset of the departments that were used, never part of the score.

use super::Sample;
use super::questions::{Rated, estimate};
use crate::domain::definition::{Audience, AudienceId, DepartmentId, Question, QuestionId, Role};
use crate::domain::score::ScoreError;
use crate::domain::score::cells::Errors;
use crate::domain::score::ratings::CellRatings;
use crate::domain::weight::AudienceWeights;
use std::collections::BTreeMap;

/// One dimension item of one audience.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimensions {
    /// Audience.
    pub audience: AudienceId,
    /// The item.
    pub question: QuestionId,
    /// Ratings of all departments together; `None` where they are too few.
    pub all: Option<Rated>,
    /// Departments with enough ratings, in the order of the survey.
    pub cells: Vec<DimensionCell>,
}

/// One department's rate on one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionCell {
    /// Department.
    pub department: DepartmentId,
    /// Valid ratings.
    pub n: u64,
    /// (Σu)²/Σu² over them.
    pub n_eff_kish: f64,
    /// Weighted share of satisfied.
    pub rate: f64,
    /// Wilson interval at the sheet's level; `None` without degrees of freedom.
    pub interval: Option<(f64, f64)>,
}

/// Every dimension item of every audience.
pub(super) fn all(sample: &Sample) -> Result<Vec<Dimensions>, ScoreError> {
    let mut found = Vec::new();
    for (_, audience, weights) in sample.audiences() {
        let errors = Errors::new(weights, sample.survey.method.fpc)?;
        for question in audience.questionnaire.questions().filter(|q| q.role == Role::Dimension) {
            found.push(item(sample, audience, weights, &errors, question));
        }
    }
    Ok(found)
}

fn item(
    sample: &Sample,
    audience: &Audience,
    weights: &AudienceWeights,
    errors: &Errors,
    question: &Question,
) -> Dimensions {
    let scale = &sample.survey.method.scale;
    let (mut together, mut apart) = (CellRatings::default(), BTreeMap::<&DepartmentId, CellRatings>::new());
    for (row, (document, w)) in sample.analysed(weights).enumerate() {
        let about = document.answers.by_department.get(&question.id).into_iter().flatten();
        for (department, answer) in about {
            let code = answer.codes().first();
            let grade = code.and_then(|code| scale.grades.iter().position(|grade| &grade.code == code));
            if let Some((grade, (sq, r))) = grade.zip(sample.chance(document, department)) {
                for ratings in [&mut together, apart.entry(department).or_default()] {
                    ratings.valid.rows.push(row as u32);
                    ratings.valid.u.push(w / (sq * r));
                    ratings.grade.push(grade as u8);
                }
            }
        }
    }
    let fewest = sample.survey.method.small_cells.suppress;
    let ordered = sample.survey.departments.iter().map(|department| &department.id);
    Dimensions {
        audience: audience.id.clone(),
        question: question.id.clone(),
        all: estimate(&together, scale.grades.len(), fewest, sample, errors),
        cells: ordered
            .filter_map(|id| cell(id, apart.get(id)?, sample, errors, fewest))
            .collect(),
    }
}

fn cell(
    department: &DepartmentId,
    ratings: &CellRatings,
    sample: &Sample,
    errors: &Errors,
    fewest: f64,
) -> Option<DimensionCell> {
    let grades = sample.survey.method.scale.grades.len();
    let rated = estimate(ratings, grades, fewest, sample, errors)?;
    Some(DimensionCell {
        department: department.clone(),
        n: rated.n,
        n_eff_kish: rated.n_eff_kish,
        rate: rated.rate,
        interval: rated.interval,
    })
}
