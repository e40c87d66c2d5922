//! `/rounds/{round}/log`: the signed heads of the commitment log.

use super::layout::page;
use super::reply::{Settings, file, kept, known_round, language, nowhere};
use crate::domain::definition::{Language, Text};
use crate::domain::proof::SignedTreeHead;
use crate::stages::receipt::signed_head;
use crate::stages::{App, StageError};
use crate::storage::log::heads;
use crate::text::public;
use crate::web::PageError;
use crate::web::extract::{Path, Query};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use std::sync::Arc;

/// Rows on the page; the file has every head.
const NEWEST: usize = 50;

/// What the log page shows.
#[derive(Debug)]
pub struct LogPage {
    /// Language.
    pub language: Language,
    /// Round id.
    pub round: String,
    /// Round title.
    pub title: Text,
    /// The newest heads, newest first.
    pub heads: Vec<SignedTreeHead>,
    /// How many heads there are.
    pub all: usize,
}

/// `GET /rounds/{round}/log`.
pub async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(settings): Settings,
) -> Result<Response, PageError> {
    let Some(loaded) = known_round(&app, &id).await? else {
        return Ok(nowhere());
    };
    let mut heads = signed(&app, &id).await?;
    let all = heads.len();
    heads.reverse();
    heads.truncate(NEWEST);
    Ok(kept(view(&LogPage {
        language: language(&settings),
        round: id,
        title: loaded.record.title,
        heads,
        all,
    })))
}

/// `GET /rounds/{round}/log.json`: every signed head, oldest first.
pub async fn download(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    if known_round(&app, &id).await?.is_none() {
        return Ok(nowhere());
    }
    let heads = signed(&app, &id).await?;
    let body = serde_json::to_vec_pretty(&heads).expect("plain data serialises");
    Ok(file(&asked, "application/json", &format!("{id}-log.json"), body))
}

async fn signed(app: &App, round: &str) -> Result<Vec<SignedTreeHead>, PageError> {
    let heads = heads(&app.db, round).await.map_err(StageError::from)?;
    Ok(heads.into_iter().map(|head| signed_head(round, head)).collect())
}

/// The page.
pub fn view(log: &LogPage) -> Markup {
    let words = &public::of(log.language).log;
    let body = html! {
        p.eyebrow { (log.title.get(log.language)) }
        h1 { (words.title.0) }
        p.lead { (words.title.1) }
        @if log.heads.is_empty() { p.quiet { (words.none) } } @else {
            (table(log))
            @if log.all > log.heads.len() {
                p.quiet { (words.newest.replace("{shown}", &log.heads.len().to_string()).replace("{all}", &log.all.to_string())) }
            }
            p { a href={ "/rounds/" (log.round) "/log.json" } download { (words.download) } }
        }
    };
    page(log.language, words.title.0, &format!("/rounds/{}/log", log.round), body)
}

fn table(log: &LogPage) -> Markup {
    let words = &public::of(log.language).log;
    html! {
        div.scroll tabindex="0" role="region" aria-label=(words.title.0) {
            table.numbers.folds role="table" {
                thead role="rowgroup" { tr role="row" { @for column in words.columns { th scope="col" role="columnheader" { (column) } } } }
                tbody role="rowgroup" {
                    @for head in &log.heads {
                        tr role="row" {
                            td.number role="cell" data-label=(words.columns[0]) { strong { (head.head.size) } }
                            td.wide role="cell" data-label=(words.columns[1]) { code.hash { (head.head.root) } }
                            td.when role="cell" data-label=(words.columns[2]) { (head.head.time) }
                            td role="cell" data-label=(words.columns[3]) { code { (head.key_id) } }
                            td.wide role="cell" data-label=(words.columns[4]) { code.hash { (head.signature) } }
                        }
                    }
                }
            }
        }
    }
}
