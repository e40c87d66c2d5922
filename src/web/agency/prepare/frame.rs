//! `/agency/{round}/prepare/frame/{audience}`: hand a frame in, look at what was understood, accept it.

use super::draw::drawn_from;
use super::frame_view::view;
use super::{Done, audience_of, preview};
use crate::domain::definition::{Audience, AudienceId, Language};
use crate::domain::refusal::PrepareRefusal;
use crate::stages::draw::FrameFile;
use crate::stages::preparing::frames::{self, FrameCheck};
use crate::stages::{LoadedRound, StageError};
use crate::storage::preparing::frames::{AcceptedFrame, UploadRecord, accepted, uploads};
use crate::storage::round::records;
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::{Prepare, ReadSample};
use crate::web::access::{May, Posted, Upload, Visit};
use crate::web::components::refusal::{nowhere, problem_list, refused};
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// The frame that was on the page when the button was pressed.
#[derive(Debug, Deserialize)]
pub struct AcceptForm {
    seen: u64,
}

/// What the page shows.
#[derive(Debug)]
pub struct FramePage<'a> {
    pub(super) loaded: &'a LoadedRound,
    pub(super) audience: &'a Audience,
    pub(super) accepted: Option<AcceptedFrame>,
    pub(super) uploads: Vec<UploadRecord>,
    /// Size and hash of the frame that was drawn from.
    pub(super) drawn: Option<(u64, String)>,
    /// What was just done, or what was wrong.
    pub(super) message: Option<Markup>,
}

/// `GET /agency/{round}/prepare/frame/{audience}`.
pub async fn show(
    may: May<ReadSample>,
    Path((id, audience)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let message =
        (done.done == "accepted").then(|| html! { p.done role="status" { (text::of(may.language()).frame.done) } });
    respond(&may, &id, &audience, message, StatusCode::OK).await
}

/// `POST /agency/{round}/prepare/frame/{audience}`: nothing bad is stored.
pub async fn submit(
    may: May<Prepare>,
    Path((id, audience)): Path<(String, String)>,
    upload: Upload,
) -> Result<Response, PageError> {
    let language = may.language();
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let Some(known) = audience_of(&loaded, &audience) else {
        return Ok(nowhere(&may));
    };
    if upload.name.is_empty() {
        let message = refused(StageError::Refused(PrepareRefusal::NoFile.into()), &may).await?;
        return respond(&may, &id, &audience, Some(message), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let file = FrameFile {
        name: upload.name,
        bytes: upload.bytes,
    };
    let (message, status) = match frames::upload(&may.app, &id, &AudienceId(audience.clone()), file).await {
        Ok((_, Some(number))) => {
            let to = format!("/agency/{id}/prepare/frame/{audience}/{number}");
            return Ok(Redirect::to(&to).into_response());
        }
        Ok((check, None)) => (problems(check, known, language)?, StatusCode::UNPROCESSABLE_ENTITY),
        Err(error) => (refused(error, &may).await?, StatusCode::CONFLICT),
    };
    respond(&may, &id, &audience, Some(message), status).await
}

/// `GET /agency/{round}/prepare/frame/{audience}/{upload}`: what was understood of a kept file.
pub async fn look(
    may: May<Prepare>,
    Path((id, audience, upload)): Path<(String, String, u64)>,
) -> Result<Response, PageError> {
    looked(&may, &id, &audience, upload, None).await
}

/// `POST /agency/{round}/prepare/frame/{audience}/{upload}`: accepts it.
pub async fn accept(
    may: May<Prepare>,
    Path((id, audience, upload)): Path<(String, String, u64)>,
    Posted(form): Posted<AcceptForm>,
) -> Result<Response, PageError> {
    match frames::accept(&may.app, &id, &AudienceId(audience.clone()), upload, form.seen).await {
        Ok(()) => {
            let to = format!("/agency/{id}/prepare/frame/{audience}?done=accepted");
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let message = refused(error, &may).await?;
            looked(&may, &id, &audience, upload, Some(message)).await
        }
    }
}

/// The preview of a kept file; the frame's own page where the file is not kept any more.
async fn looked(
    visit: &Visit,
    id: &str,
    audience: &str,
    upload: u64,
    message: Option<Markup>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let Some(of) = audience_of(&loaded, audience) else {
        return Ok(nowhere(visit));
    };
    let status = message.as_ref().map_or(StatusCode::OK, |_| StatusCode::CONFLICT);
    match frames::uploaded(&visit.app, id, &of.id, upload).await {
        Ok((record, check)) => {
            let frames = accepted(&visit.app.db, id).await.map_err(StageError::from)?;
            let data = preview::PreviewPage {
                loaded: &loaded,
                audience: of,
                record,
                check,
                accepted: frames.get(&of.id).cloned(),
                message,
            };
            Ok((status, preview::view(visit, &data)?).into_response())
        }
        Err(error) => {
            let message = match message {
                Some(message) => message,
                None => refused(error, visit).await?,
            };
            respond(visit, id, audience, Some(message), StatusCode::CONFLICT).await
        }
    }
}

async fn respond(
    visit: &Visit,
    id: &str,
    audience: &str,
    message: Option<Markup>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let Some(audience) = audience_of(&loaded, audience) else {
        return Ok(nowhere(visit));
    };
    let history = records(&visit.app.db, id).await.map_err(StageError::from)?;
    let mut frames = accepted(&visit.app.db, id).await.map_err(StageError::from)?;
    let data = FramePage {
        loaded: &loaded,
        audience,
        accepted: frames.remove(&audience.id),
        drawn: history
            .iter()
            .find(|record| record.stage == "draw")
            .and_then(|record| drawn_from(record, &audience.id)),
        uploads: uploads(&visit.app.db, id).await.map_err(StageError::from)?,
        message,
    };
    Ok((status, view(visit, &data)).into_response())
}

/// Everything that is wrong with a file, and what was understood of it nevertheless.
fn problems(check: FrameCheck, audience: &Audience, language: Language) -> Result<Markup, PageError> {
    let Err(found) = check.frame else {
        return Ok(html! {});
    };
    let list = problem_list(&found, language);
    Ok(html! {
        (list)
        @if let Some(preview) = &check.preview {
            @if audience.frame.is_some() { (preview::understood(preview, language)) }
        }
    })
}
