//! Cycles of clip, give back and rake with limits that are fixed before the first (D14, METHOD 6).

use super::clip::clip;
use super::limits::{Counts, resolve};
use super::{Band, Trim, TrimError};
use crate::domain::weight::cells::{Cells, Target};
use crate::domain::weight::margin_error::MarginError;
use crate::domain::weight::rake::{Limits, Raked, miss_of, rake_weighted};
use thiserror::Error;

/// What each cycle does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cycles {
    /// How to clip and give back; `repeat` makes each clip a repeated one.
    pub trim: Trim,
    /// When each raking stops.
    pub limits: Limits,
    /// At most so many cycles.
    pub most: u32,
}

/// What the cycles came to. Weights that are still outside are no error: they are counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Cycled {
    /// Limits.
    pub band: Band,
    /// What they were multiples of.
    pub reference: Option<f64>,
    /// Rows outside at the start of each cycle that was done.
    pub outside_by_cycle: Vec<u64>,
    /// Rows outside at the end; 0: it ended inside.
    pub outside: u64,
    /// The last raking; none where all weights were inside and the margins met from the start.
    pub last: Option<Raked>,
}

/// Why the cycles broke off.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CyclesError {
    /// In clipping or giving back.
    #[error(transparent)]
    Trim(#[from] TrimError),
    /// In raking.
    #[error(transparent)]
    Margin(#[from] MarginError),
}

/// Trims and rakes `q` (one per row, ≥ 0, times multipliers) in place, cycle by cycle, until all weights are inside the
/// limits and the margins are met. `before` receives the weights before the last raking, for D12.
///
/// # Errors
/// Limits that are none; whatever keeps the margins from being met, before the first cycle or in one.
pub fn trim_and_rake(
    q: &mut [f64],
    counts: Counts,
    base: &[f64],
    cells: &Cells,
    targets: &[Target],
    cycles: &Cycles,
    before: &mut Vec<f64>,
) -> Result<Cycled, CyclesError> {
    let m = counts.m;
    let base = cycles.trim.relative_to_base.then_some(base);
    let (band, reference) = resolve(q, counts, base, &cycles.trim, before)?;
    before.clear();
    before.extend_from_slice(q);
    let mut done = Cycled {
        band,
        reference,
        outside_by_cycle: Vec::new(),
        outside: outside(q, m, base, band),
        last: None,
    };
    let mut met = miss_of(q, m, cells, targets)? <= cycles.limits.tolerance;
    while (done.outside > 0 || !met) && done.outside_by_cycle.len() < cycles.most as usize {
        done.outside_by_cycle.push(done.outside);
        clip(q, m, base, &cycles.trim, band, reference)?;
        before.copy_from_slice(q);
        let raked = rake_weighted(q, m, cells, targets, cycles.limits)?;
        cells.multiply(q, &raked.cell_factor);
        (met, done.last) = (true, Some(raked));
        done.outside = outside(q, m, base, band);
    }
    Ok(done)
}

/// Rows that take part and lie outside by more than rounding.
fn outside(q: &[f64], m: Option<&[f64]>, base: Option<&[f64]>, band: Band) -> u64 {
    let out = |row: &usize| {
        let adjustment = q[*row] / base.map_or(1.0, |b| b[*row]);
        let takes_part = q[*row] != 0.0 && m.is_none_or(|m| m[*row] > 0.0);
        takes_part && band.misses(adjustment)
    };
    (0..q.len()).filter(out).count() as u64
}
