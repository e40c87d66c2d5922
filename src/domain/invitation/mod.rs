//! The invitation room: how a sampled unit gets in, and how its case ended.

pub mod disposition;
pub mod reminder;
pub mod token;
