//! The plain pages of a link: why there is no form, or what was decided, and what to do.

use super::{AGAIN, Link};
use crate::domain::definition::Survey;
use crate::stages::respond::{Progressed, Refusal, Session};
use crate::text::{self, respondent::Notice};
use crate::web::components::layout::{Frame, frame};
use crate::web::components::notice::notice;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// A plain page about an open link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// Consent declined.
    Declined,
    /// Submission withdrawn.
    Withdrawn,
    /// Handed in with too little.
    TooFew,
    /// The form is not of the current edit, or was tampered with.
    Stale(StatusCode),
    /// A page that the departments were drawn from.
    Frozen,
}

/// What a plain page shows.
#[derive(Debug)]
pub struct Data<'a> {
    /// Language, size, addresses.
    pub link: &'a Link,
    /// The words.
    pub notice: &'a Notice,
    /// Where to go on, and its label.
    pub onward: Option<(String, &'a str)>,
    /// Number for questions.
    pub phone: &'a str,
}

/// The page of a refused link.
pub fn refused(refusal: Refusal, survey: Option<&Survey>, settings: &[(String, String)]) -> Response {
    refused_at(refusal, survey, &Link::nowhere(settings))
}

/// The same for a link whose settings are known.
pub fn refused_at(refusal: Refusal, survey: Option<&Survey>, link: &Link) -> Response {
    let notices = &text::respondent(link.language).notices;
    let (status, notice) = match refusal {
        // Where there is a field to type the code again, `entry` shows these.
        Refusal::Mistyped => (StatusCode::BAD_REQUEST, &notices.mistyped),
        Refusal::Unknown => (StatusCode::NOT_FOUND, &notices.unknown),
        Refusal::NotOpen => (StatusCode::FORBIDDEN, &notices.not_open),
        Refusal::Closed => (StatusCode::GONE, &notices.closed),
        Refusal::ScreenedOut => (StatusCode::GONE, &notices.screened_out),
    };
    let receipts = text::respondent(link.language).receipt.check;
    let data = Data {
        link: &link.settled(),
        notice,
        onward: (refusal == Refusal::Closed).then(|| (link.outside("/verify"), receipts)),
        phone: survey.map_or("", |survey| survey.round.contact.phone.as_str()),
    };
    (status, view(&data)).into_response()
}

/// A plain page about an open link.
pub fn answer(plain: Plain, session: &Session, link: &Link) -> Response {
    let notices = &text::respondent(link.language).notices;
    let again = text::respondent(link.language).receipt.revise;
    let handed_in = matches!(session.progressed, Progressed::Submitted(_));
    let (status, notice, page, label) = match plain {
        Plain::Declined => (StatusCode::OK, &notices.declined, AGAIN, notices.change_mind),
        Plain::Withdrawn => (StatusCode::OK, &notices.withdrawn, AGAIN, again),
        Plain::TooFew => (StatusCode::OK, &notices.too_few, "", notices.go_on),
        Plain::Frozen => (StatusCode::CONFLICT, &notices.frozen, "", notices.continue_here),
        Plain::Stale(StatusCode::CONFLICT) if handed_in => {
            (StatusCode::CONFLICT, &notices.handed_in, "", notices.show_receipt)
        }
        Plain::Stale(status) => (status, &notices.stale, "", notices.continue_here),
    };
    let settled = link.settled();
    let data = Data {
        link: if handed_in { &settled } else { link },
        notice,
        onward: Some((link.to(page), label)),
        phone: &session.round.survey.round.contact.phone,
    };
    (status, view(&data)).into_response()
}

/// The page.
pub fn view(data: &Data<'_>) -> Markup {
    let around = Frame {
        title: data.notice.title,
        link: data.link,
        page: "",
        progress: None,
        phone: data.phone,
    };
    frame(
        &around,
        html! {
            (notice(data.notice))
            @if let Some((address, label)) = &data.onward {
                p.onward { a.button href=(address) { (label) } }
            }
        },
    )
}
