//! Domain types written as files: JSON, CSV, XLSX, ZIP, QR codes, slips of paper.

pub mod analysis;
mod archive;
mod feed;
#[cfg(test)]
pub(crate) mod fixture;
mod invitations;
mod ledger;
mod list;
pub mod microdata;
mod page;
mod reminders;
pub mod sample_report;
mod scores;
mod slips;
#[cfg(test)]
pub(crate) mod tests;
mod workbook;
mod workbook_notes;
mod workbook_parts;
mod workbook_weighting;

pub use archive::archive;
pub use feed::{sheet_csv, sheet_json};
pub use invitations::{InvitationRow, invitations_csv, invitations_xlsx};
pub use ledger::{
    LedgerView, delivery_name, delivery_table, departments_table, ledger_html, ledger_table, ledger_xlsx,
};
pub use reminders::{ReminderRow, reminders_csv, reminders_xlsx};
pub use scores::{ScoreRecord, Scores, SheetSignature, scores_json};
pub use slips::{qr_svg, slips_html};
pub(crate) use workbook::by_class;
pub use workbook::sheet_xlsx;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The sheet holds a number that JSON cannot carry.
    #[error("the sheet cannot be written as canonical JSON: {0}")]
    Json(#[from] crate::domain::proof::CanonicalError),
    /// The CSV writer failed.
    #[error("the CSV cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// The workbook could not be built.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The archive could not be built.
    #[error("the archive cannot be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The link does not fit into a code.
    #[error("the link of {length} characters does not fit into a QR code; at most 2,300 fit")]
    Code {
        /// Characters of the link.
        length: usize,
    },
}

/// UTF-8 byte order mark: without it Excel reads Chinese as GBK.
pub(crate) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Text that no spreadsheet program takes for a formula: an apostrophe stands before a leading `= + - @`, tab or line
/// break, also behind spaces and in full width.
pub(crate) fn inert(text: &str) -> String {
    let first = text.trim_start_matches([' ', '\u{3000}', '\u{feff}']).chars().next();
    let live = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    match first {
        Some(c) if live.contains(&c) => format!("'{text}"),
        _ => text.to_string(),
    }
}
