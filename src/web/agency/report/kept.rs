//! The files of the report that was asked for last, kept in memory: computing them takes seconds.

use crate::domain::proof::sha256;
use crate::export::sample_report::{ReportFile, files as write};
use crate::stages::sample_report::sample_report;
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::{round, sheet};
use crate::web::agency::technical;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

/// A report's files with what they were made from.
type Kept = Option<(String, Arc<Vec<ReportFile>>)>;

/// One report: who asks meanwhile waits for it instead of computing it again.
static LAST: Mutex<Kept> = Mutex::const_new(None);

/// The files of the round's report.
///
/// # Errors
/// As [`sample_report`]; a file that cannot be written.
pub async fn files(app: &App, loaded: &LoadedRound) -> Result<Arc<Vec<ReportFile>>, StageError> {
    let made_from = made_from(app, loaded).await?;
    let mut last = LAST.lock().await;
    if let Some((_, files)) = last.as_ref().filter(|(key, _)| *key == made_from) {
        return Ok(files.clone());
    }
    let report = sample_report(app, &loaded.record.id).await?;
    let written = spawn_blocking(move || write(&report)).await;
    let written =
        written.map_err(|error| StageError::Refused(crate::domain::refusal::Refusal::Technical(error.to_string())))?;
    let files = Arc::new(written.map_err(technical)?);
    *last = Some((made_from, files.clone()));
    Ok(files)
}

/// Everything that may change a report: the sheet, its signatures, what happened in the round, and in which rounds.
async fn made_from(app: &App, loaded: &LoadedRound) -> Result<String, StageError> {
    let id = &loaded.record.id;
    let sheet = sheet::latest(&app.db, id).await?;
    let sheet = sheet.map(|sheet| {
        (
            sheet.version,
            sha256(&sheet.bytes),
            sheet.sealed_at,
            sheet.signatures.len(),
        )
    });
    let happened = round::records(&app.db, id).await?;
    let happened: Vec<_> = happened
        .iter()
        .map(|record| (&record.stage, record.at, record.summary.to_string()))
        .collect();
    let rounds = round::list(&app.db).await?;
    let rounds: Vec<_> = rounds
        .iter()
        .map(|one| (&one.id, one.state, &one.definition_hash))
        .collect();
    let commitment = &loaded.record.seed_commitment;
    Ok(hex::encode(sha256(
        format!("{id} {commitment} {sheet:?} {happened:?} {rounds:?}").as_bytes(),
    )))
}
