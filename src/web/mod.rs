//! The whole route table on one screen, grouped by who comes in.

pub mod assets;
pub mod components;
pub mod public;
