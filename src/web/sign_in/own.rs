//! `/account`: the own password, second factor, language and sessions.

use super::page::Nothing;
use super::{complaint, denied, signed_in};
use crate::domain::account::SHORTEST;
use crate::domain::definition::Language;
use crate::stages::account::{self, Denied};
use crate::text::{console, entry};
use crate::web::PageError;
use crate::web::access::acts::OwnAccount;
use crate::web::access::{LANGUAGE, May, Pages, Posted, Table, Visit, put, without, word};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::table::facts;
use crate::web::extract::Query;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use serde::Deserialize;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(OwnAccount, "/account", show);
    table.post(OwnAccount, "/account/password", password);
    table.post(OwnAccount, "/account/second-factor/drop", drop_factor);
    table.post(OwnAccount, "/account/language", language).on("/desk");
    table.post(OwnAccount, "/account/sign-out-everywhere", everywhere);
    table.post(OwnAccount, "/sign-out", super::page::leave).on("/desk");
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: String,
}

/// A new password.
#[derive(Debug, Deserialize)]
pub struct PasswordForm {
    present: String,
    password: String,
    again: String,
}

/// The present password alone.
#[derive(Debug, Deserialize)]
pub struct PresentForm {
    present: String,
}

/// The other language, and the page to come back to.
#[derive(Debug, Deserialize)]
pub struct LanguageForm {
    back: String,
}

/// `GET /account`.
pub async fn show(may: May<OwnAccount>, Query(asked): Query<Asked>) -> Markup {
    view(&may, &asked.done, None)
}

/// `POST /account/password`.
pub async fn password(
    may: May<OwnAccount>,
    jar: CookieJar,
    Posted(form): Posted<PasswordForm>,
) -> Result<Response, PageError> {
    let new = (form.password.as_str(), form.again.as_str());
    Ok(
        match account::change_password(&may.app, &may.person, &form.present, new).await? {
            Ok(ticket) => (
                signed_in(&may.app, jar, &ticket),
                Redirect::to("/account?done=password"),
            )
                .into_response(),
            Err(why) => refused(&may, why),
        },
    )
}

/// `POST /account/second-factor/drop`.
pub async fn drop_factor(
    may: May<OwnAccount>,
    jar: CookieJar,
    Posted(form): Posted<PresentForm>,
) -> Result<Response, PageError> {
    Ok(
        match account::drop_second_factor(&may.app, &may.person, &form.present).await? {
            Ok(ticket) => (signed_in(&may.app, jar, &ticket), Redirect::to("/account?done=dropped")).into_response(),
            Err(why) => refused(&may, why),
        },
    )
}

/// `POST /account/language`: the other one.
pub async fn language(
    may: May<OwnAccount>,
    Extension(pages): Extension<Pages>,
    jar: CookieJar,
    Posted(form): Posted<LanguageForm>,
) -> Result<Response, PageError> {
    let other = match may.language() {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    account::change_language(&may.app, &may.person, other).await?;
    let jar = put(&may.app, jar, LANGUAGE, word(other).to_owned());
    let back = pages.page_of(super::inside(&form.back));
    Ok((jar, Redirect::to(&back)).into_response())
}

/// `POST /account/sign-out-everywhere`.
pub async fn everywhere(may: May<OwnAccount>, jar: CookieJar, _: Posted<Nothing>) -> Result<Response, PageError> {
    account::sign_out_everywhere(&may.app, &may.person).await?;
    Ok((without(&may.app, jar), Redirect::to("/sign-in?gone=1")).into_response())
}

fn refused(visit: &Visit, why: Denied) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view(visit, "", Some(why))).into_response()
}

/// The page.
pub fn view(visit: &Visit, done: &str, why: Option<Denied>) -> Markup {
    let all = entry::of(visit.language());
    let words = &all.own;
    let sentence = why.map(|why| denied(why, &all.denied));
    let done = words.done.iter().find(|(word, _)| *word == done);
    let body = html! {
        @if let Some((_, sentence)) = done { p.done role="status" { (sentence) } }
        (complaint(sentence.as_deref()))
        (about(visit))
        section.card { h2 { (words.password) } (password_form(visit)) }
        section.card { h2 { (words.factor) } (factor(visit)) }
        section.card {
            h2 { (words.everywhere) }
            p { (words.everywhere_about) }
            form method="post" action="/account/sign-out-everywhere" { (token(visit)) button { (words.everywhere_button) } }
        }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Account,
        round: None,
    };
    desk(&page, body)
}

fn about(visit: &Visit) -> Markup {
    let words = &entry::of(visit.language()).own;
    let account = &visit.person.account;
    let factor = if account.second_factor.is_some() {
        words.factor_on
    } else {
        words.factor_off
    };
    let [login, name, role, second] = words.facts;
    facts(&[
        (login, html! { (account.login) }),
        (name, html! { (account.name) }),
        (role, html! { (console::of(visit.language()).role(account.role)) }),
        (second, html! { (factor) }),
    ])
}

fn password_form(visit: &Visit) -> Markup {
    let all = entry::of(visit.language());
    let words = &all.own;
    let hint = all.welcome.hint.replace("{n}", &SHORTEST.to_string());
    html! {
        form.stack method="post" action="/account/password" {
            (token(visit))
            input type="hidden" name="login" value=(visit.person.account.login) autocomplete="username";
            label { span { (words.present) } input type="password" name="present" autocomplete="current-password" required; }
            label { span { (words.new) } input type="password" name="password" autocomplete="new-password" required; small { (hint) } }
            label { span { (words.again) } input type="password" name="again" autocomplete="new-password" required; }
            button { (words.password_button) }
        }
    }
}

fn factor(visit: &Visit) -> Markup {
    let all = entry::of(visit.language());
    let words = &all.own;
    let has = visit.person.account.second_factor.is_some();
    html! {
        p { (words.factor_about) }
        p { a href="/sign-in/set-up?next=%2Faccount%3Fdone%3Dfactor" { @if has { (words.factor_new) } @else { (all.factor.set_up) } } }
        @if has && !visit.app.second_factor {
            form.stack method="post" action="/account/second-factor/drop" {
                (token(visit))
                label { span { (words.present) } input type="password" name="present" autocomplete="current-password" required; }
                button { (words.factor_drop) }
            }
        }
    }
}
