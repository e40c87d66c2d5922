//! `/sign-in`: login and password; and `/sign-out`.

use super::again::{self, Waiting};
use super::{complaint, signed_in};
use crate::domain::definition::Language;
use crate::stages::App;
use crate::stages::account::{self, Attempt, Outcome};
use crate::text::entry;
use crate::web::PageError;
use crate::web::access::acts::OwnAccount;
use crate::web::access::{DEVICE, May, Posted, from_here, kept, without};
use crate::web::components::console::bare;
use axum::Form;
use axum::extract::{Query, State};
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
    lang: String,
}

/// What somebody typed.
#[derive(Debug, Deserialize)]
pub struct SignInForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    carried: String,
    #[serde(default)]
    lang: String,
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
    /// Where to go afterwards.
    pub next: &'a str,
    /// What was typed there.
    pub carried: &'a str,
}

/// `GET /sign-in`.
pub async fn show(Query(asked): Query<Asked>) -> Markup {
    let language = language_of(&asked.lang);
    let words = &entry::of(language).sign_in;
    view(&SignInPage {
        language,
        complaint: None,
        note: (!asked.gone.is_empty()).then_some(words.gone),
        login: "",
        next: &asked.next,
        carried: "",
    })
}

/// `POST /sign-in`.
pub async fn submit(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<SignInForm>,
) -> Result<Response, PageError> {
    if !from_here(&headers) {
        return Err(PageError::Foreign);
    }
    let device = kept(&app, &jar, DEVICE);
    let attempt = Attempt {
        login: &form.login,
        password: &form.password,
        device: device.as_deref(),
    };
    let language = language_of(&form.lang);
    let words = &entry::of(language).denied;
    let (status, complaint) = match account::sign_in(&app, attempt).await? {
        Outcome::In(ticket) => {
            let jar = signed_in(&app, jar, &ticket);
            let waiting = Waiting {
                next: &form.next,
                carried: &form.carried,
            };
            return Ok(again::go_on(&app, jar, &ticket, &waiting).await?);
        }
        Outcome::Wrong => (StatusCode::UNAUTHORIZED, words.wrong.to_owned()),
        Outcome::Wait(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            words.wait.replace("{n}", &seconds.to_string()),
        ),
    };
    let page = SignInPage {
        language,
        complaint: Some(complaint),
        note: None,
        login: &form.login,
        next: &form.next,
        carried: &form.carried,
    };
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
    let (other, name, lang) = match data.language {
        Language::Zh => ("en", "English", "en"),
        Language::En => ("zh", "中文", "zh-CN"),
    };
    let body = html! {
        @if let Some(note) = data.note { p.done { (note) } }
        p.quiet { (words.about) }
        (complaint(data.complaint.as_deref()))
        form.stack method="post" action="/sign-in" {
            (Waiting { next: data.next, carried: data.carried }.fields())
            input type="hidden" name="lang" value=(if data.language == Language::En { "en" } else { "zh" });
            label { span { (words.login) } input name="login" value=(data.login) autocomplete="username" autocapitalize="none" required; }
            label { span { (words.password) } input type="password" name="password" autocomplete="current-password" required; }
            button.primary { (words.button) }
        }
        p.quiet { (words.help) }
        p { a lang=(lang) href={ "/sign-in?lang=" (other) } { (name) } }
    };
    bare(words.title, data.language, body)
}

fn language_of(word: &str) -> Language {
    if word == "en" { Language::En } else { Language::Zh }
}
