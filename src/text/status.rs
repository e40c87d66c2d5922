//! The words of a round's status in the terminal.

use super::{en, zh};
use crate::domain::definition::Language;
use crate::domain::refusal::Next;
use crate::domain::score::danger::{Danger, Notice, Remedy};

/// Words of `round status` and of what closing says, once per language. Words in braces are filled by the caller.
#[derive(Debug)]
pub struct StatusWords {
    /// `{title}`, `{round}`.
    pub heading: &'static str,
    /// Before the state.
    pub state: &'static str,
    /// draft, registered, fielding, closed, scored, sealed.
    pub states: [(&'static str, &'static str); 6],
    /// Before the number of submissions that count.
    pub submissions: &'static str,
    /// Who registered the method: nobody, `{first}` only, `{first}` and `{second}`; then that it was late.
    pub registered: [&'static str; 4],
    /// Heading over the history.
    pub history: &'static str,
    /// Stage names as stored, and what they are called.
    pub stages: &'static [(&'static str, &'static str)],
    /// Names of the numbers that stages leave, as stored, and what they are called.
    pub numbers: &'static [(&'static str, &'static str)],
    /// Over the table of audiences: audience, submissions, issued, reserve, complete, partial, refusal, not reached,
    /// other, unknown, not eligible.
    pub columns: [&'static str; 11],
    /// Under the table, what the rates are.
    pub rates: &'static str,
    /// Heading over the look ahead: `{submissions}`.
    pub ahead: &'static str,
    /// Nothing stands in the way of closing.
    pub clear: &'static str,
    /// Heading over dangers: closing would be refused.
    pub dangers: &'static str,
    /// Heading over dangers that were accepted.
    pub accepted: &'static str,
    /// Heading over notices.
    pub notices: &'static str,
    /// Before the next step.
    pub next: &'static str,
    /// What closing did: `{submissions}`, `{complete}`, `{sufficient}`, `{insufficient}`.
    pub closed: &'static str,
    /// Between a name and its value.
    pub colon: &'static str,
}

/// The words in that language.
pub fn words(language: Language) -> &'static StatusWords {
    match language {
        Language::Zh => &zh::status::STATUS,
        Language::En => &en::status::STATUS,
    }
}

/// What is called so in the list; what is not on it keeps its stored name.
pub fn called<'a>(list: &[(&'a str, &'a str)], name: &'a str) -> &'a str {
    list.iter()
        .find(|(stored, _)| *stored == name)
        .map_or(name, |(_, word)| *word)
}

/// The next step.
pub fn next(next: Next, language: Language) -> String {
    match language {
        Language::Zh => zh::refusals::next(next).to_owned(),
        Language::En => next.to_string(),
    }
}

/// A danger.
pub fn danger(danger: &Danger, language: Language) -> String {
    match language {
        Language::Zh => zh::forecast::danger(danger),
        Language::En => danger.to_string(),
    }
}

/// What helps against it.
pub fn remedy(remedy: Remedy, language: Language) -> String {
    match language {
        Language::Zh => zh::forecast::remedy(remedy).to_owned(),
        Language::En => remedy.to_string(),
    }
}

/// A notice.
pub fn notice(notice: &Notice, language: Language) -> String {
    match language {
        Language::Zh => zh::forecast::notice(notice),
        Language::En => notice.to_string(),
    }
}
