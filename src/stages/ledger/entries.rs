//! Notes deductions and unfinished tasks, and takes them back.

use super::{actor, load, refused};
use crate::domain::ledger::{Entry, Kind, LedgerRefusal, MOST_WORDS, Withdrawal};
use crate::stages::{App, StageError};
use crate::storage::ledger as store;

/// What is to be noted.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// The department's id or exact name.
    pub department: String,
    /// What it is.
    pub kind: Kind,
    /// What happened.
    pub detail: String,
}

/// Notes a deduction or an unfinished task; gives it with its number.
pub async fn note(app: &App, year: i16, new: &NewEntry, by: &str) -> Result<Entry, StageError> {
    let by = actor(app, by)?;
    let detail = words(&new.detail, LedgerRefusal::NoDetail(MOST_WORDS))?;
    let ledger = load(app, year).await?;
    ledger.expect_open().map_err(refused)?;
    let department = ledger.named(new.department.trim()).map_err(refused)?.id.clone();
    let entry = Entry {
        number: ledger.entries.len() as u64 + 1,
        department,
        kind: new.kind,
        detail,
        by,
        at: app.now(),
        withdrawn: None,
    };
    store::add_entry(&app.db, &ledger, &entry).await?;
    Ok(entry)
}

/// Takes a note back, with the reason; gives it as it stands then.
pub async fn withdraw(app: &App, year: i16, number: u64, reason: &str, by: &str) -> Result<Entry, StageError> {
    let by = actor(app, by)?;
    let reason = words(reason, LedgerRefusal::NoReasonGiven(MOST_WORDS))?;
    let ledger = load(app, year).await?;
    ledger.expect_open().map_err(refused)?;
    let entry = ledger.entries.iter().find(|entry| entry.number == number);
    let mut entry = entry.cloned().ok_or_else(|| refused(LedgerRefusal::NoEntry(number)))?;
    if entry.withdrawn.is_some() {
        return Err(refused(LedgerRefusal::WithdrawnAlready(number)));
    }
    let at = app.now();
    let how = Withdrawal { reason, by, at };
    store::withdraw(&app.db, &ledger, number, &how).await?;
    entry.withdrawn = Some(how);
    Ok(entry)
}

/// Words that must not be empty or too long.
fn words(typed: &str, otherwise: LedgerRefusal) -> Result<String, StageError> {
    let typed = typed.trim();
    if typed.is_empty() || typed.chars().count() > MOST_WORDS {
        return Err(refused(otherwise));
    }
    Ok(typed.to_owned())
}
