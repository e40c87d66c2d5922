//! `/welcome/{token}`: a one-time link makes the first administrator, or sets the password of an account.

use super::again::{self, Waiting};
use super::{complaint, denied, signed_in, turn};
use crate::domain::account::SHORTEST;
use crate::domain::definition::Language;
use crate::domain::refusal::Conflict;
use crate::stages::account::{self, Opened};
use crate::stages::{App, StageError};
use crate::storage::StorageError;
use crate::storage::account::AccountRecord;
use crate::text::{console, entry};
use crate::web::PageError;
use crate::web::access::{DESK, Pages, Speech, from_here, named, word};
use crate::web::components::console::bare;
use crate::web::extract::{Entered, Path};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// What somebody typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WelcomeForm {
    login: String,
    name: String,
    password: String,
    again: String,
    lang: String,
    /// The page is to be shown in this language, and nothing else is wanted.
    turn: String,
}

/// What the page shows.
#[derive(Debug)]
pub struct WelcomePage<'a> {
    /// The token of the link.
    pub token: &'a str,
    /// The account it opens; none for the first administrator's.
    pub account: Option<&'a AccountRecord>,
    /// What was typed before.
    pub form: &'a WelcomeForm,
    /// What was wrong.
    pub complaint: Option<String>,
    /// Language of the page, and of the account from now on.
    pub language: Language,
}

/// `GET /welcome/{token}`.
pub async fn show(
    State(app): State<Arc<App>>,
    Speech(spoken): Speech,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    Ok(match account::link_of(&app, &token).await? {
        None => over(),
        Some((_, account)) => view(&WelcomePage {
            token: &token,
            language: first_language(account.as_ref(), spoken),
            account: account.as_ref(),
            form: &WelcomeForm::default(),
            complaint: None,
        })
        .into_response(),
    })
}

/// Who had a password before is spoken to as before; anybody else in the browser's language.
fn first_language(account: Option<&AccountRecord>, spoken: Language) -> Language {
    let known = account.filter(|account| account.password.is_some());
    known.map_or(spoken, |account| account.language)
}

/// `POST /welcome/{token}`.
pub async fn submit(
    State(app): State<Arc<App>>,
    Extension(pages): Extension<Pages>,
    Speech(spoken): Speech,
    Path(token): Path<String>,
    headers: HeaderMap,
    jar: CookieJar,
    Entered(form): Entered<WelcomeForm>,
) -> Result<Response, PageError> {
    if !from_here(&headers) {
        return Err(PageError::Foreign);
    }
    let Some((_, account)) = account::link_of(&app, &token).await? else {
        return Ok(over());
    };
    let language = named(&form.turn)
        .or(named(&form.lang))
        .unwrap_or_else(|| first_language(account.as_ref(), spoken));
    let mut page = WelcomePage {
        token: &token,
        language,
        account: account.as_ref(),
        form: &form,
        complaint: None,
    };
    if !form.turn.is_empty() {
        return Ok(view(&page).into_response());
    }
    let who = (form.login.as_str(), form.name.as_str());
    let opened = account::open(&app, &token, who, (&form.password, &form.again), language).await;
    let why = match opened {
        Ok(Some(Opened::In(ticket))) => {
            let jar = signed_in(&app, jar, &ticket);
            let waiting = Waiting {
                next: DESK,
                carried: "",
            };
            return Ok(again::go_on(&app, &pages, jar, &ticket, &waiting).await?);
        }
        Ok(Some(Opened::Denied(why))) => why,
        Ok(None) | Err(StageError::Storage(StorageError::Conflict(Conflict::LinkUsed))) => return Ok(over()),
        Err(error) => return Err(error.into()),
    };
    page.complaint = Some(denied(why, &entry::of(language).denied));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view(&page)).into_response())
}

/// The page.
pub fn view(data: &WelcomePage<'_>) -> Markup {
    let language = data.language;
    let words = &entry::of(language).welcome;
    let hint = words.hint.replace("{n}", &SHORTEST.to_string());
    let title = data.account.map_or_else(
        || words.first.to_owned(),
        |account| words.title.replace("{name}", &account.name),
    );
    let body = html! {
        @match data.account {
            None => p { (words.first_about) },
            Some(account) => p { (words.about.replace("{role}", console::of(language).role(account.role))) },
        }
        (complaint(data.complaint.as_deref()))
        form.stack method="post" action={ "/welcome/" (data.token) } {
            @match data.account {
                None => {
                    label { span { (words.name) } input name="name" value=(data.form.name) autocomplete="name" required; }
                    label {
                        span { (words.login) }
                        input name="login" value=(data.form.login) autocomplete="username" autocapitalize="none" required;
                        small { (words.login_hint) }
                    }
                }
                Some(account) => {
                    label { span { (words.login) } input name="login" value=(account.login) autocomplete="username" readonly; }
                }
            }
            label { span { (words.password) } input type="password" name="password" autocomplete="new-password" required; small { (hint) } }
            label { span { (words.again) } input type="password" name="again" autocomplete="new-password" required; }
            input type="hidden" name="lang" value=(word(language));
            button.primary { (words.button) }
            (turn(language))
        }
    };
    bare(&title, language, body)
}

/// 410: used, replaced or too old; nobody learns which.
fn over() -> Response {
    let words = &entry::of(Language::Zh).welcome;
    let english = &entry::of(Language::En).welcome;
    let body = html! {
        p { (words.over_about) }
        p lang="en" { (english.over) ". " (english.over_about) }
    };
    (StatusCode::GONE, bare(words.over, Language::Zh, body)).into_response()
}
