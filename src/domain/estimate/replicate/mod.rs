//! Variances by replication (D9): jackknife, balanced half samples, rescaled bootstrap, and replicates that are supplied.
//!
//! A [`ReplicateSet`] says how the weights of every replicate differ from those of the whole sample; what is estimated
//! in each, and which weighting steps are repeated (D16), is the caller's. Replicates do not depend on each other, so
//! they may be worked on in any order and by any number of threads; `variance` adds them up in their own order.
//!
//! # Degrees of freedom
//! Those of the design (D4), also for replicates: units that hold a member of the domain, less the strata that do
//! ([`Units::degrees_of_freedom`]). R's `survey` takes the rank of the replicate weights for the whole sample instead;
//! for a jackknife of the whole sample both are units − strata.
//!
//! # Choices
//! - Centre: the estimate of the whole sample, as Wolter (2007) and R's `mse = TRUE`; R's own default is the replicates'
//!   mean, which leaves their bias out.
//! - Lost replicates are left out, counted, and the rest stands for them (`variance`).
//! - Lonely strata in a jackknife: `adjust` and `average` are made so that a total gets exactly D18.
//! - Half samples: the order of the Hadamard matrix leaves its constant column free, so balance is always full. Another
//!   matrix gives the same variance of a total and slightly different ones of ratios.
//! - Bootstrap: n_h − 1 draws (Rao and Wu 1988; Rao, Wu and Yue 1992), for which every multiplier is n_h/(n_h − 1)·t ≥ 0.

mod bootstrap;
mod error;
mod hadamard;
mod half_samples;
mod jackknife;
#[cfg(test)]
mod properties;
mod rules;
mod supply;
#[cfg(test)]
mod tests;
mod units;
mod variance;

pub use bootstrap::bootstrap;
pub use error::ReplicateError;
pub use hadamard::{Hadamard, hadamard};
pub use half_samples::half_samples;

pub use jackknife::jackknife;
pub use supply::{draws, multipliers, weights};
pub use units::Units;
pub use variance::{ReplicateVariance, covariance, spread, variance};

use crate::domain::estimate::Lonely;
use bootstrap::Bootstrap;
use jackknife::Jackknife;
use rules::{checked_fractions, lonely, raised, without_adjust};

/// What replicates' deviations are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Centre {
    /// The estimate of the whole sample; it includes the replicates' bias, so it is the larger of the two.
    #[default]
    Estimate,
    /// The plain mean of the replicates.
    ReplicateMean,
}

/// How the replicates came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// One unit deleted at a time.
    Jackknife,
    /// Balanced half samples.
    HalfSamples,
    /// Fay's variant: the other half keeps a share.
    Fay,
    /// Rescaled bootstrap, drawn here.
    Bootstrap,
    /// From a file.
    Supplied,
}

impl Method {
    /// `jackknife`, `brr`, `fay`, `bootstrap`, `supplied`.
    pub fn name(self) -> &'static str {
        match self {
            Method::Jackknife => "jackknife",
            Method::HalfSamples => "brr",
            Method::Fay => "fay",
            Method::Bootstrap => "bootstrap",
            Method::Supplied => "supplied",
        }
    }
}

/// Replicates of a sample of `rows` units.
#[derive(Debug, Clone)]
pub struct ReplicateSet {
    /// How they came about.
    pub method: Method,
    /// s_r per replicate: V = Σ s_r (θ_r − centre)².
    pub scale: Vec<f64>,
    /// What deviations are taken from.
    pub centre: Centre,
    /// Rows of a weight vector.
    pub rows: usize,
    /// Strata with one unit, for which a rule other than `fail` decided; their labels.
    pub lonely: Vec<String>,
    recipe: Recipe,
}

/// How a replicate's multipliers are found.
#[derive(Debug, Clone)]
enum Recipe {
    Jackknife(Jackknife),
    HalfSamples(half_samples::HalfSamples),
    Bootstrap(Bootstrap),
    /// Draws per replicate and row; the multiplier is n_h/(n_h − 1) times that (1 in a lonely stratum).
    Draws {
        units: Units,
        draws: Vec<Vec<f64>>,
    },
    Multipliers(Vec<Vec<f64>>),
    Weights(Vec<Vec<f64>>),
}

impl ReplicateSet {
    fn new(method: Method, scale: Vec<f64>, rows: usize, lonely: Vec<String>, recipe: Recipe) -> ReplicateSet {
        let centre = Centre::default();
        ReplicateSet {
            method,
            scale,
            centre,
            rows,
            lonely,
            recipe,
        }
    }

    /// The same replicates with another centre.
    pub fn centred(self, centre: Centre) -> ReplicateSet {
        ReplicateSet { centre, ..self }
    }

    /// Number of replicates.
    pub fn count(&self) -> usize {
        self.scale.len()
    }

    /// Whether the replicates are whole weights that are used as they are: there is no multiplier then, and no weighting
    /// step can be repeated.
    pub fn is_whole_weights(&self) -> bool {
        matches!(self.recipe, Recipe::Weights(_))
    }

    /// Writes the multiplier of every row in replicate `r` (from 0): what its base weight is multiplied by, ≥ 0.
    ///
    /// `out` has [`rows`](ReplicateSet::rows) places. The result depends on `r` alone, not on calls before. Of whole
    /// weights there is no multiplier; `out` is then all 1.
    pub fn multiplier(&self, r: usize, out: &mut [f64]) {
        match &self.recipe {
            Recipe::Jackknife(jackknife) => jackknife.multiplier(r, out),
            Recipe::HalfSamples(halves) => halves.multiplier(r, out),
            Recipe::Bootstrap(bootstrap) => bootstrap.multiplier(r, out),
            Recipe::Draws { units, draws } => {
                let factor = units.expansions();
                let rows = out.iter_mut().zip(&draws[r]).enumerate();
                rows.for_each(|(row, (out, drawn))| *out = raised(factor[units.stratum(row)], *drawn));
            }
            Recipe::Multipliers(columns) => out.copy_from_slice(&columns[r]),
            Recipe::Weights(_) => out.fill(1.0),
        }
    }

    /// Writes replicate `r`'s weights with all adjustments taken as fixed: multiplier × final weight, or the whole
    /// weights that were supplied. `weights` and `out` have [`rows`](ReplicateSet::rows) places.
    pub fn weights(&self, r: usize, weights: &[f64], out: &mut [f64]) {
        if let Recipe::Weights(columns) = &self.recipe {
            return out.copy_from_slice(&columns[r]);
        }
        self.multiplier(r, out);
        out.iter_mut().zip(weights).for_each(|(out, weight)| *out *= weight);
    }
}
