//! Limits of weights: of a trimming, and of a calibration.

use super::AnalysisError;
use crate::domain::analysis::spec::{GiveBackSpec, LimitsOf, LimitsSpec, TrimSpec};
use crate::domain::weight::calibrate::{Bounds, Totals};
use crate::domain::weight::rake::Target;
use crate::domain::weight::trim::{self, GiveBack, Reference, Trim};

/// The bounds of a calibration; `entering` are the positive weights that enter it.
pub fn bounds(
    bounds: Option<(f64, f64)>,
    limits: Option<LimitsSpec>,
    totals: &Totals,
    entering: &[f64],
) -> Result<Bounds, AnalysisError> {
    let Some(limits) = limits else {
        return Ok(bounds.map_or(Bounds::None, |(low, high)| Bounds::Factor { low, high }));
    };
    let n = entering.len() as f64;
    let unit = match limits.of {
        LimitsOf::Weight => 1.0,
        LimitsOf::PopulationMean => totals.targets.first().map_or(f64::NAN, Target::sum) / n,
        LimitsOf::Mean => entering.iter().sum::<f64>() / n,
        LimitsOf::Median => trim::median(&mut entering.to_vec()).unwrap_or(f64::NAN),
        LimitsOf::Quantile => {
            return Err(AnalysisError::LimitsOf {
                step: "calibrate",
                of: "quantile".into(),
            });
        }
    };
    Ok(Bounds::Weight {
        low: limits.low * unit,
        high: limits.high * unit,
    })
}

/// A trimming's rule; `population` is the sum of the step's first margin.
pub fn trim(trim: &TrimSpec, population: Option<f64>) -> Result<Trim, AnalysisError> {
    let of = match trim.limits.of {
        LimitsOf::Weight => Reference::Weight,
        LimitsOf::Mean => Reference::Mean,
        LimitsOf::Median => Reference::Median,
        LimitsOf::Quantile => Reference::Quantile,
        LimitsOf::PopulationMean => match population {
            Some(sum) => Reference::PopulationMean(sum),
            None => {
                return Err(AnalysisError::LimitsOf {
                    step: "trim",
                    of: "population_mean".into(),
                });
            }
        },
    };
    let give_back = match trim.give_back {
        GiveBackSpec::None => GiveBack::None,
        GiveBackSpec::Equal => GiveBack::Equal,
        GiveBackSpec::Proportional => GiveBack::Proportional,
    };
    let (low, high) = (trim.limits.low, trim.limits.high);
    let (repeat, relative_to_base) = (trim.repeat, trim.relative_to_base);
    Ok(Trim {
        low,
        high,
        of,
        give_back,
        repeat,
        relative_to_base,
    })
}
