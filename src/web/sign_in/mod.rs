//! The doors of the consoles: signing in and out, the second factor, one-time links, the own account.

pub mod again;
pub mod digits;
pub mod own;
pub mod page;
pub mod set_up;
pub mod welcome;

use crate::domain::definition::Language;
use crate::stages::App;
use crate::stages::account::{Denied, Ticket};
use crate::storage::session::Stage;
use crate::text::{self, entry};
use crate::web::access::{DEVICE, LANGUAGE, SESSION, Speech, kept, put, word};
use again::Waiting;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use page::SignInPage;

/// The page that a sign-in goes on to: what is still missing, or where it was going.
pub fn address_after(stage: Stage, next: &str) -> String {
    let page = match stage {
        Stage::Full => return inside(next).to_owned(),
        Stage::Digits => "/sign-in/digits",
        Stage::SetUp => "/sign-in/set-up",
    };
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    format!("{page}?{}", pairs.append_pair("next", inside(next)).finish())
}

/// An address of ours; anything else leads to the first page.
fn inside(next: &str) -> &str {
    // Browsers drop tabs and line ends and take a backslash for a slash: an address of ours holds none of them.
    let plain = next.bytes().all(|sign| sign.is_ascii_graphic() && sign != b'\\');
    let ours = plain && next.starts_with('/') && !next.starts_with("//");
    if ours && !next.starts_with("/sign") {
        next
    } else {
        "/desk"
    }
}

/// The jar with the cookies of a session that began.
fn signed_in(app: &App, jar: CookieJar, ticket: &Ticket) -> CookieJar {
    let marks = ticket.marks(app, kept(app, &jar, DEVICE).as_deref());
    let jar = put(app, jar, SESSION, ticket.token.clone());
    let jar = put(app, jar, LANGUAGE, word(ticket.language).to_owned());
    put(app, jar, DEVICE, marks)
}

/// A step of a sign-in that came too late: it begins again, and what waits behind it waits on.
fn sign_in_again(speech: Speech, waiting: &Waiting<'_>) -> Response {
    let page = page::view(&SignInPage {
        language: speech.0,
        complaint: Some(entry::of(speech.0).denied.over.to_owned()),
        note: None,
        login: "",
        waiting: *waiting,
    });
    (StatusCode::UNAUTHORIZED, page).into_response()
}

/// The button that shows a page of the doors in the other language, with all that is on it.
fn turn(language: Language) -> Markup {
    let other = match language {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    html! {
        button.quiet name="turn" value=(word(other)) lang=(text::lang(other)) formnovalidate { (entry::of(language).welcome.other) }
    }
}

/// Why a form has to be filled in again.
fn denied(denied: Denied, words: &entry::Denied) -> String {
    match denied {
        Denied::Password(problem) => words.password(problem),
        Denied::WrongPassword => words.present.to_owned(),
        Denied::WrongDigits => words.digits.to_owned(),
        Denied::Wait(seconds) => words.wait.replace("{n}", &seconds.to_string()),
        Denied::Over => words.over.to_owned(),
        Denied::Login => words.login.to_owned(),
        Denied::Name => words.name.to_owned(),
    }
}

/// The sentence above a form that was refused.
fn complaint(sentence: Option<&str>) -> Markup {
    html! { @if let Some(sentence) = sentence { p.error role="alert" tabindex="-1" { (sentence) } } }
}
