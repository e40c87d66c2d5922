//! `/agency/{round}/prepare`: everything from the frame to the reminders, step by step.

pub mod draw;
pub mod frame;
mod frame_view;
pub mod invitations;
mod invitations_view;
pub mod overview;
pub mod pretest;
mod preview;
pub mod reminders;
pub mod sizes;
mod sizes_form;
mod sizes_results;

use crate::domain::account::Role;
use crate::domain::definition::{Audience, AudienceId, Language};
use crate::domain::refusal::Refusal;
use crate::export::ExportError;
use crate::stages::{LoadedRound, StageError};
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::{Prepare, ReadSample};
use crate::web::access::{Table, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::number::grouped as count;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadSample, "/agency/{round}/prepare", overview::show);
    table.get(ReadSample, "/agency/{round}/prepare/frame/{audience}", frame::show);
    table.upload(Prepare, "/agency/{round}/prepare/frame/{audience}", frame::submit);
    table.get(
        Prepare,
        "/agency/{round}/prepare/frame/{audience}/{upload}",
        frame::look,
    );
    table.post(
        Prepare,
        "/agency/{round}/prepare/frame/{audience}/{upload}",
        frame::accept,
    );
    table.get(ReadSample, "/agency/{round}/prepare/sizes/{audience}", sizes::show);
    table.post(Prepare, "/agency/{round}/prepare/sizes/{audience}", sizes::submit);
    table.get(ReadSample, "/agency/{round}/prepare/draw", draw::show);
    table.post(Prepare, "/agency/{round}/prepare/draw", draw::submit);
    table.get(ReadSample, "/agency/{round}/prepare/invitations", invitations::show);
    table.post(Prepare, "/agency/{round}/prepare/invitations", invitations::make);
    table.post(Prepare, "/agency/{round}/prepare/invitations/take", invitations::take);
    table.post(
        Prepare,
        "/agency/{round}/prepare/invitations/confirm",
        invitations::confirm,
    );
    table.post(
        Prepare,
        "/agency/{round}/prepare/invitations/discard",
        invitations::discard,
    );
    table.get(ReadSample, "/agency/{round}/prepare/reminders", reminders::show);
    table.post(Prepare, "/agency/{round}/prepare/reminders", reminders::take);
    table.get(Prepare, "/agency/{round}/prepare/pretest", pretest::show);
    table.post(Prepare, "/agency/{round}/prepare/pretest", pretest::submit);
    table.post(Prepare, "/agency/{round}/prepare/pretest/discard", pretest::discard);
}

/// What was just done, for the page that follows.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    /// The word of it.
    #[serde(default)]
    pub done: String,
}

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// A page of this room, with the way back to the overview.
fn page(visit: &Visit, loaded: &LoadedRound, title: &str, body: Markup) -> Markup {
    let words = text::of(visit.language());
    let desk_of = Desk {
        visit,
        title,
        place: Place::Prepare,
        round: Some(&loaded.record),
    };
    let body = html! {
        (body)
        p { a href={ "/agency/" (loaded.record.id) "/prepare" } { (words.back) } }
    };
    desk(&desk_of, body)
}

/// Whether this visitor may change what the pages show.
fn may_change(visit: &Visit) -> bool {
    visit.person.account.role == Role::Manager
}

/// An audience of the round that has a frame; `None` where there is none of that id.
fn audience_of<'a>(loaded: &'a LoadedRound, id: &str) -> Option<&'a Audience> {
    let found = loaded.survey.audience(&AudienceId(id.to_owned()))?;
    found.frame.is_some().then_some(found)
}

/// A file to save, never kept by anybody on the way.
fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let saved_as = format!("attachment; filename=\"{name}\"");
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, saved_as),
        ],
        bytes,
    )
        .into_response()
}

/// The bar of a form that takes a while; it shows while the form is on its way.
fn busy_bar(label: &str) -> Markup {
    html! { progress.busy aria-label=(label) {} }
}

/// A list or slips that could not be written.
fn unwritten(error: ExportError) -> PageError {
    PageError::from(StageError::Refused(Refusal::Technical(error.to_string())))
}

/// What a stratum is called, with its code where that is something else.
fn stratum(loaded: &LoadedRound, audience: &Audience, code: &str, language: Language) -> Markup {
    let name = crate::domain::report::labels::stratum(&loaded.survey, audience, code);
    let name = name.get(language);
    html! { (name) @if name != code { " " small { (code) } } }
}
