//! The main ledger: opened for a year, filled by the assessing bodies' files and a sealed sheet, taken through its review.

mod entries;
mod import;
mod sheet;
mod steps;

pub use entries::{NewEntry, note, withdraw};
pub use import::{Imported, PartFile, import};
pub use sheet::{newer_sheet, own_signatories, sheet_file, take_own_sheet, take_sheet};
pub use steps::{NewStep, step};

use super::{App, StageError};
use crate::domain::account::Actor;
use crate::domain::definition::{Department, Text};
use crate::domain::ledger::{Ledger, LedgerDepartment, LedgerRefusal, read_departments};
use crate::domain::refusal::Refusal;
use crate::domain::table;
use crate::storage::StorageError;
use crate::storage::ledger as store;

/// Years that a ledger may be of.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// What a ledger is opened with.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The year that is assessed.
    pub year: i16,
    /// Its title.
    pub title: Text,
    /// The round whose sealed sheet its public evaluation comes from.
    pub round: String,
    /// A list of the departments, name and bytes; without it they are those of the round in this house.
    pub departments: Option<(String, Vec<u8>)>,
}

/// Opens the ledger of a year.
pub async fn open(app: &App, opening: Opening, by: &str) -> Result<Ledger, StageError> {
    let by = actor(app, by)?;
    if !YEARS.contains(&opening.year) {
        return Err(refused(LedgerRefusal::NoYear(opening.year)));
    }
    if opening.round.is_empty() {
        return Err(refused(LedgerRefusal::NoRound));
    }
    let departments = match &opening.departments {
        Some((file, bytes)) => read_departments(&table::read(file, bytes, None)?)?,
        None => departments_of(app, &opening).await?,
    };
    let ledger = Ledger {
        year: opening.year,
        title: opening.title,
        round: opening.round,
        revision: 1,
        opened_by: by.clone(),
        opened_at: app.now(),
        changed_by: by,
        departments,
        imports: Vec::new(),
        sheets: Vec::new(),
        entries: Vec::new(),
        steps: Vec::new(),
    };
    store::insert(&app.db, &ledger).await?;
    Ok(ledger)
}

async fn departments_of(app: &App, opening: &Opening) -> Result<Vec<LedgerDepartment>, StageError> {
    let survey = match app.round(&opening.round).await {
        Ok(loaded) => loaded.survey,
        Err(StageError::Storage(StorageError::NotFound(_))) => {
            return Err(refused(LedgerRefusal::RoundNotHere(opening.round.clone())));
        }
        Err(error) => return Err(error),
    };
    if survey.round.year != opening.year {
        return Err(refused(LedgerRefusal::RoundOfOtherYear {
            round: opening.round.clone(),
            found: survey.round.year,
            year: opening.year,
        }));
    }
    let department = |one: &Department| LedgerDepartment {
        id: one.id.clone(),
        name: one.name.clone(),
        full_name: one.full_name.clone(),
    };
    Ok(survey.departments.iter().map(department).collect())
}

/// The ledger of a year, as it stands.
///
/// # Errors
/// [`LedgerRefusal::NoLedger`] with the years that have one.
pub async fn load(app: &App, year: i16) -> Result<Ledger, StageError> {
    if let Some(ledger) = store::load(&app.db, year).await? {
        return Ok(ledger);
    }
    let years = store::years(&app.db).await?;
    Err(refused(LedgerRefusal::NoLedger {
        year,
        years: years.iter().map(ToString::to_string).collect(),
    }))
}

/// The ledger of the year before, if there is one.
pub async fn year_before(app: &App, ledger: &Ledger) -> Result<Option<Ledger>, StageError> {
    Ok(store::load(&app.db, ledger.year - 1).await?)
}

fn refused(why: LedgerRefusal) -> StageError {
    StageError::Refused(Refusal::Ledger(why))
}

/// Who acts: the account, whatever name is given; at the command line, where nobody signs in, the name that is given.
fn actor(app: &App, by: &str) -> Result<String, StageError> {
    match (app.db.actor(), by.trim()) {
        (Actor::Account { login, .. }, _) => Ok(login.as_str().to_owned()),
        (_, "") => Err(refused(LedgerRefusal::BlankName)),
        (_, by) => Ok(by.to_owned()),
    }
}
