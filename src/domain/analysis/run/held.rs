//! An estimate with everything that joins it to others: its value, and by each method its deviations or replicates.

use super::methods::{How, Method, Replicates};
use super::order::in_order;
use crate::domain::estimate::battery::Covariances;
use crate::domain::estimate::contrast::{self, Combination};
use crate::domain::estimate::design::Support;
use crate::domain::estimate::deviations::{self, Deviations};
use crate::domain::estimate::replicate::{ReplicateSet, covariance};
use std::sync::Arc;

/// How far an estimate strays by one method.
#[derive(Debug, Clone)]
pub enum Spread<'g> {
    /// Scaled deviations, whose dot products are covariances.
    Deviations(Deviations<'g>),
    /// θ_r − θ in each replicate.
    Replicates(Vec<Option<f64>>),
    /// A linear combination of means of coded items.
    Coded(Coded),
}

/// A linear combination of means whose covariances are known.
#[derive(Debug, Clone)]
pub struct Coded {
    /// Coefficient of each mean, by its place in the matrices.
    pub terms: Combination,
    /// The matrices.
    pub covariances: Arc<Covariances>,
}

impl Coded {
    fn matrix(&self, how: &How) -> Option<&[Vec<Option<f64>>]> {
        match how {
            How::Calibrated => self.covariances.calibrated.as_deref(),
            How::Fixed => Some(&self.covariances.fixed),
            How::Replicates(_) => None,
        }
    }

    fn with(&self, other: &Coded, how: &How) -> Option<f64> {
        contrast::product(&self.terms, &other.terms, self.matrix(how)?)
    }
}

/// An estimate or a function of estimates.
#[derive(Debug, Clone)]
pub struct Held<'g> {
    /// The value.
    pub value: f64,
    /// One per method of the run.
    pub spreads: Vec<Spread<'g>>,
    /// Where its members are.
    pub support: Support,
    /// Degrees of freedom per method, where they are not those of the support.
    pub df: Option<Vec<f64>>,
}

impl Held<'_> {
    /// Degrees of freedom by a method.
    pub fn degrees(&self, method: usize) -> f64 {
        match &self.df {
            Some(df) => df[method],
            None => self.support.degrees_of_freedom() as f64,
        }
    }

    /// Variance by a method.
    pub fn variance(&self, method: usize, how: &How) -> Option<f64> {
        between(self, self, method, how)
    }
}

impl Replicates {
    /// θ_r − θ of an estimate.
    pub(super) fn spread(&self, label: &str) -> Spread<'static> {
        Spread::Replicates(self.moved.get(label).cloned().unwrap_or_default())
    }

    /// V of an estimate; `None` where too few replicates have it.
    pub(super) fn variance(&self, label: &str) -> Option<f64> {
        let moved = self.moved.get(label)?;
        replicated(&self.set, moved, moved)
    }
}

/// Covariance of two by a method.
pub fn between(a: &Held, b: &Held, method: usize, how: &How) -> Option<f64> {
    match (&a.spreads[method], &b.spreads[method], how) {
        (Spread::Deviations(a), Spread::Deviations(b), _) => Some(a.with(b)),
        (Spread::Replicates(a), Spread::Replicates(b), How::Replicates(replicates)) => {
            replicated(&replicates.set, a, b)
        }
        (Spread::Coded(a), Spread::Coded(b), how) => a.with(b, how),
        _ => None,
    }
}

