//! Nothing typed is lost: a form that could not be taken comes back on its own page, filled in, and is sent by hand.

use super::page::{SignInPage, view};
use super::{address_after, digits, set_up};
use crate::stages::account::{self, Person, Ticket};
use crate::stages::{App, StageError};
use crate::storage::session::Stage;
use crate::text::entry;
use crate::web::access::{DESK, Filled, Pages, Speech, TYPED, Typed, Visit, fill};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::consoles;
use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use std::sync::Arc;
use tower::ServiceExt;

/// Bytes of a page that a form is put back into.
const PAGE_MOST: usize = 32 * 1024 * 1024;

/// Why a form was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The session was over, and has begun anew.
    Over,
    /// The page is of an earlier session.
    Stale,
    /// Something is missing or cannot be read.
    Unread,
}

impl Why {
    fn status(self) -> StatusCode {
        match self {
            Why::Over => StatusCode::OK,
            Why::Stale => StatusCode::CONFLICT,
            Why::Unread => StatusCode::BAD_REQUEST,
        }
    }
}

/// What waits behind a sign-in.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'a> {
    /// Where to go.
    pub next: &'a str,
    /// What was typed there, packed; empty where nothing was.
    pub carried: &'a str,
}

impl Waiting<'_> {
    /// Hidden fields that take it along.
    pub fn fields(&self) -> Markup {
        html! {
            input type="hidden" name="next" value=(self.next);
            @if !self.carried.is_empty() { input type="hidden" name="carried" value=(self.carried); }
        }
    }
}

/// The door for somebody whose session was over, or only half begun, when a form came in: what was typed waits behind it.
pub async fn over(app: &Arc<App>, half: Option<Person>, speech: Speech, page: &str, request: Request) -> Response {
    let typed = Typed::of_request(request).await;
    let language = half.as_ref().map_or(speech.0, |person| person.account.language);
    let words = &entry::of(language).sign_in;
    let kept = typed
        .as_ref()
        .filter(|_| page != DESK)
        .map(Typed::packed)
        .unwrap_or_default();
    let note = match (&typed, kept.is_empty()) {
        (None, _) => words.too_long,
        (Some(_), false) => words.kept,
        (Some(_), true) => words.over,
    };
    let waiting = Waiting {
        next: page,
        carried: &kept,
    };
    let door = match half {
        Some(person) => half_way(app, &person, &waiting, Some(note)),
        None => Ok(view(&SignInPage {
            language,
            complaint: None,
            note: Some(note),
            login: "",
            waiting,
        })),
    };
    match door {
        Ok(page) => (StatusCode::UNAUTHORIZED, page).into_response(),
        Err(error) => crate::web::PageError::from(error).into_response(),
    }
}

/// The page of what is still missing.
fn half_way(app: &App, person: &Person, waiting: &Waiting<'_>, note: Option<&str>) -> Result<Markup, StageError> {
    match person.stage {
        Stage::SetUp => set_up::view(app, person, waiting, note, None),
        Stage::Digits | Stage::Full => Ok(digits::view(person, waiting, note)),
    }
}

/// Goes where the sign-in was meant to go; a form that waits comes along through every step.
pub async fn go_on(
    app: &Arc<App>,
    pages: &Pages,
    jar: CookieJar,
    ticket: &Ticket,
    waiting: &Waiting<'_>,
) -> Result<Response, StageError> {
    let next = pages.page_of(super::inside(waiting.next));
    let Some(typed) = Typed::unpacked(waiting.carried) else {
        return Ok((jar, Redirect::to(&address_after(ticket.stage, &next))).into_response());
    };
    let Some(person) = account::person(app, &ticket.token).await? else {
        return Ok((jar, Redirect::to("/sign-in")).into_response());
    };
    if ticket.stage != Stage::Full {
        return Ok((jar, half_way(app, &person, waiting, None)?).into_response());
    }
    let visit = Visit {
        app: app.by(person.actor()),
        here: pages.page_of(&typed.action),
        once: false,
        person,
    };
    Ok((jar, put_back(&visit, &typed, Why::Over).await).into_response())
}

/// The form's own page as it is now, with what was typed filled in; a page that is gone leaves the list of it.
pub async fn put_back(visit: &Visit, typed: &Typed, why: Why) -> Response {
    let table = consoles(&visit.app);
    let pages = table.pages();
    let page = pages.page_of(super::inside(&typed.action));
    let mut request = Request::new(Body::empty());
    request.extensions_mut().insert(visit.person.clone());
    if let Ok(address) = page.parse() {
        *request.uri_mut() = address;
    }
    let router = table
        .into_router()
        .layer(Extension(pages))
        .with_state(visit.app.clone());
    let Ok(response) = router.oneshot(request).await;
    let is_page = response.headers().get(header::CONTENT_TYPE);
    let is_page = is_page.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let shown = response.status().is_success() && is_page;
    let body = to_bytes(response.into_body(), PAGE_MOST).await.unwrap_or_default();
    let html = String::from_utf8_lossy(&body);
    if !shown || html.is_empty() {
        return (why.status(), list(visit, typed, why)).into_response();
    }
    let filled = fill(&html, &typed.action, &typed.fields);
    let note = note(visit, &page, &filled, why).into_string();
    let html = filled.html.replacen("</h1>", &format!("</h1>{note}"), 1);
    (why.status(), Html(html)).into_response()
}

/// What happened, above the page; the address is the page's own again.
fn note(visit: &Visit, page: &str, filled: &Filled, why: Why) -> Markup {
    let words = &entry::of(visit.language()).again;
    html! {
        div.mind role="alert" tabindex="-1" data-here=(page) {
            h2 { (words.title) }
            p { (words.reason(why == Why::Over, why == Why::Stale)) }
            @if filled.found { p { (words.filled) " " a href={ "#" (TYPED) } { (words.to_form) } } }
            @if !filled.left.is_empty() {
                p { (words.left) }
                (pairs(&filled.left))
            }
        }
    }
}

/// What was typed, for copying, where its page is not there.
fn list(visit: &Visit, typed: &Typed, why: Why) -> Markup {
    let words = &entry::of(visit.language()).again;
    let body = html! {
        div.mind role="alert" tabindex="-1" {
            p { (words.reason(why == Why::Over, why == Why::Stale)) }
            p { (words.no_page) }
        }
        (pairs(&typed.fields))
        p { a href=(DESK) { (words.on) } }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Rounds,
        round: None,
    };
    desk(&page, body)
}

fn pairs(fields: &[(String, String)]) -> Markup {
    html! {
        dl.facts { @for (name, value) in fields { @if !value.is_empty() { div { dt { (name) } dd { (value) } } } } }
    }
}
