//! `/office/feed`: who may fetch the scores, where sealed sheets are sent, and what became of every try.

use crate::domain::definition::Language;
use crate::stages::{StageError, feed};
use crate::storage::feed::{ClientRecord, list};
use crate::storage::push::{self, Attempt, Delivery, TargetRecord};
use crate::text::feed::{Feed, of};
use crate::web::PageError;
use crate::web::access::acts::ManageFeed;
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::refusal::refused;
use crate::web::components::table::{heads, table};
use crate::web::components::time::{day, minute};
use crate::web::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

const HERE: &str = "/office/feed";

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ManageFeed, HERE, show);
    table.post(ManageFeed, "/office/feed/clients", add_client);
    table.post(ManageFeed, "/office/feed/clients/{client}/revoke", revoke);
    table.post(ManageFeed, "/office/feed/targets", add_target);
    table.post(ManageFeed, "/office/feed/targets/{target}/remove", remove);
    table.post(ManageFeed, "/office/feed/targets/{target}/hurry", hurry);
}

/// A new client.
#[derive(Debug, Deserialize)]
pub struct ClientForm {
    name: String,
}

/// A new address.
#[derive(Debug, Deserialize)]
pub struct TargetForm {
    address: String,
}

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// What the page shows.
#[derive(Debug, Default)]
pub struct FeedPage {
    clients: Vec<ClientRecord>,
    targets: Vec<TargetRecord>,
    deliveries: Vec<Delivery>,
    history: Vec<((String, String, u32), Attempt)>,
    complaint: Option<Markup>,
    /// A client's name and the token that was just made for it.
    token: Option<(String, String)>,
    /// An address that was typed and not taken.
    typed: String,
}

/// `GET /office/feed`.
pub async fn show(may: May<ManageFeed>) -> Result<Markup, PageError> {
    page(&may, FeedPage::default()).await
}

/// `POST /office/feed/clients`: the answer holds the token, which is kept nowhere.
pub async fn add_client(may: May<ManageFeed>, Posted(form): Posted<ClientForm>) -> Result<Response, PageError> {
    let made = match feed::add_client(&may.app, &form.name).await? {
        Some(token) => FeedPage {
            token: Some((form.name, token.reveal().to_owned())),
            ..FeedPage::default()
        },
        None => return wrong(&may, of(may.language()).name_wrong, String::new()).await,
    };
    Ok((StatusCode::CREATED, page(&may, made).await?).into_response())
}

/// `POST /office/feed/clients/{client}/revoke`.
pub async fn revoke(may: May<ManageFeed>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    let done = feed::revoke_client(&may.app, &id).await;
    back(&may, done).await
}

/// `POST /office/feed/targets`.
pub async fn add_target(may: May<ManageFeed>, Posted(form): Posted<TargetForm>) -> Result<Response, PageError> {
    match feed::add_target(&may.app, &form.address).await? {
        Some(()) => Ok(Redirect::to(HERE).into_response()),
        None => wrong(&may, of(may.language()).address_wrong, form.address).await,
    }
}

/// `POST /office/feed/targets/{target}/remove`.
pub async fn remove(may: May<ManageFeed>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    let done = feed::remove_target(&may.app, &id).await;
    back(&may, done).await
}

/// `POST /office/feed/targets/{target}/hurry`.
pub async fn hurry(may: May<ManageFeed>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    let done = feed::hurry(&may.app, &id).await;
    back(&may, done).await
}

async fn back(visit: &Visit, done: Result<(), StageError>) -> Result<Response, PageError> {
    let complaint = match done {
        Ok(()) => return Ok(Redirect::to(HERE).into_response()),
        Err(error) => Some(refused(error, visit).await?),
    };
    let again = FeedPage {
        complaint,
        ..FeedPage::default()
    };
    Ok((StatusCode::CONFLICT, page(visit, again).await?).into_response())
}

async fn wrong(visit: &Visit, sentence: &str, typed: String) -> Result<Response, PageError> {
    let again = FeedPage {
        complaint: Some(html! { p.error role="alert" tabindex="-1" { (sentence) } }),
        typed,
        ..FeedPage::default()
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(visit, again).await?).into_response())
}

async fn page(visit: &Visit, data: FeedPage) -> Result<Markup, PageError> {
    let db = &visit.app.db;
    let read = async {
        Ok::<_, crate::storage::StorageError>(FeedPage {
            clients: list(db).await?,
            targets: push::targets(db).await?,
            deliveries: push::all(db).await?,
            history: push::history(db).await?,
            ..data
        })
    };
    let data = read.await.map_err(StageError::from)?;
    Ok(match data.token {
        Some(_) => view(&visit.showing_once(), &data),
        None => view(visit, &data),
    })
}

