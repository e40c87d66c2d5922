//! Which sheet of a workbook is read, and what on it cannot be read as a table.

use super::super::{Expected, Found, Problems, Row, at, whole};
use super::{Workbook, column_name, text_of, unreadable};
use calamine::{Dimensions, Reader, SheetType, SheetVisible, XlsxError};

/// The named sheet, or the first visible one with content.
///
/// Rows on two visible sheets under the same headings are refused: one of them would be lost without a word.
pub(super) fn choose(file: &str, workbook: &mut Workbook, sheet: Option<&str>) -> Result<String, Problems> {
    let names = workbook.sheet_names();
    if let Some(name) = sheet {
        let found = names.iter().find(|n| n.as_str() == name).cloned();
        return found.ok_or_else(|| whole(file, Found::Sheets(names), Expected::Sheet(name.into())));
    }
    let sheets = workbook.sheets_metadata().to_vec();
    let (mut visible, mut hidden) = (Vec::new(), Vec::new());
    for sheet in sheets.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let heading = first_row(workbook, &sheet.name).map_err(|error| unreadable(file, &error))?;
        if heading.is_empty() {
            continue;
        }
        match sheet.visible {
            SheetVisible::Visible => visible.push((sheet.name, heading)),
            SheetVisible::Hidden | SheetVisible::VeryHidden => hidden.push(sheet.name),
        }
    }
    let Some((first, heading)) = visible.first() else {
        let (found, expected) = match hidden.is_empty() {
            true => (Found::NoContent, Expected::HeadingAndRows),
            false => (Found::OnlyHidden(hidden), Expected::VisibleSheet),
        };
        return Err(whole(file, found, expected));
    };
    let alike: Vec<String> = visible
        .iter()
        .filter(|(_, other)| other == heading)
        .map(|(name, _)| name.clone())
        .collect();
    match alike.len() {
        1 => Ok(first.clone()),
        _ => Err(whole(file, Found::SheetsAlike(alike), Expected::OneSheet)),
    }
}

/// The texts of the first row that has any.
fn first_row(workbook: &mut Workbook, sheet: &str) -> Result<Vec<String>, XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(sheet)?;
    let (mut row, mut texts) = (None, Vec::new());
    while let Some(cell) = cells.next_cell()? {
        let (line, _) = cell.get_position();
        if row.is_some_and(|row| row != line) {
            break;
        }
        let text = text_of(cell.get_value()).unwrap_or_else(|error| error);
        if !text.is_empty() {
            row = Some(line);
            texts.push(text);
        }
    }
    Ok(texts)
}

/// A merged cell has one value for several cells, and a spreadsheet does not say which of them it is about.
pub(super) fn refuse_merged(file: &str, merged: &[Dimensions], rows: &[Row]) -> Result<(), Problems> {
    let filled = |area: &&Dimensions| {
        let row = rows.iter().find(|row| row.line == area.start.0 as usize + 1);
        row.and_then(|row| row.cells.get(area.start.1 as usize))
            .is_some_and(|cell| !cell.is_empty())
    };
    let problems = merged.iter().filter(filled).map(|area| {
        let (line, column) = (area.start.0 as usize + 1, column_name(area.start.1 as usize));
        let end = format!("{}{}", column_name(area.end.1 as usize), area.end.0 + 1);
        let found = Found::MergedCells(format!("{column}{line}:{end}"));
        at(file, line, Some(column), found, Expected::SingleCells)
    });
    let problems: Vec<_> = problems.collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Problems(problems)),
    }
}
