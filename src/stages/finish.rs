//! Closing and computing as work that goes on while somebody watches: begun once, however often it is asked for.

use super::close::{OnDanger, close, expect_closable};
use super::memory::{Stopped, Task};
use super::{App, StageError, analyse};
use crate::domain::refusal::Instead;
use crate::storage::round::{self, RoundState};
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

/// What is done in the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Closes the field.
    Close(OnDanger),
    /// Checks, weights and scores, from wherever an interruption left it.
    Compute,
}

impl Work {
    /// Whether the round still is where this work belongs: closing in the field, computing after it.
    pub fn belongs(self, state: RoundState) -> bool {
        match self {
            Work::Close(_) => state == RoundState::Fielding,
            Work::Compute => state == RoundState::Closed,
        }
    }
}

/// Begins the work, unless some is under way for this round; how it ends is in [`super::memory::Memory`].
///
/// # Errors
/// A round that is not where this work belongs, told to whoever asks; nothing is begun then.
pub async fn begin(app: &Arc<App>, round: &str, work: Work) -> Result<(), StageError> {
    let loaded = app.round(round).await?;
    if matches!(app.memory.task(round), Some(Task::Running(_))) {
        return Ok(());
    }
    match work {
        Work::Close(_) => expect_closable(app, &loaded).await?,
        Work::Compute => loaded.expect_state(&[RoundState::Closed], Instead::First("close"))?,
    }
    if !app.memory.begin(round, app.now()) {
        return Ok(());
    }
    let (app, round) = (app.clone(), round.to_owned());
    tokio::spawn(async move {
        // On a thread of its own: it computes for long, and a panic ends in the memory like any other failure.
        let (worker, of, runtime) = (app.clone(), round.clone(), Handle::current());
        let done = spawn_blocking(move || runtime.block_on(run(&worker, &of, work))).await;
        let done = done.unwrap_or_else(|error| Err(super::evidence::died(error)));
        if let Err(error) = &done {
            tracing::warn!(round, error = %error, "work on a round stopped");
        }
        let by = app.db.actor().name().to_owned();
        app.memory
            .end(&round, done.map_err(|error| Stopped::of(work, by, error)));
    });
    Ok(())
}

async fn run(app: &App, round: &str, work: Work) -> Result<(), StageError> {
    match work {
        Work::Close(on_danger) => close(app, round, on_danger).await.map(drop),
        Work::Compute => compute(app, round).await,
    }
}

/// Everything from the closed field to the sheet that is not done yet.
///
/// # Errors
/// Whatever the steps refuse.
pub async fn compute(app: &App, id: &str) -> Result<(), StageError> {
    let loaded = app.round(id).await?;
    loaded.expect_state(&[RoundState::Closed], Instead::First("close"))?;
    let history = round::records(&app.db, id).await?;
    let done = round::standing(&history);
    if !done.contains(&"check") {
        return analyse::all(app, id).await.map(drop);
    }
    if !done.contains(&"weigh") {
        analyse::weigh(app, id).await?;
    }
    analyse::score(app, id).await.map(drop)
}
