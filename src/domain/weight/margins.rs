//! Which category of each margin a respondent belongs to; missing answers filled, small categories merged (METHOD 5).

use super::WeightError;
use super::collapse::collapse;
use super::rake::Target;
use crate::domain::columns::{Columns, FROM_FRAME, NO_VALUE, Numbered, variables};
use crate::domain::definition::{Margin, MarginCategory, MarginVariable, Survey};
use rand::Rng;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Stands between the values of a category that crosses two variables, in labels and in the bundle's files.
pub const CROSSED: &str = " × ";

/// Stands between the categories or strata of a merged group; unlike `+` it is in no value such as `65+`.
pub const MERGED: &str = "|";

/// How many missing answers were filled, per variable and way (`frame`, `hot-deck`).
pub type Filled = BTreeMap<String, BTreeMap<String, u64>>;

/// How many were filled in each way.
type Ways = BTreeMap<String, u64>;

/// One audience's margins, ready to rake.
#[derive(Debug, Clone, Default)]
pub struct Categorised {
    /// Category of each row: `of_row[margin][row]`.
    pub of_row: Vec<Vec<u32>>,
    /// Totals.
    pub targets: Vec<Target>,
    /// Labels of merged categories (`"7|8"`), per margin.
    pub merged: Vec<Vec<String>>,
    /// Filled answers.
    pub filled: Filled,
}

/// Puts every row of the columns that is analysed into a category of every margin of an audience, which is given by its
/// position in the survey.
///
/// # Errors
/// Every variable that lacks too many answers, or the first respondent of every margin who has no category in it.
pub fn categorise(
    survey: &Survey,
    number: usize,
    columns: &Columns,
    rows: &[u32],
    seed: &str,
) -> Result<Categorised, Vec<WeightError>> {
    let audience = &survey.audiences[number];
    let mut result = Categorised::default();
    let source = Source {
        audience: &audience.id.0,
        names: &columns.value_names[number],
        columns,
        rows,
        seed,
    };
    let variables = variables(survey, audience);
    let values = source.values(&variables, survey.method.raking.missing_most, &mut result.filled)?;
    let margins: Vec<&Margin> = survey.margins_of(&audience.id).collect();
    let place = |margin: &&Margin| {
        let number = |v: &MarginVariable| variables.iter().position(|known| known.name == v.name);
        let numbers: Vec<usize> = margin.variables.iter().filter_map(number).collect();
        source.places(margin, &numbers, &values)
    };
    let (placed, stops): (Vec<_>, Vec<_>) = margins.iter().map(place).partition(Result::is_ok);
    if !stops.is_empty() {
        return Err(stops.into_iter().filter_map(Result::err).collect());
    }
    for (margin, of_row) in margins.iter().zip(placed.into_iter().flatten()) {
        let (of_row, target, merged) = merge_small(margin, of_row, survey.method.raking.min_category);
        result.of_row.push(of_row);
        result.targets.push(target);
        result.merged.push(merged);
    }
    Ok(result)
}

/// The analysed rows of one audience.
struct Source<'a> {
    audience: &'a str,
    names: &'a [Numbered<String>],
    columns: &'a Columns,
    rows: &'a [u32],
    seed: &'a str,
}

