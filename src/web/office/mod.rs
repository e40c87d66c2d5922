//! The performance office's console: the method of a round, the main ledger, the score feed.

mod feed;
mod ledger;
mod method;

use crate::web::access::Table;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    feed::routes(table);
    ledger::routes(table);
    method::routes(table);
}
