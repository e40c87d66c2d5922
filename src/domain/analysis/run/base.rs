//! Base weights: a formula, or one over the probability of selection.

use super::AnalysisError;
use super::members::View;
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::formula::Formula;
use crate::domain::analysis::spec::RunSpec;
use crate::domain::weight::design_weights::unequal;

/// One weight per row of the frame.
///
/// # Errors
/// The first row whose weight is no number from 0, or whose probability does not lie above 0 and up to 1.
pub fn weights(run: &RunSpec, frame: &Frame) -> Result<Vec<f64>, AnalysisError> {
    if let Some(formula) = &run.design.probability {
        return inverse(formula, frame);
    }
    let Some(formula) = &run.design.weight else {
        return Ok(vec![1.0; frame.lines.len()]);
    };
    let weights = View::whole(frame).numbers(formula)?;
    match weights.iter().position(|w| !(0.0..f64::INFINITY).contains(w)) {
        None => Ok(weights),
        Some(row) => Err(AnalysisError::BadWeight {
            file: frame.file.clone(),
            line: frame.lines[row],
            column: only_column(formula),
            formula: formula.text.clone(),
            weight: Some(weights[row]).filter(|weight| !weight.is_nan()),
        }),
    }
}

fn inverse(formula: &Formula, frame: &Frame) -> Result<Vec<f64>, AnalysisError> {
    let probabilities = View::whole(frame).numbers(formula)?;
    unequal(&probabilities).map_err(|bad| AnalysisError::BadProbability {
        file: frame.file.clone(),
        line: frame.lines[bad.row],
        column: only_column(formula),
        formula: formula.text.clone(),
        probability: Some(bad.probability).filter(|p| !p.is_nan()),
    })
}

/// The column to look at, where it is only one.
fn only_column(formula: &Formula) -> Option<String> {
    let names = formula.names();
    names
        .first()
        .filter(|_| names.len() == 1)
        .map(|name| (*name).to_string())
}
