//! The invitation room: how a sampled unit gets in.

pub mod token;
