//! An estimate's value alone, and how far a replicate moves it.

use super::estimates::statistic;
use super::targets::Target;
use crate::domain::analysis::spec::EstimateKind;
use crate::domain::estimate::quantile::Cumulated;

/// The value of a target on the whole sample; `None` where it has none.
pub fn value(target: &Target, weight: &[f64]) -> Option<f64> {
    let domain = target.members.domain(weight);
    match target.at {
        Some(at) => Cumulated::new(&domain, &target.members.y).at(at),
        None => statistic(&target.entry.kind, &target.members, &domain)
            .ok()
            .map(|found| found.value),
    }
}

/// A deviation below this share of the members' mean deviation is what rounding left of 0.
const ROUNDING: f64 = 1e-13;

/// θ_r − θ from a replicate's weights; the deviation itself is estimated, so that large values cost no digits.
pub fn moved(target: &Target, value: f64, weight: &[f64]) -> Option<f64> {
    let members = &target.members;
    if let Some(at) = target.at {
        let domain = members.domain(weight);
        return Some(Cumulated::new(&domain, &members.y).at(at)? - value);
    }
    let (mut above, mut below, mut size) = (0.0, 0.0, 0.0);
    let mut add = |u: f64, away: f64, unit: f64| {
        above += u * away;
        below += u * unit;
        size += (u * away).abs();
    };
    match target.entry.kind {
        EstimateKind::Total(_) => {
            let total: f64 = members.weights(weight).zip(&members.y).map(|(u, y)| u * y).sum();
            return Some(total - value);
        }
        EstimateKind::Ratio(..) => {
            let pairs = members.y.iter().zip(&members.x);
            members
                .weights(weight)
                .zip(pairs)
                .for_each(|(u, (y, x))| add(u, y - value * x, *x));
        }
        _ => members
            .weights(weight)
            .zip(&members.y)
            .for_each(|(u, y)| add(u, y - value, 1.0)),
    }
    let above = if above.abs() <= ROUNDING * size { 0.0 } else { above };
    (below.abs() > 0.0).then(|| above / below)
}
