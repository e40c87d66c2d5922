//! Student's t distribution: tails and quantiles, exact from one to any number of degrees of freedom.

use super::distribution::{beta, normal};
use std::f64::consts::PI;

/// From here on t and normal are the same in every digit that a number has.
const NORMAL: f64 = 1e16;
const MOST_STEPS: u32 = 200;

/// t with F(t) = `p` at `df` degrees of freedom; `p` in [0.5, 1), `df` > 0.
pub fn quantile(p: f64, df: f64) -> f64 {
    // 1 − p is exact here.
    from_upper(1.0 - p, df)
}

/// t with P(T > t) = `q`; `q` in (0, 0.5].
pub fn from_upper(q: f64, df: f64) -> f64 {
    if q >= 0.5 {
        return 0.0;
    }
    let start = normal::from_upper(q);
    if df >= NORMAL {
        return start;
    }
    let wanted = libm::log(q);
    // The tail's logarithm is concave in ln x, so Newton passes the root at most once.
    let mut s = libm::log(start);
    for _ in 0..MOST_STEPS {
        let x = libm::exp(s);
        let tail = upper(x, df);
        let step = (libm::log(tail) - wanted) * tail / (x * density(x, df));
        s += step;
        if step.abs() <= 4e-16 {
            break;
        }
    }
    libm::exp(s)
}

/// P(T > `t`).
pub fn upper(t: f64, df: f64) -> f64 {
    if df >= NORMAL {
        return normal::upper(t);
    }
    let half = 0.5 * both(t, df);
    if t >= 0.0 { half } else { 1.0 - half }
}

/// P(|T| > |`t`|), the two-sided p.
pub fn both(t: f64, df: f64) -> f64 {
    if df >= NORMAL {
        return (2.0 * normal::upper(t.abs())).min(1.0);
    }
    let below = df + t * t;
    beta::lower(df / 2.0, 0.5, df / below, t * t / below)
}

fn density(x: f64, df: f64) -> f64 {
    let constant = gamma_ratio(df / 2.0) / (df * PI).sqrt();
    constant * libm::exp(-(df + 1.0) / 2.0 * libm::log1p(x * x / df))
}

/// Γ(a+½)/Γ(a): directly for small a, by its asymptotic series above (the difference of two lgammas loses digits).
fn gamma_ratio(a: f64) -> f64 {
    if a < 25.0 {
        return libm::tgamma(a + 0.5) / libm::tgamma(a);
    }
    let x = 1.0 / a;
    let series = [
        1.0,
        -1.0 / 8.0,
        1.0 / 128.0,
        5.0 / 1024.0,
        -21.0 / 32768.0,
        -399.0 / 262_144.0,
        869.0 / 4_194_304.0,
        39_325.0 / 33_554_432.0,
    ];
    a.sqrt() * series.iter().rev().fold(0.0, |sum, term| sum * x + term)
}
