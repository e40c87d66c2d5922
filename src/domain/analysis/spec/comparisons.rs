//! What a specification wants said about several estimates together.

use crate::domain::analysis::formula::Formula;
use std::collections::BTreeMap;

/// `[[contrasts]]`: functions of estimates.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastSpec {
    /// `name`.
    pub name: String,
    /// What.
    pub kind: ContrastKind,
}

/// A contrast.
#[derive(Debug, Clone, PartialEq)]
pub enum ContrastKind {
    /// `terms = { "label" = coefficient, … }`.
    Linear(BTreeMap<String, f64>),
    /// `formula = "ln(a / b)"` with `where = { a = "label", b = "label" }`: the delta method.
    Smooth {
        /// The function.
        formula: Formula,
        /// Its names.
        names: BTreeMap<String, String>,
    },
    /// `pairs_of = "entry"` with `adjust`: every pair of an entry's estimates.
    Pairs {
        /// The entry.
        of: String,
        /// How p-values are adjusted.
        adjust: Adjust,
    },
    /// `against_mean_of = "entry"` with `adjust`: each estimate against their plain mean.
    AgainstMean {
        /// The entry.
        of: String,
        /// How p-values are adjusted.
        adjust: Adjust,
    },
}

/// Adjustment of p-values for many comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjust {
    /// `none`.
    None,
    /// `holm`.
    Holm,
    /// `bh`: Benjamini–Hochberg.
    BenjaminiHochberg,
}

/// `[[changes]]`: later minus earlier, for every estimate of an entry that is split by year.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSpec {
    /// `name`.
    pub name: String,
    /// `of`: the entry.
    pub of: String,
    /// `over`: its `by` column.
    pub over: String,
    /// `from`.
    pub from: String,
    /// `to`.
    pub to: String,
    /// `adjust`.
    pub adjust: Adjust,
}

/// `[[covariances]]`: a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct CovarianceSpec {
    /// `name`.
    pub name: String,
    /// `of`: entries and labels.
    pub of: Vec<String>,
}

/// `[[independence]]`: tests of a two-way table (D8).
#[derive(Debug, Clone, PartialEq)]
pub struct IndependenceSpec {
    /// `name`.
    pub name: String,
    /// `rows`.
    pub rows: Formula,
    /// `columns`.
    pub columns: Formula,
    /// `among`.
    pub among: Option<Formula>,
}

/// `[[rankings]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingSpec {
    /// `name`.
    pub name: String,
    /// `of`: the entry or composite whose estimates are ranked, largest first.
    pub of: String,
    /// `groups`: label part → class; ranked inside each class. Empty: all together.
    pub groups: BTreeMap<String, String>,
    /// `replicates`: a set whose replicates give ranks as well.
    pub replicates: Option<String>,
}

/// `[[shrinkage]]`: Fay–Herriot.
#[derive(Debug, Clone, PartialEq)]
pub struct ShrinkageSpec {
    /// `name`.
    pub name: String,
    /// `of`.
    pub of: String,
    /// `groups`: label part → class; each class has a mean of its own.
    pub groups: BTreeMap<String, String>,
}

/// `[[sample_sizes]]`: respondents needed to tell two apart.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleSizeSpec {
    /// `name`.
    pub name: String,
    /// `of`: the entry whose spread and design effect are taken.
    pub of: String,
    /// `differences` that should be seen, in the estimate's unit.
    pub differences: Vec<f64>,
    /// `power`; 0.5 means "the interval of the difference just excludes 0" as in METHODOLOGY 3.10.
    pub power: f64,
}
