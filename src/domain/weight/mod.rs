//! From answers to respondent weights: base, nonresponse, raking, trimming, raking again where any was trimmed; every step's factor is kept.
//!
//! The engine below it serves a round and any microdata alike: [`design_weights`], [`classes`] of nonresponse,
//! [`poststratify`], [`rake`], [`calibrate`], [`trim`]; a [`plan`] runs them in order, again in each replicate. Each step
//! either reaches what it aims at or fails with the margin, the category, the row and the reason.

pub mod base;
pub mod calibrate;
pub mod cells;
pub mod classes;
pub mod collapse;
pub mod design_weights;
pub mod diagnostics;
mod error;
mod margin_error;
pub mod margins;
pub mod nonresponse;
mod obstacles;
pub mod plan;
pub mod poststratify;
pub mod rake;
mod steps;
#[cfg(test)]
mod tests;
pub mod trim;

pub use error::WeightError;
pub use margin_error::{MarginError, Why};
pub use rake::RakeError;

use crate::domain::data::{Document, RoundData};
use crate::domain::definition::{Audience, AudienceId, Survey};
use crate::domain::submission::quality::QualityResult;
use base::Strata;
use margins::Filled;
use rake::Cells;
use std::collections::BTreeMap;

/// One weighting step of one audience, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// `base`, `nonresponse`, `rake`, `trim`, `rerake`.
    pub name: &'static str,
    /// Factor per row (the base weight itself in the first step).
    pub factor: Vec<f64>,
    /// Weight per row after the step.
    pub weight: Vec<f64>,
    /// Cycles of a raking.
    pub cycles: Option<u32>,
    /// Largest relative miss of a raking.
    pub largest_miss: Option<f64>,
}

/// The last raking, for the residuals of D12.
#[derive(Debug, Clone, Default)]
pub struct LastRaking {
    /// Cells of the margins.
    pub cells: Cells,
    /// Weights before it, one per row.
    pub before: Vec<f64>,
}

/// Weights of one audience; rows are the analysed documents in order of submission id.
#[derive(Debug, Clone)]
pub struct AudienceWeights {
    /// Which.
    pub audience: AudienceId,
    /// Row → position in [`Weighting::order`]'s documents.
    pub documents: Vec<usize>,
    /// Sampled strata with their populations.
    pub strata: Strata,
    /// Final weights.
    pub weight: Vec<f64>,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// The last raking, if the audience has margins.
    pub raking: Option<LastRaking>,
    /// Merged categories per margin, in the order of the survey's margins of this audience.
    pub collapsed: Vec<Vec<String>>,
    /// Merged nonresponse classes.
    pub classes: Vec<String>,
    /// Filled answers.
    pub filled: Filled,
    /// n Σw²/(Σw)² of the final weights.
    pub deff: f64,
    /// (Σw)²/Σw² of the final weights.
    pub n_eff_kish: f64,
    /// Rows outside the trimming band after the last raking.
    pub outside_limits: u64,
    /// The nonresponse classes could not reach the minimum even merged.
    pub classes_too_small: bool,
}

/// Weights of every audience, in the order of the survey.
#[derive(Debug, Clone)]
pub struct Weighting {
    /// Positions in `RoundData::documents`, sorted by submission id.
    pub order: Vec<usize>,
    /// One per audience.
    pub audiences: Vec<AudienceWeights>,
}

/// n Σw²/(Σw)²; 1 means equal weights. 0 without positive weights.
pub fn kish_deff(w: &[f64]) -> f64 {
    let n_eff = kish_n_eff(w);
    if n_eff > 0.0 { w.len() as f64 / n_eff } else { 0.0 }
}

