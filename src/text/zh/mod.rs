//! Chinese.

pub mod expected;
pub mod found;
pub mod public;
pub mod respondent;
pub mod sheet;
pub mod verify;
