//! `/office/feed`: who may fetch the scores, where sealed sheets are sent, and what became of every try.

mod push_view;

use crate::jobs::outbox;
use crate::stages::{StageError, feed};
use crate::storage::feed::{ClientRecord, list};
use crate::storage::push::{self, Attempt, Delivery, TargetRecord};
use crate::text::console::named;
use crate::text::feed::{Feed, of};
use crate::web::PageError;
use crate::web::access::acts::ManageFeed;
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{heads, table};
use crate::web::components::time::{day, minute};
use crate::web::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use push_view::{sent, targets};
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
    table.post(ManageFeed, "/office/feed/targets/{target}/newest", newest);
    table.post(ManageFeed, "/office/feed/targets/{target}/test", test);
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
    /// A client's name that was typed and not taken.
    typed_name: String,
    /// What was done, as the word of the address.
    done: String,
}

/// `?done=word`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// `GET /office/feed`.
pub async fn show(may: May<ManageFeed>, Query(Done { done }): Query<Done>) -> Result<Markup, PageError> {
    let told = FeedPage {
        done,
        ..FeedPage::default()
    };
    page(&may, told).await
}

/// `POST /office/feed/clients`: the answer holds the token, which is kept nowhere.
pub async fn add_client(may: May<ManageFeed>, Posted(form): Posted<ClientForm>) -> Result<Response, PageError> {
    let again = |complaint| FeedPage {
        complaint: Some(complaint),
        typed_name: form.name.clone(),
        ..FeedPage::default()
    };
    let made = match feed::add_client(&may.app, &form.name).await {
        Ok(Some(token)) => FeedPage {
            token: Some((form.name, token.reveal().to_owned())),
            ..FeedPage::default()
        },
        Ok(None) => return wrong(&may, again(error(of(may.language()).name_wrong))).await,
        Err(refusal) => return wrong(&may, again(refused(refusal, &may).await?)).await,
    };
    Ok((StatusCode::CREATED, page(&may, made).await?).into_response())
}

/// `POST /office/feed/clients/{client}/revoke`.
pub async fn revoke(may: May<ManageFeed>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    let clients = list(&may.app.db).await.map_err(StageError::from)?;
    if !clients.iter().any(|client| client.id == id) {
        return Ok(nowhere(&may));
    }
    let done = feed::revoke_client(&may.app, &id).await;
    back(&may, done.map(|()| "revoked")).await
}

/// `POST /office/feed/targets`.
pub async fn add_target(may: May<ManageFeed>, Posted(form): Posted<TargetForm>) -> Result<Response, PageError> {
    match feed::add_target(&may.app, &form.address).await? {
        Some(()) => Ok(Redirect::to(HERE).into_response()),
        None => {
            let again = FeedPage {
                complaint: Some(error(of(may.language()).address_wrong)),
                typed: form.address,
                ..FeedPage::default()
            };
            wrong(&may, again).await
        }
    }
}

/// `POST /office/feed/targets/{target}/remove`.
pub async fn remove(may: May<ManageFeed>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    if target(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    let done = feed::remove_target(&may.app, &id).await;
    back(&may, done.map(|()| "removed")).await
}

/// `POST /office/feed/targets/{target}/hurry`.
pub async fn hurry(may: May<ManageFeed>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    if target(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    let done = feed::hurry(&may.app, &id).await;
    back(&may, done.map(|()| "hurried")).await
}

/// `POST /office/feed/targets/{target}/newest`.
pub async fn newest(may: May<ManageFeed>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    if target(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    let done = feed::send_newest(&may.app, &id).await;
    back(&may, done.map(|()| "newest")).await
}

/// `POST /office/feed/targets/{target}/test`: waits for the answer, which stands in the history afterwards.
pub async fn test(may: May<ManageFeed>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    let Some(target) = target(&may, &id).await?.filter(|target| target.revoked_at.is_none()) else {
        return Ok(nowhere(&may));
    };
    let accepted = outbox::test(&may.app, &target).await;
    let word = |accepted: bool| if accepted { "test-accepted" } else { "test-refused" };
    back(&may, accepted.map(word)).await
}

async fn target(visit: &Visit, id: &str) -> Result<Option<TargetRecord>, PageError> {
    let targets = push::targets(&visit.app.db).await.map_err(StageError::from)?;
    Ok(targets.into_iter().find(|one| one.id == id))
}

/// On with `?done=word`, or the page with what was refused.
async fn back(visit: &Visit, done: Result<&'static str, StageError>) -> Result<Response, PageError> {
    let complaint = match done {
        Ok(word) => return Ok(Redirect::to(&format!("{HERE}?done={word}")).into_response()),
        Err(error) => Some(refused(error, visit).await?),
    };
    let again = FeedPage {
        complaint,
        ..FeedPage::default()
    };
    Ok((StatusCode::CONFLICT, page(visit, again).await?).into_response())
}

fn error(sentence: &str) -> Markup {
    html! { p.error role="alert" tabindex="-1" { (sentence) } }
}

async fn wrong(visit: &Visit, again: FeedPage) -> Result<Response, PageError> {
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
        @if !data.done.is_empty() { p.done role="status" { (named(words.done, &data.done)) } }
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
        @if !data.deliveries.is_empty() || !data.history.is_empty() {
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
            html! { @if client.revoked_at.is_none() { (final_button(visit, &revoke, words.revoke, words.revoke_about)) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = data.clients.iter().map(row).collect();
    html! {
        p { (words.clients_about) }
        @if !rows.is_empty() { (table(words.chapters[0], &heads(&words.client_heads, &[]), &rows, visit.language())) }
        form.stack method="post" action="/office/feed/clients" {
            (token(visit))
            label { span { (words.name) } input name="name" value=(data.typed_name) required; small { (words.name_hint) } }
            button.primary { (words.make) }
        }
    }
}

/// In force, or since when not.
fn state(revoked_at: Option<i64>, words: &Feed) -> String {
    match revoked_at {
        None => words.states[0].to_owned(),
        Some(at) => words.states[1].replace("{day}", &day(at)),
    }
}

fn button(visit: &Visit, action: &str, label: &str) -> Markup {
    html! { form method="post" action=(action) { (token(visit)) button { (label) } } }
}

/// A button that cannot be undone: what it will do stands before it.
fn final_button(visit: &Visit, action: &str, label: &str, what: &str) -> Markup {
    html! {
        details {
            summary { (label) }
            p { (what) }
            form method="post" action=(action) { (token(visit)) button.final { (label) } }
        }
    }
}
