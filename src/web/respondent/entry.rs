//! `/s`: one field for the code of a printed invitation; the same field where a code opens nothing.

use super::reply::to;
use super::{Fields, Link};
use crate::domain::definition::Text;
use crate::domain::invitation::token::Token;
use crate::stages::App;
use crate::stages::respond::{Refusal, helplines};
use crate::text::{self, respondent::Notice};
use crate::web::PageError;
use crate::web::components::layout::{Frame, dialled, frame};
use crate::web::components::notice::notice;
use crate::web::extract::Query;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// Address of the field.
pub const ENTRY: &str = "/s";

/// What the page shows.
#[derive(Debug)]
pub struct Data<'a> {
    /// Language, size.
    pub link: &'a Link,
    /// The page's own address; empty where it is that of the code that opens nothing.
    pub page: &'a str,
    /// The words above the field.
    pub notice: &'a Notice,
    /// What was typed.
    pub typed: &'a str,
    /// Whether it opens nothing.
    pub wrong: bool,
    /// Rounds in the field with their numbers for questions.
    pub helplines: &'a [(Text, String)],
}

/// The posted code.
#[derive(Debug, serde::Deserialize)]
pub struct CodeForm {
    /// As typed.
    #[serde(default)]
    code: String,
}

/// `GET /s`: the field.
pub async fn show(State(app): State<Arc<App>>, Query(settings): Query<Fields>) -> Result<Response, PageError> {
    let link = Link::nowhere(&settings);
    let data = Data {
        link: &link,
        page: ENTRY,
        notice: &text::respondent(link.language).entry.lead,
        typed: "",
        wrong: false,
        helplines: &helplines(&app).await?,
    };
    Ok(view(&data).into_response())
}

/// `POST /s`: leads to the code's own address; what cannot be a code is shown again as it was typed.
pub async fn submit(
    State(app): State<Arc<App>>,
    Query(settings): Query<Fields>,
    form: Result<Form<CodeForm>, FormRejection>,
) -> Result<Response, PageError> {
    let Form(form) = form?;
    match Token::parse(code_of(&form.code)) {
        Ok(token) => Ok(to(&Link::of(token.url_form(), &settings).to(""), false)),
        Err(_) => wrong(&app, Refusal::Mistyped, &form.code, ENTRY, &settings).await,
    }
}

/// The page of a code that opens nothing, at the code's own address.
pub async fn opens_nothing(app: &App, refusal: Refusal, typed: &str, settings: &Fields) -> Result<Response, PageError> {
    wrong(app, refusal, typed, "", settings).await
}

async fn wrong(app: &App, refusal: Refusal, typed: &str, page: &str, settings: &Fields) -> Result<Response, PageError> {
    let link = Link::nowhere(settings);
    let notices = &text::respondent(link.language).notices;
    let (status, notice) = match refusal {
        Refusal::Unknown => (StatusCode::NOT_FOUND, &notices.unknown),
        _ => (StatusCode::BAD_REQUEST, &notices.mistyped),
    };
    let data = Data {
        link: &link,
        page,
        notice,
        typed,
        wrong: true,
        helplines: &helplines(app).await?,
    };
    Ok((status, view(&data)).into_response())
}

/// The code where somebody typed the whole address into the field.
fn code_of(typed: &str) -> &str {
    let code = typed.rsplit_once("/s/").map_or(typed, |(_, code)| code);
    code.split(['/', '?']).next().unwrap_or(code)
}

/// The page.
pub fn view(data: &Data<'_>) -> Markup {
    let around = Frame {
        title: data.notice.title,
        link: data.link,
        page: data.page,
        progress: None,
        phone: match data.helplines {
            [(_, phone)] => phone,
            _ => "",
        },
    };
    frame(
        &around,
        html! {
            (notice(data.notice))
            (field(data))
            @if data.helplines.len() > 1 { (numbers(data)) }
        },
    )
}

fn field(data: &Data<'_>) -> Markup {
    let words = &text::respondent(data.link.language).entry;
    html! {
        form.entry method="post" action=(data.link.outside(ENTRY)) {
            div.asked { label for="code" { (words.label) } }
            p.hint #hint { (words.hint) }
            input.code #code type="text" name="code" value=(data.typed) required maxlength="200" autocomplete="off"
                autocapitalize="characters" spellcheck="false" placeholder="XXXX-XXXX-XXXX-XX" aria-describedby="hint"
                aria-invalid=[data.wrong.then_some("true")];
            p.onward { button type="submit" { (words.button) } }
        }
    }
}

/// The numbers where several rounds with different ones are in the field.
fn numbers(data: &Data<'_>) -> Markup {
    let words = text::respondent(data.link.language);
    html! {
        h2 { (words.help) }
        ul.links {
            @for (title, phone) in data.helplines {
                li { (title.get(data.link.language)) " " a href={ "tel:" (dialled(phone)) } { (phone) } }
            }
        }
    }
}
