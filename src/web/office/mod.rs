//! The office's pages of a round: the method, the results, a department.

mod method;

use crate::web::access::Table;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    method::routes(table);
}
