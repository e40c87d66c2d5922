//! How the final weights are spread, and what trimming did.

use super::{FEWEST, Sample};
use crate::domain::definition::{AudienceId, Method};
use crate::domain::weight::AudienceWeights;
use crate::domain::weight::trim::{Band, median};

/// Bars of the histogram.
pub const BINS: usize = 30;

/// The adjustment g = w/b of one audience's respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightSpread {
    /// Audience.
    pub audience: AudienceId,
    /// Respondents.
    pub n: u64,
    /// Smallest, median and largest final weight.
    pub weight: [f64; 3],
    /// Smallest, median and largest g.
    pub adjustment: [f64; 3],
    /// The trimming limits of g, where the method trims.
    pub limits: Option<(f64, f64)>,
    /// Respondents whose adjustment was trimmed.
    pub trimmed: u64,
    /// Respondents per equal step of g from 0 to [`WeightSpread::end`]; steps with fewer than [`FEWEST`] are counted with
    /// the next one towards the fullest.
    pub bins: Vec<u64>,
    /// Upper end of the last step.
    pub end: f64,
}

/// One per audience with respondents.
pub(super) fn spreads(sample: &Sample) -> Vec<WeightSpread> {
    let all = sample
        .audiences()
        .filter(|(_, _, weights)| !weights.documents.is_empty());
    all.map(|(_, _, weights)| spread(&sample.survey.method, weights))
        .collect()
}

fn spread(method: &Method, weights: &AudienceWeights) -> WeightSpread {
    let base = &weights.steps[0].weight;
    let g: Vec<f64> = weights.weight.iter().zip(base).map(|(w, b)| w / b).collect();
    let trim = weights.steps.iter().position(|step| step.name == "trim");
    let limits = trim.zip(method.trimming.as_ref()).and_then(|(at, rule)| {
        let before = &weights.steps[at - 1].weight;
        let band = Band::around_median(before, base, rule.lower, rule.upper)?;
        Some((band.lower, band.upper))
    });
    let moved = |factor: &&f64| factor.total_cmp(&1.0).is_ne();
    let trimmed = trim.map_or(0, |at| weights.steps[at].factor.iter().filter(moved).count() as u64);
    let high = g
        .iter()
        .copied()
        .chain(limits.map(|(_, high)| high))
        .fold(0.0, f64::max);
    let end = high * 1.02;
    let mut bins = vec![0; BINS];
    for g in &g {
        bins[((g / end * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    WeightSpread {
        audience: weights.audience.clone(),
        n: g.len() as u64,
        weight: three(&weights.weight),
        adjustment: three(&g),
        limits,
        trimmed,
        bins: pooled(bins),
        end,
    }
}

/// Counts small steps with their neighbour on the side of the fullest, from both ends.
fn pooled(mut bins: Vec<u64>) -> Vec<u64> {
    let fullest = (0..bins.len()).max_by_key(|i| bins[*i]).unwrap_or_default();
    let small = |n: u64| (1..FEWEST as u64).contains(&n);
    for i in 0..fullest {
        if small(bins[i]) {
            bins[i + 1] += std::mem::take(&mut bins[i]);
        }
    }
    for i in (fullest + 1..bins.len()).rev() {
        if small(bins[i]) {
            bins[i - 1] += std::mem::take(&mut bins[i]);
        }
    }
    bins
}

/// Smallest, median, largest of at least one value.
fn three(values: &[f64]) -> [f64; 3] {
    let (low, high) = values
        .iter()
        .fold((f64::INFINITY, 0.0), |(l, h): (f64, f64), v| (l.min(*v), h.max(*v)));
    [low, median(&mut values.to_vec()).unwrap_or(low), high]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_counted_with_the_next_step_towards_the_middle() {
        assert_eq!(pooled(vec![2, 0, 9, 40, 12, 3, 1]), [0, 0, 11, 40, 16, 0, 0]);
        assert_eq!(pooled(vec![3, 2]), [5, 0]);
    }
}
