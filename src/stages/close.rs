//! Closes a round: sufficient partial answers become submissions, nothing more is accepted, and the log gets its last
//! head.

use super::preparing::pretest;
use super::respond::{PartialCounts, gather_partials};
use super::status::next;
use super::{App, LoadedRound, StageError, forecast};
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::score::forecast::Forecast;
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
    /// What was foreseen; empty where an interrupted closing was only finished.
    pub forecast: Forecast,
}

/// What to do when closing would endanger the sheet: it cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDanger {
    /// Leave the round in the field and name the dangers.
    Refuse,
    /// Close it all the same; somebody said so.
    Accept,
}

/// Closes the field, after a look ahead at the stages that follow. Closing a closed round again only finishes what an
/// interruption left undone.
///
/// # Errors
/// [`Refusal::Endangered`] with everything that check, weigh and score would stumble over; nothing is changed then.
pub async fn close(app: &App, id: &str, on_danger: OnDanger) -> Result<CloseReport, StageError> {
    let loaded = app.round(id).await?;
    pretest::counts(&loaded)?;
    expect_closable(app, &loaded).await?;
    let in_field = loaded.record.state == RoundState::Fielding;
    let (mut partials, mut forecast) = (PartialCounts::default(), Forecast::default());
    if in_field {
        forecast = look_ahead(app, &loaded, on_danger).await?;
        partials = gather_partials(app, id).await?;
    }
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
        "dangers": forecast.dangers.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    round::note(&app.db, id, "close", app.now(), &summary).await?;
    Ok(CloseReport {
        partials,
        submissions,
        forecast,
    })
}

/// Whether the round can be closed now: it is in the field, or its closing was interrupted.
///
/// # Errors
/// [`Refusal::InState`] with what to do instead.
pub async fn expect_closable(app: &App, loaded: &LoadedRound) -> Result<(), StageError> {
    let history = round::records(&app.db, &loaded.record.id).await?;
    let done = history.iter().any(|record| record.stage == "close");
    let after = next(app, loaded).await?;
    let instead = match loaded.record.state {
        RoundState::Draft | RoundState::Registered => Instead::NotInField(after),
        _ => Instead::ClosedAlready(after),
    };
    let closes = if done {
        [RoundState::Fielding].as_slice()
    } else {
        &[RoundState::Fielding, RoundState::Closed]
    };
    loaded.expect_state(closes, instead)
}

async fn look_ahead(app: &App, loaded: &LoadedRound, on_danger: OnDanger) -> Result<Forecast, StageError> {
    let round = loaded.record.id.clone();
    let ahead = forecast::forecast(app, loaded).await?;
    if ahead.submissions == 0 {
        return Err(StageError::OutOfOrder(Refusal::NoAnswers(round)));
    }
    if on_danger == OnDanger::Refuse && !ahead.dangers.is_empty() {
        return Err(StageError::Refused(Refusal::Endangered {
            round,
            dangers: ahead.dangers,
            sampled: ahead.sampled,
        }));
    }
    Ok(ahead)
}
