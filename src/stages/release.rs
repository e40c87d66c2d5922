//! Releases reserve units: whole batches of a stratum, in the order that was fixed by the draw.

use super::{App, StageError};
use crate::domain::definition::AudienceId;
use crate::domain::refusal::{Instead, Refusal};
use crate::storage::round::RoundState;
use crate::storage::sample;

/// Releases the next batch; gives its number and how many units it had.
pub async fn release(app: &App, round: &str, audience: &AudienceId, stratum: &str) -> Result<(u32, u64), StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&[RoundState::Fielding], Instead::ReleaseInField)?;
    let waiting = sample::units(&app.db, round)
        .await?
        .into_iter()
        .filter(|unit| !unit.issued);
    let batch = waiting
        .filter(|unit| &unit.audience == audience && unit.stratum == stratum)
        .map(|unit| unit.batch)
        .min();
    let batch = batch.ok_or_else(|| {
        StageError::Refused(Refusal::NoReserve {
            audience: audience.0.clone(),
            stratum: stratum.to_owned(),
        })
    })?;
    let units = sample::release(&app.db, round, audience, stratum, batch, app.now()).await?;
    Ok((batch, units))
}
