//! The words of a case's contact data.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the page and its button.
#[derive(Debug)]
pub struct ContactWords {
    /// Title, `{number}` of the case.
    pub title: &'static str,
    /// The button.
    pub show: &'static str,
    /// That looking is written down.
    pub logged: &'static str,
    /// What may be done with it.
    pub care: &'static str,
    /// None are kept.
    pub none: &'static str,
    /// Back to where it was asked for.
    pub back: &'static str,
    /// Usual columns of frames.
    pub columns: &'static [(&'static str, &'static str)],
}

/// The words in that language.
pub fn of(language: Language) -> &'static ContactWords {
    match language {
        Language::Zh => &zh::contact::CONTACT,
        Language::En => &en::contact::CONTACT,
    }
}
