//! The one writer of answers: page saves, submissions and withdrawals, each one transaction that checks for itself
//! that the round is in the field and the edit is the current one.

mod opened;
mod plain;
mod read;
mod rows;
mod write;

pub use opened::{by_token, of_unit};
pub use read::unfinished;
pub use write::{save_page, submit, withdraw};

use super::round::RoundRecord;
use super::sample::UnitRecord;
use super::submission::NewSubmission;
use crate::domain::data::{Answers, Assignment};
use std::collections::BTreeMap;

/// Pages whose saved content is only a draft: kept for coming back, never part of a submission.
const DRAFT: &str = "draft:";

/// A respondent as stored on the answer side.
#[derive(Debug, Clone)]
pub struct RespondentRecord {
    /// Random id.
    pub id: String,
    /// The lists.
    pub assignment: Assignment,
    /// Familiarity codes, once the assigned list is drawn.
    pub familiarity: Option<Answers>,
    /// The submission that counts.
    pub current_submission: Option<String>,
}

/// A page of an edit as saved.
#[derive(Debug, Clone)]
pub struct SavedPage {
    /// Its answers.
    pub answers: Answers,
    /// Seconds from showing to saving.
    pub seconds: u32,
    /// The form it was saved from; empty for pages saved before forms had names.
    pub form: String,
    /// Login of the interviewer who asked it; `None` where the respondent filled it in.
    pub interviewer: Option<String>,
}

/// An edit with its pages.
#[derive(Debug, Clone)]
pub struct EditRecord {
    /// Random id.
    pub id: String,
    /// Saved pages by name.
    pub pages: BTreeMap<String, SavedPage>,
    /// Drafts of pages by name.
    pub drafts: BTreeMap<String, SavedPage>,
}

/// Everything stored about one respondent.
#[derive(Debug, Clone)]
pub struct StoredInterview {
    /// The respondent.
    pub respondent: RespondentRecord,
    /// The edit that is open, if any.
    pub open: Option<EditRecord>,
    /// The edit whose submission counts, if any.
    pub submitted_edit: Option<String>,
}

/// A unit with its round and everything stored about its respondent.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The round.
    pub round: RoundRecord,
    /// The unit.
    pub unit: UnitRecord,
    /// What its respondent has saved, if anything.
    pub stored: Option<StoredInterview>,
}

/// A respondent who saves for the first time.
#[derive(Debug, Clone)]
pub struct NewRespondent {
    /// Random id.
    pub id: String,
    /// Audience id.
    pub audience: String,
    /// Sampled stratum.
    pub stratum: String,
    /// Frame values of the raking variables.
    pub frame: BTreeMap<String, String>,
    /// The lists: shown, not yet assigned.
    pub assignment: Assignment,
}

/// One page to save.
#[derive(Debug, Clone)]
pub struct PageSave {
    /// Round.
    pub round: String,
    /// The invited unit.
    pub sample_no: u64,
    /// Used if the unit has no respondent yet.
    pub respondent: NewRespondent,
    /// The edit; a new one begins with `starts`.
    pub edit: String,
    /// Whether this page may begin a new edit (consent).
    pub starts: bool,
    /// The page.
    pub page: String,
    /// Its answers.
    pub answers: Answers,
    /// Seconds from showing to saving.
    pub seconds: u32,
    /// The form it comes from.
    pub form: String,
    /// Login of the interviewer who asks it; `None` on the respondent's own link.
    pub interviewer: Option<String>,
    /// The forms whose save of this page it may replace: those that it knows of.
    pub knows: Vec<String>,
    /// Only a draft.
    pub draft: bool,
    /// Whether a draft of this page is stored, which the save makes pointless.
    pub clears_draft: bool,
    /// The drawn lists and the codes they rest on, with the last familiarity page.
    pub draw: Option<(Assignment, Answers)>,
    /// Whether these answers end the interview.
    pub ends: bool,
    /// The case's code from now on, unless a submission counts already.
    pub disposition: Option<String>,
    /// Unix seconds.
    pub at: i64,
}

impl PageSave {
    /// Whether the page is all that is to be written: the edit is open, nothing is drawn, nothing ends.
    fn is_plain(&self) -> bool {
        let more = self.starts || self.draft || self.clears_draft || self.ends;
        !more && self.draw.is_none() && self.disposition.is_none()
    }
}

/// A submission to store.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Round.
    pub round: String,
    /// The invited unit.
    pub sample_no: u64,
    /// The respondent.
    pub respondent: String,
    /// The edit that is handed in.
    pub edit: String,
    /// Its pages, each with the form it was saved from, as they went into the document.
    pub saves: BTreeMap<String, String>,
    /// The document and what commits to it.
    pub new: NewSubmission,
    /// Login of the interviewer who held it, if one did.
    pub interviewer: Option<String>,
    /// Where the case's code comes from: `respondent` or `close`.
    pub source: &'static str,
    /// Unix seconds.
    pub at: i64,
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Stored, or stored before by the same post.
    Done,
    /// The edit is not the current one; nothing was written.
    Stale,
    /// A page holds other answers, saved by a form that this one does not know of; nothing was written.
    Elsewhere,
    /// The round is not in the field; nothing was written.
    NotFielding,
    /// Nothing of that name.
    Unknown,
}
