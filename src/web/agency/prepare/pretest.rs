//! `/agency/{round}/prepare/pretest`: a round of its own to try the questionnaires, with its links.

use super::{Done, Nothing, busy_bar, page, stratum};
use crate::domain::definition::{AudienceId, Language, Text};
use crate::stages::invite::Invitation;
use crate::stages::preparing::pretest::{self, MOST_LINKS, Pretest};
use crate::stages::{LoadedRound, StageError};
use crate::storage::round::Purpose;
use crate::storage::submission;
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::Prepare;
use crate::web::access::{May, Posted, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{facts, heads, table};
use crate::web::rounds::{known, state_name};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Links that are made for each audience unless somebody wants others.
const USUAL_LINKS: u64 = 5;

/// How many links are wanted.
#[derive(Debug, Deserialize)]
pub struct PretestForm {
    #[serde(default)]
    links: String,
}

/// What the page shows.
#[derive(Debug)]
pub struct PretestPage<'a> {
    loaded: &'a LoadedRound,
    /// The pretest with the answers that came in.
    pretest: Option<(Pretest, u64)>,
    /// What was just done, or what was wrong.
    message: Option<Markup>,
}

/// `GET /agency/{round}/prepare/pretest`.
pub async fn show(may: May<Prepare>, Path(id): Path<String>, Query(done): Query<Done>) -> Result<Response, PageError> {
    let words = &text::of(may.language()).pretest;
    let said = match done.done.as_str() {
        "made" => Some(words.made),
        "discarded" => Some(words.discarded),
        _ => None,
    };
    let message = said.map(|said| html! { p.done role="status" { (said) } });
    respond(&may, &id, message, StatusCode::OK).await
}

/// `POST /agency/{round}/prepare/pretest`: makes one.
pub async fn submit(
    may: May<Prepare>,
    Path(id): Path<String>,
    Posted(form): Posted<PretestForm>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    // What is no number is as wrong as one that is too large.
    let links = form.links.trim().parse().unwrap_or(0);
    let made = pretest::begin(&may.app, &id, links, marked(&loaded.record.title)).await;
    after(&may, &id, made.map(|()| "made")).await
}

/// `POST /agency/{round}/prepare/pretest/discard`.
pub async fn discard(may: May<Prepare>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    let done = pretest::discard(&may.app, &id).await;
    after(&may, &id, done.map(|()| "discarded")).await
}

/// A round's title, marked as a pretest's.
fn marked(title: &Text) -> Text {
    let mark = |language| text::of(language).pretest.mark;
    Text {
        zh: format!("{}（{}）", title.zh, mark(Language::Zh)),
        en: format!("{} ({})", title.en, mark(Language::En)),
    }
}

async fn after(visit: &Visit, id: &str, done: Result<&str, StageError>) -> Result<Response, PageError> {
    if known(visit, id).await?.is_none() {
        return Ok(nowhere(visit));
    }
    match done {
        Ok(word) => Ok(Redirect::to(&format!("/agency/{id}/prepare/pretest?done={word}")).into_response()),
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
    let pretest = match pretest::pretest(app, id).await? {
        None => None,
        Some(pretest) => {
            let answers = submission::count(&app.db, &pretest.loaded.record.id).await;
            Some((pretest, answers.map_err(StageError::from)?))
        }
    };
    let data = PretestPage {
        loaded: &loaded,
        pretest,
        message,
    };
    Ok((status, view(visit, &data)).into_response())
}

/// The page.
pub fn view(visit: &Visit, data: &PretestPage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).pretest;
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        p { (words.about) }
        @if data.loaded.record.purpose == Purpose::Pretest { p.mind { (text::of(language).overview.is_pretest) } }
        @else if let Some((pretest, answers)) = &data.pretest { (there(visit, data, pretest, *answers)) }
        @else { (make_form(visit, data)) }
    };
    page(visit, data.loaded, words.title, body)
}

fn make_form(visit: &Visit, data: &PretestPage<'_>) -> Markup {
    let words = &text::of(visit.language()).pretest;
    html! {
        section.card {
            h2 { (words.button) }
            form.stack method="post" action={ "/agency/" (data.loaded.record.id) "/prepare/pretest" } {
                (token(visit))
                label {
                    span { (words.links) }
                    input type="number" name="links" min="1" max=(MOST_LINKS) value=(USUAL_LINKS) required;
                }
                button.primary data-busy=(words.busy) { (words.button) }
                (busy_bar(words.busy))
            }
        }
    }
}

fn there(visit: &Visit, data: &PretestPage<'_>, pretest: &Pretest, answers: u64) -> Markup {
    let language = visit.language();
    let words = &text::of(language).pretest;
    let record = &pretest.loaded.record;
    let [round, state, received] = words.facts;
    html! {
        (facts(&[
            (round, html! { (record.id) }),
            (state, html! { (state_name(record.state, language)) }),
            (received, html! { (answers) }),
        ]))
        p { a href={ "/rounds/" (record.id) } { (words.look) } }
        @for audience in &pretest.loaded.survey.audiences {
            h2 { (audience.name.get(language)) }
            @let own = pretest.links.iter().filter(|one| one.audience == audience.id.0);
            @let rows: Vec<Vec<Markup>> = own.map(|one| link(pretest, one, language)).collect();
            (table(audience.name.get(language), &heads(&words.heads, &[]), &rows, language))
        }
        section.card {
            h2 { (words.discard_title) }
            p { (words.discard_about.replace("{n}", &answers.to_string())) }
            form method="post" action={ "/agency/" (data.loaded.record.id) "/prepare/pretest/discard" } {
                (token(visit))
                button.final data-busy=(words.discard) { (words.discard) }
            }
        }
    }
}

fn link(pretest: &Pretest, one: &Invitation, language: Language) -> Vec<Markup> {
    let audience = pretest.loaded.survey.audience(&AudienceId(one.audience.clone()));
    vec![
        html! { (one.unit_ref) },
        html! { @if let Some(audience) = audience { (stratum(&pretest.loaded, audience, &one.stratum, language)) } },
        html! { a href=(one.link) rel="noreferrer" { code { (one.link) } } },
    ]
}
