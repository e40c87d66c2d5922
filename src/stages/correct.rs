//! Ways back after scoring: an unsealed sheet is sent back, a sealed one corrected, each for a reason that stays.
//!
//! A correction takes two: the manager proposes it, an analyst or officer begins it; before the sheet is computed again it
//! can be given up. Version numbers are counted on and never used twice.

use super::seal::{SeenSheet, seen_unsealed};
use super::{App, StageError};
use crate::domain::refusal::{Instead, Refusal};
use crate::storage::round::{
    self, CORRECTION, GIVEN_UP, PROPOSAL, RoundState, SENT_BACK, StageRecord, WITHDRAWAL, version,
};
use serde_json::json;

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

/// What one person wrote and others act on: a proposed correction, or why a sheet was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Version of the sheet that it is about.
    pub version: u32,
    /// What was wrong.
    pub reason: String,
    /// Login of who wrote it.
    pub by: String,
    /// Unix seconds.
    pub at: i64,
}

impl Note {
    fn of(record: &StageRecord) -> Option<Note> {
        let text = |name: &str| Some(record.summary.get(name)?.as_str()?.to_owned());
        Some(Note {
            version: u32::try_from(record.summary.get("version")?.as_u64()?).ok()?,
            reason: text("reason")?,
            by: text("by")?,
            at: record.at,
        })
    }
}

/// Proposes to correct the sealed sheet; a newer proposal takes the place of an older one.
///
/// # Errors
/// A round that is not sealed, a reason that says nothing.
pub async fn propose(app: &App, id: &str, reason: &str) -> Result<(), StageError> {
    let loaded = app.round(id).await?;
    loaded.expect_state(&[RoundState::Sealed], Instead::CorrectSealed)?;
    let reason = said(reason)?;
    let next = version(&round::records(&app.db, id).await?) + 1;
    let summary = json!({"version": next, "reason": reason, "by": app.db.actor().name()});
    Ok(round::note(&app.db, id, PROPOSAL, app.now(), &summary).await?)
}

/// Begins the correction that somebody else proposed: the sealed version stays public and signed. Gives the version that
/// comes next.
///
/// # Errors
/// A round that is not sealed, nothing proposed, one's own proposal.
pub async fn agree(app: &App, id: &str) -> Result<u32, StageError> {
    let loaded = app.round(id).await?;
    loaded.expect_state(&[RoundState::Sealed], Instead::CorrectSealed)?;
    let history = round::records(&app.db, id).await?;
    let refused = |refusal| Err(StageError::OutOfOrder(refusal));
    let Some(proposal) = proposed(&history) else {
        return refused(Refusal::NothingProposed(id.to_owned()));
    };
    if proposal.by == app.db.actor().name() {
        return refused(Refusal::OwnCorrection(id.to_owned()));
    }
    let next = version(&history) + 1;
    let summary = json!({"version": next, "reason": proposal.reason, "by": proposal.by});
    round::reopen(&app.db, id, app.now(), &summary).await?;
    Ok(next)
}

/// Withdraws a proposed correction, or gives up one that is not computed yet: the sealed version stays what it is.
///
/// # Errors
/// Nothing to give up, a sheet that is computed.
pub async fn give_up(app: &App, id: &str) -> Result<(), StageError> {
    let (loaded, history) = (app.round(id).await?, round::records(&app.db, id).await?);
    let nothing = || Err(StageError::OutOfOrder(Refusal::NothingProposed(id.to_owned())));
    let summary = json!({"version": version(&history)});
    match (loaded.record.state, proposed(&history), under_way(&history)) {
        (RoundState::Sealed, Some(_), _) => Ok(round::note(&app.db, id, WITHDRAWAL, app.now(), &summary).await?),
        (RoundState::Closed, _, Some(_)) => Ok(round::give_up(&app.db, id, app.now(), &summary).await?),
        _ => nothing(),
    }
}

/// Sends the sheet that waits for its seal back to be computed again; it is never published, and its number is not used
/// again.
///
/// # Errors
/// Another sheet than the one that was seen, a sealed one, a reason that says nothing.
pub async fn send_back(app: &App, id: &str, seen: &SeenSheet, reason: &str) -> Result<(), StageError> {
    seen_unsealed(app, id, seen).await?;
    let summary = json!({
        "version": seen.version, "sheet": seen.hash, "reason": said(reason)?, "by": app.db.actor().name(),
    });
    let from = [RoundState::Scored];
    Ok(round::advance(&app.db, id, &from, RoundState::Closed, SENT_BACK, app.now(), &summary).await?)
}

