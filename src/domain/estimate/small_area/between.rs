//! The variance between areas, τ², by three methods.

use super::{Direct, ShrinkageError, moments, weighted_mean};

/// How τ² is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Between {
    /// Prasad and Rao's moments: s² of the direct values less the mean of their variances; no iteration.
    Moments,
    /// Fay and Herriot's moment equation Σ (y − μ̂)²/(τ² + ψ) = m − 1: large ψ count less than in the plain moments.
    FayHerriot,
    /// Restricted maximum likelihood by Fisher scoring, its highest peak on τ² ≥ 0: unbiased to the first order and the
    /// most precise, so the default.
    #[default]
    Reml,
}

/// τ² with its own uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetweenAreas {
    /// τ² ≥ 0.
    pub tau2: f64,
    /// The root was below 0.
    pub at_zero: bool,
    /// Asymptotic variance of τ̂².
    pub variance: f64,
    /// Asymptotic bias of τ̂²; 0 but for [`Between::FayHerriot`].
    pub bias: f64,
    /// Iterations.
    pub iterations: u32,
}

const ITERATIONS: u32 = 500;
const CLOSE: f64 = 1e-14;

/// τ² of at least two areas with positive variances.
///
/// # Errors
/// No convergence. What is no area at all was refused before ([`fay_herriot`](super::fay_herriot)).
pub fn between(areas: &[Direct], how: Between) -> Result<BetweenAreas, ShrinkageError> {
    let (tau2, at_zero, iterations) = match how {
        Between::Moments => plain(areas)?,
        Between::FayHerriot => fay_herriot(areas)?,
        Between::Reml => reml(areas)?,
    };
    let m = areas.len() as f64;
    let power = |p: i32| -> f64 { areas.iter().map(|a| (tau2 + a.variance).powi(p)).sum() };
    let (variance, bias) = match how {
        Between::Moments => (2.0 * power(2) / (m * m), 0.0),
        Between::Reml => (2.0 / power(-2), 0.0),
        Between::FayHerriot => {
            let first = power(-1);
            let bias = 2.0 * (m * power(-2) - first * first) / (first * first * first);
            (2.0 * m / (first * first), bias)
        }
    };
    Ok(BetweenAreas {
        tau2,
        at_zero,
        variance,
        bias,
        iterations,
    })
}

fn plain(areas: &[Direct]) -> Result<(f64, bool, u32), ShrinkageError> {
    let origin = areas.first().map_or(0.0, |a| a.estimate);
    let cells: Vec<(f64, f64)> = areas.iter().map(|a| (a.estimate - origin, a.variance)).collect();
    let (_, tau2) = moments(&cells).ok_or(ShrinkageError::TooFewAreas(areas.len()))?;
    Ok((tau2, tau2 <= 0.0, 0))
}

/// Σ (y − μ̂)²/(τ² + ψ), which falls in τ², and minus its derivative Σ (y − μ̂)²/(τ² + ψ)².
fn weighted_squares(areas: &[Direct], tau2: f64) -> (f64, f64) {
    let (mean, _) = weighted_mean(areas, tau2);
    areas.iter().fold((0.0, 0.0), |(sum, slope), a| {
        let total = tau2 + a.variance;
        let part = (a.estimate - mean) * (a.estimate - mean) / total;
        (sum + part, slope + part / total)
    })
}

/// Newton from 0: the function is convex and falls, so the steps climb to the root without passing it.
fn fay_herriot(areas: &[Direct]) -> Result<(f64, bool, u32), ShrinkageError> {
    let aim = areas.len() as f64 - 1.0;
    let mut tau2 = 0.0;
    for iteration in 1..=ITERATIONS {
        let (sum, slope) = weighted_squares(areas, tau2);
        if sum <= aim && iteration == 1 {
            return Ok((0.0, true, iteration));
        }
        let step = (sum - aim) / slope;
        tau2 += step;
        if step.abs() <= CLOSE * tau2 {
            return Ok((tau2, false, iteration));
        }
    }
    Err(ShrinkageError::NotConverged(ITERATIONS))
}

