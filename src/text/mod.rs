//! Every word that pages, command line and exports say, one file a language.

pub mod en;
pub mod sheet;
pub mod zh;
