//! The words of the pages about back-checks.

use super::board::GridWords;
use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the pages. Words in braces are filled.
#[derive(Debug)]
pub struct BackCheckPages {
    /// Title of the list; of a form: `{number}`.
    pub titles: [&'static str; 2],
    /// What a back-check is.
    pub about: &'static str,
    /// The draw: title, what happens `{share}` `{live}`, the seed's commitment, monitored live, button.
    pub draw: [&'static str; 5],
    /// The list: title, none yet.
    pub list: [&'static str; 2],
    /// Columns: sample number, interviewer, draw, place, drawn at, entered.
    pub heads: [&'static str; 6],
    /// Enter; waits.
    pub entered: [&'static str; 2],
    /// The form: what to do, button, back, heading of what is not asked, why.
    pub form: [&'static str; 5],
    /// Agreement by interviewer.
    pub interviewers: GridWords,
    /// Agreement by question.
    pub questions: GridWords,
    /// What was done, by the word of the address.
    pub done: &'static [(&'static str, &'static str)],
}

/// The words in that language.
pub fn of(language: Language) -> &'static BackCheckPages {
    match language {
        Language::Zh => &zh::back_check_pages::PAGES,
        Language::En => &en::back_check_pages::PAGES,
    }
}
