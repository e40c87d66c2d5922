//! Invitations for a printer, a messaging service or interviewers: one row a unit, with its link and its departments.

use super::{BOM, ExportError, inert};
use std::collections::{BTreeMap, BTreeSet};

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
pub fn invitations_csv(rows: &[InvitationRow]) -> Result<Vec<u8>, ExportError> {
    let contacts: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.contact.keys().map(String::as_str))
        .collect();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BOM.to_vec());
    let head = ["sample_no", "audience", "stratum", "unit_ref"]
        .into_iter()
        .chain(contacts.iter().copied())
        .chain(["token", "link", "shown"]);
    writer.write_record(head.map(inert))?;
    for row in rows {
        let contact = contacts
            .iter()
            .map(|name| row.contact.get(*name).map(String::as_str).unwrap_or_default());
        let start = [
            row.sample_no.to_string(),
            inert(&row.audience),
            inert(&row.stratum),
            inert(&row.unit_ref),
        ];
        let cells = start.into_iter().chain(contact.map(inert)).chain([
            inert(&row.token),
            inert(&row.link),
            inert(&row.shown.join(" ")),
        ]);
        writer.write_record(cells)?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}
