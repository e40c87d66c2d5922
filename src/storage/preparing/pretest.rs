//! Pretests: rounds of their own that can be thrown away whole, since nothing of them ever counts.

use super::codes::{IN_FORCE, put_codes};
use crate::domain::refusal::Conflict;
use crate::storage::audit::{self, Change};
use crate::storage::entity::invitation_batch;
use crate::storage::round::{Purpose, RoundState, expect_alone, find};
use crate::storage::{Db, StorageError};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, PaginatorTrait, Statement};

/// Every table that holds something of one round, except the audit log, which forgets
/// nothing, and the ledgers, which take up sealed sheets only.
pub const TABLES: [&str; 28] = [
    "back_check",
    "back_check_answer",
    "confirmation",
    "disposition_event",
    "edit",
    "epoch",
    "frame",
    "frame_upload",
    "invitation_batch",
    "invitation_code",
    "log_entry",
    "log_head",
    "log_node",
    "page_save",
    "push_attempt",
    "push_delivery",
    "quality",
    "registration",
    "removal_proposal",
    "respondent",
    "sample_plan",
    "sample_unit",
    "sheet",
    "stage_record",
    "stratum",
    "submission",
    "survey_file",
    "unit_weight",
];

const ANY: [RoundState; 3] = [RoundState::Draft, RoundState::Registered, RoundState::Fielding];

/// Keeps the encrypted codes of a pretest, so that its links can be shown as long as it is there.
pub async fn keep_codes(db: &Db, round: &str, codes: &[(u64, Vec<u8>)], at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_alone(&tx, round, &ANY).await?;
    if invitation_batch::Entity::find_by_id((round.to_owned(), 1))
        .count(&tx)
        .await?
        > 0
    {
        return Err(Conflict::CodesMeanwhile.into());
    }
    let row = invitation_batch::ActiveModel {
        round_id: Set(round.into()),
        batch_no: Set(1),
        codes: Set(codes.len() as i64),
        state: Set(IN_FORCE.into()),
        by: Set(db.actor().name().to_owned()),
        at: Set(at),
    };
    invitation_batch::Entity::insert(row)
        .exec_without_returning(&tx)
        .await?;
    put_codes(&tx, round, 1, codes).await?;
    let change = Change::of("pretest.links", round)
        .in_round(round)
        .to(serde_json::json!({"links": codes.len()}));
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Throws a pretest away: everything of it but the lines of the audit log.
///
/// # Errors
/// A conflict where the round is no pretest, or is not there.
pub async fn discard(db: &Db, round: &str, at: i64) -> Result<(), StorageError> {
    if find(db, round).await?.purpose != Purpose::Pretest {
        let round = round.to_owned();
        return Err(Conflict::NotAPretest(round).into());
    }
    let tx = db.write().await?;
    expect_alone(&tx, round, &ANY).await?;
    for table in TABLES.into_iter().chain(["round"]) {
        // The names are our own; a round's purpose never changes.
        let delete = format!("DELETE FROM \"{table}\" WHERE round_id = $1");
        tx.execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            delete,
            [round.into()],
        ))
        .await?;
    }
    audit::append(db, &tx, Change::of("pretest.discard", round).in_round(round), at).await?;
    Ok(tx.commit().await?)
}
