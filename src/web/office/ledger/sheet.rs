//! Takes the public evaluation: this house's own sealed sheet, or a sheet's file with the keys that are trusted.

use super::deliveries::view;
use super::{again, outcome};
use crate::domain::ledger::{Intake, Ledger, Signatories};
use crate::domain::proof::{KeyError, PublicKey};
use crate::domain::score::sheet::ScoreSheet;
use crate::stages::ledger::{own_signatories, take_own_sheet, take_sheet};
use crate::stages::{StageError, seal};
use crate::storage::StorageError;
use crate::text::ledger_pages::LedgerPages;
use crate::text::refusals;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::ChangeLedger;
use crate::web::access::{May, Posted, Upload, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::said;
use crate::web::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

/// The sealed sheet of the ledger's round in this house, if there is one.
pub(super) type OwnSheet = Option<ScoreSheet>;

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// Looks for the sealed sheet of the ledger's round in this house.
pub(super) async fn own_sheet(visit: &Visit, ledger: &Ledger) -> Result<OwnSheet, PageError> {
    match seal::sealed_sheet(&visit.app, &ledger.round).await {
        Ok(sealed) => Ok(Some(sealed.sheet)),
        Err(StageError::OutOfOrder(_) | StageError::Storage(StorageError::NotFound(_))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// `POST /office/ledger/{year}/own-sheet`.
pub async fn take_own(
    may: May<ChangeLedger>,
    Path(year): Path<i16>,
    _: Posted<Nothing>,
) -> Result<Response, PageError> {
    let taken = take_own_sheet(&may.app, year, "").await;
    answer(&may, year, taken).await
}

/// `POST /office/ledger/{year}/sheet`.
pub async fn submit(may: May<ChangeLedger>, Path(year): Path<i16>, upload: Upload) -> Result<Response, PageError> {
    let own = own_signatories(&may.app)?;
    let trusted = match (key(&upload, "agency", own.agency), key(&upload, "office", own.office)) {
        (Ok(agency), Ok(office)) => Signatories { agency, office },
        (Err(error), _) | (_, Err(error)) => {
            let complaint = said(&refusals::say(&error, may.language()), &may);
            return page(&may, year, complaint).await;
        }
    };
    let taken = take_sheet(&may.app, year, (&upload.name, &upload.bytes), &trusted, "").await;
    answer(&may, year, taken).await
}

/// The key that was pasted; the house's own where none was.
fn key(upload: &Upload, name: &str, own: PublicKey) -> Result<PublicKey, KeyError> {
    match upload.field(name).trim() {
        "" => Ok(own),
        pem => PublicKey::from_pem(pem),
    }
}

async fn answer(visit: &Visit, year: i16, taken: Result<Intake, StageError>) -> Result<Response, PageError> {
    let to = format!("/office/ledger/{year}/deliveries");
    let word = |intake: &Intake| match intake {
        Intake::New(_) => "sheet",
        Intake::Same(_) => "same-sheet",
    };
    match outcome(visit, taken, &to, word).await? {
        Ok(done) => Ok(done),
        Err(complaint) => page(visit, year, complaint).await,
    }
}

async fn page(visit: &Visit, year: i16, complaint: Markup) -> Result<Response, PageError> {
    again(visit, year, complaint, async |ledger, above| {
        let own = own_sheet(visit, ledger).await?;
        Ok(view(visit, ledger, &own, "", &above))
    })
    .await
}

/// What can be taken, and the forms that take it.
pub(super) fn card(visit: &Visit, ledger: &Ledger, own: &OwnSheet, pages: &LedgerPages) -> Markup {
    let [title, about, take, file, agency, office, hint, button] = pages.sheet;
    let address = format!("/office/ledger/{}", ledger.year);
    html! {
        section.card #sheet {
            h2 { (title) }
            p { (about) }
            p { (told(ledger, own, pages)) }
            @if own.is_some() {
                form.stack method="post" action={ (address) "/own-sheet" } { (token(visit)) button.primary { (take) } }
            }
            details {
                summary { (file) }
                form.stack method="post" action={ (address) "/sheet" } enctype="multipart/form-data" {
                    (token(visit))
                    p.small { (hint) }
                    label { span { (agency) } textarea name="agency" rows="3" spellcheck="false" {} }
                    label { span { (office) } textarea name="office" rows="3" spellcheck="false" {} }
                    label { span { (file) } input name="file" type="file" accept=".json" required; }
                    button { (button) }
                }
            }
        }
    }
}

fn told(ledger: &Ledger, own: &OwnSheet, pages: &LedgerPages) -> String {
    let Some(sheet) = own else {
        return pages.own_sheet[1].to_owned();
    };
    let scored = sheet.departments.iter().filter(|one| one.score.is_some()).count();
    fill(
        pages.own_sheet[0],
        &[
            ("round", &ledger.round),
            ("version", &sheet.sheet_version),
            ("scored", &scored),
            ("unscored", &(sheet.departments.len() - scored)),
        ],
    )
}
