//! 中文, the reference language.

pub mod sheet;
