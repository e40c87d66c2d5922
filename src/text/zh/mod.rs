//! Chinese.

pub mod public;
pub mod respondent;
pub mod sheet;
pub mod verify;
