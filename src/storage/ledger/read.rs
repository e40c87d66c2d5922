//! Reads a ledger with its whole history, all of it as it stood at one moment.

use crate::domain::definition::{DepartmentId, Text};
use crate::domain::ledger::{
    Cause, Entry, Import, Indicator, Kind, Ledger, LedgerDepartment, Minutes, PartRow, Points, SheetImport, Source,
    Step, StepRecord, Withdrawal,
};
use crate::domain::proof::read_sealed;
use crate::storage::entity::{
    ledger, ledger_department, ledger_entry, ledger_import, ledger_part, ledger_sheet, ledger_step,
};
use crate::storage::{Db, StorageError};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IsolationLevel, QueryFilter, QueryOrder, TransactionOptions,
    TransactionTrait,
};
use std::collections::BTreeMap;

/// Years that have a ledger, newest first.
pub async fn years(db: &Db) -> Result<Vec<i16>, StorageError> {
    let rows = ledger::Entity::find()
        .order_by_desc(ledger::Column::Year)
        .all(db.reader())
        .await?;
    rows.into_iter().map(|row| small(row.year)).collect()
}

/// The ledger of a year, if there is one.
pub async fn load(db: &Db, year: i16) -> Result<Option<Ledger>, StorageError> {
    let isolation =
        (db.reader().get_database_backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
    let options = TransactionOptions {
        isolation_level: isolation,
        ..TransactionOptions::default()
    };
    let tx = db.reader().begin_with_options(options).await?;
    let Some(row) = ledger::Entity::find_by_id(i64::from(year)).one(&tx).await? else {
        return Ok(None);
    };
    let ledger = Ledger {
        year,
        title: text(row.title_zh, row.title_en),
        round: row.round_id,
        revision: row.revision as u64,
        opened_by: row.opened_by,
        opened_at: row.opened_at,
        changed_by: row.changed_by,
        departments: departments(&tx, year).await?,
        imports: imports(&tx, year).await?,
        sheets: sheets(&tx, year).await?,
        entries: entries(&tx, year).await?,
        steps: steps(&tx, year).await?,
    };
    tx.commit().await?;
    Ok(Some(ledger))
}

/// The file of a sheet as it was imported.
pub async fn sheet_bytes(db: &Db, year: i16, version: u32) -> Result<Option<Vec<u8>>, StorageError> {
    let key = (i64::from(year), i64::from(version));
    let row = ledger_sheet::Entity::find_by_id(key).one(db.reader()).await?;
    Ok(row.map(|row| row.bytes))
}

async fn departments(tx: &impl ConnectionTrait, year: i16) -> Result<Vec<LedgerDepartment>, StorageError> {
    let rows = ledger_department::Entity::find()
        .filter(ledger_department::Column::Year.eq(year))
        .order_by_asc(ledger_department::Column::Place)
        .all(tx)
        .await?;
    let department = |row: ledger_department::Model| LedgerDepartment {
        id: DepartmentId(row.department_id),
        name: text(row.name_zh, row.name_en),
        full_name: text(row.full_name_zh, row.full_name_en),
    };
    Ok(rows.into_iter().map(department).collect())
}

async fn imports(tx: &impl ConnectionTrait, year: i16) -> Result<Vec<Import>, StorageError> {
    let parts = ledger_part::Entity::find()
        .filter(ledger_part::Column::Year.eq(year))
        .all(tx)
        .await?;
    let mut rows: BTreeMap<i64, BTreeMap<DepartmentId, PartRow>> = BTreeMap::new();
    for part in parts {
        let read = |score: String| Points::read_back(&score).ok_or_else(|| corrupt("ledger score", &score));
        let row = PartRow {
            score: part.score.map(read).transpose()?,
            note: part.note,
        };
        rows.entry(part.number)
            .or_default()
            .insert(DepartmentId(part.department_id), row);
    }
    let files = ledger_import::Entity::find()
        .filter(ledger_import::Column::Year.eq(year))
        .order_by_asc(ledger_import::Column::Number)
        .all(tx)
        .await?;
    files
        .into_iter()
        .map(|file| {
            let rows = rows.remove(&file.number).unwrap_or_default();
            import(file, rows)
        })
        .collect()
}

fn import(file: ledger_import::Model, rows: BTreeMap<DepartmentId, PartRow>) -> Result<Import, StorageError> {
    let indicator =
        Indicator::find(&file.indicator).ok_or_else(|| corrupt("indicator of a ledger's file", &file.indicator))?;
    let source =
        Source::find(indicator, &file.source).ok_or_else(|| corrupt("source of a ledger's file", &file.source))?;
    Ok(Import {
        number: file.number as u64,
        indicator,
        source,
        file: file.file,
        sha256: file.sha256,
        by: file.imported_by,
        at: file.imported_at,
        replaced_by: file.replaced_by.map(|number| number as u64),
        rows,
    })
}

async fn sheets(tx: &impl ConnectionTrait, year: i16) -> Result<Vec<SheetImport>, StorageError> {
    let rows = ledger_sheet::Entity::find()
        .filter(ledger_sheet::Column::Year.eq(year))
        .order_by_asc(ledger_sheet::Column::Version)
        .all(tx)
        .await?;
    rows.into_iter()
        .map(|row| {
            let unreadable = |why: String| StorageError::Corrupt {
                what: "sheet in the ledger",
                why,
            };
            let sealed = read_sealed(&row.bytes).map_err(|error| unreadable(error.to_string()))?;
            SheetImport::of(&sealed, &row.origin, &row.imported_by, row.imported_at)
                .map_err(|error| unreadable(error.to_string()))
        })
        .collect()
}

async fn entries(tx: &impl ConnectionTrait, year: i16) -> Result<Vec<Entry>, StorageError> {
    let rows = ledger_entry::Entity::find()
        .filter(ledger_entry::Column::Year.eq(year))
        .order_by_asc(ledger_entry::Column::Number)
        .all(tx)
        .await?;
    rows.into_iter().map(entry).collect()
}

fn entry(row: ledger_entry::Model) -> Result<Entry, StorageError> {
    let cause = |id: String| Cause::find(&id).ok_or_else(|| corrupt("cause of a deduction", &id));
    let withdrawn = row.withdrawn_for.zip(row.withdrawn_by).zip(row.withdrawn_at);
    Ok(Entry {
        number: row.number as u64,
        department: DepartmentId(row.department_id),
        kind: row
            .cause
            .map(cause)
            .transpose()?
            .map_or(Kind::UnfinishedTask, Kind::Deduction),
        detail: row.detail,
        by: row.noted_by,
        at: row.noted_at,
        withdrawn: withdrawn.map(|((reason, by), at)| Withdrawal { reason, by, at }),
    })
}

async fn steps(tx: &impl ConnectionTrait, year: i16) -> Result<Vec<StepRecord>, StorageError> {
    let rows = ledger_step::Entity::find()
        .filter(ledger_step::Column::Year.eq(year))
        .order_by_asc(ledger_step::Column::Number)
        .all(tx)
        .await?;
    rows.into_iter().map(step).collect()
}

fn step(row: ledger_step::Model) -> Result<StepRecord, StorageError> {
    let step = Step::find(&row.step).ok_or_else(|| corrupt("step of a ledger", &row.step))?;
    let on = row
        .decided_on
        .parse()
        .map_err(|_| corrupt("date of a ledger's step", &row.decided_on))?;
    Ok(StepRecord {
        step,
        minutes: Minutes {
            who: row.who,
            on,
            note: row.note,
        },
        by: row.recorded_by,
        at: row.recorded_at,
    })
}

fn text(zh: String, en: String) -> Text {
    Text { zh, en }
}

fn small(year: i64) -> Result<i16, StorageError> {
    i16::try_from(year).map_err(|_| corrupt("year of a ledger", &year.to_string()))
}

fn corrupt(what: &'static str, found: &str) -> StorageError {
    StorageError::Corrupt {
        what,
        why: format!("“{found}”"),
    }
}
