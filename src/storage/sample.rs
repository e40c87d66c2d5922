//! The invitation side: strata, sampled units, tokens (hashes only) and how each case ended.

use super::entity::{sample_unit, stratum};
use super::log::add_entry;
use super::preparing::{frame_rows, plan};
use super::round::{RoundState, add_record, move_state};
use super::{Db, ROWS_PER_STATEMENT, StorageError, from_json, to_json};
use crate::domain::data::StratumCount;
use crate::domain::definition::{AudienceId, DepartmentId};
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// One sampled unit.
#[derive(Debug, Clone)]
pub struct UnitRecord {
    /// Number within the round, from 1, in draw order.
    pub sample_no: u64,
    /// Audience.
    pub audience: AudienceId,
    /// Sampled stratum.
    pub stratum: String,
    /// The frame's own id.
    pub unit_ref: String,
    /// Frame values of the raking variables.
    pub attributes: BTreeMap<String, String>,
    /// Departments it may not rate because they supervise it.
    pub supervisors: Vec<DepartmentId>,
    /// Encrypted contact.
    pub contact: Option<Vec<u8>>,
    /// Whether it is issued, or waits in the reserve.
    pub issued: bool,
    /// 0 = main sample; reserve batches count from 1.
    pub batch: u32,
    /// Order within the stratum's draw.
    pub draw_order: u64,
    /// Hash of its token, once invited.
    pub token_hash: Option<Vec<u8>>,
    /// Commitment to the respondent's key, hex.
    pub key_commitment: String,
    /// Link to the answer side, until sealing.
    pub respondent: Option<String>,
    /// AAPOR code so far.
    pub disposition: Option<String>,
}

/// Strata with their reserve.
#[derive(Debug, Clone)]
pub struct StratumRecord {
    /// Counts.
    pub count: StratumCount,
    /// Units still in reserve.
    pub reserve: u64,
}

/// The frames and sizes that a draw was computed from; empty where they came with the command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basis {
    /// Version of each audience's accepted frame.
    pub frames: BTreeMap<AudienceId, u64>,
    /// Version of the chosen sizes.
    pub plan: Option<u64>,
}

/// Stores the draw with the log's leaf of all key commitments and registers the round: everything or nothing. The kept
/// frame files are destroyed: from now on only those who were drawn are anybody's business.
///
/// # Errors
/// A conflict when the round is drawn already, or the basis was changed meanwhile.
#[expect(clippy::too_many_arguments, reason = "a draw is all of this")]
pub async fn save_draw(
    db: &Db,
    round: &str,
    basis: &Basis,
    strata: &[StratumRecord],
    units: &[UnitRecord],
    keys_leaf: [u8; 32],
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Draft], RoundState::Registered, at).await?;
    frame_rows::expect_versions(&tx, round, &basis.frames).await?;
    plan::expect_version(&tx, round, basis.plan).await?;
    frame_rows::destroy(&tx, round, None).await?;
    let rows = strata.iter().map(|record| stratum::ActiveModel {
        round_id: Set(round.into()),
        audience: Set(record.count.audience.0.clone()),
        stratum: Set(record.count.stratum.clone()),
        frame_count: Set(record.count.frame as i64),
        issued: Set(record.count.issued as i64),
        reserve: Set(record.reserve as i64),
    });
    stratum::Entity::insert_many(rows).exec_without_returning(&tx).await?;
    for chunk in units.chunks(ROWS_PER_STATEMENT) {
        sample_unit::Entity::insert_many(chunk.iter().map(|unit| unit_row(round, unit)))
            .exec_without_returning(&tx)
            .await?;
    }
    add_entry(&tx, round, "keys", 0, keys_leaf).await?;
    add_record(db, &tx, round, "draw", at, summary).await?;
    Ok(tx.commit().await?)
}

/// Stores token hashes and opens the field.
pub async fn save_tokens(
    db: &Db,
    round: &str,
    tokens: &[(u64, Vec<u8>)],
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(
        &tx,
        round,
        &[RoundState::Registered, RoundState::Fielding],
        RoundState::Fielding,
        at,
    )
    .await?;
    put_tokens(&tx, round, tokens).await?;
    add_record(db, &tx, round, "invite", at, summary).await?;
    Ok(tx.commit().await?)
}

/// Inside a transaction: stores token hashes of units that have none.
pub(in crate::storage) async fn put_tokens(
    tx: &impl ConnectionTrait,
    round: &str,
    tokens: &[(u64, Vec<u8>)],
) -> Result<(), StorageError> {
    for (sample_no, hash) in tokens {
        let done = sample_unit::Entity::update_many()
            .col_expr(sample_unit::Column::TokenHash, Expr::value(hash.clone()))
            .filter(sample_unit::Column::RoundId.eq(round))
            .filter(sample_unit::Column::SampleNo.eq(*sample_no as i64))
            .filter(sample_unit::Column::TokenHash.is_null())
            .exec(tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(Conflict::InvitedMeanwhile(*sample_no).into());
        }
    }
    Ok(())
}

