//! Replaces the target table of the assigned draw, at most once a day, so that departments behind target get more.

use crate::domain::assignment::EpochTable;
use crate::domain::data::Document;
use crate::domain::definition::Survey;
use crate::domain::proof::merkle::leaf_hash;
use crate::domain::proof::sha256;
use crate::domain::refusal::{Conflict, Refusal};
use crate::stages::{App, StageError};
use crate::storage::StorageError;
use crate::storage::epoch::{self, EpochRecord};
use crate::storage::submission;

const DAY: i64 = 24 * 60 * 60;

/// Logs the table of zeros when there is none yet, or a new table when the last one is a day old.
///
/// Gives the number of the table in force.
pub async fn refresh(app: &App, round: &str) -> Result<u32, StageError> {
    let table = match epoch::latest(&app.db, round).await? {
        None => EpochTable::default(),
        Some(last) if app.now() - last.started_at < DAY => return Ok(last.table.epoch),
        Some(last) => {
            let loaded = app.round(round).await?;
            let documents = submission::documents(&app.db, round).await?;
            EpochTable {
                epoch: last.table.epoch + 1,
                ..valid_ratings(&loaded.survey, &documents)
            }
        }
    };
    let bytes = table
        .canonical()
        .map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))?;
    let number = table.epoch;
    let record = EpochRecord {
        hash: hex::encode(sha256(&bytes)),
        table,
        started_at: app.now(),
    };
    match epoch::insert(&app.db, round, &record, leaf_hash(&bytes)).await {
        // Somebody else was faster: then that table is in force.
        Ok(()) | Err(StorageError::Conflict(Conflict::EpochExists { .. })) => Ok(number),
        Err(error) => Err(error.into()),
    }
}

/// Valid ratings (a grade, not 说不清) per audience and department.
fn valid_ratings(survey: &Survey, documents: &[Document]) -> EpochTable {
    let mut table = EpochTable::default();
    for document in documents {
        let Some(audience) = survey.audience(&document.audience) else {
            continue;
        };
        let scored = &audience.questionnaire.scored().id;
        let Some(ratings) = document.answers.by_department.get(scored) else {
            continue;
        };
        let row = table.valid.entry(audience.id.clone()).or_default();
        for (department, answer) in ratings {
            if answer
                .codes()
                .iter()
                .all(|code| survey.method.scale.grades.iter().any(|grade| &grade.code == code))
            {
                *row.entry(department.clone()).or_default() += 1;
            }
        }
    }
    table
}
