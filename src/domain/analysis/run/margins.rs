//! Population margins: their totals out of the specification and its files, and the category of every row.

use super::members::dense;
use super::{AnalysisError, Labels};
use crate::domain::analysis::columns::{Codes, Frame};
use crate::domain::analysis::parse::{CROSSED, is_crossed};
use crate::domain::analysis::spec::{MarginSpec, RunSpec, TotalsSpec};
use crate::domain::definition::{Demand, Expected, Found};
use crate::domain::table::{Row, Table};
use crate::domain::weight::rake::Target;
use std::collections::BTreeMap;

/// The category of a number in a long population file.
const SUM: &str = "sum";

/// The files that a specification names, by name.
pub type Tables = BTreeMap<String, Table>;

/// A margin with its totals, on the rows of a frame.
#[derive(Debug, Clone)]
pub enum Margin {
    /// Categories.
    Counts {
        /// Totals by category.
        target: Target,
        /// Category of each row; the number of categories where the row has none.
        of_row: Vec<u32>,
    },
    /// A number and its population sum.
    Sum {
        /// Value per row, NaN where missing.
        values: Vec<f64>,
        /// Σ over the population.
        total: f64,
    },
}

/// The margin of that name.
pub fn margin(run: &RunSpec, name: &str, frame: &Frame, tables: &Tables) -> Result<Margin, AnalysisError> {
    let Some(spec) = run.margins.iter().find(|margin| margin.name == name) else {
        return Err(AnalysisError::NoMargin {
            margin: name.to_string(),
        });
    };
    match &spec.totals {
        TotalsSpec::Sum(total) => number(spec, frame, *total),
        TotalsSpec::Inline(totals) => {
            let totals: Vec<(String, f64)> = totals.iter().map(|(label, total)| (label.clone(), *total)).collect();
            counts(spec, frame, totals)
        }
        TotalsSpec::File { file, columns, total } => {
            let totals = summed(table(tables, file)?, columns, total)?;
            counts(spec, frame, totals)
        }
        TotalsSpec::Long {
            file,
            margin,
            level,
            total,
        } => {
            let totals = long(table(tables, file)?, [margin, level, total], spec)?;
            match &totals[..] {
                [(only, sum)] if only == SUM => number(spec, frame, *sum),
                _ => counts(spec, frame, totals),
            }
        }
    }
}

fn table<'t>(tables: &'t Tables, file: &str) -> Result<&'t Table, AnalysisError> {
    tables
        .get(file)
        .ok_or_else(|| AnalysisError::NoFile { file: file.to_string() })
}

fn number(spec: &MarginSpec, frame: &Frame, total: f64) -> Result<Margin, AnalysisError> {
    let column = spec.columns.first().unwrap_or(&spec.name);
    Ok(Margin::Sum {
        values: frame.numbers(column)?.into_owned(),
        total,
    })
}

/// Totals of a file with one row per category and perhaps further columns, which are summed over.
fn summed(table: &Table, columns: &[String], total: &str) -> Result<Vec<(String, f64)>, AnalysisError> {
    let names: Vec<&str> = columns.iter().map(String::as_str).chain([total]).collect();
    let places = table.columns(&names)?;
    let Some((total, keys)) = places.split_last() else {
        return Ok(Vec::new());
    };
    let mut totals: BTreeMap<Vec<String>, f64> = BTreeMap::new();
    for row in &table.rows {
        let key = keys.iter().map(|place| row.cells[*place].clone()).collect();
        *totals.entry(key).or_default() += cell(table, row, *total)?;
    }
    Ok(totals
        .into_iter()
        .map(|(key, total)| (key.join(CROSSED), total))
        .collect())
}

/// One margin's totals of a long file.
fn long(table: &Table, columns: [&String; 3], spec: &MarginSpec) -> Result<Vec<(String, f64)>, AnalysisError> {
    let places = table.columns(&columns.map(String::as_str))?;
    let [margin, level, total] = places[..] else {
        return Ok(Vec::new());
    };
    let (name, crossed) = (&spec.name, spec.columns.len());
    let mut totals: Vec<(String, f64, &Row)> = Vec::new();
    for row in table.rows.iter().filter(|row| row.cells[margin] == *name) {
        if row.cells[level].is_empty() {
            return Err(table
                .problem(row, level, Found::EmptyCell, Demand::CategoryName.into())
                .into());
        }
        if !is_crossed(&row.cells[level], crossed) {
            let (found, expected) = (Found::Text(row.cells[level].clone()), Demand::CrossedLevel(crossed));
            return Err(table.problem(row, level, found, expected.into()).into());
        }
        if let Some((label, _, first)) = totals.iter().find(|(label, ..)| *label == row.cells[level]) {
            let found = Found::Again(label.clone());
            return Err(table
                .problem(row, level, found, Expected::from(Demand::RowOnceAt(first.line)))
                .into());
        }
        totals.push((row.cells[level].clone(), cell(table, row, total)?, row));
    }
    if totals.is_empty() {
        let mut margins: Vec<&str> = table.rows.iter().map(|row| row.cells[margin].as_str()).collect();
        margins.dedup();
        return Err(AnalysisError::NoMarginRows {
            margin: name.to_string(),
            file: table.file.clone(),
            column: table.header[margin].clone(),
            margins: Labels::of(&margins),
        });
    }
    let mut totals: Vec<(String, f64)> = totals.into_iter().map(|(label, total, _)| (label, total)).collect();
    // The order of the file changes no bit of a result.
    let number = |label: &str| label.parse().unwrap_or(f64::NAN);
    if totals.iter().any(|(label, _)| number(label).is_nan()) {
        totals.sort_by(|a, b| a.0.cmp(&b.0));
    } else {
        totals.sort_by(|a, b| number(&a.0).total_cmp(&number(&b.0)).then_with(|| a.0.cmp(&b.0)));
    }
    Ok(totals)
}

