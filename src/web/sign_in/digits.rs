//! `/sign-in/digits`: the six digits of the second factor.

use super::again::{self, Waiting};
use super::{complaint, sign_in_again, signed_in};
use crate::stages::App;
use crate::stages::account::{self, Outcome, Person};
use crate::storage::session::Stage;
use crate::text::entry;
use crate::web::PageError;
use crate::web::access::{Pages, Speech, from_here, session_of};
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

/// What somebody typed, or the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DigitsForm {
    digits: String,
    next: String,
    carried: String,
}

/// `GET /sign-in/digits`.
pub async fn show(
    State(app): State<Arc<App>>,
    Query(asked): Query<DigitsForm>,
    jar: CookieJar,
) -> Result<Response, PageError> {
    let waiting = Waiting {
        next: &asked.next,
        carried: "",
    };
    Ok(match waiting_person(&app, &jar, Stage::Digits).await? {
        Some(person) => view(&person, &waiting, None).into_response(),
        None => Redirect::to("/sign-in").into_response(),
    })
}

/// `POST /sign-in/digits`.
pub async fn submit(
    State(app): State<Arc<App>>,
    Extension(pages): Extension<Pages>,
    speech: Speech,
    headers: HeaderMap,
    jar: CookieJar,
    Entered(form): Entered<DigitsForm>,
) -> Result<Response, PageError> {
    if !from_here(&headers) {
        return Err(PageError::Foreign);
    }
    let waiting = Waiting {
        next: &form.next,
        carried: &form.carried,
    };
    let Some(person) = waiting_person(&app, &jar, Stage::Digits).await? else {
        return Ok(sign_in_again(speech, &waiting));
    };
    let words = &entry::of(person.account.language).denied;
    let (status, sentence) = match account::digits(&app, &person, &form.digits).await? {
        Outcome::In(ticket) => {
            let jar = signed_in(&app, jar, &ticket);
            return Ok(again::go_on(&app, &pages, jar, &ticket, &waiting).await?);
        }
        Outcome::Wrong => (StatusCode::UNAUTHORIZED, words.digits.to_owned()),
        Outcome::Wait(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            words.wait.replace("{n}", &seconds.to_string()),
        ),
    };
    Ok((status, view(&person, &waiting, Some(&sentence))).into_response())
}

/// The person whose sign-in waits at that stage.
pub(super) async fn waiting_person(app: &App, jar: &CookieJar, stage: Stage) -> Result<Option<Person>, PageError> {
    let Some(token) = session_of(app, jar) else {
        return Ok(None);
    };
    let person = account::person(app, &token).await?;
    Ok(person.filter(|person| person.stage == stage))
}

/// The page.
pub fn view(person: &Person, waiting: &Waiting<'_>, sentence: Option<&str>) -> Markup {
    let language = person.account.language;
    let words = &entry::of(language).factor;
    let body = html! {
        p { (words.about) }
        (complaint(sentence))
        form.stack method="post" action="/sign-in/digits" {
            (waiting.fields())
            label {
                span { (words.digits) }
                input.digits name="digits" inputmode="numeric" autocomplete="one-time-code" maxlength="9" required autofocus;
            }
            button.primary { (words.button) }
        }
        p.quiet { (words.lost) }
    };
    bare(words.title, language, body)
}
