//! The difference of two estimates, of one sample or of two, with its test against zero.

use crate::domain::estimate::{interval, student};

/// An estimate with its variance and degrees of freedom (D4).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The value.
    pub estimate: f64,
    /// V ≥ 0; `None` where it has none.
    pub variance: Option<f64>,
    /// Degrees of freedom; `None` where there are none, infinity for the normal distribution.
    pub df: Option<f64>,
}

/// A difference, second minus first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The value.
    pub estimate: f64,
    /// V₁ + V₂ − 2 C.
    pub variance: Option<f64>,
    /// √V.
    pub se: Option<f64>,
    /// √(V₁ + V₂): what it would be if the covariance were ignored.
    pub se_if_covariance_ignored: Option<f64>,
    /// Degrees of freedom of the test.
    pub df: Option<f64>,
    /// estimate/se.
    pub t: Option<f64>,
    /// Two-sided.
    pub p: Option<f64>,
    /// Interval at the level, estimate ∓ t·se.
    pub interval: Option<(f64, f64)>,
}

/// t = estimate/√V and its two-sided p at `df` degrees of freedom; `None` for V ≤ 0 or df < 1, for then nothing is tested.
pub fn zero_test(estimate: f64, variance: Option<f64>, df: Option<f64>) -> Option<(f64, f64)> {
    let variance = variance.filter(|v| *v > 0.0)?;
    let df = df.filter(|df| *df >= 1.0)?;
    let t = estimate / variance.sqrt();
    Some((t, student::both(t, df)))
}

/// Change within one design whose parts share units (years with the same blocks, departments with the same raters):
/// second minus first with their covariance (D7). `df` is that of the two together (D4 over the members of either).
pub fn overlapping(first: Measured, second: Measured, covariance: f64, df: Option<f64>, level: f64) -> Difference {
    let both = first.variance.zip(second.variance);
    // Rounding may leave a hair below 0 when the two go entirely together.
    let variance = both.map(|(a, b)| (a + b - 2.0 * covariance).max(0.0));
    difference(first, second, variance, df, level)
}

/// Change between independent samples: variances add, degrees of freedom by Welch and Satterthwaite,
/// (V₁ + V₂)²/(V₁²/df₁ + V₂²/df₂).
pub fn independent(first: Measured, second: Measured, level: f64) -> Difference {
    let both = first.variance.zip(second.variance);
    let df = both.zip(first.df.zip(second.df)).and_then(|((a, b), (f, g))| {
        let usable = f >= 1.0 && g >= 1.0;
        usable.then(|| interval::satterthwaite(&[(a, f), (b, g)]))
    });
    difference(first, second, both.map(|(a, b)| a + b), df, level)
}

fn difference(first: Measured, second: Measured, variance: Option<f64>, df: Option<f64>, level: f64) -> Difference {
    let estimate = second.estimate - first.estimate;
    let test = zero_test(estimate, variance, df);
    let ignored = first.variance.zip(second.variance).map(|(a, b)| (a + b).sqrt());
    Difference {
        estimate,
        variance,
        se: variance.map(f64::sqrt),
        se_if_covariance_ignored: ignored,
        df,
        t: test.map(|(t, _)| t),
        p: test.map(|(_, p)| p),
        interval: limits(estimate, variance, df, level),
    }
}

/// estimate ∓ t·√V at `level`; the normal quantile at infinite degrees of freedom, `None` below one or without V.
pub fn limits(estimate: f64, variance: Option<f64>, df: Option<f64>, level: f64) -> Option<(f64, f64)> {
    let (variance, df) = variance.zip(df)?;
    interval::mean(estimate, variance, df, level)
}

/// Each estimate less the plain mean of all, with the variance of that contrast: V_i + V̄ − 2 C_i., where
/// C_i. = (1/D) Σ_j C_ij and V̄ = (1/D²) ΣΣ C_jk. `covariance` is D × D, symmetric, in the units' square.
pub fn against_mean(estimates: &[f64], covariance: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let d = estimates.len() as f64;
    // Differences first, so that a common large value does not cost digits.
    let origin = estimates.first().copied().unwrap_or(0.0);
    let mean = estimates.iter().map(|x| x - origin).sum::<f64>() / d;
    let row: Vec<f64> = covariance.iter().map(|row| row.iter().sum::<f64>() / d).collect();
    let all = row.iter().sum::<f64>() / d;
    let one = |(i, x): (usize, &f64)| {
        let variance = covariance[i][i] + all - 2.0 * row[i];
        (x - origin - mean, variance.max(0.0))
    };
    estimates.iter().enumerate().map(one).collect()
}
