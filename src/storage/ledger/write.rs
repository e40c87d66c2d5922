//! Changes a ledger: each change names the revision it was decided on, and none is made on another.

use crate::domain::ledger::{Entry, Import, Kind, Ledger, SheetImport, StepRecord, Withdrawal};
use crate::domain::refusal::Conflict;
use crate::storage::audit::{self, Change};
use crate::storage::entity::{
    ledger, ledger_department, ledger_entry, ledger_import, ledger_part, ledger_sheet, ledger_step,
};
use crate::storage::{Db, ROWS_PER_STATEMENT, StorageError};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::{Value, json};

/// Stores a new ledger with its departments; refuses a year that has one.
pub async fn insert(db: &Db, new: &Ledger) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let row = ledger::ActiveModel {
        year: Set(new.year.into()),
        title_zh: Set(new.title.zh.clone()),
        title_en: Set(new.title.en.clone()),
        round_id: Set(new.round.clone()),
        revision: Set(new.revision as i64),
        opened_by: Set(new.opened_by.clone()),
        opened_at: Set(new.opened_at),
        changed_by: Set(new.changed_by.clone()),
    };
    let keep_first = OnConflict::column(ledger::Column::Year).do_nothing().to_owned();
    let inserted = ledger::Entity::insert(row)
        .on_conflict(keep_first)
        .exec_without_returning(&tx)
        .await?;
    if inserted == 0 {
        return Err(Conflict::LedgerExists(new.year).into());
    }
    let rows = new
        .departments
        .iter()
        .enumerate()
        .map(|(place, one)| ledger_department::ActiveModel {
            year: Set(new.year.into()),
            department_id: Set(one.id.0.clone()),
            place: Set(place as i64),
            name_zh: Set(one.name.zh.clone()),
            name_en: Set(one.name.en.clone()),
            full_name_zh: Set(one.full_name.zh.clone()),
            full_name_en: Set(one.full_name.en.clone()),
        });
    let rows: Vec<ledger_department::ActiveModel> = rows.collect();
    for some in rows.chunks(ROWS_PER_STATEMENT) {
        ledger_department::Entity::insert_many(some.iter().cloned())
            .exec_without_returning(&tx)
            .await?;
    }
    let after = json!({"departments": new.departments.len(), "by": new.opened_by});
    finish(db, tx, new, ("open", Value::Null, after), new.opened_at).await
}

/// Stores a file of an assessing body with its rows; it takes the place of those with the numbers `replaced`.
pub async fn save_import(db: &Db, of: &Ledger, import: &Import, replaced: &[u64]) -> Result<(), StorageError> {
    let tx = change(db, of, Some(&import.by)).await?;
    let year = i64::from(of.year);
    let number = import.number as i64;
    ledger_import::Entity::update_many()
        .col_expr(ledger_import::Column::ReplacedBy, Expr::value(number))
        .filter(ledger_import::Column::Year.eq(year))
        .filter(ledger_import::Column::Number.is_in(replaced.iter().map(|number| *number as i64)))
        .exec(&tx)
        .await?;
    let row = ledger_import::ActiveModel {
        year: Set(year),
        number: Set(number),
        indicator: Set(import.indicator.facts().id.into()),
        source: Set(import.source.id().into()),
        file: Set(import.file.clone()),
        sha256: Set(import.sha256.clone()),
        imported_by: Set(import.by.clone()),
        imported_at: Set(import.at),
        replaced_by: Set(None),
    };
    ledger_import::Entity::insert(row).exec_without_returning(&tx).await?;
    let rows = import.rows.iter().map(|(department, row)| ledger_part::ActiveModel {
        year: Set(year),
        number: Set(number),
        department_id: Set(department.0.clone()),
        score: Set(row.score.map(|points| points.to_string())),
        note: Set(row.note.clone()),
    });
    let rows: Vec<ledger_part::ActiveModel> = rows.collect();
    for some in rows.chunks(ROWS_PER_STATEMENT) {
        ledger_part::Entity::insert_many(some.iter().cloned())
            .exec_without_returning(&tx)
            .await?;
    }
    let before = json!({"replaced": replaced});
    let after = json!({
        "number": import.number,
        "indicator": import.indicator.facts().id,
        "source": import.source.id(),
        "file": import.file,
        "sha256": import.sha256,
        "by": import.by,
    });
    finish(db, tx, of, ("import", before, after), import.at).await
}

