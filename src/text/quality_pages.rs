//! The words of the pages about quality and removals.

use super::board::GridWords;
use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the pages. Words in braces are filled.
#[derive(Debug)]
pub struct QualityPages {
    /// Titles of the two pages: flags and proposals, what removals do.
    pub titles: [&'static str; 2],
    /// What the pages are.
    pub about: [&'static str; 2],
    /// Heading of the flagged.
    pub flagged_title: &'static str,
    /// Columns: submission, audience, mode, reasons, minutes, median minutes, what to do.
    pub flagged_heads: [&'static str; 7],
    /// None flagged; set aside by the rule; propose; proposed already.
    pub flagged: [&'static str; 4],
    /// As a file.
    pub flagged_file: GridWords,
    /// The form of a proposal: title, what happens, submission, cause, reason, hint, button.
    pub propose: [&'static str; 7],
    /// Causes: duplicate, fabrication.
    pub causes: [&'static str; 2],
    /// Proposals: title, none yet.
    pub proposals: [&'static str; 2],
    /// Columns: number, submission, cause, reason, proposed, decision.
    pub proposal_heads: [&'static str; 6],
    /// Waits for the analyst; removed; kept; own proposal.
    pub decisions: [&'static str; 4],
    /// Deciding: reason, remove, keep.
    pub decide: [&'static str; 3],
    /// With and without.
    pub effects: GridWords,
    /// What was done, by the word of the address.
    pub done: &'static [(&'static str, &'static str)],
}

/// The words in that language.
pub fn of(language: Language) -> &'static QualityPages {
    match language {
        Language::Zh => &zh::quality_pages::PAGES,
        Language::En => &en::quality_pages::PAGES,
    }
}
