//! English.

pub mod analysis;
pub mod analysis_method;
pub mod analysis_names;
pub mod console;
pub mod entry;
pub mod ledger;
pub mod ledger_pages;
pub mod microdata;
pub mod public;
pub mod respondent;
pub mod sample_report;
pub mod sample_report_closing;
pub mod sample_report_collected;
pub mod sample_report_found;
pub mod sheet;
pub mod status;
pub mod terminal;
pub mod verify;
