//! `/agency/{round}/sheet` and `/office/{round}/results`: a score sheet before and after it is sealed, confirmed by the
//! agency and sealed by the office; and a department's own page.

mod acts;
mod back;
mod department;
mod evidence;
mod sensitivity;
mod view;
mod years;

use crate::stages::seal::{SeenSheet, StoredSheet, confirm, seal_confirmed, versions};
use crate::stages::{LoadedRound, StageError};
use crate::storage::confirmation::{self, ConfirmationRecord};
use crate::storage::round::{StageRecord, records};
use crate::storage::{account, removal, submission};
use crate::text::sheets as text;
use crate::web::PageError;
use crate::web::access::acts::{AgreeCorrection, ConfirmSheet, ReadSheet, SealSheet, SendBack};
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::Place;
use crate::web::components::refusal::{nowhere, refused, unticked};
use crate::web::extract::{Path, Query};
use crate::web::rounds::known;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadSheet, "/agency/{round}/sheet", show_agency);
    table.post(ConfirmSheet, "/agency/{round}/sheet", submit_confirmation);
    table.get(ReadSheet, "/office/{round}/results", show_office);
    table.post(SealSheet, "/office/{round}/results", submit_seal);
    table.post(SendBack, "/office/{round}/results/send-back", back::submit_back);
    table.post(AgreeCorrection, "/office/{round}/results/agree", back::submit_agreement);
    table.get(ReadSheet, "/office/{round}/results/{department}", department::show);
}

/// The version to show, and what was just done, as the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    version: Option<u32>,
    done: String,
    #[serde(skip)]
    typed: String,
}

/// What the pages show.
#[derive(Debug)]
pub struct SheetPage {
    /// For the agency or for the office.
    pub place: Place,
    /// The round.
    pub loaded: LoadedRound,
    /// Every version, oldest first; empty before scoring.
    pub versions: Vec<StoredSheet>,
    /// Which of them is shown.
    pub shown: usize,
    /// The agency's confirmation of the one that is shown.
    pub confirmation: Option<ConfirmationRecord>,
    /// What happened so far.
    pub history: Vec<StageRecord>,
    /// Proposed removals that nobody has decided.
    pub undecided: u64,
    /// A reason that was typed before.
    pub typed: String,
    /// Name of whoever confirmed it for the agency.
    pub confirmed_by: Option<String>,
    /// Links between people and answers that sealing would destroy.
    pub links: u64,
    /// What was just done, or what was wrong.
    pub message: Option<Markup>,
}

impl SheetPage {
    /// The version that is shown.
    pub fn stored(&self) -> Option<&StoredSheet> {
        self.versions.get(self.shown)
    }
}

/// `GET /agency/{round}/sheet`.
pub async fn show_agency(
    may: May<ReadSheet>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    show(&may, Place::Sheet, &id, &asked).await
}

/// `GET /office/{round}/results`.
pub async fn show_office(
    may: May<ReadSheet>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    show(&may, Place::Results, &id, &asked).await
}

async fn show(visit: &Visit, place: Place, id: &str, asked: &Asked) -> Result<Response, PageError> {
    let words = text::of(visit.language());
    let said = match asked.done.as_str() {
        "confirmed" => Some(words.confirm.done),
        "sealed" => Some(words.seal.done),
        "sent-back" => Some(words.back.done[0]),
        "agreed" => Some(words.back.done[1]),
        _ => None,
    };
    let message = said.map(|said| html! { p.done role="status" { (said) } });
    page(visit, place, id, asked, message, StatusCode::OK).await
}

/// `POST /agency/{round}/sheet`: confirms for the agency.
pub async fn submit_confirmation(
    may: May<ConfirmSheet>,
    Path(id): Path<String>,
    Posted(form): Posted<FinalForm>,
) -> Result<Response, PageError> {
    if known(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    let Some(seen) = form.seen() else {
        return untick(&may, Place::Sheet, &id).await;
    };
    let done = confirm(&may.app, &id, &seen).await.map(drop);
    let to = format!("/agency/{id}/sheet?done=confirmed");
    answer(&may, Place::Sheet, &id, done, &to, String::new()).await
}

/// `POST /office/{round}/results`: seals for the office.
pub async fn submit_seal(
    may: May<SealSheet>,
    Path(id): Path<String>,
    Posted(form): Posted<FinalForm>,
) -> Result<Response, PageError> {
    if known(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    let Some(seen) = form.seen() else {
        return untick(&may, Place::Results, &id).await;
    };
    let done = seal_confirmed(&may.app, &id, &seen).await.map(drop);
    let to = format!("/office/{id}/results?done=sealed");
    answer(&may, Place::Results, &id, done, &to, String::new()).await
}

/// A final act as posted: the sheet that was looked at, and whether it is understood.
#[derive(Debug, Deserialize)]
pub struct FinalForm {
    version: u32,
    hash: String,
    #[serde(default)]
    understood: Option<String>,
}

impl FinalForm {
    /// The sheet, if the tick is there.
    fn seen(self) -> Option<SeenSheet> {
        self.understood.map(|_| SeenSheet {
            version: self.version,
            hash: self.hash,
        })
    }
}

async fn untick(visit: &Visit, place: Place, id: &str) -> Result<Response, PageError> {
    let message = Some(unticked(visit));
    page(
        visit,
        place,
        id,
        &Asked::default(),
        message,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await
}

async fn answer(
    visit: &Visit,
    place: Place,
    id: &str,
    done: Result<(), StageError>,
    to: &str,
    typed: String,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(Redirect::to(to).into_response()),
        Err(error) => {
            let message = refused(error, visit).await?;
            let asked = Asked {
                typed,
                ..Asked::default()
            };
            page(visit, place, id, &asked, Some(message), StatusCode::CONFLICT).await
        }
    }
}

async fn page(
    visit: &Visit,
    place: Place,
    id: &str,
    asked: &Asked,
    message: Option<Markup>,
    status: StatusCode,
) -> Result<Response, PageError> {
    match load(visit, place, id, asked.version).await? {
        Some(data) => {
            let data = SheetPage {
                message,
                typed: asked.typed.clone(),
                ..data
            };
            Ok((status, view::view(visit, &data)).into_response())
        }
        None => Ok(nowhere(visit)),
    }
}

/// A round with the versions of its sheet; `None` where the round or the version is not there.
async fn load(visit: &Visit, place: Place, id: &str, version: Option<u32>) -> Result<Option<SheetPage>, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(None);
    };
    let (app, db) = (&visit.app, &visit.app.db);
    let versions = versions(app, id).await?;
    let shown = match version {
        Some(version) => versions.iter().position(|one| one.record.version == version),
        None => Some(versions.len().saturating_sub(1)),
    };
    let Some(shown) = shown else { return Ok(None) };
    let confirmation = match versions.get(shown) {
        Some(stored) => confirmation::find(db, id, stored.record.version).await,
        None => Ok(None),
    };
    let confirmation = confirmation.map_err(StageError::from)?;
    let confirmed_by = match &confirmation {
        Some(one) => account::find(db, &one.account).await.map_err(StageError::from)?,
        None => None,
    };
    Ok(Some(SheetPage {
        place,
        loaded,
        shown,
        confirmation,
        confirmed_by: confirmed_by.map(|account| account.name),
        history: records(db, id).await.map_err(StageError::from)?,
        undecided: removal::undecided(db, id).await.map_err(StageError::from)?,
        typed: String::new(),
        links: submission::linked(db, id).await.map_err(StageError::from)?,
        message: None,
        versions,
    }))
}
