//! From closed round to score sheet in three steps that leave their records: check, weigh, score.

use super::data::{hashes, round_data, round_facts};
use super::evidence::{Want, died, read_untouched, untouched};
use super::preparing::pretest;
use super::status::next;
use super::{App, LoadedRound, StageError};
use crate::domain::columns::Columns;
use crate::domain::data::RoundData;
use crate::domain::proof::canonical;
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::score::sheet::ScoreSheet;
use crate::domain::score::{self, Computation, Found, ScoreError};
use crate::domain::submission::quality::{self, Findings, raised};
use crate::domain::weight::{Step, WeightError, Weighting, weigh_columns};
use crate::storage::results::{self, QualityRecord};
use crate::storage::round::{self, RoundState};
use crate::storage::sheet::{self as sheets, SheetRecord};
use crate::storage::{StorageError, removal};
use jiff::Timestamp;
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

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

/// What all three steps found.
#[derive(Debug, Clone)]
pub struct Analysed {
    /// Of checking.
    pub checked: CheckReport,
    /// Design effect of the weights of each audience.
    pub deffs: Vec<(String, f64)>,
    /// The sheet, unsigned.
    pub sheet: ScoreSheet,
}

/// Flags submissions and sets aside what the registered rule removes.
pub async fn check(app: &App, round: &str) -> Result<CheckReport, StageError> {
    let closed = at_step(app, round, "close", "check", Instead::First("close"), Want::Columns).await?;
    let quality = closed.quality("check")?;
    closed.save_quality(app, &quality).await
}

/// Weights every respondent and keeps each step's factor.
pub async fn weigh(app: &App, round: &str) -> Result<Vec<(String, f64)>, StageError> {
    let closed = at_step(app, round, "check", "weigh", Instead::First("check"), Want::Columns).await?;
    let quality = closed.quality("weigh")?;
    let weighting = closed.weighting(&quality, "weigh")?;
    closed.save_weights(app, &weighting).await
}

/// Computes the sheet and stores its canonical bytes, unsigned.
pub async fn score(app: &App, round: &str) -> Result<ScoreSheet, StageError> {
    let closed = at_step(app, round, "weigh", "score", Instead::First("weigh"), Want::Hash).await?;
    let quality = closed.quality("score")?;
    let weighting = closed.weighting(&quality, "score")?;
    let sheet = closed.sheet(&quality, &weighting)?;
    closed.save_sheet(app, sheet).await
}

/// Checks, weighs and scores in one go: the answers are read, and held against their log, once instead of three times.
///
/// Every step leaves the record that it leaves by itself, to the byte; where one is refused, those before it are done.
/// What a step found is written while the next ones are computed.
///
/// # Errors
/// Whatever [`check`], [`weigh`] and [`score()`] refuse.
pub async fn all(app: &App, round: &str) -> Result<Analysed, StageError> {
    let mut closed = at_step(app, round, "close", "check", Instead::First("close"), Want::Hash).await?;
    let quality = Arc::new(closed.quality("check")?);
    closed.columns.free_after_quality();
    let closed = Arc::new(closed);
    let (of, found) = (closed.clone(), quality.clone());
    let (hand_over, handed_over) = oneshot::channel();
    let computing = spawn_blocking(move || {
        let weighting = Arc::new(of.weighting(&found, "weigh")?);
        // Whoever should save it may have failed with what came before.
        hand_over.send(weighting.clone()).ok();
        of.sheet(&found, &weighting)
    });
    let checked = closed.save_quality(app, &quality).await?;
    let deffs = match handed_over.await {
        Ok(weighting) => closed.save_weights(app, &weighting).await?,
        // Weighing was refused: that is what comes instead of the sheet.
        Err(_) => Vec::new(),
    };
    let sheet = computing.await.map_err(died)??;
    let sheet = closed.save_sheet(app, sheet).await?;
    Ok(Analysed { checked, deffs, sheet })
}

/// A closed round, read.
struct Closed {
    loaded: LoadedRound,
    /// Without documents.
    data: RoundData,
    columns: Columns,
    data_hash: String,
}

impl Closed {
    fn round(&self) -> &str {
        &self.loaded.record.id
    }

    fn quality(&self, step: &'static str) -> Result<Findings, StageError> {
        let found = quality::find(&self.loaded.survey, &self.columns, &self.data.removals);
        found.map_err(|stop| stopped(self.round(), step, [stop]))
    }

    fn weighting(&self, quality: &Findings, step: &'static str) -> Result<Weighting, StageError> {
        let weighting = weigh_columns(&self.loaded.survey, &self.data, &self.columns, quality);
        weighting.map_err(|mut stops: Vec<WeightError>| {
            // Scoring names the first obstacle only, as it did when weighing was part of it.
            stops.truncate(if step == "score" { 1 } else { stops.len() });
            stopped(self.round(), step, stops)
        })
    }

    fn sheet(&self, quality: &Findings, weighting: &Weighting) -> Result<ScoreSheet, StageError> {
        let survey = &self.loaded.survey;
        let found = Found {
            columns: &self.columns,
            quality,
            weighting,
            data_hash: self.data_hash.clone(),
        };
        let sheet = score::score(survey, &self.data, &found, &hashes(survey));
        sheet.map_err(|stop| stopped(self.round(), "score", [stop]))
    }

