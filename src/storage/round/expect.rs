//! What a transaction expects of its round, so that what it checked still holds when it commits.

use super::history::AGAIN;
use super::{GIVEN_UP, RoundState};
use crate::domain::refusal::Conflict;
use crate::storage::StorageError;
use crate::storage::entity::{round, stage_record};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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

/// Inside a transaction: whether a stage stands as done; one from before the last correction began, or from before the last
/// sheet was sent back, does not.
pub(in crate::storage) async fn stands(tx: &impl ConnectionTrait, id: &str, stage: &str) -> Result<bool, StorageError> {
    let last = async |stage: &str| {
        stage_record::Entity::find()
            .filter(stage_record::Column::RoundId.eq(id))
            .filter(stage_record::Column::Stage.eq(stage))
            .order_by_desc(stage_record::Column::Seq)
            .one(tx)
            .await
    };
    let mut turned = -1;
    for turn in AGAIN {
        turned = last(turn).await?.map_or(turned, |record| record.seq.max(turned));
    }
    let given_up = last(GIVEN_UP).await?.is_some_and(|record| record.seq > turned);
    let turned = if given_up { -1 } else { turned };
    Ok(last(stage).await?.is_some_and(|record| record.seq > turned))
}
