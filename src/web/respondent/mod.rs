//! The questionnaire at `/s/{token}`: which page a link shows, and what a posted page does.

pub mod call;
pub mod entry;
#[cfg(test)]
mod journey;
mod link;
mod notice;
pub mod page;
pub mod receipt;
mod reply;
pub mod review;
#[cfg(test)]
mod tests;

pub use link::Link;
pub use notice::Plain;
pub(in crate::web) use reply::is_scripted;

use self::receipt::Standing;
use self::reply::to;
use super::PageError;
use crate::domain::submission::{FormState, REVIEW};
use crate::stages::App;
use crate::stages::respond::{
    Entry, HandedIn, Origin, PostedPage, Progressed, Refusal, Saved, Session, again, hand_in, open, save_page,
};
use crate::storage::round::Purpose;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Address of a blank new edit, below the link.
const AGAIN: &str = "again";
/// Address of the receipt, below the link.
pub const RECEIPT: &str = "receipt";
/// Address of what is said when a revision ended without new answers, below the link.
const KEPT: &str = "kept";

/// The posted fields, in order; a name may come several times.
pub(in crate::web) type Fields = Vec<(String, String)>;

/// The session behind a code with its link, or the page that says why there is none.
async fn entered(
    app: &App,
    token: &str,
    settings: &Fields,
) -> Result<Result<(Box<Session>, Link), Response>, PageError> {
    Ok(match open(app, token).await? {
        Entry::Open(session) => {
            let revising = session.submitted_edit.is_some();
            let link = Link::of(token, settings);
            let pretest = session.round.record.purpose == Purpose::Pretest;
            let link = Link {
                revising,
                pretest,
                ..link
            };
            Ok((session, link))
        }
        Entry::Refused(refusal @ (Refusal::Mistyped | Refusal::Unknown), _) => {
            Err(entry::opens_nothing(app, refusal, token, settings).await?)
        }
        Entry::Refused(refusal, survey) => Err(notice::refused(refusal, survey.as_deref(), settings)),
    })
}

/// `GET /s/{token}`: wherever the respondent is. Reads only.
pub async fn enter(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(settings): Query<Fields>,
) -> Result<Response, PageError> {
    Ok(match entered(&app, &token, &settings).await? {
        Ok((session, link)) => here(&app, &session, &link),
        Err(refused) => refused,
    })
}

/// Wherever the respondent is.
pub(in crate::web) fn here(app: &App, session: &Session, link: &Link) -> Response {
    match &session.progressed {
        Progressed::Fresh => page::show_new(app, session, link),
        Progressed::Filling(edit) => {
            let at = session.first_unsaved(session.pages());
            show_page(app, session, link, edit, &at)
        }
        Progressed::Submitted(code) => receipt::show(session, link, code, Standing::HandedIn),
        Progressed::Declined => notice::answer(Plain::Declined, session, link),
        Progressed::Withdrawn => notice::answer(Plain::Withdrawn, session, link),
    }
}

/// `GET /s/{token}/{page}`: a page that is saved or next; anything else leads to where the respondent is.
pub async fn show(
    State(app): State<Arc<App>>,
    Path((token, page)): Path<(String, String)>,
    Query(settings): Query<Fields>,
) -> Result<Response, PageError> {
    Ok(match entered(&app, &token, &settings).await? {
        Ok((session, link)) => shown(&app, &session, &link, &page),
        Err(refused) => refused,
    })
}

/// A page of a session.
pub(in crate::web) fn shown(app: &App, session: &Session, link: &Link, page: &str) -> Response {
    match &session.progressed {
        Progressed::Filling(edit) if may_show(session, page) => show_page(app, session, link, edit, page),
        Progressed::Submitted(code) if page == RECEIPT => receipt::show(session, link, code, Standing::HandedIn),
        Progressed::Submitted(code) if page == KEPT => receipt::show(session, link, code, Standing::Kept),
        Progressed::Filling(_) => match session.receipt(app) {
            Some(code) if page == RECEIPT => receipt::show(session, link, &code, Standing::Revising),
            _ => to(&link.to(""), false),
        },
        Progressed::Fresh if session.pages().first().is_some_and(|first| first.name == page) => {
            page::show_new(app, session, link)
        }
        _ if page == AGAIN => page::show_new(app, session, link),
        _ => to(&link.to(""), false),
    }
}

