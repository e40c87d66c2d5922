//! A few submissions among many.

use super::document;
use crate::domain::data::Document;
use crate::storage::entity::submission;
use crate::storage::{Db, ROWS_PER_STATEMENT, StorageError};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// The documents that count of these respondents, by respondent.
pub async fn documents_of(
    db: &Db,
    round: &str,
    respondents: &[String],
) -> Result<BTreeMap<String, Document>, StorageError> {
    let mut found = BTreeMap::new();
    for chunk in respondents.chunks(ROWS_PER_STATEMENT) {
        let rows = submission::Entity::find()
            .filter(submission::Column::RoundId.eq(round))
            .filter(submission::Column::Status.eq("accepted"))
            .filter(submission::Column::RespondentId.is_in(chunk.iter().map(String::as_str)))
            .all(db.reader())
            .await?;
        for row in rows {
            if let Some(respondent) = row.respondent_id {
                found.insert(respondent, document(&row.document)?);
            }
        }
    }
    Ok(found)
}

/// Whether a submission of that id counts.
pub async fn counts(db: &Db, round: &str, id: &str) -> Result<bool, StorageError> {
    let row = submission::Entity::find_by_id((round.to_owned(), id.to_owned()))
        .one(db.reader())
        .await?;
    Ok(row.is_some_and(|row| row.status == "accepted"))
}
