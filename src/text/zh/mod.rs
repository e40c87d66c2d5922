//! Chinese.

pub mod command;
pub mod expected;
pub mod forecast;
pub mod found;
pub mod public;
pub mod refusals;
pub mod respondent;
pub mod secrets;
pub mod sheet;
pub mod statistics;
pub mod status;
pub mod terminal;
pub mod verify;
