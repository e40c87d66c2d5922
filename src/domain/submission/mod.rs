//! One respondent's interview: which pages there are, what a posted page says, how it ends, and the document it becomes.
//!
//! Everything here is a function of an [`Interview`]: the survey, the respondent's lists and the answers so far. Pages
//! and imported rows go through the same parser, so an answer means the same wherever it came from.

mod ask_back;
mod condition;
mod document;
mod import;
mod outcome;
mod page;
mod parse;
mod piping;
mod progress;
pub mod quality;
mod state;
#[cfg(test)]
pub(crate) mod tests;

pub use ask_back::{confirmation, nothing_familiar, unconfirmed_ending};
pub use condition::{holds, is_met};
pub use document::{DOCUMENT_SCHEMA, DocumentFacts, arrived_hour, document, freeze_familiarity, prune};
pub use import::{Cell, ImportedRow, import_row};
pub use outcome::{
    Completeness, can_still_count, completeness, ending, familiarity_codes, reached_all_ratings, unanswered,
};
pub use page::{Interview, Item, Page, PageKind, REVIEW, all_pages, next_page, pages, previous_page};
pub use parse::{FieldProblem, ProblemCode, allowed_codes, parse_answer, parse_draft, parse_page};
pub use piping::Piping;
pub use progress::{Progress, form_minutes, minutes, progress};
pub use state::{FormState, StateProblem};
