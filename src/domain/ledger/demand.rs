//! What should stand in a file for the ledger.
//!
//! The English sentence stands at the variant and is its documentation; the Chinese one stands in `text::zh`.

use thiserror::Error;

/// What was expected. Displays in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum LedgerDemand {
    #[error("the id or the exact name of one department of this ledger")]
    Department,
    #[error("the id or the exact name of one department of this ledger, perhaps “{0}”")]
    NearDepartment(String),
    #[error("each department once (it stands in row {0} already)")]
    OnceAt(usize),
    #[error(
        "a row for every department of the ledger; one without a score has an empty cell and its reason in the note"
    )]
    RowForEvery,
    #[error("points from 0 to {0} with at most two decimal places")]
    PointsUpTo(String),
    #[error("points from 0 to {0}, or an empty cell with the reason in the column “备注” (or “note”)")]
    PointsOrReason(String),
    #[error("at most {0} points together with the {1} of the other assessing bodies")]
    PointsTogether(String, String),
}
