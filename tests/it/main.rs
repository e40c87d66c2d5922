//! One integration binary: what people do with Barometer, and the rules of the house.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops where it stands")]

mod analyze;
mod back_checks;
mod board;
mod bundle;
mod cases;
mod cli;
mod close;
mod consoles;
mod elsewhere;
mod evidence;
mod export;
mod import;
mod invite;
mod journey;
mod kansas_city;
mod keys;
mod ledger;
mod oracles;
mod proof;
mod public;
mod removals;
mod respondent;
mod sample;
mod sample_report;
mod schema;
mod stages;
mod status;
mod support;
mod tidy;
