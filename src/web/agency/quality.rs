//! `/agency/{round}/quality`: flagged submissions, who proposes and who decides removals, and what removals do.

mod effects;
mod flagged;
mod proposals;

use super::{may, names};
use crate::domain::fieldwork::Flagged;
use crate::domain::removal::{Cause, Proposal};
use crate::stages::{LoadedRound, StageError, removals as stage};
use crate::storage::round::RoundState;
use crate::text::console::named;
use crate::text::quality_pages;
use crate::web::PageError;
use crate::web::access::acts::{DecideRemoval, ProposeRemoval, ReadQuality};
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadQuality, "/agency/{round}/quality", show);
    table.get(ReadQuality, "/agency/{round}/quality/flagged.csv", flagged::file);
    table.get(ReadQuality, "/agency/{round}/quality/effects", effects::show);
    table.get(ReadQuality, "/agency/{round}/quality/effects.csv", effects::file);
    table.post(ProposeRemoval, "/agency/{round}/quality/propose", propose);
    table.post(DecideRemoval, "/agency/{round}/quality/{number}/decide", decide);
}

/// What was done, and which submission a proposal is begun for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: Option<String>,
    submission: String,
}

/// A proposal as it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    submission: String,
    cause: String,
    reason: String,
}

/// A decision: the button that was pressed, and why.
#[derive(Debug, Deserialize)]
pub struct Decided {
    removed: String,
    reason: String,
}

/// What the page shows.
struct Page {
    flagged: Result<Vec<Flagged>, Markup>,
    proposals: Vec<Proposal>,
    typed: Typed,
    complaint: Option<Markup>,
    done: Option<String>,
}

/// `GET /agency/{round}/quality`.
pub async fn show(
    visit: May<ReadQuality>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let mut page = look(&visit, &id).await?;
    page.done = asked.done;
    page.typed.submission = asked.submission;
    Ok(view(&visit, &loaded, &page).into_response())
}

/// `POST /agency/{round}/quality/propose`.
pub async fn propose(
    visit: May<ProposeRemoval>,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let cause = Cause::of_code(&typed.cause).ok_or(PageError::Form(StatusCode::BAD_REQUEST))?;
    let done = stage::propose(&visit.app, &id, typed.submission.trim(), cause, &typed.reason).await;
    outcome(&visit, &loaded, done.map(drop), "proposed", typed).await
}

/// `POST /agency/{round}/quality/{number}/decide`.
pub async fn decide(
    visit: May<DecideRemoval>,
    Path((id, number)): Path<(String, String)>,
    Posted(decided): Posted<Decided>,
) -> Result<Response, PageError> {
    let (Some(loaded), Ok(number)) = (known(&visit, &id).await?, number.parse()) else {
        return Ok(nowhere(&visit));
    };
    let removed = match decided.removed.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(PageError::Form(StatusCode::BAD_REQUEST)),
    };
    let done = stage::decide(&visit.app, &id, number, removed, &decided.reason).await;
    outcome(&visit, &loaded, done, "decided", Typed::default()).await
}

async fn outcome(
    visit: &Visit,
    loaded: &LoadedRound,
    done: Result<(), StageError>,
    word: &str,
    typed: Typed,
) -> Result<Response, PageError> {
    let id = &loaded.record.id;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/agency/{id}/quality?done={word}")).into_response()),
        Err(error) => {
            let complaint = refused(error, visit).await?;
            let mut page = look(visit, id).await?;
            (page.complaint, page.typed) = (Some(complaint), typed);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view(visit, loaded, &page)).into_response())
        }
    }
}

async fn look(visit: &Visit, id: &str) -> Result<Page, PageError> {
    let flagged = match stage::flagged(&visit.app, id).await {
        Ok(flagged) => Ok(flagged),
        Err(error) => Err(refused(error, visit).await?),
    };
    Ok(Page {
        flagged,
        proposals: stage::proposals(&visit.app, id).await?,
        typed: Typed::default(),
        complaint: None,
        done: None,
    })
}

/// One of the two pages of this place.
fn frame(visit: &Visit, loaded: &LoadedRound, number: usize, body: Markup) -> Markup {
    let words = quality_pages::of(visit.language());
    let home = format!("/agency/{}/quality", loaded.record.id);
    let addresses = [home.clone(), format!("{home}/effects")];
    let body = html! {
        nav.tabs aria-label=(words.titles[0]) {
            @for (place, (title, address)) in words.titles.iter().zip(addresses).enumerate() {
                a href=(address) aria-current=[(place == number).then_some("page")] { (title) }
            }
        }
        p { (words.about[number]) }
        (body)
    };
    let about = Desk {
        visit,
        title: words.titles[number],
        place: Place::Quality,
        round: Some(&loaded.record),
    };
    desk(&about, body)
}

fn view(visit: &Visit, loaded: &LoadedRound, page: &Page) -> Markup {
    let words = quality_pages::of(visit.language());
    let body = html! {
        @if let Some(complaint) = &page.complaint { (complaint) }
        @if let Some(done) = &page.done { p.done role="status" { (named(words.done, done)) } }
        (proposals::list(visit, loaded, &page.proposals))
        @let open = matches!(loaded.record.state, RoundState::Fielding | RoundState::Closed);
        @if open && may::<ProposeRemoval>(visit) { (proposals::form(visit, loaded, &page.typed)) }
        h2 { (words.flagged_title) }
        @match &page.flagged {
            Ok(flagged) => (flagged::list(visit, loaded, flagged, &page.proposals)),
            Err(complaint) => (complaint),
        }
    };
    frame(visit, loaded, 0, body)
}
