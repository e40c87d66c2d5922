//! The pure rooms: no I/O, no async, no clock, no global randomness; same input, same bits.

pub mod account;
pub mod analysis;
pub mod assignment;
pub mod back_check;
pub mod columns;
pub mod data;
pub mod definition;
pub mod estimate;
pub mod fieldwork;
pub mod invitation;
pub mod ledger;
pub mod linear;
pub mod proof;
pub mod random;
pub mod refusal;
pub mod removal;
pub mod report;
pub mod sample;
pub mod score;
pub mod submission;
pub mod table;
pub mod weight;
