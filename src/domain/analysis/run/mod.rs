//! A specification run on its data: weights, then estimates, then what joins them. Pure; files come in as [`Inputs`].
//!
//! Every run is done on its own: it may differ in design, weighting and everything after. Rows are in canonical order,
//! so that the order of the file changes no bit of a result.

mod again;
mod base;
mod blame;
mod coded;
mod contradiction;
mod contrasts;
mod error;
mod estimates;
mod held;
mod independence;
mod intervals;
mod joined;
mod known;
mod limits;
mod links;
mod margins;
mod members;
mod methods;
mod notes;
mod order;
mod parts;
mod place;
mod population;
mod progress;
mod quantiles;
mod remarks;
mod repeat;
mod responses;
mod sizes;
mod skeleton;
mod splits;
mod steps;
mod strays;
mod supplied;
mod targets;
#[cfg(test)]
mod tests;
mod together;
mod weigh;

pub use contradiction::Contradiction;
pub use error::{AnalysisError, Labels};
pub use place::Stands;
pub use progress::{Progress, Silent};

use super::Inputs;
use super::columns::Frame;
use super::outcome::{Outcome, RunOutcome};
use super::spec::{DesignSpec, RunSpec, Spec};
use crate::domain::estimate::calibration::Calibration;
use crate::domain::estimate::design::{self, Design, Levels};
use crate::domain::weight::cells::Cells;
use estimates::Ground;
use known::Known;
use links::Links;
use margins::Tables;
use methods::{How, Method};
use skeleton::{empty, settings, weights};
use splits::Splits;
use std::borrow::Cow;
use weigh::Weighted;

/// The shape of results, for programs that read them.
pub const SCHEMA: &str = "barometer/analysis/1";

/// Runs everything that the specification asks for.
///
/// # Errors
/// The first thing that cannot be done, naming run, step or entry, and the place in the data where there is one. What
/// one estimate lacks (an empty domain, say) is a note in the results and no error.
pub fn run(spec: &Spec, inputs: &Inputs, progress: &mut dyn Progress) -> Result<Outcome, AnalysisError> {
    run_on(1, spec, inputs, progress)
}

/// The same, shared out among threads: the bits do not depend on how many.
///
/// # Errors
/// As [`run`].
pub fn run_on(
    threads: usize,
    spec: &Spec,
    inputs: &Inputs,
    progress: &mut dyn Progress,
) -> Result<Outcome, AnalysisError> {
    let mut runs = Vec::new();
    for one in &spec.runs {
        let found = single(threads.max(1), spec, one, inputs, progress);
        let several = spec.runs.len() > 1;
        runs.push(found.map_err(|error| if several { error.in_run(one) } else { error })?);
    }
    Ok(Outcome {
        schema: SCHEMA.to_string(),
        title: spec.title.clone(),
        version: env!("CARGO_PKG_VERSION").to_string(),
        inputs: inputs.files.clone(),
        runs,
    })
}

fn single(
    threads: usize,
    spec: &Spec,
    run: &RunSpec,
    inputs: &Inputs,
    progress: &mut dyn Progress,
) -> Result<RunOutcome, AnalysisError> {
    progress.begin(&run.name, "weighting", 1);
    let weighted = weigh::weigh(run, &inputs.data, &inputs.tables)?;
    progress.tick();
    let mut outcome = analyse(threads, spec, run, inputs, &weighted, progress)?;
    outcome.weights = weights(inputs, weighted);
    Ok(outcome)
}

