//! `/`: what this is, with links to results and receipts.

use super::layout::{link, page};
use super::reply::{Settings, kept, language};
use crate::domain::definition::{Language, Text};
use crate::stages::{App, StageError};
use crate::storage::round::{self, Purpose, RoundState};
use crate::storage::sheet;
use crate::text::public;
use crate::web::PageError;
use crate::web::extract::Query;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// What the start page shows.
#[derive(Debug)]
pub struct Home {
    /// Language.
    pub language: Language,
    /// Rounds with a published sheet (id, title, sealed on `2009-12-28`), newest first.
    pub results: Vec<(String, Text, String)>,
    /// Rounds without a sheet that have begun (id, title, state).
    pub under_way: Vec<(String, Text, RoundState)>,
    /// Rounds with a log (id, title).
    pub logs: Vec<(String, Text)>,
}

/// `GET /`.
pub async fn show(State(app): State<Arc<App>>, Query(settings): Settings) -> Result<Response, PageError> {
    Ok(kept(view(&load(&app, language(&settings)).await?)))
}

/// `GET /results`: a result needs its round, the start page lists them.
pub async fn to_home(Query(settings): Settings) -> Response {
    Redirect::to(&link("/", language(&settings))).into_response()
}

async fn load(app: &App, language: Language) -> Result<Home, PageError> {
    let mut home = Home {
        language,
        results: Vec::new(),
        under_way: Vec::new(),
        logs: Vec::new(),
    };
    let rounds = round::list(&app.db).await.map_err(StageError::from)?;
    // Pretests are nobody's business but the agency's.
    for record in rounds.into_iter().filter(|round| round.purpose == Purpose::Evaluation) {
        let sealed = sheet::sealed_at(&app.db, &record.id).await.map_err(StageError::from)?;
        match (record.state, sealed) {
            (RoundState::Draft | RoundState::Registered, _) => continue,
            // A correction that is under way does not hide what is published.
            (_, Some(sealed)) => {
                let day = super::results::day(sealed).map_or_else(String::new, |day| day.to_string());
                home.results.push((record.id.clone(), record.title.clone(), day));
            }
            (state, None) => home.under_way.push((record.id.clone(), record.title.clone(), state)),
        }
        home.logs.push((record.id, record.title));
    }
    Ok(home)
}

/// The page.
pub fn view(home: &Home) -> Markup {
    let (words, language) = (&public::of(home.language).home, home.language);
    let body = html! {
        h1 { (words.title) }
        @for paragraph in words.about { p.lead { (paragraph) } }
        h2 { (words.results) }
        @if home.results.is_empty() { p.quiet { (words.none) } }
        ul.cards {
            @for (round, title, date) in &home.results {
                li { a href=(link(&format!("/results/{round}"), language)) {
                    strong { (title.get(language)) }
                    @if !date.is_empty() { span.quiet { (words.sealed_on.replace("{date}", date)) } }
                } }
            }
        }
        @if !home.under_way.is_empty() {
            h2 { (words.under_way) }
            ul.plain {
                @for (round, title, state) in &home.under_way {
                    li {
                        a href=(link(&format!("/results/{round}"), language)) { (title.get(language)) }
                        " " span.quiet { (super::waiting::standing(language, *state).0) }
                    }
                }
            }
        }
        h2 { (words.code.0) }
        p { (words.code.1) }
        p { a.button href=(link("/s", language)) { (words.code.0) } }
        h2 { (words.receipt.0) }
        p { (words.receipt.1) }
        p { a.button href=(link("/verify", language)) { (words.receipt.0) } }
        @if !home.logs.is_empty() {
            h2 { (words.log) }
            ul.plain {
                @for (round, title) in &home.logs {
                    li { a href=(link(&format!("/rounds/{round}/log"), language)) { (title.get(language)) } }
                }
            }
        }
    };
    page(language, words.title, "/", body)
}
