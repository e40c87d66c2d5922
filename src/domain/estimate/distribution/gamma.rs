//! The upper tail of the gamma distribution.

use super::stirling::{deviance, error};
use std::f64::consts::PI;

const MOST_TERMS: u32 = 5_000_000;

/// Q(a, x) = Γ(a, x)/Γ(a) for a > 0.
pub fn upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    // x^a e^−x / Γ(a + 1).
    let kernel = libm::exp(-error(a) - deviance(a, x)) / (2.0 * PI * a).sqrt();
    if x < a + 1.0 {
        1.0 - kernel * series(a, x)
    } else {
        kernel * a * fraction(a, x)
    }
}

fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..MOST_TERMS {
        term *= x / (a + f64::from(k));
        sum += term;
        if term <= 1e-17 * sum {
            break;
        }
    }
    sum
}

fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut value = d;
    for k in 1..MOST_TERMS {
        let k = f64::from(k);
        let above = -k * (k - a);
        b += 2.0;
        d = 1.0 / (above * d + b);
        c = b + above / c;
        value *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}
