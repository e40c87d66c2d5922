//! XLSX: one sheet's cells as the text that a person reads in them.

use super::shape::{RawRows, check_cells, column_name};
use super::{Expected, Found, MOST_UNPACKED, Problem, Problems, Row, at, whole};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use std::io::{Cursor, Read, copy, sink};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn rows(file: &str, bytes: &[u8], sheet: Option<&str>) -> Result<RawRows, Problems> {
    refuse_bombs(file, bytes)?;
    let broken = |error: calamine::XlsxError| whole(file, Found::BrokenWorkbook(error.to_string()), Expected::Xlsx);
    let mut workbook: Workbook = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet = choose(file, &workbook, sheet)?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(broken)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut problems = Vec::new();
    let mut cells_read = 0;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let (line, column) = (row as usize + 1, column as usize);
        let text = text_of(cell.get_value()).unwrap_or_else(|error| {
            problems.push(error_cell(file, line, column, &error));
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
    Ok(RawRows {
        rows,
        short_is_wrong: false,
    })
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

fn error_cell(file: &str, line: usize, column: usize, error: &str) -> Problem {
    let found = Found::FormulaError(error.into());
    at(file, line, Some(column_name(column)), found, Expected::AValue)
}

/// Counts what the archive really unpacks to, because what it declares may be a lie.
fn refuse_bombs(file: &str, bytes: &[u8]) -> Result<(), Problems> {
    let broken = |error: &dyn std::fmt::Display| {
        let found = Found::BrokenArchive(error.to_string());
        whole(file, found, Expected::CsvOrXlsx)
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let mut unpacked = 0;
    for i in 0..archive.len() {
        let entry = archive.by_index(i).map_err(|e| broken(&e))?;
        let left = MOST_UNPACKED - unpacked;
        if entry.size() <= left {
            unpacked += copy(&mut entry.take(left + 1), &mut sink()).map_err(|e| broken(&e))?;
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

fn choose(file: &str, workbook: &Workbook, sheet: Option<&str>) -> Result<String, Problems> {
    let names = workbook.sheet_names();
    let found = match sheet {
        None => names.first(),
        Some(name) => names.iter().find(|n| n.as_str() == name),
    };
    found.cloned().ok_or_else(|| {
        let expected = sheet.map_or(Expected::ASheet, |name| Expected::Sheet(name.into()));
        whole(file, Found::Sheets(names), expected)
    })
}

/// The cell's text; `Err` is the formula error that stands there.
fn text_of(value: &DataRef) -> Result<String, String> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(x) => number(*x),
        DataRef::String(text) => text.trim().into(),
        DataRef::SharedString(text) => text.trim().into(),
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
