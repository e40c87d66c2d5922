//! How many units there were to draw from, of every row and stage: out of a column or a table, as numbers or fractions.
//!
//! As in R's survey, one kind holds for the whole design: a value above 1 anywhere makes all of them numbers of units,
//! else they are sampling fractions f, and N = n/f with n counting the units of the data. 1 everywhere could be either,
//! and is refused.

use super::margins::{Tables, crossed};
use super::{AnalysisError, place};
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::parse::CROSSED;
use crate::domain::analysis::spec::{PopulationSpec, RunSpec};
use crate::domain::definition::{Demand, Expected, Found, Place, Problem};
use crate::domain::estimate::design::DesignError;
use crate::domain::table::{Row, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Values of a stage, one per row of the frame.
struct Stage<'t> {
    spec: &'t PopulationSpec,
    values: Vec<f64>,
    /// The table with its column of numbers, and the row of it that each row of the frame has.
    table: Option<(&'t Table, usize, Vec<u32>)>,
}

/// N of every stage and row; checked by the design, which knows the sample sizes of those who are analysed.
///
/// # Errors
/// Tables that do not fit the groups of the design, by line; numbers and fractions mixed; a fraction that varies.
pub fn populations(run: &RunSpec, frame: &Frame, tables: &Tables) -> Result<Vec<Vec<f64>>, AnalysisError> {
    let mut stages = Vec::new();
    for (number, spec) in run.design.population.iter().enumerate() {
        stages.push(match spec {
            PopulationSpec::Column(name) => Stage {
                spec,
                values: frame.numbers(name)?.into_owned(),
                table: None,
            },
            PopulationSpec::Table { .. } => looked_up(run, number, spec, frame, tables)?,
        });
    }
    if are_fractions(&stages, frame)? {
        for (number, stage) in stages.iter_mut().enumerate() {
            let (group, units) = drawn(run, number, frame)?;
            stage.inflate(&group, &units, frame)?;
        }
    }
    Ok(stages.into_iter().map(|stage| stage.values).collect())
}

/// A design that cannot be used, with the line of the table that gives the population, if one does.
pub fn refused(run: &RunSpec, frame: &Frame, tables: &Tables, mut source: DesignError) -> AnalysisError {
    let line = place::line_of_design(run, &source);
    let units = source.row().copied();
    let table = place::stage(&source).zip(units);
    let table = table.and_then(|(stage, row)| place_in_table(run, frame, tables, stage - 1, row));
    let mut told = AnalysisError::design(run, frame, source);
    if let (
        Some(place),
        AnalysisError::Design {
            file,
            line,
            column,
            units,
            ..
        },
    ) = (table, &mut told)
    {
        *units = Some(Box::new(Place {
            file: std::mem::replace(file, place.file),
            line: line.map_or(0, |line| line as usize),
            column: (!run.design.strata.is_empty()).then(|| run.design.strata.join(CROSSED)),
        }));
        *line = Some(place.line as u32);
        *column = place.column;
    }
    told.asked(line)
}

/// Where the table of a stage's populations has the one of a row.
fn place_in_table(run: &RunSpec, frame: &Frame, tables: &Tables, stage: usize, row: usize) -> Option<Place> {
    let PopulationSpec::Table { file, total, columns } = run.design.population.get(stage)? else {
        return None;
    };
    let table = tables.get(file)?;
    let own = keys(run, stage);
    let names = if columns.is_empty() { &own } else { columns };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let places = table.columns(&names).ok()?;
    let mut wanted = Vec::new();
    for name in &own {
        wanted.push(frame.categories(name).ok()?.text(row)?.to_owned());
    }
    let same = |of: &&Row| {
        places
            .iter()
            .zip(&wanted)
            .all(|(place, text)| of.cells[*place] == *text)
    };
    Some(Place {
        file: table.file.clone(),
        line: table.rows.iter().find(same)?.line,
        column: Some(total.clone()),
    })
}

/// The columns that a stage's groups are categories of: the strata, and the clusters above.
fn keys(run: &RunSpec, stage: usize) -> Vec<String> {
    let clusters = run.design.clusters.iter().take(stage);
    run.design.strata.iter().chain(clusters).cloned().collect()
}

fn looked_up<'t>(
    run: &RunSpec,
    stage: usize,
    spec: &'t PopulationSpec,
    frame: &Frame,
    tables: &'t Tables,
) -> Result<Stage<'t>, AnalysisError> {
    let PopulationSpec::Table { file, total, columns } = spec else {
        unreachable!("only tables are looked up");
    };
    let table = tables.get(file);
    let table = table.ok_or_else(|| AnalysisError::NoFile { file: file.clone() })?;
    let own = keys(run, stage);
    let names = if columns.is_empty() { &own } else { columns };
    let names: Vec<&str> = names.iter().map(String::as_str).chain([total.as_str()]).collect();
    let places = table.columns(&names)?;
    let (total, places) = places.split_last().expect("the total is one of the names");
    let mut of_key: BTreeMap<Vec<&str>, u32> = BTreeMap::new();
    let mut numbers = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let key: Vec<&str> = places.iter().map(|place| row.cells[*place].as_str()).collect();
        if let Some(first) = of_key.insert(key.clone(), at as u32) {
            let expected = Demand::RowOnceAt(table.rows[first as usize].line);
            let place = places.first().unwrap_or(total);
            return Err(table
                .problem(row, *place, Found::Again(key.join(" × ")), expected.into())
                .into());
        }
        let text = &row.cells[*total];
        let number = text.parse().ok().filter(|n: &f64| *n > 0.0 && n.is_finite());
        let wrong = || table.problem(row, *total, Found::Text(text.clone()), Demand::PopulationCell.into());
        numbers.push(number.ok_or_else(wrong)?);
    }
    let mut codes = Vec::new();
    for name in &own {
        codes.push(frame.categories(name)?);
    }
    let mut used = BTreeSet::new();
    let mut rows = Vec::with_capacity(frame.lines.len());
    for row in 0..frame.lines.len() {
        let key: Vec<&str> = codes.iter().map(|codes| codes.text(row).unwrap_or_default()).collect();
        let Some(at) = of_key.get(&key) else {
            let (found, expected) = (Found::Text(key.join(" × ")), Demand::GroupRow(table.file.clone()));
            let column = own.first().unwrap_or(&table.header[*total]);
            return Err(frame.refuse(row, column, found, expected.into()).into());
        };
        used.insert(*at);
        rows.push(*at);
    }
    if let Some((key, at)) = of_key.iter().find(|(_, at)| !used.contains(*at)) {
        let (row, place) = (&table.rows[*at as usize], places.first().unwrap_or(total));
        let found = Found::Text(key.join(" × "));
        return Err(table.problem(row, *place, found, Demand::GroupOfData.into()).into());
    }
    Ok(Stage {
        spec,
        values: rows.iter().map(|at| numbers[*at as usize]).collect(),
        table: Some((table, *total, rows)),
    })
}

