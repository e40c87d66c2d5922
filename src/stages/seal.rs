//! Confirms and seals the sheet: signatures over its bytes, and the link between people and answers destroyed in the same
//! step.

use super::back_checks::counted_for_sealing;
use super::evidence::untouched;
use super::preparing::pretest;
use super::{App, LoadedRound, StageError};
use crate::domain::account::Actor;
use crate::domain::proof::{SignerRole, sha256, sign_sheet};
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::score::sheet::{ScoreSheet, SealedSheet, Signature};
use crate::storage::StorageError;
use crate::storage::confirmation::{self, ConfirmationRecord};
use crate::storage::round::{RoundState, records, version};
use crate::storage::sheet::{self, SheetRecord};
use serde::Deserialize;

/// The sheet that a person looked at when pressing the button.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SeenSheet {
    /// Its version.
    pub version: u32,
    /// SHA-256 (hex) of its bytes.
    pub hash: String,
}

/// A stored sheet, read.
#[derive(Debug, Clone)]
pub struct StoredSheet {
    /// As it is stored.
    pub record: SheetRecord,
    /// What it says.
    pub sheet: ScoreSheet,
}

impl StoredSheet {
    fn read(record: SheetRecord) -> Result<StoredSheet, StageError> {
        let sheet = serde_json::from_slice(&record.bytes)
            .map_err(|error| StageError::Refused(Refusal::SheetUnreadable(error.to_string())))?;
        Ok(StoredSheet { record, sheet })
    }

    /// What a person sees of it and signs.
    pub fn seen(&self) -> SeenSheet {
        SeenSheet {
            version: self.record.version,
            hash: hex::encode(sha256(&self.record.bytes)),
        }
    }

    /// With its signatures.
    pub fn into_sealed(self) -> SealedSheet {
        SealedSheet {
            sheet: self.sheet,
            signatures: self.record.signatures,
        }
    }
}

/// Signs the newest sheet for these roles at once: the operator's way.
pub async fn seal(app: &App, round: &str, roles: &[SignerRole]) -> Result<SealedSheet, StageError> {
    let loaded = unsealed(app, round).await?;
    untouched(app, &loaded).await?;
    let stored = newest(app, round).await?;
    let signatures = signatures(app, &stored.sheet, roles)?;
    finish(app, round, stored, signatures).await
}

/// Confirms the sheet for the agency: its signature, under the name of the person who acts.
///
/// # Errors
/// Nobody by name acts, another sheet than the one that was seen, a confirmation that is there, a round that has moved on.
pub async fn confirm(app: &App, round: &str, seen: &SeenSheet) -> Result<ConfirmationRecord, StageError> {
    let Actor::Account { id, login, .. } = app.db.actor() else {
        return Err(StageError::Refused(Refusal::NobodyByName));
    };
    let loaded = unsealed(app, round).await?;
    let stored = as_seen(app, round, seen).await?;
    untouched(app, &loaded).await?;
    let mut signatures = signatures(app, &stored.sheet, &[SignerRole::Agency])?;
    let confirmation = ConfirmationRecord {
        version: seen.version,
        account: id.clone(),
        login: login.to_string(),
        sheet_hash: seen.hash.clone(),
        signature: signatures.swap_remove(0),
        at: app.now(),
    };
    confirmation::save(&app.db, round, &confirmation).await?;
    Ok(confirmation)
}

/// Seals the sheet for the office and the platform, under the agency's confirmation.
///
/// # Errors
/// No confirmation by the agency yet, another sheet than the one that was seen, a round that is sealed already.
pub async fn seal_confirmed(app: &App, round: &str, seen: &SeenSheet) -> Result<SealedSheet, StageError> {
    let loaded = unsealed(app, round).await?;
    let stored = as_seen(app, round, seen).await?;
    let confirmed = confirmation::find(&app.db, round, seen.version).await?;
    let Some(confirmed) = confirmed.filter(|one| one.sheet_hash == seen.hash) else {
        return Err(StageError::OutOfOrder(Refusal::NotConfirmed {
            round: round.to_owned(),
            version: seen.version,
        }));
    };
    untouched(app, &loaded).await?;
    let mut signatures = signatures(app, &stored.sheet, &[SignerRole::Platform, SignerRole::Office])?;
    signatures.insert(1, confirmed.signature);
    finish(app, round, stored, signatures).await
}

