//! Covariances of estimates of one design, and functions of them with their tests (D7).

use super::design::dot;
use super::{interval, student};

/// A variance below this share of the terms that it is the sum of is their rounding.
const CANCELLED: f64 = 1e-14;

/// A function of estimates, tested against 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// The value.
    pub value: f64,
    /// V = g'Vg.
    pub variance: f64,
    /// Degrees of freedom of the union of the domains (D4).
    pub df: u64,
    /// value/se; `None` where se is 0.
    pub t: Option<f64>,
    /// Two-sided p from t; `None` without t or below one degree of freedom.
    pub p: Option<f64>,
    /// Its own scaled deviations, for contrasts of contrasts; empty where only a matrix was known.
    pub deviations: Vec<f64>,
}

impl Contrast {
    /// √V.
    pub fn se(&self) -> f64 {
        self.variance.sqrt()
    }

    /// value ∓ t·se; `None` below one degree of freedom.
    pub fn limits(&self, level: f64) -> Option<(f64, f64)> {
        interval::mean(self.value, self.variance, self.df as f64, level)
    }
}

/// A linear combination of `(coefficient, value, deviations)`, all of one design.
pub fn linear(terms: &[(f64, f64, &[f64])], df: u64) -> Contrast {
    let value = terms.iter().map(|(c, value, _)| c * value).sum();
    let parts: Vec<(f64, &[f64])> = terms.iter().map(|(c, _, deviations)| (*c, *deviations)).collect();
    smooth(value, &parts, df)
}

/// A smooth function with value `value` at the estimates; `parts` holds its derivative by each estimate and that
/// estimate's deviations.
///
/// The deviations are combined before they are squared: estimates that move together lose no digits.
pub fn smooth(value: f64, parts: &[(f64, &[f64])], df: u64) -> Contrast {
    let deviations = combine(parts);
    let variance = dot(&deviations, &deviations);
    Contrast {
        deviations,
        ..tested(value, variance, df)
    }
}

/// The same from a covariance matrix of the estimates, for many contrasts of long samples: costs no pass over the rows,
/// but estimates that move together lose digits. What is left of cancelled terms counts as 0. No deviations.
pub fn from_matrix(value: f64, gradient: &[f64], matrix: &[Vec<f64>], df: u64) -> Contrast {
    let (mut variance, mut size) = (0.0, 0.0);
    for (a, row) in gradient.iter().zip(matrix).filter(|(a, _)| **a != 0.0) {
        for (b, v) in gradient.iter().zip(row) {
            variance += a * b * v;
            size += (a * b * v).abs();
        }
    }
    tested(value, if variance > CANCELLED * size { variance } else { 0.0 }, df)
}

fn tested(value: f64, variance: f64, df: u64) -> Contrast {
    let t = (variance > 0.0).then(|| value / variance.sqrt());
    let p = t.filter(|_| df >= 1).map(|t| student::both(t, df as f64));
    let deviations = Vec::new();
    Contrast {
        value,
        variance,
        df,
        t,
        p,
        deviations,
    }
}

/// Σ c·deviations.
pub fn combine(parts: &[(f64, &[f64])]) -> Vec<f64> {
    let mut all = vec![0.0; parts.first().map_or(0, |(_, d)| d.len())];
    for (c, deviations) in parts {
        all.iter_mut().zip(*deviations).for_each(|(sum, d)| *sum += c * d);
    }
    all
}

/// Covariance matrix of estimates of one design from their deviations, symmetric to the bit.
pub fn covariance(deviations: &[&[f64]]) -> Vec<Vec<f64>> {
    let k = deviations.len();
    let mut matrix = vec![vec![0.0; k]; k];
    for i in 0..k {
        for j in i..k {
            let value = dot(deviations[i], deviations[j]);
            matrix[i][j] = value;
            matrix[j][i] = value;
        }
    }
    matrix
}
