//! What the stages after closing leave: quality findings, weights, sheets.

use super::bulk::insert;
use super::entity::{quality, sheet, unit_weight};
use super::round::{RoundState, add_record, move_state};
use super::submission::cut_links;
use super::{Db, StorageError, from_json, removal, to_json};
use crate::domain::data::ConfirmedRemoval;
use crate::domain::refusal::Conflict;
use crate::domain::score::sheet::Signature;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
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

/// A stored sheet.
#[derive(Debug, Clone)]
pub struct SheetRecord {
    /// Version, from 1.
    pub version: u32,
    /// Canonical bytes.
    pub bytes: Vec<u8>,
    /// Signatures; empty until sealed.
    pub signatures: Vec<Signature>,
    /// When it was sealed, Unix seconds.
    pub sealed_at: Option<i64>,
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
    if removal::confirmed(&tx, round).await? != confirmed {
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

/// Stores an unsigned sheet and moves the round to `scored`.
pub async fn save_sheet(
    db: &Db,
    round: &str,
    version: u32,
    bytes: &[u8],
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Closed], RoundState::Scored, at).await?;
    let row = sheet::ActiveModel {
        round_id: Set(round.into()),
        version: Set(i64::from(version)),
        bytes: Set(bytes.to_vec()),
        signatures: Set("[]".into()),
        sealed_at: Set(None),
    };
    sheet::Entity::insert(row).exec_without_returning(&tx).await?;
    add_record(db, &tx, round, "score", at, summary).await?;
    Ok(tx.commit().await?)
}

/// Signs off a sheet, and destroys the link between people and answers in the same transaction.
pub async fn seal_sheet(
    db: &Db,
    round: &str,
    version: u32,
    signatures: &[Signature],
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Scored], RoundState::Sealed, at).await?;
    sheet::Entity::update_many()
        .col_expr(sheet::Column::Signatures, Expr::value(to_json(&signatures)))
        .col_expr(sheet::Column::SealedAt, Expr::value(at))
        .filter(sheet::Column::RoundId.eq(round))
        .filter(sheet::Column::Version.eq(i64::from(version)))
        .exec(&tx)
        .await?;
    cut_links(&tx, round).await?;
    add_record(db, &tx, round, "seal", at, summary).await?;
    Ok(tx.commit().await?)
}

/// The newest sheet of a round.
pub async fn latest_sheet(db: &Db, round: &str) -> Result<Option<SheetRecord>, StorageError> {
    let row = sheet::Entity::find()
        .filter(sheet::Column::RoundId.eq(round))
        .order_by_desc(sheet::Column::Version)
        .one(db.reader())
        .await?;
    row.map(|row| {
        Ok(SheetRecord {
            version: row.version as u32,
            bytes: row.bytes,
            signatures: from_json("signatures", &row.signatures)?,
            sealed_at: row.sealed_at,
        })
    })
    .transpose()
}

/// What became of a submission in the analysis: the reason it was set aside, if it was.
pub async fn set_aside(db: &Db, round: &str, submission: &str) -> Result<Option<String>, StorageError> {
    let row = quality::Entity::find_by_id((round.to_owned(), submission.to_owned()))
        .one(db.reader())
        .await?;
    Ok(row.and_then(|row| row.removed))
}
