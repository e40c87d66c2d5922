//! Seals the sheet: signatures over its bytes, and the link between people and answers destroyed in the same step.

use super::back_checks::counted_for_sealing;
use super::evidence::untouched;
use super::{App, LoadedRound, StageError};
use crate::domain::proof::{SignerRole, sign_sheet};
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::score::sheet::{ScoreSheet, SealedSheet};
use crate::storage::round::RoundState;
use crate::storage::{StorageError, results};

/// Signs the newest sheet for these roles.
pub async fn seal(app: &App, round: &str, roles: &[SignerRole]) -> Result<SealedSheet, StageError> {
    let loaded = unsealed(app, round).await?;
    untouched(app, &loaded).await?;
    let (version, sheet) = stored_sheet(app, round).await?;
    let keys = roles
        .iter()
        .map(|role| app.keys.signing(*role))
        .collect::<Result<Vec<_>, _>>()?;
    let sealed =
        sign_sheet(&sheet, &keys).map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))?;
    let ids: Vec<&str> = sealed
        .signatures
        .iter()
        .map(|signature| signature.key_id.as_str())
        .collect();
    let mut summary = serde_json::json!({"version": version, "keys": ids});
    if let Some(agreement) = counted_for_sealing(app, &loaded).await? {
        summary["back_checks"] = serde_json::json!(agreement);
    }
    let saved = results::seal_sheet(&app.db, round, version, &sealed.signatures, app.now(), &summary).await;
    if let Err(StorageError::Conflict(_)) = &saved {
        // Somebody sealed it at the same time: then it is told as if it had been before.
        unsealed(app, round).await?;
    }
    saved?;
    Ok(sealed)
}

/// The round, if it has a sheet that waits for its signatures.
async fn unsealed(app: &App, round: &str) -> Result<LoadedRound, StageError> {
    let loaded = app.round(round).await?;
    let instead = match loaded.record.state {
        RoundState::Sealed => Instead::SealedAlready,
        _ => Instead::First("score"),
    };
    loaded.expect_state(&[RoundState::Scored], instead)?;
    Ok(loaded)
}

/// The newest sheet with its signatures, sealed rounds only.
pub async fn sealed_sheet(app: &App, round: &str) -> Result<SealedSheet, StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&[RoundState::Sealed], Instead::NotSealed)?;
    let (_, sheet) = stored_sheet(app, round).await?;
    let record = results::latest_sheet(&app.db, round).await?;
    let signatures = record.map(|record| record.signatures).unwrap_or_default();
    Ok(SealedSheet { sheet, signatures })
}

/// The newest sheet, sealed or not, with its version.
pub(super) async fn stored_sheet(app: &App, round: &str) -> Result<(u32, ScoreSheet), StageError> {
    let missing = || StageError::OutOfOrder(Refusal::NoSheet(round.to_owned()));
    let record = results::latest_sheet(&app.db, round).await?.ok_or_else(missing)?;
    let sheet = serde_json::from_slice(&record.bytes)
        .map_err(|error| StageError::Refused(Refusal::SheetUnreadable(error.to_string())))?;
    Ok((record.version, sheet))
}