impl Source<'_> {
    /// Every variable's value numbers, one per row.
    fn values(
        &self,
        variables: &[&MarginVariable],
        missing_most: f64,
        filled: &mut Filled,
    ) -> Result<Vec<Vec<u32>>, Vec<WeightError>> {
        let (mut values, mut stops) = (Vec::new(), BTreeMap::new());
        for (number, variable) in variables.iter().enumerate() {
            match self.column(number, &variable.name, missing_most) {
                Ok((column, ways)) => {
                    values.push(column);
                    filled.insert(variable.name.clone(), ways);
                }
                Err(stop) => {
                    stops.insert(variable.name.as_str(), stop);
                }
            }
        }
        if stops.is_empty() {
            Ok(values)
        } else {
            Err(stops.into_values().collect())
        }
    }

    /// One variable's value per row, and how the missing ones were filled.
    fn column(&self, number: usize, name: &str, missing_most: f64) -> Result<(Vec<u32>, Ways), WeightError> {
        let given = &self.columns.values[number];
        let mut values: Vec<u32> = self.rows.iter().map(|row| given[*row as usize]).collect();
        let (respondents, missing) = (
            values.len() as u64,
            values.iter().filter(|v| !is_own(**v)).count() as u64,
        );
        if missing as f64 > missing_most * respondents as f64 {
            return Err(WeightError::MissingAnswers {
                audience: self.audience.to_owned(),
                variable: name.to_owned(),
                missing,
                respondents,
                most: (missing_most * respondents as f64).floor() as u64,
            });
        }
        let without: Vec<usize> = (0..values.len()).filter(|row| values[*row] == NO_VALUE).collect();
        let ways = [
            ("frame", missing - without.len() as u64),
            ("hot-deck", without.len() as u64),
        ];
        if !without.is_empty() {
            self.donate(name, &mut values, &without)?;
        }
        values.iter_mut().for_each(|value| *value &= !FROM_FRAME);
        Ok((values, ways.map(|(way, n)| (way.to_owned(), n)).into()))
    }

    /// Seeded hot deck: the own answer of a respondent of the same stratum (of the audience where the stratum has none).
    ///
    /// The donor is drawn by ChaCha20 seeded with SHA-256 of seed, submission id and variable, so it does not depend on
    /// who else is missing an answer.
    fn donate(&self, name: &str, values: &mut [u32], without: &[usize]) -> Result<(), WeightError> {
        let all: Vec<usize> = (0..values.len()).filter(|row| is_own(values[*row])).collect();
        let stratum = |row: usize| self.columns.stratum[self.rows[row] as usize] as usize;
        let mut near: Vec<Vec<usize>> = vec![Vec::new(); self.columns.strata.values.len()];
        all.iter().for_each(|row| near[stratum(*row)].push(*row));
        for row in without {
            let mine = &near[stratum(*row)];
            let donors = if mine.is_empty() { &all } else { mine };
            let id = self.columns.ids.get(self.rows[*row] as usize);
            let text = format!("hot-deck\n{}\n{id}\n{name}", self.seed);
            let mut generator = ChaCha20Rng::from_seed(Sha256::digest(text.as_bytes()).into());
            let place = (u128::from(generator.next_u64()) * donors.len() as u128) >> 64;
            let Some(donor) = donors.get(place as usize) else {
                return Err(WeightError::NoDonor {
                    audience: self.audience.to_owned(),
                    variable: name.to_owned(),
                });
            };
            values[*row] = values[*donor];
        }
        Ok(())
    }

    /// Category number of each row in the margin, whose variables have these numbers.
    fn places(&self, margin: &Margin, numbers: &[usize], values: &[Vec<u32>]) -> Result<Vec<u32>, WeightError> {
        let key = |category: &MarginCategory| {
            let pairs = category.key.iter().zip(numbers);
            pairs
                .map(|(value, v)| self.names[*v].find(value.as_str()))
                .collect::<Option<Vec<u32>>>()
        };
        // A category whose value nobody has is nobody's.
        let all = margin.categories.iter().zip(0u32..);
        let index: BTreeMap<Vec<u32>, u32> = all.filter_map(|(c, i)| Some((key(c)?, i))).collect();
        let mut own = vec![0; numbers.len()];
        let mut place = |row: usize| {
            own.iter_mut().zip(numbers).for_each(|(own, v)| *own = values[*v][row]);
            let place = index.get(&own).copied();
            place.ok_or_else(|| self.unknown(margin, numbers, &own, row))
        };
        (0..self.rows.len()).map(&mut place).collect()
    }

    fn unknown(&self, margin: &Margin, numbers: &[usize], own: &[u32], row: usize) -> WeightError {
        let pairs = own.iter().zip(numbers);
        let names = pairs.map(|(value, v)| self.names[*v].values[*value as usize].as_str());
        WeightError::UnknownCategory {
            audience: self.audience.to_owned(),
            margin: margin.id.clone(),
            category: names.collect::<Vec<_>>().join(CROSSED),
            submission: self.columns.ids.get(self.rows[row] as usize).into_owned(),
        }
    }
}

fn is_own(value: u32) -> bool {
    value & FROM_FRAME == 0
}

/// Merges categories with fewer than `minimum` respondents: neighbours in the order of the file that agree in every
/// variable but the first (so an age band joins the next age band of the same sex), by the rule of [`collapse`].
fn merge_small(margin: &Margin, of_row: Vec<u32>, minimum: u32) -> (Vec<u32>, Target, Vec<String>) {
    let mut counts = vec![0u64; margin.categories.len()];
    of_row.iter().for_each(|c| counts[*c as usize] += 1);
    let family = |i: usize| {
        margin.categories[i]
            .key
            .iter()
            .skip(1)
            .cloned()
            .collect::<Vec<_>>()
            .join(CROSSED)
    };
    let items: Vec<(u64, String)> = counts.iter().enumerate().map(|(i, n)| (*n, family(i))).collect();
    let groups = collapse(&items, u64::from(minimum));
    let mut moved = vec![0u32; counts.len()];
    let mut target = Target {
        margin: margin.id.clone(),
        categories: Vec::new(),
    };
    let mut merged = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let label = group
            .members
            .iter()
            .map(|i| margin.categories[*i].key.join(CROSSED))
            .collect::<Vec<_>>()
            .join(MERGED);
        if group.members.len() > 1 {
            merged.push(label.clone());
        }
        group.members.iter().for_each(|i| moved[*i] = number as u32);
        target.categories.push((
            label,
            group.members.iter().map(|i| margin.categories[*i].population).sum(),
        ));
    }
    (of_row.iter().map(|c| moved[*c as usize]).collect(), target, merged)
}
