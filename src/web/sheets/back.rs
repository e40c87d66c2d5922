//! Ways back from a sheet: sending an unsealed one back, agreeing to the correction of a sealed one; and what is said of it.

use super::{Asked, SheetPage, answer};
use crate::domain::account::Role;
use crate::stages::correct::{self, Note, REASON_MOST, agree, send_back};
use crate::stages::seal::{SeenSheet, StoredSheet};
use crate::storage::round::RoundState;
use crate::text::sheets as text;
use crate::web::PageError;
use crate::web::access::acts::{AgreeCorrection, SendBack};
use crate::web::access::{May, Posted, Visit};
use crate::web::components::console::{Place, token};
use crate::web::components::refusal::{nowhere, unticked};
use crate::web::components::sheet::own_tongue;
use crate::web::components::time::minute;
use crate::web::extract::Path;
use crate::web::rounds::known;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// Sending back as posted.
#[derive(Debug, Deserialize)]
pub struct BackForm {
    version: u32,
    hash: String,
    reason: String,
}

/// Agreeing as posted.
#[derive(Debug, Deserialize)]
pub struct AgreeForm {
    #[serde(default)]
    understood: Option<String>,
}

/// Where somebody of this role reads sheets.
fn home(visit: &Visit, id: &str) -> (Place, String) {
    match visit.person.account.role {
        Role::Analyst => (Place::Sheet, format!("/agency/{id}/sheet")),
        _ => (Place::Results, format!("/office/{id}/results")),
    }
}

/// `POST /office/{round}/results/send-back`: the sheet is computed again.
pub async fn submit_back(
    may: May<SendBack>,
    Path(id): Path<String>,
    Posted(form): Posted<BackForm>,
) -> Result<Response, PageError> {
    if known(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    let seen = SeenSheet {
        version: form.version,
        hash: form.hash,
    };
    let done = send_back(&may.app, &id, &seen, &form.reason).await;
    let (place, address) = home(&may, &id);
    answer(
        &may,
        place,
        &id,
        done,
        &format!("{address}?done=sent-back"),
        form.reason,
    )
    .await
}

/// `POST /office/{round}/results/agree`: the proposed correction begins.
pub async fn submit_agreement(
    may: May<AgreeCorrection>,
    Path(id): Path<String>,
    Posted(form): Posted<AgreeForm>,
) -> Result<Response, PageError> {
    if known(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    let (place, address) = home(&may, &id);
    if form.understood.is_none() {
        let message = Some(unticked(&may));
        return super::page(
            &may,
            place,
            &id,
            &Asked::default(),
            message,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    let done = agree(&may.app, &id).await.map(drop);
    answer(&may, place, &id, done, &format!("{address}?done=agreed"), String::new()).await
}

/// That a correction is proposed or under way, and that a sheet was sent back.
pub fn notes(visit: &Visit, data: &SheetPage) -> Markup {
    let (words, history) = (&text::of(visit.language()).back, &data.history);
    let under_way = correct::under_way(history).map(|one| {
        words
            .under_way
            .replace("{version}", &one.version.to_string())
            .replace("{at}", &minute(one.at))
            .replace("{reason}", &one.reason)
    });
    let sent_back = correct::sent_back(history).map(|note| said(words.sent_back, &note));
    let lines: Vec<String> = under_way.into_iter().chain(sent_back).collect();
    html! {
        @for line in &lines { p.mind { (own_tongue(line, visit.language())) } }
        @if let Some(note) = correct::proposed(history) { (proposal(visit, data, &note)) }
    }
}

fn said(words: &str, note: &Note) -> String {
    words
        .replace("{version}", &note.version.to_string())
        .replace("{by}", &note.by)
        .replace("{at}", &minute(note.at))
        .replace("{reason}", &note.reason)
}

fn proposal(visit: &Visit, data: &SheetPage, note: &Note) -> Markup {
    let words = &text::of(visit.language()).back;
    let may = matches!(visit.person.account.role, Role::Analyst | Role::Officer);
    html! {
        section.card #agree {
            h2 { (words.agree[0]) }
            p { (own_tongue(&said(words.proposed, note), visit.language())) }
            @if may {
                p { (words.agree[1]) }
                form.stack method="post" action={ "/office/" (data.loaded.record.id) "/results/agree" } {
                    (token(visit))
                    label.check { input type="checkbox" name="understood" value="yes" required; span { (words.agree[2]) } }
                    button.final { (words.agree[3]) }
                }
            }
        }
    }
}

/// The form with which whoever finds an unsealed sheet wrong refuses it.
pub fn form(visit: &Visit, data: &SheetPage, stored: &StoredSheet) -> Markup {
    let (words, seen) = (&text::of(visit.language()).back, stored.seen());
    let may = matches!(visit.person.account.role, Role::Analyst | Role::Officer);
    let waits = data.loaded.record.state == RoundState::Scored && stored.record.sealed_at.is_none();
    html! {
        @if may && waits {
            details open[!data.typed.is_empty()] {
                summary { (words.send[0]) }
                section.card {
                    p { (words.send[1]) }
                    form.stack method="post" action={ "/office/" (data.loaded.record.id) "/results/send-back" } {
                        (token(visit))
                        input type="hidden" name="version" value=(seen.version);
                        input type="hidden" name="hash" value=(seen.hash);
                        label {
                            span { (words.send[2]) }
                            textarea name="reason" rows="3" maxlength=(REASON_MOST) required { (data.typed) }
                        }
                        button { (words.send[3]) }
                    }
                }
            }
        }
    }
}
