//! What runs beside requests: the sequencer of the log, the daily epoch table, the outbox of sealed sheets.

pub mod epoch;
pub mod outbox;
pub mod sequencer;
