//! The door of every console page: who comes in, and whether this act is theirs.

use super::act::{Act, ActInfo};
use super::cookie::session_of;
use super::origin::from_here;
use super::pages::Pages;
use super::speech::{Speech, spoken};
use super::typed::{Typed, within};
use crate::domain::definition::Language;
use crate::stages::App;
use crate::stages::account::{self, Person};
use crate::storage::session::Stage;
use crate::web::components::refusal;
use crate::web::error::{Failure, PageError};
use crate::web::sign_in::address_after;
use crate::web::sign_in::again::{self, Why};
use axum::Extension;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A signed-in person on a page.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The house, acting for this person: what is changed through it is written down under their name.
    pub app: Arc<App>,
    /// Who it is.
    pub person: Person,
    /// Path and query of this page; for a form, of the page that it stands on.
    pub here: String,
    /// Whether the page shows something that is shown only once: then nothing on it leads away by the way.
    pub once: bool,
}

impl Visit {
    /// Language of the pages.
    pub fn language(&self) -> Language {
        self.person.account.language
    }

    /// For a page that shows something only once.
    pub fn showing_once(&self) -> Visit {
        Visit {
            once: true,
            ..self.clone()
        }
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

/// Where a form leaves what was typed, in case its handler cannot read it.
#[derive(Debug, Clone, Default)]
pub(super) struct Slot(Arc<OnceLock<Typed>>);

impl Slot {
    pub(super) fn keep(&self, typed: Typed) -> Typed {
        self.0.get_or_init(|| typed).clone()
    }
}

/// Lets in whoever is signed in and may; keeps what others had typed.
pub(super) async fn gate(
    State(gate): State<Gate>,
    Extension(pages): Extension<Pages>,
    jar: CookieJar,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let changes = parts.method != Method::GET && parts.method != Method::HEAD;
    let speech = Speech(spoken(&gate.app, &parts));
    if changes && !from_here(&parts.headers) {
        return refusal::outside(speech, Failure::Foreign);
    }
    let person = match (parts.extensions.remove::<Person>(), session_of(&gate.app, &jar)) {
        // Asked from inside, for putting a form of this person back into its page.
        (Some(person), _) => Ok(Some(person)),
        (None, Some(token)) => account::person(&gate.app, &token).await,
        (None, None) => Ok(None),
    };
    let address = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let here = if changes { pages.page_of(&address) } else { address };
    let request = Request::from_parts(parts, body);
    match person {
        Err(error) => {
            PageError::from(error).log();
            refusal::outside(speech, Failure::Broken)
        }
        Ok(Some(person)) if person.stage == Stage::Full => enters(&gate, person, here, request, next).await,
        Ok(half) if changes => again::over(&gate.app, half, speech, &here, request).await,
        Ok(Some(half)) => Redirect::to(&address_after(half.stage, &here)).into_response(),
        Ok(None) => Redirect::to(&format!("/sign-in?{}", next_pair(&here))).into_response(),
    }
}

/// A signed-in person: the page, or why not.
async fn enters(gate: &Gate, person: Person, here: String, mut request: Request, next: Next) -> Response {
    let app = gate.app.by(person.actor());
    let visit = Visit {
        app,
        person,
        here,
        once: false,
    };
    if !gate.act.roles.contains(&visit.person.account.role) {
        within(request.into_body(), 0).await;
        return refusal::not_yours(&visit);
    }
    let slot = Slot::default();
    request.extensions_mut().insert(visit.clone());
    request.extensions_mut().insert(slot.clone());
    let response = next.run(request).await;
    match (response.extensions().get::<Failure>().copied(), slot.0.get()) {
        (Some(Failure::Unread), Some(typed)) => again::put_back(&visit, typed, Why::Unread).await,
        (Some(failure), _) => refusal::failed(&visit, failure),
        (None, _) => response,
    }
}

/// `next=…` for an address.
pub(super) fn next_pair(here: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("next", here).finish()
}
