//! The sample report of a round and everything that goes with it: pages, workbooks, microdata, logs, manifest.
//!
//! The same report gives the same bytes: every time in the files comes from the sheet and the records of the round.

mod charts;
mod files;
mod html;
mod manifest;
mod model;
mod parts;
#[cfg(test)]
mod tests;
mod workbook;

pub use files::{OF_PEOPLE, ReportFile, files};
pub use manifest::{MANIFEST, MANIFEST_SCHEMA};

use super::ExportError;
use crate::domain::definition::Language;
use crate::domain::report::SampleReport;

/// The report as one page in that language: no script, nothing from elsewhere, A4 on paper.
pub fn report_html(report: &SampleReport, language: Language) -> String {
    html::page(&parts::document(report, language))
}

/// The report's tables as a workbook in that language: one idea a sheet, and a sheet with the method in sentences.
///
/// # Errors
/// The workbook cannot be built.
pub fn report_xlsx(report: &SampleReport, language: Language) -> Result<Vec<u8>, ExportError> {
    workbook::workbook(&parts::document(report, language), &report.sheet)
}
