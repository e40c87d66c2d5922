//! The survey agency's consoles.

mod back_checks;
mod board;
mod cases;
mod quality;
mod report;

use crate::domain::refusal::Refusal;
use crate::export::ExportError;
use crate::stages::StageError;
use crate::web::access::Table;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    board::routes(table);
    back_checks::routes(table);
    cases::routes(table);
    quality::routes(table);
    report::routes(table);
}

/// A file that could not be written is ours to mend.
fn technical(error: ExportError) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}
