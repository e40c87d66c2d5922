//! Single cases: found, followed through their attempts, given a code or an interviewer.

use super::audit::{self, Change};
use super::disposition::{answered, event_of, unanswered};
use super::entity::{disposition_event, sample_unit};
use super::round::{RoundState, expect_state};
use super::{Db, ROWS_PER_STATEMENT, StorageError};
use crate::domain::definition::AudienceId;
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

/// Where the line of a history comes from that says that a call began.
pub const CALL: &str = "call";

/// The code that a case without one counts as.
const NOTHING_RETURNED: &str = "3.19";

/// How somebody names a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseName {
    /// Number in the sample.
    SampleNo(u64),
    /// The frame's id.
    UnitRef(String),
    /// Hash of the invitation's code.
    Token(Vec<u8>),
}

/// One case, without contact data and without any answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRecord {
    /// Number in the sample.
    pub sample_no: u64,
    /// The frame's id.
    pub unit_ref: String,
    /// Audience.
    pub audience: AudienceId,
    /// Sampled stratum.
    pub stratum: String,
    /// Whether it is issued, or waits in the reserve.
    pub issued: bool,
    /// 0 = main sample; reserve batches count from 1.
    pub batch: u32,
    /// Whether it was invited.
    pub invited: bool,
    /// Who is to reach it (login).
    pub interviewer: Option<String>,
    /// AAPOR code so far.
    pub code: Option<String>,
    /// When it got it, Unix seconds.
    pub code_at: Option<i64>,
}

/// One entry of a case's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEvent {
    /// The code.
    pub code: String,
    /// Where it came from: `respondent`, `agency`, `import`, `close` …
    pub source: String,
    /// Who set it (login), where a person did.
    pub by: Option<String>,
    /// What they noted.
    pub note: Option<String>,
    /// Unix seconds.
    pub at: i64,
}

/// A code that a person gives a case.
#[derive(Debug, Clone, Copy)]
pub struct NewCode<'a> {
    /// The case.
    pub sample_no: u64,
    /// AAPOR code.
    pub code: &'a str,
    /// What the person notes; may be empty.
    pub note: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Cases of a round with any of these names, by sample number.
pub async fn find(db: &Db, round: &str, names: &[CaseName]) -> Result<Vec<CaseRecord>, StorageError> {
    let any = names.iter().fold(Condition::any(), |any, name| {
        any.add(match name {
            CaseName::SampleNo(number) => sample_unit::Column::SampleNo.eq(i64::try_from(*number).unwrap_or(-1)),
            CaseName::UnitRef(unit) => sample_unit::Column::UnitRef.eq(unit.as_str()),
            CaseName::Token(hash) => sample_unit::Column::TokenHash.eq(hash.clone()),
        })
    });
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sample_unit::Entity::find()
        .filter(sample_unit::Column::RoundId.eq(round))
        .filter(any)
        .order_by_asc(sample_unit::Column::SampleNo)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// A case's encrypted contact data; `None` where there are none, or none any more.
pub async fn contact(db: &Db, round: &str, sample_no: u64) -> Result<Option<Vec<u8>>, StorageError> {
    let row = sample_unit::Entity::find_by_id((round.to_owned(), sample_no as i64))
        .one(db.reader())
        .await?;
    Ok(row.and_then(|unit| unit.contact))
}

/// The codes that a case had, oldest first.
pub async fn history(db: &Db, round: &str, sample_no: u64) -> Result<Vec<CaseEvent>, StorageError> {
    let rows = disposition_event::Entity::find()
        .filter(disposition_event::Column::RoundId.eq(round))
        .filter(disposition_event::Column::SampleNo.eq(sample_no as i64))
        .order_by_asc(disposition_event::Column::Seq)
        .all(db.reader())
        .await?;
    let event = |row: disposition_event::Model| CaseEvent {
        code: row.code,
        source: row.source,
        by: row.by,
        note: row.note,
        at: row.at,
    };
    Ok(rows.into_iter().map(event).collect())
}

/// Gives one case a code, with a note; a case that has answered, however late that was, keeps its own.
pub async fn set_code(db: &Db, round: &str, new: &NewCode<'_>) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_state(&tx, round, &[RoundState::Fielding]).await?;
    let number = new.sample_no as i64;
    let key = (round.to_owned(), number);
    let earlier = sample_unit::Entity::find_by_id(key).lock_exclusive().one(&tx).await?;
    let done = sample_unit::Entity::update_many()
        .col_expr(sample_unit::Column::Disposition, Expr::value(new.code))
        .col_expr(sample_unit::Column::DispositionAt, Expr::value(new.at))
        .filter(sample_unit::Column::RoundId.eq(round))
        .filter(sample_unit::Column::SampleNo.eq(number))
        .filter(unanswered())
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(answered(&tx, round, &[number]).await?.into());
    }
    let event = event_of(&tx, round, new, db.actor().name()).await?;
    disposition_event::Entity::insert(event)
        .exec_without_returning(&tx)
        .await?;
    // What was noted stays out: it may speak of people.
    let change = Change::of("disposition", &format!("case {number}"))
        .in_round(round)
        .from(json!({"code": earlier.and_then(|unit| unit.disposition)}))
        .to(json!({"code": new.code}));
    audit::append(db, &tx, change, new.at).await?;
    Ok(tx.commit().await?)
}

