//! What is said about several estimates together: contrasts, covariances, tests, rankings, shrinkage, sample sizes.

use super::{ErrorOutcome, Limits, Note, serial};
use serde::Serialize;

/// A contrast, a change or one pair of many.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContrastOutcome {
    /// Unique label.
    pub label: String,
    /// The entry.
    pub entry: String,
    /// Estimates that it joins.
    pub of: Vec<String>,
    /// Their values, where they are few.
    pub estimates: Vec<Option<f64>>,
    /// Their covariance, where they are two.
    pub cov: Option<[[f64; 2]; 2]>,
    /// The value.
    pub estimate: Option<f64>,
    /// Standard error if the covariance is ignored.
    pub se_if_covariance_ignored: Option<f64>,
    /// Variance by method, with interval `t`.
    pub errors: Vec<ErrorOutcome>,
    /// estimate/se of the first method.
    pub t: Option<f64>,
    /// Two-sided p of the first method.
    pub p: Option<f64>,
    /// p after adjustment over the entry.
    pub p_adjusted: Option<f64>,
    /// `none`, `holm`, `bh`.
    pub adjust: Option<String>,
    /// Notes.
    pub notes: Vec<Note>,
}

/// A covariance matrix per method.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CovarianceOutcome {
    /// Name.
    pub name: String,
    /// Labels of rows and columns.
    pub labels: Vec<String>,
    /// Method → matrix; `None` in it where an estimate has no variance.
    #[serde(serialize_with = "serial::by_name")]
    pub by_method: Vec<(String, Vec<Vec<Option<f64>>>)>,
}

/// An F test.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FTest {
    /// Statistic.
    pub f: Option<f64>,
    /// Numerator degrees of freedom.
    pub ndf: Option<f64>,
    /// Denominator degrees of freedom.
    pub ddf: Option<f64>,
    /// Upper-tail p.
    pub p: Option<f64>,
}

/// A two-way table with its tests (D8).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndependenceOutcome {
    /// Name.
    pub name: String,
    /// The variance that the tests use: `fixed` or `calibrated`.
    pub method: String,
    /// Row levels.
    pub rows: Vec<String>,
    /// Column levels.
    pub columns: Vec<String>,
    /// Weighted counts.
    pub weighted: Vec<Vec<f64>>,
    /// Units.
    pub n: u64,
    /// Pearson's X² scaled to n.
    pub x2: Option<f64>,
    /// Rao–Scott, second order.
    pub rao_scott: FTest,
    /// p of the same statistic from the chi-square distribution with ndf degrees of freedom.
    pub rao_scott_chisq_p: Option<f64>,
    /// Wald.
    pub wald: FTest,
    /// Wald with adjusted denominator.
    pub wald_adjusted: FTest,
    /// Notes.
    pub notes: Vec<Note>,
}

/// A ranking with its uncertainty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankingOutcome {
    /// Name.
    pub name: String,
    /// Class, where ranked inside classes.
    pub class: Option<String>,
    /// Best first.
    pub places: Vec<PlaceOutcome>,
    /// Maximal runs of neighbours whose joint rank ranges overlap pairwise: "not distinguishable" groups, as labels.
    pub groups: Vec<Vec<String>>,
    /// P(row above column), labels in the order of `places`.
    pub above: Vec<Vec<Option<f64>>>,
}

/// One place of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceOutcome {
    /// Label of the estimate.
    pub label: String,
    /// Its value.
    pub estimate: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// Rank, ties share the better.
    pub rank: u64,
    /// Joint range from the confidence-set method.
    pub joint: (u64, u64),
    /// Joint range from differences, using covariances.
    pub joint_differences: Option<(u64, u64)>,
    /// Joint range from differences as the replicates spread them.
    pub joint_replicates: Option<(u64, u64)>,
    /// Range over the replicates, pointwise at the level.
    pub replicates: Option<(u64, u64)>,
    /// Interval of the value at the joint level.
    pub joint_interval: Limits,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// Fay–Herriot estimates of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShrinkageOutcome {
    /// Name.
    pub name: String,
    /// Class.
    pub class: Option<String>,
    /// Between variance τ².
    pub tau2: f64,
    /// Weighted mean of the class.
    pub mean: f64,
    /// One per estimate.
    pub rows: Vec<ShrunkOutcome>,
}

/// One shrunken estimate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShrunkOutcome {
    /// Label.
    pub label: String,
    /// Direct estimate.
    pub direct: f64,
    /// Its standard error.
    pub se: f64,
    /// Weight of the direct estimate, τ²/(τ²+V).
    pub b: f64,
    /// Shrunken estimate.
    pub shrunken: f64,
    /// Root of its mean squared error (first order).
    pub rmse: f64,
}

/// Needed sample sizes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleSizeOutcome {
    /// Name.
    pub name: String,
    /// Median standard deviation of a value over the entry's estimates.
    pub sd: f64,
    /// Median design effect.
    pub deff: f64,
    /// (difference, respondents each of the two needs).
    #[serde(serialize_with = "serial::needed")]
    pub needed: Vec<(f64, u64)>,
}
