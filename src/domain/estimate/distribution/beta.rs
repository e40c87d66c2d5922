//! The incomplete beta function: both tails and quantiles.

use super::stirling::{deviance, error};
use std::f64::consts::PI;

const MOST_TERMS: u32 = 5_000_000;
const MOST_STEPS: u32 = 200;

/// I_x(a, b) for a, b > 0; `y` is 1 − x, given apart because it may be tiny.
pub fn lower(a: f64, b: f64, x: f64, y: f64) -> f64 {
    tails(a, b, x, y).0
}

/// (I_x(a, b), 1 − I_x(a, b)); the smaller one is computed directly.
pub fn tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    if x * (a + b + 2.0) <= a + 1.0 {
        let lower = kernel(a, b, x, y) * fraction(a, b, x, y);
        (lower, 1.0 - lower)
    } else {
        let upper = kernel(a, b, x, y) * fraction(b, a, y, x);
        (1.0 - upper, upper)
    }
}

/// x with I_x(a, b) = `p`, for p in (0, 1) and best below ½.
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    solve(p, a, b, |(lower, _)| lower, 1.0)
}

/// x with 1 − I_x(a, b) = `q`, for q in (0, 1) and best below ½.
pub fn from_upper(q: f64, a: f64, b: f64) -> f64 {
    solve(q, a, b, |(_, upper)| upper, -1.0)
}

/// Newton in the log odds, where both tails' logarithms are concave: it passes the root at most once.
fn solve(wanted: f64, a: f64, b: f64, side: impl Fn((f64, f64)) -> f64, sign: f64) -> f64 {
    let wanted = libm::log(wanted);
    let mut odds = libm::log(a) - libm::log(b);
    for _ in 0..MOST_STEPS {
        let (x, y) = (expit(odds), expit(-odds));
        let tail = side(tails(a, b, x, y));
        let slope = sign * kernel(a, b, x, y) / tail;
        let step = (wanted - libm::log(tail)) / slope;
        // With a tiny `a` or `b` the root is nearer to 0 or 1 than any double, and so are the tails.
        if !step.is_finite() {
            break;
        }
        odds += step;
        if step.abs() <= 1e-15 * odds.abs().max(1.0) {
            break;
        }
    }
    expit(odds)
}

/// 1/(1 + e^−s).
pub fn expit(s: f64) -> f64 {
    if s >= 0.0 {
        1.0 / (1.0 + libm::exp(-s))
    } else {
        let e = libm::exp(s);
        e / (1.0 + e)
    }
}

/// x^a y^b / B(a, b), by Stirling's errors and deviances.
fn kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let exponent = error(n) - error(a) - error(b) - deviance(a, n * x) - deviance(b, n * y);
    (a * (b / n) / (2.0 * PI)).sqrt() * libm::exp(exponent)
}

/// The continued fraction of I_x(a, b)·B(a, b)/(x^a y^b) in the form of DiDonato and Morris (1992), where x near 1 cancels
/// nothing, by Lentz's method.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let off = a * y - b * x + 1.0;
    let mut value = a / (a + 1.0) * off;
    let (mut c, mut d) = (value, 0.0);
    for m in 1..MOST_TERMS {
        let m = f64::from(m);
        let odd = a + 2.0 * m - 1.0;
        let above = (a + m - 1.0) / odd * ((a + b + m - 1.0) / odd) * m * (b - m) * x * x;
        let next = m + m * (b - m) * x / odd + (a + m) / (odd + 2.0) * (off + m * (1.0 + y));
        d = 1.0 / apart(next + above * d);
        c = apart(next + above / c);
        value *= c * d;
        if (c * d - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    1.0 / value
}

/// The number, or the smallest one that can stand below a fraction line.
fn apart(v: f64) -> f64 {
    if v.abs() < 1e-300 { 1e-300 } else { v }
}