/// Score over information of the restricted likelihood: with weights w = 1/(τ² + ψ) and
/// P = W − W11'W/Σw, 2·score = y'PPy − tr P and 2·information = tr PP.
fn reml_step(areas: &[Direct], tau2: f64) -> f64 {
    let (mean, _) = weighted_mean(areas, tau2);
    let power = |p: i32| -> f64 { areas.iter().map(|a| (1.0 / (tau2 + a.variance)).powi(p)).sum() };
    let (w, w2, w3) = (power(1), power(2), power(3));
    let squares: f64 = areas
        .iter()
        .map(|a| {
            let part = (a.estimate - mean) / (tau2 + a.variance);
            part * part
        })
        .sum();
    let score = squares - (w - w2 / w);
    let information = w2 - 2.0 * w3 / w + (w2 / w) * (w2 / w);
    score / information
}

/// −2 × the restricted log-likelihood, but for a constant: Σ ln(τ² + ψ) + ln Σw + Σ w (y − μ̂)².
fn reml_deviance(areas: &[Direct], tau2: f64) -> f64 {
    let (mean, mean_variance) = weighted_mean(areas, tau2);
    let part = |a: &Direct| {
        let (total, away) = (tau2 + a.variance, a.estimate - mean);
        libm::log(total) + away * away / total
    };
    areas.iter().map(part).sum::<f64>() - libm::log(mean_variance)
}

/// The likelihood may have several peaks, one of them at 0: every one is climbed, and the highest is taken (the smallest
/// τ² of equally high ones).
fn reml(areas: &[Direct]) -> Result<(f64, bool, u32), ShrinkageError> {
    let mut peaks = Vec::new();
    let mut below = (0.0, reml_step(areas, 0.0));
    if below.1 <= 0.0 {
        peaks.push((0.0, 1));
    }
    for tau2 in ladder(areas) {
        let above = (tau2, reml_step(areas, tau2));
        if below.1 > 0.0 && above.1 <= 0.0 {
            peaks.push(climb(areas, below.0, above.0)?);
        }
        below = above;
    }
    let mut best: Option<(f64, u32, f64)> = None;
    for (tau2, iterations) in peaks {
        let deviance = reml_deviance(areas, tau2);
        if best.is_none_or(|(_, _, least)| deviance < least) {
            best = Some((tau2, iterations, deviance));
        }
    }
    let (tau2, iterations, _) = best.ok_or(ShrinkageError::NotConverged(ITERATIONS))?;
    Ok((tau2, tau2 <= 0.0, iterations))
}

/// Values of τ² by steps of √2, from far below the smallest variance to where the likelihood can only fall: the likelihood
/// is smooth on the scale of τ² + ψ, so between two of them it has one peak at most.
fn ladder(areas: &[Direct]) -> impl Iterator<Item = f64> {
    let least = areas.iter().map(|a| a.variance).fold(f64::INFINITY, f64::min);
    let most = areas.iter().map(|a| a.variance).fold(0.0, f64::max);
    let (mean, _) = weighted_mean(areas, 0.0);
    let squares: f64 = areas.iter().map(|a| (a.estimate - mean) * (a.estimate - mean)).sum();
    let end = 8.0 * (squares + most);
    let rung = move |tau2: &f64| (*tau2 < end).then(|| tau2 * std::f64::consts::SQRT_2);
    std::iter::successors(Some(least / 8.0), rung)
}

/// Fisher scoring between a τ² where the likelihood rises and one where it falls; a step that would leave them is halved.
fn climb(areas: &[Direct], mut low: f64, mut high: f64) -> Result<(f64, u32), ShrinkageError> {
    let scale = areas.iter().map(|a| a.variance).fold(f64::INFINITY, f64::min);
    let mut tau2 = low + (high - low) / 2.0;
    for iteration in 1..=ITERATIONS {
        let step = reml_step(areas, tau2);
        match step > 0.0 {
            true => low = tau2,
            false => high = tau2,
        }
        let mut next = tau2 + step;
        if !(low..=high).contains(&next) {
            next = low + (high - low) / 2.0;
        }
        let moved = (next - tau2).abs();
        tau2 = next;
        if moved <= CLOSE * (tau2 + scale) {
            return Ok((tau2, iteration));
        }
    }
    Err(ShrinkageError::NotConverged(ITERATIONS))
}
