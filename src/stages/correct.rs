//! Opens a sealed round for the next version of its sheet, for a reason that stays with both versions.

use super::{App, StageError};
use crate::domain::refusal::{Instead, Refusal};
use crate::storage::round::{self, CORRECTION, RoundState, StageRecord, version};

/// Letters that a reason has at least.
pub const REASON_LEAST: usize = 10;

/// Letters that a reason has at most.
pub const REASON_MOST: usize = 1000;

/// Why a version of the sheet was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The version that it led to, from 2.
    pub version: u32,
    /// What was wrong before.
    pub reason: String,
    /// Unix seconds.
    pub at: i64,
}

/// Opens the round again; the sealed version stays public and signed. Gives the version that comes next.
///
/// # Errors
/// A round that is not sealed, a reason that says nothing.
pub async fn correct(app: &App, id: &str, reason: &str) -> Result<u32, StageError> {
    let loaded = app.round(id).await?;
    loaded.expect_state(&[RoundState::Sealed], Instead::CorrectSealed)?;
    let reason = reason.trim();
    let letters = reason.chars().count();
    if !(REASON_LEAST..=REASON_MOST).contains(&letters) {
        return Err(StageError::Refused(Refusal::Reason {
            least: REASON_LEAST,
            most: REASON_MOST,
            letters,
        }));
    }
    let next = version(&round::records(&app.db, id).await?) + 1;
    let summary = serde_json::json!({"version": next, "reason": reason});
    round::reopen(&app.db, id, app.now(), &summary).await?;
    Ok(next)
}

/// The corrections in a round's history, oldest first.
pub fn corrections(history: &[StageRecord]) -> Vec<Correction> {
    let made = history.iter().filter(|record| record.stage == CORRECTION);
    let correction = |record: &StageRecord| {
        Some(Correction {
            version: u32::try_from(record.summary.get("version")?.as_u64()?).ok()?,
            reason: record.summary.get("reason")?.as_str()?.to_owned(),
            at: record.at,
        })
    };
    made.filter_map(correction).collect()
}
