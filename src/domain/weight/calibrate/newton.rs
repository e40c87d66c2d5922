//! Newton on the dual: λ with Σ d F(x'λ) x = T, guarded by the slope along each step.
//!
//! The dual is convex, so a step has gone too far exactly when the slope along it has turned; clipped units have
//! derivative 0 (their exact active set). Columns that depend on others get no step: they are met when totals agree.

use super::distance::Distance;
use super::units::Units;
use crate::domain::linear::{cholesky, solve as solve_linear};

/// How much of the starting curvature is lent when clipping has taken a direction's own.
const LENT: f64 = 1e-3;

/// A solution.
pub struct Solution {
    /// Factor per unit.
    pub factor: Vec<f64>,
    /// Relative miss per column.
    pub misses: Vec<f64>,
    /// Steps.
    pub iterations: u32,
}

/// No solution.
pub struct Failure {
    /// Relative miss per column.
    pub misses: Vec<f64>,
    /// Steps.
    pub iterations: u32,
}

struct Point {
    lambda: Vec<f64>,
    factor: Vec<f64>,
    derivative: Vec<f64>,
    /// T − Σ d F x per column.
    residual: Vec<f64>,
}

/// Solves to `tolerance` and then takes one more step, which costs little and brings the last digits.
pub fn solve(units: &Units, distance: Distance, tolerance: f64, most: u32) -> Result<Solution, Failure> {
    let ones = vec![1.0; units.d.len()];
    let start_curvature = normal(units, &ones);
    let rank = rank(&cholesky(start_curvature.clone()));
    let mut point = evaluate(units, distance, start(units, distance));
    let mut iterations = 0;
    while worst(&point, units) > tolerance {
        let next = if iterations < most {
            step(units, distance, &point, &start_curvature, rank)
        } else {
            None
        };
        let Some(next) = next else {
            let misses = misses(&point, units);
            return Err(Failure { misses, iterations });
        };
        point = next;
        iterations += 1;
    }
    let polished = step(units, distance, &point, &start_curvature, rank);
    if let Some(polished) = polished.filter(|p| worst(p, units) < worst(&point, units)) {
        point = polished;
    }
    let misses = misses(&point, units);
    Ok(Solution {
        factor: point.factor,
        misses,
        iterations,
    })
}

/// One factor for all to begin with, where the distance allows it: saves the way from a sample's size to a population's.
fn start(units: &Units, distance: Distance) -> Vec<f64> {
    let mut lambda = vec![0.0; units.totals.len()];
    let first: Vec<usize> = (0..units.d.len())
        .filter_map(|unit| units.of(unit).first().copied())
        .collect();
    let Some(last) = first.iter().max() else { return lambda };
    let (have, want): (f64, f64) = (units.d.iter().sum(), units.totals[..=*last].iter().sum());
    if distance == Distance::Raking && have > 0.0 && want > 0.0 {
        lambda[..=*last].iter_mut().for_each(|l| *l = libm::log(want / have));
    }
    lambda
}

fn step(units: &Units, distance: Distance, from: &Point, lent: &[Vec<f64>], rank_wanted: usize) -> Option<Point> {
    let curvature = normal(units, &from.derivative);
    let mut factor = cholesky(curvature.clone());
    if rank(&factor) < rank_wanted {
        let add = |(row, lent): (&Vec<f64>, &Vec<f64>)| row.iter().zip(lent).map(|(a, b)| a + LENT * b).collect();
        factor = cholesky(curvature.iter().zip(lent).map(add).collect());
    }
    let direction = solve_linear(&factor, from.residual.clone());
    let slope = dot(&from.residual, &direction);
    if slope.is_nan() || slope <= 0.0 {
        return None;
    }
    let mut length = 1.0;
    for _ in 0..60 {
        let moved = from
            .lambda
            .iter()
            .zip(&direction)
            .map(|(l, d)| l + length * d)
            .collect();
        let point = evaluate(units, distance, moved);
        let finite = point.residual.iter().all(|r| r.is_finite());
        if finite && dot(&point.residual, &direction) >= -0.5 * slope {
            return Some(point);
        }
        length /= 2.0;
    }
    None
}

fn evaluate(units: &Units, distance: Distance, lambda: Vec<f64>) -> Point {
    let n = units.d.len();
    let (mut factors, mut derivatives) = (Vec::with_capacity(n), Vec::with_capacity(n));
    let mut residual = vec![0.0; units.totals.len()];
    let dummies = units.totals.len() - units.numbers;
    for unit in 0..n {
        let of = units.of(unit);
        let values = units.numbers_of(unit);
        let u = of.iter().map(|c| lambda[*c]).sum::<f64>() + dot(values, &lambda[dummies..]);
        let (low, high) = units.bounds[unit];
        let (factor, derivative) = distance.factor(u, low, high);
        let w = units.d[unit] * factor;
        of.iter().for_each(|c| residual[*c] += w);
        values
            .iter()
            .zip(&mut residual[dummies..])
            .for_each(|(x, r)| *r += w * x);
        factors.push(factor);
        derivatives.push(derivative);
    }
    residual.iter_mut().zip(&units.totals).for_each(|(r, t)| *r = t - *r);
    Point {
        lambda,
        factor: factors,
        derivative: derivatives,
        residual,
    }
}

/// Σ d F' x x'.
fn normal(units: &Units, derivative: &[f64]) -> Vec<Vec<f64>> {
    let columns = units.totals.len();
    let dummies = columns - units.numbers;
    let mut a = vec![vec![0.0; columns]; columns];
    for (unit, (d, f)) in units.d.iter().zip(derivative).enumerate() {
        let c = d * f;
        if c <= 0.0 {
            continue;
        }
        let (of, values) = (units.of(unit), units.numbers_of(unit));
        for i in of {
            of.iter().for_each(|j| a[*i][*j] += c);
        }
        for (k, x) in values.iter().enumerate() {
            for j in of {
                a[dummies + k][*j] += c * x;
                a[*j][dummies + k] += c * x;
            }
            values
                .iter()
                .enumerate()
                .for_each(|(l, y)| a[dummies + k][dummies + l] += c * x * y);
        }
    }
    a
}

fn misses(point: &Point, units: &Units) -> Vec<f64> {
    point
        .residual
        .iter()
        .zip(&units.sizes)
        .map(|(r, size)| r.abs() / size)
        .collect()
}

/// The largest miss; infinite where one is not a number.
fn worst(point: &Point, units: &Units) -> f64 {
    let larger = |worst: f64, miss: f64| if miss.is_nan() { f64::INFINITY } else { worst.max(miss) };
    misses(point, units).into_iter().fold(0.0, larger)
}

fn rank(l: &[Vec<f64>]) -> usize {
    l.iter().enumerate().filter(|(i, row)| row[*i] > 0.0).count()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
