//! Frames as they were handed in and the ones that were accepted; their files are kept encrypted until the draw.

use super::frame_rows::{accepted_row, destroy, put_accepted, upload_row};
use crate::domain::definition::AudienceId;
use crate::domain::refusal::Conflict;
use crate::storage::audit::{self, Change};
use crate::storage::entity::{frame, frame_upload};
use crate::storage::round::{RoundState, expect_alone};
use crate::storage::{Db, StorageError, to_json};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// A file that could be read as a frame.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameFacts {
    /// Its audience.
    pub audience: AudienceId,
    /// The file's name.
    pub file: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// SHA-256 of the frame (without contacts), hex.
    pub hash: String,
    /// Units per stratum.
    pub counts: BTreeMap<String, u64>,
}

impl FrameFacts {
    /// Units in all.
    pub fn units(&self) -> u64 {
        self.counts.values().sum()
    }
}

/// A stored upload.
#[derive(Debug, Clone, PartialEq)]
pub struct UploadRecord {
    /// Number within the round, from 1.
    pub number: u64,
    /// What it is.
    pub facts: FrameFacts,
    /// Login of who handed it in.
    pub by: String,
    /// Unix seconds.
    pub at: i64,
}

/// The accepted frame of an audience.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptedFrame {
    /// How often a frame of this audience was accepted.
    pub version: u64,
    /// Its upload.
    pub upload: UploadRecord,
    /// Login of who accepted it.
    pub by: String,
    /// Unix seconds.
    pub at: i64,
}

/// Keeps a file that could be read; what the same person handed in before and nobody accepted is destroyed. Gives its number.
pub async fn keep_upload(
    db: &Db,
    round: &str,
    facts: &FrameFacts,
    sealed: Vec<u8>,
    at: i64,
) -> Result<u64, StorageError> {
    let tx = db.write().await?;
    expect_alone(&tx, round, &[RoundState::Draft]).await?;
    let number = frame_upload::Entity::find()
        .filter(frame_upload::Column::RoundId.eq(round))
        .count(&tx)
        .await?
        + 1;
    let accepted = accepted_row(&tx, round, &facts.audience).await?;
    let keep = accepted.map_or(0, |row| row.upload_no);
    destroy(&tx, round, Some((&facts.audience, Some(db.actor().name()), keep))).await?;
    let row = frame_upload::ActiveModel {
        round_id: Set(round.into()),
        upload_no: Set(number as i64),
        audience: Set(facts.audience.0.clone()),
        file_name: Set(facts.file.clone()),
        sha256: Set(facts.sha256.clone()),
        units: Set(facts.units() as i64),
        frame_hash: Set(facts.hash.clone()),
        counts: Set(to_json(&facts.counts)),
        sealed: Set(Some(sealed)),
        by: Set(db.actor().name().to_owned()),
        at: Set(at),
    };
    frame_upload::Entity::insert(row).exec_without_returning(&tx).await?;
    let change = Change::of("frame.upload", &facts.audience.0)
        .in_round(round)
        .to(described(number, facts));
    audit::append(db, &tx, change, at).await?;
    tx.commit().await?;
    Ok(number)
}

/// Makes an upload the frame of its audience, in place of the one that was `seen` (0: none).
///
/// # Errors
/// A conflict when another frame was accepted meanwhile, or the file is not kept any more.
pub async fn accept(
    db: &Db,
    round: &str,
    audience: &AudienceId,
    number: u64,
    seen: u64,
    at: i64,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_alone(&tx, round, &[RoundState::Draft]).await?;
    let before = accepted_row(&tx, round, audience).await?;
    let version = before.as_ref().map_or(0, |row| row.version);
    if version as u64 != seen {
        let by = before.map(|row| row.by).unwrap_or_default();
        let audience = audience.0.clone();
        return Err(Conflict::FrameMeanwhile { audience, by }.into());
    }
    let kept = upload_row(&tx, round, number).await?;
    let kept = kept.filter(|(row, sealed)| row.facts.audience == *audience && *sealed);
    let (upload, _) = kept.ok_or(Conflict::UploadGone)?;
    let was = match &before {
        None => serde_json::Value::Null,
        Some(row) => upload_row(&tx, round, row.upload_no as u64)
            .await?
            .map_or(serde_json::Value::Null, |(old, _)| described(old.number, &old.facts)),
    };
    destroy(&tx, round, Some((audience, None, number as i64))).await?;
    put_accepted(
        &tx,
        before,
        (round, audience, version + 1, number),
        db.actor().name(),
        at,
    )
    .await?;
    let change = Change::of("frame.accept", &audience.0)
        .in_round(round)
        .from(was)
        .to(described(number, &upload.facts));
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// The accepted frames of a round.
pub async fn accepted(db: &Db, round: &str) -> Result<BTreeMap<AudienceId, AcceptedFrame>, StorageError> {
    let rows = frame::Entity::find()
        .filter(frame::Column::RoundId.eq(round))
        .all(db.reader())
        .await?;
    let mut found = BTreeMap::new();
    for row in rows {
        let upload = upload_row(db.reader(), round, row.upload_no as u64).await?;
        let (upload, _) = upload.ok_or_else(|| StorageError::Corrupt {
            what: "frame",
            why: format!("its upload {} is not there", row.upload_no),
        })?;
        let frame = AcceptedFrame {
            version: row.version as u64,
            upload,
            by: row.by,
            at: row.at,
        };
        found.insert(AudienceId(row.audience), frame);
    }
    Ok(found)
}

/// An upload with its encrypted file; `None` where there is no such number or the file is not kept any more.
pub async fn upload(db: &Db, round: &str, number: u64) -> Result<Option<(UploadRecord, Vec<u8>)>, StorageError> {
    let Some((record, _)) = upload_row(db.reader(), round, number).await? else {
        return Ok(None);
    };
    let sealed: Option<Option<Vec<u8>>> = frame_upload::Entity::find_by_id((round.to_owned(), number as i64))
        .select_only()
        .column(frame_upload::Column::Sealed)
        .into_tuple()
        .one(db.reader())
        .await?;
    Ok(sealed.flatten().map(|sealed| (record, sealed)))
}

fn described(number: u64, facts: &FrameFacts) -> serde_json::Value {
    serde_json::json!({
        "upload": number, "file": facts.file, "sha256": facts.sha256, "units": facts.units(), "frame": facts.hash,
    })
}

/// Uploads of a round, newest first, without their files.
pub async fn uploads(db: &Db, round: &str) -> Result<Vec<UploadRecord>, StorageError> {
    let numbers: Vec<i64> = frame_upload::Entity::find()
        .filter(frame_upload::Column::RoundId.eq(round))
        .order_by_desc(frame_upload::Column::UploadNo)
        .select_only()
        .column(frame_upload::Column::UploadNo)
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut found = Vec::new();
    for number in numbers {
        found.extend(
            upload_row(db.reader(), round, number as u64)
                .await?
                .map(|(record, _)| record),
        );
    }
    Ok(found)
}
