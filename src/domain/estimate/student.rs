//! Quantiles of Student's t that stay exact at large degrees of freedom, where library ones lose digits.
//!
//! With x = √ν·tan θ the distribution is F(x) = ½ + C·√ν ∫₀^θ cos^{ν−1}, a smooth integrand for every ν ≥ 1; it is
//! integrated by Gauss–Legendre and inverted by Newton.

use std::f64::consts::PI;

const PANELS: u32 = 24;
const STEPS: u32 = 200;

/// t with F(t) = `p` at `df` degrees of freedom; `p` in (0.5, 1), `df` ≥ 1.
pub fn quantile(p: f64, df: f64) -> f64 {
    let scale = density_constant(df);
    let mut x = 0.0;
    // F is concave to the right of 0, so Newton climbs to the root from its left and never passes it.
    for _ in 0..STEPS {
        let density = scale * libm::exp(-(df + 1.0) / 2.0 * libm::log1p(x * x / df));
        let step = (p - 0.5 - half_probability(x, df, scale)) / density;
        x += step;
        if step.abs() <= 1e-15 * x.abs() {
            break;
        }
    }
    x
}

/// F(x) − ½.
fn half_probability(x: f64, df: f64, scale: f64) -> f64 {
    let end = libm::atan(x / df.sqrt());
    let width = end / f64::from(PANELS);
    // Five-point Gauss–Legendre on each panel.
    let root = (10.0f64 / 7.0).sqrt();
    let (a, b) = ((5.0 - 2.0 * root).sqrt() / 3.0, (5.0 + 2.0 * root).sqrt() / 3.0);
    let (wa, wb) = (
        (322.0 + 13.0 * 70.0f64.sqrt()) / 900.0,
        (322.0 - 13.0 * 70.0f64.sqrt()) / 900.0,
    );
    let nodes = [(0.0, 128.0 / 225.0), (a, wa), (-a, wa), (b, wb), (-b, wb)];
    let value = |theta: f64| {
        let tangent = libm::tan(theta);
        libm::exp(-(df - 1.0) / 2.0 * libm::log1p(tangent * tangent))
    };
    let panel = |i: u32| {
        let middle = (f64::from(i) + 0.5) * width;
        nodes
            .iter()
            .map(|(at, weight)| weight * value(middle + at * width / 2.0))
            .sum::<f64>()
    };
    scale * df.sqrt() * (0..PANELS).map(panel).sum::<f64>() * width / 2.0
}

/// Γ((ν+1)/2) / (√(νπ) Γ(ν/2)): the density at 0.
fn density_constant(df: f64) -> f64 {
    gamma_ratio(df / 2.0) / (df * PI).sqrt()
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