fn analyse(
    threads: usize,
    spec: &Spec,
    run: &RunSpec,
    inputs: &Inputs,
    weighted: &Weighted,
    progress: &mut dyn Progress,
) -> Result<RunOutcome, AnalysisError> {
    let (frame, weight) = analysed(&inputs.data, weighted);
    let ratings = inputs.ratings.as_ref().map(|ratings| match &weighted.analysed {
        None => Cow::Borrowed(ratings),
        Some(rows) => Cow::Owned(ratings.restricted(rows)),
    });
    let design = designed(run, &frame, weighted, &inputs.tables)?;
    let mut methods = methods::methods(run, &inputs.data, weighted, &inputs.replicates)?;
    let last = Last::of(weighted);
    let links = Links::of(run);
    let plan = coded::Plan::new(&coded::Sources {
        spec,
        run,
        frame: &frame,
        weight: &weight,
        design: &design,
        weighted,
        last: last.as_ref(),
        calibrated: methods.iter().any(|method| matches!(method.how, How::Calibrated)),
        links: &links,
    })?;
    let moments = plan.as_ref().and_then(|plan| plan.moments(&weight));
    let means = plan.as_ref().zip(moments.as_ref());
    let means = means.and_then(|(plan, moments)| plan.means(moments, &weight));
    let splits = Splits::new(spec, run, &frame, ratings.as_deref(), means.as_ref())?;
    let kept = splits.kept(&methods)?;
    repeat::all(
        run,
        &mut methods,
        weighted,
        &weight,
        (&kept, means.as_ref()),
        threads,
        progress,
    );
    // A step after the last calibration (trimming, say) moves the weights that the residuals are taken with.
    let calibration = last
        .as_ref()
        .map(|last| Calibration::with_numbers(&last.cells, &last.numbers, &last.before, &weight));
    let ground = Ground {
        design: &design,
        calibration: calibration.as_ref(),
        weight: &weight,
        methods: &methods,
        level: run.level,
        threads,
    };
    let mut outcome = empty(run, inputs, weighted, &frame, &design);
    let mut known = Known::default();
    progress.begin(&run.name, "estimates", splits.len() as u64);
    splits.estimated(
        &mut outcome,
        &mut known,
        kept,
        (&links, means.as_ref()),
        &ground,
        progress,
    )?;
    for spec in &run.composites {
        let found = known::composite(spec, &known, &inputs.tables, &ground);
        for (found, entry) in found.map_err(|error| error.asked(Some(spec.line)))? {
            outcome.estimates.push(found);
            known.add(entry);
        }
    }
    notes::labels_once(run, &outcome)?;
    joined::joined(&mut outcome, run, &known, &frame, &ground)?;
    outcome.replicates = methods.iter().filter_map(|method| reported(run, method)).collect();
    outcome.notes.extend(notes::notes(&outcome, &design));
    outcome.notes.extend(notes::without_level(run, &frame));
    Ok(outcome)
}

fn reported(run: &RunSpec, method: &Method) -> Option<super::outcome::ReplicatesOutcome> {
    match &method.how {
        How::Replicates(replicates) => {
            Some(replicates.reported(&method.name, settings(run, "replicates", &method.name)))
        }
        _ => None,
    }
}

/// The analysed rows with their final weights.
fn analysed<'f>(frame: &'f Frame, weighted: &'f Weighted) -> (Cow<'f, Frame>, Cow<'f, [f64]>) {
    match &weighted.analysed {
        None => (Cow::Borrowed(frame), Cow::Borrowed(weighted.last())),
        Some(rows) => {
            let weight = rows.iter().map(|row| weighted.last()[*row as usize]).collect();
            (Cow::Owned(frame.restricted(rows)), Cow::Owned(weight))
        }
    }
}

fn designed(run: &RunSpec, frame: &Frame, weighted: &Weighted, tables: &Tables) -> Result<Design, AnalysisError> {
    let spec: &DesignSpec = &run.design;
    let (strata, strata_labels) = methods::strata(run, frame)?;
    let mut clusters = Vec::new();
    for name in &spec.clusters {
        clusters.push(margins::crossed(std::slice::from_ref(name), frame)?);
    }
    let population = weighted.population_of_analysed();
    let built = Design::build(&design::Frame {
        rows: frame.lines.len(),
        strata: (!spec.strata.is_empty()).then_some(Levels {
            of_row: &strata,
            labels: &strata_labels,
        }),
        clusters: clusters
            .iter()
            .map(|(of_row, labels)| Levels { of_row, labels })
            .collect(),
        population: population.iter().map(|stage| stage.as_ref()).collect(),
        lonely: spec.lonely,
        nest: spec.nest,
    });
    built.map_err(|source| population::refused(run, frame, tables, source))
}

/// The last calibration on the analysed rows.
struct Last<'w> {
    cells: Cow<'w, Cells>,
    numbers: Vec<Vec<f64>>,
    before: Cow<'w, [f64]>,
}

impl Last<'_> {
    fn of(weighted: &Weighted) -> Option<Last<'_>> {
        let (_, last) = weighted.plan.last_calibration(&weighted.base, &weighted.done)?;
        let numbers = last.auxiliaries.numbers.iter().map(|(_, column)| column);
        let cells = &last.auxiliaries.cells;
        let Some(rows) = &weighted.analysed else {
            return Some(Last {
                cells: Cow::Borrowed(cells),
                numbers: numbers.cloned().collect(),
                before: Cow::Borrowed(last.before),
            });
        };
        let some = |column: &[f64]| rows.iter().map(|row| column[*row as usize]).collect::<Vec<f64>>();
        Some(Last {
            cells: Cow::Owned(Cells {
                of_row: rows.iter().map(|row| cells.of_row[*row as usize]).collect(),
                categories: cells.categories.clone(),
            }),
            numbers: numbers.map(|column| some(column)).collect(),
            before: Cow::Owned(some(last.before)),
        })
    }
}
