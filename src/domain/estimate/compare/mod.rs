//! Tests of estimates and of their differences, and p-values adjusted for many comparisons.

mod adjust;
mod measured;
#[cfg(test)]
mod tests;

pub use adjust::{Adjustment, adjust};
pub use measured::{Measured, limits, zero_test};
