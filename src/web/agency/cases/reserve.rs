//! The reserve: which batch of which stratum comes next, and its release, in the fixed order only.

use super::{names, run};
use crate::domain::definition::AudienceId;
use crate::stages::LoadedRound;
use crate::stages::release::{Waiting, release_seen};
use crate::storage::round::RoundState;
use crate::text::case_pages;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::RunField;
use crate::web::access::{May, Posted, Visit};
use crate::web::components::console::token;
use crate::web::components::number::grouped;
use crate::web::components::refusal::nowhere;
use crate::web::components::table::{Head, table};
use crate::web::rounds::known;
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// The batch that the page showed.
#[derive(Debug, Deserialize)]
pub struct Seen {
    audience: String,
    stratum: String,
    batch: u32,
}

/// `POST /agency/{round}/cases/release`.
pub async fn submit(
    visit: May<RunField>,
    Path(id): Path<String>,
    Posted(seen): Posted<Seen>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let done = release_seen(&visit.app, &id, &AudienceId(seen.audience), &seen.stratum, seen.batch).await;
    run::outcome(&visit, &loaded, done.map(drop), "released").await
}

/// What waits, with a button for what comes next while the field is open.
pub fn card(visit: &Visit, loaded: &LoadedRound, waiting: &[Waiting]) -> Markup {
    let words = case_pages::of(visit.language());
    let [title, about, none, _] = words.reserve;
    let [audience, district, next, units, batches, left, action] = words.reserve_heads;
    let text = |text| Head { text, number: false };
    let number = |text| Head { text, number: true };
    let heads = [
        text(audience),
        text(district),
        number(next),
        number(units),
        number(batches),
        number(left),
        text(action),
    ];
    let rows: Vec<Vec<Markup>> = waiting.iter().map(|one| row(visit, loaded, one)).collect();
    html! {
        h2 { (title) }
        p { (about) }
        @if waiting.is_empty() { p.quiet { (none) } } @else { (table(title, &heads, &rows, visit.language())) }
    }
}

fn row(visit: &Visit, loaded: &LoadedRound, one: &Waiting) -> Vec<Markup> {
    let (words, names) = (case_pages::of(visit.language()), names(visit, loaded));
    let (batch, units) = one.next;
    let button = fill(words.reserve[3], &[("batch", &batch), ("units", &grouped(units))]);
    let open = loaded.record.state == RoundState::Fielding;
    vec![
        html! { (names.audience(&one.audience)) },
        html! { (names.stratum(&one.audience, &one.stratum)) },
        html! { (batch) },
        html! { (grouped(units)) },
        html! { (one.left.0) },
        html! { (grouped(one.left.1)) },
        html! {
            @if open {
                form.actions method="post" action={ "/agency/" (loaded.record.id) "/cases/release" } {
                    (token(visit))
                    input type="hidden" name="audience" value=(one.audience.0);
                    input type="hidden" name="stratum" value=(one.stratum);
                    input type="hidden" name="batch" value=(batch);
                    button.final { (button) }
                }
            }
        },
    ]
}
