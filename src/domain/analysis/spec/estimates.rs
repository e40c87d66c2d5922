//! What a specification wants estimated.

use crate::domain::analysis::formula::Formula;
use std::collections::BTreeMap;

/// An `[[estimates]]` entry; one estimate per item, variable and domain.
#[derive(Debug, Clone, PartialEq)]
pub struct EstimateSpec {
    /// `name`.
    pub name: String,
    /// What is estimated.
    pub kind: EstimateKind,
    /// Whether the kind's key holds a list: the variable is then a part of every label.
    pub listed: bool,
    /// `items`: a battery's name, or `ratings`; in formulas `value` is then the item's code.
    pub items: Option<String>,
    /// `among`: members of the domain, beside having a value.
    pub among: Option<Formula>,
    /// `by`: columns, crossed, each combination present being a domain.
    pub by: Vec<String>,
    /// `intervals`: which; all that apply when absent.
    pub intervals: Option<Vec<String>>,
}

/// What an estimate estimates; several formulas make several variables of the entry.
#[derive(Debug, Clone, PartialEq)]
pub enum EstimateKind {
    /// `mean`.
    Mean(Vec<Formula>),
    /// `total`.
    Total(Vec<Formula>),
    /// `proportion`: of those for whom it is true.
    Proportion(Vec<Formula>),
    /// `ratio = [numerator, denominator]`.
    Ratio(Formula, Formula),
    /// `quantile` of a variable at `at = [0.25, 0.5]`.
    Quantile {
        /// The variable.
        of: Formula,
        /// Shares in 0..1.
        at: Vec<f64>,
    },
}

/// `[[composites]]`: weighted sums of an entry's estimates over one of its `by` columns, over `item`, or over
/// what an earlier composite has left.
#[derive(Debug, Clone, PartialEq)]
pub struct CompositeSpec {
    /// `name`.
    pub name: String,
    /// `of`: the entry, or an earlier composite.
    pub of: String,
    /// `over`: the `by` column (or `item`) that is summed over.
    pub over: String,
    /// The weights.
    pub weights: CompositeWeights,
    /// `out_of` and `normalise`.
    pub divided_by: DividedBy,
    /// Line of the specification where the entry begins.
    pub line: usize,
    /// `df`: `satterthwaite` (false, default), or `design` (true): clusters less strata of all parts together.
    pub df_of_design: bool,
    /// `times`: factor on the sum, such as 0.2 for points out of 20; 1.
    pub times: f64,
}

/// What the weights of a composite are divided by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DividedBy {
    /// Their sum.
    Sum,
    /// `out_of = 100`: this number, which they must add up to.
    OutOf(f64),
    /// `normalise = false`: nothing; the composite is a plain weighted sum.
    Nothing,
}

/// Weights of a composite.
#[derive(Debug, Clone, PartialEq)]
pub enum CompositeWeights {
    /// `weights = { R = 60, E = 30, I = 10 }`.
    Inline(BTreeMap<String, f64>),
    /// `equal = true`: each part weighs 1.
    Equal,
    /// `file`, `key` (column with the rest of the label, usually the item), `columns = { R = "lambda_R", … }`.
    File {
        /// Relative to the specification.
        file: String,
        /// Column with the item.
        key: String,
        /// Part → column with its weight.
        columns: BTreeMap<String, String>,
    },
}
