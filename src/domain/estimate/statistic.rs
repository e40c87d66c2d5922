//! Means, proportions, totals and ratios in a domain with their linearised values (D2, D3).
//!
//! Deviations are taken from a centre that is kept in two parts, so that values like 10⁹ + small lose nothing.

use super::domain::Domain;
use thiserror::Error;

/// Why a domain has no estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum NoEstimate {
    /// Nobody with a positive weight.
    #[error("the domain is empty: nobody in it has a positive weight")]
    EmptyDomain,
    /// Σ w x = 0.
    #[error("the ratio's denominator is 0")]
    ZeroDenominator,
    /// A value or weight is missing, or infinite; such rows do not belong in a domain.
    #[error("a value or weight in the domain is not a finite number")]
    NotANumber,
}

/// What is estimated; a proportion is the mean of a 0/1 variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Σ w y / Σ w.
    Mean,
    /// Σ w y.
    Total,
    /// Σ w y / Σ w x.
    Ratio,
}

/// An estimate and, per member, the linearised value for a weight of one.
#[derive(Debug, Clone)]
pub struct Estimate<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its domain.
    pub domain: &'a Domain,
    /// Members with a positive weight; at least 1 but for totals.
    pub n: u64,
    /// N^ = Σw over the domain.
    pub sum_w: f64,
    /// The value.
    pub value: f64,
    /// z_k / w_k per member (D3): (y − mean)/N^ for a mean, y for a total, (y − R x)/Σwx for a ratio.
    pub score: Vec<f64>,
}

impl Estimate<'_> {
    /// z_k of every row of the sample, zero outside the domain; `rows` is the sample's length.
    pub fn linearised(&self, rows: usize) -> Vec<f64> {
        let mut z = vec![0.0; rows];
        let members = self.domain.rows.iter().zip(self.of_members());
        members.for_each(|(row, own)| z[*row as usize] += own);
        z
    }

    /// z_k of every member.
    pub fn of_members(&self) -> impl Iterator<Item = f64> + '_ {
        self.domain.u.iter().zip(&self.score).map(|(u, score)| u * score)
    }
}

/// A weighted mean in two parts, the second being the mean deviation from the first.
#[derive(Debug, Clone, Copy)]
pub struct Centre {
    first: f64,
    correction: f64,
}

impl Centre {
    /// Of one value per member; `None` where Σu is 0. Equal values give exactly that value.
    pub fn of(domain: &Domain, y: &[f64]) -> Option<Centre> {
        let (mut sum, mut above, mut least, mut most) = (0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY);
        for (u, y) in domain.u.iter().zip(y) {
            sum += u;
            above += u * y;
            if *u < 0.0 {
                (least, most) = (f64::NEG_INFINITY, f64::INFINITY);
            } else if *u > 0.0 {
                least = y.min(least);
                most = y.max(most);
            }
        }
        if sum <= 0.0 {
            return None;
        }
        // Rounding may leave the range of the values; a mean cannot, unless a weight is negative.
        let first = (above / sum).clamp(least, most);
        let off: f64 = domain.u.iter().zip(y).map(|(u, y)| u * (y - first)).sum();
        let correction = if least < most { off / sum } else { 0.0 };
        Some(Centre { first, correction })
    }

    /// The mean.
    pub fn value(self) -> f64 {
        self.first + self.correction
    }

    /// y − mean.
    pub fn deviation(self, y: f64) -> f64 {
        (y - self.first) - self.correction
    }
}

/// Mean of `y`, one value per member; a proportion where y is 0 or 1.
///
/// # Errors
/// Nobody with a positive weight; a value that is no finite number.
pub fn mean<'a>(domain: &'a Domain, y: &[f64]) -> Result<Estimate<'a>, NoEstimate> {
    let (n, sum_w) = size(domain, &[y])?;
    let centre = Centre::of(domain, y).ok_or(NoEstimate::EmptyDomain)?;
    let score = y.iter().map(|y| centre.deviation(*y) / sum_w).collect();
    let (kind, value) = (Kind::Mean, centre.value());
    Ok(Estimate {
        kind,
        domain,
        n,
        sum_w,
        value,
        score,
    })
}

/// Total of `y`, one value per member; that of nobody is 0, and known without error.
///
/// # Errors
/// A value that is no finite number.
pub fn total<'a>(domain: &'a Domain, y: &[f64]) -> Result<Estimate<'a>, NoEstimate> {
    numbers(domain, &[y])?;
    let (n, sum_w) = (domain.n(), domain.sum());
    // From 0: the sum of no numbers is −0.
    let value = domain.u.iter().zip(y).fold(0.0, |sum, (u, y)| sum + u * y);
    let (kind, score) = (Kind::Total, y.to_vec());
    Ok(Estimate {
        kind,
        domain,
        n,
        sum_w,
        value,
        score,
    })
}

/// Ratio of the totals of `y` and `x`, one value each per member.
///
/// # Errors
/// As [`mean`]; a denominator of 0.
pub fn ratio<'a>(domain: &'a Domain, y: &[f64], x: &[f64]) -> Result<Estimate<'a>, NoEstimate> {
    let (n, sum_w) = size(domain, &[y, x])?;
    let sum = |v: &[f64]| domain.u.iter().zip(v).map(|(u, v)| u * v).sum::<f64>();
    let below = sum(x);
    if below.abs() < f64::MIN_POSITIVE {
        return Err(NoEstimate::ZeroDenominator);
    }
    let first = sum(y) / below;
    let mut score: Vec<f64> = y.iter().zip(x).map(|(y, x)| less_product(*y, first, *x)).collect();
    let correction = sum(&score) / below;
    for (score, x) in score.iter_mut().zip(x) {
        *score = (*score - correction * x) / below;
    }
    let (kind, value) = (Kind::Ratio, first + correction);
    Ok(Estimate {
        kind,
        domain,
        n,
        sum_w,
        value,
        score,
    })
}

/// (n, N^) of a domain whose weights and values are numbers. Weights below 0, which linear calibration without bounds may
/// give, count in every sum, as in R, and not in n.
fn size(domain: &Domain, values: &[&[f64]]) -> Result<(u64, f64), NoEstimate> {
    numbers(domain, values)?;
    match domain.n() {
        0 => Err(NoEstimate::EmptyDomain),
        n => Ok((n, domain.sum())),
    }
}

fn numbers(domain: &Domain, values: &[&[f64]]) -> Result<(), NoEstimate> {
    let finite = |values: &[f64]| values.iter().all(|y| y.is_finite());
    match finite(&domain.u) && values.iter().all(|values| finite(values)) {
        true => Ok(()),
        false => Err(NoEstimate::NotANumber),
    }
}

/// y − r x with the rounding error of the product taken back (Dekker's splitting, no fused instruction needed).
fn less_product(y: f64, r: f64, x: f64) -> f64 {
    const SPLIT: f64 = 134_217_729.0;
    let parts = |v: f64| {
        let high = SPLIT * v - (SPLIT * v - v);
        (high, v - high)
    };
    let product = r * x;
    let ((rh, rl), (xh, xl)) = (parts(r), parts(x));
    let error = ((rh * xh - product) + rh * xl + rl * xh) + rl * xl;
    if error.is_finite() {
        (y - product) - error
    } else {
        y - product
    }
}
