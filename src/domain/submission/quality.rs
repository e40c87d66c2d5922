//! Quality flags and the registered removal (METHOD 11, METHODOLOGY 4.5), blind to the direction of every answer.
//!
//! | flag | raised when |
//! |---|---|
//! | `SP1` | more than the registered share of timed pages was faster than reading allows |
//! | `SP2`, `SP2-strong` | the whole took less than a registered share of the median of the audience and mode |
//! | `ST` | all grades equal over enough items and departments |
//! | `LC` | an item for users was answered about a department the respondent says was not used |
//! | `AT` | the instructed item was answered with another code |
//! | `CO` | someone told the respondent how to answer; published, never a reason for removal |
//! | `DU` | two submissions carry the same draw key, or a person confirmed a duplicate |
//!
//! Only `SP2-strong` together with `ST` or `AT` removes, or a removal that a person confirmed. Where no time was
//! measured (paper, telephone) the speed flags are not possible: they are never raised.

mod findings;
mod own;
mod pages;
mod patterns;
#[cfg(test)]
mod tests;

pub use findings::{Findings, find, raised};
pub use own::OwnFlags;

use crate::domain::columns::Columns;
use crate::domain::data::{ConfirmedRemoval, Document};
use crate::domain::definition::Survey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// One flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Flag {
    /// Fast pages.
    #[serde(rename = "SP1")]
    FastPages,
    /// Fast as a whole.
    #[serde(rename = "SP2")]
    Fast,
    /// Very fast as a whole.
    #[serde(rename = "SP2-strong")]
    VeryFast,
    /// Straight-lining.
    #[serde(rename = "ST")]
    Straight,
    /// Contradiction.
    #[serde(rename = "LC")]
    Contradiction,
    /// Attention item missed.
    #[serde(rename = "AT")]
    Attention,
    /// Coached.
    #[serde(rename = "CO")]
    Coached,
    /// Duplicate.
    #[serde(rename = "DU")]
    Duplicate,
}

impl Flag {
    /// Every flag, in the order of the sheet.
    pub const ALL: [Flag; 8] = [
        Flag::FastPages,
        Flag::Fast,
        Flag::VeryFast,
        Flag::Straight,
        Flag::Attention,
        Flag::Contradiction,
        Flag::Coached,
        Flag::Duplicate,
    ];

    /// The bit that stands for it in columns.
    pub fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Stable code on sheets and exports.
    pub fn code(self) -> &'static str {
        match self {
            Flag::FastPages => "SP1",
            Flag::Fast => "SP2",
            Flag::VeryFast => "SP2-strong",
            Flag::Straight => "ST",
            Flag::Contradiction => "LC",
            Flag::Attention => "AT",
            Flag::Coached => "CO",
            Flag::Duplicate => "DU",
        }
    }
}

/// Why a submission does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Its disposition now: `2.40` or `2.41`.
    pub code: String,
    /// `speeding-straight-lining`, `speeding-attention`, `duplicate` or `fabrication`.
    pub rule: String,
    /// The words of the person who confirmed it; empty for the registered rule.
    pub note: String,
}

/// What the rules say about one submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityResult {
    /// Submission id.
    pub submission: String,
    /// Flags raised.
    pub flags: BTreeSet<Flag>,
    /// Set aside, with the reason.
    pub removed: Option<Removal>,
}

/// Why quality cannot be assessed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QualityError {
    /// A confirmed removal names a submission that does not exist.
    #[error("confirmed removal of {0}: there is no such submission")]
    UnknownSubmission(String),
    /// A confirmed removal carries a code that is no removal.
    #[error("confirmed removal of {submission}: found code {code}, expected 2.40 or 2.41")]
    NotARemoval {
        /// Submission id.
        submission: String,
        /// The code found.
        code: String,
    },
    /// A document names an audience the survey does not have.
    #[error("submission {submission} belongs to audience {audience}, which the survey does not have")]
    UnknownAudience {
        /// Submission id.
        submission: String,
        /// The audience found.
        audience: String,
    },
}

/// Flags every document and applies the registered removal; results sorted by submission id.
pub fn assess(
    survey: &Survey,
    documents: &[Document],
    removals: &[ConfirmedRemoval],
) -> Result<Vec<QualityResult>, QualityError> {
    let columns = Columns::of(survey, documents.iter().map(Into::into));
    Ok(find(survey, &columns, removals)?.results(&columns))
}
