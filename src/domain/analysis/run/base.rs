//! Base weights: a formula, or one over the probability of selection.

use super::AnalysisError;
use super::members::View;
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::formula::Formula;
use crate::domain::analysis::spec::RunSpec;
use crate::domain::weight::MarginError;
use crate::domain::weight::classes::ClassError;
use crate::domain::weight::design_weights::unequal;
use crate::domain::weight::plan::{PlanError, StepError};
use crate::domain::weight::trim::TrimError;

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
        None if weights.iter().any(|weight| *weight > 0.0) => Ok(weights),
        None => Err(AnalysisError::NoBaseWeight {
            file: frame.file.clone(),
            column: columns(formula),
            formula: formula.text.clone(),
        }
        .asked(Some(formula.line))),
        Some(row) => Err(AnalysisError::BadWeight {
            file: frame.file.clone(),
            line: frame.lines[row],
            column: columns(formula),
            formula: formula.text.clone(),
            weight: Some(weights[row]).filter(|weight| !weight.is_nan()),
        }
        .asked(Some(formula.line))),
    }
}

fn inverse(formula: &Formula, frame: &Frame) -> Result<Vec<f64>, AnalysisError> {
    let probabilities = View::whole(frame).numbers(formula)?;
    unequal(&probabilities).map_err(|bad| {
        AnalysisError::BadProbability {
            file: frame.file.clone(),
            line: frame.lines[bad.row],
            column: columns(formula),
            formula: formula.text.clone(),
            probability: Some(bad.probability).filter(|p| !p.is_nan()),
        }
        .asked(Some(formula.line))
    })
}

/// A step that nobody with a weight comes to, because the step before left nobody.
pub fn nothing_left(run: &RunSpec, frame: &Frame, error: &PlanError) -> Option<AnalysisError> {
    let nobody = matches!(
        error.source,
        StepError::Margin(MarginError::NoWeight)
            | StepError::Class(ClassError::NoWeight)
            | StepError::Trim(TrimError::NoWeight)
    );
    let at = run.weighting.iter().position(|step| step.name == error.step)?;
    let after = run.weighting.get(at.checked_sub(1)?).filter(|_| nobody)?;
    let told = AnalysisError::NoWeightLeft {
        file: frame.file.clone(),
        column: run.design.weight.as_ref().and_then(columns),
        step: error.step.clone(),
        after: after.name.clone(),
    };
    Some(told.asked(run.line("weighting", &after.name, &[])))
}

/// The columns to look at.
fn columns(formula: &Formula) -> Option<String> {
    let names: Vec<&str> = formula.names().into_iter().collect();
    (!names.is_empty()).then(|| names.join(", "))
}
