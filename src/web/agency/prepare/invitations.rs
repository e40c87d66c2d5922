//! `/agency/{round}/prepare/invitations`: codes are made, taken as files, and only then put in force.

use super::{Done, Nothing, busy_bar, count, file, may_change, page, unwritten};
use crate::domain::definition::{Language, Round};
use crate::domain::refusal::PrepareRefusal;
use crate::export::{ExportError, InvitationRow, invitations_csv, invitations_xlsx, slips_html};
use crate::stages::invite::Invitation;
use crate::stages::preparing::codes::{self, PART, Taking};
use crate::stages::{LoadedRound, StageError};
use crate::storage::preparing::codes::{BatchRecord, DISCARDED, IN_FORCE, batches};
use crate::storage::round::RoundState;
use crate::storage::sample::units;
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::{Prepare, ReadSample};
use crate::web::access::{May, Posted, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{heads, table};
use crate::web::components::time::minute;
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
    loaded: &'a LoadedRound,
    issued: u64,
    invited: u64,
    waiting: Option<BatchRecord>,
    batches: Vec<BatchRecord>,
    /// What was just done, or what was wrong.
    message: Option<Markup>,
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
            let message = refused(error, visit.language())?;
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

/// The page.
pub fn view(visit: &Visit, data: &InvitationsPage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).invitations;
    let waiting = data.waiting.as_ref().map_or(0, |batch| batch.codes);
    let without = data.issued.saturating_sub(data.invited + waiting);
    let numbers = [data.issued, data.invited, waiting, without];
    let state = data.loaded.record.state;
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        p { (words.about) }
        dl.figures {
            @for (label, n) in words.figures.iter().zip(numbers) { div { dt { (label) } dd { (count(n)) } } }
        }
        @match (state, &data.waiting) {
            (RoundState::Draft, _) => p.mind { (words.undrawn) },
            (RoundState::Registered | RoundState::Fielding, Some(batch)) => @if may_change(visit) { (dealing(visit, data, batch)) },
            (RoundState::Registered | RoundState::Fielding, None) => @if may_change(visit) { (making(visit, data, without)) },
            _ => p.quiet { (words.over) },
        }
        (history(data, language))
    };
    page(visit, data.loaded, words.title, body)
}

fn making(visit: &Visit, data: &InvitationsPage<'_>, without: u64) -> Markup {
    let words = &text::of(visit.language()).invitations;
    html! {
        section.card {
            h2 { (words.make_title) }
            @if without == 0 { p { (words.nobody) } }
            @else {
                p { (words.make_about.replace("{n}", &count(without))) }
                form method="post" action={ "/agency/" (data.loaded.record.id) "/prepare/invitations" } {
                    (token(visit))
                    button.primary data-busy=(words.make_busy) { (words.make) }
                    (busy_bar(words.make_busy))
                }
            }
        }
    }
}

/// The codes that wait: take them, say so, or throw them away.
fn dealing(visit: &Visit, data: &InvitationsPage<'_>, batch: &BatchRecord) -> Markup {
    let words = &text::of(visit.language()).invitations;
    let base = format!("/agency/{}/prepare/invitations", data.loaded.record.id);
    let n = count(batch.codes);
    let about = words.take_about.replace("{batch}", &batch.number.to_string());
    let about = about
        .replace("{n}", &n)
        .replace("{by}", &batch.by)
        .replace("{at}", &minute(batch.at));
    let batch_field = html! { (token(visit)) input type="hidden" name="batch" value=(batch.number); };
    html! {
        section.card {
            h2 { (words.take_title) }
            p { (about) }
            (taking(&base, batch, &batch_field, words))
        }
        section.card {
            h2 { (words.confirm_title) }
            ul { @for line in words.confirm_about { li { (line) } } }
            form.stack method="post" action={ (base) "/confirm" } {
                (batch_field)
                label.check { input type="checkbox" name="have" value="yes" required; span { (words.confirm_tick) } }
                button.final data-busy=(words.confirm_busy) { (words.confirm.replace("{n}", &n)) }
                (busy_bar(words.confirm_busy))
            }
        }
        section.card {
            h2 { (words.discard_title) }
            p { (words.discard_about) }
            form method="post" action={ (base) "/discard" } { (batch_field) button { (words.discard) } }
        }
    }
}

fn taking(base: &str, batch: &BatchRecord, batch_field: &Markup, words: &text::Invitations) -> Markup {
    let form = |format: &str, part: Option<usize>, label: &str| {
        html! {
            form method="post" action={ (base) "/take" } data-download {
                (batch_field)
                input type="hidden" name="format" value=(format);
                @if let Some(part) = part { input type="hidden" name="part" value=(part); }
                button { (label) }
            }
        }
    };
    let parts = usize::try_from(batch.codes).unwrap_or(usize::MAX).div_ceil(PART);
    let label = |part: usize| {
        let (from, to) = (
            (part - 1) * PART + 1,
            (part * PART).min(usize::try_from(batch.codes).unwrap_or(usize::MAX)),
        );
        let said = words.part.replace("{from}", &count(from as u64));
        said.replace("{to}", &count(to as u64))
    };
    html! {
        h3 { (words.list) }
        div.actions { (form("csv", None, words.csv)) (form("xlsx", None, words.xlsx)) }
        h3 { (words.slips) }
        div.actions { @for part in 1..=parts { (form("slips", Some(part), &label(part))) } }
    }
}

fn history(data: &InvitationsPage<'_>, language: Language) -> Markup {
    let words = &text::of(language).invitations;
    let [waiting, in_force, discarded] = words.states;
    let state = |batch: &BatchRecord| match batch.state.as_str() {
        IN_FORCE => in_force,
        DISCARDED => discarded,
        _ => waiting,
    };
    let rows: Vec<Vec<Markup>> = data
        .batches
        .iter()
        .map(|batch| {
            vec![
                html! { (batch.number) },
                html! { (minute(batch.at)) },
                html! { (batch.by) },
                html! { (state(batch)) },
                html! { (count(batch.codes)) },
            ]
        })
        .collect();
    let (texts, numbers) = words.heads;
    html! {
        @if !rows.is_empty() {
            h2 { (words.history) }
            (table(words.history, &heads(&texts, &numbers), &rows, language))
            p.quiet { (words.lost) }
        }
    }
}
