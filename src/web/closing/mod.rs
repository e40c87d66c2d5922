//! `/agency/{round}/close`: the manager closes the field, has the sheet computed, and opens a sealed one for correction.

mod view;

use crate::domain::score::forecast::Forecast;
use crate::stages::analyse::all_decided;
use crate::stages::close::OnDanger;
use crate::stages::correct::{give_up, propose};
use crate::stages::finish::{Work, begin};
use crate::stages::memory::Task;
use crate::stages::respond::{PartialCounts, partial_counts};
use crate::stages::{LoadedRound, StageError, forecast};
use crate::storage::round::{Purpose, RoundState, StageRecord, records};
use crate::storage::{removal, submission};
use crate::web::PageError;
use crate::web::access::acts::{ComputeSheet, ProposeCorrection, RunField};
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::refusal::{explained, nowhere, refused, unticked};
use crate::web::extract::Path;
use crate::web::rounds::known;
use axum::http::StatusCode;
use axum::http::header::REFRESH;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use serde::Deserialize;

/// Seconds after which a page about work under way is loaded again.
const AGAIN: &str = "2";

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(RunField, "/agency/{round}/close", show);
    table.post(RunField, "/agency/{round}/close", submit_close);
    table
        .post(ComputeSheet, "/agency/{round}/compute", submit_compute)
        .on("/agency/{round}/close");
    table
        .post(ProposeCorrection, "/agency/{round}/correct", submit_correction)
        .on("/agency/{round}/close");
    table
        .post(ProposeCorrection, "/agency/{round}/correct/give-up", submit_end)
        .on("/agency/{round}/close");
}

/// Closing as posted: whether it is understood, and whether it is to be done in spite of dangers.
#[derive(Debug, Deserialize)]
pub struct CloseForm {
    #[serde(default)]
    understood: Option<String>,
    #[serde(default)]
    accept: Option<String>,
}

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// A correction as typed.
#[derive(Debug, Default, Deserialize)]
pub struct CorrectionForm {
    reason: String,
    #[serde(default)]
    understood: Option<String>,
}

/// What closing now would do.
#[derive(Debug)]
pub struct Ahead {
    /// Submissions that count now.
    pub now: u64,
    /// What becomes of unfinished forms.
    pub partials: PartialCounts,
    /// What the stages after closing would say.
    pub forecast: Forecast,
}

/// What the page shows.
#[derive(Debug)]
pub struct ClosingPage {
    /// The round.
    pub loaded: LoadedRound,
    /// What happened so far.
    pub history: Vec<StageRecord>,
    /// Proposed removals that nobody has decided.
    pub undecided: u64,
    /// Since when work is under way.
    pub running: Option<i64>,
    /// While the round is in the field and nothing is under way.
    pub ahead: Option<Ahead>,
    /// What was wrong.
    pub message: Option<Markup>,
    /// A reason that was typed before.
    pub typed: String,
}

/// `GET /agency/{round}/close`.
pub async fn show(may: May<RunField>, Path(id): Path<String>) -> Result<Response, PageError> {
    page(&may, &id, None, String::new(), StatusCode::OK).await
}

/// `POST /agency/{round}/close`: begins to close; the page says how it goes.
pub async fn submit_close(
    may: May<RunField>,
    Path(id): Path<String>,
    Posted(form): Posted<CloseForm>,
) -> Result<Response, PageError> {
    let on_danger = match form.accept {
        Some(_) => OnDanger::Accept,
        None => OnDanger::Refuse,
    };
    if form.understood.is_none() && known(&may, &id).await?.is_some() {
        let message = unticked(&may);
        return page(
            &may,
            &id,
            Some(message),
            String::new(),
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    start(&may, &id, Work::Close(on_danger)).await
}

/// `POST /agency/{round}/compute`: begins to check, weight and score.
pub async fn submit_compute(
    may: May<ComputeSheet>,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Result<Response, PageError> {
    if let Err(error) = all_decided(&may.app, &id).await {
        let message = refused(error, &may).await?;
        return page(
            &may,
            &id,
            Some(message),
            String::new(),
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    start(&may, &id, Work::Compute).await
}

/// `POST /agency/{round}/correct`: proposes another version of a sealed sheet.
pub async fn submit_correction(
    may: May<ProposeCorrection>,
    Path(id): Path<String>,
    Posted(form): Posted<CorrectionForm>,
) -> Result<Response, PageError> {
    if known(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    if form.understood.is_none() {
        let message = unticked(&may);
        return page(&may, &id, Some(message), form.reason, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match propose(&may.app, &id, &form.reason).await {
        Ok(()) => Ok(Redirect::to(&format!("/agency/{id}/close")).into_response()),
        Err(error) => {
            let message = refused(error, &may).await?;
            page(&may, &id, Some(message), form.reason, StatusCode::CONFLICT).await
        }
    }
}

/// `POST /agency/{round}/correct/give-up`: takes a proposal back, or gives up a correction that is not computed yet.
pub async fn submit_end(
    may: May<ProposeCorrection>,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Result<Response, PageError> {
    if known(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    match give_up(&may.app, &id).await {
        Ok(()) => Ok(Redirect::to(&format!("/agency/{id}/close")).into_response()),
        Err(error) => {
            let message = refused(error, &may).await?;
            page(&may, &id, Some(message), String::new(), StatusCode::CONFLICT).await
        }
    }
}

async fn start(visit: &Visit, id: &str, work: Work) -> Result<Response, PageError> {
    if known(visit, id).await?.is_none() {
        return Ok(nowhere(visit));
    }
    match begin(&visit.app, id, work).await {
        Ok(()) => Ok(Redirect::to(&format!("/agency/{id}/close")).into_response()),
        Err(error) => {
            let message = refused(error, visit).await?;
            page(visit, id, Some(message), String::new(), StatusCode::CONFLICT).await
        }
    }
}

async fn page(
    visit: &Visit,
    id: &str,
    message: Option<Markup>,
    typed: String,
    status: StatusCode,
) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let history = records(&visit.app.db, id).await.map_err(StageError::from)?;
    let reader = visit.app.db.actor().name();
    let (running, stopped) = match visit.app.memory.told(id, loaded.record.state, reader) {
        Some(Task::Running(since)) => (Some(since), None),
        Some(Task::Stopped(stopped)) => (None, Some(explained(&stopped.error, visit).await)),
        None => (None, None),
    };
    let pretest = loaded.record.purpose == Purpose::Pretest;
    let ahead = match (loaded.record.state, running) {
        (RoundState::Fielding, None) if !pretest => Some(ahead(visit, &loaded).await?),
        _ => None,
    };
    let data = ClosingPage {
        undecided: removal::undecided(&visit.app.db, id).await.map_err(StageError::from)?,
        message: message.or(stopped),
        loaded,
        history,
        running,
        ahead,
        typed,
    };
    let page = (status, view::view(visit, &data));
    Ok(match running {
        Some(_) => ([(REFRESH, AGAIN)], page).into_response(),
        None => page.into_response(),
    })
}

async fn ahead(visit: &Visit, loaded: &LoadedRound) -> Result<Ahead, PageError> {
    let app = &visit.app;
    Ok(Ahead {
        now: submission::count(&app.db, &loaded.record.id)
            .await
            .map_err(StageError::from)?,
        partials: partial_counts(app, loaded).await?,
        forecast: forecast::forecast(app, loaded).await?,
    })
}
