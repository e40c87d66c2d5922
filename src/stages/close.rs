//! Closes a round: sufficient partial answers become submissions, nothing more is accepted, and the log gets its last
//! head.

use super::respond::{PartialCounts, gather_partials};
use super::{App, StageError};
use crate::domain::refusal::{Instead, Refusal};
use crate::jobs::sequencer;
use crate::storage::round::{self, RoundState};
use crate::storage::submission;

/// What closing did.
#[derive(Debug, Clone)]
pub struct CloseReport {
    /// What became of unfinished edits.
    pub partials: PartialCounts,
    /// Submissions that count.
    pub submissions: u64,
}

/// Closes the field. Closing a closed round again only finishes what an interruption left undone.
pub async fn close(app: &App, id: &str) -> Result<CloseReport, StageError> {
    let loaded = app.round(id).await?;
    let done = round::records(&app.db, id)
        .await?
        .iter()
        .any(|record| record.stage == "close");
    let instead = match loaded.record.state {
        RoundState::Draft | RoundState::Registered => Instead::NotInField,
        _ => Instead::ClosedAlready,
    };
    loaded.expect_state(&[RoundState::Fielding, RoundState::Closed], instead)?;
    if done && loaded.record.state == RoundState::Closed {
        return Err(StageError::OutOfOrder(Refusal::ClosedAlready(id.to_owned())));
    }
    let in_field = loaded.record.state == RoundState::Fielding;
    let partials = if in_field {
        gather_partials(app, id).await?
    } else {
        PartialCounts::default()
    };
    if submission::count(&app.db, id).await? == 0 {
        return Err(StageError::OutOfOrder(Refusal::NoAnswers(id.to_owned())));
    }
    if in_field {
        let (from, nothing) = ([RoundState::Fielding], serde_json::json!({}));
        round::advance(&app.db, id, &from, RoundState::Closed, "closing", app.now(), &nothing).await?;
    }
    // Counted after the door is shut: nothing can come in between the count and the record.
    let submissions = submission::count(&app.db, id).await?;
    while sequencer::sequence(app, id).await? > 0 {}
    let summary = serde_json::json!({
        "submissions": submissions, "complete": partials.complete,
        "sufficient": partials.sufficient, "insufficient": partials.insufficient,
    });
    round::note(&app.db, id, "close", app.now(), &summary).await?;
    Ok(CloseReport { partials, submissions })
}