/// Covariances of each with each by a method; `None` where one has no value.
pub fn matrix(all: &[Option<&Held>], method: usize, how: &How, threads: usize) -> Vec<Vec<Option<f64>>> {
    let (mut places, mut columns) = (Vec::new(), Vec::new());
    for (place, held) in all.iter().enumerate() {
        match held.map(|held| &held.spreads[method]) {
            None => {}
            Some(Spread::Deviations(deviations)) => {
                places.push(place);
                columns.push(deviations);
            }
            Some(Spread::Replicates(_) | Spread::Coded(_)) => {
                let cell = |a: &Option<&Held>, b: &Option<&Held>| between((*a)?, (*b)?, method, how);
                return all.iter().map(|a| all.iter().map(|b| cell(a, b)).collect()).collect();
            }
        }
    }
    // Every so many: the first have the longest rows.
    let of = |thread: usize| (thread..columns.len()).step_by(threads.max(1)).collect::<Vec<_>>();
    let parts = in_order(
        threads,
        threads.max(1),
        |thread| deviations::products(&columns, &of(thread)),
        |_| {},
    );
    let mut matrix = vec![vec![None; all.len()]; all.len()];
    for (thread, rows) in parts.iter().enumerate() {
        for (i, row) in of(thread).into_iter().zip(rows) {
            for j in i..columns.len() {
                matrix[places[i]][places[j]] = Some(row[j]);
                matrix[places[j]][places[i]] = Some(row[j]);
            }
        }
    }
    matrix
}

/// Covariance from replicates; `None` where fewer than two of them have both estimates.
pub fn replicated(set: &ReplicateSet, a: &[Option<f64>], b: &[Option<f64>]) -> Option<f64> {
    covariance(set, (0.0, a), (0.0, b)).ok().map(|found| found.value)
}

/// A linear combination Σ c θ; `None` without parts.
pub fn combine<'g>(parts: &[(f64, &Held<'g>)], methods: &[Method]) -> Option<Held<'g>> {
    let value = parts.iter().map(|(c, held)| c * held.value).sum();
    joined(value, parts, None, methods)
}

/// A function of the parts' values; `None` where it does not exist.
type Curve<'c> = &'c dyn Fn(&[f64]) -> Option<f64>;

/// A smooth function with this value, whose derivative by each part stands beside it.
///
/// In replicates the function itself is worked out, V = Σ s_r (g(θ_r) − g(θ))², as R's `svycontrast` does where it has
/// the replicates; linearised it is ∇g′V∇g.
pub fn smooth<'g>(value: f64, parts: &[(f64, &Held<'g>)], curve: Curve, methods: &[Method]) -> Option<Held<'g>> {
    joined(value, parts, Some(curve), methods)
}

fn joined<'g>(value: f64, parts: &[(f64, &Held<'g>)], curve: Option<Curve>, methods: &[Method]) -> Option<Held<'g>> {
    let spread = |method: usize| match &parts.first()?.1.spreads[method] {
        Spread::Deviations(_) => {
            let own = |(c, held): &(f64, &Held<'g>)| match &held.spreads[method] {
                Spread::Deviations(deviations) => Some((*c, deviations.clone())),
                Spread::Replicates(_) | Spread::Coded(_) => None,
            };
            let parts = parts.iter().filter_map(own).collect();
            Some(Spread::Deviations(Deviations::sum(parts)))
        }
        Spread::Replicates(first) => {
            let moved = |held: &Held, r: usize| match &held.spreads[method] {
                Spread::Replicates(moved) => moved[r],
                Spread::Deviations(_) | Spread::Coded(_) => None,
            };
            let one = |r: usize| match curve {
                None => parts
                    .iter()
                    .try_fold(0.0, |sum, (c, held)| Some(sum + c * moved(held, r)?)),
                Some(curve) => {
                    let there = |(_, held): &(f64, &Held)| Some(held.value + moved(held, r)?);
                    let there = parts.iter().map(there).collect::<Option<Vec<f64>>>()?;
                    Some(curve(&there)? - value)
                }
            };
            Some(Spread::Replicates((0..first.len()).map(one).collect()))
        }
        Spread::Coded(first) => {
            let mut terms = Combination::new();
            for (c, held) in parts {
                if let Spread::Coded(coded) = &held.spreads[method] {
                    (coded.terms.iter()).for_each(|(i, d)| *terms.entry(*i).or_insert(0.0) += c * d);
                }
            }
            let covariances = Arc::clone(&first.covariances);
            Some(Spread::Coded(Coded { terms, covariances }))
        }
    };
    let spreads = (0..methods.len()).map(spread).collect::<Option<Vec<_>>>()?;
    let support = Support::union(parts.iter().map(|(_, held)| &held.support))?;
    Some(Held {
        value,
        spreads,
        support,
        df: None,
    })
}
