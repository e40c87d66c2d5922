//! Releases reserve units: whole batches of a stratum, in the order that was fixed by the draw.

use super::{App, LoadedRound, StageError};
use crate::domain::definition::{AudienceId, SampleDesign, nearest};
use crate::domain::refusal::{FieldRefusal, Instead, Refusal};
use crate::storage::round::RoundState;
use crate::storage::sample::{self, UnitRecord};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// What a stratum still has in reserve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Audience.
    pub audience: AudienceId,
    /// Stratum.
    pub stratum: String,
    /// The batch that comes next, and its units.
    pub next: (u32, u64),
    /// Batches and units that wait, the next one among them.
    pub left: (u64, u64),
}

/// Every stratum with a reserve, by audience and stratum.
pub async fn waiting(app: &App, round: &str) -> Result<Vec<Waiting>, StageError> {
    let mut batches: BTreeMap<(AudienceId, String), BTreeMap<u32, u64>> = BTreeMap::new();
    for unit in sample::units(&app.db, round)
        .await?
        .into_iter()
        .filter(|unit| !unit.issued)
    {
        let stratum = batches.entry((unit.audience, unit.stratum)).or_default();
        *stratum.entry(unit.batch).or_default() += 1;
    }
    let each = batches.into_iter().filter_map(|((audience, stratum), batches)| {
        let next = batches.first_key_value().map(|(batch, units)| (*batch, *units))?;
        Some(Waiting {
            audience,
            stratum,
            next,
            left: (batches.len() as u64, batches.values().sum()),
        })
    });
    Ok(each.collect())
}

/// Releases the next batch if it is the one that somebody has seen: a page may be old.
///
/// # Errors
/// As [`release`]; another batch comes next.
pub async fn release_seen(
    app: &App,
    round: &str,
    audience: &AudienceId,
    stratum: &str,
    seen: u32,
) -> Result<(u32, u64), StageError> {
    let next = next(app, round, audience, stratum).await?;
    match next.cmp(&seen) {
        Ordering::Greater => return Err(FieldRefusal::OtherBatch { seen, next }.into()),
        Ordering::Less => return Err(FieldRefusal::BatchNotYet { seen, next }.into()),
        Ordering::Equal => {}
    }
    let units = sample::release(&app.db, round, audience, stratum, seen, app.now()).await?;
    Ok((seen, units))
}

/// Releases the next batch; gives its number and how many units it had.
///
/// # Errors
/// An audience or a stratum that the survey does not have, a round outside the field, nothing left in reserve, a conflict
/// when somebody else releases it at the same time.
pub async fn release(app: &App, round: &str, audience: &AudienceId, stratum: &str) -> Result<(u32, u64), StageError> {
    let batch = next(app, round, audience, stratum).await?;
    let units = sample::release(&app.db, round, audience, stratum, batch, app.now()).await?;
    Ok((batch, units))
}

/// The batch of a stratum that comes next.
async fn next(app: &App, round: &str, audience: &AudienceId, stratum: &str) -> Result<u32, StageError> {
    let loaded = app.round(round).await?;
    check_named(&loaded, audience, stratum).map_err(StageError::Refused)?;
    loaded.expect_state(&[RoundState::Fielding], Instead::ReleaseInField)?;
    let waiting: Vec<UnitRecord> = sample::units(&app.db, round)
        .await?
        .into_iter()
        .filter(|unit| !unit.issued && &unit.audience == audience)
        .collect();
    let of_stratum = waiting.iter().filter(|unit| unit.stratum == stratum);
    of_stratum.map(|unit| unit.batch).min().ok_or_else(|| {
        let left: BTreeSet<String> = waiting.iter().map(|unit| unit.stratum.clone()).collect();
        StageError::Refused(Refusal::NoReserve {
            audience: audience.0.clone(),
            stratum: stratum.to_owned(),
            left: left.into_iter().collect(),
        })
    })
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
