//! The ways in which a run estimates variances: linearised with fixed or calibrated weights, and replicate sets.

use super::margins::crossed;
use super::weigh::Weighted;
use super::{AnalysisError, place, supplied};
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::outcome::ReplicatesOutcome;
use crate::domain::analysis::spec::{ErrorsSpec, ReplicatesMethod, ReplicatesSpec, RunSpec, ScaleSpec, SuppliedAre};
use crate::domain::definition::{Expected, Found};
use crate::domain::estimate::replicate::{self, Centre, ReplicateSet, Units};
use crate::domain::weight::plan::PlanError;
use std::collections::BTreeMap;

/// Files of supplied replicates, by name and column of ids.
pub type Sources = BTreeMap<(String, String), Frame>;

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
    pub(super) failed: Vec<(u64, PlanError)>,
    /// Label → θ_r − θ in each replicate.
    pub moved: BTreeMap<String, Vec<Option<f64>>>,
}

/// The methods of a run, in its order.
pub fn methods(
    run: &RunSpec,
    frame: &Frame,
    weighted: &Weighted,
    sources: &Sources,
) -> Result<Vec<Method>, AnalysisError> {
    let calibrates = calibrated_last(weighted);
    let wanted = wanted(run, calibrates);
    let one = |wanted: &ErrorsSpec| {
        Ok(match wanted {
            ErrorsSpec::Fixed => Method {
                name: "fixed".into(),
                how: How::Fixed,
            },
            ErrorsSpec::Calibrated if !calibrates => {
                return Err(AnalysisError::NothingCalibrated.asked(run.line("errors", "errors", &[])));
            }
            ErrorsSpec::Calibrated => Method {
                name: "calibrated".into(),
                how: How::Calibrated,
            },
            ErrorsSpec::Replicates(name) => {
                let spec = run.replicates.iter().find(|set| &set.name == name);
                let spec = spec.ok_or_else(|| AnalysisError::NoReplicates { name: name.clone() })?;
                let made = made(run, spec, frame, (weighted, sources)).map_err(|error| {
                    let line = place::line_of_set(run, name, &error);
                    error.asked(line)
                })?;
                Method {
                    name: name.clone(),
                    how: How::Replicates(Box::new(made)),
                }
            }
        })
    };
    wanted.iter().map(one).collect()
}

/// The methods that are asked for: those of `errors`, without it the linearised ones and every set; and whatever a ranking
/// takes its ranks from.
fn wanted(run: &RunSpec, calibrates: bool) -> Vec<ErrorsSpec> {
    let set = |name: &String| ErrorsSpec::Replicates(name.clone());
    let mut wanted = run.errors.clone().unwrap_or_else(|| {
        let calibrated = calibrates.then_some(ErrorsSpec::Calibrated);
        let sets = run.replicates.iter().map(|of| set(&of.name));
        calibrated.into_iter().chain([ErrorsSpec::Fixed]).chain(sets).collect()
    });
    for of in run
        .rankings
        .iter()
        .filter_map(|ranking| ranking.replicates.as_ref().map(set))
    {
        if !wanted.contains(&of) {
            wanted.push(of);
        }
    }
    wanted
}

/// Whether the last step but scaling meets margins.
fn calibrated_last(weighted: &Weighted) -> bool {
    weighted.plan.steps.iter().any(|(_, step)| step.auxiliaries().is_some())
}

fn made(
    run: &RunSpec,
    spec: &ReplicatesSpec,
    frame: &Frame,
    (weighted, sources): (&Weighted, &Sources),
) -> Result<Replicates, AnalysisError> {
    let refused = |source| AnalysisError::replicates(&spec.name, frame, source);
    let rule = run.design.lonely;
    let mut seed = None;
    let set = match &spec.method {
        ReplicatesMethod::Jackknife { units: of, fpc } => {
            let units = units(run, of.as_ref(), frame).map_err(|e| e.named(&spec.name, frame))?;
            let sampled = self::units(run, None, frame).map_err(|e| e.named(&spec.name, frame))?;
            let fraction = fractions(weighted, &sampled, *fpc);
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
            let given = supplied::columns(frame, sources, (file.as_deref(), id.as_deref()), columns)?;
            let rows = frame.lines.len();
            let all = match scale {
                ScaleSpec::Even => None,
                ScaleSpec::All(scale) => Some(*scale),
                ScaleSpec::Each(_) => Some(1.0),
            };
            let set = match are {
                SuppliedAre::Draws => {
                    let units = units(run, of.as_ref(), frame).map_err(|e| e.named(&spec.name, frame))?;
                    replicate::draws(units, given.columns, all, rule)
                }
                SuppliedAre::Multipliers => replicate::multipliers(rows, given.columns, all),
                SuppliedAre::Weights => replicate::weights(rows, given.columns, all),
            };
            let set = match scale {
                ScaleSpec::Each(each) => set.and_then(|set| set.scaled(each)),
                _ => set,
            };
            set.map_err(|source| {
                AnalysisError::replicates_of(&spec.name, (&given.file, &given.lines), &given.names, source)
            })?
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

/// n_h / N_h of each stratum, where the design has populations and the set wants them; n_h counts the design's clusters,
/// whatever groups of them are left out together.
fn fractions(weighted: &Weighted, clusters: &Units, fpc: bool) -> Option<Vec<f64>> {
    let population = weighted.population.first().filter(|_| fpc)?;
    let mut of_stratum = vec![f64::NAN; clusters.strata()];
    for (row, population) in population.iter().enumerate() {
        of_stratum[clusters.stratum(row)] = *population;
    }
    let fraction = |(h, population): (usize, &f64)| clusters.size(h) as f64 / population;
    Some(of_stratum.iter().enumerate().map(fraction).collect())
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
