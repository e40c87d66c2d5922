//! What forms of the consoles post: read only together with the token of the session.

use super::gate::Visit;
use crate::domain::proof::sha256;
use crate::web::error::PageError;
use crate::web::sign_in::again;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

/// Name of the hidden field that holds the session's token.
pub const CSRF: &str = "csrf";

/// Fields that are never carried over a sign-in.
const SECRET: [&str; 6] = [CSRF, "password", "again", "present", "digits", "carried"];

/// Fields as they were posted.
pub type Fields = Vec<(String, String)>;

/// A form whose token was right.
#[derive(Debug)]
pub struct Posted<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Posted<T>, Response> {
        let visit = request.extensions().get::<Visit>().cloned();
        let visit = visit.ok_or_else(|| PageError::Foreign.into_response())?;
        let path = request.uri().path().to_owned();
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|error| PageError::Form(error.status()).into_response())?;
        let fields = fields_of(&body);
        if !right_token(&visit, &fields) {
            // Signed in again in another window: nothing typed is lost, but it has to be sent once more.
            return Err(again::confirm(&visit, &path, &carried(&fields)));
        }
        let text = std::str::from_utf8(&body).unwrap_or_default();
        let read = serde_html_form::from_str(text);
        read.map(Posted)
            .map_err(|_| PageError::Form(StatusCode::BAD_REQUEST).into_response())
    }
}

/// The fields of a posted body.
pub fn fields_of(body: &[u8]) -> Fields {
    form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// The fields without those that are secret.
pub fn carried(fields: &Fields) -> Fields {
    let keep = |(name, _): &&(String, String)| !SECRET.contains(&name.as_str());
    fields.iter().filter(keep).cloned().collect()
}

/// Whether the token is the session's; compared by hashes, so that time tells nothing.
pub(super) fn right_token(visit: &Visit, fields: &[(String, String)]) -> bool {
    let given = fields
        .iter()
        .find(|(name, _)| name == CSRF)
        .map(|(_, value)| value.as_str());
    given.is_some_and(|given| sha256(given.as_bytes()) == sha256(visit.person.csrf.as_bytes()))
}