fn cell(table: &Table, row: &Row, place: usize) -> Result<f64, AnalysisError> {
    let text = &row.cells[place];
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| {
        table
            .problem(row, place, Found::Text(text.clone()), Expected::from(Demand::ANumber))
            .into()
    })
}

/// Rows into the categories of the totals. A text that no total has becomes a category with a population of 0, so that
/// the step which uses the margin names it and the row.
fn counts(spec: &MarginSpec, frame: &Frame, totals: Vec<(String, f64)>) -> Result<Margin, AnalysisError> {
    let mut target = Target {
        margin: spec.name.clone(),
        categories: totals,
    };
    let mut index: BTreeMap<String, u32> = target
        .categories
        .iter()
        .zip(0..)
        .map(|((label, _), at)| (label.clone(), at))
        .collect();
    let mut columns: Vec<(Vec<u32>, Vec<String>)> = Vec::new();
    for name in &spec.columns {
        let codes = frame.categories(name)?;
        columns.push((dense(&codes), codes.levels.clone()));
    }
    let rows = frame.lines.len();
    let mut known: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    let mut of_row = Vec::with_capacity(rows);
    for row in 0..rows {
        let key: Vec<u32> = columns.iter().map(|(of_row, _)| of_row[row]).collect();
        let number = *known
            .entry(key)
            .or_insert_with_key(|key| place(key, &columns, &mut target, &mut index));
        of_row.push(number);
    }
    let none = target.categories.len() as u32;
    of_row
        .iter_mut()
        .filter(|number| **number == u32::MAX)
        .for_each(|number| *number = none);
    Ok(Margin::Counts { target, of_row })
}

fn place(
    key: &[u32],
    columns: &[(Vec<u32>, Vec<String>)],
    target: &mut Target,
    index: &mut BTreeMap<String, u32>,
) -> u32 {
    let texts: Option<Vec<&str>> = key
        .iter()
        .zip(columns)
        .map(|(code, (_, levels))| levels.get(*code as usize).map(String::as_str))
        .collect();
    let Some(texts) = texts else { return u32::MAX };
    let label = texts.join(CROSSED);
    if let Some(number) = index.get(&label) {
        return *number;
    }
    let number = target.categories.len() as u32;
    target.categories.push((label.clone(), 0.0));
    index.insert(label, number);
    number
}

/// Crosses columns into dense numbers, the label of each number, and `u32::MAX` where a value is missing.
pub fn crossed(names: &[String], frame: &Frame) -> Result<(Vec<u32>, Vec<String>), AnalysisError> {
    if let [name] = names {
        let codes = frame.categories(name)?;
        return Ok((dense(&codes), codes.levels.clone()));
    }
    let mut all: Vec<(Vec<u32>, Codes)> = Vec::new();
    for name in names {
        let codes = frame.categories(name)?.into_owned();
        all.push((dense(&codes), codes));
    }
    let key = |row: usize| -> Option<Vec<u32>> {
        all.iter()
            .map(|(of_row, _)| Some(of_row[row]).filter(|code| *code != u32::MAX))
            .collect()
    };
    let rows = frame.lines.len();
    let mut index: BTreeMap<Vec<u32>, u32> = (0..rows).filter_map(key).map(|key| (key, 0)).collect();
    index.values_mut().zip(0..).for_each(|(number, at)| *number = at);
    let label = |key: &Vec<u32>| {
        let texts: Vec<&str> = key
            .iter()
            .zip(&all)
            .map(|(code, (_, codes))| codes.levels[*code as usize].as_str())
            .collect();
        texts.join(CROSSED)
    };
    let labels = index.keys().map(label).collect();
    let of_row = (0..rows)
        .map(|row| key(row).map_or(u32::MAX, |key| index[&key]))
        .collect();
    Ok((of_row, labels))
}
