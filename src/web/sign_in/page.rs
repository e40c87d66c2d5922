//! `/sign-in`: login and password; and `/sign-out`.

use super::again::{self, Waiting};
use super::{complaint, signed_in, turn};
use crate::domain::definition::Language;
use crate::stages::App;
use crate::stages::account::{self, Attempt, Outcome};
use crate::text::entry;
use crate::web::PageError;
use crate::web::access::acts::OwnAccount;
use crate::web::access::{DEVICE, LANGUAGE, May, Pages, Posted, Speech, from_here, kept, named, put, without, word};
use crate::web::components::console::bare;
use crate::web::extract::{Entered, Query};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    next: String,
    gone: String,
}

/// What somebody typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    login: String,
    password: String,
    next: String,
    carried: String,
    lang: String,
    /// The page is to be shown in this language, and nothing else is wanted.
    turn: String,
}

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// What the page shows.
#[derive(Debug)]
pub struct SignInPage<'a> {
    /// Language.
    pub language: Language,
    /// What was wrong.
    pub complaint: Option<String>,
    /// What stands above the form.
    pub note: Option<&'a str>,
    /// Login that was typed before.
    pub login: &'a str,
    /// Where to go afterwards, and what was typed there.
    pub waiting: Waiting<'a>,
}

/// `GET /sign-in`.
pub async fn show(Speech(language): Speech, Query(asked): Query<Asked>) -> Markup {
    let words = &entry::of(language).sign_in;
    view(&SignInPage {
        language,
        complaint: None,
        note: (!asked.gone.is_empty()).then_some(words.gone),
        login: "",
        waiting: Waiting {
            next: &asked.next,
            carried: "",
        },
    })
}

/// `POST /sign-in`.
pub async fn submit(
    State(app): State<Arc<App>>,
    Extension(pages): Extension<Pages>,
    Speech(spoken): Speech,
    headers: HeaderMap,
    jar: CookieJar,
    Entered(form): Entered<SignInForm>,
) -> Result<Response, PageError> {
    if !from_here(&headers) {
        return Err(PageError::Foreign);
    }
    let waiting = Waiting {
        next: &form.next,
        carried: &form.carried,
    };
    let language = named(&form.turn).or(named(&form.lang)).unwrap_or(spoken);
    let words = &entry::of(language);
    let mut page = SignInPage {
        language,
        complaint: None,
        note: (!form.carried.is_empty()).then_some(words.sign_in.kept),
        login: &form.login,
        waiting,
    };
    if !form.turn.is_empty() {
        let jar = put(&app, jar, LANGUAGE, word(language).to_owned());
        return Ok((jar, view(&page)).into_response());
    }
    let device = kept(&app, &jar, DEVICE);
    let attempt = Attempt {
        login: &form.login,
        password: &form.password,
        device: device.as_deref(),
    };
    let (status, complaint) = match account::sign_in(&app, attempt).await? {
        Outcome::In(ticket) => {
            let jar = signed_in(&app, jar, &ticket);
            return Ok(again::go_on(&app, &pages, jar, &ticket, &waiting).await?);
        }
        Outcome::Wrong => (StatusCode::UNAUTHORIZED, words.denied.wrong.to_owned()),
        Outcome::Wait(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            words.denied.wait.replace("{n}", &seconds.to_string()),
        ),
    };
    page.complaint = Some(complaint);
    Ok((status, view(&page)).into_response())
}

/// `POST /sign-out`.
pub async fn leave(may: May<OwnAccount>, jar: CookieJar, _: Posted<Nothing>) -> Result<Response, PageError> {
    account::sign_out(&may.app, &may.person).await?;
    Ok((without(&may.app, jar), Redirect::to("/sign-in?gone=1")).into_response())
}

/// The page.
pub fn view(data: &SignInPage<'_>) -> Markup {
    let words = &entry::of(data.language).sign_in;
    let body = html! {
        @if let Some(note) = data.note { p.done { (note) } }
        p.quiet { (words.about) }
        (complaint(data.complaint.as_deref()))
        form.stack method="post" action="/sign-in" {
            (data.waiting.fields())
            input type="hidden" name="lang" value=(word(data.language));
            label { span { (words.login) } input name="login" value=(data.login) autocomplete="username" autocapitalize="none" required; }
            label { span { (words.password) } input type="password" name="password" autocomplete="current-password" required; }
            button.primary { (words.button) }
            (turn(data.language))
        }
        p.quiet { (words.help) }
    };
    bare(words.title, data.language, body)
}
