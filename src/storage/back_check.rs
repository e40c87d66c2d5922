//! Back-checks: which cases are asked again, on the invitation side; what they said, on the answer side.

use super::audit::{self, Change};
use super::entity::{back_check, back_check_answer, disposition_event, sample_unit};
use super::round::{RoundState, add_record, expect_alone, expect_state};
use super::{Db, ROWS_PER_STATEMENT, StorageError, from_json, to_json};
use crate::domain::data::Answers;
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// While answers come in and after, until sealing cuts the link to the people.
const OPEN: [RoundState; 3] = [RoundState::Fielding, RoundState::Closed, RoundState::Scored];

/// A case that is asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackCheckRecord {
    /// Number in the sample.
    pub sample_no: u64,
    /// Which draw took it, from 1.
    pub draw: u32,
    /// Place in that draw, from 1.
    pub place: u64,
    /// Whose interview it was (login).
    pub interviewer: String,
    /// Unix seconds.
    pub drawn_at: i64,
    /// Who entered what was said (login), and when.
    pub entered: Option<(String, i64)>,
}

/// Stores draw number `draw`; refuses when somebody else has drawn meanwhile.
pub async fn save_draw(
    db: &Db,
    round: &str,
    draw: u32,
    drawn: &[(String, u64)],
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_alone(&tx, round, &OPEN).await?;
    let last = back_check::Entity::find()
        .filter(back_check::Column::RoundId.eq(round))
        .order_by_desc(back_check::Column::Draw)
        .one(&tx)
        .await?;
    if last.map_or(0, |row| row.draw) + 1 != i64::from(draw) {
        return Err(Conflict::DrawnMeanwhile.into());
    }
    let rows = drawn
        .iter()
        .zip(1..)
        .map(|((interviewer, sample_no), place)| back_check::ActiveModel {
            round_id: Set(round.into()),
            sample_no: Set(*sample_no as i64),
            draw: Set(i64::from(draw)),
            place: Set(place),
            interviewer: Set(interviewer.clone()),
            drawn_at: Set(at),
            entered_by: Set(None),
            entered_at: Set(None),
        });
    let rows: Vec<_> = rows.collect();
    for chunk in rows.chunks(ROWS_PER_STATEMENT) {
        back_check::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(&tx)
            .await?;
    }
    add_record(db, &tx, round, "back-check", at, summary).await?;
    Ok(tx.commit().await?)
}

/// Stores what a respondent said again, once.
pub async fn enter(db: &Db, round: &str, sample_no: u64, answers: &Answers, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    expect_state(&tx, round, &OPEN).await?;
    let done = back_check::Entity::update_many()
        .col_expr(back_check::Column::EnteredBy, Expr::value(db.actor().name()))
        .col_expr(back_check::Column::EnteredAt, Expr::value(at))
        .filter(back_check::Column::RoundId.eq(round))
        .filter(back_check::Column::SampleNo.eq(sample_no as i64))
        .filter(back_check::Column::EnteredBy.is_null())
        .exec(&tx)
        .await?;
    let key = (round.to_owned(), sample_no as i64);
    let unit = sample_unit::Entity::find_by_id(key).one(&tx).await?;
    let respondent = unit.and_then(|unit| unit.respondent_id);
    let (1, Some(respondent)) = (done.rows_affected, respondent) else {
        return Err(Conflict::EnteredMeanwhile(sample_no).into());
    };
    let row = back_check_answer::ActiveModel {
        round_id: Set(round.into()),
        respondent_id: Set(respondent),
        answers: Set(to_json(answers)),
    };
    back_check_answer::Entity::insert(row)
        .exec_without_returning(&tx)
        .await?;
    let change = Change::of("back-check-answers", &format!("case {sample_no}")).in_round(round);
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// All drawn cases of a round, in the order of draw and place.
pub async fn all(db: &Db, round: &str) -> Result<Vec<BackCheckRecord>, StorageError> {
    let rows = back_check::Entity::find()
        .filter(back_check::Column::RoundId.eq(round))
        .order_by_asc(back_check::Column::Draw)
        .order_by_asc(back_check::Column::Place)
        .all(db.reader())
        .await?;
    let record = |row: back_check::Model| BackCheckRecord {
        sample_no: row.sample_no as u64,
        draw: row.draw as u32,
        place: row.place as u64,
        interviewer: row.interviewer,
        drawn_at: row.drawn_at,
        entered: row.entered_by.zip(row.entered_at),
    };
    Ok(rows.into_iter().map(record).collect())
}

/// What was said again, by respondent.
pub async fn answers(db: &Db, round: &str) -> Result<BTreeMap<String, Answers>, StorageError> {
    let rows = back_check_answer::Entity::find()
        .filter(back_check_answer::Column::RoundId.eq(round))
        .all(db.reader())
        .await?;
    let each = rows.into_iter();
    each.map(|row| Ok((row.respondent_id, from_json("re-interview", &row.answers)?)))
        .collect()
}

/// Inside sealing: forgets whose interview was whose, what was noted at the attempts, and what was said again.
pub(in crate::storage) async fn forget(tx: &impl ConnectionTrait, round: &str) -> Result<(), StorageError> {
    back_check::Entity::delete_many()
        .filter(back_check::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    back_check_answer::Entity::delete_many()
        .filter(back_check_answer::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    let none: Option<String> = None;
    sample_unit::Entity::update_many()
        .col_expr(sample_unit::Column::Interviewer, Expr::value(none.clone()))
        .filter(sample_unit::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    disposition_event::Entity::update_many()
        .col_expr(disposition_event::Column::Note, Expr::value(none.clone()))
        .col_expr(disposition_event::Column::By, Expr::value(none))
        .filter(disposition_event::Column::RoundId.eq(round))
        .exec(tx)
        .await?;
    Ok(())
}
