//! `/office/ledger/{year}/files/…`: workbook, page to print, every delivery, sealed sheets, an empty table to fill in.

use super::known;
use crate::domain::definition::Language;
use crate::domain::ledger::{Ledger, standing};
use crate::domain::refusal::Refusal;
use crate::export::{ExportError, LedgerView, delivery_name, delivery_table, ledger_html, ledger_table, ledger_xlsx};
use crate::stages::StageError;
use crate::stages::ledger::{sheet_file, year_before};
use crate::web::PageError;
use crate::web::access::acts::ReadLedger;
use crate::web::access::{May, Visit};
use crate::web::components::refusal::nowhere;
use crate::web::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const CSV: &str = "text/csv; charset=utf-8";

/// The page to print carries its own style and nothing else.
const PRINT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// `GET /office/ledger/{year}/files/{file}`.
pub async fn show(may: May<ReadLedger>, Path((year, file)): Path<(i16, String)>) -> Result<Response, PageError> {
    let Some(ledger) = known(&may, year).await? else {
        return Ok(nowhere(&may));
    };
    let before = year_before(&may.app, &ledger).await?;
    let (present, last) = (standing(&ledger), before.as_ref().map(standing));
    let view = LedgerView {
        present: &present,
        last: last.as_ref(),
    };
    if let Some(language) = language_of(&file, year) {
        let policy = [(header::CONTENT_SECURITY_POLICY, PRINT_POLICY)];
        return Ok((policy, ledger_html(&view, language)).into_response());
    }
    let (kind, bytes) = if file == format!("ledger-{year}.xlsx") {
        (XLSX, ledger_xlsx(&view).map_err(technical)?)
    } else if file == "template.csv" {
        (CSV, ledger_table(&ledger).map_err(technical)?)
    } else if let Some(import) = ledger.imports.iter().find(|import| delivery_name(import) == file) {
        (CSV, delivery_table(&ledger, import).map_err(technical)?)
    } else if let Some(bytes) = sheet(&may, &ledger, &file).await? {
        ("application/json", bytes)
    } else {
        return Ok(nowhere(&may));
    };
    let name = format!("attachment; filename=\"{file}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

fn technical(error: ExportError) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}

fn language_of(file: &str, year: i16) -> Option<Language> {
    let code = file.strip_prefix(&format!("ledger-{year}."))?.strip_suffix(".html")?;
    match code {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// A version of the sheet as it was imported; `None` for any other name.
async fn sheet(visit: &Visit, ledger: &Ledger, file: &str) -> Result<Option<Vec<u8>>, PageError> {
    let version = file.strip_prefix("sheet-v").and_then(|rest| rest.strip_suffix(".json"));
    let version = version.and_then(|version| version.parse().ok());
    let known = version.filter(|version| ledger.sheets.iter().any(|sheet| sheet.version == *version));
    match known {
        Some(version) => Ok(Some(sheet_file(&visit.app, ledger.year, version).await?)),
        None => Ok(None),
    }
}
