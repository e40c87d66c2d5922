//! Rows of frames and of their files, inside the transactions of those who change them.

use super::frames::{FrameFacts, UploadRecord};
use crate::domain::definition::AudienceId;
use crate::domain::refusal::Conflict;
use crate::storage::entity::{frame, frame_upload};
use crate::storage::{StorageError, from_json};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::BTreeMap;

/// Inside a transaction: the frames are still those versions.
pub(in crate::storage) async fn expect_versions(
    tx: &DatabaseTransaction,
    round: &str,
    versions: &BTreeMap<AudienceId, u64>,
) -> Result<(), StorageError> {
    for (audience, version) in versions {
        let row = accepted_row(tx, round, audience).await?;
        if row.map_or(0, |row| row.version as u64) != *version {
            return Err(Conflict::PreparedMeanwhile.into());
        }
    }
    Ok(())
}

/// Inside a transaction: destroys kept files, of a whole round, or those of an audience (and a person) except one number.
pub(in crate::storage) async fn destroy(
    tx: &impl ConnectionTrait,
    round: &str,
    only: Option<(&AudienceId, Option<&str>, i64)>,
) -> Result<(), StorageError> {
    let mut rows = frame_upload::Entity::update_many()
        .col_expr(frame_upload::Column::Sealed, Expr::value(None::<Vec<u8>>))
        .filter(frame_upload::Column::RoundId.eq(round));
    if let Some((audience, by, except)) = only {
        rows = rows
            .filter(frame_upload::Column::Audience.eq(&audience.0))
            .filter(frame_upload::Column::UploadNo.ne(except));
        if let Some(by) = by {
            rows = rows.filter(frame_upload::Column::By.eq(by));
        }
    }
    rows.exec(tx).await?;
    Ok(())
}

/// The row of an accepted frame.
pub(super) async fn accepted_row(
    tx: &impl ConnectionTrait,
    round: &str,
    audience: &AudienceId,
) -> Result<Option<frame::Model>, StorageError> {
    let id = (round.to_owned(), audience.0.clone());
    Ok(frame::Entity::find_by_id(id).one(tx).await?)
}

/// Writes the row of an accepted frame.
pub(super) async fn put_accepted(
    tx: &impl ConnectionTrait,
    before: Option<frame::Model>,
    (round, audience, version, number): (&str, &AudienceId, i64, u64),
    by: &str,
    at: i64,
) -> Result<(), StorageError> {
    let Some(row) = before else {
        let row = frame::ActiveModel {
            round_id: Set(round.into()),
            audience: Set(audience.0.clone()),
            version: Set(version),
            upload_no: Set(number as i64),
            by: Set(by.to_owned()),
            at: Set(at),
        };
        frame::Entity::insert(row).exec_without_returning(tx).await?;
        return Ok(());
    };
    let mut row = row.into_active_model();
    row.version = Set(version);
    row.upload_no = Set(number as i64);
    row.by = Set(by.to_owned());
    row.at = Set(at);
    row.update(tx).await?;
    Ok(())
}

/// An upload without its file, and whether the file is still kept.
pub(super) async fn upload_row(
    tx: &impl ConnectionTrait,
    round: &str,
    number: u64,
) -> Result<Option<(UploadRecord, bool)>, StorageError> {
    use frame_upload::Column;
    type Row = (String, String, String, String, String, String, i64);
    let found: Option<Row> = frame_upload::Entity::find_by_id((round.to_owned(), number as i64))
        .select_only()
        .columns([
            Column::Audience,
            Column::FileName,
            Column::Sha256,
            Column::FrameHash,
            Column::Counts,
            Column::By,
        ])
        .column(Column::At)
        .into_tuple()
        .one(tx)
        .await?;
    let Some((audience, file, sha256, hash, counts, by, at)) = found else {
        return Ok(None);
    };
    let kept = frame_upload::Entity::find_by_id((round.to_owned(), number as i64))
        .filter(Column::Sealed.is_not_null())
        .count(tx)
        .await?;
    let facts = FrameFacts {
        audience: AudienceId(audience),
        file,
        sha256,
        hash,
        counts: from_json("frame counts", &counts)?,
    };
    Ok(Some((UploadRecord { number, facts, by, at }, kept > 0)))
}
