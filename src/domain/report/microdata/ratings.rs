//! One row per rating of a cell that the sheet publishes and that has at least ten: department, grade, coarse characteristics, mean rating weight.

use super::Form;
use super::partition::{by_coarseness, partition};
use super::respondents::characteristics;
use crate::domain::columns::DONT_KNOW;
use crate::domain::definition::{AudienceId, DepartmentId};
use crate::domain::report::{FEWEST, Sample};
use crate::domain::score::ScoreError;
use crate::domain::score::sheet::ScoreSheet;
use crate::domain::weight::AudienceWeights;
use std::collections::BTreeMap;

/// One rating.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingRow {
    /// Audience.
    pub audience: AudienceId,
    /// Department.
    pub department: DepartmentId,
    /// Code of the grade, or of 说不清.
    pub grade: String,
    /// Characteristics of the rater in the order of [`Form::characteristics`], coarse inside the department.
    pub characteristics: Vec<String>,
    /// Mean rating weight over ratings of the same audience, department and group of grades; of all valid ratings where
    /// fewer than [`FEWEST`] said 说不清 and this is one of them.
    pub weight: f64,
    /// Weight λ of the audience in the department's composite; `None` where the department has no score.
    pub lambda: Option<f64>,
}

impl RatingRow {
    /// What the row says, for an order that depends on nothing else.
    pub(super) fn content(&self) -> (&AudienceId, &DepartmentId, &str, &[String]) {
        (&self.audience, &self.department, &self.grade, &self.characteristics)
    }
}

/// One rating before it is made coarse.
struct Raw {
    /// Position in the scale, best first; its length for 说不清.
    grade: usize,
    u: f64,
    characteristics: Vec<String>,
}

/// Rows of every published cell, audience by audience.
pub(super) fn rows(sample: &Sample, forms: &[Form], sheet: &ScoreSheet) -> Result<Vec<RatingRow>, ScoreError> {
    let mut all = Vec::new();
    for ((number, _, weights), form) in sample.audiences().zip(forms) {
        for (department, raw) in by_department(sample, number, weights)? {
            let id = &sample.survey.departments[department].id;
            let score = sheet.departments.iter().find(|d| &d.department_id == id);
            let cell = score.and_then(|d| d.audiences.iter().find(|cell| cell.audience == form.audience));
            if cell.is_some_and(|cell| !cell.suppressed) {
                let scored = score.filter(|d| d.rate.is_some());
                let lambda = scored.and_then(|d| d.effective_weights.get(&form.audience).copied());
                all.extend(coarse(sample, &form.audience, id, raw, lambda));
            }
        }
    }
    Ok(all)
}

/// Ratings by department of one audience, in the order of submission ids.
fn by_department(
    sample: &Sample,
    number: usize,
    weights: &AudienceWeights,
) -> Result<BTreeMap<usize, Vec<Raw>>, ScoreError> {
    let (columns, grades) = (&sample.columns, sample.survey.method.scale.grades.len());
    let mut found: BTreeMap<usize, Vec<Raw>> = BTreeMap::new();
    let values = characteristics(sample, number, weights);
    for ((row, w), characteristics) in weights.documents.iter().zip(&weights.weight).zip(values) {
        if let Some(fault) = columns.faults.get(row) {
            return Err(fault.clone());
        }
        for rating in columns.ratings.of(*row as usize) {
            let (s, q) = columns.chance(rating);
            found.entry(usize::from(rating.department)).or_default().push(Raw {
                grade: if rating.grade == DONT_KNOW {
                    grades
                } else {
                    usize::from(rating.grade)
                },
                u: w / (s.value() * q.value()),
                characteristics: characteristics.clone(),
            });
        }
    }
    Ok(found)
}

/// The published rows of one cell; none of a cell with fewer than [`FEWEST`] ratings.
fn coarse(
    sample: &Sample,
    audience: &AudienceId,
    department: &DepartmentId,
    raw: Vec<Raw>,
    lambda: Option<f64>,
) -> Vec<RatingRow> {
    let scale = &sample.survey.method.scale;
    let mut counts = vec![0; scale.grades.len() + 1];
    raw.iter().for_each(|rating| counts[rating.grade] += 1);
    let satisfied: Vec<bool> = scale.grades.iter().map(|grade| grade.satisfied).collect();
    let group = groups(&counts, &satisfied);
    let mut sums = vec![(0.0, 0.0); counts.len()];
    for rating in &raw {
        let sum = &mut sums[group[rating.grade]];
        *sum = (sum.0 + rating.u, sum.1 + 1.0);
    }
    let few = counts[scale.grades.len()] < FEWEST;
    let valid = raw.iter().filter(|rating| rating.grade < scale.grades.len());
    let valid: Vec<f64> = valid.map(|rating| rating.u).collect();
    let usual = valid.iter().sum::<f64>() / valid.len() as f64;
    let weight = |grade: usize| match few && grade == scale.grades.len() {
        // So few that their own mean would be almost a person's weight: they carry that of the others, which says nothing.
        true => usual,
        false => sums[group[grade]].0 / sums[group[grade]].1,
    };
    let mut values: Vec<Vec<String>> = raw.iter().map(|rating| rating.characteristics.clone()).collect();
    let order = by_coarseness(&values);
    if !partition(&mut values, &order, FEWEST) {
        return Vec::new();
    }
    let codes: Vec<&String> = scale
        .grades
        .iter()
        .map(|g| &g.code)
        .chain([&scale.dont_know.0])
        .collect();
    let row = |(rating, characteristics): (Raw, Vec<String>)| RatingRow {
        audience: audience.clone(),
        department: department.clone(),
        grade: codes[rating.grade].clone(),
        characteristics,
        weight: weight(rating.grade),
        lambda,
    };
    raw.into_iter().zip(values).map(row).collect()
}

/// Group of each grade (说不清 last): a grade with fewer than [`FEWEST`] ratings joins its neighbour on the same side,
/// satisfied or not, so that the rate stays what it is. A whole side may stay small: its sum follows from the sheet.
pub(super) fn groups(counts: &[usize], satisfied: &[bool]) -> Vec<usize> {
    let grades = satisfied.len();
    let mut group: Vec<usize> = (0..counts.len()).collect();
    for side in [true, false] {
        let members: Vec<usize> = (0..grades).filter(|grade| satisfied[*grade] == side).collect();
        let (mut open, mut size) = (Vec::new(), 0);
        let mut last: Option<usize> = None;
        for grade in members {
            open.push(grade);
            size += counts[grade];
            if size >= FEWEST {
                let first = open[0];
                open.drain(..).for_each(|grade| group[grade] = first);
                (last, size) = (Some(first), 0);
            }
        }
        // What is left at the end is too small: it joins the group before it.
        let first = last.or_else(|| open.first().copied()).unwrap_or_default();
        open.into_iter().for_each(|grade| group[grade] = first);
    }
    group
}
