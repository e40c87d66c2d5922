//! Pages for everyone: start, published results, receipts, the log.

pub mod downloads;
pub mod home;
pub mod layout;
pub mod log;
pub mod proof;
pub mod receipt;
mod reply;
pub mod results;
mod results_proof;
mod results_versions;
#[cfg(test)]
mod tests;
pub mod verify_routes;
pub mod waiting;
