//! The normal distribution: upper tail and quantile.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// P(Z > `x`).
pub fn upper(x: f64) -> f64 {
    0.5 * libm::erfc(x * FRAC_1_SQRT_2)
}

/// z with P(Z ≤ z) = `p`, for p in (0, 1).
pub fn quantile(p: f64) -> f64 {
    if p < 0.5 {
        return -from_upper(p);
    }
    from_upper(1.0 - p)
}

/// z ≥ 0 with P(Z > z) = `q`, for q in (0, 0.5].
pub fn from_upper(q: f64) -> f64 {
    let wanted = libm::log(q);
    // The tail's logarithm is concave: after one step Newton comes from the right and never passes the root.
    let mut x = (-2.0 * (wanted + std::f64::consts::LN_2)).max(0.0).sqrt();
    for _ in 0..100 {
        let tail = upper(x);
        let density = libm::exp(-0.5 * x * x) / (2.0 * PI).sqrt();
        let step = (libm::log(tail) - wanted) * tail / density;
        x += step;
        if step.abs() <= 1e-16 * x.abs().max(1.0) {
            break;
        }
    }
    x.max(0.0)
}
