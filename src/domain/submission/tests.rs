//! The engine on the Beijing survey: skip rules, loops, parsing, outcome, and rows from elsewhere.

mod fixture;
mod imported;
mod lengths;
mod outcomes;
mod paging;
mod parsing;
mod states;

pub(crate) use fixture::{Case, survey};
