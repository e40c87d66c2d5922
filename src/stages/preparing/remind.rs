//! Reminders: who has not finished and did not say no, with contact data and without any code.

use super::frames::refused;
use crate::domain::definition::AudienceId;
use crate::domain::invitation::reminder::may_be_reminded;
use crate::domain::refusal::{Instead, PrepareRefusal};
use crate::stages::contact::opened;
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::round::{RoundState, note};
use crate::storage::sample::{UnitRecord, units};
use std::collections::BTreeMap;

/// How one audience stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRemind {
    /// Which.
    pub audience: AudienceId,
    /// Units that were invited.
    pub invited: u64,
    /// Of these, those who finished.
    pub finished: u64,
    /// Of these, those who would be reminded.
    pub remind: u64,
}

/// One line of the list: no code, since the house does not have it any more.
#[derive(Clone)]
pub struct Reminder {
    /// Sample number.
    pub sample_no: u64,
    /// Audience.
    pub audience: AudienceId,
    /// Stratum.
    pub stratum: String,
    /// The frame's id of the unit.
    pub unit_ref: String,
    /// Contact columns of the frame.
    pub contact: BTreeMap<String, String>,
}

/// How many would be reminded, audience by audience.
///
/// # Errors
/// The database.
pub async fn counts(app: &App, loaded: &LoadedRound) -> Result<Vec<ToRemind>, StageError> {
    let all = units(&app.db, &loaded.record.id).await?;
    let of = |id: &AudienceId| {
        let invited = || {
            all.iter()
                .filter(|unit| unit.audience == *id && unit.token_hash.is_some())
        };
        let finished = |unit: &&UnitRecord| matches!(unit.disposition.as_deref(), Some("1.1" | "1.2"));
        ToRemind {
            audience: id.clone(),
            invited: invited().count() as u64,
            finished: invited().filter(finished).count() as u64,
            remind: invited().filter(|unit| reminded(unit)).count() as u64,
        }
    };
    Ok(loaded
        .survey
        .audiences
        .iter()
        .map(|audience| of(&audience.id))
        .collect())
}

/// The list of one audience; that it was made, and for how many, is written down first.
///
/// # Errors
/// A round that is not in the field; [`PrepareRefusal::NobodyToRemind`].
pub async fn remind(app: &App, round: &str, audience: &AudienceId) -> Result<Vec<Reminder>, StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&[RoundState::Fielding], Instead::RemindInField)?;
    let all = units(&app.db, round).await?;
    let chosen = all.iter().filter(|unit| unit.audience == *audience && reminded(unit));
    let list: Vec<Reminder> = chosen.map(|unit| line(app, round, unit)).collect::<Result<_, _>>()?;
    if list.is_empty() {
        return Err(refused(PrepareRefusal::NobodyToRemind));
    }
    let summary = serde_json::json!({"audience": audience, "reminded": list.len()});
    note(&app.db, round, "remind", app.now(), &summary).await?;
    Ok(list)
}

fn reminded(unit: &UnitRecord) -> bool {
    unit.token_hash.is_some() && may_be_reminded(unit.disposition.as_deref())
}

fn line(app: &App, round: &str, unit: &UnitRecord) -> Result<Reminder, StageError> {
    let number = unit.sample_no;
    let contact = opened(app, round, number, unit.contact.as_deref())?;
    Ok(Reminder {
        sample_no: number,
        audience: unit.audience.clone(),
        stratum: unit.stratum.clone(),
        unit_ref: unit.unit_ref.clone(),
        contact,
    })
}
