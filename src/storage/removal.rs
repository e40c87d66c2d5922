//! Removals that one person proposes and another decides.

use super::audit::{self, Change};
use super::entity::{removal_proposal, submission};
use super::round::{RoundState, expect_alone, stands};
use super::{Db, StorageError};
use crate::domain::data::ConfirmedRemoval;
use crate::domain::refusal::Conflict;
use crate::domain::removal::{Cause, Decision, Proposal};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::json;
use std::collections::BTreeSet;

/// A proposal on its way.
#[derive(Debug, Clone, Copy)]
pub struct NewProposal<'a> {
    /// The submission.
    pub submission: &'a str,
    /// Why.
    pub cause: Cause,
    /// In words.
    pub reason: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Stores a proposal and gives its number; refuses a second one while the first is open or was accepted.
pub async fn propose(db: &Db, round: &str, new: &NewProposal<'_>) -> Result<u32, StorageError> {
    let tx = db.write().await?;
    still_open(&tx, round).await?;
    let all = removal_proposal::Entity::find().filter(removal_proposal::Column::RoundId.eq(round));
    let same = all
        .clone()
        .filter(removal_proposal::Column::SubmissionId.eq(new.submission))
        .all(&tx)
        .await?;
    if same.iter().any(|row| row.removed != Some(false)) {
        return Err(Conflict::ProposedMeanwhile(new.submission.to_owned()).into());
    }
    let number = all.count(&tx).await? as i64 + 1;
    let row = removal_proposal::ActiveModel {
        round_id: Set(round.into()),
        number: Set(number),
        submission_id: Set(new.submission.into()),
        code: Set(new.cause.code().into()),
        reason: Set(new.reason.into()),
        proposed_by: Set(db.actor().name().into()),
        proposed_at: Set(new.at),
        removed: Set(None),
        decided_by: Set(None),
        decision_reason: Set(None),
        decided_at: Set(None),
    };
    removal_proposal::Entity::insert(row)
        .exec_without_returning(&tx)
        .await?;
    // Why, in words, stays with the proposal: it may speak of people.
    let change = Change::of("propose-removal", &format!("proposal {number}"))
        .in_round(round)
        .to(json!({"submission": new.submission, "code": new.cause.code()}));
    audit::append(db, &tx, change, new.at).await?;
    tx.commit().await?;
    Ok(number as u32)
}

/// Stores the decision about an open proposal of somebody else.
pub async fn decide(db: &Db, round: &str, number: u32, decision: &Decision) -> Result<(), StorageError> {
    let tx = db.write().await?;
    still_open(&tx, round).await?;
    let done = removal_proposal::Entity::update_many()
        .col_expr(removal_proposal::Column::Removed, Expr::value(decision.removed))
        .col_expr(removal_proposal::Column::DecidedBy, Expr::value(decision.by.as_str()))
        .col_expr(
            removal_proposal::Column::DecisionReason,
            Expr::value(decision.reason.as_str()),
        )
        .col_expr(removal_proposal::Column::DecidedAt, Expr::value(decision.at))
        .filter(removal_proposal::Column::RoundId.eq(round))
        .filter(removal_proposal::Column::Number.eq(i64::from(number)))
        .filter(removal_proposal::Column::ProposedBy.ne(decision.by.as_str()))
        .filter(removal_proposal::Column::Removed.is_null())
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Conflict::DecidedMeanwhile(number).into());
    }
    let change = Change::of("decide-removal", &format!("proposal {number}"))
        .in_round(round)
        .to(json!({"removed": decision.removed}));
    audit::append(db, &tx, change, decision.at).await?;
    Ok(tx.commit().await?)
}

/// Removals change nothing any more once the answers were checked: weights and scores rest on that.
async fn still_open(tx: &DatabaseTransaction, round: &str) -> Result<(), StorageError> {
    expect_alone(tx, round, &[RoundState::Fielding, RoundState::Closed]).await?;
    if stands(tx, round, "check").await? {
        let (round, stage) = (round.to_owned(), "check".to_owned());
        return Err(Conflict::StageDone { round, stage }.into());
    }
    Ok(())
}

/// All proposals of a round, oldest first.
pub async fn all(db: &Db, round: &str) -> Result<Vec<Proposal>, StorageError> {
    proposals(db.reader(), round).await
}

/// Inside a transaction: whether a proposal waits for its decision.
pub(in crate::storage) async fn any_open(tx: &DatabaseTransaction, round: &str) -> Result<bool, StorageError> {
    Ok(proposals(tx, round).await?.iter().any(|one| one.decision.is_none()))
}

/// Proposals that nobody has decided yet.
pub async fn undecided(db: &Db, round: &str) -> Result<u64, StorageError> {
    let open = removal_proposal::Entity::find()
        .filter(removal_proposal::Column::RoundId.eq(round))
        .filter(removal_proposal::Column::Removed.is_null());
    Ok(open.count(db.reader()).await?)
}

async fn proposals(from: &impl ConnectionTrait, round: &str) -> Result<Vec<Proposal>, StorageError> {
    let rows = removal_proposal::Entity::find()
        .filter(removal_proposal::Column::RoundId.eq(round))
        .order_by_asc(removal_proposal::Column::Number)
        .all(from)
        .await?;
    rows.into_iter().map(proposal).collect()
}

/// Confirmed removals of submissions that still count, by submission id: who has withdrawn or answered anew since is not
/// removed any more.
pub(in crate::storage) async fn confirmed(
    from: &impl ConnectionTrait,
    round: &str,
) -> Result<Vec<ConfirmedRemoval>, StorageError> {
    let all: Vec<ConfirmedRemoval> = proposals(from, round)
        .await?
        .iter()
        .filter_map(Proposal::confirmed)
        .collect();
    let counting: Vec<String> = submission::Entity::find()
        .select_only()
        .column(submission::Column::SubmissionId)
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::Status.eq("accepted"))
        .filter(submission::Column::SubmissionId.is_in(all.iter().map(|one| one.submission.as_str())))
        .into_tuple()
        .all(from)
        .await?;
    let counting: BTreeSet<String> = counting.into_iter().collect();
    let mut found: Vec<ConfirmedRemoval> = all
        .into_iter()
        .filter(|one| counting.contains(&one.submission))
        .collect();
    found.sort_by(|a, b| a.submission.cmp(&b.submission));
    Ok(found)
}

fn proposal(row: removal_proposal::Model) -> Result<Proposal, StorageError> {
    let cause = Cause::of_code(&row.code).ok_or_else(|| StorageError::Corrupt {
        what: "removal",
        why: format!("{} is no code of a removal", row.code),
    })?;
    let decision = row.removed.zip(row.decided_by).map(|(removed, by)| Decision {
        by,
        removed,
        reason: row.decision_reason.unwrap_or_default(),
        at: row.decided_at.unwrap_or_default(),
    });
    Ok(Proposal {
        number: row.number as u32,
        submission: row.submission_id,
        cause,
        reason: row.reason,
        by: row.proposed_by,
        at: row.proposed_at,
        decision,
    })
}
