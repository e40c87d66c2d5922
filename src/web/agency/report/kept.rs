//! The files of the report that was asked for last, kept in memory: computing them takes seconds.

use crate::domain::proof::sha256;
use crate::domain::report::Release;
use crate::export::sample_report::{ReportFile, files as write};
use crate::stages::sample_report::sample_report;
use crate::stages::seal::StoredSheet;
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::round;
use crate::web::agency::technical;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

/// A written report.
#[derive(Debug)]
pub struct Written {
    /// Which microdata go with it.
    pub release: Release,
    /// Its files.
    pub files: Vec<ReportFile>,
}

/// A report with what it was made from.
type Kept = Option<(String, Arc<Written>)>;

/// One report: who asks meanwhile waits for it instead of computing it again.
static LAST: Mutex<Kept> = Mutex::const_new(None);

/// The report of that version of the round's sheet.
///
/// # Errors
/// As [`sample_report`]; a file that cannot be written.
pub async fn report(app: &App, loaded: &LoadedRound, stored: &StoredSheet) -> Result<Arc<Written>, StageError> {
    let made_from = made_from(app, loaded, stored).await?;
    let mut last = LAST.lock().await;
    if let Some((_, written)) = last.as_ref().filter(|(key, _)| *key == made_from) {
        return Ok(written.clone());
    }
    let report = sample_report(app, &loaded.record.id, Some(stored.record.version)).await?;
    let release = report.release;
    let files = spawn_blocking(move || write(&report)).await;
    let files =
        files.map_err(|error| StageError::Refused(crate::domain::refusal::Refusal::Technical(error.to_string())))?;
    let files = files.map_err(technical)?;
    let written = Arc::new(Written { release, files });
    *last = Some((made_from, written.clone()));
    Ok(written)
}

/// Everything that may change a report: the sheet, its signatures, what happened in the round, and in which rounds.
async fn made_from(app: &App, loaded: &LoadedRound, stored: &StoredSheet) -> Result<String, StageError> {
    let id = &loaded.record.id;
    let sheet = &stored.record;
    let sheet = (
        sheet.version,
        sha256(&sheet.bytes),
        sheet.sealed_at,
        sheet.signatures.len(),
    );
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
