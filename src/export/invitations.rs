//! Invitations for a printer, a messaging service or interviewers: one row a unit, with its link and its departments.

use super::{ExportError, list};
use std::collections::BTreeMap;

/// One invitation as it leaves the house. Holds contact data and a live token: never log it.
#[derive(Clone)]
pub struct InvitationRow {
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
    /// The token as printed, in groups.
    pub token: String,
    /// Address that opens the questionnaire.
    pub link: String,
    /// Ids of the departments that it is asked about, in order.
    pub shown: Vec<String>,
}

/// UTF-8 CSV with BOM: `sample_no`, `audience`, `stratum`, `unit_ref`, every contact column that any unit has (sorted),
/// `token`, `link`, `shown` (department ids with a blank between each two).
///
/// # Errors
/// The CSV writer's.
pub fn invitations_csv(rows: &[InvitationRow]) -> Result<Vec<u8>, ExportError> {
    list::csv(&cells(rows))
}

/// The same columns as a workbook with one sheet, everything as text.
///
/// # Errors
/// The workbook writer's.
pub fn invitations_xlsx(rows: &[InvitationRow]) -> Result<Vec<u8>, ExportError> {
    list::xlsx(&cells(rows))
}

fn cells(rows: &[InvitationRow]) -> Vec<Vec<String>> {
    let contacts = list::contact_columns(rows.iter().map(|row| &row.contact));
    let own = |row: &InvitationRow| [row.token.clone(), row.link.clone(), row.shown.join(" ")];
    let unit = |row: &InvitationRow| {
        let unit = [
            row.sample_no.to_string(),
            row.audience.clone(),
            row.stratum.clone(),
            row.unit_ref.clone(),
        ];
        list::line(unit, &contacts, &row.contact, own(row))
    };
    let head = list::head(&contacts, ["token", "link", "shown"]);
    std::iter::once(head).chain(rows.iter().map(unit)).collect()
}
