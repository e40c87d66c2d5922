//! From closed round to score sheet in three steps that leave their records: check, weigh, score.

use super::data::{hashes, round_data};
use super::evidence::untouched;
use super::status::next;
use super::{App, LoadedRound, StageError};
use crate::domain::data::RoundData;
use crate::domain::proof::canonical;
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::score::ScoreError;
use crate::domain::score::{self, Computation, unit_weights};
use crate::domain::submission::quality;
use crate::domain::weight;
use crate::storage::StorageError;
use crate::storage::results::{self, QualityRecord};
use crate::storage::round::{self, RoundState};
use crate::storage::submission;

/// What checking found.
#[derive(Debug, Clone)]
pub struct CheckReport {
    /// Submissions looked at.
    pub submissions: u64,
    /// With at least one flag.
    pub flagged: u64,
    /// Set aside by the registered rule.
    pub removed: u64,
}

/// Flags submissions and sets aside what the registered rule removes.
pub async fn check(app: &App, round: &str) -> Result<CheckReport, StageError> {
    let loaded = at_step(app, round, "close", "check", Instead::First("close")).await?;
    let documents = submission::documents(&app.db, round).await?;
    let confirmed = results::confirmed_removals(&app.db, round).await?;
    let found =
        quality::assess(&loaded.survey, &documents, &confirmed).map_err(|stop| stopped(round, "check", [stop]))?;
    let records: Vec<QualityRecord> = found
        .iter()
        .map(|one| QualityRecord {
            submission: one.submission.clone(),
            flags: one.flags.iter().map(|flag| flag.code().to_owned()).collect(),
            removed: one.removed.as_ref().map(|removal| removal.rule.clone()),
        })
        .collect();
    let report = CheckReport {
        submissions: records.len() as u64,
        flagged: records.iter().filter(|record| !record.flags.is_empty()).count() as u64,
        removed: records.iter().filter(|record| record.removed.is_some()).count() as u64,
    };
    let summary =
        serde_json::json!({"submissions": report.submissions, "flagged": report.flagged, "removed": report.removed});
    let saved = results::save_quality(&app.db, round, &records, &confirmed, app.now(), &summary).await;
    first(app, round, "check", saved).await?;
    Ok(report)
}

/// Weights every respondent and keeps each step's factor.
pub async fn weigh(app: &App, round: &str) -> Result<Vec<(String, f64)>, StageError> {
    let loaded = at_step(app, round, "check", "weigh", Instead::First("check")).await?;
    let data = round_data(app, &loaded, app.now(), 1).await?;
    let found = quality::assess(&loaded.survey, &data.documents, &data.removals)
        .map_err(|stop| stopped(round, "weigh", [stop]))?;
    let weighting = weight::weigh_all(&loaded.survey, &data, &found).map_err(|stops| stopped(round, "weigh", stops))?;
    let rows: Vec<(String, serde_json::Value)> = unit_weights(&data, &weighting)
        .into_iter()
        .map(|unit| (unit.submission.clone(), serde_json::json!(unit.steps)))
        .collect();
    let deffs: Vec<(String, f64)> = weighting
        .audiences
        .iter()
        .map(|one| (one.audience.0.clone(), one.deff))
        .collect();
    let summary = serde_json::json!({"units": rows.len(), "deff": deffs});
    let saved = results::save_weights(&app.db, round, &rows, app.now(), &summary).await;
    first(app, round, "weigh", saved).await?;
    Ok(deffs)
}

/// Computes the sheet and stores its canonical bytes, unsigned.
pub async fn score(app: &App, round: &str) -> Result<Computation, StageError> {
    let loaded = at_step(app, round, "weigh", "score", Instead::First("weigh")).await?;
    let data = round_data(app, &loaded, app.now(), 1).await?;
    let scored = |stop: ScoreError| stopped(round, "score", [stop]);
    let computation = score::compute(&loaded.survey, &data, &hashes(&loaded.survey)).map_err(scored)?;
    let bytes = canonical(&computation.sheet).map_err(|error| scored(ScoreError::NotCanonical(error.to_string())))?;
    let summary =
        serde_json::json!({"version": data.sheet_version, "departments": computation.sheet.departments.len()});
    let saved = results::save_sheet(&app.db, round, data.sheet_version, &bytes, app.now(), &summary).await;
    first(app, round, "score", saved).await?;
    Ok(computation)
}

/// The whole computation again, as it was when the sheet was made.
pub async fn recompute(
    app: &App,
    loaded: &LoadedRound,
    generated_at: i64,
) -> Result<(RoundData, Computation), StageError> {
    untouched(app, loaded).await?;
    let data = round_data(app, loaded, generated_at, 1).await?;
    let computation = score::compute(&loaded.survey, &data, &hashes(&loaded.survey))?;
    Ok((data, computation))
}

/// Of two who do the same step at once, the second is told what it would be told if it had come later.
async fn first(app: &App, round: &str, step: &str, saved: Result<(), StorageError>) -> Result<(), StageError> {
    if let Err(StorageError::Conflict(_)) = &saved {
        refuse_twice(app, &app.round(round).await?, step).await?;
    }
    Ok(saved?)
}

/// Refuses a step that was done, with what really comes next.
async fn refuse_twice(app: &App, loaded: &LoadedRound, step: &str) -> Result<Vec<String>, StageError> {
    let records = round::records(&app.db, &loaded.record.id).await?;
    let done: Vec<String> = records.into_iter().map(|record| record.stage).collect();
    if !done.iter().any(|stage| stage == step) {
        return Ok(done);
    }
    Err(StageError::OutOfOrder(Refusal::DoneAlready {
        round: loaded.record.id.clone(),
        step: step.to_owned(),
        next: next(app, loaded).await?,
    }))
}

/// The statistics refuse a closed round: everything they name, and what is left to do.
fn stopped<E: Into<ScoreError>>(round: &str, step: &'static str, stops: impl IntoIterator<Item = E>) -> StageError {
    StageError::Refused(Refusal::Stopped {
        round: round.to_owned(),
        step,
        stops: stops.into_iter().map(Into::into).collect(),
    })
}

/// Loads a closed round of which `before` was the last step, and refuses with the way out otherwise.
async fn at_step(
    app: &App,
    round: &str,
    before: &str,
    step: &str,
    instead: Instead,
) -> Result<LoadedRound, StageError> {
    let loaded = app.round(round).await?;
    let done = refuse_twice(app, &loaded, step).await?;
    loaded.expect_state(&[RoundState::Closed], instead)?;
    if !done.iter().any(|stage| stage == before) {
        return Err(StageError::OutOfOrder(Refusal::StepMissing {
            round: round.to_owned(),
            instead,
        }));
    }
    untouched(app, &loaded).await?;
    Ok(loaded)
}
