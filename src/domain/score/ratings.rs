//! Per department and audience the valid ratings with their rating weights (D17).

use super::{RatingWeight, ScoreError};
use crate::domain::columns::{Columns, DONT_KNOW, Rating};
use crate::domain::data::RoundData;
use crate::domain::definition::Survey;
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

/// One audience's cells, in the order of the survey's departments, empty for those the audience does not rate.
#[derive(Debug, Clone, Default)]
pub struct AudienceRatings {
    /// One per department.
    pub cells: Vec<CellRatings>,
}

/// Reads the analysed documents of every audience, in the order of the survey.
pub fn collect(survey: &Survey, data: &RoundData, weighting: &Weighting) -> Result<Vec<AudienceRatings>, ScoreError> {
    let columns = Columns::of(survey, data.documents.iter().map(Into::into));
    collect_columns(survey, &columns, weighting)
}

/// The same from the columns that the weights are of.
///
/// # Errors
/// What is wrong with the first row that cannot be scored.
pub fn collect_columns(
    survey: &Survey,
    columns: &Columns,
    weighting: &Weighting,
) -> Result<Vec<AudienceRatings>, ScoreError> {
    let each = weighting.audiences.iter();
    each.map(|weights| audience(survey, columns, weights)).collect()
}

fn audience(survey: &Survey, columns: &Columns, weights: &AudienceWeights) -> Result<AudienceRatings, ScoreError> {
    if !columns.faults.is_empty() {
        let fault = weights.documents.iter().find_map(|row| columns.faults.get(row));
        fault.map_or(Ok(()), |fault| Err(fault.clone()))?;
    }
    let scale = &survey.method.scale;
    let mut counts = vec![vec![0u64; scale.grades.len() + 1]; survey.departments.len()];
    let grade_of = |rating: &Rating| usize::from(rating.grade).min(scale.grades.len());
    for rating in weights
        .documents
        .iter()
        .flat_map(|row| columns.ratings.of(*row as usize))
    {
        counts[usize::from(rating.department)][grade_of(rating)] += 1;
    }
    let codes = scale.grades.iter().map(|g| &g.code).chain([&scale.dont_know.0]);
    let codes: Vec<&String> = codes.collect();
    let mut cells: Vec<CellRatings> = counts
        .iter()
        .map(|counts| CellRatings::for_counts(counts, &codes))
        .collect();
    let shares: Vec<f64> = columns.fractions.values.iter().map(|s| s.value()).collect();
    let chances: Vec<f64> = (columns.chances.values.iter())
        .map(|(s, q)| s.value() * q.value())
        .collect();
    for (row, (document, w)) in weights.documents.iter().zip(&weights.weight).enumerate() {
        for kind in columns.familiar.of(*document as usize) {
            let one = &columns.familiar_kinds.values[*kind as usize];
            let (above, below) = &mut cells[usize::from(one.department)].familiar;
            let weight = w / shares[one.s as usize];
            *below += weight;
            *above += if one.knows { weight } else { 0.0 };
        }
        for rating in columns.ratings.of(*document as usize) {
            let u = w / chances[rating.chance as usize];
            cells[usize::from(rating.department)].add(row as u32, rating, u);
        }
    }
    Ok(AudienceRatings { cells })
}

/// Every rating of the analysed rows with its rating weight, in the order of audiences and ids.
pub fn rating_weights(survey: &Survey, columns: &Columns, weighting: &Weighting) -> Vec<RatingWeight> {
    let mut all = Vec::new();
    for weights in &weighting.audiences {
        for (document, w) in weights.documents.iter().zip(&weights.weight) {
            let submission = columns.ids.get(*document as usize);
            all.extend(columns.ratings.of(*document as usize).iter().map(|rating| {
                let (s, q) = columns.chance(rating);
                let grade = survey.method.scale.grades.get(usize::from(rating.grade));
                RatingWeight {
                    submission: submission.clone().into_owned(),
                    department: survey.departments[usize::from(rating.department)].id.clone(),
                    grade: grade.map(|grade| grade.code.clone()),
                    s,
                    q,
                    u: w / (s.value() * q.value()),
                }
            }));
        }
    }
    all
}

impl CellRatings {
    /// Room for so many ratings of each grade, 说不清 last.
    fn for_counts(counts: &[u64], codes: &[&String]) -> CellRatings {
        let valid = counts[..counts.len() - 1].iter().sum::<u64>() as usize;
        let named = codes.iter().zip(counts).filter(|(_, count)| **count > 0);
        CellRatings {
            valid: Domain {
                rows: Vec::with_capacity(valid),
                u: Vec::with_capacity(valid),
            },
            grade: Vec::with_capacity(valid),
            used: Vec::with_capacity(valid),
            counts: named.map(|(code, count)| ((*code).clone(), *count)).collect(),
            ..CellRatings::default()
        }
    }

    fn add(&mut self, row: u32, rating: &Rating, u: f64) {
        if rating.grade == DONT_KNOW {
            self.dont_know += u;
            return;
        }
        self.valid.rows.push(row);
        self.valid.u.push(u);
        self.grade.push(rating.grade);
        self.used.push(rating.used);
    }

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
