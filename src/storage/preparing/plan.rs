//! The sizes that the agency chose, until the sample is drawn by them.

use crate::domain::refusal::Conflict;
use crate::domain::sample::SamplePlan;
use crate::storage::audit::{self, Change};
use crate::storage::entity::sample_plan;
use crate::storage::round::{RoundState, expect_alone};
use crate::storage::{Db, StorageError, from_json, to_json};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};

/// Chosen sizes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanRecord {
    /// How often they were saved; 0 where they are the registered ones.
    pub version: u64,
    /// The sizes.
    pub plan: SamplePlan,
}

/// The chosen sizes of a round.
pub async fn plan(db: &Db, round: &str) -> Result<PlanRecord, StorageError> {
    let row = sample_plan::Entity::find_by_id(round.to_owned())
        .one(db.reader())
        .await?;
    let Some(row) = row else {
        return Ok(PlanRecord::default());
    };
    Ok(PlanRecord {
        version: row.version as u64,
        plan: from_json("sample plan", &row.plan)?,
    })
}

/// Saves sizes in place of those of `seen`, before the draw.
///
/// # Errors
/// A conflict when somebody saved others meanwhile.
pub async fn save_plan(db: &Db, round: &str, seen: u64, plan: &SamplePlan, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_alone(&tx, round, &[RoundState::Draft]).await?;
    let before = sample_plan::Entity::find_by_id(round.to_owned()).one(&tx).await?;
    let version = before.as_ref().map_or(0, |row| row.version);
    if version as u64 != seen {
        let by = before.map(|row| row.by).unwrap_or_default();
        return Err(Conflict::PlanMeanwhile(by).into());
    }
    let was: serde_json::Value = match &before {
        Some(row) => from_json("sample plan", &row.plan)?,
        None => serde_json::Value::Null,
    };
    let after = sample_plan::ActiveModel {
        round_id: Set(round.into()),
        version: Set(version + 1),
        plan: Set(to_json(plan)),
        by: Set(db.actor().name().to_owned()),
        at: Set(at),
    };
    write(&tx, before, after).await?;
    let change = Change::of("sizes.choose", round)
        .in_round(round)
        .from(was)
        .to(serde_json::json!(plan));
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Inside a transaction: the chosen sizes are still of that version, where one matters.
pub(in crate::storage) async fn expect_version(
    tx: &impl ConnectionTrait,
    round: &str,
    seen: Option<u64>,
) -> Result<(), StorageError> {
    let Some(seen) = seen else {
        return Ok(());
    };
    let row = sample_plan::Entity::find_by_id(round.to_owned()).one(tx).await?;
    if row.map_or(0, |row| row.version as u64) != seen {
        return Err(Conflict::PreparedMeanwhile.into());
    }
    Ok(())
}

async fn write(
    tx: &impl ConnectionTrait,
    before: Option<sample_plan::Model>,
    after: sample_plan::ActiveModel,
) -> Result<(), StorageError> {
    match before {
        None => {
            sample_plan::Entity::insert(after).exec_without_returning(tx).await?;
        }
        Some(row) => {
            let mut row = row.into_active_model();
            (row.version, row.plan, row.by, row.at) = (after.version, after.plan, after.by, after.at);
            row.update(tx).await?;
        }
    }
    Ok(())
}
