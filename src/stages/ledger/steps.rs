//! Takes the next step of a ledger's review, or reopens it.

use super::{actor, load, refused};
use crate::domain::ledger::{LedgerRefusal, Minutes, Step, StepRecord};
use crate::domain::refusal::Conflict;
use crate::stages::{App, StageError};
use crate::storage::StorageError;
use crate::storage::ledger as store;
use jiff::civil::Date;

/// A step as it is typed.
#[derive(Debug, Clone)]
pub struct NewStep {
    /// The step's id.
    pub step: String,
    /// Who decided: the person or meeting.
    pub who: String,
    /// On which day, as an ISO date; without one it was today.
    pub on: Option<String>,
    /// A remark; a reopening's reason.
    pub note: String,
    /// The revision of the ledger that whoever takes the step has looked at, where that is known.
    pub seen: Option<u64>,
}

/// Takes a step; gives it as recorded.
pub async fn step(app: &App, year: i16, new: &NewStep, by: &str) -> Result<StepRecord, StageError> {
    let by = actor(app, by)?;
    let step = Step::find(&new.step).ok_or_else(|| refused(LedgerRefusal::UnknownStep(new.step.clone())))?;
    let today = today(app);
    let minutes = Minutes {
        who: new.who.trim().to_owned(),
        on: day(new.on.as_deref(), today)?,
        note: new.note.trim().to_owned(),
    };
    let ledger = load(app, year).await?;
    if new.seen.is_some_and(|seen| seen != ledger.revision) {
        return Err(StorageError::from(Conflict::LedgerChanged(year)).into());
    }
    ledger.may_take(step, &minutes, &by, today).map_err(refused)?;
    let record = StepRecord {
        step,
        minutes,
        by,
        at: app.now(),
    };
    store::add_step(&app.db, &ledger, &record).await?;
    Ok(record)
}

fn day(typed: Option<&str>, today: Date) -> Result<Date, StageError> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Ok(today);
    };
    typed
        .parse()
        .map_err(|_| refused(LedgerRefusal::NoDate(typed.to_owned())))
}

/// The day it is in Beijing.
fn today(app: &App) -> Date {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    app.clock.now().to_zoned(zone).date()
}
