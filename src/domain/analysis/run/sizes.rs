//! How many respondents would tell two of an entry's estimates apart.

use super::AnalysisError;
use crate::domain::analysis::outcome::{EstimateOutcome, SampleSizeOutcome};
use crate::domain::analysis::spec::SampleSizeSpec;
use crate::domain::estimate::size::Plan;

/// Needed sizes from the median spread and design effect of the entry's estimates.
pub fn sizes(
    spec: &SampleSizeSpec,
    estimates: &[EstimateOutcome],
    level: f64,
) -> Result<SampleSizeOutcome, AnalysisError> {
    // deff_wr = V/(S²/n), so S² = V·n/deff_wr.
    let one = |estimate: &EstimateOutcome| {
        let first = estimate.errors.first()?;
        let (variance, deff) = first.var.zip(first.deff_wr)?;
        (deff > 0.0).then(|| ((variance * estimate.n as f64 / deff).sqrt(), deff))
    };
    let found: Vec<(f64, f64)> = estimates
        .iter()
        .filter(|e| e.entry == spec.of)
        .filter_map(one)
        .collect();
    let (mut sd, mut deff): (Vec<f64>, Vec<f64>) = found.into_iter().unzip();
    let refused = |source| AnalysisError::SampleSize {
        name: spec.name.clone(),
        source,
    };
    let middle = crate::domain::weight::trim::median;
    let (Some(sd), Some(deff)) = (middle(&mut sd), middle(&mut deff)) else {
        return Err(AnalysisError::NoSpread {
            name: spec.name.clone(),
            of: spec.of.clone(),
        });
    };
    let plan = Plan {
        sd,
        deff,
        level,
        power: spec.power,
    };
    let needed = spec
        .differences
        .iter()
        .map(|d| Ok((*d, plan.needed(*d).map_err(refused)?)));
    Ok(SampleSizeOutcome {
        name: spec.name.clone(),
        sd,
        deff,
        needed: needed.collect::<Result<_, AnalysisError>>()?,
    })
}
