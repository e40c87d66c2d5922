//! Nothing typed is lost: what was posted without a session waits behind the sign-in and is sent once more by hand.

use super::page::{SignInPage, view};
use super::{address_after, digits, inside, packed, set_up, unpacked};
use crate::domain::definition::Language;
use crate::stages::account::{self, Ticket};
use crate::stages::{App, StageError};
use crate::storage::session::Stage;
use crate::text::entry;
use crate::web::access::{CSRF, Visit};
use crate::web::components::console::bare;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use std::sync::Arc;

/// What waits behind a sign-in.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'a> {
    /// Where it was going.
    pub next: &'a str,
    /// What was typed there, packed.
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

/// The sign-in page for somebody whose session was over when a form came in.
pub fn session_over(here: &str, fields: &[(String, String)], is_form: bool) -> Response {
    let language = Language::Zh;
    let words = &entry::of(language).sign_in;
    let carried = packed(fields);
    let page = view(&SignInPage {
        language,
        complaint: None,
        note: Some(if is_form { words.kept } else { words.file }),
        login: "",
        next: here,
        carried: &carried,
    });
    (StatusCode::UNAUTHORIZED, page).into_response()
}

/// Goes where the sign-in was meant to go; a form that waits comes along through every step and is shown for sending.
pub async fn go_on(
    app: &Arc<App>,
    jar: CookieJar,
    ticket: &Ticket,
    waiting: &Waiting<'_>,
) -> Result<Response, StageError> {
    if waiting.carried.is_empty() {
        return Ok((jar, Redirect::to(&address_after(ticket.stage, waiting.next))).into_response());
    }
    let Some(person) = account::person(app, &ticket.token).await? else {
        return Ok((jar, Redirect::to("/sign-in")).into_response());
    };
    let next = inside(waiting.next);
    let markup = match ticket.stage {
        Stage::Digits => digits::view(&person, waiting, None),
        Stage::SetUp => set_up::view(app, &person, waiting, None, None)?,
        Stage::Full => {
            let (app, here) = (app.clone(), next.to_owned());
            page(&Visit { app, person, here }, next, &unpacked(waiting.carried))
        }
    };
    Ok((jar, markup).into_response())
}

/// The page that sends a form of an earlier session.
pub fn confirm(visit: &Visit, path: &str, fields: &[(String, String)]) -> Response {
    (StatusCode::CONFLICT, page(visit, path, fields)).into_response()
}

fn page(visit: &Visit, path: &str, fields: &[(String, String)]) -> Markup {
    let words = &entry::of(visit.language()).sign_in;
    let body = html! {
        p { (words.again_about) }
        dl.facts { @for (name, value) in fields { @if !value.is_empty() { div { dt { (name) } dd { (value) } } } } }
        form.stack method="post" action=(path) {
            input type="hidden" name=(CSRF) value=(visit.person.csrf);
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            button.primary { (words.again_button) }
        }
        p { a href=(path) { (words.again_drop) } }
    };
    bare(words.again, visit.language(), body)
}
