//! English.

pub mod sheet;
