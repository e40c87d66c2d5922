//! Ranks inside a class with the range that joint intervals allow: the engine's own, under the names that scores use.

pub use crate::domain::estimate::rank::{joint_level, ranges, ranks};
