//! The performance office's console: the method of a round, and the main ledger.

mod ledger;
mod method;

use crate::web::access::Table;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    ledger::routes(table);
    method::routes(table);
}
