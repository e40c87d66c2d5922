//! Removals: one person proposes, another decides, and everybody sees what they do to each department.

use super::data::{hashes, round_facts};
use super::evidence::{died, read_columns};
use super::{App, StageError};
use crate::domain::refusal::{FieldRefusal, Instead};
use crate::domain::removal::{Cause, Decision, Proposal, RemovalEffect, effects as compute};
use crate::storage::removal::{self, NewProposal};
use crate::storage::round::RoundState;
use crate::storage::{round as rounds, submission};
use tokio::task::spawn_blocking;

/// Proposes that a submission does not count; gives the proposal's number.
///
/// # Errors
/// Answers that were checked already, a submission that does not count, no reason, a proposal that stands already.
pub async fn propose(
    app: &App,
    round: &str,
    submission_id: &str,
    cause: Cause,
    reason: &str,
) -> Result<u32, StageError> {
    still_open(app, round).await?;
    let reason = said(reason)?;
    if !submission::counts(&app.db, round, submission_id).await? {
        return Err(FieldRefusal::NoSubmission(submission_id.to_owned()).into());
    }
    let new = NewProposal {
        submission: submission_id,
        cause,
        reason,
        at: app.now(),
    };
    Ok(removal::propose(&app.db, round, &new).await?)
}

/// Decides a proposal: another person than the one who made it, with a reason.
///
/// # Errors
/// Answers that were checked already, no such proposal, one's own, no reason, decided meanwhile.
pub async fn decide(app: &App, round: &str, number: u32, removed: bool, reason: &str) -> Result<(), StageError> {
    still_open(app, round).await?;
    let reason = said(reason)?.to_owned();
    let all = proposals(app, round).await?;
    let proposal = all
        .iter()
        .find(|one| one.number == number)
        .ok_or(FieldRefusal::NoProposal(number))?;
    let by = app.db.actor().name();
    if proposal.by == by {
        return Err(FieldRefusal::OwnProposal(number).into());
    }
    let decision = Decision {
        by: by.to_owned(),
        removed,
        reason,
        at: app.now(),
    };
    Ok(removal::decide(&app.db, round, number, &decision).await?)
}

/// Every proposal of the round, oldest first.
pub async fn proposals(app: &App, round: &str) -> Result<Vec<Proposal>, StageError> {
    Ok(removal::all(&app.db, round).await?)
}

/// Every department with and without removals, by the registered rule and by people, on what has come in so far.
///
/// # Errors
/// What quality, weighting or scoring would refuse after closing.
pub async fn effects(app: &App, round: &str) -> Result<Vec<RemovalEffect>, StageError> {
    let loaded = app.round(round).await?;
    let data = round_facts(app, &loaded, app.now(), 1).await?;
    let columns = read_columns(app, &loaded, None).await?;
    let computing = spawn_blocking(move || compute(&loaded.survey, &data, &columns, &hashes(&loaded.survey)));
    Ok(computing.await.map_err(died)??)
}

async fn still_open(app: &App, round: &str) -> Result<(), StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(
        &[RoundState::Fielding, RoundState::Closed],
        Instead::RemoveBeforeChecking,
    )?;
    let checked = rounds::records(&app.db, round)
        .await?
        .iter()
        .any(|record| record.stage == "check");
    if checked {
        return Err(FieldRefusal::Checked(round.to_owned()).into());
    }
    Ok(())
}

fn said(reason: &str) -> Result<&str, FieldRefusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(FieldRefusal::NoReason);
    }
    let (found, most) = (reason.chars().count(), super::cases::LONGEST_NOTE);
    if found > most {
        return Err(FieldRefusal::NoteTooLong { found, most });
    }
    Ok(reason)
}
