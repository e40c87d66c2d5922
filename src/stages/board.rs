//! The board of a round in the field, read in one pass and computed aside.

mod rows;

use self::rows::Rows;
use super::evidence::{Look, died, read_columns};
use super::{App, LoadedRound, StageError};
use crate::domain::columns::reading::Reading;
use crate::domain::definition::SampleDesign;
use crate::domain::fieldwork::{Board, Filter, Input, Known, Schedule, SheetReader, board as compute, local};
use crate::domain::refusal::{FieldRefusal, Instead};
use crate::domain::sample::SamplePlan;
use crate::storage::round::{RoundState, StageRecord};
use crate::storage::{fieldwork, round, sample};
use jiff::civil::Date;
use std::sync::{Arc, Mutex};
use tokio::task::spawn_blocking;

/// The board under a filter.
pub async fn board(app: &App, id: &str, filter: &Filter) -> Result<Board, StageError> {
    let loaded = app.round(id).await?;
    let sheets = Arc::new(Mutex::new(Vec::new()));
    let (reader, found) = (SheetReader::new(&loaded.survey), sheets.clone());
    let look: Look = Arc::new(move |document: &Reading| {
        if let Some(sheet) = reader.read(document) {
            found.lock().expect("no panic while holding the sheets").push(sheet);
        }
    });
    let reading = async {
        let rows = Rows::read(app, id, filter).await?;
        let strata = sample::strata(&app.db, id).await?;
        Ok((rows, strata, round::records(&app.db, id).await?))
    };
    let (columns, (mut rows, strata, records)) = tokio::try_join!(read_columns(app, &loaded, Some(look)), reading)?;
    let strata: Vec<_> = strata.into_iter().map(|record| record.count).collect();
    let schedule = schedule(app, &loaded, &records);
    let checked = round::standing(&records).contains(&"check");
    let (plan, filter) = (plan(&records), filter.clone());
    let computing = spawn_blocking(move || {
        let sheets = std::mem::take(&mut *sheets.lock().expect("no panic while holding the sheets"));
        let (cases, targets) = (rows.cases(), rows.targets(&plan));
        let (arrivals, edits) = (rows.arrivals(&columns)?, rows.edits(&loaded.survey));
        let removals = rows.removals(&columns);
        let input = Input {
            survey: &loaded.survey,
            cases: &cases,
            arrivals: &arrivals,
            edits: &edits,
            columns: &columns,
            sheets: &sheets,
            strata: &strata,
            targets: &targets,
            removals: &removals,
            checked,
            schedule,
        };
        Ok(compute(&input, &filter))
    });
    computing.await.map_err(died)?
}

/// What a filter of the round may name.
pub async fn known(app: &App, id: &str) -> Result<Known, StageError> {
    let loaded = app.round(id).await?;
    let units = fieldwork::units(&app.db, id).await?;
    let interviewers = units.into_iter().filter_map(|unit| unit.interviewer).collect();
    Ok(Known::of(&loaded.survey, interviewers))
}

/// The filter that the parts of an address say.
///
/// # Errors
/// [`FieldRefusal::Filter`] for what the round does not have.
pub async fn filter<'a>(
    app: &App,
    id: &str,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Filter, StageError> {
    let known = known(app, id).await?;
    Ok(Filter::parse(pairs, &known).map_err(FieldRefusal::from)?)
}

/// Sets the planned last day in the field, for the target line and the projections; the last word counts.
///
/// # Errors
/// A round whose answers are closed; a day before the first one.
pub async fn set_last_day(app: &App, id: &str, last: Date) -> Result<(), StageError> {
    let loaded = app.round(id).await?;
    let states = [RoundState::Draft, RoundState::Registered, RoundState::Fielding];
    loaded.expect_state(&states, Instead::PlanInField)?;
    let records = round::records(&app.db, id).await?;
    let first = schedule(app, &loaded, &records).first;
    if let Some(first) = first.filter(|first| *first > last) {
        return Err(FieldRefusal::EndsBeforeItBegins { first, last }.into());
    }
    let summary = serde_json::json!({"last": last.to_string()});
    Ok(round::note(&app.db, id, "schedule", app.now(), &summary).await?)
}

/// The calendar as the records of the round have it.
fn schedule(app: &App, loaded: &LoadedRound, records: &[StageRecord]) -> Schedule {
    let begins = match loaded.survey.round.sample {
        SampleDesign::Stratified => "invite",
        SampleDesign::None => "open",
    };
    let first = records.iter().find(|record| record.stage == begins);
    // After closing, the calendar stands still.
    let closed = records.iter().find(|record| record.stage == "close");
    let closed = closed.map(|record| local(record.at).0);
    let planned = records.iter().rev().find(|record| record.stage == "schedule");
    let last = planned.and_then(|record| record.summary["last"].as_str()?.parse().ok());
    Schedule {
        first: first.map(|record| local(record.at).0),
        last,
        today: closed.unwrap_or_else(|| local(app.now()).0),
        closed,
    }
}

/// The plan that the sample was drawn by; empty where it was drawn as registered.
fn plan(records: &[StageRecord]) -> SamplePlan {
    let drawn = records.iter().find(|record| record.stage == "draw");
    let plan = drawn.and_then(|record| serde_json::from_value(record.summary["plan"].clone()).ok());
    plan.unwrap_or_default()
}
