//! Main ledgers: read whole, changed by one transaction each that the ledger's revision guards.

mod read;
mod write;

pub use read::{load, sheet_bytes, years};
pub use write::{add_entry, add_step, insert, save_import, save_sheet, withdraw};
