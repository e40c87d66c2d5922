//! Any microdata, analysed as a specification says: what `barometer analyze` does, without files and terminals.

pub mod columns;
pub mod formula;
mod inputs;
pub mod outcome;
pub mod parse;
pub mod run;
pub mod spec;

pub use inputs::{Inputs, Named};
