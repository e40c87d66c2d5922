//! The dimension items of a scored round, computed once for each sheet and kept while the server runs.

use super::seal::StoredSheet;
use super::{App, LoadedRound, StageError, analyse};
use crate::domain::refusal::Refusal;
use crate::domain::report::{self, Dimensions};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Every dimension item of every audience, as of that version of the sheet.
///
/// # Errors
/// As [`analyse::recompute`].
pub async fn dimensions(
    app: &App,
    loaded: &LoadedRound,
    stored: &StoredSheet,
) -> Result<Arc<Vec<Dimensions>>, StageError> {
    let hash = stored.seen().hash;
    if let Some(kept) = app.memory.dimensions(&hash) {
        return Ok(kept);
    }
    let (data, computation) = analyse::recompute(app, loaded, &stored.sheet).await?;
    let survey = loaded.survey.clone();
    let found = spawn_blocking(move || report::dimensions(&survey, &data, &computation.quality)).await;
    let found = found.map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))??;
    Ok(app.memory.keep_dimensions(hash, found))
}
