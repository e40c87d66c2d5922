//! Takes the public evaluation from a sealed sheet: this house's own, or a file from another.

use super::{actor, load, refused};
use crate::domain::ledger::{Intake, Ledger, LedgerRefusal, SheetImport, Signatories, check_sheet};
use crate::domain::proof::{SealError, SignerRole, sealed_bytes};
use crate::stages::{App, StageError, seal};
use crate::storage::ledger as store;
use crate::storage::sheet::latest_sealed;

/// The agency's and the office's public keys of this house.
pub fn own_signatories(app: &App) -> Result<Signatories, StageError> {
    Ok(Signatories {
        agency: app.keys.signing(SignerRole::Agency)?.public(),
        office: app.keys.signing(SignerRole::Office)?.public(),
    })
}

/// The newest sealed version of the ledger's round in this house, where the ledger has an older one.
pub async fn newer_sheet(app: &App, ledger: &Ledger) -> Result<Option<u32>, StageError> {
    let Some(has) = ledger.sheet() else {
        return Ok(None);
    };
    let newest = latest_sealed(&app.db, &ledger.round).await?;
    Ok(newest.map(|one| one.version).filter(|version| *version > has.version))
}

/// A sheet's file as it was imported, replaced versions too.
pub async fn sheet_file(app: &App, year: i16, version: u32) -> Result<Vec<u8>, StageError> {
    let bytes = store::sheet_bytes(&app.db, year, version).await?;
    bytes.ok_or_else(|| refused(LedgerRefusal::NoSheetVersion(version)))
}

/// Takes the newest sealed sheet of the ledger's round, which is in this house.
pub async fn take_own_sheet(app: &App, year: i16, by: &str) -> Result<Intake, StageError> {
    let round = load(app, year).await?.round;
    let sealed = seal::sealed_sheet(app, &round).await?;
    let unreadable = |error| refused(LedgerRefusal::NotASheet(SealError::Canonical(error)));
    let bytes = sealed_bytes(&sealed).map_err(unreadable)?;
    let origin = format!("{round} sheet.json");
    take_sheet(app, year, (&origin, &bytes), &own_signatories(app)?, by).await
}

/// Takes a sealed sheet's file, name and bytes, if both keys that are trusted signed it.
pub async fn take_sheet(
    app: &App,
    year: i16,
    file: (&str, &[u8]),
    trusted: &Signatories,
    by: &str,
) -> Result<Intake, StageError> {
    let by = actor(app, by)?;
    let ledger = load(app, year).await?;
    let (name, bytes) = file;
    let intake = check_sheet(&ledger, bytes, trusted, (name, &by, app.now())).map_err(refused)?;
    if let Intake::New(sheet) = &intake {
        same_as_own(app, sheet, &ledger.round).await?;
        store::save_sheet(&app.db, &ledger, sheet, bytes).await?;
    }
    Ok(intake)
}

/// A version that this house has sealed itself is taken only as it was sealed, whoever signed another one.
async fn same_as_own(app: &App, sheet: &SheetImport, round: &str) -> Result<(), StageError> {
    let own = seal::versions(app, round).await?.into_iter();
    let own = own.filter(|one| one.record.sealed_at.is_some());
    match own.map(|one| one.seen()).find(|own| own.version == sheet.version) {
        Some(own) if own.hash != sheet.hash => Err(refused(LedgerRefusal::NotTheHousesOwn(sheet.version))),
        _ => Ok(()),
    }
}
