//! What is stored behind a receipt code: where the submission stands, never what it says.

use super::entity::{log_head, log_node, submission};
use super::log::HeadRecord;
use super::{Db, StorageError};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};

/// One submission as its receipt may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRecord {
    /// Round id.
    pub round: String,
    /// Submission id; stays inside the house.
    pub submission: String,
    /// `accepted`, `replaced` or `withdrawn`.
    pub status: String,
    /// Position in the log, once it has one.
    pub leaf: Option<u64>,
    /// The commitment that stands there.
    pub leaf_hash: Vec<u8>,
}

/// The submission with that receipt hash.
pub async fn find(db: &Db, receipt_hash: &[u8]) -> Result<Option<ReceiptRecord>, StorageError> {
    let found = submission::Entity::find()
        .filter(submission::Column::ReceiptHash.eq(receipt_hash))
        .one(db.reader())
        .await?;
    Ok(found.map(|row| ReceiptRecord {
        round: row.round_id,
        submission: row.submission_id,
        status: row.status,
        leaf: row.leaf_index.map(|index| index as u64),
        leaf_hash: row.leaf_hash,
    }))
}

/// The newest signed head of a round's log; none while the log is empty.
pub async fn newest_head(db: &Db, round: &str) -> Result<Option<HeadRecord>, StorageError> {
    let found = log_head::Entity::find()
        .filter(log_head::Column::RoundId.eq(round))
        .order_by_desc(log_head::Column::Size)
        .one(db.reader())
        .await?;
    Ok(found.map(|row| HeadRecord {
        size: row.size as u64,
        root: row.root,
        at: row.at,
        key_id: row.key_id,
        signature: row.signature,
    }))
}

/// These stored nodes (level, index) of a round's tree, so that one proof never reads the whole tree.
pub async fn some_nodes(
    db: &Db,
    round: &str,
    wanted: &BTreeSet<(u32, u64)>,
) -> Result<BTreeMap<(u32, u64), [u8; 32]>, StorageError> {
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let places = wanted.iter().map(|(level, index)| {
        Condition::all()
            .add(log_node::Column::Level.eq(i64::from(*level)))
            .add(log_node::Column::Idx.eq(*index as i64))
    });
    let rows = log_node::Entity::find()
        .filter(log_node::Column::RoundId.eq(round))
        .filter(places.fold(Condition::any(), Condition::add))
        .all(db.reader())
        .await?;
    rows.into_iter()
        .map(|row| {
            let hash = row.hash.as_slice().try_into().map_err(|_| StorageError::Corrupt {
                what: "log node",
                why: format!("{} bytes instead of 32", row.hash.len()),
            })?;
            Ok(((row.level as u32, row.idx as u64), hash))
        })
        .collect()
}
