//! The performance office's console.

mod ledger;

use crate::web::access::Table;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    ledger::routes(table);
}
