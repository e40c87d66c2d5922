//! What visitors see when something fails: a plain page in both languages, never the cause.

use super::components::notice::both_languages;
use crate::stages::StageError;
use crate::text::respondent::{Notice, Notices};
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::error::Error as _;

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

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            PageError::Form(StatusCode::PAYLOAD_TOO_LARGE) => plain(StatusCode::PAYLOAD_TOO_LARGE, |n| &n.too_large),
            PageError::Form(_) => plain(StatusCode::BAD_REQUEST, |n| &n.bad_request),
            PageError::Foreign => plain(StatusCode::FORBIDDEN, |n| &n.bad_request),
            PageError::Broken(error) => {
                let mut chain = error.to_string();
                let mut source = error.source();
                while let Some(cause) = source {
                    chain = format!("{chain}: {cause}");
                    source = cause.source();
                }
                tracing::error!(error = chain, "a page failed");
                plain(StatusCode::INTERNAL_SERVER_ERROR, |n| &n.broken)
            }
        }
    }
}

/// A plain page in both languages.
pub fn plain(status: StatusCode, pick: impl Fn(&'static Notices) -> &'static Notice) -> Response {
    let home = status == StatusCode::NOT_FOUND;
    (status, both_languages(pick, home)).into_response()
}

/// 404.
pub async fn not_found() -> Response {
    plain(StatusCode::NOT_FOUND, |n| &n.not_found)
}

/// 405.
pub async fn not_allowed() -> Response {
    plain(StatusCode::METHOD_NOT_ALLOWED, |n| &n.not_allowed)
}
