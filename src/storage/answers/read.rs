//! What is stored about one respondent.

use super::{DRAFT, EditRecord, RespondentRecord, SavedPage, StoredInterview};
use crate::storage::entity::{edit, page_save, respondent, sample_unit};
use crate::storage::{Db, StorageError, from_json};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};
use std::collections::BTreeMap;

/// The respondent, the open edit and the edit that was handed in.
pub async fn interview(db: &Db, round: &str, respondent: &str) -> Result<Option<StoredInterview>, StorageError> {
    let reader = db.reader();
    // One statement for the respondent with the edits: every page of every respondent asks for both.
    let with_edits: RelationDef = respondent::Entity::belongs_to(edit::Entity)
        .from((respondent::Column::RoundId, respondent::Column::RespondentId))
        .to((edit::Column::RoundId, edit::Column::RespondentId))
        .into();
    let rows = respondent::Entity::find_by_id((round.to_owned(), respondent.to_owned()))
        .join(JoinType::LeftJoin, with_edits)
        .select_also(edit::Entity)
        .all(reader)
        .await?;
    let (respondents, edits): (Vec<respondent::Model>, Vec<Option<edit::Model>>) = rows.into_iter().unzip();
    let Some(row) = respondents.into_iter().next() else {
        return Ok(None);
    };
    let edits: Vec<edit::Model> = edits.into_iter().flatten().collect();
    let submitted_edit = edits
        .iter()
        .find(|e| e.submission_id.is_some() && e.submission_id == row.current_submission);
    let submitted_edit = submitted_edit.map(|e| e.edit_id.clone());
    let open = match edits.into_iter().find(|e| e.status == "open") {
        Some(edit) => Some(edit_record(reader, round, edit.edit_id).await?),
        None => None,
    };
    Ok(Some(StoredInterview {
        respondent: respondent_record(row)?,
        open,
        submitted_edit,
    }))
}

/// Units of a round whose respondent has an open edit and no submission that counts.
pub async fn unfinished(db: &Db, round: &str) -> Result<Vec<(u64, String)>, StorageError> {
    let edits = edit::Entity::find()
        .filter(edit::Column::RoundId.eq(round))
        .filter(edit::Column::Status.eq("open"))
        .all(db.reader())
        .await?;
    let open: std::collections::BTreeSet<String> = edits.into_iter().map(|edit| edit.respondent_id).collect();
    let units = sample_unit::Entity::find()
        .filter(sample_unit::Column::RoundId.eq(round))
        .filter(sample_unit::Column::RespondentId.is_not_null())
        .order_by_asc(sample_unit::Column::SampleNo)
        .all(db.reader())
        .await?;
    let linked = units
        .into_iter()
        .filter_map(|unit| Some((unit.sample_no as u64, unit.respondent_id?)));
    Ok(linked.filter(|(_, respondent)| open.contains(respondent)).collect())
}

pub(super) async fn edits_of(
    db: &impl ConnectionTrait,
    round: &str,
    respondent: &str,
) -> Result<Vec<edit::Model>, StorageError> {
    Ok(edit::Entity::find()
        .filter(edit::Column::RoundId.eq(round))
        .filter(edit::Column::RespondentId.eq(respondent))
        .all(db)
        .await?)
}

fn respondent_record(row: respondent::Model) -> Result<RespondentRecord, StorageError> {
    Ok(RespondentRecord {
        id: row.respondent_id,
        assignment: from_json("assignment", &row.assignment)?,
        familiarity: row
            .familiarity
            .map(|text| from_json("familiarity", &text))
            .transpose()?,
        current_submission: row.current_submission,
    })
}

async fn edit_record(db: &impl ConnectionTrait, round: &str, id: String) -> Result<EditRecord, StorageError> {
    let rows = page_save::Entity::find()
        .filter(page_save::Column::RoundId.eq(round))
        .filter(page_save::Column::EditId.eq(id.clone()))
        .all(db)
        .await?;
    let (mut pages, mut drafts) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let answers = from_json("page", &row.data)?;
        match row.page.strip_prefix(DRAFT) {
            Some(page) => {
                drafts.insert(page.to_owned(), answers);
            }
            None => {
                let seconds = u32::try_from(row.seconds).unwrap_or(0);
                let form = row.form;
                pages.insert(row.page, SavedPage { answers, seconds, form });
            }
        }
    }
    Ok(EditRecord { id, pages, drafts })
}
