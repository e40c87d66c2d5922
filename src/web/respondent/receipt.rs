//! After handing in: the receipt code, what it is for, and the ways to change one's mind.

use super::{AGAIN, Link, RECEIPT};
use crate::domain::proof::Receipt;
use crate::stages::respond::Session;
use crate::text;
use crate::web::components::layout::{Frame, frame};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// What the receipt page shows.
#[derive(Debug)]
pub struct Data<'a> {
    /// Language, size, addresses.
    pub link: &'a Link,
    /// The code.
    pub code: String,
    /// Number for questions.
    pub phone: &'a str,
}

/// The receipt of the submission that counts.
pub fn show(session: &Session, link: &Link, code: &Receipt) -> Response {
    let data = Data {
        link,
        code: code.to_string(),
        phone: &session.round.survey.round.contact.phone,
    };
    view(&data).into_response()
}

/// The page.
pub fn view(data: &Data<'_>) -> Markup {
    let words = &text::respondent(data.link.language).receipt;
    let around = Frame {
        title: words.title,
        link: data.link,
        page: RECEIPT,
        progress: None,
        phone: data.phone,
    };
    let body = html! {
        h1 { (words.title) }
        div.receipt {
            p { (words.your_code) }
            strong { (data.code) }
            p { (words.keep) }
        }
        p { (words.what_for) }
        p { (words.not_for) }
        ul.links {
            li { a href=(data.link.outside("/verify")) { (words.check_or_withdraw) } }
            li { a href=(data.link.to(AGAIN)) { (words.revise) } }
        }
        p.hint { (words.revise_note) }
    };
    frame(&around, body)
}
