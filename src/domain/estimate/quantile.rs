//! Quantiles in a domain and Woodruff's interval for them.

use super::domain::Domain;
use super::interval;
use super::statistic::{self, NoEstimate};
use super::taylor::{Precision, Taylor};

/// A cumulated weight this close to the wanted share (relative to Σw) has reached it.
const REACHED: f64 = 1e-12;

/// A quantile by the inverse of the weighted distribution function.
#[derive(Debug, Clone)]
pub struct Quantile {
    /// Members with a positive weight.
    pub n: u64,
    /// Σw.
    pub sum_w: f64,
    /// The quantile.
    pub value: f64,
    /// F^ at the quantile: the share of weight at or below it.
    pub share: f64,
    /// Precision of that share.
    pub precision: Precision,
    /// Woodruff's limits; an end is `None` where the share's limit is outside 0..1, both below one degree of freedom.
    pub limits: (Option<f64>, Option<f64>),
    /// (upper − lower)/(2t), where both limits exist.
    pub se: Option<f64>,
}

/// Values with a positive weight in ascending order, with cumulated weights.
#[derive(Debug, Clone)]
pub struct Cumulated {
    values: Vec<f64>,
    below: Vec<f64>,
}

impl Cumulated {
    /// Sorts the members' values `y`; equal values keep the order of the rows.
    pub fn new(domain: &Domain, y: &[f64]) -> Cumulated {
        let mut pairs: Vec<(f64, f64)> = y
            .iter()
            .zip(&domain.u)
            .filter(|(_, u)| **u > 0.0)
            .map(|(y, u)| (*y, *u))
            .collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0.0;
        let cumulate = |(_, u): &(f64, f64)| {
            sum += u;
            sum
        };
        let below = pairs.iter().map(cumulate).collect();
        Cumulated {
            values: pairs.into_iter().map(|(y, _)| y).collect(),
            below,
        }
    }

    /// Smallest value with F^ ≥ `share`; `None` without values.
    pub fn at(&self, share: f64) -> Option<f64> {
        let sum = *self.below.last()?;
        let place = self.below.partition_point(|below| *below < (share - REACHED) * sum);
        self.values.get(place).or(self.values.last()).copied()
    }
}

/// Quantile at `share` in 0..1: the smallest y whose weighted distribution function reaches it (R `svyquantile` with
/// `qrule = "math"`). The interval (Woodruff 1952) takes F^ at the quantile as a proportion with its design-based t
/// interval and reads both limits off F^; R centres at F^ of the quantile too, some texts at `share` itself.
///
/// # Errors
/// Nobody with a positive weight; a value that is no finite number.
pub fn quantile(taylor: &Taylor, domain: &Domain, y: &[f64], share: f64, level: f64) -> Result<Quantile, NoEstimate> {
    // Refuses what is no number before anything is sorted.
    statistic::mean(domain, y)?;
    let cumulated = Cumulated::new(domain, y);
    let value = cumulated.at(share).ok_or(NoEstimate::EmptyDomain)?;
    let below: Vec<f64> = y.iter().map(|y| f64::from(*y <= value)).collect();
    let reached = statistic::mean(domain, &below)?;
    let precision = taylor.precision(&reached);
    let t = interval::t(level, precision.df() as f64);
    let limit = |t: Option<f64>| {
        let share = reached.value + t? * precision.se();
        (0.0..=1.0).contains(&share).then(|| cumulated.at(share))?
    };
    let limits = (limit(t.map(|t| -t)), limit(t));
    let se = limits
        .0
        .zip(limits.1)
        .zip(t)
        .map(|((low, high), t)| (high - low) / (2.0 * t));
    let (n, sum_w, share) = (reached.n, reached.sum_w, reached.value);
    Ok(Quantile {
        n,
        sum_w,
        value,
        share,
        precision,
        limits,
        se,
    })
}
