//! What the stages after closing leave beside the sheet: quality findings, weights.

use super::bulk::insert;
use super::entity::{quality, unit_weight};
use super::round::{RoundState, add_record, move_state};
use super::{Db, StorageError, removal, to_json};
use crate::domain::data::ConfirmedRemoval;
use crate::domain::refusal::Conflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// Quality findings on one submission.
#[derive(Debug, Clone)]
pub struct QualityRecord {
    /// Submission id.
    pub submission: String,
    /// Flags.
    pub flags: Vec<String>,
    /// Reason of a removal by the registered rule.
    pub removed: Option<String>,
}

/// Stores the quality findings of a closed round.
pub async fn save_quality(
    db: &Db,
    round: &str,
    findings: impl Iterator<Item = QualityRecord> + Send,
    confirmed: &[ConfirmedRemoval],
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Closed], RoundState::Closed, at).await?;
    if removal::confirmed(&tx, round).await? != confirmed || removal::any_open(&tx, round).await? {
        return Err(Conflict::RemovedMeanwhile(round.to_owned()).into());
    }
    quality::Entity::delete_many()
        .filter(quality::Column::RoundId.eq(round))
        .exec(&tx)
        .await?;
    let confirmed: BTreeMap<&str, &ConfirmedRemoval> = confirmed
        .iter()
        .rev()
        .map(|one| (one.submission.as_str(), one))
        .collect();
    let rows = findings.map(|finding| {
        let confirmed = confirmed.get(finding.submission.as_str()).map(to_json);
        let flags = to_json(&finding.flags);
        [Some(finding.submission), Some(flags), finding.removed, confirmed]
    });
    let columns = ["submission_id", "flags", "removed", "confirmed"];
    insert(&tx, ("quality", columns), round, rows).await?;
    add_record(db, &tx, round, "check", at, summary).await?;
    Ok(tx.commit().await?)
}

/// Removals that a second person confirmed, of submissions that count; by submission id.
pub async fn confirmed_removals(db: &Db, round: &str) -> Result<Vec<ConfirmedRemoval>, StorageError> {
    removal::confirmed(db.reader(), round).await
}

/// Stores every respondent's weight, step by step (JSON per submission).
pub async fn save_weights(
    db: &Db,
    round: &str,
    weights: impl Iterator<Item = (String, String)> + Send,
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Closed], RoundState::Closed, at).await?;
    unit_weight::Entity::delete_many()
        .filter(unit_weight::Column::RoundId.eq(round))
        .exec(&tx)
        .await?;
    let rows = weights.map(|(submission, steps)| [Some(submission), Some(steps)]);
    insert(&tx, ("unit_weight", ["submission_id", "steps"]), round, rows).await?;
    add_record(db, &tx, round, "weigh", at, summary).await?;
    Ok(tx.commit().await?)
}

/// What became of a submission in the analysis: the reason it was set aside, if it was.
pub async fn set_aside(db: &Db, round: &str, submission: &str) -> Result<Option<String>, StorageError> {
    let row = quality::Entity::find_by_id((round.to_owned(), submission.to_owned()))
        .one(db.reader())
        .await?;
    Ok(row.and_then(|row| row.removed))
}
