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
pub mod keys;
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
pub use margin_error::{MarginError, Why, percent, short};
pub use rake::RakeError;

use crate::domain::columns::Columns;
use crate::domain::data::RoundData;
use crate::domain::definition::{Audience, AudienceId, Survey};
use crate::domain::submission::quality::{Findings, QualityResult};
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
    /// Row → row of the columns, which is the position in [`Weighting::order`].
    pub documents: Vec<u32>,
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
    pub order: Vec<u32>,
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
///
/// # Errors
/// What it names: strata, classes, margins and categories that cannot be weighted, submissions that stand twice.
pub fn weigh_all(survey: &Survey, data: &RoundData, quality: &[QualityResult]) -> Result<Weighting, Vec<WeightError>> {
    let columns = Columns::of(survey, data.documents.iter().map(Into::into));
    weigh_columns(survey, data, &columns, &Findings::from_results(&columns, quality))
}

/// The same from the columns of the round's documents; of `data` only strata, cases and seed are read.
///
/// # Errors
/// As [`weigh_all`].
pub fn weigh_columns(
    survey: &Survey,
    data: &RoundData,
    columns: &Columns,
    quality: &Findings,
) -> Result<Weighting, Vec<WeightError>> {
    if let Some(submission) = columns.ids.repeated() {
        return Err(WeightError::RepeatedSubmission { submission }.into());
    }
    if let Some((submission, audience)) = columns.stranger() {
        return Err(WeightError::UnknownAudience { submission, audience }.into());
    }
    let (mut audiences, mut stops) = (Vec::new(), Vec::new());
    for (number, audience) in survey.audiences.iter().enumerate() {
        let (rows, out): (Vec<u32>, Vec<u32>) = columns.rows_of(number).partition(|row| quality.counts(*row));
        let input = Input {
            survey,
            data,
            columns,
            audience,
            number,
        };
        match weigh_audience(&input, rows, &out) {
            Ok(weights) => audiences.push(weights),
            Err(found) => stops.extend(found),
        }
    }
    if stops.is_empty() {
        let order = columns.came.clone();
        Ok(Weighting { order, audiences })
    } else {
        Err(stops)
    }
}

/// What one audience is weighted from.
struct Input<'a> {
    survey: &'a Survey,
    data: &'a RoundData,
    columns: &'a Columns,
    audience: &'a Audience,
    number: usize,
}

fn weigh_audience(input: &Input, rows: Vec<u32>, removed: &[u32]) -> Result<AudienceWeights, Vec<WeightError>> {
    let (survey, data, columns, audience) = (input.survey, input.data, input.columns, input.audience);
    let strata = base::strata(survey, data, &audience.id, columns, &rows)?;
    let mut steps = steps::Steps::start(&audience.id, &strata);
    if rows.is_empty() {
        return Ok(steps.finish(rows, strata));
    }
    let adjusted = survey.method.nonresponse.as_ref();
    let (counted, set_aside) = (by_stratum(columns, &rows), by_stratum(columns, removed));
    let adjusted = adjusted
        .map(|rule| nonresponse::adjust(data, &audience.id, rule, &counted, &set_aside))
        .transpose();
    let categorised = margins::categorise(survey, input.number, columns, &rows, &data.seed);
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

/// How many of these rows each stratum has.
fn by_stratum(columns: &Columns, rows: &[u32]) -> BTreeMap<String, u64> {
    let mut counts = vec![0u64; columns.strata.values.len()];
    rows.iter()
        .for_each(|row| counts[columns.stratum[*row as usize] as usize] += 1);
    let named = columns.strata.values.iter().cloned().zip(counts);
    named.filter(|(_, count)| *count > 0).collect()
}