fn said(reason: &str) -> Result<&str, StageError> {
    let reason = reason.trim();
    let letters = reason.chars().count();
    if (REASON_LEAST..=REASON_MOST).contains(&letters) {
        return Ok(reason);
    }
    Err(StageError::Refused(Refusal::Reason {
        least: REASON_LEAST,
        most: REASON_MOST,
        letters,
    }))
}

/// The proposal that waits for a second person.
pub fn proposed(history: &[StageRecord]) -> Option<Note> {
    let steps = [PROPOSAL, WITHDRAWAL, CORRECTION];
    let last = history.iter().rfind(|record| steps.contains(&record.stage.as_str()))?;
    Note::of(last).filter(|_| last.stage == PROPOSAL)
}

/// Why the sheet before the one that is to be computed now was sent back.
pub fn sent_back(history: &[StageRecord]) -> Option<Note> {
    let steps = [SENT_BACK, GIVEN_UP, "seal"];
    let last = history.iter().rfind(|record| steps.contains(&record.stage.as_str()))?;
    Note::of(last).filter(|_| last.stage == SENT_BACK)
}

/// The correction that is not sealed yet.
pub fn under_way(history: &[StageRecord]) -> Option<Correction> {
    let steps = [CORRECTION, GIVEN_UP, "seal"];
    let last = history.iter().rfind(|record| steps.contains(&record.stage.as_str()))?;
    (last.stage == CORRECTION).then(|| corrections(history).pop())?
}

/// The corrections in a round's history, oldest first, under the versions that they led to or will lead to.
pub fn corrections(history: &[StageRecord]) -> Vec<Correction> {
    let mut made: Vec<Correction> = Vec::new();
    let mut open = false;
    for record in history {
        match record.stage.as_str() {
            CORRECTION => {
                made.extend(correction(record));
                open = true;
            }
            "seal" => open = false,
            GIVEN_UP if open => {
                made.pop();
                open = false;
            }
            // The next one is computed for the same reason.
            SENT_BACK if open => {
                if let Some(last) = made.last_mut() {
                    last.version += 1;
                }
            }
            _ => {}
        }
    }
    made
}

fn correction(record: &StageRecord) -> Option<Correction> {
    Some(Correction {
        version: u32::try_from(record.summary.get("version")?.as_u64()?).ok()?,
        reason: record.summary.get("reason")?.as_str()?.to_owned(),
        at: record.at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(stages: &[(&str, u32)]) -> Vec<StageRecord> {
        let record = |(stage, version): &(&str, u32)| StageRecord {
            stage: (*stage).to_owned(),
            at: 0,
            summary: json!({"version": version, "reason": stage, "by": "zhou"}),
        };
        stages.iter().map(record).collect()
    }

    #[test]
    fn a_correction_has_the_version_that_is_sealed_in_the_end_and_one_given_up_is_none() {
        let mut all = history(&[("seal", 1), (PROPOSAL, 2)]);
        assert!(proposed(&all).is_some() && under_way(&all).is_none());
        all.extend(history(&[(CORRECTION, 2), ("score", 2), (SENT_BACK, 2)]));
        assert!(proposed(&all).is_none());
        assert_eq!(under_way(&all).unwrap().version, 3);
        assert_eq!(sent_back(&all).unwrap().version, 2);
        all.extend(history(&[("score", 3), ("seal", 3)]));
        assert_eq!(corrections(&all).iter().map(|one| one.version).collect::<Vec<_>>(), [3]);
        assert!(under_way(&all).is_none() && sent_back(&all).is_none());
        all.extend(history(&[(PROPOSAL, 4), (CORRECTION, 4), (GIVEN_UP, 4)]));
        assert_eq!(corrections(&all).len(), 1);
        assert!(under_way(&all).is_none());
        all.extend(history(&[(PROPOSAL, 5), (WITHDRAWAL, 5)]));
        assert!(proposed(&all).is_none());
    }
}
