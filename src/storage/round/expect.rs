//! What a transaction expects of its round, so that what it checked still holds when it commits.

use super::RoundState;
use crate::domain::refusal::Conflict;
use crate::storage::StorageError;
use crate::storage::entity::{round, stage_record};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

/// Inside a transaction: refuses unless the round is in one of these states, and keeps it there until the commit.
pub(in crate::storage) async fn expect_state(
    tx: &DatabaseTransaction,
    id: &str,
    states: &[RoundState],
) -> Result<(), StorageError> {
    let row = round::Entity::find_by_id(id.to_owned()).lock_shared().one(tx).await?;
    hold(row, id, states)
}

/// The same for writers that must come one after the other.
pub(in crate::storage) async fn expect_alone(
    tx: &DatabaseTransaction,
    id: &str,
    states: &[RoundState],
) -> Result<(), StorageError> {
    let row = round::Entity::find_by_id(id.to_owned())
        .lock_exclusive()
        .one(tx)
        .await?;
    hold(row, id, states)
}

fn hold(row: Option<round::Model>, id: &str, states: &[RoundState]) -> Result<(), StorageError> {
    let row = row.ok_or_else(|| StorageError::NotFound(id.to_owned()))?;
    if states.iter().any(|state| state.as_str() == row.state) {
        return Ok(());
    }
    Err(Conflict::OtherState {
        round: id.to_owned(),
        states: states.iter().map(|state| state.as_str()).collect(),
    }
    .into())
}

/// Inside a transaction: whether a stage has left its record.
pub(in crate::storage) async fn has_record(
    tx: &impl ConnectionTrait,
    id: &str,
    stage: &str,
) -> Result<bool, StorageError> {
    let same = stage_record::Entity::find()
        .filter(stage_record::Column::RoundId.eq(id))
        .filter(stage_record::Column::Stage.eq(stage));
    Ok(same.count(tx).await? > 0)
}
