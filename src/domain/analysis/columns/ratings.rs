//! A second file with one row per rating: who rated what how, and with which factor.

use super::check::MOST;
use super::{Codes, Frame};
use crate::domain::analysis::formula::Scope;
use crate::domain::analysis::spec::{RatingsSpec, Spec};
use crate::domain::definition::{Demand, Expected, Found, Place, Problem, Problems};
use std::borrow::Cow;
use std::collections::BTreeMap;

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
/// No row, or none with a value; rows without a respondent or an item; respondents that the data doesn't have; the same
/// respondent and item twice; codes that are not allowed; factors of ratings that are missing, negative or have no value.
pub fn ratings(spec: &Spec, wanted: &RatingsSpec, file: Frame, frame: &Frame) -> Result<RatingsFrame, Problems> {
    if file.rows() == 0 {
        return Err(whole(&file, None, Found::NoRows));
    }
    unnamed(wanted, &file)?;
    let file = rated(&wanted.value, &file)?;
    let rows: BTreeMap<String, u32> = (0..frame.rows()).map(|row| (frame.name(row), row as u32)).collect();
    let codes: Vec<String> = wanted.valid.iter().chain(&wanted.other).cloned().collect();
    let (items, given) = (file.categories(&wanted.item)?, file.categories(&wanted.value)?);
    let known: Vec<Option<usize>> = given
        .levels
        .iter()
        .map(|level| codes.iter().position(|code| code == level))
        .collect();
    let (mut problems, mut ratings, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..file.rows() {
        let name = file.name(at);
        let code = given.level(at).and_then(|level| known[level]);
        match (rows.get(&name), code) {
            (None, _) if frame.left_out.contains(&name) => {}
            (None, _) => {
                let expected = Demand::KnownRespondent(frame.file.clone()).into();
                problems.push(file.problem(at, &wanted.respondent, Found::Text(name), expected));
            }
            (Some(_), None) => {
                let found = Found::Text(given.text(at).unwrap_or_default().to_string());
                problems.push(file.problem(at, &wanted.value, found, Expected::OneOf(codes.clone())));
            }
            (Some(row), Some(code)) => {
                places.push(at as u32);
                ratings.push(Rating {
                    row: *row,
                    item: items.rows.get(at).saturating_sub(1) as u32,
                    code: code as u32,
                    factor: 1.0,
                });
            }
        }
        if problems.len() >= MOST {
            break;
        }
    }
    problems.extend(twice(wanted, &file, &items, &ratings, &places));
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    factors(spec, wanted, &file, &places, &mut ratings)?;
    ratings.sort_by_key(|rating| (rating.row, rating.item));
    Ok(RatingsFrame {
        items: items.levels.clone(),
        codes,
        ratings,
    })
}

fn whole(file: &Frame, column: Option<&str>, found: Found) -> Problems {
    let place = Place {
        file: file.file.clone(),
        line: 0,
        column: column.map(str::to_string),
    };
    let expected = Demand::RatingRows.into();
    Problems(vec![Problem { place, found, expected }])
}

/// Refuses rows that don't say who rated what.
fn unnamed(wanted: &RatingsSpec, file: &Frame) -> Result<(), Problems> {
    let item = &file.columns[&wanted.item];
    let mut problems = Vec::new();
    for row in 0..file.rows() {
        let nobody = file.name(row).is_empty().then_some(&wanted.respondent);
        let nothing = item.is_missing(row).then_some(&wanted.item);
        let blank = nobody.into_iter().chain(nothing);
        problems.extend(blank.map(|name| file.problem(row, name, Found::MissingValue, Demand::RatingNames.into())));
        if problems.len() >= MOST {
            break;
        }
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Problems(problems)),
    }
}

/// The rows with a rating: what else stands in the others is nobody's business.
fn rated<'f>(value: &str, file: &'f Frame) -> Result<Cow<'f, Frame>, Problems> {
    let column = &file.columns[value];
    let rows: Vec<u32> = (0..file.rows() as u32)
        .filter(|row| !column.is_missing(*row as usize))
        .collect();
    if rows.is_empty() {
        return Err(whole(file, Some(value), Found::OnlyMissing));
    }
    if rows.len() == file.rows() {
        return Ok(Cow::Borrowed(file));
    }
    let mut some = file.restricted(&rows);
    let columns = std::mem::take(&mut some.columns).into_iter();
    some.columns = columns.map(|(name, column)| (name, column.compacted())).collect();
    Ok(Cow::Owned(some))
}

fn twice(wanted: &RatingsSpec, file: &Frame, items: &Codes, ratings: &[Rating], places: &[u32]) -> Vec<Problem> {
    let key = |at: u32| (ratings[at as usize].row, ratings[at as usize].item);
    let mut order: Vec<u32> = (0..ratings.len() as u32).collect();
    order.sort_by_key(|at| (key(*at), *at));
    let same = |pair: &&[u32]| key(pair[0]) == key(pair[1]);
    let problem = |pair: &[u32]| {
        let [first, second] = [pair[0], pair[1]].map(|at| places[at as usize] as usize);
        let item = items.text(second).unwrap_or_default().to_string();
        let found = Found::RatedTwice(file.name(second), item);
        file.problem(
            second,
            &wanted.item,
            found,
            Demand::RowOnceAt(file.lines[first] as usize).into(),
        )
    };
    order.windows(2).filter(same).take(MOST).map(problem).collect()
}

/// Gives every rating its factor.
fn factors(
    spec: &Spec,
    wanted: &RatingsSpec,
    file: &Frame,
    places: &[u32],
    ratings: &mut [Rating],
) -> Result<(), Problems> {
    let (formula, inverse) = match (&wanted.factor, &wanted.probability) {
        (Some(factor), _) => (factor, false),
        (None, Some(probability)) => (probability, true),
        (None, None) => return Ok(()),
    };
    let values = formula.bind(file).and_then(|program| program.values());
    let values = values.map_err(|error| file.formula_problem(&spec.file, formula.line, &error))?;
    let right = |value: f64| match inverse {
        true => value > 0.0 && value <= 1.0,
        false => value >= 0.0,
    };
    if let Some(row) = places.iter().find(|at| !right(values[**at as usize])) {
        let row = *row as usize;
        let name = formula.names().first().copied().unwrap_or(&wanted.value).to_string();
        let found = match values[row].is_nan() {
            true => Found::MissingValue,
            false => Found::Written(format!("{} = {}", formula.text, values[row])),
        };
        let demand = match inverse {
            true => Demand::RatingProbability,
            false => Demand::FactorFromZero,
        };
        return Err(file.refuse(row, &name, found, demand.into()));
    }
    for (rating, at) in ratings.iter_mut().zip(places) {
        let value = values[*at as usize];
        rating.factor = if inverse { 1.0 / value } else { value };
    }
    Ok(())
}
