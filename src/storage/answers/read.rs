//! Edits, as closing and the transactions look for them.

use crate::storage::entity::{edit, sample_unit};
use crate::storage::{Db, StorageError};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Units of a round whose respondent has an open edit and no submission that counts.
pub async fn unfinished(db: &Db, round: &str) -> Result<Vec<u64>, StorageError> {
    let edits = edit::Entity::find()
        .filter(edit::Column::RoundId.eq(round))
        .filter(edit::Column::Status.eq("open"))
        .all(db.reader())
        .await?;
    let open: std::collections::BTreeSet<String> = edits.into_iter().map(|edit| edit.respondent_id).collect();
    let units = sample_unit::Entity::find()
        .filter(sample_unit::Column::RoundId.eq(round))
        .filter(sample_unit::Column::RespondentId.is_not_null())
        .order_by_asc(sample_unit::Column::SampleNo)
        .all(db.reader())
        .await?;
    let linked = units
        .into_iter()
        .filter_map(|unit| Some((unit.sample_no as u64, unit.respondent_id?)));
    let unfinished = linked.filter(|(_, respondent)| open.contains(respondent));
    Ok(unfinished.map(|(sample_no, _)| sample_no).collect())
}

pub(super) async fn edits_of(
    db: &impl ConnectionTrait,
    round: &str,
    respondent: &str,
) -> Result<Vec<edit::Model>, StorageError> {
    Ok(edit::Entity::find()
        .filter(edit::Column::RoundId.eq(round))
        .filter(edit::Column::RespondentId.eq(respondent))
        .all(db)
        .await?)
}
