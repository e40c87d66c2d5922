//! Releases reserve units: whole batches of a stratum, in the order that was fixed by the draw.

use super::{App, LoadedRound, StageError};
use crate::domain::definition::{AudienceId, SampleDesign, nearest};
use crate::domain::refusal::{Instead, Refusal};
use crate::storage::round::RoundState;
use crate::storage::sample::{self, UnitRecord};
use std::collections::BTreeSet;

/// Releases the next batch; gives its number and how many units it had.
pub async fn release(app: &App, round: &str, audience: &AudienceId, stratum: &str) -> Result<(u32, u64), StageError> {
    let loaded = app.round(round).await?;
    check_named(&loaded, audience, stratum).map_err(StageError::Refused)?;
    loaded.expect_state(&[RoundState::Fielding], Instead::ReleaseInField)?;
    let waiting: Vec<UnitRecord> = sample::units(&app.db, round)
        .await?
        .into_iter()
        .filter(|unit| !unit.issued && &unit.audience == audience)
        .collect();
    let of_stratum = waiting.iter().filter(|unit| unit.stratum == stratum);
    let batch = of_stratum.map(|unit| unit.batch).min().ok_or_else(|| {
        let left: BTreeSet<String> = waiting.iter().map(|unit| unit.stratum.clone()).collect();
        StageError::Refused(Refusal::NoReserve {
            audience: audience.0.clone(),
            stratum: stratum.to_owned(),
            left: left.into_iter().collect(),
        })
    })?;
    let units = sample::release(&app.db, round, audience, stratum, batch, app.now()).await?;
    Ok((batch, units))
}

/// The audience and the stratum are the survey's; a mistyped one is told with what there is.
fn check_named(loaded: &LoadedRound, audience: &AudienceId, stratum: &str) -> Result<(), Refusal> {
    let survey = &loaded.survey;
    if survey.round.sample == SampleDesign::None {
        return Err(Refusal::NothingInReserve(loaded.record.id.clone()));
    }
    let Some(found) = survey.audience(audience) else {
        let all: Vec<String> = survey.audiences.iter().map(|audience| audience.id.0.clone()).collect();
        return Err(Refusal::UnknownAudience {
            near: near(&audience.0, &all),
            audience: audience.0.clone(),
            all,
        });
    };
    let all = found
        .frame
        .as_ref()
        .map(|frame| frame.strata.clone())
        .unwrap_or_default();
    if all.iter().any(|known| known == stratum) {
        return Ok(());
    }
    Err(Refusal::UnknownStratum {
        audience: audience.0.clone(),
        stratum: stratum.to_owned(),
        near: near(stratum, &all),
        all,
    })
}

fn near(word: &str, all: &[String]) -> Option<String> {
    // Codes of one or two characters are all near one another.
    let long = word.chars().count() > 2;
    let near = nearest(word, all.iter().map(String::as_str));
    near.filter(|_| long).map(str::to_owned)
}
