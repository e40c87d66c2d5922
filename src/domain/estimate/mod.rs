//! From weights to rates and indices with linearised standard errors and intervals (METHOD 7, D1–D7, D12, D18).
//!
//! # Determinism policy
//! Same inputs, same bits, on any machine and for any number of threads:
//! - rows are in canonical order (submissions sorted by id), strata and categories in sorted or file order;
//! - every sum runs over rows in that order in one thread; work may be split by estimate, never inside a sum;
//! - only `+ − × ÷ √` and `libm`'s functions are used on numbers that reach a sheet; no fused or reordered sums;
//! - maps are `BTreeMap`; nothing reads a clock or a global generator.

pub mod calibration;
pub mod design;
pub mod domain;
pub mod interval;
mod lonely;
pub mod student;
#[cfg(test)]
mod tests;

pub use lonely::Lonely;
