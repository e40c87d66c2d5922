//! Lists of units with their contact data, as CSV or workbook: every cell is text that no program takes for a formula.

use super::{BOM, ExportError, inert};
use rust_xlsxwriter::{Format, Workbook};
use std::collections::{BTreeMap, BTreeSet};

/// Columns that name a unit.
const UNIT: [&str; 4] = ["sample_no", "audience", "stratum", "unit_ref"];

/// Widths of workbook columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=48;

/// Every contact column that any unit has, sorted.
pub(super) fn contact_columns<'a>(contacts: impl Iterator<Item = &'a BTreeMap<String, String>>) -> BTreeSet<&'a str> {
    contacts.flat_map(|one| one.keys().map(String::as_str)).collect()
}

/// The heading line.
pub(super) fn head<const N: usize>(contacts: &BTreeSet<&str>, own: [&str; N]) -> Vec<String> {
    let all = UNIT.into_iter().chain(contacts.iter().copied()).chain(own);
    all.map(inert).collect()
}

/// The line of a unit.
pub(super) fn line<const N: usize>(
    unit: [String; 4],
    contacts: &BTreeSet<&str>,
    contact: &BTreeMap<String, String>,
    own: [String; N],
) -> Vec<String> {
    let contact = contacts
        .iter()
        .map(|name| contact.get(*name).cloned().unwrap_or_default());
    let all = unit.into_iter().chain(contact).chain(own);
    all.map(|cell| inert(&cell)).collect()
}

/// UTF-8 CSV with BOM.
pub(super) fn csv(lines: &[Vec<String>]) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BOM.to_vec());
    for line in lines {
        writer.write_record(line)?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}

/// A workbook with one sheet: numbers of telephones stay as they are written.
pub(super) fn xlsx(lines: &[Vec<String>]) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 0)?;
    for (row, line) in lines.iter().enumerate() {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        for (column, cell) in (0_u16..).zip(line) {
            if row == 0 {
                sheet.write_string_with_format(row, column, cell, &bold)?;
            } else {
                sheet.write_string(row, column, cell)?;
            }
        }
    }
    for (column, width) in (0_u16..).zip(widths(lines)) {
        sheet.set_column_width(column, width as f64)?;
    }
    Ok(book.save_to_buffer()?)
}

/// As wide as the first lines need.
fn widths(lines: &[Vec<String>]) -> Vec<usize> {
    let columns = lines.first().map_or(0, Vec::len);
    let widest = |column: usize| {
        let cells = lines.iter().take(50).filter_map(|line| line.get(column));
        let longest = cells
            .map(|cell| cell.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>())
            .max();
        (longest.unwrap_or_default() + 2).clamp(*WIDTHS.start(), *WIDTHS.end())
    };
    (0..columns).map(widest).collect()
}
