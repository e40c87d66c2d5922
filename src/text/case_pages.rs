//! The words of the pages about single cases and about running the field.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the pages. Words in braces are filled.
#[derive(Debug)]
pub struct CasePages {
    /// Title of the search, of a case `{number}`, of the manager's page.
    pub titles: [&'static str; 3],
    /// The two forms: by number or id: label, hint, button; by code: label, hint, button.
    pub search: [&'static str; 6],
    /// Nothing was found; a code was typed where it would stand in the address; results; own cases; none assigned.
    pub found: [&'static str; 5],
    /// Columns of the results: number, unit id, audience, district, interviewer, code, since.
    pub heads: [&'static str; 7],
    /// Facts of a case: unit id, audience, district, state, invited, interviewer, code.
    pub facts: [&'static str; 7],
    /// Issued, reserve batch `{batch}`, yes, no, nobody, no code yet.
    pub small: [&'static str; 6],
    /// History: title, when, code, where it came from, who, note, none.
    pub history: [&'static str; 7],
    /// Where codes come from, by the word that is stored.
    pub sources: &'static [(&'static str, &'static str)],
    /// Giving a code: title, code, note, hint of the note, button, why answered cases take none.
    pub code: [&'static str; 6],
    /// Giving a case to somebody: title, interviewer, button.
    pub assign_one: [&'static str; 3],
    /// Giving a stratum's open cases: title, what happens, stratum, interviewers, button, no interviewers, `{open}` open cases without one.
    pub assign: [&'static str; 7],
    /// Reserve: title, what happens, none left, button `{batch}` `{units}`.
    pub reserve: [&'static str; 4],
    /// Columns of the reserve: audience, district, next batch, its units, batches left, units left, what to do.
    pub reserve_heads: [&'static str; 7],
    /// A file of codes: title, what it needs, file, button, busy.
    pub codes_file: [&'static str; 5],
    /// A file of answers: title, what it needs, mapping, file, button, busy.
    pub answers_file: [&'static str; 6],
    /// What an import did: `{accepted}`, `{insufficient}`, `{ended}`; ended although they rate: lines follow; too few
    /// answers: rows follow; one of them, `{line}` `{case}`; between them.
    pub imported: [&'static str; 5],
    /// What was done, by the word of the address; `{n}`.
    pub done: &'static [(&'static str, &'static str)],
    /// Outside the field nothing of this can be done.
    pub not_now: &'static str,
    /// Pages of the own cases: before, after.
    pub paging: [&'static str; 2],
    /// Back to the search.
    pub back: &'static str,
}

/// The words in that language.
pub fn of(language: Language) -> &'static CasePages {
    match language {
        Language::Zh => &zh::case_pages::PAGES,
        Language::En => &en::case_pages::PAGES,
    }
}
