//! Accepted submissions: the committed bytes, what became of them, and the batches that came from elsewhere.

mod some;

pub use some::{counts, documents_of};

use super::disposition::{set_disposition, set_dispositions};
use super::entity::{page_save, respondent, sample_unit, submission};
use super::round::{RoundState, add_record, move_state};
use super::{Db, ROWS_PER_STATEMENT, StorageError, from_json, to_json};
use crate::domain::data::{Assignment, Document, Mode};
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// A submission ready to be stored: its bytes, its nonce and what they commit to.
#[derive(Debug, Clone)]
pub struct NewSubmission {
    /// The document.
    pub document: Document,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// Secret nonce.
    pub nonce: [u8; 32],
    /// Leaf of the log.
    pub leaf: [u8; 32],
    /// Keyed hash of its receipt code.
    pub receipt_hash: [u8; 32],
}

/// A stored submission.
#[derive(Debug, Clone)]
pub struct StoredSubmission {
    /// Id.
    pub id: String,
    /// Canonical bytes.
    pub bytes: Vec<u8>,
    /// Secret nonce.
    pub nonce: Vec<u8>,
    /// Leaf hash.
    pub leaf: Vec<u8>,
    /// `accepted`, `replaced` or `withdrawn`.
    pub status: String,
    /// Position in the log, once given.
    pub leaf_index: Option<u64>,
}

/// One imported respondent.
#[derive(Debug, Clone)]
pub struct ImportedCase {
    /// Random id on the answer side.
    pub respondent: String,
    /// The sampled unit, where there is a sample.
    pub sample_no: Option<u64>,
    /// Lists.
    pub assignment: Assignment,
    /// Mode.
    pub mode: Mode,
    /// The submission.
    pub submission: NewSubmission,
}

/// Stores a batch of answers from elsewhere, and the codes of cases whose answers ended the interview: all or nothing.
pub async fn save_import(
    db: &Db,
    round: &str,
    cases: &[ImportedCase],
    ended: &[(u64, String)],
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Fielding], RoundState::Fielding, at).await?;
    refuse_known(&tx, round, cases).await?;
    for chunk in cases.chunks(ROWS_PER_STATEMENT) {
        let rows = chunk.iter().map(|case| respondent_row(round, case));
        respondent::Entity::insert_many(rows)
            .exec_without_returning(&tx)
            .await?;
        let rows = chunk
            .iter()
            .map(|case| submission_row(round, &case.respondent, &case.submission));
        submission::Entity::insert_many(rows)
            .exec_without_returning(&tx)
            .await?;
    }
    for case in cases {
        let Some(sample_no) = case.sample_no else { continue };
        let done = sample_unit::Entity::update_many()
            .col_expr(sample_unit::Column::RespondentId, Expr::value(case.respondent.clone()))
            .filter(sample_unit::Column::RoundId.eq(round))
            .filter(sample_unit::Column::SampleNo.eq(sample_no as i64))
            .filter(sample_unit::Column::RespondentId.is_null())
            .exec(&tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(Conflict::AnsweredMeanwhile(sample_no).into());
        }
        set_disposition(
            &tx,
            round,
            sample_no,
            &case.submission.document.disposition,
            "import",
            at,
        )
        .await?;
    }
    set_dispositions(&tx, round, ended, "import", at).await?;
    add_record(db, &tx, round, "import-answers", at, summary).await?;
    Ok(tx.commit().await?)
}

/// Inside a transaction that holds the round: refuses respondents that another import has stored since they were read.
async fn refuse_known(tx: &impl ConnectionTrait, round: &str, cases: &[ImportedCase]) -> Result<(), StorageError> {
    let mut units = 0;
    for chunk in cases.chunks(ROWS_PER_STATEMENT) {
        let known = respondent::Entity::find()
            .filter(respondent::Column::RoundId.eq(round))
            .filter(respondent::Column::RespondentId.is_in(chunk.iter().map(|case| case.respondent.as_str())))
            .count(tx)
            .await?;
        units += usize::try_from(known).unwrap_or(usize::MAX);
    }
    if units == 0 {
        return Ok(());
    }
    let round = round.to_owned();
    Err(Conflict::ImportedMeanwhile { round, units }.into())
}

/// Every submission of a round, by id: accepted, replaced and withdrawn.
pub async fn all(db: &Db, round: &str) -> Result<Vec<StoredSubmission>, StorageError> {
    let rows = submission::Entity::find()
        .filter(submission::Column::RoundId.eq(round))
        .all(db.reader())
        .await?;
    let mut found: Vec<StoredSubmission> = rows.into_iter().map(stored).collect();
    // Sorted here: a database's own order of text depends on its collation.
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

/// The documents that count, by submission id.
pub async fn documents(db: &Db, round: &str) -> Result<Vec<Document>, StorageError> {
    let rows = submission::Entity::find()
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::Status.eq("accepted"))
        .all(db.reader())
        .await?;
    let mut found = rows
        .into_iter()
        .map(|row| document(&row.document))
        .collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| a.submission.cmp(&b.submission));
    Ok(found)
}

