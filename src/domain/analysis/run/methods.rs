//! The ways in which a run estimates variances: linearised with fixed or calibrated weights, and replicate sets.

use super::AnalysisError;
use super::margins::{Tables, crossed};
use super::weigh::Weighted;
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::outcome::ReplicatesOutcome;
use crate::domain::analysis::spec::{ErrorsSpec, ReplicatesMethod, ReplicatesSpec, RunSpec, SuppliedAre};
use crate::domain::definition::{Demand, Expected, Found, Problems};
use crate::domain::estimate::replicate::{self, Centre, ReplicateSet, Units};
use crate::domain::table::Table;
use std::collections::BTreeMap;

/// How one variance is estimated.
pub enum How {
    /// Linearised, weights as fixed.
    Fixed,
    /// Linearised, with the residuals of the last calibration.
    Calibrated,
    /// From replicates.
    Replicates(Box<Replicates>),
}

/// A way to estimate variances, by name.
pub struct Method {
    /// `fixed`, `calibrated`, or the replicate set's name.
    pub name: String,
    /// How.
    pub how: How,
}

/// A replicate set and what every replicate gave.
pub struct Replicates {
    /// The set.
    pub set: ReplicateSet,
    /// Whether every weighting step is repeated.
    pub(super) repeat: bool,
    seed: Option<String>,
    /// (replicate from 1, why).
    pub(super) failed: Vec<(u64, String)>,
    /// Label → θ_r − θ in each replicate.
    pub moved: BTreeMap<String, Vec<Option<f64>>>,
}

/// The methods of a run, in its order.
pub fn methods(
    run: &RunSpec,
    frame: &Frame,
    weighted: &Weighted,
    tables: &Tables,
) -> Result<Vec<Method>, AnalysisError> {
    let calibrates = calibrated_last(weighted);
    let wanted = run.errors.clone().unwrap_or_else(|| match calibrates {
        true => vec![ErrorsSpec::Calibrated, ErrorsSpec::Fixed],
        false => vec![ErrorsSpec::Fixed],
    });
    let one = |wanted: &ErrorsSpec| {
        Ok(match wanted {
            ErrorsSpec::Fixed => Method {
                name: "fixed".into(),
                how: How::Fixed,
            },
            ErrorsSpec::Calibrated if !calibrates => return Err(AnalysisError::NothingCalibrated),
            ErrorsSpec::Calibrated => Method {
                name: "calibrated".into(),
                how: How::Calibrated,
            },
            ErrorsSpec::Replicates(name) => {
                let spec = run.replicates.iter().find(|set| &set.name == name);
                let spec = spec.ok_or_else(|| AnalysisError::NoReplicates { name: name.clone() })?;
                let made = made(run, spec, frame, tables)?;
                Method {
                    name: name.clone(),
                    how: How::Replicates(Box::new(made)),
                }
            }
        })
    };
    wanted.iter().map(one).collect()
}

/// Whether the last step but scaling meets margins.
fn calibrated_last(weighted: &Weighted) -> bool {
    weighted.plan.steps.iter().any(|(_, step)| step.auxiliaries().is_some())
}

