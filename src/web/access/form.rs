//! What forms of the consoles post: read only together with the token of the session.

use super::gate::{Slot, Visit};
use super::typed::{FORM_MOST, Typed, fields_of, within};
use crate::domain::proof::sha256;
use crate::web::error::PageError;
use crate::web::sign_in::again::{self, Why};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

/// Name of the hidden field that holds the session's token.
pub const CSRF: &str = "csrf";

/// A form whose token was right.
#[derive(Debug)]
pub struct Posted<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Posted<T>, Response> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| PageError::Foreign.into_response())?;
        let slot = request.extensions().get::<Slot>().cloned().unwrap_or_default();
        let path = request.uri().path().to_owned();
        let body = within(request.into_body(), FORM_MOST).await;
        let body = body.ok_or_else(|| PageError::Form(StatusCode::PAYLOAD_TOO_LARGE).into_response())?;
        let fields = fields_of(&body);
        let typed = slot.keep(Typed::of(&path, &fields));
        if !right_token(&visit, &fields) {
            // Signed in again in another window: nothing typed is lost, but it has to be sent once more.
            return Err(again::put_back(&visit, &typed, Why::Stale).await);
        }
        // What cannot be read is put back into its page at the door.
        serde_html_form::from_bytes(&body)
            .map(Posted)
            .map_err(|_| PageError::Form(StatusCode::BAD_REQUEST).into_response())
    }
}

/// Whether the token is the session's; compared by hashes, so that time tells nothing.
pub(super) fn right_token(visit: &Visit, fields: &[(String, String)]) -> bool {
    let given = fields
        .iter()
        .find(|(name, _)| name == CSRF)
        .map(|(_, value)| value.as_str());
    given.is_some_and(|given| sha256(given.as_bytes()) == sha256(visit.person.csrf.as_bytes()))
}
