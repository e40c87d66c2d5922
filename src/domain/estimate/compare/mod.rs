//! Comparisons of two estimates, changes between years, and p-values adjusted for many comparisons.

mod adjust;
mod difference;
#[cfg(test)]
mod tests;

pub use adjust::{Adjustment, adjust};
pub use difference::{Difference, Measured, against_mean, independent, limits, overlapping, zero_test};
