//! The commitment log: positions given after commit, tree nodes, signed heads.

use super::entity::{log_entry, log_head, log_node, submission};
use super::{Db, ROWS_PER_STATEMENT, StorageError};
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogNode {
    /// 0 = leaves.
    pub level: u32,
    /// Position within the level.
    pub index: u64,
    /// Hash.
    pub hash: [u8; 32],
}

/// A signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadRecord {
    /// Leaves.
    pub size: u64,
    /// Root, hex.
    pub root: String,
    /// Unix seconds.
    pub at: i64,
    /// Key id.
    pub key_id: String,
    /// Signature, hex.
    pub signature: String,
}

/// A leaf that is no submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRecord {
    /// `keys` or `epoch`.
    pub kind: String,
    /// Number within its kind.
    pub number: u64,
    /// Leaf hash.
    pub leaf: [u8; 32],
    /// Position, once given.
    pub leaf_index: Option<u64>,
}

/// A leaf that waits for its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// An entry, by kind and number.
    Entry(String, u64),
    /// A submission, by id.
    Submission(String),
}

/// Whether a submission has no position yet.
pub async fn submission_waits(db: &Db, round: &str) -> Result<bool, StorageError> {
    let first = submission::Entity::find()
        .select_only()
        .column(submission::Column::SubmissionId)
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::LeafIndex.is_null())
        .into_tuple::<String>()
        .one(db.reader())
        .await?;
    Ok(first.is_some())
}

/// Leaves without a position: entries first, then submissions in an order that tells nothing about arrival.
pub async fn waiting(db: &Db, round: &str) -> Result<Vec<(Waiting, [u8; 32])>, StorageError> {
    let entries = entries(db, round)
        .await?
        .into_iter()
        .filter(|entry| entry.leaf_index.is_none());
    let mut found: Vec<_> = entries
        .map(|entry| (Waiting::Entry(entry.kind, entry.number), entry.leaf))
        .collect();
    let mut rows = submission::Entity::find()
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::LeafIndex.is_null())
        .all(db.reader())
        .await?;
    rows.sort_by(|a, b| a.submission_id.cmp(&b.submission_id));
    for row in rows {
        found.push((Waiting::Submission(row.submission_id), hash(&row.leaf_hash)?));
    }
    Ok(found)
}

/// Leaves that are no submission, by kind and number.
pub async fn entries(db: &Db, round: &str) -> Result<Vec<EntryRecord>, StorageError> {
    let rows = log_entry::Entity::find()
        .filter(log_entry::Column::RoundId.eq(round))
        .order_by_desc(log_entry::Column::Kind)
        .order_by_asc(log_entry::Column::Number)
        .all(db.reader())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EntryRecord {
                kind: row.kind,
                number: row.number as u64,
                leaf: hash(&row.leaf_hash)?,
                leaf_index: row.leaf_index.map(|index| index as u64),
            })
        })
        .collect()
}

/// Inside a transaction: adds a leaf that is no submission.
pub(in crate::storage) async fn add_entry(
    tx: &impl ConnectionTrait,
    round: &str,
    kind: &str,
    number: u64,
    leaf: [u8; 32],
) -> Result<(), StorageError> {
    let row = log_entry::ActiveModel {
        round_id: Set(round.into()),
        kind: Set(kind.into()),
        number: Set(number as i64),
        leaf_hash: Set(leaf.to_vec()),
        leaf_index: Set(None),
    };
    log_entry::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// How many leaves the log has.
pub async fn size(db: &Db, round: &str) -> Result<u64, StorageError> {
    Ok(log_node::Entity::find()
        .filter(log_node::Column::RoundId.eq(round))
        .filter(log_node::Column::Level.eq(0))
        .count(db.reader())
        .await?)
}

/// Appends leaves that were positioned after `size_before`, with the nodes they complete and the new head.
pub async fn append(
    db: &Db,
    round: &str,
    size_before: u64,
    leaves: &[Waiting],
    nodes: &[LogNode],
    head: &HeadRecord,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let present = log_node::Entity::find()
        .filter(log_node::Column::RoundId.eq(round))
        .filter(log_node::Column::Level.eq(0))
        .count(&tx)
        .await?;
    if present != size_before {
        return Err(Conflict::Sequencer.into());
    }
    for chunk in nodes.chunks(ROWS_PER_STATEMENT) {
        let rows = chunk.iter().map(|node| log_node::ActiveModel {
            round_id: Set(round.into()),
            level: Set(i64::from(node.level)),
            idx: Set(node.index as i64),
            hash: Set(node.hash.to_vec()),
        });
        log_node::Entity::insert_many(rows).exec_without_returning(&tx).await?;
    }
    for (offset, leaf) in leaves.iter().enumerate() {
        give_position(&tx, round, leaf, size_before + offset as u64).await?;
    }
    let row = log_head::ActiveModel {
        round_id: Set(round.into()),
        size: Set(head.size as i64),
        root: Set(head.root.clone()),
        at: Set(head.at),
        key_id: Set(head.key_id.clone()),
        signature: Set(head.signature.clone()),
    };
    log_head::Entity::insert(row).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

async fn give_position(
    tx: &impl ConnectionTrait,
    round: &str,
    leaf: &Waiting,
    position: u64,
) -> Result<(), StorageError> {
    let position = Expr::value(position as i64);
    match leaf {
        Waiting::Submission(id) => {
            submission::Entity::update_many()
                .col_expr(submission::Column::LeafIndex, position)
                .filter(submission::Column::RoundId.eq(round))
                .filter(submission::Column::SubmissionId.eq(id.as_str()))
                .exec(tx)
                .await?
        }
        Waiting::Entry(kind, number) => {
            log_entry::Entity::update_many()
                .col_expr(log_entry::Column::LeafIndex, position)
                .filter(log_entry::Column::RoundId.eq(round))
                .filter(log_entry::Column::Kind.eq(kind.as_str()))
                .filter(log_entry::Column::Number.eq(*number as i64))
                .exec(tx)
                .await?
        }
    };
    Ok(())
}

/// Every stored node of a round: what proofs are made of.
pub async fn nodes(db: &Db, round: &str) -> Result<Vec<LogNode>, StorageError> {
    let rows = log_node::Entity::find()
        .filter(log_node::Column::RoundId.eq(round))
        .order_by_asc(log_node::Column::Level)
        .order_by_asc(log_node::Column::Idx)
        .all(db.reader())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LogNode {
                level: row.level as u32,
                index: row.idx as u64,
                hash: hash(&row.hash)?,
            })
        })
        .collect()
}

/// Signed heads, oldest first.
pub async fn heads(db: &Db, round: &str) -> Result<Vec<HeadRecord>, StorageError> {
    let rows = log_head::Entity::find()
        .filter(log_head::Column::RoundId.eq(round))
        .order_by_asc(log_head::Column::Size)
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| HeadRecord {
            size: row.size as u64,
            root: row.root,
            at: row.at,
            key_id: row.key_id,
            signature: row.signature,
        })
        .collect())
}

fn hash(bytes: &[u8]) -> Result<[u8; 32], StorageError> {
    bytes.try_into().map_err(|_| StorageError::Corrupt {
        what: "hash",
        why: format!("{} bytes instead of 32", bytes.len()),
    })
}
