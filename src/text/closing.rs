//! The words of the manager's page about closing, computing and correcting.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the closing page. Words in braces are filled by the caller.
#[derive(Debug)]
pub struct ClosingWords {
    /// Title.
    pub title: &'static str,
    /// A pretest is thrown away instead; the link to where.
    pub pretest: [&'static str; 2],
    /// Before the field: nothing to close.
    pub too_early: &'static str,
    /// The three steps of the page: close, compute, hand over.
    pub steps: [&'static str; 3],
    /// Figures: submissions that count now, unfinished that become complete, that become sufficient partials, that stay
    /// break-offs, submissions after closing.
    pub figures: [&'static str; 5],
    /// Heading of dangers, and what they mean.
    pub dangers: [&'static str; 2],
    /// Nothing stands in the way.
    pub clear: &'static str,
    /// Heading of notices.
    pub notices: &'static str,
    /// Before what helps.
    pub remedy: &'static str,
    /// What closing does, line by line: `{after}`, `{partials}`, `{insufficient}`.
    pub act: &'static [&'static str],
    /// Tick: close; close in spite of dangers.
    pub ticks: [&'static str; 2],
    /// Button.
    pub close: &'static str,
    /// Closed: `{at}`, `{submissions}`.
    pub closed: &'static str,
    /// What computing does.
    pub compute_about: &'static str,
    /// Buttons: compute, go on after an interruption, finish an interrupted closing.
    pub compute: [&'static str; 3],
    /// Under way since `{at}`; this page refreshes.
    pub running: &'static str,
    /// Work that is done in steps: closing, checking, weighting, scoring.
    pub progress: [&'static str; 4],
    /// After computing: `{version}`, `{departments}`; the analyst confirms next.
    pub computed: &'static str,
    /// Numbers of checking: submissions, flagged, removed.
    pub checked: &'static str,
    /// Weighting design effect by audience.
    pub weighed: &'static str,
    /// Why version `{version}` is being made: `{reason}`.
    pub correcting: &'static str,
    /// Proposed removals without a decision `{n}`: in the field, before computing, link.
    pub undecided: [&'static str; 3],
    /// Version `{version}` was sent back by `{by}` on `{at}`: `{reason}`.
    pub sent_back: &'static str,
    /// A correction to version `{version}` was proposed by `{by}` on `{at}`: `{reason}`.
    pub proposed: &'static str,
    /// Buttons: take the proposal back, give the correction up.
    pub give_up: [&'static str; 2],
    /// Of those set aside: `{rule}` by the registered rule, `{people}` by people's decisions.
    pub by_whom: &'static str,
    /// Correction: heading, what it does, label of the reason, hint, tick, button.
    pub correct: [&'static str; 6],
    /// Sealed: `{version}`.
    pub sealed: &'static str,
    /// Link from the page of the round.
    pub link: &'static str,
}

/// The words in that language.
pub fn of(language: Language) -> &'static ClosingWords {
    match language {
        Language::Zh => &zh::closing::CLOSING,
        Language::En => &en::closing::CLOSING,
    }
}
