//! A second file with one row per rating: who rated what how, and with which factor.

use super::check::MOST;
use super::find::Finder;
use super::ids::Key;
use super::{CodeRows, Codes, Frame};
use crate::domain::analysis::formula::Scope;
use crate::domain::analysis::spec::{RatingsSpec, Spec};
use crate::domain::definition::{Demand, Expected, Found, Place, Problem, Problems};

/// The ratings of one item, by row of the data frame.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rated {
    /// Rows of the data frame, ascending.
    pub rows: Vec<u32>,
    /// 1 + the place of each code in [`RatingsFrame::codes`].
    pub codes: CodeRows,
    /// What the respondent's weight is multiplied by; empty where the specification asks for no factor.
    pub factor: Vec<f64>,
}

/// All ratings, item by item: a few bytes each, for there may be many more of them than rows of the data.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingsFrame {
    /// What was rated: by number where all are numbers, else by text.
    pub items: Vec<String>,
    /// The codes: `valid`, then `other`, as in the specification.
    pub codes: Vec<String>,
    /// The ratings of each item.
    pub rated: Vec<Rated>,
}

impl RatingsFrame {
    /// The ratings of these rows of the frame, ascending, which become its rows 0, 1, ….
    pub fn restricted(&self, rows: &[u32]) -> RatingsFrame {
        let mut now = vec![None; rows.last().map_or(0, |last| *last as usize + 1)];
        rows.iter()
            .zip(0u32..)
            .for_each(|(row, place)| now[*row as usize] = Some(place));
        RatingsFrame {
            items: self.items.clone(),
            codes: self.codes.clone(),
            rated: self.rated.iter().map(|rated| rated.moved(&now)).collect(),
        }
    }
}

impl Rated {
    fn moved(&self, now: &[Option<u32>]) -> Rated {
        let place = |row: &u32| now.get(*row as usize).copied().flatten();
        let kept: Vec<u32> = (0..self.rows.len() as u32)
            .filter(|at| place(&self.rows[*at as usize]).is_some())
            .collect();
        let mut some = self.take(&kept);
        some.rows.iter_mut().for_each(|row| *row = place(row).unwrap_or(*row));
        some
    }

    fn take(&self, places: &[u32]) -> Rated {
        let factors = places.iter().filter_map(|at| self.factor.get(*at as usize));
        Rated {
            rows: places.iter().map(|at| self.rows[*at as usize]).collect(),
            codes: self.codes.take(places),
            factor: factors.copied().collect(),
        }
    }

    /// By row; those of one row stay in the order of the file.
    fn sorted(self) -> Rated {
        if self.rows.is_sorted() {
            return self;
        }
        let mut places: Vec<u32> = (0..self.rows.len() as u32).collect();
        places.sort_by_key(|at| self.rows[*at as usize]);
        self.take(&places)
    }
}

/// Row of the data of every line that counts, [`NOBODY`] for a respondent whom `keep` left out.
type RowOf = Vec<u32>;

const NOBODY: u32 = u32::MAX;

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
    let file = with_a_rating(&wanted.value, file)?;
    let codes: Vec<String> = wanted.valid.iter().chain(&wanted.other).cloned().collect();
    let (items, given) = (file.categories(&wanted.item)?, file.categories(&wanted.value)?);
    let place = |level: &String| codes.iter().position(|code| code == level);
    let known: Vec<Option<usize>> = given.levels.iter().map(place).collect();
    let (rows, mut problems) = respondents(wanted, (&file, frame), &given, &known, &codes);
    // Told of only where everything else is right.
    let factor = factors(spec, wanted, &file, &rows);
    let mut rated = vec![Rated::default(); items.levels.len()];
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| **row != NOBODY) {
        let (Some(item), Some(code)) = (items.level(at), given.level(at).and_then(|level| known[level])) else {
            continue;
        };
        let own = &mut rated[item];
        own.rows.push(*row);
        own.codes.push(code as u32 + 1);
        own.factor.extend(factor.iter().flatten().map(|factor| factor[at]));
    }
    let rated: Vec<Rated> = rated.into_iter().map(Rated::sorted).collect();
    let again = |rated: &Rated| rated.rows.windows(2).any(|pair| pair[0] == pair[1]);
    if rated.iter().any(again) {
        problems.extend(twice(wanted, &file, &items, &rows));
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    factor?;
    Ok(RatingsFrame {
        items: items.levels.clone(),
        codes,
        rated,
    })
}

