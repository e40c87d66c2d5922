//! After handing in: the receipt code, what it is for, and the ways to change one's mind.

use super::{AGAIN, KEPT, Link, RECEIPT};
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
    /// Why it is shown.
    pub standing: Standing,
}

/// Why a receipt is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The answers are handed in.
    HandedIn,
    /// They count while new ones are being given.
    Revising,
    /// They go on counting, for a revision ended without new ones.
    Kept,
}

/// The receipt of the submission that counts.
pub fn show(session: &Session, link: &Link, code: &Receipt, standing: Standing) -> Response {
    let data = Data {
        link: &link.settled(),
        code: code.to_string(),
        phone: &session.round.survey.round.contact.phone,
        standing,
    };
    view(&data).into_response()
}

/// The page.
pub fn view(data: &Data<'_>) -> Markup {
    let words = text::respondent(data.link.language);
    let (title, page) = match data.standing {
        Standing::HandedIn => (words.receipt.title, RECEIPT),
        Standing::Revising => (words.revision.title, RECEIPT),
        Standing::Kept => (words.revision.kept.title, KEPT),
    };
    let around = Frame {
        title,
        link: data.link,
        page,
        progress: None,
        phone: data.phone,
    };
    let body = html! {
        h1 { (title) }
        @match data.standing {
            Standing::HandedIn => {},
            Standing::Revising => p { (words.revision.counts) },
            Standing::Kept => { p { (words.revision.kept.what) } p { (words.revision.kept.todo) } },
        }
        div.receipt {
            p { (words.receipt.your_code) }
            strong { (data.code) }
            p { (words.receipt.keep) }
        }
        p { (words.receipt.what_for) }
        p { (words.receipt.not_for) }
        (ways_on(data))
    };
    frame(&around, body)
}

/// To the receipt check with its withdrawal, and to the new answers.
fn ways_on(data: &Data<'_>) -> Markup {
    let words = text::respondent(data.link.language);
    let (onward, label) = match data.standing {
        Standing::Revising => ("", words.revision.go_on),
        Standing::HandedIn | Standing::Kept => (AGAIN, words.receipt.revise),
    };
    html! {
        ul.links {
            li { a href=(data.link.outside("/verify")) { (words.receipt.check_or_withdraw) } }
            li { a href=(data.link.to(onward)) { (label) } }
        }
        @if data.standing != Standing::Revising { p.hint { (words.receipt.revise_note) } }
    }
}
