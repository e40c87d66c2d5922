//! The one writer of answers: page saves, submissions and withdrawals, each one transaction that checks for itself
//! that the round is in the field and the edit is the current one.

use super::entity::{edit, epoch, page_save, respondent, round, sample_unit, submission};
use super::sample::set_disposition;
use super::submission::{NewSubmission, submission_row};
use super::{Db, StorageError, from_json, to_json};
use crate::domain::assignment::EpochTable;
use crate::domain::data::{Answers, Assignment};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeMap;

/// Pages whose saved content is only a draft: kept for coming back, never part of a submission.
const DRAFT: &str = "draft:";

/// A respondent as stored on the answer side.
#[derive(Debug, Clone)]
pub struct RespondentRecord {
    /// Random id.
    pub id: String,
    /// The lists.
    pub assignment: Assignment,
    /// Familiarity codes, once the assigned list is drawn.
    pub familiarity: Option<Answers>,
    /// The submission that counts.
    pub current_submission: Option<String>,
}

/// A page of an edit as saved.
#[derive(Debug, Clone)]
pub struct SavedPage {
    /// Its answers.
    pub answers: Answers,
    /// Seconds from showing to saving.
    pub seconds: u32,
}

/// An edit with its pages.
#[derive(Debug, Clone)]
pub struct EditRecord {
    /// Random id.
    pub id: String,
    /// Saved pages by name.
    pub pages: BTreeMap<String, SavedPage>,
    /// Drafts of pages by name.
    pub drafts: BTreeMap<String, Answers>,
}

/// Everything stored about one respondent.
#[derive(Debug, Clone)]
pub struct StoredInterview {
    /// The respondent.
    pub respondent: RespondentRecord,
    /// The edit that is open, if any.
    pub open: Option<EditRecord>,
    /// The edit whose submission counts, if any.
    pub submitted_edit: Option<String>,
}

/// A respondent who saves for the first time.
#[derive(Debug, Clone)]
pub struct NewRespondent {
    /// Random id.
    pub id: String,
    /// Audience id.
    pub audience: String,
    /// Sampled stratum.
    pub stratum: String,
    /// Frame values of the raking variables.
    pub frame: BTreeMap<String, String>,
    /// Supervising department.
    pub supervisor: Option<String>,
    /// The lists: shown, not yet assigned.
    pub assignment: Assignment,
}

/// One page to save.
#[derive(Debug, Clone)]
pub struct PageSave {
    /// Round.
    pub round: String,
    /// The invited unit.
    pub sample_no: u64,
    /// Used if the unit has no respondent yet.
    pub respondent: NewRespondent,
    /// The edit; a new one begins with `starts`.
    pub edit: String,
    /// Whether this page may begin a new edit (consent).
    pub starts: bool,
    /// The page.
    pub page: String,
    /// Its answers.
    pub answers: Answers,
    /// Seconds from showing to saving.
    pub seconds: u32,
    /// Only a draft.
    pub draft: bool,
    /// The drawn lists and the codes they rest on, with the last familiarity page.
    pub draw: Option<(Assignment, Answers)>,
    /// Whether these answers end the interview.
    pub ends: bool,
    /// The case's code from now on, unless a submission counts already.
    pub disposition: Option<String>,
    /// Unix seconds.
    pub at: i64,
}

/// A submission to store.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Round.
    pub round: String,
    /// The invited unit.
    pub sample_no: u64,
    /// The respondent.
    pub respondent: String,
    /// The edit that is handed in.
    pub edit: String,
    /// The document and what commits to it.
    pub new: NewSubmission,
    /// Where the case's code comes from: `respondent` or `close`.
    pub source: &'static str,
    /// Unix seconds.
    pub at: i64,
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Stored, or stored before by the same post.
    Done,
    /// The edit is not the current one; nothing was written.
    Stale,
    /// The round is not in the field; nothing was written.
    NotFielding,
    /// Nothing of that name.
    Unknown,
}

/// The respondent, the open edit and the edit that was handed in.
pub async fn interview(db: &Db, round: &str, respondent: &str) -> Result<Option<StoredInterview>, StorageError> {
    let reader = db.reader();
    let key = (round.to_owned(), respondent.to_owned());
    let Some(row) = respondent::Entity::find_by_id(key).one(reader).await? else {
        return Ok(None);
    };
    let edits = edits_of(reader, round, respondent).await?;
    let submitted_edit = edits.iter().find(|e| e.submission_id.is_some() && e.submission_id == row.current_submission);
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
    let linked = units.into_iter().filter_map(|unit| Some((unit.sample_no as u64, unit.respondent_id?)));
    Ok(linked.filter(|(_, respondent)| open.contains(respondent)).collect())
}

/// The epoch table that sizes draws now: the newest, or the table of zeros that fieldwork starts with.
pub async fn current_epoch(db: &Db, round: &str) -> Result<EpochTable, StorageError> {
    let row = epoch::Entity::find()
        .filter(epoch::Column::RoundId.eq(round))
        .order_by_desc(epoch::Column::Epoch)
        .one(db.reader())
        .await?;
    row.map_or_else(|| Ok(EpochTable::default()), |row| from_json("epoch table", &row.targets))
}