/// The page.
pub fn view(visit: &Visit, data: &FeedPage) -> Markup {
    let words = of(visit.language());
    let body = html! {
        @if let Some(complaint) = &data.complaint { (complaint) }
        @if let Some((name, token)) = &data.token {
            div.done role="status" {
                h2 { (words.token) }
                p { (words.token_about.replace("{name}", name)) }
                p { code.long { (token) } }
            }
        }
        p { (words.about) }
        h2 { (words.chapters[0]) }
        (clients(visit, data, words))
        h2 { (words.chapters[1]) }
        (targets(visit, data, words))
        @if !data.deliveries.is_empty() {
            h2 { (words.chapters[2]) }
            (sent(visit, data, words))
        }
        h2 { (words.chapters[3]) }
        p { (words.programmers) }
        p { code { "curl -H 'Authorization: Bearer TOKEN' " (visit.app.public_url) "/api/v1/rounds/ROUND/scores?format=csv" } }
        p { a href="/api/openapi.json" { (words.description) } }
        p.quiet { (words.signature) }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Feed,
        round: None,
    };
    desk(&page, body)
}

fn clients(visit: &Visit, data: &FeedPage, words: &Feed) -> Markup {
    let row = |client: &ClientRecord| {
        let revoke = format!("{HERE}/clients/{}/revoke", client.id);
        vec![
            html! { (client.name) },
            html! { (client.created_by) },
            html! { (day(client.created_at)) },
            html! { (client.used_at.map_or_else(|| words.never.to_owned(), minute)) },
            html! { (state(client.revoked_at, words)) },
            html! { @if client.revoked_at.is_none() { (button(visit, &revoke, words.revoke)) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = data.clients.iter().map(row).collect();
    html! {
        p { (words.clients_about) }
        @if !rows.is_empty() { (table(words.chapters[0], &heads(&words.client_heads, &[]), &rows, visit.language())) }
        form.stack method="post" action="/office/feed/clients" {
            (token(visit))
            label { span { (words.name) } input name="name" required; small { (words.name_hint) } }
            button.primary { (words.make) }
        }
    }
}

fn targets(visit: &Visit, data: &FeedPage, words: &Feed) -> Markup {
    let row = |target: &TargetRecord| {
        let (remove, hurry) = (
            format!("{HERE}/targets/{}/remove", target.id),
            format!("{HERE}/targets/{}/hurry", target.id),
        );
        let waits = data
            .deliveries
            .iter()
            .any(|one| one.target == target.id && one.accepted_at.is_none());
        vec![
            html! { code { (target.address) } },
            html! { (target.created_by) },
            html! { (day(target.created_at)) },
            html! { (state(target.revoked_at, words)) },
            html! {
                div.actions {
                    @if target.revoked_at.is_none() {
                        @if waits { (button(visit, &hurry, words.hurry)) }
                        (button(visit, &remove, words.remove))
                    }
                }
            },
        ]
    };
    let rows: Vec<Vec<Markup>> = data.targets.iter().map(row).collect();
    html! {
        p { (words.push_about) }
        @if !rows.is_empty() { (table(words.chapters[1], &heads(&words.target_heads, &[]), &rows, visit.language())) }
        form.stack method="post" action="/office/feed/targets" {
            (token(visit))
            label { span { (words.address) } input name="address" type="url" value=(data.typed) required; small { (words.address_hint) } }
            button { (words.add) }
        }
    }
}

fn sent(visit: &Visit, data: &FeedPage, words: &Feed) -> Markup {
    let sheet =
        |round: &str, version: u32| format!("{round} · {}", words.version.replace("{version}", &version.to_string()));
    let target = |id: &str| data.targets.iter().find(|one| one.id == id);
    let delivery = |one: &Delivery| {
        let removed = target(&one.target).is_none_or(|target| target.revoked_at.is_some());
        let (state, at) = match (one.accepted_at, removed) {
            (Some(at), _) => (words.delivery_states[0], Some(at)),
            (None, true) => (words.delivery_states[2], None),
            (None, false) => (words.delivery_states[1], Some(one.next_at)),
        };
        vec![
            html! { (sheet(&one.round, one.version)) },
            html! { code { (target(&one.target).map_or("", |target| &target.address)) } },
            html! { (state) },
            html! { (one.attempts) },
            html! { (at.map(minute).unwrap_or_default()) },
        ]
    };
    let attempt = |((_, round, version), one): &((String, String, u32), Attempt)| {
        vec![
            html! { span.time { (minute(one.at)) } },
            html! { (sheet(round, *version)) },
            html! { (one.number) },
            html! { @match one.status { Some(status) => { "HTTP " (status) }, None => { (one.error) } } },
        ]
    };
    let deliveries: Vec<Vec<Markup>> = data.deliveries.iter().map(delivery).collect();
    let attempts: Vec<Vec<Markup>> = data.history.iter().map(attempt).collect();
    let language: Language = visit.language();
    html! {
        (table(words.chapters[2], &heads(&words.delivery_heads, &[]), &deliveries, language))
        details { summary { (words.attempts) } (table(words.attempts, &heads(&words.attempt_heads, &[]), &attempts, language)) }
    }
}

fn state(revoked_at: Option<i64>, words: &Feed) -> String {
    match revoked_at {
        None => words.states[0].to_owned(),
        Some(at) => words.states[1].replace("{day}", &day(at)),
    }
}

fn button(visit: &Visit, action: &str, label: &str) -> Markup {
    html! { form method="post" action=(action) { (token(visit)) button { (label) } } }
}
