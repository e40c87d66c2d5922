//! Which key set belongs to the database: its fingerprint, recorded once and never replaced.

use super::entity::{key_set, round};
use super::{Db, StorageError};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};

/// The only row there is.
const NUMBER: i64 = 1;

/// The fingerprint that was recorded, if any was.
pub async fn recorded(db: &Db) -> Result<Option<String>, StorageError> {
    let row = key_set::Entity::find_by_id(NUMBER).one(db.reader()).await?;
    Ok(row.map(|row| row.fingerprint))
}

/// Records a fingerprint unless there is one already; gives the one that is recorded from now on.
pub async fn record(db: &Db, fingerprint: &str, at: i64) -> Result<String, StorageError> {
    let tx = db.write().await?;
    let row = key_set::ActiveModel {
        number: Set(NUMBER),
        fingerprint: Set(fingerprint.to_owned()),
        recorded_at: Set(at),
    };
    let keep_first = OnConflict::column(key_set::Column::Number).do_nothing().to_owned();
    key_set::Entity::insert(row)
        .on_conflict(keep_first)
        .exec_without_returning(&tx)
        .await?;
    let kept = key_set::Entity::find_by_id(NUMBER).one(&tx).await?;
    tx.commit().await?;
    Ok(kept.map_or_else(|| fingerprint.to_owned(), |row| row.fingerprint))
}

/// Whether the database holds any round: then there are keys that belong to it.
pub async fn has_rounds(db: &Db) -> Result<bool, StorageError> {
    Ok(round::Entity::find().count(db.reader()).await? > 0)
}
