//! A plan of weighting steps with everything resolved to rows, so that replicates repeat exactly the same code (D16).
//!
//! Weights travel as q, the weight ÷ multiplier, beside a replicate's multipliers m: sums that steps need are sums of
//! q × m, limits are taken from q over rows with a positive multiplier and act on q, and the weight is q × m again. On the
//! full sample m is 1 and q the weight.

mod apply;
mod around;
mod record;
mod replicator;
mod run;

pub use record::{Done, MarginRow};
pub use replicator::Replicator;
pub use run::Scratch;

use super::calibrate::{Auxiliaries, LastCalibration, Options, Totals};
use super::cells::Target;
use super::classes::{ClassError, Merged, Nonresponse};
use super::margin_error::MarginError;
use super::rake::Limits;
use super::trim::{Cycles, CyclesError, Trim, TrimError, Within};
use thiserror::Error;

/// Steps in order, each with the name of the weight it makes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// (name, step).
    pub steps: Vec<(String, PlannedStep)>,
}

/// A step with everything resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum PlannedStep {
    /// Nonresponse by classes (D15).
    Nonresponse {
        /// Units and rule.
        rule: Nonresponse,
        /// The classes found on the full sample; filled by [`Plan::prepare`].
        merged: Option<Merged>,
    },
    /// One factor per category of one margin (D10).
    Poststratify {
        /// Its one margin as cells, no numbers.
        auxiliaries: Auxiliaries,
        /// Its total.
        target: Target,
    },
    /// Raking (D11).
    Rake {
        /// Margins as cells, no numbers.
        auxiliaries: Auxiliaries,
        /// One per margin.
        targets: Vec<Target>,
        /// When to stop.
        limits: Limits,
    },
    /// Calibration (D13).
    Calibrate {
        /// Margins and numbers.
        auxiliaries: Auxiliaries,
        /// Their totals.
        totals: Totals,
        /// How.
        options: Options,
    },
    /// Trimming (D14).
    Trim(Trim),
    /// Trimming, each group for itself.
    TrimWithin(Trim, Within),
    /// Cycles of trimming and raking (D14).
    TrimAndRake {
        /// Margins as cells, no numbers.
        auxiliaries: Auxiliaries,
        /// One per margin.
        targets: Vec<Target>,
        /// The cycle.
        cycles: Cycles,
    },
    /// One factor for all, so that the sum is `to`.
    Scale {
        /// The sum wanted, > 0.
        to: f64,
    },
}

/// Why a step has no weights.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StepError {
    /// Margins.
    #[error(transparent)]
    Margin(#[from] MarginError),
    /// Trimming.
    #[error(transparent)]
    Trim(#[from] TrimError),
    /// Nonresponse classes.
    #[error(transparent)]
    Class(#[from] ClassError),
    /// A replicate was asked for before the classes were found on the full sample.
    #[error("the classes are not fixed yet: the full sample comes first")]
    NotPrepared,
    /// Scaling to a sum that is none.
    #[error("a sum of {to} cannot be scaled to; expected a positive number")]
    BadSum {
        /// The sum.
        to: f64,
    },
    /// A column of another length than the sample.
    #[error("{found} values for {expected} rows")]
    Length {
        /// Rows of the sample.
        expected: usize,
        /// Values given.
        found: usize,
    },
}

impl From<CyclesError> for StepError {
    fn from(error: CyclesError) -> StepError {
        match error {
            CyclesError::Trim(error) => StepError::Trim(error),
            CyclesError::Margin(error) => StepError::Margin(error),
        }
    }
}

impl StepError {
    /// The row it speaks of, counted from 0, so that whoever knows the file can put the line there.
    pub fn row(&mut self) -> Option<&mut usize> {
        match self {
            StepError::Margin(error) => error.row(),
            StepError::Trim(
                TrimError::BadWeight { row, .. } | TrimError::BadBase { row, .. } | TrimError::NoGroup { row },
            )
            | StepError::Class(
                ClassError::BadWeight { row, .. }
                | ClassError::MissingClass { row }
                | ClassError::NoRespondents { row, .. }
                | ClassError::NothingKnown { row, .. },
            ) => Some(row),
            _ => None,
        }
    }
}

/// A step that failed.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("weighting step {step}: {source}")]
pub struct PlanError {
    /// Its name; `base` for the weights that came in.
    pub step: String,
    /// Why.
    pub source: StepError,
}

impl PlannedStep {
    /// `nonresponse`, `poststratify`, `rake`, `calibrate`, `trim`, `trim_and_rake`, `scale`.
    pub fn kind(&self) -> &'static str {
        match self {
            PlannedStep::Nonresponse { .. } => "nonresponse",
            PlannedStep::Poststratify { .. } => "poststratify",
            PlannedStep::Rake { .. } => "rake",
            PlannedStep::Calibrate { .. } => "calibrate",
            PlannedStep::Trim(_) | PlannedStep::TrimWithin(..) => "trim",
            PlannedStep::TrimAndRake { .. } => "trim_and_rake",
            PlannedStep::Scale { .. } => "scale",
        }
    }

    /// What the step calibrates to, if it does.
    pub fn auxiliaries(&self) -> Option<&Auxiliaries> {
        match self {
            PlannedStep::Poststratify { auxiliaries, .. }
            | PlannedStep::Rake { auxiliaries, .. }
            | PlannedStep::Calibrate { auxiliaries, .. }
            | PlannedStep::TrimAndRake { auxiliaries, .. } => Some(auxiliaries),
            _ => None,
        }
    }

    /// Categorical targets and sums of numbers of the step.
    pub fn totals(&self) -> (&[Target], &[f64]) {
        match self {
            PlannedStep::Poststratify { target, .. } => (std::slice::from_ref(target), &[]),
            PlannedStep::Rake { targets, .. } | PlannedStep::TrimAndRake { targets, .. } => (targets, &[]),
            PlannedStep::Calibrate { totals, .. } => (&totals.targets, &totals.sums),
            _ => (&[], &[]),
        }
    }
}

impl Plan {
    /// The last step that calibrates, with the weights around it, from the records of the full sample.
    ///
    /// `None` when no step calibrates. Steps after it (trimming, scaling) are the caller's to judge.
    pub fn last_calibration<'a>(&'a self, base: &'a [f64], done: &'a [Done]) -> Option<(usize, LastCalibration<'a>)> {
        let (number, (_, step)) = self
            .steps
            .iter()
            .enumerate()
            .rfind(|(_, (_, s))| s.auxiliaries().is_some())?;
        let record = done.get(number)?;
        let earlier = || number.checked_sub(1).map_or(base, |n| &done[n].weight);
        let last = LastCalibration {
            auxiliaries: step.auxiliaries()?,
            before: record.before.as_deref().unwrap_or_else(earlier),
            after: &record.weight,
        };
        Some((number, last))
    }
}
