//! Estimates, their variances by method, and the remarks on them.

use super::{Limits, serial};
use crate::domain::estimate::independence::NoTest;
use crate::domain::estimate::small_area::ShrinkageError;
use serde::Serialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// Variance of an estimate by one method.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ErrorOutcome {
    /// `fixed`, `calibrated`, or the replicate set.
    pub method: String,
    /// Variance.
    pub var: Option<f64>,
    /// Standard error.
    pub se: Option<f64>,
    /// Degrees of freedom (D4; Satterthwaite for composites).
    pub df: Option<f64>,
    /// V / V under simple random sampling without replacement (D5).
    pub deff_wor: Option<f64>,
    /// The same with replacement.
    pub deff_wr: Option<f64>,
    /// p(1−p)/V (D6.4), for proportions.
    pub neff: Option<f64>,
    /// Adjusted for degrees of freedom (D6.6).
    pub neff_kg: Option<f64>,
    /// Intervals by name: `t`, `wald_t`, `wald_z`, `logit`, `arcsine`, `wilson`, `korn_graubard`,
    /// `korn_graubard_capped`, `woodruff`.
    pub ci: BTreeMap<String, Limits>,
}

/// One estimate.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EstimateOutcome {
    /// Unique: `entry`, or `entry[part, part]` with item or variable first, then the domain's levels.
    pub label: String,
    /// The entry.
    pub entry: String,
    /// `mean`, `total`, `proportion`, `ratio`, `quantile`, `composite`.
    pub kind: String,
    /// Item, where it has one.
    pub item: Option<String>,
    /// Variable, where the entry has several.
    pub variable: Option<String>,
    /// (column, level) of the domain.
    pub domain: Vec<(String, String)>,
    /// Units in the domain with a positive weight.
    pub n: u64,
    /// Sum of their weights.
    pub sum_w: f64,
    /// The value.
    pub estimate: Option<f64>,
    /// n Σw²/(Σw)² in the domain.
    pub kish_deff: Option<f64>,
    /// (Σw)²/Σw² in the domain.
    pub kish_neff: Option<f64>,
    /// Variances and intervals; the first is the official one.
    pub errors: Vec<ErrorOutcome>,
    /// Why something is missing, or must be read with care.
    pub notes: Vec<Note>,
}

/// Why a test or a shrinkage cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum Untested {
    /// A test of independence.
    #[error(transparent)]
    Independence(#[from] NoTest),
    /// Shrunken estimates.
    #[error(transparent)]
    Shrinkage(#[from] ShrinkageError),
}

/// A typed remark on a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// Nobody with a positive weight in the domain: no value, but of a total, which is 0.
    EmptyDomain,
    /// One unit: no standard error (D6.7).
    OneUnit,
    /// p is 0 or 1: intervals by D6.7.
    Degenerate,
    /// The variance is 0.
    NoVariance,
    /// One unit, or answers that are all alike, here or in a part: how far the truth may be is unknown, so no test, no range
    /// of ranks and no order relies on the variance.
    UnknownError,
    /// Fewer than one degree of freedom: no interval that needs t.
    NoDegreesOfFreedom,
    /// The denominator of a ratio is 0.
    ZeroDenominator,
    /// Weights in the domain are negative, as linear calibration without bounds may make them; they count in every sum.
    NegativeWeight,
    /// A value in the domain is not a finite number, or its square is none: no estimate, or no error.
    NotANumber,
    /// A part of a composite or contrast has no value.
    PartMissing,
    /// A part is a linearised quantile, which nothing joins to other estimates.
    QuantilePart,
    /// A formula of estimates does not exist at their values (a logarithm of 0 or less, a division by 0).
    NoValue,
    /// A limit of Woodruff's interval lies beyond the values that there are.
    NoLimit,
    /// The arcsine interval's limits would change places: it is not given.
    ArcsineTurned,
    /// More parameters than degrees of freedom, or a singular covariance: no Wald test, or not the adjusted one.
    NoWald,
    /// A test or a shrinkage that cannot be done.
    NoTest {
        /// Its name.
        name: String,
        /// Why.
        #[serde(serialize_with = "serial::said")]
        why: Untested,
    },
    /// deff needs a population larger than n.
    NoDeff,
    /// Few effective respondents, below 30.
    TooFew,
    /// 30 to 99 effective respondents.
    Few,
    /// Strata with one cluster, handled by the rule.
    LonelyStrata {
        /// How many.
        strata: u64,
    },
    /// Rows that are in no domain of an entry, because a column of its `by` has no value.
    NoLevel {
        /// Entry.
        entry: String,
        /// How many.
        rows: u64,
    },
    /// Classes of nonresponse that have too few respondents or too large a factor, with nothing left to merge them with.
    ClassFails {
        /// Step.
        step: String,
        /// How many.
        classes: u64,
    },
    /// A trimming ended with weights outside.
    OutsideLimits {
        /// Step.
        step: String,
        /// How many.
        units: u64,
    },
    /// Replicates left out.
    ReplicatesFailed {
        /// Set.
        name: String,
        /// How many.
        count: u64,
    },
}
