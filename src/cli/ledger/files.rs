//! The files of a ledger: workbook, pages to print, every delivery, and every version of the sealed sheet as it was imported.

use crate::cli::export::write_all;
use crate::domain::definition::Language;
use crate::domain::ledger::standing;
use crate::export::{LedgerView, delivery_name, delivery_table, ledger_html, ledger_xlsx};
use crate::stages::App;
use crate::stages::ledger as stage;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Writes them; gives their paths.
pub(super) async fn write(app: &App, year: i16, out: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let ledger = stage::load(app, year).await?;
    let before = stage::year_before(app, &ledger).await?;
    let (present, last) = (standing(&ledger), before.as_ref().map(standing));
    let view = LedgerView {
        present: &present,
        last: last.as_ref(),
    };
    let page = |language| ledger_html(&view, language).into_string().into_bytes();
    let mut files = BTreeMap::from([
        (format!("ledger-{year}.xlsx"), ledger_xlsx(&view)?),
        (format!("ledger-{year}.zh.html"), page(Language::Zh)),
        (format!("ledger-{year}.en.html"), page(Language::En)),
    ]);
    for sheet in &ledger.sheets {
        let bytes = stage::sheet_file(app, year, sheet.version).await?;
        files.insert(format!("sheet-v{}.json", sheet.version), bytes);
    }
    for import in &ledger.imports {
        files.insert(delivery_name(import), delivery_table(&ledger, import)?);
    }
    write_all(out, &files)
}
