//! From estimates to points: conversion, composition over audiences, ranking, and the sheet that carries them.
//!
//! [`compute`] runs the three pure stages one after the other; the command line runs them apart:
//! [`assess`](crate::domain::submission::quality::assess), [`weigh`](crate::domain::weight::weigh), [`score`].

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
pub mod rank;
pub mod ratings;
mod sensitivity;
pub mod sheet;
pub mod shrink;
#[cfg(test)]
mod tests;

pub use error::ScoreError;

use crate::domain::data::{Fraction, RoundData};
use crate::domain::definition::{AudienceId, DepartmentId, Survey};
use crate::domain::submission::quality::{self, QualityResult};
use crate::domain::weight::{self, Weighting};
use analysis::Analysis;
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
    let quality = quality::assess(survey, &data.documents, &data.removals)?;
    let weighting = weight::weigh(survey, data, &quality)?;
    score(survey, data, quality, &weighting, hashes)
}

/// Scores from weights that are made.
pub fn score(
    survey: &Survey,
    data: &RoundData,
    quality: Vec<QualityResult>,
    weighting: &Weighting,
    hashes: &SurveyHashes,
) -> Result<Computation, ScoreError> {
    let mut analysis = Analysis::new(survey, data, weighting)?;
    let sheet = build::sheet(&analysis, data, &quality, weighting, hashes)?;
    let covariance = analysis.covariance();
    let ratings = analysis
        .ratings
        .iter_mut()
        .flat_map(|audience| std::mem::take(&mut audience.ratings))
        .collect();
    Ok(Computation {
        sheet,
        weights: unit_weights(data, weighting),
        ratings,
        covariance,
        quality,
    })
}

/// Every analysed submission's steps, in the order of audiences and ids.
pub fn unit_weights(data: &RoundData, weighting: &Weighting) -> Vec<UnitWeights> {
    let of_audience = |a: &weight::AudienceWeights| {
        let unit = |(row, document): (usize, &usize)| UnitWeights {
            submission: data.documents[*document].submission.clone(),
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
