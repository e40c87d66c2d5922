//! The survey agency's consoles.

pub mod prepare;

use crate::web::access::Table;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    prepare::routes(table);
}
