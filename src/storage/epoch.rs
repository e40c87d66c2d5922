//! The target tables of the assigned draw: logged before they are used, never changed.

use super::entity::epoch;
use super::log::add_entry;
use super::{Db, StorageError, from_json, to_json};
use crate::domain::assignment::EpochTable;
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A stored table.
#[derive(Debug, Clone)]
pub struct EpochRecord {
    /// The table.
    pub table: EpochTable,
    /// SHA-256 of its canonical bytes, hex.
    pub hash: String,
    /// From when it sizes draws, Unix seconds.
    pub started_at: i64,
}

/// Stores a table together with its leaf of the log; refuses a number that is taken.
pub async fn insert(db: &Db, round: &str, record: &EpochRecord, leaf: [u8; 32]) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let number = i64::from(record.table.epoch);
    let row = epoch::ActiveModel {
        round_id: Set(round.into()),
        epoch: Set(number),
        started_at: Set(record.started_at),
        targets: Set(to_json(&record.table)),
        hash: Set(record.hash.clone()),
    };
    // The insert itself decides: of two at once the second waits for the first, and then finds the number taken.
    let taken = OnConflict::columns([epoch::Column::RoundId, epoch::Column::Epoch])
        .do_nothing()
        .to_owned();
    let rows = epoch::Entity::insert(row)
        .on_conflict(taken)
        .exec_without_returning(&tx)
        .await?;
    if rows == 0 {
        return Err(Conflict::EpochExists {
            round: round.to_owned(),
            epoch: record.table.epoch,
        }
        .into());
    }
    add_entry(&tx, round, "epoch", record.table.epoch.into(), leaf).await?;
    Ok(tx.commit().await?)
}

/// Every table of a round, oldest first.
pub async fn all(db: &Db, round: &str) -> Result<Vec<EpochRecord>, StorageError> {
    let rows = epoch::Entity::find()
        .filter(epoch::Column::RoundId.eq(round))
        .order_by_asc(epoch::Column::Epoch)
        .all(db.reader())
        .await?;
    rows.into_iter().map(record).collect()
}

/// The table in force.
pub async fn latest(db: &Db, round: &str) -> Result<Option<EpochRecord>, StorageError> {
    let row = epoch::Entity::find()
        .filter(epoch::Column::RoundId.eq(round))
        .order_by_desc(epoch::Column::Epoch)
        .one(db.reader())
        .await?;
    row.map(record).transpose()
}

fn record(row: epoch::Model) -> Result<EpochRecord, StorageError> {
    Ok(EpochRecord {
        table: from_json("epoch table", &row.targets)?,
        hash: row.hash,
        started_at: row.started_at,
    })
}
