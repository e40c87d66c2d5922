//! Confidence intervals for rates and composites (D6), and degrees of freedom of composites.

use super::student::quantile;

/// Wilson interval (D6.5) of a rate `p` with effective size `m` and quantile `t`: limits in 0..1.
pub fn wilson(p: f64, m: f64, t: f64) -> (f64, f64) {
    let shrink = 1.0 + t * t / m;
    let centre = (p + t * t / (2.0 * m)) / shrink;
    let half = t / (2.0 * m) * (4.0 * m * p * (1.0 - p) + t * t).sqrt() / shrink;
    let lower = if p <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let upper = if p >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
    (lower, upper)
}

/// Effective size p(1−p)/V (D6.4); `n` where V, p or 1−p is 0 (D6.7).
pub fn effective_size(p: f64, variance: f64, n: u64) -> f64 {
    let degenerate = p <= 0.0 || p >= 1.0 || variance <= 0.0;
    if degenerate { n as f64 } else { p * (1.0 - p) / variance }
}

/// Two-sided t quantile at confidence `level`; `None` below one degree of freedom.
pub fn t(level: f64, df: f64) -> Option<f64> {
    (df >= 1.0).then(|| quantile(0.5 + level / 2.0, df))
}

/// Interval of a rate: Wilson with m = p(1−p)/V and the t quantile; `None` below one degree of freedom.
pub fn rate(p: f64, variance: f64, n: u64, df: f64, level: f64) -> Option<(f64, f64)> {
    Some(wilson(p, effective_size(p, variance, n), t(level, df)?))
}

/// Interval of a mean: estimate ∓ t·se, not clipped.
pub fn mean(estimate: f64, variance: f64, df: f64, level: f64) -> Option<(f64, f64)> {
    let half = t(level, df)? * variance.sqrt();
    Some((estimate - half, estimate + half))
}

/// Satterthwaite's degrees of freedom of a sum of independent variances `(V_g, df_g)`; Σ df where all are 0.
pub fn satterthwaite(parts: &[(f64, f64)]) -> f64 {
    let total: f64 = parts.iter().map(|(v, _)| v).sum();
    let below: f64 = parts.iter().filter(|(_, df)| *df > 0.0).map(|(v, df)| v * v / df).sum();
    if below > 0.0 {
        total * total / below
    } else {
        parts.iter().map(|(_, df)| df).sum()
    }
}