/// Stores the signatures of a sheet and cuts the links: the one place where a round becomes sealed.
async fn finish(
    app: &App,
    round: &str,
    mut stored: StoredSheet,
    signatures: Vec<Signature>,
) -> Result<SealedSheet, StageError> {
    let ids: Vec<&str> = signatures.iter().map(|signature| signature.key_id.as_str()).collect();
    let number = stored.record.version;
    let mut summary = serde_json::json!({"version": number, "keys": ids});
    if let Some(agreement) = counted_for_sealing(app, &app.round(round).await?).await? {
        summary["back_checks"] = serde_json::json!(agreement);
    }
    let saved = sheet::seal(&app.db, round, number, &signatures, app.now(), &summary).await;
    if let Err(StorageError::Conflict(_)) = &saved {
        // Somebody sealed it at the same time: then it is told as if it had been before.
        unsealed(app, round).await?;
    }
    saved?;
    stored.record.signatures = signatures;
    Ok(stored.into_sealed())
}

fn signatures(app: &App, sheet: &ScoreSheet, roles: &[SignerRole]) -> Result<Vec<Signature>, StageError> {
    let keys = roles.iter().map(|role| app.keys.signing(*role));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let signed = sign_sheet(sheet, &keys);
    let signed = signed.map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))?;
    Ok(signed.signatures)
}

/// The round, if it has a sheet that waits for its signatures.
async fn unsealed(app: &App, round: &str) -> Result<LoadedRound, StageError> {
    let loaded = app.round(round).await?;
    pretest::counts(&loaded)?;
    let instead = match loaded.record.state {
        RoundState::Sealed => Instead::SealedAlready,
        _ => Instead::First("score"),
    };
    loaded.expect_state(&[RoundState::Scored], instead)?;
    Ok(loaded)
}

/// The sheet that waits for its seal, if it still is the one that somebody looked at.
pub(super) async fn seen_unsealed(app: &App, round: &str, seen: &SeenSheet) -> Result<StoredSheet, StageError> {
    unsealed(app, round).await?;
    as_seen(app, round, seen).await
}

/// The newest sheet, if it still is the one that somebody looked at.
async fn as_seen(app: &App, round: &str, seen: &SeenSheet) -> Result<StoredSheet, StageError> {
    let stored = newest(app, round).await?;
    if stored.seen() == *seen {
        return Ok(stored);
    }
    Err(StageError::OutOfOrder(Refusal::OtherSheet {
        round: round.to_owned(),
        version: stored.record.version,
    }))
}

/// The newest sealed sheet with its signatures; a correction that is under way does not hide it.
pub async fn sealed_sheet(app: &App, round: &str) -> Result<SealedSheet, StageError> {
    match sheet::latest_sealed(&app.db, round).await? {
        Some(record) => Ok(StoredSheet::read(record)?.into_sealed()),
        None => {
            let state = app.round(round).await?.record.state.as_str();
            let (round, instead) = (round.to_owned(), Instead::NotSealed);
            Err(StageError::OutOfOrder(Refusal::InState { round, state, instead }))
        }
    }
}

/// Every version of the round's sheet, oldest first; the last one may wait for its seal. What was sent back is none: it
/// stays in the database and in the round's history.
pub async fn versions(app: &App, round: &str) -> Result<Vec<StoredSheet>, StageError> {
    let waiting = version(&records(&app.db, round).await?);
    let mut records = sheet::all(&app.db, round).await?;
    records.retain(|one| one.sealed_at.is_some() || one.version == waiting);
    records.into_iter().map(StoredSheet::read).collect()
}

/// That version, sealed.
///
/// # Errors
/// [`Refusal::NoVersion`].
pub async fn sealed_version(app: &App, round: &str, version: u32) -> Result<SealedSheet, StageError> {
    let all = versions(app, round).await?;
    let sealed = |one: &StoredSheet| one.record.version == version && one.record.sealed_at.is_some();
    let (round, found) = (round.to_owned(), all.into_iter().find(sealed));
    let found = found.ok_or(StageError::Refused(Refusal::NoVersion { round, version }))?;
    Ok(found.into_sealed())
}

/// The newest sheet, sealed or not.
pub(super) async fn newest(app: &App, round: &str) -> Result<StoredSheet, StageError> {
    let missing = || StageError::OutOfOrder(Refusal::NoSheet(round.to_owned()));
    versions(app, round).await?.pop().ok_or_else(missing)
}
