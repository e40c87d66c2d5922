//! The steps of the transactions, one table each.

use super::read::edits_of;
use super::{DRAFT, PageSave};
use crate::domain::data::{Answers, Assignment, Document};
use crate::storage::entity::{edit, page_save, respondent, round, sample_unit, submission};
use crate::storage::{StorageError, to_json};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeMap;

/// Reads the state under a shared lock, so that a round cannot close between this and the commit.
pub(super) async fn is_fielding(tx: &DatabaseTransaction, id: &str) -> Result<bool, StorageError> {
    let row = round::Entity::find_by_id(id.to_owned()).lock_shared().one(tx).await?;
    Ok(row.is_some_and(|row| row.state == "fielding"))
}

/// The unit's row is the lock of everything one person does.
pub(super) async fn lock_unit(
    tx: &DatabaseTransaction,
    round: &str,
    no: u64,
) -> Result<Option<sample_unit::Model>, StorageError> {
    let key = (round.to_owned(), no as i64);
    Ok(sample_unit::Entity::find_by_id(key).lock_exclusive().one(tx).await?)
}

pub(super) fn is_out_of_scope(unit: &sample_unit::Model) -> bool {
    unit.disposition.as_deref().is_some_and(|code| code.starts_with("4."))
}

/// Whether the save may go to its edit: it is the open one, or a new one where none is open.
pub(super) async fn ensure_edit(
    tx: &DatabaseTransaction,
    save: &PageSave,
    respondent: &str,
) -> Result<bool, StorageError> {
    let edits = edits_of(tx, &save.round, respondent).await?;
    if let Some(open) = edits.iter().find(|edit| edit.status == "open") {
        return Ok(open.edit_id == save.edit);
    }
    if !save.starts || save.draft || edits.iter().any(|edit| edit.edit_id == save.edit) {
        return Ok(false);
    }
    let row = edit::ActiveModel {
        round_id: Set(save.round.clone()),
        edit_id: Set(save.edit.clone()),
        respondent_id: Set(respondent.to_owned()),
        status: Set("open".into()),
        submission_id: Set(None),
        started_at: Set(save.at),
    };
    edit::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(true)
}

pub(super) async fn insert_respondent(tx: &DatabaseTransaction, save: &PageSave) -> Result<String, StorageError> {
    let new = &save.respondent;
    let row = respondent::ActiveModel {
        round_id: Set(save.round.clone()),
        respondent_id: Set(new.id.clone()),
        audience: Set(new.audience.clone()),
        stratum: Set(new.stratum.clone()),
        frame: Set(to_json(&new.frame)),
        assignment: Set(to_json(&new.assignment)),
        familiarity: Set(None),
        current_submission: Set(None),
        mode: Set("web".into()),
    };
    respondent::Entity::insert(row).exec_without_returning(tx).await?;
    sample_unit::Entity::update_many()
        .col_expr(sample_unit::Column::RespondentId, Expr::value(new.id.clone()))
        .filter(sample_unit::Column::RoundId.eq(save.round.clone()))
        .filter(sample_unit::Column::SampleNo.eq(save.sample_no as i64))
        .exec(tx)
        .await?;
    Ok(new.id.clone())
}

/// Stores the page; false where it holds other answers, saved by a form that this one does not know of.
/// The saved pages of an edit, each with the form it was saved from; drafts left out.
pub(super) async fn saves_of(
    tx: &DatabaseTransaction,
    round: &str,
    edit: &str,
) -> Result<BTreeMap<String, String>, StorageError> {
    let rows: Vec<(String, String)> = page_save::Entity::find()
        .select_only()
        .columns([page_save::Column::Page, page_save::Column::Form])
        .filter(page_save::Column::RoundId.eq(round))
        .filter(page_save::Column::EditId.eq(edit))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().filter(|(page, _)| !page.starts_with(DRAFT)).collect())
}

