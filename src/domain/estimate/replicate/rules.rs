//! What holds for several kinds of replicates: lonely strata, sampling fractions, the multiplier of a drawn unit.

use super::{ReplicateError, Units};
use crate::domain::estimate::Lonely;

/// What a rule for lonely strata does to a set: (labels of the lonely strata, factor on every s_r).
///
/// `remove` and `certainty`: their rows keep the multiplier 1 and contribute nothing. `average`: the same, and V is
/// raised by all strata over those with at least two units (D18). `adjust` exists for the jackknife only.
pub(super) fn lonely(
    units: &Units,
    rule: Lonely,
    taken_whole: impl Fn(usize) -> bool,
) -> Result<(Vec<String>, f64), ReplicateError> {
    let alone: Vec<usize> = units.lonely().filter(|h| !taken_whole(*h)).collect();
    let labels: Vec<String> = alone.iter().map(|h| units.label(*h).to_owned()).collect();
    let Some(first) = labels.first() else {
        return Ok((labels, 1.0));
    };
    if rule == Lonely::Fail {
        return Err(ReplicateError::LonelyStratum { stratum: first.clone() });
    }
    let strata = units.strata() as f64;
    let factor = match rule {
        Lonely::Average if alone.len() < units.strata() => strata / (strata - alone.len() as f64),
        _ => 1.0,
    };
    Ok((labels, factor))
}

/// [`lonely`] for replicates that have no rule `adjust`; refuses a sample where nothing can vary.
pub(super) fn without_adjust(
    method: &'static str,
    units: &Units,
    rule: Lonely,
    taken_whole: impl Fn(usize) -> bool,
) -> Result<(Vec<String>, f64), ReplicateError> {
    let (labels, factor) = lonely(units, rule, taken_whole)?;
    match labels.first() {
        Some(stratum) if rule == Lonely::Adjust => {
            let stratum = stratum.clone();
            Err(ReplicateError::NoSuchRule { method, stratum })
        }
        _ if units.lonely().count() == units.strata() => Err(ReplicateError::OnlyLonely),
        _ => Ok((labels, factor)),
    }
}

/// Multiplier of a unit drawn `drawn` times: n_h/(n_h − 1) times that; 1 in a lonely stratum.
pub(super) fn raised(expansion: Option<f64>, drawn: f64) -> f64 {
    expansion.map_or(1.0, |expansion| expansion * drawn)
}

/// Sampling fractions as they were given, one per stratum.
///
/// # Errors
/// Another number of them than strata; one that does not lie in 0..=1.
pub(super) fn checked_fractions<'a>(
    units: &Units,
    fraction: Option<&'a [f64]>,
) -> Result<Option<&'a [f64]>, ReplicateError> {
    let Some(fraction) = fraction else { return Ok(None) };
    let (found, expected) = (fraction.len(), units.strata());
    if found != expected {
        let what = "sampling fractions per stratum";
        return Err(ReplicateError::Length { what, found, expected });
    }
    match fraction.iter().position(|f| !(0.0..=1.0).contains(f)) {
        Some(h) => Err(ReplicateError::Fraction {
            stratum: units.label(h).to_owned(),
            found: fraction[h],
        }),
        None => Ok(Some(fraction)),
    }
}
