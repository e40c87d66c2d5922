//! Calibration (D13): the weights w = d F(x'λ) nearest to d, by a distance, that meet categorical and continuous totals.
//!
//! Bounded linear and multiplicative calibration clips F to [L, U] and solves that problem (not: clips afterwards), as
//! R's survey does. Linear calibration without bounds may give negative weights: they are left and counted.

mod bounds;
mod distance;
mod newton;
mod reach;
mod scale;
mod units;

pub use distance::Distance;

use super::cells::{Cells, Target};
use super::margin_error::{MarginError, Why};
use super::obstacles::{obstacles_in, reconciled};
use newton::{Failure, Solution};
use units::Units;

/// After a failure, Newton is followed this far to say whether more iterations would have done.
const PATIENCE: u32 = 300;

/// What weights are calibrated to, row by row: categories and numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Auxiliaries {
    /// Cells of the categorical margins; [`Cells::single`] where there are none.
    pub cells: Cells,
    /// (name, value per row); a row of weight 0 may have none (NaN).
    pub numbers: Vec<(String, Vec<f64>)>,
}

/// The totals to be met.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    /// One per margin of the cells.
    pub targets: Vec<Target>,
    /// Population sum per number.
    pub sums: Vec<f64>,
}

/// Limits that the result keeps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bounds {
    /// None.
    None,
    /// low < factor < high, low < 1 < high.
    Factor {
        /// Smallest factor.
        low: f64,
        /// Largest factor.
        high: f64,
    },
    /// On the weight itself (D13.4): each row's factor lies in [low/d, high/d].
    Weight {
        /// Smallest weight.
        low: f64,
        /// Largest weight; may be infinite.
        high: f64,
    },
}

/// How to calibrate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Distance.
    pub distance: Distance,
    /// Bounds.
    pub bounds: Bounds,
    /// Largest miss of a total, relative to it (of a number's sum: to the population × its standard deviation).
    pub tolerance: f64,
    /// Most Newton iterations.
    pub max_cycles: u32,
}

/// A calibration that met its totals.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// Factor of each row; 1 where the weight is 0.
    pub factor: Vec<f64>,
    /// Newton iterations.
    pub iterations: u32,
    /// Largest miss of a total, in the unit of the tolerance.
    pub largest_miss: f64,
    /// Rows at their lower bound.
    pub at_low: u64,
    /// Rows at their upper bound.
    pub at_high: u64,
}

/// The last calibration, for the residuals of D12: auxiliaries, weights before and after.
#[derive(Debug, Clone, Copy)]
pub struct LastCalibration<'a> {
    /// Its variables.
    pub auxiliaries: &'a Auxiliaries,
    /// Weights before it.
    pub before: &'a [f64],
    /// Weights after it.
    pub after: &'a [f64],
}

/// Calibrates weights `q` times a replicate's multipliers `m` (limits on the weight act on `q`, as trimming does, D16).
///
/// # Errors
/// Bounds that are none, every obstacle of raking, a number that is missing, totals that cannot be met (naming the one
/// that is furthest off and whether bounds, contradiction or too few iterations are the reason).
pub fn calibrate(
    q: &[f64],
    m: Option<&[f64]>,
    auxiliaries: &Auxiliaries,
    totals: &Totals,
    options: &Options,
) -> Result<Calibrated, MarginError> {
    check_options(options, totals)?;
    let cells = &auxiliaries.cells;
    let sums = cells.sum_weights(q, m)?;
    if let Some(first) = obstacles_in(&sums, cells, &totals.targets, q, m).into_iter().next() {
        return Err(first);
    }
    let totals = &Totals {
        targets: reconciled(&totals.targets).into_owned(),
        sums: totals.sums.clone(),
    };
    let units = Units::new(q, m, sums, auxiliaries, totals, options)?;
    units.room(totals)?;
    match newton::solve(&units, options.distance, options.tolerance, options.max_cycles) {
        Ok(solution) => Ok(expand(solution, &units, auxiliaries)),
        Err(failure) => Err(explain(&failure, units, auxiliaries, totals, options)),
    }
}

fn check_options(options: &Options, totals: &Totals) -> Result<(), MarginError> {
    if totals.targets.is_empty() && totals.sums.is_empty() {
        return Err(MarginError::NoMargin);
    }
    match options.bounds {
        Bounds::Factor { low, high } => {
            let finite = low.is_finite() && high.is_finite();
            if low < 1.0 && 1.0 < high && (finite || options.distance != Distance::Logit) {
                Ok(())
            } else {
                Err(MarginError::BadBounds { low, high })
            }
        }
        Bounds::Weight { low, high } if low >= 0.0 && low < high => {
            let open = options.distance == Distance::Logit && !high.is_finite();
            if open {
                Err(MarginError::BadBounds { low, high })
            } else {
                Ok(())
            }
        }
        Bounds::Weight { low, high } => Err(MarginError::BadLimits { low, high }),
        Bounds::None if options.distance == Distance::Logit => {
            let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
            Err(MarginError::BadBounds { low, high })
        }
        Bounds::None => Ok(()),
    }
}

fn expand(solution: Solution, units: &Units, auxiliaries: &Auxiliaries) -> Calibrated {
    let counts = units.at_bounds(&solution.factor);
    let largest_miss = solution.misses.iter().fold(0.0f64, |worst, miss| worst.max(*miss));
    Calibrated {
        factor: units.to_rows(&solution.factor, auxiliaries),
        iterations: solution.iterations,
        largest_miss,
        at_low: counts.0,
        at_high: counts.1,
    }
}

fn explain(
    failure: &Failure,
    units: Units,
    auxiliaries: &Auxiliaries,
    totals: &Totals,
    options: &Options,
) -> MarginError {
    if let Some((margin, miss)) = reach::out_of_reach(&units, auxiliaries, totals, options) {
        return MarginError::NotConverged {
            cycles: failure.iterations,
            margin,
            category: "sum".to_owned(),
            miss,
            why: Why::Contradictory,
        };
    }
    let worse = |worst: (usize, f64), (i, miss): (usize, &f64)| {
        if *miss > worst.1 || miss.is_nan() {
            (i, *miss)
        } else {
            worst
        }
    };
    let (column, miss) = failure.misses.iter().enumerate().fold((0, 0.0), worse);
    let (margin, category) = units.name(column, totals, auxiliaries);
    let why = why_not(failure, units, options);
    MarginError::NotConverged {
        cycles: failure.iterations,
        margin,
        category,
        miss,
        why,
    }
}

/// More iterations, wider bounds, or nothing at all would have helped.
fn why_not(failure: &Failure, mut units: Units, options: &Options) -> Why {
    let cut_short = failure.iterations >= options.max_cycles && options.max_cycles < PATIENCE;
    if cut_short && newton::solve(&units, options.distance, options.tolerance, PATIENCE).is_ok() {
        return Why::TooFewCycles;
    }
    if options.bounds == Bounds::None {
        return Why::Contradictory;
    }
    // Without bounds the linear distance meets any totals that do not contradict each other.
    units.lift_bounds();
    match newton::solve(&units, Distance::Linear, options.tolerance, PATIENCE) {
        Ok(_) => Why::BoundedOut,
        Err(_) => Why::Contradictory,
    }
}
