//! How consoles refuse: what was wrong, where, and that nothing was stored; and plain pages for doors that stay shut.

use super::console::{Desk, Place, bare, desk};
use super::ways::{About, about, linked};
use crate::domain::definition::{Language, Problems};
use crate::domain::refusal::Refusal;
use crate::stages::StageError;
use crate::storage::StorageError;
use crate::text::console::{self, Notice};
use crate::text::entry;
use crate::text::on_page::Reader;
use crate::text::problems;
use crate::web::PageError;
use crate::web::access::{DESK, FORM_MOST, Speech, Visit};
use crate::web::error::Failure;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// What a stage refused, for the page where it was asked for.
///
/// # Errors
/// The error itself where it is not the visitor's: then the page has failed.
pub async fn refused(error: StageError, visit: &Visit) -> Result<Markup, PageError> {
    reason(&error, visit).await.ok_or_else(|| error.into())
}

/// The same for work that stopped in the background: a failure of ours is said to be one.
pub async fn explained(error: &StageError, visit: &Visit) -> Markup {
    let told = reason(error, visit).await;
    told.unwrap_or_else(|| said(console::of(visit.language()).broken, visit))
}

/// The refusal in words; nothing where the error is ours.
async fn reason(error: &StageError, visit: &Visit) -> Option<Markup> {
    let round = match about(&visit.here) {
        About::Round(id) => visit.app.round(id).await.ok(),
        _ => None,
    };
    let reader = Reader {
        language: visit.language(),
        survey: round.as_ref().map(|round| &*round.survey),
    };
    let sentence = match error {
        StageError::Problems(found) => return Some(problem_list(found, visit.language())),
        StageError::Refused(Refusal::Technical(_)) | StageError::Keys(_) => return None,
        StageError::OutOfOrder(refusal) | StageError::Refused(refusal) => reader.refusal(refusal),
        StageError::Score(error) => reader.stop(error),
        StageError::Storage(StorageError::Conflict(conflict)) => reader.conflict(conflict),
        StageError::Storage(_) => return None,
    };
    Some(said(&sentence, visit))
}

/// A refusal in a box that takes the focus.
pub fn said(sentence: &str, visit: &Visit) -> Markup {
    let mut lines = sentence.lines();
    let first = lines.next().unwrap_or_default();
    html! {
        div.refused role="alert" tabindex="-1" {
            h2 { (console::of(visit.language()).refused) }
            p { (linked(first, visit)) }
            @for line in lines { p { (linked(line, visit)) } }
        }
    }
}

/// That a final act needs its tick: nothing was changed.
pub fn unticked(visit: &Visit) -> Markup {
    said(console::of(visit.language()).unticked, visit)
}

/// Every problem of a file with its place.
pub fn problem_list(found: &Problems, language: Language) -> Markup {
    let words = console::of(language);
    html! {
        div.refused role="alert" tabindex="-1" {
            h2 { (words.refused) }
            p { (words.problems.replace("{n}", &found.0.len().to_string())) }
            div.scroll {
                table {
                    thead { tr { @for head in words.problem_heads { th scope="col" { (head) } } } }
                    tbody {
                        @for problem in found.0.iter().take(MOST_PROBLEMS) {
                            tr {
                                td { (problem.place) }
                                td { (without_place(&problems::say(problem, language))) }
                            }
                        }
                    }
                }
            }
            @if found.0.len() > MOST_PROBLEMS { p { "… +" (found.0.len() - MOST_PROBLEMS) } }
        }
    }
}

/// Problems on one page: whoever has more has one cause.
const MOST_PROBLEMS: usize = 200;

/// The sentence after its place, which stands in a column of its own.
fn without_place(line: &str) -> &str {
    line.split_once(": ").map_or(line, |(_, rest)| rest)
}

/// 403: a page for another role.
pub fn not_yours(visit: &Visit) -> Response {
    plain(
        visit,
        StatusCode::FORBIDDEN,
        &console::of(visit.language()).not_yours,
        "",
    )
}

/// 413.
pub fn too_large(visit: &Visit, most: usize) -> Response {
    let most = (most / 1024 / 1024).to_string();
    plain(
        visit,
        StatusCode::PAYLOAD_TOO_LARGE,
        &console::of(visit.language()).too_large,
        &most,
    )
}

/// 404 inside a console.
pub fn nowhere(visit: &Visit) -> Response {
    plain(visit, StatusCode::NOT_FOUND, &console::of(visit.language()).nowhere, "")
}

/// 404 for who is not signed in.
pub fn nowhere_outside(speech: Speech) -> Response {
    bare_notice(speech, StatusCode::NOT_FOUND, &console::of(speech.0).nowhere)
}

/// 400: what stands after the question mark cannot be read.
pub fn unread_address(visit: &Visit) -> Response {
    plain(
        visit,
        StatusCode::BAD_REQUEST,
        &console::of(visit.language()).unread_address,
        "",
    )
}

/// What failed, inside a console.
pub fn failed(visit: &Visit, failure: Failure) -> Response {
    let most = (FORM_MOST / 1024).to_string();
    plain(visit, failure.status(), notice_of(failure, visit.language()), &most)
}

/// What failed, for who is not signed in.
pub fn outside(speech: Speech, failure: Failure) -> Response {
    bare_notice(speech, failure.status(), notice_of(failure, speech.0))
}

fn notice_of(failure: Failure, language: Language) -> &'static Notice {
    let words = console::of(language);
    match failure {
        Failure::Unread => &words.unread,
        Failure::TooLong => &words.too_long,
        Failure::Foreign => &words.foreign,
        Failure::Broken => &words.failed,
    }
}

fn bare_notice(speech: Speech, status: StatusCode, notice: &Notice) -> Response {
    let most = (FORM_MOST / 1024).to_string();
    let body = html! {
        p { (notice.what.replace("{most}", &most)) }
        p { (notice.todo) }
        p { a href=(DESK) { (entry::of(speech.0).sign_in.title) } }
    };
    (status, bare(notice.title, speech.0, body)).into_response()
}

fn plain(visit: &Visit, status: StatusCode, notice: &Notice, most: &str) -> Response {
    let page = Desk {
        visit,
        title: notice.title,
        place: Place::Rounds,
        round: None,
    };
    let body = html! {
        p { (notice.what.replace("{most}", most)) }
        p { (notice.todo) }
        @if visit.here != DESK && status != StatusCode::NOT_FOUND && status != StatusCode::FORBIDDEN {
            p { a href=(visit.here.split('?').next().unwrap_or(DESK)) { (console::of(visit.language()).back_there) } }
        }
        p { a href=(DESK) { (console::of(visit.language()).back) } }
    };
    (status, desk(&page, body)).into_response()
}
