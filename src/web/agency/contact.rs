//! Contact data of one case on a page of its own: asked for by a press, written down, never in an address or a list.

use super::may;
use crate::stages::contact::{Contact, of_back_check, of_case};
use crate::stages::{LoadedRound, StageError};
use crate::text::console::named;
use crate::text::contact;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::{EnterBackCheck, WorkCases};
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::facts;
use crate::web::extract::Path;
use crate::web::rounds::known;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.post(WorkCases, "/agency/{round}/cases/{number}/contact", case);
    table.post(
        EnterBackCheck,
        "/agency/{round}/back-checks/enter/{number}/contact",
        back_check,
    );
}

/// `POST /agency/{round}/cases/{number}/contact`.
pub async fn case(
    visit: May<WorkCases>,
    Path((id, number)): Path<(String, u64)>,
    _: Posted<Nothing>,
) -> Result<Response, PageError> {
    let back = format!("/agency/{id}/cases/{number}");
    let found = of_case(&visit.app, &id, number).await;
    respond(&visit, (&id, number), found, Place::Cases, &back).await
}

/// `POST /agency/{round}/back-checks/enter/{number}/contact`.
pub async fn back_check(
    visit: May<EnterBackCheck>,
    Path((id, number)): Path<(String, u64)>,
    _: Posted<Nothing>,
) -> Result<Response, PageError> {
    let back = format!("/agency/{id}/back-checks/enter/{number}");
    let found = of_back_check(&visit.app, &id, number).await;
    respond(&visit, (&id, number), found, Place::BackChecks, &back).await
}

/// The button of an interviewer's own case.
pub fn of_own_case(visit: &Visit, loaded: &LoadedRound, number: u64) -> Markup {
    let own = visit.person.account.role == crate::domain::account::Role::Interviewer;
    let address = format!("/agency/{}/cases/{number}/contact", loaded.record.id);
    html! { @if own { (button(visit, &address, false)) } }
}

/// The button of who asks again: it opens beside the form, which keeps what was typed.
pub fn of_interview(visit: &Visit, loaded: &LoadedRound, number: u64) -> Markup {
    let address = format!("/agency/{}/back-checks/enter/{number}/contact", loaded.record.id);
    html! { @if may::<EnterBackCheck>(visit) { (button(visit, &address, true)) } }
}

fn button(visit: &Visit, address: &str, beside: bool) -> Markup {
    let words = contact::of(visit.language());
    html! {
        form method="post" action=(address) target=[beside.then_some("_blank")] {
            (token(visit))
            button { (words.show) } " " small.quiet { (words.logged) }
        }
    }
}

async fn respond(
    visit: &Visit,
    (id, number): (&str, u64),
    found: Result<Contact, StageError>,
    place: Place,
    back: &str,
) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let words = contact::of(visit.language());
    let (status, shown) = match found {
        Ok(contact) => (StatusCode::OK, listed(&contact, words)),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, refused(error, visit).await?),
    };
    let about = Desk {
        visit,
        title: &fill(words.title, &[("number", &number)]),
        place,
        round: Some(&loaded.record),
    };
    let body = html! { (shown) p { a href=(back) { (words.back) } } };
    Ok((status, desk(&about, body)).into_response())
}

fn listed(contact: &Contact, words: &contact::ContactWords) -> Markup {
    let pairs = contact.iter();
    let pairs = pairs.map(|(column, value)| (named(words.columns, column), html! { b { (value) } }));
    let pairs: Vec<(&str, Markup)> = pairs.collect();
    html! {
        @if pairs.is_empty() { p.mind { (words.none) } }
        @else { p.mind { (words.care) } (facts(&pairs)) }
    }
}
