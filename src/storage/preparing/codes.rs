//! Invitation codes on their way: encrypted until somebody says that they have them, then destroyed.

use crate::domain::refusal::Conflict;
use crate::storage::audit::{self, Change};
use crate::storage::entity::{invitation_batch, invitation_code};
use crate::storage::round::{RoundState, add_record, expect_alone, move_state};
use crate::storage::sample::put_tokens;
use crate::storage::{Db, ROWS_PER_STATEMENT, StorageError};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};

/// A batch waits until somebody has its codes.
pub const WAITING: &str = "waiting";
/// Its codes are good.
pub const IN_FORCE: &str = "in-force";
/// It was thrown away; its codes never were good.
pub const DISCARDED: &str = "discarded";

const OPEN: [RoundState; 2] = [RoundState::Registered, RoundState::Fielding];

/// Codes that were made together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRecord {
    /// Number within the round, from 1.
    pub number: u64,
    /// How many.
    pub codes: u64,
    /// [`WAITING`], [`IN_FORCE`] or [`DISCARDED`].
    pub state: String,
    /// Login of who made them.
    pub by: String,
    /// Unix seconds.
    pub at: i64,
}

/// The batches of a round, newest first.
pub async fn batches(db: &Db, round: &str) -> Result<Vec<BatchRecord>, StorageError> {
    let rows = invitation_batch::Entity::find()
        .filter(invitation_batch::Column::RoundId.eq(round))
        .order_by_desc(invitation_batch::Column::BatchNo)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(batch).collect())
}

/// Keeps the encrypted codes of a new batch; gives its number. None of them is good yet.
///
/// # Errors
/// A conflict when a batch waits already.
pub async fn keep_batch(db: &Db, round: &str, codes: Vec<(u64, Vec<u8>)>, at: i64) -> Result<u64, StorageError> {
    let tx = db.write().await?;
    expect_alone(&tx, round, &OPEN).await?;
    let all = invitation_batch::Entity::find().filter(invitation_batch::Column::RoundId.eq(round));
    let waiting = all.clone().filter(invitation_batch::Column::State.eq(WAITING));
    if waiting.count(&tx).await? > 0 {
        return Err(Conflict::CodesMeanwhile.into());
    }
    let number = all.count(&tx).await? + 1;
    let row = invitation_batch::ActiveModel {
        round_id: Set(round.into()),
        batch_no: Set(number as i64),
        codes: Set(codes.len() as i64),
        state: Set(WAITING.into()),
        by: Set(db.actor().name().to_owned()),
        at: Set(at),
    };
    invitation_batch::Entity::insert(row)
        .exec_without_returning(&tx)
        .await?;
    put_codes(&tx, round, number, &codes).await?;
    note(
        db,
        &tx,
        round,
        "codes.make",
        number,
        serde_json::json!({"codes": codes.len()}),
        at,
    )
    .await?;
    tx.commit().await?;
    Ok(number)
}

/// Inside a transaction: stores encrypted codes.
pub(super) async fn put_codes(
    tx: &DatabaseTransaction,
    round: &str,
    batch: u64,
    codes: &[(u64, Vec<u8>)],
) -> Result<(), StorageError> {
    for chunk in codes.chunks(ROWS_PER_STATEMENT) {
        let rows = chunk.iter().map(|(sample_no, sealed)| invitation_code::ActiveModel {
            round_id: Set(round.into()),
            sample_no: Set(*sample_no as i64),
            batch_no: Set(batch as i64),
            sealed: Set(sealed.clone()),
        });
        invitation_code::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// The encrypted codes of a batch, by sample number.
pub async fn codes(db: &Db, round: &str, batch: u64) -> Result<Vec<(u64, Vec<u8>)>, StorageError> {
    let rows = invitation_code::Entity::find()
        .filter(invitation_code::Column::RoundId.eq(round))
        .filter(invitation_code::Column::BatchNo.eq(batch as i64))
        .order_by_asc(invitation_code::Column::SampleNo)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(|row| (row.sample_no as u64, row.sealed)).collect())
}

/// Writes down that codes were taken as a file.
///
/// # Errors
/// A conflict when the batch does not wait any more.
pub async fn taken(db: &Db, round: &str, batch: u64, what: serde_json::Value, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_waiting(&tx, round, batch).await?;
    note(db, &tx, round, "codes.take", batch, what, at).await?;
    Ok(tx.commit().await?)
}

/// Puts the codes of a batch in force, opens the field, and destroys what could show them again.
pub async fn confirm(db: &Db, round: &str, batch: u64, hashes: &[(u64, Vec<u8>)], at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &OPEN, RoundState::Fielding, at).await?;
    settle(&tx, round, batch, IN_FORCE).await?;
    put_tokens(&tx, round, hashes).await?;
    let summary = serde_json::json!({"invited": hashes.len(), "batch": batch});
    add_record(db, &tx, round, "invite", at, &summary).await?;
    Ok(tx.commit().await?)
}

/// Throws a batch away: its codes never become good.
pub async fn discard(db: &Db, round: &str, batch: u64, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_alone(&tx, round, &OPEN).await?;
    settle(&tx, round, batch, DISCARDED).await?;
    note(db, &tx, round, "codes.discard", batch, serde_json::Value::Null, at).await?;
    Ok(tx.commit().await?)
}

async fn settle(tx: &DatabaseTransaction, round: &str, batch: u64, state: &str) -> Result<(), StorageError> {
    let done = invitation_batch::Entity::update_many()
        .col_expr(invitation_batch::Column::State, Expr::value(state))
        .filter(invitation_batch::Column::RoundId.eq(round))
        .filter(invitation_batch::Column::BatchNo.eq(batch as i64))
        .filter(invitation_batch::Column::State.eq(WAITING))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Conflict::CodesMeanwhile.into());
    }
    invitation_code::Entity::delete_many()
        .filter(invitation_code::Column::RoundId.eq(round))
        .filter(invitation_code::Column::BatchNo.eq(batch as i64))
        .exec(tx)
        .await?;
    Ok(())
}

async fn expect_waiting(tx: &DatabaseTransaction, round: &str, batch: u64) -> Result<(), StorageError> {
    let id = (round.to_owned(), batch as i64);
    let row = invitation_batch::Entity::find_by_id(id).one(tx).await?;
    match row {
        Some(row) if row.state == WAITING => Ok(()),
        _ => Err(Conflict::CodesMeanwhile.into()),
    }
}

async fn note(
    db: &Db,
    tx: &impl ConnectionTrait,
    round: &str,
    action: &str,
    batch: u64,
    after: serde_json::Value,
    at: i64,
) -> Result<(), StorageError> {
    let change = Change::of(action, &format!("batch {batch}")).in_round(round).to(after);
    audit::append(db, tx, change, at).await
}

fn batch(row: invitation_batch::Model) -> BatchRecord {
    BatchRecord {
        number: row.batch_no as u64,
        codes: row.codes as u64,
        state: row.state,
        by: row.by,
        at: row.at,
    }
}