/// Who rated, line by line, and what is wrong with respondents and codes; where that is much, the rest is not looked at.
fn respondents(
    wanted: &RatingsSpec,
    (file, frame): (&Frame, &Frame),
    given: &Codes,
    known: &[Option<usize>],
    codes: &[String],
) -> (RowOf, Vec<Problem>) {
    let names = frame.names();
    let (there, left_out) = (Finder::new(&names), Finder::new(&frame.left_out));
    let (mut rows, mut problems) = (Vec::with_capacity(file.rows()), Vec::new());
    for at in 0..file.rows() {
        let row = there.find(&file.ids, at);
        let code = given.level(at).and_then(|level| known[level]);
        match (row, code) {
            (None, _) if left_out.find(&file.ids, at).is_some() => {}
            (None, _) => {
                let expected = Demand::KnownRespondent(frame.file.clone()).into();
                problems.push(file.problem(at, &wanted.respondent, Found::Text(file.name(at)), expected));
            }
            (Some(_), None) => {
                let found = Found::Text(given.text(at).unwrap_or_default().to_string());
                problems.push(file.problem(at, &wanted.value, found, Expected::OneOf(codes.to_vec())));
            }
            (Some(_), Some(_)) => {}
        }
        rows.push(row.filter(|_| code.is_some()).unwrap_or(NOBODY));
        if problems.len() >= MOST {
            break;
        }
    }
    (rows, problems)
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
        let nobody = (file.ids.key(row) == Key::Text("")).then_some(&wanted.respondent);
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
fn with_a_rating(value: &str, mut file: Frame) -> Result<Frame, Problems> {
    let column = &file.columns[value];
    let rows: Vec<u32> = (0..file.rows() as u32)
        .filter(|row| !column.is_missing(*row as usize))
        .collect();
    if rows.is_empty() {
        return Err(whole(&file, Some(value), Found::OnlyMissing));
    }
    if rows.len() < file.rows() {
        file.take(&rows);
        let columns = std::mem::take(&mut file.columns).into_iter();
        file.columns = columns.map(|(name, column)| (name, column.compacted())).collect();
    }
    Ok(file)
}

/// Second ratings of an item by the same respondent.
fn twice(wanted: &RatingsSpec, file: &Frame, items: &Codes, rows: &[u32]) -> Vec<Problem> {
    let key = |at: &u32| (rows[*at as usize], items.level(*at as usize));
    let mut order: Vec<u32> = (0..rows.len() as u32).filter(|at| key(at).0 != NOBODY).collect();
    order.sort_by_key(|at| (key(at), *at));
    let same = |pair: &&[u32]| key(&pair[0]) == key(&pair[1]);
    let problem = |pair: &[u32]| {
        let [first, second] = [pair[0] as usize, pair[1] as usize];
        let item = items.text(second).unwrap_or_default().to_string();
        let found = Found::RatedTwice(file.name(second), item);
        let expected = Demand::RowOnceAt(file.lines[first] as usize).into();
        file.problem(second, &wanted.item, found, expected)
    };
    order.windows(2).filter(same).take(MOST).map(problem).collect()
}

/// The factor of every line, where the specification asks for one.
fn factors(spec: &Spec, wanted: &RatingsSpec, file: &Frame, rows: &[u32]) -> Result<Option<Vec<f64>>, Problems> {
    let (formula, inverse) = match (&wanted.factor, &wanted.probability) {
        (Some(factor), _) => (factor, false),
        (None, Some(probability)) => (probability, true),
        (None, None) => return Ok(None),
    };
    let values = formula.bind(file).and_then(|program| program.values());
    let mut values = values.map_err(|error| file.formula_problem(&spec.file, formula.line, &error))?;
    let right = |value: f64| match inverse {
        true => value > 0.0 && value <= 1.0,
        false => value >= 0.0,
    };
    if let Some(row) = (0..rows.len()).find(|at| rows[*at] != NOBODY && !right(values[*at])) {
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
    if inverse {
        values.iter_mut().for_each(|value| *value = 1.0 / *value);
    }
    Ok(Some(values))
}
