//! Pieces of pages: each a plain function that returns markup.

pub mod chart;
pub mod console;
pub mod layout;
pub mod notice;
pub mod question;
pub mod refusal;
pub mod table;
pub mod time;
pub mod values;
