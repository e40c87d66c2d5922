//! Takes the file of an assessing body: all rows or none.

use super::{actor, load, refused};
use crate::domain::ledger::{Import, Indicator, LedgerRefusal, Source, read_part};
use crate::domain::proof::sha256;
use crate::domain::table;
use crate::stages::{App, StageError};
use crate::storage::ledger as store;

/// A file of an assessing body.
#[derive(Debug, Clone)]
pub struct PartFile {
    /// The indicator's id.
    pub indicator: String,
    /// The body's id, or `whole`; may be left out where only one body assesses.
    pub source: Option<String>,
    /// The file's name.
    pub name: String,
    /// CSV or XLSX.
    pub bytes: Vec<u8>,
    /// Whether it may take the place of what was delivered before.
    pub replace: bool,
}

/// What importing came to.
#[derive(Debug, Clone)]
pub enum Imported {
    /// Stored; the files whose place it took.
    Stored {
        /// The file as stored.
        import: Import,
        /// Names of the files that it replaced.
        replaced: Vec<String>,
    },
    /// This very file counts already: nothing was done.
    Same(Import),
}

/// Imports the file of an assessing body into the ledger of a year.
pub async fn import(app: &App, year: i16, file: &PartFile, by: &str) -> Result<Imported, StageError> {
    let by = actor(app, by)?;
    let (indicator, source) = whose(file).map_err(refused)?;
    let ledger = load(app, year).await?;
    let sha256 = hex::encode(sha256(&file.bytes));
    let replaced = ledger.in_place_of(indicator, source);
    if let [same] = replaced[..]
        && same.source == source
        && same.sha256 == sha256
    {
        return Ok(Imported::Same(same.clone()));
    }
    ledger.expect_open().map_err(refused)?;
    let rows = read_part(&ledger, indicator, source, &table::read(&file.name, &file.bytes, None)?)?;
    let names: Vec<String> = replaced.iter().map(|one| one.file.clone()).collect();
    if !names.is_empty() && !file.replace {
        return Err(refused(LedgerRefusal::WouldReplace(names)));
    }
    let import = Import {
        number: ledger.imports.len() as u64 + 1,
        indicator,
        source,
        file: file.name.clone(),
        sha256,
        by,
        at: app.now(),
        replaced_by: None,
        rows,
    };
    let numbers: Vec<u64> = replaced.iter().map(|one| one.number).collect();
    store::save_import(&app.db, &ledger, &import, &numbers).await?;
    Ok(Imported::Stored {
        import,
        replaced: names,
    })
}

/// Which indicator and which of its bodies a file is from.
fn whose(file: &PartFile) -> Result<(Indicator, Source), LedgerRefusal> {
    let indicator =
        Indicator::find(&file.indicator).ok_or_else(|| LedgerRefusal::UnknownIndicator(file.indicator.clone()))?;
    if indicator == Indicator::Public {
        return Err(LedgerRefusal::PublicFromSheetOnly);
    }
    let source = match (&file.source, indicator.bodies()) {
        (Some(id), _) => Source::find(indicator, id).ok_or_else(|| LedgerRefusal::UnknownSource {
            indicator,
            found: id.clone(),
        })?,
        (None, [only]) => Source::Body(only),
        (None, _) => return Err(LedgerRefusal::SourceNeeded(indicator)),
    };
    Ok((indicator, source))
}