/// `POST /s/{token}/{page}`: saves the page, or hands in on the review page.
pub async fn submit(
    State(app): State<Arc<App>>,
    Path((token, page)): Path<(String, String)>,
    Query(settings): Query<Fields>,
    headers: HeaderMap,
    form: Result<Form<Fields>, FormRejection>,
) -> Result<Response, PageError> {
    let Form(form) = form?;
    match entered(&app, &token, &settings).await? {
        Ok((session, link)) => posted(&app, &session, &link, &page, &form, is_scripted(&headers)).await,
        Err(refused) => Ok(refused),
    }
}

/// What a posted page of a session does.
pub(in crate::web) async fn posted(
    app: &App,
    session: &Session,
    link: &Link,
    page: &str,
    form: &Fields,
    scripted: bool,
) -> Result<Response, PageError> {
    let field = |name: &str| {
        form.iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let (round, key) = (&session.round.record.id, app.keys.form_state.bytes());
    let Ok(state) = FormState::verify(field("state"), round, &session.link, page, key) else {
        return Ok(notice::answer(Plain::Stale(StatusCode::BAD_REQUEST), session, link));
    };
    let origin = Origin::posted(&state, field("seen"));
    if page == REVIEW {
        return finish(app, session, link, &state.edit, &origin, scripted).await;
    }
    let posted = PostedPage {
        page,
        edit: &state.edit,
        origin,
        seconds: state.seconds(app.now()),
        form,
        confirmed: field("confirm"),
        draft: !field("draft").is_empty(),
    };
    match save_page(app, session, &posted).await? {
        Saved::Elsewhere if !posted.draft => elsewhere(app, session, link, &posted).await,
        saved => Ok(after(app, session, link, &posted, saved, scripted)),
    }
}

/// Where a saved page leads, and what is said of one that was not saved.
fn after(app: &App, session: &Session, link: &Link, posted: &PostedPage<'_>, saved: Saved, scripted: bool) -> Response {
    match saved {
        _ if posted.draft => StatusCode::NO_CONTENT.into_response(),
        Saved::Next(next) => to(&link.to(&next), scripted),
        Saved::Ended(_) if session.submitted_edit.is_some() => to(&link.to(KEPT), scripted),
        Saved::Ended(_) => to(&link.to(""), scripted),
        Saved::Problems(problems) => page::show_problems(app, session, link, posted, &problems),
        Saved::Frozen => notice::answer(Plain::Frozen, session, link),
        Saved::Stale | Saved::Elsewhere => notice::answer(Plain::Stale(StatusCode::CONFLICT), session, link),
        Saved::Closed => notice::refused_at(Refusal::Closed, Some(&session.round.survey), link),
    }
}

/// The page as it was answered elsewhere: loaded anew, for that may have been a moment ago.
async fn elsewhere(app: &App, before: &Session, link: &Link, posted: &PostedPage<'_>) -> Result<Response, PageError> {
    let stale = |session: &Session| notice::answer(Plain::Stale(StatusCode::CONFLICT), session, link);
    let Some(session) = again(app, before).await? else {
        return Ok(stale(before));
    };
    let hidden = session
        .saved
        .get(posted.page)
        .is_some_and(|saved| !session.shows(saved));
    let page = (!hidden).then(|| page::show_elsewhere(app, &session, link, posted));
    Ok(page.flatten().unwrap_or_else(|| stale(&session)))
}

async fn finish(
    app: &App,
    session: &Session,
    link: &Link,
    edit: &str,
    origin: &Origin,
    scripted: bool,
) -> Result<Response, PageError> {
    Ok(match hand_in(app, session, edit, origin).await? {
        HandedIn::Accepted => to(&call::receipt_address(app, session, link, edit), scripted),
        HandedIn::NotCounted => review::not_counted(session, link),
        HandedIn::TooFew => notice::answer(Plain::TooFew, session, link),
        HandedIn::Unsaved(page) => to(&link.to(&page), scripted),
        HandedIn::Changed => review::show(app, session, link, edit, true),
        HandedIn::Stale => notice::answer(Plain::Stale(StatusCode::CONFLICT), session, link),
        HandedIn::Closed => notice::refused_at(Refusal::Closed, Some(&session.round.survey), link),
    })
}

fn show_page(app: &App, session: &Session, link: &Link, edit: &str, at: &str) -> Response {
    if at == REVIEW {
        review::show(app, session, link, edit, false)
    } else {
        page::show(app, session, link, edit, at)
    }
}

/// Saved pages that may be seen, and the first that is not saved.
fn may_show(session: &Session, page: &str) -> bool {
    let pages = session.pages();
    let exists = pages.iter().any(|known| known.name == page);
    let saved = session.saved.get(page);
    exists && saved.map_or_else(|| session.first_unsaved(pages) == page, |saved| session.shows(saved))
}
