//! A table as people send it: the bytes of a CSV or XLSX file, read to rows that know their places.

mod csv;
mod encoding;
mod kind;
mod plain;
mod shape;
#[cfg(test)]
mod tests;
mod xlsx;

pub use csv::{decode, delimiter};
pub use encoding::encoding;
pub use kind::called_workbook;
pub use plain::{plain, trim};
pub use shape::{fit, heading};

use self::kind::Kind;
use super::definition::{Expected, Found, Place, Problem, Problems};

/// Largest file that is read, in bytes.
pub const MOST_BYTES: usize = 200_000_000;
/// Most bytes that an XLSX file may unpack to.
pub const MOST_UNPACKED: u64 = 1_000_000_000;
/// Most rows of a workbook's sheet: Excel has no more.
pub const MOST_ROWS: usize = 1_048_576;
/// Most cells of a table.
pub const MOST_CELLS: usize = 20_000_000;

/// A table with a heading row. Every row has as many cells as there are headings; all are trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name, for messages.
    pub file: String,
    /// Headings: not empty, each once.
    pub header: Vec<String>,
    /// Rows in the order of the file; those without any content are left out.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// 1-based line (CSV) or row (XLSX) of the file where it begins.
    pub line: usize,
    /// Its cells; empty text where the cell is empty.
    pub cells: Vec<String>,
}

/// Reads a table from the bytes of a file; the content, not the name, decides between CSV and XLSX.
///
/// CSV: UTF-8 with or without BOM, UTF-16 with BOM, or GB18030; comma, semicolon or tab, as the heading line has most
/// of. XLSX: the named sheet, or the first visible one with content, which messages name (`frame.xlsx (Sheet1)`); whole
/// numbers without a point, dates as ISO 8601 (`2009-12-01`, `2009-12-01T09:30:00`), truth values as `TRUE` and `FALSE`.
///
/// # Errors
/// Every problem found: another program's file, no text, no heading, empty or repeated headings, rows of another length,
/// formula errors, formulas without a stored value, merged cells, rows spread over several sheets, too big, a sheet
/// that isn't there.
pub fn read(file: &str, bytes: &[u8], sheet: Option<&str>) -> Result<Table, Problems> {
    if bytes.len() > MOST_BYTES {
        let found = Found::Bytes(bytes.len());
        return Err(whole(file, found, Expected::AtMostBytes(MOST_BYTES)));
    }
    match kind::kind(file, bytes)? {
        Kind::Csv => shape::table(file, csv::rows(file, bytes)?),
        Kind::Xlsx => {
            let (file, rows) = xlsx::rows(file, bytes, sheet)?;
            shape::table(&file, rows)
        }
    }
}

impl Table {
    /// Where the columns of these names are, in the order of `names`.
    ///
    /// # Errors
    /// The names that are missing, with the headings that were found.
    pub fn columns(&self, names: &[&str]) -> Result<Vec<usize>, Problems> {
        let place = |name: &str| self.header.iter().position(|heading| heading == name);
        let mut missing: Vec<String> = Vec::new();
        for name in names.iter().filter(|name| place(name).is_none()) {
            // One column may be wanted for two purposes: it is missing once.
            if !missing.iter().any(|known| known == name) {
                missing.push((*name).to_owned());
            }
        }
        let expected = match missing.as_slice() {
            [] => return Ok(names.iter().filter_map(|name| place(name)).collect()),
            [name] => Expected::Column(name.clone()),
            _ => Expected::Columns(missing),
        };
        let found = Found::Columns(self.header.clone());
        Err(Problems(vec![at(&self.file, 1, None, found, expected)]))
    }

    /// At least one row below the heading: an empty table is a slip, not a message that there was nothing.
    ///
    /// # Errors
    /// None there.
    pub fn expect_rows(&self, expected: Expected) -> Result<(), Problems> {
        if self.rows.is_empty() {
            return Err(whole(&self.file, Found::NoRows, expected));
        }
        Ok(())
    }

    /// A problem in one cell of this table.
    pub fn problem(&self, row: &Row, column: usize, found: Found, expected: Expected) -> Problem {
        Problem {
            place: Place {
                file: self.file.clone(),
                line: row.line,
                column: self.header.get(column).cloned(),
            },
            found,
            expected,
        }
    }
}

/// One problem of the file as a whole.
fn whole(file: &str, found: Found, expected: Expected) -> Problems {
    Problems(vec![at(file, 0, None, found, expected)])
}

fn at(file: &str, line: usize, column: Option<String>, found: Found, expected: Expected) -> Problem {
    Problem {
        place: Place {
            file: file.into(),
            line,
            column,
        },
        found,
        expected,
    }
}
