//! `/agency/{round}/cases/{number}/interview`: the interviewer's call, on the pages of the questionnaire.
//!
//! Everything is asked of the same stages as on the respondent's own link; only the door is another one. It is for the
//! account that the case is given to, and every page looks again whether it still is.

use super::one;
use crate::domain::definition::Language;
use crate::domain::submission::REVIEW;
use crate::stages::respond::{Called, Session, begin_call, take_up};
use crate::storage::round::Purpose;
use crate::web::PageError;
use crate::web::access::acts::HoldInterview;
use crate::web::access::{CSRF, Fields, May, Posted, Visit};
use crate::web::components::refusal::nowhere;
use crate::web::respondent::call::{Call, receipt};
use crate::web::respondent::{Link, here, is_scripted, posted, shown};
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

/// `POST /agency/{round}/cases/{number}/interview`: the call begins.
pub async fn begin(
    visit: May<HoldInterview>,
    Path((id, number)): Path<(String, String)>,
    Posted(_): Posted<Fields>,
) -> Result<Response, PageError> {
    let Ok(sample_no) = number.parse() else {
        return Ok(nowhere(&visit));
    };
    match begin_call(&visit.app, &id, sample_no).await {
        Ok(()) => {
            let english = visit.language() == Language::En;
            let settings = if english { "?lang=en" } else { "" };
            Ok(Redirect::to(&format!("{}/interview{settings}", case(&id, sample_no))).into_response())
        }
        Err(error) => one::refused_call(&visit, &id, &number, error).await,
    }
}

/// `GET /agency/{round}/cases/{number}/interview`: where the interview is.
pub async fn enter(
    visit: May<HoldInterview>,
    Path((id, number)): Path<(String, String)>,
    Query(settings): Query<Fields>,
) -> Result<Response, PageError> {
    Ok(match called(&visit, &id, &number).await? {
        Called::Open(session) => here(&visit.app, &session, &link(&visit, &session, &settings)),
        other => away(&visit, &id, &number, &other),
    })
}

/// `GET /agency/{round}/cases/{number}/interview/{page}`: a page, or right after handing in the receipt.
pub async fn show(
    visit: May<HoldInterview>,
    Path((id, number, page)): Path<(String, String, String)>,
    Query(settings): Query<Fields>,
) -> Result<Response, PageError> {
    let called = called(&visit, &id, &number).await?;
    let found = match &called {
        Called::Open(session) => Some(shown(&visit.app, session, &link(&visit, session, &settings), &page)),
        Called::Answered(session) => receipt(&visit.app, session, &link(&visit, session, &settings), &page),
        Called::Nobodys | Called::Over => None,
    };
    Ok(found.unwrap_or_else(|| away(&visit, &id, &number, &called)))
}

/// `POST /agency/{round}/cases/{number}/interview/{page}`: saves the page, or hands in; handing in twice is handing in
/// once, and leads to the same receipt.
pub async fn submit(
    visit: May<HoldInterview>,
    Path((id, number, page)): Path<(String, String, String)>,
    Query(settings): Query<Fields>,
    headers: HeaderMap,
    Posted(form): Posted<Fields>,
) -> Result<Response, PageError> {
    let called = called(&visit, &id, &number).await?;
    let session = match &called {
        Called::Open(session) => session,
        Called::Answered(session) if page == REVIEW => session,
        _ => return Ok(away(&visit, &id, &number, &called)),
    };
    let link = link(&visit, session, &settings);
    posted(&visit.app, session, &link, &page, &form, is_scripted(&headers)).await
}

async fn called(visit: &Visit, id: &str, number: &str) -> Result<Called, PageError> {
    let Ok(sample_no) = number.parse() else {
        return Ok(Called::Nobodys);
    };
    Ok(take_up(&visit.app, id, sample_no).await?)
}

/// Where there is no interview: the page of the case says why, or that there is no such case.
fn away(visit: &Visit, id: &str, number: &str, called: &Called) -> Response {
    match (called, number.parse()) {
        (Called::Nobodys, _) | (_, Err(_)) => nowhere(visit),
        (_, Ok(sample_no)) => Redirect::to(&format!("{}?done=call-over", case(id, sample_no))).into_response(),
    }
}

fn case(id: &str, sample_no: u64) -> String {
    format!("/agency/{id}/cases/{sample_no}")
}

fn link(visit: &Visit, session: &Session, settings: &Fields) -> Link {
    let number = session.unit.sample_no;
    let case = case(&session.round.record.id, number);
    Link {
        base: format!("{case}/interview"),
        pretest: session.round.record.purpose == Purpose::Pretest,
        call: Some(Call {
            number,
            case,
            token: (CSRF, visit.person.csrf.clone()),
        }),
        ..Link::nowhere(settings)
    }
}
