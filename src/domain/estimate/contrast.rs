//! Covariances of estimates of one design, and of functions of them (D7).

use super::design::dot;
use std::collections::BTreeMap;

/// A variance below this share of the terms that it is the sum of is their rounding.
const CANCELLED: f64 = 1e-14;

/// A linear combination of estimates: coefficient of each, by its place in their covariance matrix.
pub type Combination = BTreeMap<usize, f64>;

/// Covariance c'Vd of two combinations of the same estimates; `None` where a covariance that it needs does not exist.
///
/// For many contrasts of long samples: costs no pass over the rows, but estimates that move together lose digits. What
/// is left of cancelled terms counts as 0.
pub fn product(a: &Combination, b: &Combination, matrix: &[Vec<Option<f64>>]) -> Option<f64> {
    let (mut sum, mut size) = (0.0, 0.0);
    for (i, c) in a {
        for (j, d) in b {
            let term = c * d * matrix[*i][*j]?;
            (sum, size) = (sum + term, size + term.abs());
        }
    }
    let many = a.len() > 1 || b.len() > 1;
    Some(if many && sum.abs() <= CANCELLED * size {
        0.0
    } else {
        sum
    })
}

/// Deviations of a combination of estimates of one design, Σ c·deviations: of a smooth function where the coefficients
/// are its derivatives. Its variance is their dot product.
///
/// The deviations are combined before they are squared: estimates that move together lose no digits.
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
