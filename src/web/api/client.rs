//! A client of the feed as a handler's argument: whoever has a token that holds.

use super::problem::Kind;
use crate::stages::{App, feed};
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use std::sync::Arc;

/// Somebody with a valid token.
#[derive(Debug)]
pub struct Client;

impl FromRequestParts<Arc<App>> for Client {
    type Rejection = Kind;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Client, Kind> {
        let given = parts.headers.get(header::AUTHORIZATION);
        let given = given.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (scheme, token) = given.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Kind::Unauthorized);
        }
        match feed::client(app, token).await? {
            Some(_) => Ok(Client),
            None => Err(Kind::Unauthorized),
        }
    }
}
