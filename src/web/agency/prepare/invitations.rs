//! `/agency/{round}/prepare/invitations`: codes are made, taken as files, and only then put in force.

use super::invitations_view::view;
use super::{Done, Nothing, file, unwritten};
use crate::domain::definition::{Language, Round};
use crate::domain::refusal::PrepareRefusal;
use crate::export::{ExportError, InvitationRow, invitations_csv, invitations_xlsx, slips_html};
use crate::stages::invite::Invitation;
use crate::stages::preparing::codes::{self, Taking};
use crate::stages::{LoadedRound, StageError};
use crate::storage::preparing::codes::{BatchRecord, batches};
use crate::storage::sample::units;
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::{Prepare, ReadSample};
use crate::web::access::{May, Posted, Visit};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// What is to be taken.
#[derive(Debug, Deserialize)]
pub struct TakeForm {
    batch: u64,
    /// `slips`, `csv` or `xlsx`.
    format: String,
    /// Which part, from 1; all without.
    part: Option<usize>,
}

/// Codes are to be put in force.
#[derive(Debug, Deserialize)]
pub struct ConfirmForm {
    batch: u64,
    /// Ticked.
    #[serde(default)]
    have: String,
}

/// Codes are to be thrown away.
#[derive(Debug, Deserialize)]
pub struct DiscardForm {
    batch: u64,
}

/// What the page shows.
#[derive(Debug)]
pub struct InvitationsPage<'a> {
    pub(super) loaded: &'a LoadedRound,
    pub(super) issued: u64,
    pub(super) invited: u64,
    pub(super) waiting: Option<BatchRecord>,
    pub(super) batches: Vec<BatchRecord>,
    /// What was just done, or what was wrong.
    pub(super) message: Option<Markup>,
}

/// `GET /agency/{round}/prepare/invitations`.
pub async fn show(
    may: May<ReadSample>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let words = &text::of(may.language()).invitations;
    let said = match done.done.as_str() {
        "confirmed" => Some(words.confirmed),
        "discarded" => Some(words.discarded),
        _ => None,
    };
    let message = said.map(|said| html! { p.done role="status" { (said) } });
    respond(&may, &id, message, StatusCode::OK).await
}

/// `POST /agency/{round}/prepare/invitations`: makes codes, which are not good yet.
pub async fn make(may: May<Prepare>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    let made = codes::make(&may.app, &id).await.map(|_| "made");
    after(&may, &id, made).await
}

/// `POST /agency/{round}/prepare/invitations/take`: the answer is the file.
pub async fn take(
    may: May<Prepare>,
    Path(id): Path<String>,
    Posted(form): Posted<TakeForm>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let taking = Taking {
        batch: form.batch,
        part: form.part,
        format: match form.format.as_str() {
            "csv" => "csv",
            "xlsx" => "xlsx",
            _ => "slips",
        },
    };
    let invitations = match codes::take(&may.app, &id, &taking).await {
        Ok(invitations) => invitations,
        Err(error) => return after(&may, &id, Err(error)).await,
    };
    let part = form.part.map_or_else(String::new, |part| format!("-{part}"));
    let name = format!("{id}-invitations-{}{part}", form.batch);
    let (kind, ending) = match taking.format {
        "csv" => ("text/csv; charset=utf-8", "csv"),
        "xlsx" => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        _ => ("text/html; charset=utf-8", "html"),
    };
    let survey = loaded.survey.clone();
    // Thousands of codes take a while to draw; other requests go on meanwhile.
    let written = tokio::task::spawn_blocking(move || written(&survey.round, &invitations, ending)).await;
    let bytes =
        written.map_err(|error| StageError::Refused(crate::domain::refusal::Refusal::Technical(error.to_string())))?;
    Ok(file(kind, &format!("{name}.{ending}"), bytes.map_err(unwritten)?))
}

fn written(round: &Round, invitations: &[Invitation], ending: &str) -> Result<Vec<u8>, ExportError> {
    let rows: Vec<InvitationRow> = invitations.iter().map(row).collect();
    match ending {
        "csv" => invitations_csv(&rows),
        "xlsx" => invitations_xlsx(&rows),
        // Slips are for the people of the place, whatever language the console speaks.
        _ => Ok(slips_html(round, &rows, Language::Zh)?.into_string().into_bytes()),
    }
}

fn row(invitation: &Invitation) -> InvitationRow {
    InvitationRow {
        sample_no: invitation.sample_no,
        audience: invitation.audience.clone(),
        stratum: invitation.stratum.clone(),
        unit_ref: invitation.unit_ref.clone(),
        contact: invitation.contact.clone(),
        token: invitation.token.to_string(),
        link: invitation.link.clone(),
        shown: invitation.shown.iter().map(|id| id.0.clone()).collect(),
    }
}

/// `POST /agency/{round}/prepare/invitations/confirm`: puts codes in force.
pub async fn confirm(
    may: May<Prepare>,
    Path(id): Path<String>,
    Posted(form): Posted<ConfirmForm>,
) -> Result<Response, PageError> {
    let done = match form.have.as_str() {
        "yes" => codes::confirm(&may.app, &id, form.batch).await.map(|_| "confirmed"),
        _ => Err(StageError::Refused(PrepareRefusal::NotTaken.into())),
    };
    after(&may, &id, done).await
}

/// `POST /agency/{round}/prepare/invitations/discard`: throws codes away.
pub async fn discard(
    may: May<Prepare>,
    Path(id): Path<String>,
    Posted(form): Posted<DiscardForm>,
) -> Result<Response, PageError> {
    let done = codes::discard(&may.app, &id, form.batch).await.map(|()| "discarded");
    after(&may, &id, done).await
}

/// The page again: with what was done, or with what stands in the way.
async fn after(visit: &Visit, id: &str, done: Result<&str, StageError>) -> Result<Response, PageError> {
    if known(visit, id).await?.is_none() {
        return Ok(nowhere(visit));
    }
    match done {
        Ok(word) => Ok(Redirect::to(&format!("/agency/{id}/prepare/invitations?done={word}")).into_response()),
        Err(error) => {
            let message = refused(error, visit).await?;
            respond(visit, id, Some(message), StatusCode::CONFLICT).await
        }
    }
}

async fn respond(visit: &Visit, id: &str, message: Option<Markup>, status: StatusCode) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let app = &visit.app;
    let units = units(&app.db, id).await.map_err(StageError::from)?;
    let data = InvitationsPage {
        loaded: &loaded,
        issued: units.iter().filter(|unit| unit.issued).count() as u64,
        invited: units.iter().filter(|unit| unit.token_hash.is_some()).count() as u64,
        waiting: codes::waiting(app, id).await?,
        batches: batches(&app.db, id).await.map_err(StageError::from)?,
        message,
    };
    Ok((status, view(visit, &data)).into_response())
}
