//! Shrunken estimates beside the direct ones (METHODOLOGY 3.11): never official, always with their B.
//!
//! The sheet's τ² is that of the plain moments and its mean the plain mean, because both can be followed by hand.

pub use crate::domain::estimate::small_area::{moments, shrink};
