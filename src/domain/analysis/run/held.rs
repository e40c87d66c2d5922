//! An estimate with everything that joins it to others: its value, and by each method its deviations or replicates.

use super::methods::{How, Method};
use crate::domain::estimate::battery::Covariances;
use crate::domain::estimate::contrast::{self, Combination};
use crate::domain::estimate::design::{Support, dot};
use crate::domain::estimate::replicate::{ReplicateSet, covariance};
use std::sync::Arc;

/// How far an estimate strays by one method.
#[derive(Debug, Clone)]
pub enum Spread {
    /// Scaled deviations, whose dot products are covariances.
    Deviations(Vec<f64>),
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
pub struct Held {
    /// The value.
    pub value: f64,
    /// One per method of the run.
    pub spreads: Vec<Spread>,
    /// Where its members are.
    pub support: Support,
    /// Degrees of freedom per method, where they are not those of the support.
    pub df: Option<Vec<f64>>,
}

impl Held {
    /// Degrees of freedom by a method.
    pub fn degrees(&self, method: usize) -> f64 {
        match &self.df {
            Some(df) => df[method],
            None => self.support.degrees_of_freedom() as f64,
        }
    }

    /// Scaled deviations by a method that has them.
    fn deviations(&self, method: usize) -> Option<&[f64]> {
        match &self.spreads[method] {
            Spread::Deviations(deviations) => Some(deviations),
            Spread::Replicates(_) | Spread::Coded(_) => None,
        }
    }

    /// Variance by a method.
    pub fn variance(&self, method: usize, how: &How) -> Option<f64> {
        between(self, self, method, how)
    }
}

/// Covariance of two by a method.
pub fn between(a: &Held, b: &Held, method: usize, how: &How) -> Option<f64> {
    match (&a.spreads[method], &b.spreads[method], how) {
        (Spread::Deviations(a), Spread::Deviations(b), _) => Some(dot(a, b)),
        (Spread::Replicates(a), Spread::Replicates(b), How::Replicates(replicates)) => {
            replicated(&replicates.set, a, b)
        }
        (Spread::Coded(a), Spread::Coded(b), how) => a.with(b, how),
        _ => None,
    }
}

/// Covariance from replicates; `None` where fewer than two of them have both estimates.
pub fn replicated(set: &ReplicateSet, a: &[Option<f64>], b: &[Option<f64>]) -> Option<f64> {
    covariance(set, (0.0, a), (0.0, b)).ok().map(|found| found.value)
}

/// A linear combination Σ c θ; `None` without parts.
pub fn combine(parts: &[(f64, &Held)], methods: &[Method]) -> Option<Held> {
    let value = parts.iter().map(|(c, held)| c * held.value).sum();
    joined(value, parts, None, methods)
}

/// A function of the parts' values; `None` where it does not exist.
type Curve<'c> = &'c dyn Fn(&[f64]) -> Option<f64>;

/// A smooth function with this value, whose derivative by each part stands beside it.
///
/// In replicates the function itself is worked out, V = Σ s_r (g(θ_r) − g(θ))², as R's `svycontrast` does where it has
/// the replicates; linearised it is ∇g′V∇g.
pub fn smooth(value: f64, parts: &[(f64, &Held)], curve: Curve, methods: &[Method]) -> Option<Held> {
    joined(value, parts, Some(curve), methods)
}

fn joined(value: f64, parts: &[(f64, &Held)], curve: Option<Curve>, methods: &[Method]) -> Option<Held> {
    let spread = |method: usize| match &parts.first()?.1.spreads[method] {
        Spread::Deviations(_) => {
            let all: Vec<(f64, &[f64])> = (parts.iter())
                .filter_map(|(c, held)| Some((*c, held.deviations(method)?)))
                .collect();
            Some(Spread::Deviations(contrast::combine(&all)))
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
