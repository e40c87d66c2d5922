//! What commands say when they did what they were told.

use super::{en, zh};
use crate::domain::definition::Language;
use std::fmt::Display;

/// Words of the terminal, once per language. Words in braces are filled by [`fill()`].
#[derive(Debug)]
pub struct TerminalWords {
    /// Running: drawing, importing, closing, scoring; reading, calculating and writing an analysis.
    pub busy: Busy,
    /// `{round}`, `{state}`.
    pub opened: &'static str,
    /// `{hash}` of the method.
    pub method_hash: &'static str,
    /// `{hash}` that commits to the seed.
    pub seed_commitment: &'static str,
    /// `{audience}`, `{frame}`, `{issued}`, `{reserve}`, `{hash}` of the frame.
    pub drawn: &'static str,
    /// `{n}` invitations in `{file}`.
    pub invited: &'static str,
    /// `{batch}`, `{units}`.
    pub released: &'static str,
    /// `{n}` answers taken.
    pub accepted: &'static str,
    /// Rows `{rows}` with too few answers.
    pub insufficient: &'static str,
    /// Rows `{rows}` that screening ended.
    pub ended: &'static str,
    /// Rows `{rows}` of these that hold ratings.
    pub ended_with_ratings: &'static str,
    /// `{n}` cases.
    pub recorded: &'static str,
    /// `{submissions}`, `{flagged}`, `{removed}`.
    pub checked: &'static str,
    /// `{audience}`, `{deff}`.
    pub weighed: &'static str,
    /// `{role}`, `{key}`.
    pub signed: &'static str,
    /// `{n}` departments are provisional for want of a decision on approximate margins.
    pub provisional: &'static str,
    /// The command that comes next.
    pub next: &'static str,
    /// `{file}` was written.
    pub written: &'static str,
    /// Heads of the score table: id, score, interval at `{level}`, rate, ratings, effective n, department.
    pub columns: [&'static str; 7],
    /// Departments `{names}` without a score.
    pub no_score: &'static str,
    /// `{address}`.
    pub serving: &'static str,
    /// `{link}` that opens a new account.
    pub account_link: &'static str,
    /// `{link}` that makes the first administrator.
    pub first_link: &'static str,
    /// The demonstration.
    pub demo: DemoWords,
}

/// Steps that take a while.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is named like its command")]
pub struct Busy {
    pub draw: &'static str,
    pub import: &'static str,
    pub close: &'static str,
    pub score: &'static str,
    pub read: &'static str,
    pub calculate: &'static str,
    pub write: &'static str,
}

/// The demonstration.
#[derive(Debug)]
pub struct DemoWords {
    /// Steps: frames and draw, answering, close to seal, the round for trying.
    pub steps: [&'static str; 4],
    /// `{n}` invitations.
    pub invitations: &'static str,
    /// `{n}` people.
    pub visited: &'static str,
    /// A step is done.
    pub done: &'static str,
    /// Labels: sheet, bundle, verify, try `{audience}`, more links, results, receipts, consoles, feed.
    pub labels: [&'static str; 9],
}

/// The words in one language.
pub fn words(language: Language) -> &'static TerminalWords {
    match language {
        Language::Zh => &zh::terminal::TERMINAL,
        Language::En => &en::terminal::TERMINAL,
    }
}

/// Puts values where the words have `{name}`.
pub fn fill(words: &str, values: &[(&str, &dyn Display)]) -> String {
    let put =
        |text: String, (name, value): &(&str, &dyn Display)| text.replace(&format!("{{{name}}}"), &value.to_string());
    values.iter().fold(words.to_owned(), put)
}
