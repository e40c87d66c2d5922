//! Pieces of pages: each a plain function that returns markup.

pub mod chart;
pub mod layout;
pub mod notice;
pub mod question;