/// (Σw)²/Σw²; 0 without positive weights.
pub fn kish_n_eff(w: &[f64]) -> f64 {
    let (sum, squares) = w.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// Weights every audience of the round; `quality` decides which submissions count.
///
/// # Errors
/// The first of what [`weigh_all`] names.
pub fn weigh(survey: &Survey, data: &RoundData, quality: &[QualityResult]) -> Result<Weighting, WeightError> {
    weigh_all(survey, data, quality).map_err(|mut stops| stops.swap_remove(0))
}

/// The same, but what stops it is named whole: every audience, variable, margin and category, at least one.
pub fn weigh_all(survey: &Survey, data: &RoundData, quality: &[QualityResult]) -> Result<Weighting, Vec<WeightError>> {
    let removed: BTreeMap<&str, bool> = quality
        .iter()
        .map(|q| (q.submission.as_str(), q.removed.is_some()))
        .collect();
    let mut order: Vec<usize> = (0..data.documents.len()).collect();
    order.sort_by(|a, b| data.documents[*a].submission.cmp(&data.documents[*b].submission));
    check_documents(survey, data, &order)?;
    let set_aside = |i: &usize| {
        removed
            .get(data.documents[*i].submission.as_str())
            .copied()
            .unwrap_or(false)
    };
    let (mut audiences, mut stops) = (Vec::new(), Vec::new());
    for audience in &survey.audiences {
        let mine = |i: &&usize| data.documents[**i].audience == audience.id;
        let (out, rows): (Vec<usize>, Vec<usize>) = order.iter().filter(mine).copied().partition(set_aside);
        match weigh_audience(survey, data, audience, rows, &out) {
            Ok(weights) => audiences.push(weights),
            Err(found) => stops.extend(found),
        }
    }
    if stops.is_empty() {
        Ok(Weighting { order, audiences })
    } else {
        Err(stops)
    }
}

fn check_documents(survey: &Survey, data: &RoundData, order: &[usize]) -> Result<(), WeightError> {
    let id = |i: usize| &data.documents[i].submission;
    if let Some(pair) = order.windows(2).find(|pair| id(pair[0]) == id(pair[1])) {
        let submission = id(pair[0]).clone();
        return Err(WeightError::RepeatedSubmission { submission });
    }
    match data.documents.iter().find(|d| survey.audience(&d.audience).is_none()) {
        None => Ok(()),
        Some(d) => Err(WeightError::UnknownAudience {
            submission: d.submission.clone(),
            audience: d.audience.0.clone(),
        }),
    }
}

fn weigh_audience(
    survey: &Survey,
    data: &RoundData,
    audience: &Audience,
    rows: Vec<usize>,
    removed: &[usize],
) -> Result<AudienceWeights, Vec<WeightError>> {
    let documents: Vec<&Document> = rows.iter().map(|i| &data.documents[*i]).collect();
    let names: Vec<&str> = documents.iter().map(|d| d.stratum.as_str()).collect();
    let strata = base::strata(survey, data, &audience.id, &names)?;
    let mut steps = steps::Steps::start(&audience.id, &strata);
    if rows.is_empty() {
        return Ok(steps.finish(rows, strata));
    }
    let count = |of: &[usize]| {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        of.iter()
            .for_each(|i| *counts.entry(data.documents[*i].stratum.clone()).or_default() += 1);
        counts
    };
    let adjusted = survey.method.nonresponse.as_ref();
    let adjusted = adjusted
        .map(|rule| nonresponse::adjust(data, &audience.id, rule, &count(&rows), &count(removed)))
        .transpose();
    let margins: Vec<_> = survey.margins_of(&audience.id).collect();
    let categorised = margins::categorise(&audience.id, &margins, &documents, &survey.method.raking, &data.seed);
    // Either may stop alone: both are looked at, so that both are named.
    let (adjusted, categorised) = match (adjusted, categorised) {
        (Ok(adjusted), Ok(categorised)) => (adjusted, categorised),
        (adjusted, categorised) => {
            let of_margins = categorised.err().into_iter().flatten();
            return Err(adjusted.err().into_iter().chain(of_margins).collect());
        }
    };
    if let Some(adjusted) = adjusted {
        steps.nonresponse(adjusted, &strata);
    }
    steps.rake_and_trim(&survey.method, categorised)?;
    let result = steps.finish(rows, strata);
    let limit = survey.method.deff_block;
    if result.deff > limit && survey.round.deff_waiver.is_none() {
        let (audience, deff) = (audience.id.0.clone(), result.deff);
        return Err(WeightError::DesignEffect { audience, deff, limit }.into());
    }
    Ok(result)
}