fn made(run: &RunSpec, spec: &ReplicatesSpec, frame: &Frame, tables: &Tables) -> Result<Replicates, AnalysisError> {
    let refused = |source| AnalysisError::replicates(&spec.name, frame, source);
    let rule = run.design.lonely;
    let mut seed = None;
    let set = match &spec.method {
        ReplicatesMethod::Jackknife { units: of, fpc } => {
            let units = units(run, of.as_ref(), frame).map_err(|e| e.named(&spec.name, frame))?;
            let fraction = fractions(run, &units, frame, *fpc)?;
            replicate::jackknife(units, fraction.as_deref(), rule).map_err(refused)?
        }
        ReplicatesMethod::Brr { rho } => {
            let units = units(run, None, frame).map_err(|e| e.named(&spec.name, frame))?;
            replicate::half_samples(units, *rho, rule).map_err(refused)?
        }
        ReplicatesMethod::Bootstrap {
            count,
            seed: text,
            units: of,
        } => {
            seed = Some(text.clone());
            let units = units(run, of.as_ref(), frame).map_err(|e| e.named(&spec.name, frame))?;
            replicate::bootstrap(units, *count as usize, text, None, rule).map_err(refused)?
        }
        ReplicatesMethod::Supplied {
            file,
            id,
            columns,
            are,
            units: of,
            scale,
        } => {
            let columns = match file {
                Some(file) => from_file(frame, tables, file, id.as_deref(), columns)?,
                None => from_data(frame, columns)?,
            };
            let rows = frame.lines.len();
            match are {
                SuppliedAre::Draws => {
                    let units = units(run, of.as_ref(), frame).map_err(|e| e.named(&spec.name, frame))?;
                    replicate::draws(units, columns, *scale, rule)
                }
                SuppliedAre::Multipliers => replicate::multipliers(rows, columns, *scale),
                SuppliedAre::Weights => replicate::weights(rows, columns, *scale),
            }
            .map_err(refused)?
        }
    };
    let centre = if spec.centre_at_mean {
        Centre::ReplicateMean
    } else {
        Centre::Estimate
    };
    let set = set.centred(centre);
    let repeat = spec.repeat_steps && !set.is_whole_weights();
    Ok(Replicates {
        set,
        repeat,
        seed,
        failed: Vec::new(),
        moved: BTreeMap::new(),
    })
}

/// Units that are left out or drawn: categories of `of` within strata, by default the design's first-stage clusters.
fn units(run: &RunSpec, of: Option<&String>, frame: &Frame) -> Result<Units, UnitsError> {
    let (strata, labels) = strata(run, frame)?;
    let column = of.or(run.design.clusters.first());
    let unit = column
        .map(|name| crossed(std::slice::from_ref(name), frame))
        .transpose()?;
    Ok(Units::new(
        &strata,
        unit.as_ref().map(|(of_row, _)| of_row.as_slice()),
        &labels,
    )?)
}

/// Either refusal of [`units`]: the second does not know the set's name yet.
enum UnitsError {
    Analysis(AnalysisError),
    Unnamed(Box<replicate::ReplicateError>),
}

impl From<AnalysisError> for UnitsError {
    fn from(error: AnalysisError) -> Self {
        UnitsError::Analysis(error)
    }
}

impl From<replicate::ReplicateError> for UnitsError {
    fn from(error: replicate::ReplicateError) -> Self {
        UnitsError::Unnamed(Box::new(error))
    }
}

impl UnitsError {
    fn named(self, name: &str, frame: &Frame) -> AnalysisError {
        match self {
            UnitsError::Analysis(error) => error,
            UnitsError::Unnamed(error) => AnalysisError::replicates(name, frame, *error),
        }
    }
}

/// Stratum of every row, and the strata's labels.
pub fn strata(run: &RunSpec, frame: &Frame) -> Result<(Vec<u32>, Vec<String>), AnalysisError> {
    match &run.design.strata[..] {
        [] => Ok((vec![0; frame.lines.len()], vec![String::new()])),
        columns => {
            let (of_row, labels) = crossed(columns, frame)?;
            match of_row.iter().position(|stratum| *stratum == u32::MAX) {
                None => Ok((of_row, labels)),
                Some(row) => Err(frame
                    .refuse(row, &columns[0], Found::MissingValue, Expected::AValue)
                    .into()),
            }
        }
    }
}

/// n_h / N_h of each stratum, where the design has populations and the set wants them.
fn fractions(run: &RunSpec, units: &Units, frame: &Frame, fpc: bool) -> Result<Option<Vec<f64>>, AnalysisError> {
    let Some(column) = run.design.population.first().filter(|_| fpc) else {
        return Ok(None);
    };
    let population = frame.numbers(column)?;
    let mut of_stratum = vec![f64::NAN; units.strata()];
    for (row, population) in population.iter().enumerate() {
        of_stratum[units.stratum(row)] = *population;
    }
    let fraction = |(h, population): (usize, &f64)| units.size(h) as f64 / population;
    Ok(Some(of_stratum.iter().enumerate().map(fraction).collect()))
}

