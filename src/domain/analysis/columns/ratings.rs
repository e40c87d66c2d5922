//! A second file with one row per rating: who rated what how, and with which factor.

use super::codes::number_of;
use super::{Codes, Column, Frame};
use crate::domain::analysis::formula::Scope;
use crate::domain::analysis::spec::{RatingsSpec, Spec};
use crate::domain::definition::{Demand, Expected, Found, Problem, Problems};
use crate::domain::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// One rating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    /// Row of the data frame.
    pub row: u32,
    /// Place of the item in [`RatingsFrame::items`].
    pub item: u32,
    /// Place of the code in [`RatingsFrame::codes`].
    pub code: u32,
    /// What the respondent's weight is multiplied by.
    pub factor: f64,
}

/// All ratings, by row of the data frame and then by item.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingsFrame {
    /// What was rated: by number where all are numbers, else by text.
    pub items: Vec<String>,
    /// The codes: `valid`, then `other`, as in the specification.
    pub codes: Vec<String>,
    /// The ratings.
    pub ratings: Vec<Rating>,
}

impl RatingsFrame {
    /// The ratings of these rows of the frame, ascending, which become its rows 0, 1, ….
    pub fn restricted(&self, rows: &[u32]) -> RatingsFrame {
        let kept = |rating: &Rating| {
            let row = rows.binary_search(&rating.row).ok()? as u32;
            Some(Rating { row, ..*rating })
        };
        let ratings = self.ratings.iter().filter_map(kept).collect();
        RatingsFrame {
            items: self.items.clone(),
            codes: self.codes.clone(),
            ratings,
        }
    }
}

/// Joins the ratings' file to the data; rows without a value, and rows of respondents that `keep` left out, are skipped.
///
/// # Errors
/// Columns that are missing; no row at all; rows without a respondent or an item; respondents that the data doesn't have; the same respondent and item twice; codes that are
/// not allowed; factors that are missing, negative or have no value.
pub fn ratings(spec: &Spec, wanted: &RatingsSpec, table: &Table, frame: &Frame) -> Result<RatingsFrame, Problems> {
    let places = table.columns(&[&wanted.respondent, &wanted.item, &wanted.value])?;
    let [respondent, item, value] = places[..] else {
        return Err(Problems(Vec::new()));
    };
    table.expect_rows(Demand::RatingRows.into())?;
    unnamed(table, &[respondent, item])?;
    let factors = factors(spec, wanted, table)?;
    let rows: BTreeMap<String, u32> = (0..frame.rows()).map(|row| (frame.name(row), row as u32)).collect();
    let items = Codes::from_texts(table.rows.iter().map(|row| Some(row.cells[item].as_str())));
    let codes: Vec<String> = wanted.valid.iter().chain(&wanted.other).cloned().collect();
    let mut problems = Vec::new();
    let mut ratings = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let code = &row.cells[value];
        let Some(found) = rows.get(&row.cells[respondent]) else {
            if frame.left_out.contains(&row.cells[respondent]) {
                continue;
            }
            let found = Found::Text(row.cells[respondent].clone());
            problems.push(table.problem(
                row,
                respondent,
                found,
                Demand::KnownRespondent(frame.file.clone()).into(),
            ));
            continue;
        };
        if code.is_empty() || spec.data.missing.contains(code) {
            continue;
        }
        match codes.iter().position(|known| known == code) {
            None => problems.push(table.problem(row, value, Found::Text(code.clone()), Expected::OneOf(codes.clone()))),
            Some(code) => ratings.push((
                Rating {
                    row: *found,
                    item: items.rows.get(at).saturating_sub(1) as u32,
                    code: code as u32,
                    factor: factors[at],
                },
                at,
            )),
        }
    }
    ratings.sort_by_key(|(rating, at)| (rating.row, rating.item, *at));
    problems.extend(twice(table, item, &ratings));
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    Ok(RatingsFrame {
        items: items.levels,
        codes,
        ratings: ratings.into_iter().map(|(rating, _)| rating).collect(),
    })
}

/// Refuses rows that don't say who rated what.
fn unnamed(table: &Table, places: &[usize]) -> Result<(), Problems> {
    let mut problems = Vec::new();
    for row in &table.rows {
        let blank = places.iter().filter(|place| row.cells[**place].is_empty());
        problems.extend(blank.map(|place| table.problem(row, *place, Found::EmptyCell, Demand::RatingNames.into())));
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Problems(problems)),
    }
}

fn twice(table: &Table, item: usize, ratings: &[(Rating, usize)]) -> Vec<Problem> {
    let same = |pair: &&[(Rating, usize)]| (pair[0].0.row, pair[0].0.item) == (pair[1].0.row, pair[1].0.item);
    let problem = |pair: &[(Rating, usize)]| {
        let (first, second) = (&table.rows[pair[0].1], &table.rows[pair[1].1]);
        let found = Found::Again(second.cells[item].clone());
        table.problem(second, item, found, Demand::RowOnceAt(first.line).into())
    };
    ratings.windows(2).filter(same).map(problem).collect()
}

/// The factor of every row of the file.
fn factors(spec: &Spec, wanted: &RatingsSpec, table: &Table) -> Result<Vec<f64>, Problems> {
    let Some(formula) = &wanted.factor else {
        return Ok(vec![1.0; table.rows.len()]);
    };
    let names: Vec<&str> = formula.names().into_iter().collect();
    let places = table.columns(&names)?;
    let mut frame = Frame {
        file: table.file.clone(),
        header: table.header.clone(),
        rows_read: table.rows.len() as u64,
        lines: table.rows.iter().map(|row| row.line as u32).collect(),
        id_column: None,
        ids: super::Ids::Lines,
        left_out: BTreeSet::new(),
        columns: BTreeMap::new(),
    };
    for (name, place) in names.iter().zip(places) {
        let cells = table.rows.iter().map(|row| row.cells[place].as_str());
        let numbers: Vec<f64> = cells.clone().map(number_of).collect();
        let is_text = cells
            .zip(&numbers)
            .any(|(cell, number)| number.is_nan() && !cell.is_empty());
        let column = if is_text {
            let cells = table
                .rows
                .iter()
                .map(|row| Some(row.cells[place].as_str()).filter(|cell| !cell.is_empty()));
            Column::Codes(Codes::from_texts(cells))
        } else {
            Column::Numbers(numbers)
        };
        frame.columns.insert(name.to_string(), column);
    }
    let values = formula.bind(&frame).and_then(|program| program.values());
    let values = values.map_err(|error| frame.formula_problem(&spec.file, formula.line, &error))?;
    let wrong = values.iter().position(|factor| factor.is_nan() || *factor < 0.0);
    match wrong {
        None => Ok(values),
        Some(row) => {
            let name = names.first().copied().unwrap_or(&wanted.value);
            let found = match values[row].is_nan() {
                true => Found::MissingValue,
                false => Found::Written(format!("{} = {}", formula.text, values[row])),
            };
            Err(frame.refuse(row, name, found, Demand::FactorFromZero.into()))
        }
    }
}
