//! The survey agency's consoles.

mod back_checks;
mod board;
mod cases;
mod contact;
pub mod prepare;
mod quality;
mod report;

use crate::domain::refusal::Refusal;
use crate::export::ExportError;
use crate::stages::{LoadedRound, StageError};
use crate::text::names::Names;
use crate::web::access::{Act, Table, Visit};

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    board::routes(table);
    back_checks::routes(table);
    cases::routes(table);
    contact::routes(table);
    prepare::routes(table);
    quality::routes(table);
    report::routes(table);
}

/// A file that could not be written is ours to mend.
fn technical(error: ExportError) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}

/// Names of the round's survey in the visitor's language.
fn names<'a>(visit: &Visit, loaded: &'a LoadedRound) -> Names<'a> {
    Names {
        survey: &loaded.survey,
        language: visit.language(),
    }
}

/// Whether the visitor may do this.
fn may<A: Act>(visit: &Visit) -> bool {
    A::INFO.roles.contains(&visit.person.account.role)
}
