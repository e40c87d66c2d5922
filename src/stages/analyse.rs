//! From closed round to score sheet in three steps that leave their records: check, weigh, score.

use super::data::{hashes, round_data};
use super::{App, LoadedRound, StageError};
use crate::domain::data::RoundData;
use crate::domain::proof::canonical;
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::score::ScoreError;
use crate::domain::score::{self, Computation, unit_weights};
use crate::domain::submission::quality;
use crate::domain::weight;
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
    results::save_quality(&app.db, round, &records, &confirmed, app.now(), &summary).await?;
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
    results::save_weights(&app.db, round, &rows, app.now(), &summary).await?;
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
    results::save_sheet(&app.db, round, data.sheet_version, &bytes, app.now(), &summary).await?;
    Ok(computation)
}

/// The whole computation again, as it was when the sheet was made.
pub async fn recompute(
    app: &App,
    loaded: &LoadedRound,
    generated_at: i64,
) -> Result<(RoundData, Computation), StageError> {
    let data = round_data(app, loaded, generated_at, 1).await?;
    let computation = score::compute(&loaded.survey, &data, &hashes(&loaded.survey))?;
    Ok((data, computation))
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
    let done: Vec<String> = round::records(&app.db, round)
        .await?
        .into_iter()
        .map(|record| record.stage)
        .collect();
    if done.iter().any(|stage| stage == step) {
        let next = match step {
            "check" => "weigh",
            "weigh" => "score",
            _ => "seal",
        };
        return Err(StageError::OutOfOrder(Refusal::DoneAlready {
            round: round.to_owned(),
            step: step.to_owned(),
            next,
        }));
    }
    loaded.expect_state(&[RoundState::Closed], instead)?;
    if !done.iter().any(|stage| stage == before) {
        return Err(StageError::OutOfOrder(Refusal::StepMissing {
            round: round.to_owned(),
            instead,
        }));
    }
    Ok(loaded)
}
