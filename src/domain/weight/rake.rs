//! Raking (D11): one factor per category of each margin, so that every margin's total is met.
//!
//! Works on cells (combinations of categories), so a cycle costs the number of cells and not the number of rows.

use super::cells::{BLOCK, Tally};
pub use super::cells::{Cells, Target};
use super::diagnostics::Range;
pub use super::margin_error::{MarginError as RakeError, Why};
use super::obstacles::{obstacles_in, reconciled, totals};

/// A raking that fails is followed this far, on cells, to say whether more cycles would have done.
const PATIENCE: u32 = 5_000;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Largest relative miss over all categories of all margins.
    pub tolerance: f64,
    /// Most full cycles.
    pub max_cycles: u32,
}

/// A raking that met its margins.
#[derive(Debug, Clone, PartialEq)]
pub struct Raked {
    /// Factor of each cell; a row's factor is its cell's.
    pub cell_factor: Vec<f64>,
    /// Full cycles needed.
    pub cycles: u32,
    /// Largest relative miss at the end.
    pub largest_miss: f64,
}

/// Rakes weights `d` (one per row, ≥ 0) to the targets, margin by margin in the given order.
///
/// The limit does not depend on that order; the rounding of the last bits does, so the order is the method's.
///
/// # Errors
/// The first of [`obstacles`]; `NotConverged` with the category that is furthest off and why.
pub fn rake(d: &[f64], cells: &Cells, targets: &[Target], limits: Limits) -> Result<Raked, RakeError> {
    rake_weighted(d, None, cells, targets, limits)
}

/// The same for weights `q` times a replicate's multipliers `m`.
///
/// # Errors
/// As [`rake`].
pub fn rake_weighted(
    q: &[f64],
    m: Option<&[f64]>,
    cells: &Cells,
    targets: &[Target],
    limits: Limits,
) -> Result<Raked, RakeError> {
    let sums = cells.sum_weights(q, m)?;
    rake_summed(sums, (q, m), cells, targets, limits)
}

/// Rakes weights whose sums per cell are known; the weights themselves only tell which row is an obstacle.
fn rake_summed(
    sums: Vec<f64>,
    (q, m): (&[f64], Option<&[f64]>),
    cells: &Cells,
    targets: &[Target],
    limits: Limits,
) -> Result<Raked, RakeError> {
    if targets.is_empty() {
        return Err(RakeError::NoMargin);
    }
    match obstacles_in(&sums, cells, targets, q, m).into_iter().next() {
        Some(first) => Err(first),
        None => rake_sums(sums, cells, &reconciled(targets), limits),
    }
}

/// Largest relative miss of weights `q` times `m` before any raking.
///
/// # Errors
/// The first of [`obstacles`].
pub fn miss_of(q: &[f64], m: Option<&[f64]>, cells: &Cells, targets: &[Target]) -> Result<f64, RakeError> {
    let sums = cells.sum_weights(q, m)?;
    match obstacles_in(&sums, cells, targets, q, m).into_iter().next() {
        Some(first) => Err(first),
        None => Ok(largest_miss(&sums, cells, &reconciled(targets)).0),
    }
}

/// Rows raked in two passes: one sums, one multiplies; what else is known of the weights follows from the cells.
#[derive(Debug, Clone, PartialEq)]
pub struct RakedRows {
    /// Factors, cycles and miss.
    pub raked: Raked,
    /// Weight of each row.
    pub weight: Vec<f64>,
    /// The weights before, per cell.
    pub before: Vec<Tally>,
    /// Smallest and largest positive weight; the wrong way round without one.
    pub range: (f64, f64),
}

/// As [`rake`], with the raked weights.
///
/// # Errors
/// As [`rake`].
pub fn rake_rows(d: &[f64], cells: &Cells, targets: &[Target], limits: Limits) -> Result<RakedRows, RakeError> {
    let before = cells.tally(d)?;
    let sums = before.iter().map(|tally| tally.sums[0]).collect();
    let raked = rake_summed(sums, (d, None), cells, targets, limits)?;
    let (mut weight, mut range) = (Vec::with_capacity(d.len()), Range::START);
    // In blocks that are still in the cache when their range is looked for.
    for (d, of_row) in d.chunks(BLOCK).zip(cells.of_row.chunks(BLOCK)) {
        let from = weight.len();
        let pairs = d.iter().zip(of_row);
        weight.extend(pairs.map(|(d, cell)| d * raked.cell_factor[*cell as usize]));
        range.add(&weight[from..]);
    }
    Ok(RakedRows {
        raked,
        weight,
        before,
        range: range.ends(),
    })
}