/// Saves one page: respondent, edit and page together at the first one. The same post twice is one save.
pub async fn save_page(db: &Db, save: &PageSave) -> Result<Written, StorageError> {
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
    put_page(&tx, save).await?;
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
    let unit = lock_unit(&tx, round, handed_in.sample_no).await?;
    let key = (round.clone(), handed_in.edit.clone());
    let edit = edit::Entity::find_by_id(key).one(&tx).await?;
    let (Some(_), Some(edit)) = (unit, edit.filter(|edit| edit.respondent_id == handed_in.respondent)) else {
        return Ok(Written::Unknown);
    };
    match edit.status.as_str() {
        "submitted" => return Ok(Written::Done),
        "open" => {}
        _ => return Ok(Written::Stale),
    }
    if !is_fielding(&tx, round).await? {
        return Ok(Written::NotFielding);
    }
    if let Some(earlier) = current_submission(&tx, round, &handed_in.respondent).await? {
        set_submission_status(&tx, round, &earlier, "replaced").await?;
    }
    let row = submission_row(round, &handed_in.respondent, &handed_in.new);
    submission::Entity::insert(row).exec_without_returning(&tx).await?;
    let id = &handed_in.new.document.submission;
    set_edit_status(&tx, round, &handed_in.edit, "submitted", Some(id.clone())).await?;
    set_current(&tx, round, &handed_in.respondent, Some(id.clone())).await?;
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

/// Reads the state under a shared lock, so that a round cannot close between this and the commit.
async fn is_fielding(tx: &DatabaseTransaction, id: &str) -> Result<bool, StorageError> {
    let row = round::Entity::find_by_id(id.to_owned()).lock_shared().one(tx).await?;
    Ok(row.is_some_and(|row| row.state == "fielding"))
}

/// The unit's row is the lock of everything one person does.
async fn lock_unit(tx: &DatabaseTransaction, round: &str, no: u64) -> Result<Option<sample_unit::Model>, StorageError> {
    let key = (round.to_owned(), no as i64);
    Ok(sample_unit::Entity::find_by_id(key).lock_exclusive().one(tx).await?)
}

fn is_out_of_scope(unit: &sample_unit::Model) -> bool {
    unit.disposition.as_deref().is_some_and(|code| code.starts_with("4."))
}

async fn edits_of(db: &impl ConnectionTrait, round: &str, respondent: &str) -> Result<Vec<edit::Model>, StorageError> {
    Ok(edit::Entity::find()
        .filter(edit::Column::RoundId.eq(round))
        .filter(edit::Column::RespondentId.eq(respondent))
        .all(db)
        .await?)
}

/// Whether the save may go to its edit: it is the open one, or a new one where none is open.
async fn ensure_edit(tx: &DatabaseTransaction, save: &PageSave, respondent: &str) -> Result<bool, StorageError> {
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

async fn insert_respondent(tx: &DatabaseTransaction, save: &PageSave) -> Result<String, StorageError> {
    let new = &save.respondent;
    let row = respondent::ActiveModel {
        round_id: Set(save.round.clone()),
        respondent_id: Set(new.id.clone()),
        audience: Set(new.audience.clone()),
        stratum: Set(new.stratum.clone()),
        frame: Set(to_json(&new.frame)),
        supervisor: Set(new.supervisor.clone()),
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

async fn put_page(tx: &DatabaseTransaction, save: &PageSave) -> Result<(), StorageError> {
    let draft = format!("{DRAFT}{}", save.page);
    if !save.draft {
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
    };
    let key = [page_save::Column::RoundId, page_save::Column::EditId, page_save::Column::Page];
    // The first time on a page is the time it took; coming back to change something is not added.
    let replace = [page_save::Column::Data, page_save::Column::SavedAt];
    page_save::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).update_columns(replace).to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Stores the drawn lists, once: a respondent whose familiarity is frozen keeps the draw.
async fn freeze(
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

async fn set_edit_status(
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

async fn set_submission_status(tx: &DatabaseTransaction, round: &str, id: &str, status: &str) -> Result<(), StorageError> {
    submission::Entity::update_many()
        .col_expr(submission::Column::Status, Expr::value(status))
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::SubmissionId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn current_submission(tx: &DatabaseTransaction, round: &str, respondent: &str) -> Result<Option<String>, StorageError> {
    let key = (round.to_owned(), respondent.to_owned());
    let row = respondent::Entity::find_by_id(key).one(tx).await?;
    Ok(row.and_then(|row| row.current_submission))
}

async fn set_current(tx: &DatabaseTransaction, round: &str, respondent: &str, id: Option<String>) -> Result<(), StorageError> {
    respondent::Entity::update_many()
        .col_expr(respondent::Column::CurrentSubmission, Expr::value(id))
        .filter(respondent::Column::RoundId.eq(round))
        .filter(respondent::Column::RespondentId.eq(respondent))
        .exec(tx)
        .await?;
    Ok(())
}

fn respondent_record(row: respondent::Model) -> Result<RespondentRecord, StorageError> {
    Ok(RespondentRecord {
        id: row.respondent_id,
        assignment: from_json("assignment", &row.assignment)?,
        familiarity: row.familiarity.map(|text| from_json("familiarity", &text)).transpose()?,
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
                pages.insert(row.page, SavedPage { answers, seconds });
            }
        }
    }
    Ok(EditRecord { id, pages, drafts })
}
