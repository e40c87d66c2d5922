//! XLSX: one sheet's cells as the text that a person reads in them.

use super::plain::trim;
use super::shape::{RawRows, check_cells, column_name};
use super::{Expected, Found, MOST_ROWS, MOST_UNPACKED, Problem, Problems, Row, at, whole};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use std::io::{Cursor, Read, copy, sink};

mod counting;
mod sheet;

use self::counting::Counting;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The rows, and the file's name with the sheet's for messages.
pub(super) fn rows(file: &str, bytes: &[u8], sheet: Option<&str>) -> Result<(String, RawRows), Problems> {
    refuse_bombs(file, bytes)?;
    let broken = |error: XlsxError| unreadable(file, &error);
    let mut workbook: Workbook = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet = sheet::choose(file, &mut workbook, sheet)?;
    let file = format!("{file} ({sheet})");
    let merged = workbook.merge_cells_by_sheet_name(&sheet).map_err(broken)?;
    let rows = cells(&file, &mut workbook, &sheet)?;
    sheet::refuse_merged(&file, &merged, &rows)?;
    let raw = RawRows {
        rows,
        short_is_wrong: false,
    };
    Ok((file, raw))
}

fn unreadable(file: &str, error: &XlsxError) -> Problems {
    let found = match error {
        XlsxError::Password => Found::LockedWorkbook,
        _ => Found::BrokenWorkbook,
    };
    whole(file, found, Expected::SavedAsTable)
}

fn cells(file: &str, workbook: &mut Workbook, sheet: &str) -> Result<Vec<Row>, Problems> {
    let broken = |error: XlsxError| unreadable(file, &error);
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(broken)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut problems = Vec::new();
    let mut cells_read = 0;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
        let (line, column) = (cell.pos.0 as usize + 1, cell.pos.1 as usize);
        // A program that writes formulas without computing them leaves the value out: it is not “not answered”.
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            problems.push(cell_problem(
                file,
                line,
                column,
                Found::FormulaWithoutValue,
                Expected::StoredValue,
            ));
            continue;
        }
        let text = text_of(&cell.value).unwrap_or_else(|error| {
            problems.push(cell_problem(
                file,
                line,
                column,
                Found::FormulaError(error),
                Expected::AValue,
            ));
            String::new()
        });
        if text.is_empty() {
            continue;
        }
        // Rows are kept as wide as their last content, never as wide as the sheet claims to be.
        cells_read += put(&mut rows, line, column, text);
        check_cells(file, cells_read)?;
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    rows.sort_by_key(|row| row.line);
    Ok(rows)
}

/// Puts a cell at its place; gives by how many cells the table grew.
fn put(rows: &mut Vec<Row>, line: usize, column: usize, text: String) -> usize {
    if rows.last().is_none_or(|row| row.line != line) {
        let cells = Vec::new();
        rows.push(Row { line, cells });
    }
    let cells = &mut rows.last_mut().expect("a row was just pushed if there was none").cells;
    let before = cells.len();
    if column >= before {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
    cells.len() - before
}

fn cell_problem(file: &str, line: usize, column: usize, found: Found, expected: Expected) -> Problem {
    at(file, line, Some(column_name(column)), found, expected)
}

/// Counts what the archive really unpacks to, because what it declares may be a lie; a workbook has its parts in `xl/`.
fn refuse_bombs(file: &str, bytes: &[u8]) -> Result<(), Problems> {
    let broken = || whole(file, Found::BrokenArchive, Expected::SavedAsTable);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if !archive
        .file_names()
        .any(|name| name.is_ok_and(|name| name.starts_with("xl/")))
    {
        return Err(whole(file, Found::OtherArchive, Expected::TableFile));
    }
    let mut unpacked = 0;
    for i in 0..archive.len() {
        let entry = archive.by_index(i).map_err(|_| broken())?;
        let left = MOST_UNPACKED - unpacked;
        if entry.size() <= left {
            let mut counting = Counting::new(entry.take(left + 1));
            let copied = copy(&mut counting, &mut sink());
            refuse_too_many(file, &counting)?;
            unpacked += copied.map_err(|_| broken())?;
        } else {
            unpacked = MOST_UNPACKED + 1;
        }
        if unpacked > MOST_UNPACKED {
            let found = Found::Unpacks(MOST_UNPACKED);
            return Err(whole(file, found, Expected::SmallerWorkbook));
        }
    }
    Ok(())
}

/// A sheet with more rows or cells than are read is refused before any of them is looked at.
fn refuse_too_many<R>(file: &str, counting: &Counting<R>) -> Result<(), Problems> {
    if counting.rows > MOST_ROWS {
        return Err(whole(file, Found::TooManyRows(MOST_ROWS), Expected::SmallerWorkbook));
    }
    check_cells(file, counting.cells)
}

/// The cell's text; `Err` is the formula error that stands there.
fn text_of(value: &DataRef) -> Result<String, String> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(x) => number(*x),
        DataRef::String(text) => trim(text).into(),
        DataRef::SharedString(text) => trim(text).into(),
        DataRef::Bool(true) => "TRUE".into(),
        DataRef::Bool(false) => "FALSE".into(),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => return Err(error.to_string()),
    })
}

/// Rust writes the shortest text that reads back, whole values without a point.
fn number(x: f64) -> String {
    if x == 0.0 { "0".into() } else { x.to_string() }
}

fn date(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.is_duration() {
        let seconds = (moment.as_f64() * 86_400.0).round() as i64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (moment.as_f64() < 1.0, time.as_str()) {
        (true, _) => time,
        (false, "00:00:00") => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02}T{time}"),
    }
}
