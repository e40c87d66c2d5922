//! What is stored behind a receipt code: where the submission stands, never what it says.

use super::entity::submission;
use super::{Db, StorageError};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

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
    }))
}
