//! What runs beside requests: the sequencer of the log and the daily epoch table.

pub mod epoch;
pub mod sequencer;
