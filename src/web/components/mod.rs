//! Pieces of pages: each a plain function that returns markup.

pub mod chart;
pub mod console;
pub mod field_chart;
pub mod grid;
pub mod layout;
pub mod notice;
pub mod number;
pub mod question;
pub mod refusal;
pub mod sheet;
pub mod sort;
pub mod table;
pub mod time;
pub mod values;
pub mod ways;
