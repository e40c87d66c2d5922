//! One step on q (and m), in place.

use super::super::calibrate::{Calibrated, calibrate};
use super::super::classes::{Merged, Nonresponse};
use super::super::poststratify::poststratify;
use super::super::rake::{Raked, rake_weighted};
use super::super::trim::{Counts, Cycled, InGroups, Trimmed, trim, trim_and_rake, trim_within};
use super::{PlannedStep, StepError};

/// What a step says about itself beside the weights.
#[derive(Debug, Clone)]
pub enum Applied {
    /// Classes with their factors.
    Classes(Merged, Vec<f64>),
    /// Factor per category cell.
    Poststratified(Vec<f64>),
    /// Raking.
    Raked(Raked),
    /// Calibration; its row factors have been used up.
    Calibrated(Calibrated),
    /// Trimming.
    Trimmed(Trimmed),
    /// Trimming in groups.
    TrimmedWithin(InGroups),
    /// Cycles; the weights before the last raking are in the scratch.
    Cycled(Cycled),
    /// Scaling.
    Scaled,
}

/// Applies a step to weights `q` × multipliers; `base` are the base weights.
pub fn apply(
    step: &PlannedStep,
    q: &mut [f64],
    counts: Counts,
    base: &[f64],
    spare: &mut Vec<f64>,
) -> Result<Applied, StepError> {
    let m = counts.m;
    Ok(match step {
        PlannedStep::Nonresponse { rule, merged } => nonresponse(rule, merged.as_ref(), q, m)?,
        PlannedStep::Poststratify { auxiliaries, target } => {
            let factors = poststratify(q, m, &auxiliaries.cells, target)?;
            auxiliaries.cells.multiply(q, &factors);
            Applied::Poststratified(factors)
        }
        PlannedStep::Rake {
            auxiliaries,
            targets,
            limits,
        } => {
            let raked = rake_weighted(q, m, &auxiliaries.cells, targets, *limits)?;
            auxiliaries.cells.multiply(q, &raked.cell_factor);
            Applied::Raked(raked)
        }
        PlannedStep::Calibrate {
            auxiliaries,
            totals,
            options,
        } => {
            let mut calibrated = calibrate(q, m, auxiliaries, totals, options)?;
            let factor = std::mem::take(&mut calibrated.factor);
            q.iter_mut().zip(factor).for_each(|(q, f)| *q *= f);
            Applied::Calibrated(calibrated)
        }
        PlannedStep::Trim(rule) => Applied::Trimmed(trim(q, counts, base, rule, spare)?),
        PlannedStep::TrimWithin(rule, within) => {
            Applied::TrimmedWithin(trim_within(q, counts, base, (rule, within), spare)?)
        }
        PlannedStep::TrimAndRake {
            auxiliaries,
            targets,
            cycles,
        } => Applied::Cycled(trim_and_rake(
            q,
            counts,
            base,
            &auxiliaries.cells,
            targets,
            cycles,
            spare,
        )?),
        PlannedStep::Scale { to } => {
            scale(q, m, *to)?;
            Applied::Scaled
        }
    })
}

/// In a replicate the classes are those of the full sample (D16).
fn nonresponse(
    rule: &Nonresponse,
    merged: Option<&Merged>,
    q: &mut [f64],
    m: Option<&[f64]>,
) -> Result<Applied, StepError> {
    let tallies = rule.tally(q, m)?;
    let merged = match (merged, m) {
        (Some(merged), _) => merged.clone(),
        (None, None) => rule.merge(&tallies)?,
        (None, Some(_)) => return Err(StepError::NotPrepared),
    };
    let factors = rule.factors(&tallies, &merged)?;
    rule.apply(q, &merged, &factors);
    Ok(Applied::Classes(merged, factors))
}

fn scale(q: &mut [f64], m: Option<&[f64]>, to: f64) -> Result<(), StepError> {
    let sum: f64 = match m {
        None => q.iter().sum(),
        Some(m) => q.iter().zip(m).map(|(q, m)| q * m).sum(),
    };
    if sum.is_nan() || sum <= 0.0 {
        return Err(super::MarginError::NoWeight.into());
    }
    if !(to > 0.0 && to.is_finite()) {
        return Err(StepError::BadSum { to });
    }
    let factor = to / sum;
    q.iter_mut().for_each(|q| *q *= factor);
    Ok(())
}