    async fn save_quality(&self, app: &App, found: &Findings) -> Result<CheckReport, StageError> {
        let (round, columns, confirmed) = (self.round(), &self.columns, &self.data.removals);
        let report = CheckReport {
            submissions: columns.len() as u64,
            flagged: found.flags.iter().filter(|flags| **flags != 0).count() as u64,
            removed: found.removed.len() as u64,
        };
        // Who did nothing remarkable has no record.
        let marked = (0..columns.len()).filter(|row| found.flags[*row] != 0 || !found.counts(*row as u32));
        let records = marked.map(|row| QualityRecord {
            submission: columns.ids.get(row).into_owned(),
            flags: raised(found.flags[row]).map(|flag| flag.code().to_owned()).collect(),
            removed: found.removed.get(&(row as u32)).map(|removal| removal.rule.clone()),
        });
        let summary = serde_json::json!({"submissions": report.submissions, "flagged": report.flagged, "removed": report.removed, "by_people": confirmed.len()});
        let saved = results::save_quality(&app.db, round, records, confirmed, app.now(), &summary).await;
        first(app, round, "check", saved).await?;
        Ok(report)
    }

    async fn save_weights(&self, app: &App, weighting: &Weighting) -> Result<Vec<(String, f64)>, StageError> {
        let audiences = &weighting.audiences;
        let deffs: Vec<(String, f64)> = audiences.iter().map(|one| (one.audience.0.clone(), one.deff)).collect();
        let units: usize = audiences.iter().map(|one| one.documents.len()).sum();
        let summary = serde_json::json!({"units": units, "deff": deffs});
        let rows = audiences.iter().flat_map(|one| {
            (one.documents.iter().enumerate()).map(|(row, document)| {
                let step = |s: &Step| (s.name, s.factor[row], s.weight[row]);
                let steps: Vec<_> = one.steps.iter().map(step).collect();
                let steps = serde_json::to_string(&steps).expect("names and numbers serialise");
                (self.columns.ids.get(*document as usize).into_owned(), steps)
            })
        });
        let saved = results::save_weights(&app.db, self.round(), rows, app.now(), &summary).await;
        first(app, self.round(), "weigh", saved).await?;
        Ok(deffs)
    }

    async fn save_sheet(&self, app: &App, sheet: ScoreSheet) -> Result<ScoreSheet, StageError> {
        let round = self.round();
        let scored = |stop: ScoreError| stopped(round, "score", [stop]);
        let bytes = canonical(&sheet).map_err(|error| scored(ScoreError::NotCanonical(error.to_string())))?;
        let record = SheetRecord {
            version: self.data.sheet_version,
            bytes,
            signatures: Vec::new(),
            sealed_at: None,
            removals: Some(self.data.removals.clone()),
        };
        let summary = serde_json::json!({"version": record.version, "departments": sheet.departments.len()});
        let saved = sheets::save(&app.db, round, &record, app.now(), &summary).await;
        first(app, round, "score", saved).await?;
        Ok(sheet)
    }
}

/// The whole computation of a stored sheet again, from answers that are what the log was made from.
///
/// # Errors
/// Tampered answers, or another sheet than the stored one.
pub async fn recompute(
    app: &App,
    loaded: &LoadedRound,
    sheet: &ScoreSheet,
) -> Result<(RoundData, Computation), StageError> {
    let technical = |error: &dyn std::fmt::Display| StageError::Refused(Refusal::Technical(error.to_string()));
    let generated: Timestamp = sheet
        .generated_at
        .parse()
        .map_err(|error: jiff::Error| StageError::Refused(Refusal::SheetTime(error.to_string())))?;
    untouched(app, loaded).await?;
    let version = sheet.sheet_version;
    let mut data = round_data(app, loaded, generated.as_second(), version).await?;
    // What was confirmed since belongs to a later version.
    let versions = sheets::all(&app.db, &loaded.record.id).await?;
    let then = versions.into_iter().find(|record| record.version == version);
    if let Some(removals) = then.and_then(|record| record.removals) {
        data.removals = removals;
    }
    let computation = score::compute(&loaded.survey, &data, &hashes(&loaded.survey))?;
    let again = canonical(&computation.sheet).map_err(|error| technical(&error))?;
    if again != canonical(sheet).map_err(|error| technical(&error))? {
        return Err(StageError::Refused(Refusal::SheetChanged));
    }
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
    let done: Vec<String> = round::standing(&records).into_iter().map(str::to_owned).collect();
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

/// Refuses while proposed removals wait for their decision: nothing could be decided about them any more.
///
/// # Errors
/// [`Refusal::Undecided`] with their number.
pub async fn all_decided(app: &App, round: &str) -> Result<(), StageError> {
    match removal::undecided(&app.db, round).await? {
        0 => Ok(()),
        n => Err(StageError::Refused(Refusal::Undecided {
            round: round.to_owned(),
            n,
        })),
    }
}

/// Loads a closed round of which `before` was the last step, and refuses with the way out otherwise.
async fn at_step(
    app: &App,
    round: &str,
    before: &str,
    step: &str,
    instead: Instead,
    want: Want,
) -> Result<Closed, StageError> {
    let loaded = app.round(round).await?;
    pretest::counts(&loaded)?;
    let done = refuse_twice(app, &loaded, step).await?;
    loaded.expect_state(&[RoundState::Closed], instead)?;
    if !done.iter().any(|stage| stage == before) {
        return Err(StageError::OutOfOrder(Refusal::StepMissing {
            round: round.to_owned(),
            instead,
        }));
    }
    if step == "check" {
        all_decided(app, round).await?;
    }
    let version = round::version(&round::records(&app.db, round).await?);
    let data = round_facts(app, &loaded, app.now(), version).await?;
    let (columns, data_hash) = read_untouched(app, &loaded, &data, want).await?;
    Ok(Closed {
        loaded,
        data,
        columns,
        data_hash,
    })
}