pub(super) async fn put_page(tx: &DatabaseTransaction, save: &PageSave) -> Result<bool, StorageError> {
    let draft = format!("{DRAFT}{}", save.page);
    if save.clears_draft {
        let key = (save.round.clone(), save.edit.clone(), draft.clone());
        page_save::Entity::delete_by_id(key).exec(tx).await?;
    }
    let row = page_save::ActiveModel {
        round_id: Set(save.round.clone()),
        edit_id: Set(save.edit.clone()),
        page: Set(if save.draft { draft } else { save.page.clone() }),
        data: Set(to_json(&save.answers)),
        seconds: Set(i64::from(save.seconds)),
        saved_at: Set(save.at),
        form: Set(save.form.clone()),
        interviewer: Set(save.interviewer.clone()),
    };
    let written = page_save::Entity::insert(row)
        .on_conflict(replacing(save))
        .exec_without_returning(tx)
        .await?;
    Ok(written > 0)
}

/// A page that is there is replaced when the form knows of its save, or when nothing would change. Drafts replace each
/// other: they are no answers yet.
pub(super) fn replacing(save: &PageSave) -> OnConflict {
    let key = [
        page_save::Column::RoundId,
        page_save::Column::EditId,
        page_save::Column::Page,
    ];
    // The first time on a page is the time it took; coming back to change something is not added.
    let replace = [
        page_save::Column::Data,
        page_save::Column::SavedAt,
        page_save::Column::Form,
        page_save::Column::Interviewer,
    ];
    let stored = |column: page_save::Column| Expr::col((page_save::Entity, column));
    let known = stored(page_save::Column::Form).is_in(save.knows.iter().map(String::as_str));
    let same = stored(page_save::Column::Data).eq(to_json(&save.answers));
    let mut replacing = OnConflict::columns(key).update_columns(replace).to_owned();
    if !save.draft {
        replacing.action_and_where(known.or(same));
    }
    replacing
}

/// Stores the drawn lists, once: a respondent whose familiarity is frozen keeps the draw.
pub(super) async fn freeze(
    tx: &DatabaseTransaction,
    round: &str,
    respondent: &str,
    assignment: &Assignment,
    familiarity: &Answers,
) -> Result<(), StorageError> {
    respondent::Entity::update_many()
        .col_expr(respondent::Column::Assignment, Expr::value(to_json(assignment)))
        .col_expr(respondent::Column::Familiarity, Expr::value(to_json(familiarity)))
        .filter(respondent::Column::RoundId.eq(round))
        .filter(respondent::Column::RespondentId.eq(respondent))
        .filter(respondent::Column::Familiarity.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_edit_status(
    tx: &DatabaseTransaction,
    round: &str,
    id: &str,
    status: &str,
    submission: Option<String>,
) -> Result<(), StorageError> {
    edit::Entity::update_many()
        .col_expr(edit::Column::Status, Expr::value(status))
        .col_expr(edit::Column::SubmissionId, Expr::value(submission))
        .filter(edit::Column::RoundId.eq(round))
        .filter(edit::Column::EditId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_submission_status(
    tx: &DatabaseTransaction,
    round: &str,
    id: &str,
    status: &str,
) -> Result<(), StorageError> {
    submission::Entity::update_many()
        .col_expr(submission::Column::Status, Expr::value(status))
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::SubmissionId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn current_submission(
    tx: &DatabaseTransaction,
    round: &str,
    respondent: &str,
) -> Result<Option<String>, StorageError> {
    let key = (round.to_owned(), respondent.to_owned());
    let row = respondent::Entity::find_by_id(key).one(tx).await?;
    Ok(row.and_then(|row| row.current_submission))
}

/// The submission that counts from now on, with how it came in.
pub(super) async fn set_current(
    tx: &DatabaseTransaction,
    round: &str,
    respondent: &str,
    document: Option<&Document>,
) -> Result<(), StorageError> {
    let id = document.map(|document| document.submission.clone());
    let mut update = respondent::Entity::update_many().col_expr(respondent::Column::CurrentSubmission, Expr::value(id));
    if let Some(document) = document {
        let mode = to_json(&document.mode);
        update = update.col_expr(respondent::Column::Mode, Expr::value(mode.trim_matches('"')));
    }
    update
        .filter(respondent::Column::RoundId.eq(round))
        .filter(respondent::Column::RespondentId.eq(respondent))
        .exec(tx)
        .await?;
    Ok(())
}
