//! `/sign-in/set-up`: a phone becomes the second factor; asked for at the first sign-in, offered later.

use super::again::{self, Waiting};
use super::digits::waiting_person;
use super::{complaint, denied, sign_in_again, signed_in};
use crate::domain::account::SecondFactor;
use crate::domain::refusal::Refusal;
use crate::export::qr_svg;
use crate::stages::account::{self, Person};
use crate::stages::{App, StageError};
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
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use std::sync::Arc;

/// What somebody typed, or the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SetUpForm {
    digits: String,
    /// The secret as the page sealed it.
    secret: String,
    present: String,
    next: String,
    carried: String,
}

/// `GET /sign-in/set-up`.
pub async fn show(
    State(app): State<Arc<App>>,
    Query(asked): Query<SetUpForm>,
    jar: CookieJar,
) -> Result<Response, PageError> {
    let waiting = Waiting {
        next: &asked.next,
        carried: "",
    };
    Ok(match person(&app, &jar).await? {
        Some(person) => view(&app, &person, &waiting, None, None)?.into_response(),
        None => Redirect::to("/sign-in").into_response(),
    })
}

/// `POST /sign-in/set-up`.
pub async fn submit(
    State(app): State<Arc<App>>,
    Extension(pages): Extension<Pages>,
    speech: Speech,
    headers: HeaderMap,
    jar: CookieJar,
    Entered(form): Entered<SetUpForm>,
) -> Result<Response, PageError> {
    if !from_here(&headers) {
        return Err(PageError::Foreign);
    }
    let waiting = Waiting {
        next: &form.next,
        carried: &form.carried,
    };
    let Some(person) = person(&app, &jar).await? else {
        return Ok(sign_in_again(speech, &waiting));
    };
    match account::set_second_factor(&app, &person, (&form.secret, &form.digits), &form.present).await? {
        Ok(ticket) => {
            let jar = signed_in(&app, jar, &ticket);
            Ok(again::go_on(&app, &pages, jar, &ticket, &waiting).await?)
        }
        Err(account::Denied::Over) => Ok(sign_in_again(speech, &waiting)),
        Err(why) => {
            let sentence = denied(why, &entry::of(person.account.language).denied);
            let page = view(&app, &person, &waiting, Some(&sentence), Some(&form.secret))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Whoever has to set it up, or wants to.
async fn person(app: &App, jar: &CookieJar) -> Result<Option<Person>, PageError> {
    if let Some(person) = waiting_person(app, jar, Stage::SetUp).await? {
        return Ok(Some(person));
    }
    let Some(token) = session_of(app, jar) else {
        return Ok(None);
    };
    let person = account::person(app, &token).await?;
    Ok(person.filter(|person| person.stage == Stage::Full))
}

/// The page; after wrong digits with the same secret, which the phone knows already.
pub fn view(
    app: &App,
    person: &Person,
    waiting: &Waiting<'_>,
    sentence: Option<&str>,
    kept: Option<&str>,
) -> Result<Markup, StageError> {
    let again = kept.and_then(|sealed| account::reopened_second_factor(app, person, sealed));
    let (factor, sealed) = match (again, kept) {
        (Some(factor), Some(sealed)) => (factor, sealed.to_owned()),
        _ => account::new_second_factor(app, person)?,
    };
    let language = person.account.language;
    let words = &entry::of(language).factor;
    let typed = factor.typed().map_err(technical)?;
    let body = html! {
        @if person.stage == Stage::SetUp { p.mind { (words.asked) } }
        ol.steps { @for step in words.set_up_steps { li { (step) } } }
        (complaint(sentence))
        figure.code { (picture(&factor, person)?) figcaption { (words.picture) } }
        p { (words.typed) " " code { (typed) } }
        form.stack method="post" action="/sign-in/set-up" {
            (waiting.fields())
            input type="hidden" name="secret" value=(sealed);
            label {
                span { (entry::of(language).factor.digits) }
                input.digits name="digits" inputmode="numeric" autocomplete="one-time-code" maxlength="9" required;
            }
            @if person.stage == Stage::Full {
                label { span { (entry::of(language).own.present) } input type="password" name="present" autocomplete="current-password" required; }
            }
            button.primary { (words.set_up_button) }
        }
    };
    Ok(bare(words.set_up, language, body))
}

fn picture(factor: &SecondFactor, person: &Person) -> Result<Markup, StageError> {
    let address = factor.address(person.account.login.as_str()).map_err(technical)?;
    Ok(PreEscaped(qr_svg(&address).map_err(technical)?))
}

fn technical(error: impl std::fmt::Display) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}
