//! A CSV file of the folder: headings checked, every row with its line.

use super::source::{Sink, Source, nearest_of};
use crate::domain::definition::{Expected, Found};

/// A CSV file, read.
pub(in crate::domain::definition) struct Sheet<'a> {
    pub source: &'a Source,
    pub headings: Vec<String>,
    pub rows: Vec<Row>,
}

/// One row: its 1-based line and its trimmed cells, as many as there are headings.
pub(in crate::domain::definition) struct Row {
    pub line: usize,
    cells: Vec<String>,
}

impl<'a> Sheet<'a> {
    /// Reads the file; a row of the wrong length is a problem and left out.
    pub fn read(source: &'a Source, sink: &mut Sink) -> Sheet<'a> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(source.text.as_bytes());
        let mut sheet = Sheet {
            source,
            headings: Vec::new(),
            rows: Vec::new(),
        };
        for record in reader.records() {
            match record {
                Ok(record) => sheet.take(&record, sink),
                Err(error) => {
                    let line = error.position().map_or(0, |place| place.line() as usize);
                    sink.add(
                        &source.path,
                        line,
                        Found::NotCsv(error.to_string()),
                        Expected::RowOfCells,
                    );
                }
            }
        }
        if sheet.headings.is_empty() {
            sink.add(&source.path, 1, Found::EmptyFile, Expected::HeadingRow);
        }
        sheet
    }

    fn take(&mut self, record: &csv::StringRecord, sink: &mut Sink) {
        let line = record.position().map_or(0, |place| place.line() as usize);
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_string()).collect();
        if cells.iter().all(String::is_empty) {
            return;
        }
        if self.headings.is_empty() {
            self.take_headings(cells, line, sink);
        } else if cells.len() == self.headings.len() {
            self.rows.push(Row { line, cells });
        } else {
            let (found, expected) = (cells.len(), self.headings.len());
            sink.add(
                &self.source.path,
                line,
                Found::CellCount(found),
                Expected::CellsAsHeadings(expected),
            );
        }
    }

    fn take_headings(&mut self, cells: Vec<String>, line: usize, sink: &mut Sink) {
        for (i, heading) in cells.iter().enumerate() {
            if cells[..i].contains(heading) {
                sink.add(
                    &self.source.path,
                    line,
                    Found::HeadingTwice(heading.clone()),
                    Expected::HeadingOnce,
                );
            }
        }
        self.headings = cells;
    }

    /// Reports headings that are missing and headings that nobody knows.
    pub fn only(&self, needed: &[&str], sink: &mut Sink) {
        for needed in needed
            .iter()
            .filter(|needed| !self.headings.iter().any(|h| h == *needed))
        {
            sink.add(
                &self.source.path,
                1,
                Found::NoColumn(needed.to_string()),
                Expected::Column(needed.to_string()),
            );
        }
        for heading in self.headings.iter().filter(|h| !needed.contains(&h.as_str())) {
            let expected = nearest_of(heading, needed.iter().copied());
            sink.add_in_column(
                &self.source.path,
                1,
                Some(heading),
                Found::UnknownColumn(heading.clone()),
                expected,
            );
        }
    }

    /// The cell of that row under that heading; empty where there is no such column.
    pub fn cell<'r>(&self, row: &'r Row, heading: &str) -> &'r str {
        let column = self.headings.iter().position(|h| h == heading);
        column.map_or("", |column| row.cells[column].as_str())
    }

    /// A problem in one cell.
    pub fn bad(&self, row: &Row, heading: &str, found: Found, expected: Expected, sink: &mut Sink) {
        sink.add_in_column(&self.source.path, row.line, Some(heading), found, expected);
    }

    /// A cell that must hold something.
    pub fn filled(&self, row: &Row, heading: &str, expected: Expected, sink: &mut Sink) -> String {
        let cell = self.cell(row, heading);
        if cell.is_empty() && self.headings.iter().any(|h| h == heading) {
            self.bad(row, heading, Found::EmptyCell, expected, sink);
        }
        cell.to_string()
    }
}
