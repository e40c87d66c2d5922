//! How each sampled case ended: its code and the history of its codes.

use super::cases::NewCode;
use super::entity::{disposition_event, sample_unit};
use super::round::{RoundState, add_record, move_state};
use super::sample::{UnitRecord, units};
use super::{Db, ROWS_PER_STATEMENT, StorageError};
use crate::domain::data::CaseCount;
use crate::domain::definition::AudienceId;
use crate::domain::invitation::disposition::without_code;
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::BTreeMap;

/// Sets final codes of cases that did not answer; one case that has answered meanwhile refuses them all.
pub async fn save_dispositions(
    db: &Db,
    round: &str,
    codes: &[(u64, String)],
    source: &str,
    at: i64,
    summary: &serde_json::Value,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    move_state(&tx, round, &[RoundState::Fielding], RoundState::Fielding, at).await?;
    set_dispositions(&tx, round, codes, source, at).await?;
    add_record(db, &tx, round, "dispositions", at, summary).await?;
    Ok(tx.commit().await?)
}

/// Counts of issued cases by (audience, stratum, code); a case without a code counts as 3.19, nothing returned, or as 3.11
/// where it never was invited: released from the reserve, and left at that.
pub async fn case_counts(db: &Db, round: &str) -> Result<Vec<CaseCount>, StorageError> {
    Ok(count_cases(units(db, round).await?))
}

/// The same of units that were read already.
pub fn count_cases(units: Vec<UnitRecord>) -> Vec<CaseCount> {
    let mut counts: BTreeMap<(AudienceId, String, String), u64> = BTreeMap::new();
    for unit in units.into_iter().filter(|unit| unit.issued) {
        let invited = unit.token_hash.is_some();
        let code = unit.disposition.unwrap_or_else(|| without_code(invited).into());
        *counts.entry((unit.audience, unit.stratum, code)).or_default() += 1;
    }
    let case = |((audience, stratum, code), count)| CaseCount {
        audience,
        stratum,
        code,
        count,
    };
    counts.into_iter().map(case).collect()
}

/// Codes of cases that answered.
const ANSWERED: [&str; 2] = ["1.1", "1.2"];

/// Inside a transaction: sets many codes at once, with their histories, in a few statements. The statement itself
/// leaves a case alone that has answered, however late that was, and the first such case refuses the batch.
pub(in crate::storage) async fn set_dispositions(
    tx: &impl ConnectionTrait,
    round: &str,
    codes: &[(u64, String)],
    source: &str,
    at: i64,
) -> Result<(), StorageError> {
    let mut by_code: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (sample_no, code) in codes {
        by_code.entry(code).or_default().push(*sample_no as i64);
    }
    for (code, numbers) in by_code {
        for chunk in numbers.chunks(ROWS_PER_STATEMENT) {
            let done = sample_unit::Entity::update_many()
                .col_expr(sample_unit::Column::Disposition, Expr::value(code))
                .col_expr(sample_unit::Column::DispositionAt, Expr::value(at))
                .filter(sample_unit::Column::RoundId.eq(round))
                .filter(sample_unit::Column::SampleNo.is_in(chunk.iter().copied()))
                .filter(unanswered())
                .exec(tx)
                .await?;
            if done.rows_affected < chunk.len() as u64 {
                return Err(answered(tx, round, chunk).await?.into());
            }
        }
    }
    let mut lengths = history_lengths(tx, round).await?;
    for chunk in codes.chunks(ROWS_PER_STATEMENT) {
        let events = chunk.iter().map(|(sample_no, code)| {
            let length = lengths.entry(*sample_no as i64).or_default();
            *length += 1;
            event(round, *sample_no as i64, *length - 1, code, source, at)
        });
        disposition_event::Entity::insert_many(events.collect::<Vec<_>>())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Cases that may take a code from outside.
pub(in crate::storage) fn unanswered() -> Condition {
    let code = sample_unit::Column::Disposition;
    Condition::any().add(code.is_null()).add(code.is_not_in(ANSWERED))
}

/// The first of these cases that cannot take a code from outside.
pub(in crate::storage) async fn answered(
    tx: &impl ConnectionTrait,
    round: &str,
    numbers: &[i64],
) -> Result<Conflict, StorageError> {
    let free: Vec<i64> = sample_unit::Entity::find()
        .select_only()
        .column(sample_unit::Column::SampleNo)
        .filter(sample_unit::Column::RoundId.eq(round))
        .filter(sample_unit::Column::SampleNo.is_in(numbers.iter().copied()))
        .filter(unanswered())
        .into_tuple()
        .all(tx)
        .await?;
    let taken = numbers.iter().find(|number| !free.contains(number));
    Ok(Conflict::AnsweredMeanwhile(taken.copied().unwrap_or_default() as u64))
}

/// How many events every case has so far.
async fn history_lengths(tx: &impl ConnectionTrait, round: &str) -> Result<BTreeMap<i64, i64>, StorageError> {
    let rows: Vec<(i64, i64)> = disposition_event::Entity::find()
        .select_only()
        .column(disposition_event::Column::SampleNo)
        .column_as(disposition_event::Column::Seq.count(), "events")
        .filter(disposition_event::Column::RoundId.eq(round))
        .group_by(disposition_event::Column::SampleNo)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().collect())
}

fn event(round: &str, sample_no: i64, seq: i64, code: &str, source: &str, at: i64) -> disposition_event::ActiveModel {
    disposition_event::ActiveModel {
        round_id: Set(round.into()),
        sample_no: Set(sample_no),
        seq: Set(seq),
        code: Set(code.into()),
        source: Set(source.into()),
        at: Set(at),
        note: Set(None),
        by: Set(None),
    }
}

/// The next event of a case's history, with a person's note; the case's row is locked.
pub(in crate::storage) async fn event_of(
    tx: &impl ConnectionTrait,
    round: &str,
    new: &NewCode<'_>,
    by: &str,
) -> Result<disposition_event::ActiveModel, StorageError> {
    let number = new.sample_no as i64;
    let seq = next_seq(tx, round, number).await?;
    let note = (!new.note.is_empty()).then(|| new.note.to_owned());
    Ok(disposition_event::ActiveModel {
        note: Set(note),
        by: Set(Some(by.to_owned())),
        ..event(round, number, seq, new.code, "agency", new.at)
    })
}

async fn next_seq(tx: &impl ConnectionTrait, round: &str, number: i64) -> Result<i64, StorageError> {
    let events = disposition_event::Entity::find()
        .filter(disposition_event::Column::RoundId.eq(round))
        .filter(disposition_event::Column::SampleNo.eq(number))
        .count(tx)
        .await?;
    Ok(events as i64)
}

/// Inside a transaction: sets a case's code and keeps its history.
pub(in crate::storage) async fn set_disposition(
    tx: &impl ConnectionTrait,
    round: &str,
    sample_no: u64,
    code: &str,
    source: &str,
    at: i64,
) -> Result<(), StorageError> {
    let number = sample_no as i64;
    sample_unit::Entity::update_many()
        .col_expr(sample_unit::Column::Disposition, Expr::value(code))
        .col_expr(sample_unit::Column::DispositionAt, Expr::value(at))
        .filter(sample_unit::Column::RoundId.eq(round))
        .filter(sample_unit::Column::SampleNo.eq(number))
        .exec(tx)
        .await?;
    let seq = next_seq(tx, round, number).await?;
    let event = event(round, number, seq, code, source, at);
    disposition_event::Entity::insert(event)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