/// Ids of everybody on the answer side of a round.
pub async fn respondents(db: &Db, round: &str) -> Result<BTreeSet<String>, StorageError> {
    let ids: Vec<String> = respondent::Entity::find()
        .select_only()
        .column(respondent::Column::RespondentId)
        .filter(respondent::Column::RoundId.eq(round))
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(ids.into_iter().collect())
}

/// How many submissions count so far.
pub async fn count(db: &Db, round: &str) -> Result<u64, StorageError> {
    Ok(submission::Entity::find()
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::Status.eq("accepted"))
        .count(db.reader())
        .await?)
}

/// Submissions that can still be led back to an invitation: their links go when the round is sealed.
pub async fn linked(db: &Db, round: &str) -> Result<u64, StorageError> {
    Ok(submission::Entity::find()
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::RespondentId.is_not_null())
        .count(db.reader())
        .await?)
}

/// Those that count, audience by audience; audiences without any are absent.
pub async fn count_by_audience(db: &Db, round: &str) -> Result<BTreeMap<String, u64>, StorageError> {
    let rows: Vec<(String, i64)> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Audience)
        .column_as(submission::Column::SubmissionId.count(), "submissions")
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::Status.eq("accepted"))
        .group_by(submission::Column::Audience)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(audience, count)| (audience, count as u64))
        .collect())
}

/// How many submissions there are by status: `accepted`, `replaced`, `withdrawn`; absent where there are none.
pub async fn count_by_status(db: &Db, round: &str) -> Result<BTreeMap<String, u64>, StorageError> {
    let rows: Vec<(String, i64)> = submission::Entity::find()
        .select_only()
        .column(submission::Column::Status)
        .column_as(submission::Column::SubmissionId.count(), "submissions")
        .filter(submission::Column::RoundId.eq(round))
        .group_by(submission::Column::Status)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(|(status, count)| (status, count as u64)).collect())
}

/// Inside sealing: destroys the link between people and answers, and the drafts.
pub(in crate::storage) async fn cut_links(tx: &impl ConnectionTrait, round: &str) -> Result<(), StorageError> {
    let none: Option<String> = None;
    sample_unit::Entity::update_many()
        .col_expr(sample_unit::Column::RespondentId, Expr::value(none.clone()))
        .col_expr(sample_unit::Column::Contact, Expr::value(None::<Vec<u8>>))
        .filter(sample_unit::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    submission::Entity::update_many()
        .col_expr(submission::Column::RespondentId, Expr::value(none.clone()))
        .col_expr(submission::Column::Interviewer, Expr::value(none))
        .filter(submission::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    page_save::Entity::delete_many()
        .filter(page_save::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    super::entity::edit::Entity::delete_many()
        .filter(super::entity::edit::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    respondent::Entity::delete_many()
        .filter(respondent::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    super::back_check::forget(tx, round).await
}

/// The row of a new submission.
pub(in crate::storage) fn submission_row(
    round: &str,
    respondent: &str,
    new: &NewSubmission,
) -> submission::ActiveModel {
    submission::ActiveModel {
        round_id: Set(round.into()),
        submission_id: Set(new.document.submission.clone()),
        respondent_id: Set(Some(respondent.into())),
        document: Set(new.bytes.clone()),
        nonce: Set(new.nonce.to_vec()),
        leaf_hash: Set(new.leaf.to_vec()),
        receipt_hash: Set(new.receipt_hash.to_vec()),
        status: Set("accepted".into()),
        disposition: Set(new.document.disposition.clone()),
        audience: Set(new.document.audience.0.clone()),
        stratum: Set(new.document.stratum.clone()),
        arrived_hour: Set(new.document.arrived.clone()),
        leaf_index: Set(None),
        interviewer: Set(None),
    }
}

fn respondent_row(round: &str, case: &ImportedCase) -> respondent::ActiveModel {
    let document = &case.submission.document;
    respondent::ActiveModel {
        round_id: Set(round.into()),
        respondent_id: Set(case.respondent.clone()),
        audience: Set(document.audience.0.clone()),
        stratum: Set(document.stratum.clone()),
        frame: Set(to_json(&document.frame)),
        assignment: Set(to_json(&case.assignment)),
        familiarity: Set(None),
        current_submission: Set(Some(document.submission.clone())),
        mode: Set(to_json(&case.mode).trim_matches('"').into()),
    }
}

fn stored(row: submission::Model) -> StoredSubmission {
    StoredSubmission {
        id: row.submission_id,
        bytes: row.document,
        nonce: row.nonce,
        leaf: row.leaf_hash,
        status: row.status,
        leaf_index: row.leaf_index.map(|index| index as u64),
    }
}

fn document(bytes: &[u8]) -> Result<Document, StorageError> {
    let text = std::str::from_utf8(bytes).map_err(|error| StorageError::Corrupt {
        what: "document",
        why: error.to_string(),
    })?;
    from_json("document", text)
}
