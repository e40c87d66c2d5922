//! Chinese.

pub mod analysis;
pub mod analysis_method;
pub mod analysis_names;
pub mod analyze;
pub mod command;
pub mod console;
pub mod demand;
pub mod entry;
pub mod expected;
pub mod field;
pub mod forecast;
pub mod formula;
pub mod found;
pub mod public;
pub mod refusals;
pub mod replicates;
pub mod respondent;
pub mod secrets;
pub mod sheet;
pub mod statistics;
pub mod status;
pub mod terminal;
pub mod toml;
pub mod verify;
pub mod weighting;
