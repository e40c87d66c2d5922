//! `/agency/{round}/prepare/frame/{audience}`: hand a frame in, look at what was understood, accept it.

use super::{Done, audience_of, busy_bar, count, may_change, page, preview, stratum};
use crate::domain::definition::{Audience, AudienceId, FrameSpec, Language};
use crate::domain::refusal::PrepareRefusal;
use crate::stages::draw::FrameFile;
use crate::stages::preparing::frames::{self, FrameCheck};
use crate::stages::{LoadedRound, StageError};
use crate::storage::preparing::frames::{AcceptedFrame, UploadRecord, accepted, uploads};
use crate::storage::round::{Purpose, RoundState};
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::{Prepare, ReadSample};
use crate::web::access::{May, Posted, UPLOAD_MOST, Upload, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{Head, facts, heads, table};
use crate::web::components::time::minute;
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
    loaded: &'a LoadedRound,
    audience: &'a Audience,
    accepted: Option<AcceptedFrame>,
    uploads: Vec<UploadRecord>,
    /// What was just done, or what was wrong.
    message: Option<Markup>,
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
        let message = refused(StageError::Refused(PrepareRefusal::NoFile.into()), language)?;
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
        Err(error) => (refused(error, language)?, StatusCode::CONFLICT),
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
            let message = refused(error, may.language())?;
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
                None => refused(error, visit.language())?,
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
    let mut frames = accepted(&visit.app.db, id).await.map_err(StageError::from)?;
    let data = FramePage {
        loaded: &loaded,
        audience,
        accepted: frames.remove(&audience.id),
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
    let list = refused(StageError::Problems(found), language)?;
    Ok(html! {
        (list)
        @if let Some(preview) = &check.preview {
            @if audience.frame.is_some() { (preview::understood(preview, language)) }
        }
    })
}

/// The page.
pub fn view(visit: &Visit, data: &FramePage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).frame;
    let drawn = data.loaded.record.state != RoundState::Draft || data.loaded.record.purpose == Purpose::Pretest;
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        p { (words.about) }
        h2 { (words.accepted) }
        (in_use(data, language))
        @if drawn { p.quiet { (words.drawn) } }
        @else if may_change(visit) { (upload_form(visit, data)) }
        @if let Some(spec) = &data.audience.frame {
            h2 { (words.needs) }
            (needed(spec, language))
        }
        (history(data, language))
    };
    let title = words.title.replace("{audience}", data.audience.name.get(language));
    page(visit, data.loaded, &title, body)
}

fn in_use(data: &FramePage<'_>, language: Language) -> Markup {
    let words = &text::of(language).frame;
    let Some(frame) = &data.accepted else {
        return html! { p { (words.none) } };
    };
    let about = &frame.upload.facts;
    let by = words.accepted_by.replace("{by}", &frame.by);
    let by = by
        .replace("{at}", &minute(frame.at))
        .replace("{n}", &frame.version.to_string());
    let [file, units, sha256, hash, accepted] = words.facts;
    html! {
        (facts(&[
            (file, html! { (about.file) }),
            (units, html! { (count(about.units())) }),
            (sha256, html! { code.long { (about.sha256) } }),
            (hash, html! { code.long { (about.hash) } }),
            (accepted, html! { (by) }),
        ]))
        (counts_table(data.loaded, data.audience, &about.counts, language))
    }
}

/// Units per stratum.
pub(super) fn counts_table(
    loaded: &LoadedRound,
    audience: &Audience,
    counts: &std::collections::BTreeMap<String, u64>,
    language: Language,
) -> Markup {
    let words = text::of(language);
    let (head, [units, ..]) = words.strata;
    let mut rows: Vec<Vec<Markup>> = counts
        .iter()
        .map(|(code, n)| vec![stratum(loaded, audience, code, language), html! { (count(*n)) }])
        .collect();
    rows.push(vec![
        html! { b { (words.total) } },
        html! { b { (count(counts.values().sum())) } },
    ]);
    table(words.preview.counts, &heads(&[head], &[units]), &rows, language)
}

fn upload_form(visit: &Visit, data: &FramePage<'_>) -> Markup {
    let all = text::of(visit.language());
    let words = &all.frame;
    let address = format!("/agency/{}/prepare/frame/{}", data.loaded.record.id, data.audience.id.0);
    html! {
        section.card {
            h2 { @if data.accepted.is_some() { (words.replace) } @else { (words.upload) } }
            form.stack method="post" action=(address) enctype="multipart/form-data" {
                (token(visit))
                label {
                    span { (words.file) }
                    input type="file" name="file" required accept=".csv,.txt,.xlsx"
                        data-most=(UPLOAD_MOST) data-large=(all.file_too_large);
                    small { (words.hint) }
                }
                button.primary data-busy=(words.busy) { (words.button) }
                (busy_bar(words.busy))
            }
            p.quiet { (words.kept) }
        }
    }
}

fn needed(spec: &FrameSpec, language: Language) -> Markup {
    let words = &text::of(language).frame;
    let [id, stratum, contact, attributes, supervisor] = words.columns;
    let codes =
        |names: &[String]| html! { @for (i, name) in names.iter().enumerate() { @if i > 0 { " · " } code { (name) } } };
    let mut pairs = vec![
        (id, codes(std::slice::from_ref(&spec.unit_id))),
        (stratum, codes(std::slice::from_ref(&spec.stratum))),
        (contact, codes(&spec.contact)),
    ];
    if !spec.attributes.is_empty() {
        pairs.push((attributes, codes(&spec.attributes)));
    }
    if let Some(column) = &spec.supervisor {
        pairs.push((supervisor, codes(std::slice::from_ref(column))));
    }
    facts(&pairs)
}

fn history(data: &FramePage<'_>, language: Language) -> Markup {
    let (title, texts, [units, hash]) = text::of(language).frame.history;
    let mine = data.uploads.iter().filter(|one| one.facts.audience == data.audience.id);
    let rows: Vec<Vec<Markup>> = mine
        .map(|one| {
            vec![
                html! { (minute(one.at)) },
                html! { (one.by) },
                html! { (one.facts.file) },
                html! { (count(one.facts.units())) },
                html! { code { (one.facts.sha256.get(..16).unwrap_or_default()) "…" } },
            ]
        })
        .collect();
    let mut all = heads(&texts, &[units]);
    all.push(Head {
        text: hash,
        number: false,
    });
    html! { @if !rows.is_empty() { h2 { (title) } (table(title, &all, &rows, language)) } }
}
