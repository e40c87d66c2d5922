//! From weights to estimates with standard errors, intervals and tests (METHOD 7, D1–D9, D12, D18).
//!
//! An estimate is a value and one linearised value per row ([`statistic`]); the [`design`] turns these into scaled
//! deviations of cluster totals, with the residuals of the last [`calibration`] where weights are taken as calibrated;
//! and every variance, covariance, contrast and test is a dot product of deviations ([`taylor`], [`contrast`],
//! [`independence`]). Those of many estimates come from common readings of the rows and are kept as what they are made of
//! ([`deviations`]).
//!
//! # Determinism policy
//! Same inputs, same bits, on any machine, in debug and release, and for any number of threads:
//! - rows are in canonical order (submissions sorted by id, other data by id or content), strata, clusters and categories
//!   in sorted or file order; whoever reads the data puts them so before anything here is called;
//! - every sum runs over rows in that order in one thread; work may be split by estimate or by replicate, and sums of
//!   several may run side by side, but none is cut in two, and results are collected in their original order;
//! - a fast path is chosen by the design and the kind of data, never by the number of rows or threads: an analysis takes
//!   the means and proportions of coded items from a [`battery`] where every row is a cluster of one stage, the last step
//!   but scaling calibrates on categories with one factor per cell, and the entry's formulas speak of the item's `value`
//!   only; entries that a composite, contrast, matrix or ranking joins go the same way. Both ways agree to 1e-12
//!   relative (at a million rows the battery's sums are the more exact ones);
//! - only `+ − × ÷ √` and `libm`'s functions are used on numbers that reach a result; no fused or reordered sums, no
//!   library whose instructions depend on the processor;
//! - a large common offset costs no digits: means are corrected by the mean deviation from them, columns are centred
//!   before they are squared;
//! - maps are `BTreeMap`; nothing reads a clock or a global generator.

pub mod battery;
pub mod calibration;
pub mod compare;
pub mod contrast;
pub mod design;
pub mod deviations;
pub mod distribution;
pub mod domain;
pub mod effect;
pub mod independence;
pub mod interval;
mod lonely;
pub mod quantile;
pub mod rank;
pub mod replicate;
pub mod size;
pub mod small_area;
pub mod statistic;
pub mod student;
pub mod taylor;
#[cfg(test)]
mod tests;

pub use lonely::Lonely;
