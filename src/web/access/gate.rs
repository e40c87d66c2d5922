//! The door of every console page: who comes in, and whether this act is theirs.

use super::act::{Act, ActInfo};
use super::cookie::session_of;
use super::form::{carried, fields_of};
use super::origin::from_here;
use crate::domain::definition::Language;
use crate::stages::App;
use crate::stages::account::{self, Person};
use crate::storage::session::Stage;
use crate::web::components::refusal;
use crate::web::error::PageError;
use crate::web::sign_in::{address_after, again};
use axum::body::to_bytes;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// Bytes of a form that are carried over a sign-in.
const CARRIED_MOST: usize = 64 * 1024;

/// A signed-in person on a page.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The house, acting for this person: what is changed through it is written down under their name.
    pub app: Arc<App>,
    /// Who it is.
    pub person: Person,
    /// Path and query of this page.
    pub here: String,
}

impl Visit {
    /// Language of the pages.
    pub fn language(&self) -> Language {
        self.person.account.language
    }
}

/// The permission to do `A`, as an argument of its handler.
#[derive(Debug)]
pub struct May<A> {
    visit: Visit,
    act: PhantomData<fn() -> A>,
}

impl<A> Deref for May<A> {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl<A: Act, S: Send + Sync> FromRequestParts<S> for May<A> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<May<A>, Response> {
        let visit = parts.extensions.get::<Visit>().cloned();
        let Some(visit) = visit.filter(|visit| A::INFO.roles.contains(&visit.person.account.role)) else {
            tracing::error!(
                act = A::INFO.name,
                "a route takes another act than its handler asks for"
            );
            return Err(PageError::Foreign.into_response());
        };
        Ok(May {
            visit,
            act: PhantomData,
        })
    }
}

/// What a door knows.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    pub(super) app: Arc<App>,
    pub(super) act: &'static ActInfo,
}

/// Lets in whoever is signed in and may; keeps what others had typed.
pub(super) async fn gate(State(gate): State<Gate>, jar: CookieJar, mut request: Request, next: Next) -> Response {
    let changes = request.method() != Method::GET && request.method() != Method::HEAD;
    if changes && !from_here(request.headers()) {
        return PageError::Foreign.into_response();
    }
    let person = match session_of(&gate.app, &jar) {
        Some(token) => account::person(&gate.app, &token).await,
        None => Ok(None),
    };
    let here = request
        .uri()
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    match person {
        Err(error) => PageError::from(error).into_response(),
        Ok(Some(person)) if person.stage != Stage::Full => {
            Redirect::to(&address_after(person.stage, &here)).into_response()
        }
        Ok(Some(person)) => {
            let app = gate.app.by(person.actor());
            let visit = Visit { app, person, here };
            if !gate.act.roles.contains(&visit.person.account.role) {
                return refusal::not_yours(&visit);
            }
            request.extensions_mut().insert(visit);
            next.run(request).await
        }
        Ok(None) if changes => over(&here, request).await,
        Ok(None) => Redirect::to(&format!("/sign-in?{}", next_pair(&here))).into_response(),
    }
}

/// `next=…` for an address.
pub(super) fn next_pair(here: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("next", here).finish()
}

/// A form came in after the session was over: it is kept on the sign-in page. A file has to be chosen again.
async fn over(here: &str, request: Request) -> Response {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let is_form = kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let fields = match to_bytes(request.into_body(), CARRIED_MOST).await {
        Ok(body) if is_form => carried(&fields_of(&body)),
        _ => Vec::new(),
    };
    again::session_over(here, &fields, is_form)
}
