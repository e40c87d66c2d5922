//! What the board reads: short columns of a round's cases, respondents and arrivals, each table in one piece.
//!
//! The embedded database's driver hands every row from thread to thread, which takes longer than reading it; so a table
//! comes as one JSON text there, and the same way from PostgreSQL.

use super::{Db, StorageError, from_json};
use crate::domain::data::Mode;
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One sampled unit, reserve included.
#[derive(Debug, Clone, Deserialize)]
pub struct UnitRow {
    /// Number in the sample.
    pub sample_no: u64,
    /// Audience.
    pub audience: String,
    /// Sampled stratum.
    pub stratum: String,
    /// `issued` or `reserve`.
    pub status: String,
    /// 0 = main sample.
    pub batch: u32,
    /// Login of who is to reach it.
    pub interviewer: Option<String>,
    /// Link to the answer side, until sealing.
    pub respondent: Option<String>,
    /// AAPOR code so far.
    pub code: Option<String>,
    /// Whether it was invited.
    #[serde(deserialize_with = "yes")]
    pub invited: bool,
}

/// Neither database has truth values that the other one writes alike.
fn yes<'de, D: serde::Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(u8::deserialize(from)? == 1)
}

/// One respondent.
#[derive(Debug, Clone, Deserialize)]
pub struct RespondentRow {
    /// Random id.
    pub respondent: String,
    /// Audience.
    pub audience: String,
    /// Sampled stratum.
    pub stratum: String,
    /// How answers come in.
    pub mode: Mode,
    /// The submission that counts.
    pub submission: Option<String>,
}

/// One submission that counts.
#[derive(Debug, Clone, Deserialize)]
pub struct ArrivalRow {
    /// Id.
    pub submission: String,
    /// Whose; `None` after sealing.
    pub respondent: Option<String>,
    /// `2009-12-01T09Z`.
    pub arrived: String,
    /// Login of who held the interview from the console; `None` after sealing.
    pub interviewer: Option<String>,
}

/// One interview on the pages.
#[derive(Debug, Clone, Deserialize)]
pub struct EditRow {
    /// Random id.
    pub edit: String,
    /// Whose.
    pub respondent: String,
    /// `open`, `submitted` or `ended`.
    pub status: String,
    /// Unix seconds.
    pub started_at: i64,
}

/// A saved page of an open edit.
#[derive(Debug, Clone, Deserialize)]
pub struct PageRow {
    /// The edit.
    pub edit: String,
    /// The page.
    pub page: String,
    /// Unix seconds.
    pub saved_at: i64,
    /// Login of who asked it on the telephone.
    pub interviewer: Option<String>,
}

/// All sampled units of a round.
pub async fn units(db: &Db, round: &str) -> Result<Vec<UnitRow>, StorageError> {
    let columns = [
        ("sample_no", "sample_no"),
        ("audience", "audience"),
        ("stratum", "stratum"),
        ("status", "status"),
        ("batch", "batch"),
        ("interviewer", "interviewer"),
        ("respondent", "respondent_id"),
        ("code", "disposition"),
        ("invited", "CASE WHEN token_hash IS NULL THEN 0 ELSE 1 END"),
    ];
    table(db, "sampled units", &columns, "sample_unit WHERE round_id = ?", round).await
}

/// All respondents of a round.
pub async fn respondents(db: &Db, round: &str) -> Result<Vec<RespondentRow>, StorageError> {
    let columns = [
        ("respondent", "respondent_id"),
        ("audience", "audience"),
        ("stratum", "stratum"),
        ("mode", "mode"),
        ("submission", "current_submission"),
    ];
    table(db, "respondents", &columns, "respondent WHERE round_id = ?", round).await
}

/// All submissions of a round that count, without their documents.
pub async fn arrivals(db: &Db, round: &str) -> Result<Vec<ArrivalRow>, StorageError> {
    let columns = [
        ("submission", "submission_id"),
        ("respondent", "respondent_id"),
        ("arrived", "arrived_hour"),
        ("interviewer", "interviewer"),
    ];
    let from = "submission WHERE round_id = ? AND status = 'accepted'";
    table(db, "arrivals", &columns, from, round).await
}

/// All interviews on the pages.
pub async fn edits(db: &Db, round: &str) -> Result<Vec<EditRow>, StorageError> {
    let columns = [
        ("edit", "edit_id"),
        ("respondent", "respondent_id"),
        ("status", "status"),
        ("started_at", "started_at"),
    ];
    table(db, "edits", &columns, "edit WHERE round_id = ?", round).await
}

/// Saved pages of open edits; drafts left out.
pub async fn open_pages(db: &Db, round: &str) -> Result<Vec<PageRow>, StorageError> {
    let columns = [
        ("edit", "page_save.edit_id"),
        ("page", "page_save.page"),
        ("saved_at", "page_save.saved_at"),
        ("interviewer", "page_save.interviewer"),
    ];
    let from = "edit JOIN page_save ON page_save.round_id = edit.round_id AND page_save.edit_id = edit.edit_id \
                WHERE edit.round_id = ? AND edit.status = 'open' AND page_save.page NOT LIKE 'draft:%'";
    table(db, "pages", &columns, from, round).await
}

/// Last code of every case at that moment (Unix seconds, excluded); cases without one are absent.
pub async fn codes_before(db: &Db, round: &str, end: i64) -> Result<BTreeMap<u64, String>, StorageError> {
    #[derive(Deserialize)]
    struct Event {
        sample_no: u64,
        seq: u64,
        at: i64,
        code: String,
    }
    let columns = [
        ("sample_no", "sample_no"),
        ("seq", "seq"),
        ("at", "at"),
        ("code", "code"),
    ];
    let events: Vec<Event> = table(db, "codes", &columns, "disposition_event WHERE round_id = ?", round).await?;
    let mut last: BTreeMap<u64, (u64, String)> = BTreeMap::new();
    for event in events.into_iter().filter(|event| event.at < end) {
        if last.get(&event.sample_no).is_none_or(|(seq, _)| *seq < event.seq) {
            last.insert(event.sample_no, (event.seq, event.code));
        }
    }
    Ok(last
        .into_iter()
        .map(|(sample_no, (_, code))| (sample_no, code))
        .collect())
}

/// The rows of `from`, whose one parameter is the round, as objects of those members and columns.
async fn table<T: serde::de::DeserializeOwned>(
    db: &Db,
    what: &'static str,
    columns: &[(&str, &str)],
    from: &str,
    round: &str,
) -> Result<Vec<T>, StorageError> {
    let members: Vec<String> = columns
        .iter()
        .map(|(name, column)| format!("'{name}', {column}"))
        .collect();
    let members = members.join(", ");
    let backend = db.reader().get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => format!("SELECT json_group_array(json_object({members})) FROM {from}"),
        _ => format!("SELECT coalesce(json_agg(json_build_object({members})), '[]')::text FROM {from}")
            .replace('?', "$1"),
    };
    let statement = Statement::from_sql_and_values(backend, sql, [Value::from(round)]);
    let Some(row) = db.reader().query_one_raw(statement).await? else {
        return Ok(Vec::new());
    };
    from_json(what, &row.try_get_by_index::<String>(0)?)
}
