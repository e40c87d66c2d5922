//! The transactions.

use super::plain::save_plain;
use super::rows::*;
use super::{PageSave, Submission, Written};
use crate::storage::disposition::set_disposition;
use crate::storage::entity::{edit, sample_unit, submission};
use crate::storage::submission::submission_row;
use crate::storage::{Db, StorageError};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// Saves one page: respondent, edit and page together at the first one. The same post twice is one save.
pub async fn save_page(db: &Db, save: &PageSave) -> Result<Written, StorageError> {
    if save.is_plain() && save_plain(db, save).await? {
        return Ok(Written::Done);
    }
    // Either more than the page is to be written, or the page may not be: the transaction finds out which.
    let tx = db.write().await?;
    if !is_fielding(&tx, &save.round).await? {
        return Ok(Written::NotFielding);
    }
    let Some(unit) = lock_unit(&tx, &save.round, save.sample_no).await? else {
        return Ok(Written::Unknown);
    };
    if is_out_of_scope(&unit) {
        return Ok(Written::Stale);
    }
    let respondent = match unit.respondent_id {
        Some(id) => id,
        None if save.starts => insert_respondent(&tx, save).await?,
        None => return Ok(Written::Stale),
    };
    if !ensure_edit(&tx, save, &respondent).await? {
        return Ok(Written::Stale);
    }
    if !put_page(&tx, save).await? {
        return Ok(Written::Elsewhere);
    }
    if let Some((assignment, familiarity)) = &save.draw {
        freeze(&tx, &save.round, &respondent, assignment, familiarity).await?;
    }
    if save.ends {
        set_edit_status(&tx, &save.round, &save.edit, "ended", None).await?;
    }
    if let Some(code) = &save.disposition
        && unit.disposition.as_deref() != Some(code)
        && current_submission(&tx, &save.round, &respondent).await?.is_none()
    {
        set_disposition(&tx, &save.round, save.sample_no, code, "respondent", save.at).await?;
    }
    tx.commit().await?;
    Ok(Written::Done)
}

/// Stores a submission in place of the one that counted before; handing the same edit in again changes nothing.
pub async fn submit(db: &Db, handed_in: &Submission) -> Result<Written, StorageError> {
    let tx = db.write().await?;
    let round = &handed_in.round;
    // The round's row before the unit's, as everywhere: two writers never wait for each other.
    let fielding = is_fielding(&tx, round).await?;
    let unit = lock_unit(&tx, round, handed_in.sample_no).await?;
    let key = (round.clone(), handed_in.edit.clone());
    // Locked: a page that is saved meanwhile waits, and then finds the edit handed in.
    let edit = edit::Entity::find_by_id(key).lock_exclusive().one(&tx).await?;
    let (Some(_), Some(edit)) = (unit, edit.filter(|edit| edit.respondent_id == handed_in.respondent)) else {
        return Ok(Written::Unknown);
    };
    match edit.status.as_str() {
        "submitted" => return Ok(Written::Done),
        "open" => {}
        _ => return Ok(Written::Stale),
    }
    if !fielding {
        return Ok(Written::NotFielding);
    }
    if saves_of(&tx, round, &handed_in.edit).await? != handed_in.saves {
        return Ok(Written::Elsewhere);
    }
    if let Some(earlier) = current_submission(&tx, round, &handed_in.respondent).await? {
        set_submission_status(&tx, round, &earlier, "replaced").await?;
    }
    let row = submission::ActiveModel {
        interviewer: Set(handed_in.interviewer.clone()),
        ..submission_row(round, &handed_in.respondent, &handed_in.new)
    };
    submission::Entity::insert(row).exec_without_returning(&tx).await?;
    let id = &handed_in.new.document.submission;
    set_edit_status(&tx, round, &handed_in.edit, "submitted", Some(id.clone())).await?;
    set_current(&tx, round, &handed_in.respondent, Some(&handed_in.new.document)).await?;
    let code = &handed_in.new.document.disposition;
    set_disposition(&tx, round, handed_in.sample_no, code, handed_in.source, handed_in.at).await?;
    tx.commit().await?;
    Ok(Written::Done)
}

/// Withdraws the accepted submission of that receipt; its leaf stays in the log, its answers count no more.
pub async fn withdraw(db: &Db, receipt_hash: &[u8], at: i64) -> Result<Written, StorageError> {
    let tx = db.write().await?;
    let found = submission::Entity::find()
        .filter(submission::Column::ReceiptHash.eq(receipt_hash))
        .filter(submission::Column::Status.eq("accepted"))
        .one(&tx)
        .await?;
    let Some(found) = found else {
        return Ok(Written::Unknown);
    };
    if !is_fielding(&tx, &found.round_id).await? {
        return Ok(Written::NotFielding);
    }
    let Some(respondent) = found.respondent_id else {
        return Ok(Written::NotFielding);
    };
    set_submission_status(&tx, &found.round_id, &found.submission_id, "withdrawn").await?;
    set_current(&tx, &found.round_id, &respondent, None).await?;
    let unit = sample_unit::Entity::find()
        .filter(sample_unit::Column::RoundId.eq(found.round_id.clone()))
        .filter(sample_unit::Column::RespondentId.eq(respondent))
        .one(&tx)
        .await?;
    if let Some(unit) = unit {
        set_disposition(&tx, &found.round_id, unit.sample_no as u64, "2.16", "respondent", at).await?;
    }
    tx.commit().await?;
    Ok(Written::Done)
}