/// Stores a sealed sheet; the older ones stay.
pub async fn save_sheet(db: &Db, of: &Ledger, sheet: &SheetImport, bytes: &[u8]) -> Result<(), StorageError> {
    let tx = change(db, of, Some(&sheet.by)).await?;
    let row = ledger_sheet::ActiveModel {
        year: Set(of.year.into()),
        version: Set(sheet.version.into()),
        hash: Set(sheet.hash.clone()),
        origin: Set(sheet.origin.clone()),
        bytes: Set(bytes.to_vec()),
        imported_by: Set(sheet.by.clone()),
        imported_at: Set(sheet.at),
    };
    ledger_sheet::Entity::insert(row).exec_without_returning(&tx).await?;
    let before = of
        .sheet()
        .map_or(Value::Null, |last| json!({"version": last.version, "hash": last.hash}));
    let after = json!({"version": sheet.version, "hash": sheet.hash, "origin": sheet.origin, "by": sheet.by});
    finish(db, tx, of, ("sheet", before, after), sheet.at).await
}

/// Notes a deduction or an unfinished task.
pub async fn add_entry(db: &Db, of: &Ledger, entry: &Entry) -> Result<(), StorageError> {
    let tx = change(db, of, Some(&entry.by)).await?;
    let cause = match entry.kind {
        Kind::Deduction(cause) => Some(cause.id().to_owned()),
        Kind::UnfinishedTask => None,
    };
    let row = ledger_entry::ActiveModel {
        year: Set(of.year.into()),
        number: Set(entry.number as i64),
        department_id: Set(entry.department.0.clone()),
        cause: Set(cause.clone()),
        detail: Set(entry.detail.clone()),
        noted_by: Set(entry.by.clone()),
        noted_at: Set(entry.at),
        withdrawn_for: Set(None),
        withdrawn_by: Set(None),
        withdrawn_at: Set(None),
    };
    ledger_entry::Entity::insert(row).exec_without_returning(&tx).await?;
    let after = json!({
        "number": entry.number,
        "department": entry.department,
        "cause": cause,
        "detail": entry.detail,
        "by": entry.by,
    });
    finish(db, tx, of, ("note", Value::Null, after), entry.at).await
}

/// Takes a note back; it stays to be read.
pub async fn withdraw(db: &Db, of: &Ledger, number: u64, how: &Withdrawal) -> Result<(), StorageError> {
    let tx = change(db, of, Some(&how.by)).await?;
    ledger_entry::Entity::update_many()
        .col_expr(ledger_entry::Column::WithdrawnFor, Expr::value(how.reason.clone()))
        .col_expr(ledger_entry::Column::WithdrawnBy, Expr::value(how.by.clone()))
        .col_expr(ledger_entry::Column::WithdrawnAt, Expr::value(how.at))
        .filter(ledger_entry::Column::Year.eq(of.year))
        .filter(ledger_entry::Column::Number.eq(number as i64))
        .exec(&tx)
        .await?;
    let after = json!({"number": number, "withdrawn": how.reason, "by": how.by});
    finish(db, tx, of, ("withdraw", json!({"number": number}), after), how.at).await
}

/// Records a step or a reopening; figures stay whose they were.
pub async fn add_step(db: &Db, of: &Ledger, record: &StepRecord) -> Result<(), StorageError> {
    let tx = change(db, of, None).await?;
    let row = ledger_step::ActiveModel {
        year: Set(of.year.into()),
        number: Set(of.steps.len() as i64 + 1),
        step: Set(record.step.id().into()),
        who: Set(record.minutes.who.clone()),
        decided_on: Set(record.minutes.on.to_string()),
        note: Set(record.minutes.note.clone()),
        recorded_by: Set(record.by.clone()),
        recorded_at: Set(record.at),
    };
    ledger_step::Entity::insert(row).exec_without_returning(&tx).await?;
    let minutes = &record.minutes;
    let before = of
        .last_step()
        .map_or(Value::Null, |last| json!({"step": last.step.id()}));
    let after = json!({
        "step": record.step.id(),
        "who": minutes.who,
        "on": minutes.on.to_string(),
        "note": minutes.note,
        "by": record.by,
    });
    finish(db, tx, of, ("step", before, after), record.at).await
}

/// Begins a change of a ledger that is still as it was read; `by` changes figures, `None` only takes a step.
async fn change(db: &Db, of: &Ledger, by: Option<&str>) -> Result<DatabaseTransaction, StorageError> {
    let tx = db.write().await?;
    let next = Expr::col(ledger::Column::Revision).add(1);
    let mut update = ledger::Entity::update_many().col_expr(ledger::Column::Revision, next);
    if let Some(by) = by {
        update = update.col_expr(ledger::Column::ChangedBy, Expr::value(by));
    }
    let done = update
        .filter(ledger::Column::Year.eq(of.year))
        .filter(ledger::Column::Revision.eq(of.revision as i64))
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Conflict::LedgerChanged(of.year).into());
    }
    Ok(tx)
}

/// Writes down who did what, and makes it so.
async fn finish(
    db: &Db,
    tx: DatabaseTransaction,
    of: &Ledger,
    (action, before, after): (&str, Value, Value),
    at: i64,
) -> Result<(), StorageError> {
    let change = Change::of(&format!("ledger.{action}"), &format!("ledger {}", of.year));
    let change = change.in_round(&of.round).from(before).to(after);
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}
