//! An estimate as comparisons take it, its test against zero and its interval.

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

/// t = estimate/√V and its two-sided p at `df` degrees of freedom; `None` for V ≤ 0 or df < 1, for then nothing is tested.
pub fn zero_test(estimate: f64, variance: Option<f64>, df: Option<f64>) -> Option<(f64, f64)> {
    let variance = variance.filter(|v| *v > 0.0)?;
    let df = df.filter(|df| *df >= 1.0)?;
    let t = estimate / variance.sqrt();
    Some((t, student::both(t, df)))
}

/// estimate ∓ t·√V at `level`; the normal quantile at infinite degrees of freedom, `None` below one or without V.
pub fn limits(estimate: f64, variance: Option<f64>, df: Option<f64>, level: f64) -> Option<(f64, f64)> {
    let (variance, df) = variance.zip(df)?;
    interval::mean(estimate, variance, df, level)
}
