//! Chinese.

pub mod respondent;
