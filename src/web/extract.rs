//! What an address and a form say, read so that nobody gets a bare sentence from a library.

use super::access::{CARRYING_MOST, Visit, within};
use super::components::refusal;
use super::error::{PageError, plain};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

/// The names in the address; an address that cannot be read is one that is not there.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>, Response> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(value)| Path(value))
            .map_err(|_| match parts.extensions.get::<Visit>() {
                Some(visit) => refusal::nowhere(visit),
                None => plain(StatusCode::NOT_FOUND, |notices| &notices.not_found),
            })
    }
}

/// What stands after the question mark.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Query<T>, Response> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Query(value)| Query(value))
            .map_err(|_| match parts.extensions.get::<Visit>() {
                Some(visit) => refusal::unread_address(visit),
                None => PageError::Form(StatusCode::BAD_REQUEST).into_response(),
            })
    }
}

/// A form of the doors, whatever is missing in it: its fields.
#[derive(Debug)]
pub struct Entered<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Entered<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, _: &S) -> Result<Entered<T>, PageError> {
        let body = within(request.into_body(), CARRYING_MOST).await;
        let body = body.ok_or(PageError::Form(StatusCode::PAYLOAD_TOO_LARGE))?;
        let read = serde_html_form::from_bytes(&body);
        read.map(Entered).map_err(|_| PageError::Form(StatusCode::BAD_REQUEST))
    }
}
