//! English.

pub mod respondent;