/// Whether the populations are sampling fractions.
fn are_fractions(stages: &[Stage], frame: &Frame) -> Result<bool, AnalysisError> {
    let all = || stages.iter().flat_map(|stage| &stage.values);
    // What is no population at all is told by the design.
    if stages.is_empty() || all().any(|value| value.is_nan() || *value <= 0.0) {
        return Ok(false);
    }
    let (above, below) = (all().any(|value| *value > 1.0), all().any(|value| *value < 1.0));
    let demand = match (above, below) {
        (true, false) => return Ok(false),
        (false, true) => return Ok(true),
        (true, true) => Demand::OneKindOfPopulation,
        (false, false) => Demand::NotOneEverywhere,
    };
    let odd = |value: &f64| *value < 1.0 || !above;
    let found = stages
        .iter()
        .find_map(|stage| Some((stage, stage.values.iter().position(odd)?)));
    match found {
        Some((stage, row)) => Err(stage.problem(row, frame, demand.into()).into()),
        None => Ok(false),
    }
}

impl Stage<'_> {
    /// Fractions into N = n/f.
    fn inflate(&mut self, group: &[u32], units: &[u64], frame: &Frame) -> Result<(), AnalysisError> {
        let mut of_group: Vec<Option<f64>> = vec![None; units.len()];
        for (row, group) in group.iter().enumerate() {
            let (own, known) = (self.values[row], &mut of_group[*group as usize]);
            match *known {
                Some(first) if first.to_bits() != own.to_bits() => {
                    return Err(self
                        .problem(row, frame, Demand::SameFraction(first.to_string()).into())
                        .into());
                }
                _ => *known = Some(own),
            }
        }
        let inflated = |(value, group): (&f64, &u32)| units[*group as usize] as f64 / value;
        self.values = self.values.iter().zip(group).map(inflated).collect();
        Ok(())
    }

    /// A problem with a row's value, where it stands.
    fn problem(&self, row: usize, frame: &Frame, expected: Expected) -> Problem {
        let found = Found::Text(self.values[row].to_string());
        match (&self.table, self.spec) {
            (Some((table, total, rows)), _) => table.problem(&table.rows[rows[row] as usize], *total, found, expected),
            (None, PopulationSpec::Column(name) | PopulationSpec::Table { file: name, .. }) => {
                frame.problem(row, name, found, expected)
            }
        }
    }
}

/// Group of each row in which a stage draws, and the units drawn in each.
fn drawn(run: &RunSpec, stage: usize, frame: &Frame) -> Result<(Vec<u32>, Vec<u64>), AnalysisError> {
    let rows = frame.lines.len();
    let (group, groups) = match &keys(run, stage)[..] {
        [] => (vec![0; rows], 1),
        names => {
            let (of_row, labels) = crossed(names, frame)?;
            (of_row, labels.len())
        }
    };
    let mut units = vec![0; groups];
    match run.design.clusters.get(stage) {
        None => group.iter().for_each(|group| units[*group as usize] += 1),
        Some(column) => {
            let (cluster, _) = crossed(std::slice::from_ref(column), frame)?;
            let pairs: BTreeSet<(u32, u32)> = group.iter().copied().zip(cluster).collect();
            pairs.iter().for_each(|(group, _)| units[*group as usize] += 1);
        }
    }
    Ok((group, units))
}
