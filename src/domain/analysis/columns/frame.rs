//! The data that an analysis works on.

use super::{Codes, Column, Ids, expand};
use crate::domain::analysis::formula::Scope;
use crate::domain::definition::{Demand, Expected, Found, Place, Problem, Problems, nearest};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Rows in canonical order with the columns that the specification uses.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The file's name, for messages.
    pub file: String,
    /// Headings of the file.
    pub header: Vec<String>,
    /// Data rows of the file.
    pub rows_read: u64,
    /// Line (CSV) or row (XLSX, Parquet) of the file, per row.
    pub lines: Vec<u32>,
    /// The column that names rows.
    pub id_column: Option<String>,
    /// Their names.
    pub ids: Ids,
    /// Names of the rows that `keep` left out.
    pub left_out: Ids,
    /// By name; derived columns among them.
    pub columns: BTreeMap<String, Column>,
}

impl Scope for Frame {
    fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }

    fn rows(&self) -> usize {
        self.lines.len()
    }
}

impl Frame {
    /// A row's name: its id, or its line where the data has no ids.
    pub fn name(&self, row: usize) -> String {
        self.ids.get(row).unwrap_or_else(|| self.lines[row].to_string())
    }

    /// The names of all rows.
    pub(super) fn names(&self) -> Cow<'_, Ids> {
        match &self.ids {
            Ids::Lines => Cow::Owned(Ids::Whole(self.lines.iter().map(|line| u64::from(*line)).collect())),
            ids => Cow::Borrowed(ids),
        }
    }

    /// The columns that names and patterns mean (see [`expand`]).
    ///
    /// # Errors
    /// A pattern that nothing matches.
    pub fn expand(&self, names: &[String]) -> Result<Vec<String>, Problems> {
        expand(names, &self.header).map_err(|name| Problems(vec![no_column(&self.file, &name, &self.header)]))
    }

    /// A column as categories. A column of numbers gives their shortest decimal texts.
    ///
    /// # Errors
    /// No such column.
    pub fn categories(&self, name: &str) -> Result<Cow<'_, Codes>, Problems> {
        match self.need(name)? {
            Column::Codes(codes) => Ok(Cow::Borrowed(codes)),
            Column::Numbers(numbers) => Ok(Cow::Owned(Codes::from_numbers(numbers))),
        }
    }

    /// A column as numbers; NaN where missing.
    ///
    /// # Errors
    /// No such column; a cell that is no number, by line.
    pub fn numbers(&self, name: &str) -> Result<Cow<'_, [f64]>, Problems> {
        match self.need(name)? {
            Column::Numbers(numbers) => Ok(Cow::Borrowed(numbers)),
            Column::Codes(codes) => {
                let is_text = |row: &usize| codes.level(*row).is_some_and(|level| codes.numbers[level].is_nan());
                if !codes.are_numbers()
                    && let Some(row) = (0..self.rows()).find(is_text)
                {
                    let found = Found::Text(codes.text(row).unwrap_or_default().to_string());
                    return Err(self.refuse(row, name, found, Demand::ANumber.into()));
                }
                let table: Vec<f64> = std::iter::once(f64::NAN).chain(codes.numbers.iter().copied()).collect();
                let mut numbers = vec![0.0; self.rows()];
                codes.look_up(0..self.rows(), &table, &mut numbers);
                Ok(Cow::Owned(numbers))
            }
        }
    }

    fn need(&self, name: &str) -> Result<&Column, Problems> {
        let all: Vec<String> = self.columns.keys().cloned().collect();
        self.columns
            .get(name)
            .ok_or_else(|| Problems(vec![no_column(&self.file, name, &all)]))
    }

    /// A problem in one cell.
    pub fn problem(&self, row: usize, column: &str, found: Found, expected: Expected) -> Problem {
        Problem {
            place: Place {
                file: self.file.clone(),
                line: self.lines[row] as usize,
                column: Some(column.to_string()),
            },
            found,
            expected,
        }
    }

    /// A refusal because of one cell.
    pub fn refuse(&self, row: usize, column: &str, found: Found, expected: Expected) -> Problems {
        Problems(vec![self.problem(row, column, found, expected)])
    }

    /// The same frame with these rows only, ascending.
    pub fn restricted(&self, rows: &[u32]) -> Frame {
        let mut some = self.clone();
        some.take(rows);
        some
    }

    /// Puts rows into this order, leaving out those that are not named.
    pub(super) fn take(&mut self, places: &[u32]) {
        self.lines = places.iter().map(|at| self.lines[*at as usize]).collect();
        self.ids = self.ids.take(places);
        for column in self.columns.values_mut() {
            *column = column.take(places);
        }
    }
}

/// A column that is asked for and not there.
pub(super) fn no_column(file: &str, name: &str, header: &[String]) -> Problem {
    let near = nearest(name, header.iter().map(String::as_str)).map(str::to_string);
    Problem {
        place: Place {
            file: file.to_string(),
            line: 1,
            column: None,
        },
        found: Found::NoColumn(name.to_string()),
        expected: match near {
            Some(near) => Expected::NearestOf(near, header.to_vec()),
            None => Expected::AnyOf(header.to_vec()),
        },
    }
}