/// Everything for which weights `d` cannot be raked to the targets at all, known before the first cycle.
pub fn obstacles(d: &[f64], cells: &Cells, targets: &[Target]) -> Vec<RakeError> {
    match cells.sum_weights(d, None) {
        Ok(sums) => obstacles_in(&sums, cells, targets, d, None),
        Err(bad) => vec![bad],
    }
}

/// Cycles over the sums of weights per cell, which have no obstacle.
fn rake_sums(mut sums: Vec<f64>, cells: &Cells, targets: &[Target], limits: Limits) -> Result<Raked, RakeError> {
    let mut factors: Vec<Vec<f64>> = targets.iter().map(|t| vec![1.0; t.categories.len()]).collect();
    let mut worst = (0.0, 0, 0);
    for cycle in 1..=limits.max_cycles {
        worst = one_cycle(&mut sums, cells, targets, &mut factors);
        if worst.0 <= limits.tolerance {
            let one = |of: &[f64], category: u32| of.get(category as usize).copied().unwrap_or(1.0);
            let factor = |cell: &Vec<u32>| cell.iter().zip(&factors).fold(1.0, |f, (c, of)| f * one(of, *c));
            let cell_factor = cells.categories.iter().map(factor).collect();
            return Ok(Raked {
                cell_factor,
                cycles: cycle,
                largest_miss: worst.0,
            });
        }
    }
    let why = why_not(sums, cells, targets, factors, limits, worst);
    let (miss, margin, category) = worst;
    Err(RakeError::NotConverged {
        cycles: limits.max_cycles,
        margin: targets.get(margin).map_or_else(String::new, |t| t.margin.clone()),
        category: targets.get(margin).map_or_else(String::new, |t| t.label(category)),
        miss,
        why,
    })
}

/// Where patience would have led.
fn why_not(
    mut sums: Vec<f64>,
    cells: &Cells,
    targets: &[Target],
    mut factors: Vec<Vec<f64>>,
    limits: Limits,
    worst: (f64, usize, usize),
) -> Why {
    let known = targets.get(worst.1).map_or(0, |t| t.categories.len());
    if totals(&sums, cells, worst.1, known)
        .get(worst.2)
        .is_some_and(|got| *got <= 0.0)
    {
        return Why::Empty;
    }
    let converges = (0..PATIENCE).any(|_| one_cycle(&mut sums, cells, targets, &mut factors).0 <= limits.tolerance);
    if converges {
        Why::TooFewCycles
    } else {
        Why::Contradictory
    }
}

fn one_cycle(sums: &mut [f64], cells: &Cells, targets: &[Target], factors: &mut [Vec<f64>]) -> (f64, usize, usize) {
    for (m, target) in targets.iter().enumerate() {
        adjust(sums, cells, m, target, &mut factors[m]);
    }
    largest_miss(sums, cells, targets)
}

fn adjust(sums: &mut [f64], cells: &Cells, margin: usize, target: &Target, factors: &mut [f64]) {
    let totals = totals(sums, cells, margin, target.categories.len());
    let wanted = target.categories.iter().map(|(_, total)| *total);
    let ratios: Vec<f64> = wanted
        .zip(&totals)
        .map(|(t, got)| if *got > 0.0 { t / got } else { 1.0 })
        .collect();
    for (factor, ratio) in factors.iter_mut().zip(&ratios) {
        *factor *= ratio;
    }
    for (w, cell) in sums.iter_mut().zip(&cells.categories) {
        *w *= ratios.get(cell[margin] as usize).copied().unwrap_or(1.0);
    }
}

/// (relative miss, margin, category) of the category that is furthest off.
fn largest_miss(sums: &[f64], cells: &Cells, targets: &[Target]) -> (f64, usize, usize) {
    let mut worst = (0.0, 0, 0);
    for (m, target) in targets.iter().enumerate() {
        let got = totals(sums, cells, m, target.categories.len());
        for (c, (_, wanted)) in target.categories.iter().enumerate() {
            let miss = if *wanted > 0.0 {
                (got[c] / wanted - 1.0).abs()
            } else {
                0.0
            };
            if miss > worst.0 || miss.is_nan() {
                worst = (miss, m, c);
            }
        }
    }
    worst
}
