//! Pages for everyone: start, published results, receipts, the log.

pub mod home;
pub mod layout;
pub mod log;
pub mod receipt;
pub mod results;
mod results_chart;
mod results_method;
mod results_tables;
#[cfg(test)]
mod tests;
pub mod verify_routes;
