//! Whom to remind: one row a unit, with contact data and without any code.

use super::{ExportError, list};
use std::collections::BTreeMap;

/// One unit to remind. Holds contact data: never log it.
#[derive(Clone)]
pub struct ReminderRow {
    /// Sample number.
    pub sample_no: u64,
    /// Audience id.
    pub audience: String,
    /// Stratum.
    pub stratum: String,
    /// The unit's reference in the frame.
    pub unit_ref: String,
    /// Contact columns of the frame, decrypted by the caller.
    pub contact: BTreeMap<String, String>,
}

/// UTF-8 CSV with BOM: `sample_no`, `audience`, `stratum`, `unit_ref`, every contact column that any unit has (sorted).
///
/// # Errors
/// The CSV writer's.
pub fn reminders_csv(rows: &[ReminderRow]) -> Result<Vec<u8>, ExportError> {
    list::csv(&cells(rows))
}

/// The same columns as a workbook with one sheet, everything as text.
///
/// # Errors
/// The workbook writer's.
pub fn reminders_xlsx(rows: &[ReminderRow]) -> Result<Vec<u8>, ExportError> {
    list::xlsx(&cells(rows))
}

fn cells(rows: &[ReminderRow]) -> Vec<Vec<String>> {
    let contacts = list::contact_columns(rows.iter().map(|row| &row.contact));
    let unit = |row: &ReminderRow| {
        let unit = [
            row.sample_no.to_string(),
            row.audience.clone(),
            row.stratum.clone(),
            row.unit_ref.clone(),
        ];
        list::line(unit, &contacts, &row.contact, [])
    };
    let head = list::head(&contacts, []);
    std::iter::once(head).chain(rows.iter().map(unit)).collect()
}
