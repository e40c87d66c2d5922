//! What visitors see when something fails: a plain page in both languages, never the cause.

use super::access::{Pages, Speech, Visit, session_of};
use super::components::notice::both_languages;
use super::components::refusal;
use crate::stages::account;
use crate::stages::{App, StageError};
use crate::storage::session::Stage;
use crate::text::respondent::{Notice, Notices};
use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use std::any::Any;
use std::error::Error as _;
use std::sync::Arc;

/// A failure on its way out.
#[derive(Debug)]
pub enum PageError {
    /// Ours: logged once, here, without anything about the visitor.
    Broken(StageError),
    /// The form cannot be read, or is too large.
    Form(StatusCode),
    /// The form was not sent from one of our pages.
    Foreign,
}

impl From<StageError> for PageError {
    fn from(error: StageError) -> PageError {
        PageError::Broken(error)
    }
}

impl From<FormRejection> for PageError {
    fn from(rejection: FormRejection) -> PageError {
        PageError::Form(rejection.status())
    }
}

/// What failed, kept with the answer: the consoles say it in their own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// A form that cannot be read.
    Unread,
    /// A form that is too long.
    TooLong,
    /// Not sent from one of our pages.
    Foreign,
    /// Ours.
    Broken,
}

impl PageError {
    /// Writes a failure of ours down; what visitors did is nobody's business.
    pub fn log(&self) {
        let PageError::Broken(error) = self else { return };
        let mut chain = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            chain = format!("{chain}: {cause}");
            source = cause.source();
        }
        tracing::error!(error = chain, "a page failed");
    }

    fn failure(&self) -> Failure {
        match self {
            PageError::Form(StatusCode::PAYLOAD_TOO_LARGE) => Failure::TooLong,
            PageError::Form(_) => Failure::Unread,
            PageError::Foreign => Failure::Foreign,
            PageError::Broken(_) => Failure::Broken,
        }
    }
}

impl Failure {
    /// The answer's status.
    pub fn status(self) -> StatusCode {
        match self {
            Failure::Unread => StatusCode::BAD_REQUEST,
            Failure::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::Foreign => StatusCode::FORBIDDEN,
            Failure::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = match self {
            Failure::TooLong => plain(self.status(), |n| &n.too_large),
            Failure::Unread | Failure::Foreign => plain(self.status(), |n| &n.bad_request),
            Failure::Broken => plain(self.status(), |n| &n.broken),
        };
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        self.log();
        self.failure().into_response()
    }
}

/// 500, after a bug of ours.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Failure::Broken.into_response()
}

/// A plain page in both languages.
pub fn plain(status: StatusCode, pick: impl Fn(&'static Notices) -> &'static Notice) -> Response {
    let home = status == StatusCode::NOT_FOUND;
    (status, both_languages(pick, home)).into_response()
}

/// First parts of the addresses that belong to the consoles.
const CONSOLES: [&str; 9] = [
    "agency", "office", "admin", "audit", "account", "rounds", "desk", "sign-in", "sign-out",
];

/// 404: in the consoles with a way on.
pub async fn not_found(State(app): State<Arc<App>>, speech: Speech, jar: CookieJar, uri: Uri) -> Response {
    if !in_consoles(&uri) {
        return plain(StatusCode::NOT_FOUND, |n| &n.not_found);
    }
    match visitor(&app, &jar, &uri).await {
        Some(visit) => refusal::nowhere(&visit),
        None => refusal::nowhere_outside(speech),
    }
}

/// An address that takes only what a form sends leads to the page of the form; anything else is 405.
pub async fn not_allowed(Extension(pages): Extension<Pages>, method: Method, uri: Uri) -> Response {
    if method == Method::GET && pages.has(uri.path()) {
        return Redirect::to(&pages.page_of(uri.path())).into_response();
    }
    plain(StatusCode::METHOD_NOT_ALLOWED, |n| &n.not_allowed)
}

fn in_consoles(uri: &Uri) -> bool {
    let first = uri.path().trim_start_matches('/').split('/').next();
    first.is_some_and(|first| CONSOLES.contains(&first))
}

async fn visitor(app: &Arc<App>, jar: &CookieJar, uri: &Uri) -> Option<Visit> {
    let person = account::person(app, &session_of(app, jar)?).await.ok()??;
    (person.stage == Stage::Full).then(|| Visit {
        app: app.by(person.actor()),
        here: uri.path().to_owned(),
        once: false,
        person,
    })
}