fn from_data(frame: &Frame, columns: &[String]) -> Result<Vec<Vec<f64>>, AnalysisError> {
    let mut all = Vec::new();
    for name in frame.expand(columns)? {
        let numbers = frame.numbers(&name)?;
        if let Some(row) = numbers.iter().position(|number| number.is_nan()) {
            return Err(frame
                .refuse(row, &name, Found::MissingValue, Expected::from(Demand::ANumber))
                .into());
        }
        all.push(numbers.into_owned());
    }
    Ok(all)
}

/// Where each id's row is; an id that stands in two rows is refused, as it would leave open which of them counts.
fn rows_by_id(table: &Table, id: usize) -> Result<BTreeMap<&str, usize>, Problems> {
    let mut of_id: BTreeMap<&str, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let name = row.cells[id].as_str();
        match of_id.get(name) {
            None => {
                of_id.insert(name, at);
            }
            Some(first) => {
                let expected = Demand::RowOnceAt(table.rows[*first].line).into();
                problems.push(table.problem(row, id, Found::Again(name.to_string()), expected));
            }
        }
    }
    match problems.is_empty() {
        true => Ok(of_id),
        false => Err(Problems(problems)),
    }
}

/// Replicate columns of another file, put in the order of the data's rows.
fn from_file(
    frame: &Frame,
    tables: &Tables,
    file: &str,
    id: Option<&str>,
    columns: &[String],
) -> Result<Vec<Vec<f64>>, AnalysisError> {
    let table = tables
        .get(file)
        .ok_or_else(|| AnalysisError::NoFile { file: file.to_string() })?;
    let id = id.or(frame.id_column.as_deref()).unwrap_or("id");
    let id = table.columns(&[id])?[0];
    let of_id = rows_by_id(table, id)?;
    let mut order = Vec::with_capacity(frame.lines.len());
    for row in 0..frame.lines.len() {
        let name = frame.name(row);
        match of_id.get(name.as_str()) {
            Some(at) => order.push(*at),
            None => {
                return Err(AnalysisError::NoReplicateRow {
                    file: file.to_string(),
                    id: name,
                    line: frame.lines[row],
                });
            }
        }
    }
    let names =
        crate::domain::analysis::columns::expand(columns, &table.header).map_err(|name| AnalysisError::NoColumn {
            file: file.to_string(),
            column: name,
        })?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut all = Vec::new();
    for place in table.columns(&names)? {
        let mut column = Vec::with_capacity(order.len());
        for at in &order {
            let row = &table.rows[*at];
            let text = &row.cells[place];
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            let refuse = || table.problem(row, place, Found::Text(text.clone()), Expected::from(Demand::ANumber));
            column.push(number.ok_or_else(refuse)?);
        }
        all.push(column);
    }
    Ok(all)
}

impl Replicates {
    /// What is reported of the set.
    pub fn reported(&self, name: &str, settings: BTreeMap<String, String>) -> ReplicatesOutcome {
        ReplicatesOutcome {
            name: name.to_string(),
            method: self.set.method.name().to_string(),
            count: self.set.count() as u64,
            seed: self.seed.clone(),
            steps_repeated: self.repeat,
            settings,
            failed: self.failed.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::table;

    #[test]
    fn an_id_in_two_rows_of_supplied_replicates_is_refused_with_both_lines() {
        let table = table::read("rep.csv", b"id,r1\n1,1\n2,1\n1,2\n", None).unwrap();
        let said = rows_by_id(&table, 0).unwrap_err().to_string();
        assert!(
            said.starts_with("rep.csv:4 [id]: found \u{201c}1\u{201d} again"),
            "{said}"
        );
        assert!(said.contains("it stands in row 2 already"), "{said}");
        let table = table::read("rep.csv", b"id,r1\n1,1\n2,1\n", None).unwrap();
        assert_eq!(rows_by_id(&table, 0).unwrap().len(), 2);
    }
}
