//! `/withdraw`: with the receipt code a respondent takes the submission back until the round closes.

use super::Link;
use crate::domain::proof::Receipt;
use crate::stages::App;
use crate::stages::respond;
use crate::storage::answers::Written;
use crate::text;
use crate::web::PageError;
use crate::web::components::layout::{Frame, frame};
use crate::web::components::notice::notice;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// The posted form.
#[derive(Debug, serde::Deserialize)]
pub struct WithdrawForm {
    /// The receipt code as typed.
    #[serde(default)]
    pub code: String,
}

/// What the page shows.
#[derive(Debug)]
pub struct Data<'a> {
    /// Language and size.
    pub link: &'a Link,
    /// What was typed.
    pub typed: &'a str,
    /// Why it did not work.
    pub problem: Option<&'a str>,
    /// It worked.
    pub done: bool,
}

/// `GET /withdraw`.
pub async fn show(Query(settings): Query<Vec<(String, String)>>) -> Markup {
    view(&Data {
        link: &Link::nowhere(&settings),
        typed: "",
        problem: None,
        done: false,
    })
}

/// `POST /withdraw`.
pub async fn submit(
    State(app): State<Arc<App>>,
    Query(settings): Query<Vec<(String, String)>>,
    form: Result<Form<WithdrawForm>, FormRejection>,
) -> Result<Response, PageError> {
    let Form(form) = form?;
    let link = Link::nowhere(&settings);
    let words = &text::respondent(link.language).withdraw;
    let (status, problem) = match Receipt::parse(&form.code) {
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, Some(words.mistyped)),
        Ok(receipt) => match respond::withdraw(&app, &receipt).await? {
            Written::Done => (StatusCode::OK, None),
            Written::NotFielding => (StatusCode::GONE, Some(words.too_late)),
            Written::Unknown | Written::Stale => (StatusCode::NOT_FOUND, Some(words.unknown)),
        },
    };
    let data = Data {
        link: &link,
        typed: &form.code,
        problem,
        done: problem.is_none(),
    };
    Ok((status, view(&data)).into_response())
}

/// The page.
pub fn view(data: &Data<'_>) -> Markup {
    let all = text::respondent(data.link.language);
    let words = &all.withdraw;
    let around = Frame {
        title: words.title,
        link: data.link,
        page: "/withdraw",
        progress: None,
        phone: "",
    };
    let body = html! {
        @if data.done {
            (notice(&all.notices.withdrawn_now))
        } @else {
            h1 { (words.title) }
            p { (words.intro) }
            form method="post" action=(data.link.to("/withdraw")) {
                p.asked { label for="code" { (words.label) } }
                @if let Some(problem) = data.problem { p.error role="alert" { (problem) } }
                input.code #code type="text" name="code" value=(data.typed) maxlength="40" autocomplete="off"
                    autocapitalize="characters" spellcheck="false" placeholder="R-XXXX-XXXX-XXXX-XXXX";
                p.onward { button type="submit" { (words.button) } }
            }
        }
    };
    frame(&around, body)
}
