//! `/desk` and `/rounds`: where somebody begins, which rounds there are, and where one stands.

use crate::domain::account::Role;
use crate::domain::definition::Language;
use crate::stages::{LoadedRound, StageError};
use crate::storage::StorageError;
use crate::storage::round::{RoundRecord, RoundState, StageRecord, list, records};
use crate::text::console::{self, named};
use crate::web::PageError;
use crate::web::access::acts::{OwnAccount, ReadRounds};
use crate::web::access::{May, Table, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::refusal::nowhere;
use crate::web::components::table::{facts, heads, table};
use crate::web::components::time::{day, minute};
use crate::web::components::values::values;
use crate::web::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(OwnAccount, "/desk", begin);
    table.get(ReadRounds, "/rounds", all);
    table.get(ReadRounds, "/rounds/{round}", one);
}

/// `GET /desk`: the first page of a role.
pub async fn begin(may: May<OwnAccount>) -> Redirect {
    Redirect::to(match may.person.account.role {
        Role::Administrator => "/admin/accounts",
        _ => "/rounds",
    })
}

/// `GET /rounds`.
pub async fn all(may: May<ReadRounds>) -> Result<Markup, PageError> {
    let rounds = list(&may.app.db).await.map_err(StageError::from)?;
    Ok(list_view(&may, &rounds))
}

/// `GET /rounds/{round}`.
pub async fn one(may: May<ReadRounds>, Path(id): Path<String>) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let history = records(&may.app.db, &id).await.map_err(StageError::from)?;
    Ok(view(&may, &loaded, &history).into_response())
}

/// A round by its id; `None` where there is none.
pub async fn known(visit: &Visit, id: &str) -> Result<Option<LoadedRound>, PageError> {
    match visit.app.round(id).await {
        Ok(round) => Ok(Some(round)),
        Err(StageError::Storage(StorageError::NotFound(_))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The list.
pub fn list_view(visit: &Visit, rounds: &[RoundRecord]) -> Markup {
    let language = visit.language();
    let words = &console::of(language).rounds;
    let row = |round: &RoundRecord| {
        vec![
            html! { a href={ "/rounds/" (round.id) } { (round.title.get(language)) } br; small.quiet { (round.id) } },
            html! { (state_name(round.state, language)) },
            html! { (day(round.opened_at)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = rounds.iter().map(row).collect();
    let body = html! {
        @if rounds.is_empty() { p { (words.none) } } @else { (table(words.title, &heads(&words.heads, &[]), &rows, language)) }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Rounds,
        round: None,
    };
    desk(&page, body)
}

/// One round: what it is, where it stands, what happened.
pub fn view(visit: &Visit, loaded: &LoadedRound, history: &[StageRecord]) -> Markup {
    let language = visit.language();
    let words = &console::of(language).rounds;
    let round = &loaded.record;
    let [id, agency, method, definition, seed] = words.facts;
    let code = |text: &str| html! { code.long { (text) } };
    let about = facts(&[
        (id, html! { (round.id) }),
        (agency, html! { (loaded.survey.round.contact.agency) }),
        (method, code(&round.method_hash)),
        (definition, code(&round.definition_hash)),
        (seed, code(&round.seed_commitment)),
    ]);
    let rows: Vec<Vec<Markup>> = history.iter().map(|record| happened(record, language)).collect();
    let body = html! {
        (about)
        h2 { (words.history) }
        (table(words.history, &heads(&words.history_heads, &[]), &rows, language))
    };
    let page = Desk {
        visit,
        title: round.title.get(language),
        place: Place::Rounds,
        round: Some(round),
    };
    desk(&page, body)
}

fn happened(record: &StageRecord, language: Language) -> Vec<Markup> {
    let words = &console::of(language).rounds;
    vec![
        html! { span.time { (minute(record.at)) } },
        html! { (named(words.stages, &record.stage)) },
        values(&record.summary, language),
    ]
}

/// The name of a state.
pub fn state_name(state: RoundState, language: Language) -> &'static str {
    let all = [
        RoundState::Draft,
        RoundState::Registered,
        RoundState::Fielding,
        RoundState::Closed,
        RoundState::Scored,
        RoundState::Sealed,
    ];
    let place = all.iter().position(|one| *one == state).unwrap_or_default();
    console::of(language).states[place]
}