/// All sampled units of a round, by sample number.
pub async fn units(db: &Db, round: &str) -> Result<Vec<UnitRecord>, StorageError> {
    let rows = sample_unit::Entity::find()
        .filter(sample_unit::Column::RoundId.eq(round))
        .order_by_asc(sample_unit::Column::SampleNo)
        .all(db.reader())
        .await?;
    rows.into_iter().map(unit).collect()
}

/// Commitments to the respondents' keys, by sample number.
pub async fn key_commitments(db: &Db, round: &str) -> Result<Vec<[u8; 32]>, StorageError> {
    let mut found = Vec::new();
    for unit in units(db, round).await? {
        let mut commitment = [0; 32];
        hex::decode_to_slice(&unit.key_commitment, &mut commitment).map_err(|error| StorageError::Corrupt {
            what: "key commitment",
            why: error.to_string(),
        })?;
        found.push(commitment);
    }
    Ok(found)
}

/// Strata in the order (audience, stratum).
pub async fn strata(db: &Db, round: &str) -> Result<Vec<StratumRecord>, StorageError> {
    let rows = stratum::Entity::find()
        .filter(stratum::Column::RoundId.eq(round))
        .all(db.reader())
        .await?;
    let mut found: Vec<StratumRecord> = rows.into_iter().map(stratum_record).collect();
    // Sorted here: a database's own order of text depends on its collation.
    found.sort_by(|a, b| (&a.count.audience, &a.count.stratum).cmp(&(&b.count.audience, &b.count.stratum)));
    Ok(found)
}

/// Moves a whole reserve batch of a stratum into the issued sample.
///
/// # Errors
/// A conflict when somebody else has released it.
pub async fn release(
    db: &Db,
    round: &str,
    audience: &AudienceId,
    stratum_name: &str,
    batch: u32,
    at: i64,
) -> Result<u64, StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Fielding], RoundState::Fielding, at).await?;
    let done = sample_unit::Entity::update_many()
        .col_expr(sample_unit::Column::Status, Expr::value("issued"))
        .filter(sample_unit::Column::RoundId.eq(round))
        .filter(sample_unit::Column::Audience.eq(audience.0.clone()))
        .filter(sample_unit::Column::Stratum.eq(stratum_name))
        .filter(sample_unit::Column::Batch.eq(i64::from(batch)))
        .filter(sample_unit::Column::Status.eq("reserve"))
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Conflict::ReleasedMeanwhile(batch).into());
    }
    let moved = done.rows_affected as i64;
    stratum::Entity::update_many()
        .col_expr(stratum::Column::Issued, Expr::col(stratum::Column::Issued).add(moved))
        .col_expr(stratum::Column::Reserve, Expr::col(stratum::Column::Reserve).sub(moved))
        .filter(stratum::Column::RoundId.eq(round))
        .filter(stratum::Column::Audience.eq(audience.0.clone()))
        .filter(stratum::Column::Stratum.eq(stratum_name))
        .exec(&tx)
        .await?;
    let summary = serde_json::json!({"audience": audience, "stratum": stratum_name, "batch": batch, "units": moved});
    add_record(db, &tx, round, "release", at, &summary).await?;
    tx.commit().await?;
    Ok(done.rows_affected)
}

fn unit_row(round: &str, unit: &UnitRecord) -> sample_unit::ActiveModel {
    sample_unit::ActiveModel {
        round_id: Set(round.into()),
        sample_no: Set(unit.sample_no as i64),
        audience: Set(unit.audience.0.clone()),
        stratum: Set(unit.stratum.clone()),
        unit_ref: Set(unit.unit_ref.clone()),
        attributes: Set(to_json(&unit.attributes)),
        supervisors: Set(to_json(&unit.supervisors)),
        contact: Set(unit.contact.clone()),
        status: Set(if unit.issued { "issued" } else { "reserve" }.into()),
        batch: Set(i64::from(unit.batch)),
        draw_order: Set(unit.draw_order as i64),
        token_hash: Set(unit.token_hash.clone()),
        key_commitment: Set(unit.key_commitment.clone()),
        respondent_id: Set(unit.respondent.clone()),
        disposition: Set(unit.disposition.clone()),
        disposition_at: Set(None),
        interviewer: Set(None),
    }
}

pub(in crate::storage) fn unit(row: sample_unit::Model) -> Result<UnitRecord, StorageError> {
    Ok(UnitRecord {
        sample_no: row.sample_no as u64,
        audience: AudienceId(row.audience),
        stratum: row.stratum,
        unit_ref: row.unit_ref,
        attributes: from_json("unit attributes", &row.attributes)?,
        supervisors: from_json("supervisors", &row.supervisors)?,
        contact: row.contact,
        issued: row.status == "issued",
        batch: row.batch as u32,
        draw_order: row.draw_order as u64,
        token_hash: row.token_hash,
        key_commitment: row.key_commitment,
        respondent: row.respondent_id,
        disposition: row.disposition,
    })
}

fn stratum_record(row: stratum::Model) -> StratumRecord {
    StratumRecord {
        count: StratumCount {
            audience: AudienceId(row.audience),
            stratum: row.stratum,
            frame: row.frame_count as u64,
            issued: row.issued as u64,
        },
        reserve: row.reserve as u64,
    }
}
