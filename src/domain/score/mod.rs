//! From estimates to points: conversion, composition over audiences, ranking, and the sheet that carries them.
//!
//! [`compute`] runs the three pure stages one after the other; the command line runs them apart, on columns:
//! [`find`](crate::domain::submission::quality::find), [`weigh_columns`], [`score`].

mod analysis;
mod build;
pub mod cells;
pub mod compose;
pub mod convert;
pub mod danger;
mod department;
mod error;
mod evidence;
#[cfg(test)]
#[allow(missing_docs, reason = "for tests only")]
pub mod fixture;
pub mod flags;
pub mod forecast;
pub mod naming;
pub mod rank;
pub mod ratings;
mod sensitivity;
pub mod sheet;
pub mod shrink;
#[cfg(test)]
mod tests;

pub use build::{data_hash, document_hash};
pub use error::ScoreError;

use crate::domain::columns::Columns;
use crate::domain::data::{Fraction, RoundData};
use crate::domain::definition::{AudienceId, DepartmentId, Survey};
use crate::domain::submission::quality::{self, Findings, QualityResult};
use crate::domain::weight::{self, Weighting, weigh_columns};
use analysis::{Analysis, Keep};
use serde::{Deserialize, Serialize};
use sheet::ScoreSheet;

/// Hashes of the survey folder that the sheet quotes, hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyHashes {
    /// Over all files.
    pub definition: String,
    /// Over the method, departments and margins.
    pub method: String,
}

/// One submission's weight, step by step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitWeights {
    /// Submission id.
    pub submission: String,
    /// Audience.
    pub audience: AudienceId,
    /// (step, factor, weight after it), in order.
    pub steps: Vec<(String, f64, f64)>,
}

/// One rating with its weight u = w / (s q).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RatingWeight {
    /// Submission id.
    pub submission: String,
    /// Department.
    pub department: DepartmentId,
    /// Code of the grade; `None` for 说不清.
    pub grade: Option<String>,
    /// Probability of being shown.
    pub s: Fraction,
    /// Probability of being assigned, given the eligible set.
    pub q: Fraction,
    /// Rating weight.
    pub u: f64,
}

/// Covariances of composite rates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Covariance {
    /// Departments with a composite, in the order of the survey.
    pub departments: Vec<DepartmentId>,
    /// Symmetric, in that order.
    pub matrix: Vec<Vec<f64>>,
}

/// A sheet with everything an auditor needs to follow it.
#[derive(Debug, Clone, PartialEq)]
pub struct Computation {
    /// The sheet.
    pub sheet: ScoreSheet,
    /// Weights of every analysed submission, in the order of audiences and ids.
    pub weights: Vec<UnitWeights>,
    /// Every rating, in the same order.
    pub ratings: Vec<RatingWeight>,
    /// Covariances.
    pub covariance: Covariance,
    /// Flags and removals of every submission, sorted by id.
    pub quality: Vec<QualityResult>,
}

/// Quality, weights and scores of a round in one go.
pub fn compute(survey: &Survey, data: &RoundData, hashes: &SurveyHashes) -> Result<Computation, ScoreError> {
    let columns = Columns::of(survey, data.documents.iter().map(Into::into));
    let quality = quality::find(survey, &columns, &data.removals)?;
    let weighting = weigh_columns(survey, data, &columns, &quality).map_err(|mut stops| stops.swap_remove(0))?;
    let found = Found {
        columns: &columns,
        quality: &quality,
        weighting: &weighting,
        data_hash: build::held_data_hash(data)?,
    };
    let (sheet, analysis) = found.sheet(survey, data, hashes, Keep::Deviations)?;
    Ok(Computation {
        sheet,
        covariance: analysis.covariance(),
        ratings: ratings::rating_weights(survey, &columns, &weighting),
        weights: unit_weights(&columns, &weighting),
        quality: quality.results(&columns),
    })
}

/// What quality and weighting found in the columns of a round.
#[derive(Debug)]
pub struct Found<'a> {
    /// The columns.
    pub columns: &'a Columns,
    /// Flags and removals.
    pub quality: &'a Findings,
    /// Weights.
    pub weighting: &'a Weighting,
    /// What [`data_hash`] gives for the documents, strata, cases and removals, hex.
    pub data_hash: String,
}

/// Scores from columns and weights: the sheet alone; of `data` everything but the documents is read.
pub fn score(
    survey: &Survey,
    data: &RoundData,
    found: &Found,
    hashes: &SurveyHashes,
) -> Result<ScoreSheet, ScoreError> {
    Ok(found.sheet(survey, data, hashes, Keep::Variances)?.0)
}

impl Found<'_> {
    fn sheet<'s>(
        &self,
        survey: &'s Survey,
        data: &RoundData,
        hashes: &SurveyHashes,
        keep: Keep,
    ) -> Result<(ScoreSheet, Analysis<'s>), ScoreError> {
        let analysis = Analysis::new(survey, self.columns, self.weighting, keep)?;
        let sheet = build::sheet(&analysis, data, self, hashes)?;
        Ok((sheet, analysis))
    }
}

/// Every analysed submission's steps, in the order of audiences and ids.
pub fn unit_weights(columns: &Columns, weighting: &Weighting) -> Vec<UnitWeights> {
    let of_audience = |a: &weight::AudienceWeights| {
        let unit = |(row, document): (usize, &u32)| UnitWeights {
            submission: columns.ids.get(*document as usize).into_owned(),
            audience: a.audience.clone(),
            steps: a
                .steps
                .iter()
                .map(|s| (s.name.to_owned(), s.factor[row], s.weight[row]))
                .collect(),
        };
        a.documents.iter().enumerate().map(unit).collect::<Vec<_>>()
    };
    weighting.audiences.iter().flat_map(of_audience).collect()
}
