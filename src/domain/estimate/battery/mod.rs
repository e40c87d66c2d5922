//! Estimates of many coded items at once: one pass over the ratings leaves small tables from which every rate, index
//! and standard error follows (D2–D5, D12).
//!
//! A coded item takes few values, and a calibration on categories has one factor per cell. So instead of a column of
//! linearised values per estimate it suffices to know, per item × code × group of rows, how many ratings there are, the
//! sum of their weights and the spread of their weights; a group is a stratum × calibration cell (× domain). The
//! results equal those of the row by row path to the last digits; sums run in row order, in one thread each.
//!
//! Where it does not apply, and the row by row path is to be used: clusters of more than one row, second stages,
//! calibration on numbers or with limits on the weight itself (factors that differ within a cell), ratings with factors of
//! their own (D17).

mod covariance;
mod error;
mod estimate;
mod groups;
mod keys;
mod moments;
mod ratings;
mod regression;
mod replicates;
mod spread;
#[cfg(test)]
mod tests;

pub use covariance::Covariances;
pub use error::BatteryError;
pub use estimate::{Errors, Estimate, Strata, Wanted};
pub use groups::{Groups, Levels};
pub use moments::Moments;
pub use ratings::Battery;
pub use regression::CellRegression;
pub use replicates::{LANES, SlotSums, replicate, sums};
