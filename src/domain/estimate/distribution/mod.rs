//! Tails and quantiles of the distributions behind intervals and tests, to about 1e-13 relative even far out.
//!
//! Small tail probabilities are computed as such and never as 1 − F. Only `libm` and basic operations are used, so the
//! last bit does not depend on the machine; library versions lose digits at large parameters (differences of lgamma).

pub mod beta;
pub mod gamma;
pub mod normal;
pub mod stirling;

/// P(F > `f`) with `d1` and `d2` degrees of freedom, both positive and possibly not whole.
pub fn fisher_upper(f: f64, d1: f64, d2: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    let below = d2 + d1 * f;
    beta::lower(d2 / 2.0, d1 / 2.0, d2 / below, d1 * f / below)
}

/// P(χ² > `x`) with `df` degrees of freedom.
pub fn chi_square_upper(x: f64, df: f64) -> f64 {
    gamma::upper(df / 2.0, x / 2.0)
}
