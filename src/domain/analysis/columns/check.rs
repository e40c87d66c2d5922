//! What can be wrong with rows, said by file, line and column.

use super::{Column, Frame, Ids};
use crate::domain::analysis::formula::{FormulaError, Scope, comparison};
use crate::domain::analysis::spec::{ItemsSpec, Spec};
use crate::domain::definition::{Demand, Expected, Found, Place, Problem, Problems, nearest};
use std::collections::BTreeSet;

/// Problems of one kind in one column that are reported: a file of a million rows may have one in each.
pub(super) const MOST: usize = 200;

/// Refuses a file without rows, and one of which `keep` left none.
pub(super) fn some_rows(frame: &Frame) -> Result<(), Problems> {
    if !frame.lines.is_empty() {
        return Ok(());
    }
    let place = Place {
        file: frame.file.clone(),
        line: 0,
        column: None,
    };
    let (found, expected) = match frame.rows_read {
        0 => (Found::NoRows, Expected::HeadingAndRows),
        _ => (Found::NothingKept, Demand::RowsKept.into()),
    };
    Err(Problems(vec![Problem { place, found, expected }]))
}

/// Every row has an id, and no two the same.
pub(super) fn ids(frame: &Frame) -> Result<(), Problems> {
    let Some(column) = &frame.id_column else { return Ok(()) };
    let mut problems = Vec::new();
    let mut seen: Vec<(String, u32)> = Vec::new();
    match &frame.ids {
        Ids::Lines => {}
        Ids::Whole(numbers) => {
            let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
            order.sort_by_key(|row| (numbers[*row as usize], frame.lines[*row as usize]));
            let pairs = order
                .windows(2)
                .filter(|pair| numbers[pair[0] as usize] == numbers[pair[1] as usize]);
            seen.extend(pairs.map(|pair| (numbers[pair[1] as usize].to_string(), pair[1])));
            let first = |number: u64| order.partition_point(|row| numbers[*row as usize] < number);
            for (id, row) in seen.iter().take(MOST) {
                let first = order[first(numbers[*row as usize])] as usize;
                problems.push(again(frame, *row as usize, column, id, first));
            }
        }
        Ids::Texts { .. } => {
            let text = |row: u32| frame.ids.text(row as usize).unwrap_or_default();
            let mut order: Vec<u32> = (0..frame.lines.len() as u32).collect();
            order.sort_by(|a, b| {
                text(*a)
                    .cmp(text(*b))
                    .then(frame.lines[*a as usize].cmp(&frame.lines[*b as usize]))
            });
            for group in order.chunk_by(|a, b| text(*a) == text(*b)) {
                let id = text(group[0]);
                if id.is_empty() {
                    let empty =
                        |row: &u32| frame.problem(*row as usize, column, Found::EmptyCell, Demand::RowId.into());
                    problems.extend(group.iter().take(MOST).map(empty));
                } else if problems.len() < MOST {
                    let others = group[1..].iter();
                    problems.extend(others.map(|row| again(frame, *row as usize, column, id, group[0] as usize)));
                }
            }
        }
    }
    refuse(problems)
}

fn again(frame: &Frame, row: usize, column: &str, id: &str, first: usize) -> Problem {
    let expected = Demand::RowOnceAt(frame.lines[first] as usize).into();
    frame.problem(row, column, Found::Again(id.to_string()), expected)
}

fn refuse(mut problems: Vec<Problem>) -> Result<(), Problems> {
    problems.sort();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Problems(problems))
    }
}

/// Codes of batteries, and design columns without gaps.
pub(super) fn all(spec: &Spec, frame: &Frame) -> Result<(), Problems> {
    let mut problems = Vec::new();
    for items in &spec.items {
        for column in frame.expand(&items.columns)? {
            problems.extend(wrong_codes(items, frame, &column));
        }
    }
    let design: BTreeSet<&String> = spec
        .runs
        .iter()
        .flat_map(|run| {
            run.design
                .strata
                .iter()
                .chain(&run.design.clusters)
                .chain(run.design.population_columns())
        })
        .collect();
    for name in design {
        let gap = |row: &usize| frame.columns[name].is_missing(*row);
        let gaps = (0..frame.rows()).filter(gap).take(MOST);
        problems.extend(gaps.map(|row| frame.problem(row, name, Found::MissingValue, Demand::DesignValue.into())));
    }
    refuse(problems)
}

fn wrong_codes(items: &ItemsSpec, frame: &Frame, name: &str) -> Vec<Problem> {
    let Some(Column::Codes(codes)) = frame.columns.get(name) else {
        return Vec::new();
    };
    let known = |level: &String| items.valid.contains(level) || items.other.contains(level);
    let wrong: Vec<bool> = std::iter::once(false)
        .chain(codes.levels.iter().map(|level| !known(level)))
        .collect();
    if !wrong.contains(&true) {
        return Vec::new();
    }
    let all: Vec<String> = items.valid.iter().chain(&items.other).cloned().collect();
    let rows = (0..frame.rows()).filter(|row| wrong[codes.rows.get(*row)]).take(MOST);
    rows.map(|row| {
        let found = Found::Text(codes.text(row).unwrap_or_default().to_string());
        frame.problem(row, name, found, Expected::OneOf(all.clone()))
    })
    .collect()
}

impl Frame {
    /// A formula's failure on this data, with the line of the specification or of the data that has to be mended.
    pub fn formula_problem(&self, spec_file: &str, line: usize, error: &FormulaError) -> Problems {
        let in_spec = |found, expected| Problem {
            place: Place {
                file: spec_file.to_string(),
                line,
                column: None,
            },
            found,
            expected,
        };
        let problem = match error {
            FormulaError::UnknownName { name, .. } => {
                let names: Vec<String> = self.columns.keys().cloned().collect();
                let near = nearest(name, names.iter().map(String::as_str)).map(str::to_string);
                let expected = match near {
                    Some(near) => Expected::NearestOf(near, names),
                    None => Expected::AnyOf(names),
                };
                in_spec(Found::UnknownColumn(name.clone()), expected)
            }
            FormulaError::TextForNumber { formula } => {
                in_spec(Found::Written(formula.clone()), Demand::NumbersOnly.into())
            }
            FormulaError::NotNumber { formula, column, level } => {
                let row = match self.columns.get(column) {
                    Some(Column::Codes(codes)) => (0..self.rows()).find(|row| codes.text(*row) == Some(level)),
                    _ => None,
                };
                let (found, expected) = (Found::Text(level.clone()), Demand::NumberFor(formula.clone()).into());
                match row {
                    Some(row) => self.problem(row, column, found, expected),
                    None => in_spec(found, expected),
                }
            }
            FormulaError::NotTruth {
                formula,
                column,
                row,
                value,
            } => Problem {
                place: Place {
                    file: self.file.clone(),
                    line: self.lines[*row] as usize,
                    column: column.clone().filter(|column| self.header.contains(column)),
                },
                found: Found::Text(value.clone()),
                expected: Demand::TruthFor(formula.clone(), comparison(column.as_deref())).into(),
            },
            FormulaError::Undefined { formula, row } => Problem {
                place: Place {
                    file: self.file.clone(),
                    line: self.lines[*row] as usize,
                    column: None,
                },
                found: Found::NoResult(formula.clone()),
                expected: Demand::AResult.into(),
            },
        };
        Problems(vec![problem])
    }
}
