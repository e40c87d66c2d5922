//! Score sheets: one row a version, unsigned until it is sealed; an older version stays as it was sealed.

use super::entity::sheet;
use super::round::{RoundState, add_record, move_state};
use super::submission::cut_links;
use super::{Db, StorageError, from_json, to_json};
use crate::domain::data::ConfirmedRemoval;
use crate::domain::refusal::Conflict;
use crate::domain::score::sheet::Signature;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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
    /// The confirmed removals that it was computed with; `None` on sheets from before these were kept.
    pub removals: Option<Vec<ConfirmedRemoval>>,
}

/// Stores an unsigned sheet and moves the round to `scored`.
pub async fn save(
    db: &Db,
    round: &str,
    record: &SheetRecord,
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Closed], RoundState::Scored, at).await?;
    let row = sheet::ActiveModel {
        round_id: Set(round.into()),
        version: Set(i64::from(record.version)),
        bytes: Set(record.bytes.clone()),
        signatures: Set(to_json(&record.signatures)),
        sealed_at: Set(record.sealed_at),
        removals: Set(record.removals.as_ref().map(to_json)),
    };
    sheet::Entity::insert(row).exec_without_returning(&tx).await?;
    add_record(db, &tx, round, "score", at, summary).await?;
    Ok(tx.commit().await?)
}

/// Signs off a sheet, and destroys the link between people and answers in the same transaction.
///
/// # Errors
/// A conflict where the round, or this version of its sheet, does not wait for its seal any more.
pub async fn seal(
    db: &Db,
    round: &str,
    version: u32,
    signatures: &[Signature],
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Scored], RoundState::Sealed, at).await?;
    let done = sheet::Entity::update_many()
        .col_expr(sheet::Column::Signatures, Expr::value(to_json(&signatures)))
        .col_expr(sheet::Column::SealedAt, Expr::value(at))
        .filter(sheet::Column::RoundId.eq(round))
        .filter(sheet::Column::Version.eq(i64::from(version)))
        .filter(sheet::Column::SealedAt.is_null())
        .exec(&tx)
        .await?;
    if done.rows_affected != 1 {
        let (round, stage) = (round.to_owned(), "seal".to_owned());
        return Err(Conflict::StageDone { round, stage }.into());
    }
    cut_links(&tx, round).await?;
    add_record(db, &tx, round, "seal", at, summary).await?;
    Ok(tx.commit().await?)
}

/// The newest sealed sheet of a round: an unsealed correction does not hide it.
pub async fn latest_sealed(db: &Db, round: &str) -> Result<Option<SheetRecord>, StorageError> {
    let sealed = |record: &SheetRecord| record.sealed_at.is_some();
    Ok(all(db, round).await?.into_iter().rfind(sealed))
}

/// When the newest sealed sheet of a round was sealed; the sheets themselves stay where they are.
pub async fn sealed_at(db: &Db, round: &str) -> Result<Option<i64>, StorageError> {
    let newest: Option<Option<i64>> = sheet::Entity::find()
        .select_only()
        .column(sheet::Column::SealedAt)
        .filter(sheet::Column::RoundId.eq(round))
        .filter(sheet::Column::SealedAt.is_not_null())
        .order_by_desc(sheet::Column::Version)
        .into_tuple()
        .one(db.reader())
        .await?;
    Ok(newest.flatten())
}

/// Every version of a round's sheet, oldest first.
pub async fn all(db: &Db, round: &str) -> Result<Vec<SheetRecord>, StorageError> {
    let rows = sheet::Entity::find()
        .filter(sheet::Column::RoundId.eq(round))
        .order_by_asc(sheet::Column::Version)
        .all(db.reader())
        .await?;
    rows.into_iter().map(record).collect()
}

fn record(row: sheet::Model) -> Result<SheetRecord, StorageError> {
    Ok(SheetRecord {
        version: row.version as u32,
        bytes: row.bytes,
        signatures: from_json("signatures", &row.signatures)?,
        sealed_at: row.sealed_at,
        removals: row.removals.map(|text| from_json("removals", &text)).transpose()?,
    })
}