/// Writes down that the interviewer whom a case is given to begins a call; its code stays as it is.
pub async fn begin_call(db: &Db, round: &str, sample_no: u64, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_state(&tx, round, &[RoundState::Fielding]).await?;
    let (number, by) = (sample_no as i64, db.actor().name());
    let key = (round.to_owned(), number);
    let unit = sample_unit::Entity::find_by_id(key).lock_exclusive().one(&tx).await?;
    let Some(unit) = unit.filter(|unit| unit.interviewer.as_deref() == Some(by)) else {
        return Err(Conflict::GivenAwayMeanwhile(sample_no).into());
    };
    let new = NewCode {
        sample_no,
        code: unit.disposition.as_deref().unwrap_or(NOTHING_RETURNED),
        note: "",
        at,
    };
    let event = disposition_event::ActiveModel {
        source: Set(CALL.into()),
        ..event_of(&tx, round, &new, by).await?
    };
    disposition_event::Entity::insert(event)
        .exec_without_returning(&tx)
        .await?;
    let change = Change::of(CALL, &format!("case {number}")).in_round(round);
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Gives cases to interviewers, or takes them away; one that has answered meanwhile refuses them all.
pub async fn assign(db: &Db, round: &str, to: &[(Option<String>, Vec<u64>)], at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_state(&tx, round, &[RoundState::Registered, RoundState::Fielding]).await?;
    for (interviewer, cases) in to {
        let numbers: Vec<i64> = cases.iter().map(|number| *number as i64).collect();
        for chunk in numbers.chunks(ROWS_PER_STATEMENT) {
            let done = sample_unit::Entity::update_many()
                .col_expr(sample_unit::Column::Interviewer, Expr::value(interviewer.clone()))
                .filter(sample_unit::Column::RoundId.eq(round))
                .filter(sample_unit::Column::SampleNo.is_in(chunk.iter().copied()))
                .filter(unanswered())
                .exec(&tx)
                .await?;
            if done.rows_affected < chunk.len() as u64 {
                return Err(answered(&tx, round, chunk).await?.into());
            }
        }
    }
    let shares: Vec<_> = (to.iter())
        .map(|(interviewer, cases)| json!({"interviewer": interviewer, "cases": cases.len()}))
        .collect();
    let change = Change::of("assign", "interviewers").in_round(round).to(json!(shares));
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

fn record(row: sample_unit::Model) -> CaseRecord {
    CaseRecord {
        sample_no: row.sample_no as u64,
        unit_ref: row.unit_ref,
        audience: AudienceId(row.audience),
        stratum: row.stratum,
        issued: row.status == "issued",
        batch: row.batch as u32,
        invited: row.token_hash.is_some(),
        interviewer: row.interviewer,
        code: row.disposition,
        code_at: row.disposition_at,
    }
}
