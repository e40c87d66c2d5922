//! `/office/{round}/method`: the registered method in words and numbers, who registered it, and another round beside it.

mod compare;
mod facts;
mod registration;

use crate::domain::definition::Language;
use crate::stages::register::{Registered, SeenMethod, register, registered};
use crate::stages::{LoadedRound, StageError};
use crate::storage::round::{RoundRecord, list};
use crate::text::method::{self as text, MethodWords};
use crate::web::PageError;
use crate::web::access::acts::{ReadMethod, RegisterMethod};
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::refusal::{nowhere, refused, unticked};
use crate::web::components::sheet::rules::{Rules, sentences};
use crate::web::components::table::facts as pairs;
use crate::web::extract::{Path, Query};
use crate::web::rounds::known;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use facts::{Fact, Group, groups};
use maud::{Markup, html};
use serde::Deserialize;

/// Settings of a group that is not folded.
const LONG: usize = 20;

/// Adds the page to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadMethod, "/office/{round}/method", show);
    table.post(RegisterMethod, "/office/{round}/method", submit);
}

/// The round to compare with, and what was just done, as the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    with: String,
    done: String,
}

/// A signature as posted: the hashes that were seen, and whether the page was read.
#[derive(Debug, Deserialize)]
pub struct Signing {
    definition_hash: String,
    method_hash: String,
    #[serde(default)]
    understood: Option<String>,
}

/// What the page shows.
#[derive(Debug)]
pub struct MethodPage {
    loaded: LoadedRound,
    registered: Registered,
    /// Other rounds of the same survey, newest first.
    others: Vec<RoundRecord>,
    /// The one that was chosen.
    other: Option<LoadedRound>,
    /// What was just done, or what was wrong.
    message: Option<Markup>,
}

/// `GET /office/{round}/method`.
pub async fn show(
    may: May<ReadMethod>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let words = text::of(may.language());
    let said = match asked.done.as_str() {
        "first" => Some(words.done[0]),
        "second" => Some(words.done[1]),
        _ => None,
    };
    let message = said.map(|said| html! { p.done role="status" { (said) } });
    page(&may, &id, &asked.with, message, StatusCode::OK).await
}

/// `POST /office/{round}/method`: signs.
pub async fn submit(
    may: May<RegisterMethod>,
    Path(id): Path<String>,
    Posted(form): Posted<Signing>,
) -> Result<Response, PageError> {
    if known(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    if form.understood.is_none() {
        let message = Some(unticked(&may));
        return page(&may, &id, "", message, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let seen = SeenMethod {
        definition_hash: form.definition_hash,
        method_hash: form.method_hash,
    };
    match register(&may.app, &id, &seen).await {
        Ok(now) => {
            let done = if now.complete() { "second" } else { "first" };
            Ok(Redirect::to(&format!("/office/{id}/method?done={done}")).into_response())
        }
        Err(error) => {
            let message = refused(error, &may).await?;
            page(&may, &id, "", Some(message), StatusCode::CONFLICT).await
        }
    }
}

async fn page(
    visit: &Visit,
    id: &str,
    with: &str,
    message: Option<Markup>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let mut others = list(&visit.app.db).await.map_err(StageError::from)?;
    others.retain(|other| other.survey == loaded.record.survey && other.id != loaded.record.id);
    let chosen = others.iter().find(|other| other.id == with).cloned();
    let other = match chosen {
        Some(record) => Some(visit.app.with_survey(record).await?),
        None => None,
    };
    let registered = registered(&visit.app, id).await?;
    let data = MethodPage {
        loaded,
        registered,
        others,
        other,
        message,
    };
    Ok((status, view(visit, &data)).into_response())
}

/// The page.
pub fn view(visit: &Visit, data: &MethodPage) -> Markup {
    let language = visit.language();
    let words = text::of(language);
    let rules = rules_of(&data.loaded, language);
    let all = groups(&rules);
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        (hashes(&data.loaded.record, words))
        (registration::registration(visit, &data.loaded, &data.registered))
        (minds(&all, words))
        h2 { (words.sentences) }
        div.words { (sentences(&rules, None)) }
        h2 { (words.numbers) }
        @for (title, facts) in &all { (group(title, facts, words)) }
        (compare::compare(visit, data))
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Method,
        round: Some(&data.loaded.record),
    };
    desk(&page, body)
}

fn rules_of(loaded: &LoadedRound, language: Language) -> Rules<'_> {
    Rules {
        language,
        survey: &loaded.survey,
    }
}

fn hashes(round: &RoundRecord, words: &MethodWords) -> Markup {
    let hash = |hash: &str, covers: &str| html! { code.long { (hash) } br; small.quiet { (covers) } };
    pairs(&[
        (words.hashes[0], hash(&round.method_hash, words.covers[0])),
        (words.hashes[1], hash(&round.definition_hash, words.covers[1])),
    ])
}

/// What deserves a second look, before everything else.
fn minds(groups: &[Group], words: &MethodWords) -> Markup {
    let all = groups.iter().flat_map(|(_, facts)| facts);
    let odd: Vec<(&Fact, &String)> = all.filter_map(|fact| Some((fact, fact.mind.as_ref()?))).collect();
    html! {
        @if odd.is_empty() { p.done { (words.minds[1]) } } @else {
            div.mind {
                h2 { (words.minds[0]) }
                ul { @for (fact, reason) in odd { li { b { (fact.label) } " " (fact.value) br; (reason) } } }
            }
        }
    }
}

fn group(title: &str, facts: &[Fact], words: &MethodWords) -> Markup {
    html! {
        @if facts.len() > LONG {
            details { summary { (title) " (" (facts.len()) ")" } (settings(title, facts, words)) }
        } @else if !facts.is_empty() {
            h3 { (title) }
            (settings(title, facts, words))
        }
    }
}

fn settings(title: &str, facts: &[Fact], words: &MethodWords) -> Markup {
    html! {
            div.scroll tabindex="0" role="region" aria-label=(title) {
                table.settings {
                    thead { tr { @for head in words.heads { th scope="col" { (head) } } } }
                    tbody {
                        @for fact in facts {
                            tr {
                                th scope="row" { (fact.label) }
                                td { (fact.value) }
                                td { @if let Some(mind) = &fact.mind { span.flag { (mind) } } }
                            }
                        }
                    }
                }
            }
    }
}
