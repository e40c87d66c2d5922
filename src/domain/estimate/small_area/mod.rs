//! Fay–Herriot with an intercept only: small cells drawn towards the mean of their class, with what that costs and gains.
//!
//! Model: direct estimate y_i = θ_i + e_i with known variance ψ_i, θ_i = μ + v_i with variance τ². Then
//! θ̂_i = B_i y_i + (1 − B_i) μ̂, B_i = τ²/(τ² + ψ_i), μ̂ the mean weighted by 1/(τ² + ψ_i).
//! Sources: Fay and Herriot (1979); Prasad and Rao (1990); Datta, Rao and Smith (2005); METHODOLOGY 3.11.

mod between;
#[cfg(test)]
mod tests;

pub use between::{Between, BetweenAreas, between};

use thiserror::Error;

/// A direct estimate and its variance ψ > 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Direct {
    /// y.
    pub estimate: f64,
    /// ψ.
    pub variance: f64,
}

/// Why nothing can be shrunken; areas count from 0, in messages from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum ShrinkageError {
    /// Two areas say nothing about the spread between areas.
    #[error("{0} areas; at least three are needed to tell the spread between them from the errors within")]
    TooFewAreas(usize),
    /// ψ is 0: a cell where all agree has no usable variance; leave it out.
    #[error("area {} has variance 0, which says nothing about its precision", .0 + 1)]
    ZeroVariance(usize),
    /// A number that is none.
    #[error("area {}: the estimate or its variance is not a finite number, or the variance is negative", .0 + 1)]
    NotANumber(usize),
    /// The iteration for τ² went on.
    #[error("the variance between areas was not found within {0} iterations")]
    NotConverged(u32),
}

/// A shrunken estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shrunken {
    /// Weight of the direct estimate, 0..1.
    pub b: f64,
    /// B y + (1 − B) μ̂.
    pub value: f64,
    /// g1 + g2: τ² taken as known.
    pub mse_first: f64,
    /// With the error of τ̂² as well (g1 + g2 + 2 g3, less the bias of τ̂² where it has one); the one to publish.
    pub mse: f64,
}

/// Everything about one class.
#[derive(Debug, Clone, PartialEq)]
pub struct FayHerriot {
    /// How τ² was found.
    pub between: Between,
    /// τ².
    pub tau2: f64,
    /// Whether the equation's root was below 0 and τ² was set to 0: every B is 0 then, and all areas get the mean.
    pub at_zero: bool,
    /// μ̂.
    pub mean: f64,
    /// 1/Σ 1/(τ² + ψ): its variance, τ² taken as known.
    pub mean_variance: f64,
    /// Iterations for τ².
    pub iterations: u32,
    /// In the order of the input.
    pub areas: Vec<Shrunken>,
}

/// Fits the model to at least three areas with positive variances.
///
/// # Errors
/// Fewer than three areas; an estimate or variance that is not finite, a variance of 0 or below; as [`between()`].
pub fn fay_herriot(areas: &[Direct], how: Between) -> Result<FayHerriot, ShrinkageError> {
    check(areas)?;
    let found = between(areas, how)?;
    let tau2 = found.tau2;
    let (mean, mean_variance) = weighted_mean(areas, tau2);
    let one = |area: &Direct| {
        let (b, value) = shrink(area.estimate, area.variance, tau2, mean);
        let rest = 1.0 - b;
        let mse_first = b * area.variance + rest * rest * mean_variance;
        // g3 = ψ²/(τ² + ψ)³ · V(τ̂²) = (1 − B)²/(τ² + ψ) · V(τ̂²).
        let g3 = rest * rest / (tau2 + area.variance) * found.variance;
        let mse = mse_first + 2.0 * g3 - rest * rest * found.bias;
        Shrunken {
            b,
            value,
            mse_first,
            mse,
        }
    };
    Ok(FayHerriot {
        between: how,
        tau2,
        at_zero: found.at_zero,
        mean,
        mean_variance,
        iterations: found.iterations,
        areas: areas.iter().map(one).collect(),
    })
}

fn check(areas: &[Direct]) -> Result<(), ShrinkageError> {
    if areas.len() < 3 {
        return Err(ShrinkageError::TooFewAreas(areas.len()));
    }
    for (i, area) in areas.iter().enumerate() {
        let number = area.estimate.is_finite() && area.variance.is_finite() && area.variance >= 0.0;
        match number {
            false => return Err(ShrinkageError::NotANumber(i)),
            true if area.variance <= 0.0 => return Err(ShrinkageError::ZeroVariance(i)),
            true => {}
        }
    }
    Ok(())
}

/// (μ̂, its variance): weights 1/(τ² + ψ).
fn weighted_mean(areas: &[Direct], tau2: f64) -> (f64, f64) {
    // Differences from the first, so that a common large value costs no digits.
    let origin = areas[0].estimate;
    let sum: f64 = areas.iter().map(|a| 1.0 / (tau2 + a.variance)).sum();
    let weighted = |a: &Direct| (a.estimate - origin) / (tau2 + a.variance);
    (origin + areas.iter().map(weighted).sum::<f64>() / sum, 1.0 / sum)
}

/// (B, shrunken value): B = τ²/(τ² + ψ), θ = B·direct + (1 − B)·mean; B is 1 where both variances are 0.
pub fn shrink(direct: f64, variance: f64, tau2: f64, mean: f64) -> (f64, f64) {
    let below = tau2 + variance;
    let b = if below > 0.0 { tau2 / below } else { 1.0 };
    (b, b * direct + (1.0 - b) * mean)
}

/// Plain mean and τ² by Prasad and Rao's moments from (direct, variance) of at least two areas:
/// τ² = max(0, sample variance of the direct values − mean of their variances).
pub fn moments(cells: &[(f64, f64)]) -> Option<(f64, f64)> {
    let n = cells.len() as f64;
    if cells.len() < 2 {
        return None;
    }
    let mean = cells.iter().map(|(x, _)| x).sum::<f64>() / n;
    let spread = cells.iter().map(|(x, _)| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let noise = cells.iter().map(|(_, v)| v).sum::<f64>() / n;
    Some((mean, (spread - noise).max(0.0)))
}
