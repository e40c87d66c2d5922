//! The leaves of a round's log.

use super::super::entity::log_node;
use super::super::{Db, StorageError, from_json};
use super::{corrupt, one_row};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Leaves that are read at a time.
const LEAVES_PER_PAGE: u64 = 20_000;

/// The leaves of a round with their positions, ascending.
pub async fn leaves(db: &Db, round: &str) -> Result<Vec<(u64, [u8; 32])>, StorageError> {
    let mut found: Vec<(u64, [u8; 32])> = Vec::new();
    loop {
        let after = found.last().map_or(i64::MIN, |(index, _)| *index as i64);
        let (indices, hashes) = match db.reader().get_database_backend() {
            DbBackend::Sqlite => leaves_as_one(db, round, after).await?,
            _ => leaves_as_rows(db, round, after).await?,
        };
        if indices.is_empty() {
            return Ok(found);
        }
        let (each, rest) = hashes.as_chunks::<32>();
        if each.len() != indices.len() || !rest.is_empty() {
            return Err(corrupt("page of leaves", hashes.len(), 32 * indices.len()));
        }
        let indices = indices.into_iter().map(|index| index as u64);
        found.extend(indices.zip(each.iter().copied()));
    }
}

async fn leaves_as_rows(db: &Db, round: &str, after: i64) -> Result<(Vec<i64>, Vec<u8>), StorageError> {
    let rows: Vec<(i64, Vec<u8>)> = log_node::Entity::find()
        .select_only()
        .column(log_node::Column::Idx)
        .column(log_node::Column::Hash)
        .filter(log_node::Column::RoundId.eq(round))
        .filter(log_node::Column::Level.eq(0))
        .filter(log_node::Column::Idx.gt(after))
        .order_by_asc(log_node::Column::Idx)
        .limit(LEAVES_PER_PAGE)
        .into_tuple()
        .all(db.reader())
        .await?;
    let (indices, hashes): (Vec<i64>, Vec<Vec<u8>>) = rows.into_iter().unzip();
    Ok((indices, hashes.concat()))
}

async fn leaves_as_one(db: &Db, round: &str, after: i64) -> Result<(Vec<i64>, Vec<u8>), StorageError> {
    let sql = format!(
        "SELECT json_group_array(idx), CAST(group_concat(hash, '') AS BLOB) FROM (SELECT idx, hash FROM log_node \
         WHERE round_id = ? AND level = 0 AND idx > ? ORDER BY idx LIMIT {LEAVES_PER_PAGE})"
    );
    let Some(row) = one_row(db.reader(), sql, vec![round.into(), after.into()]).await? else {
        return Ok(Default::default());
    };
    let indices = from_json("page of leaves", &row.try_get_by_index::<String>(0)?)?;
    let hashes: Option<Vec<u8>> = row.try_get_by_index(1)?;
    Ok((indices, hashes.unwrap_or_default()))
}
