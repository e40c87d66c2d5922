//! What the weights are before and after a step, in all and per cell, for its record.

use crate::domain::weight::cells::{BLOCK, Cells, Tally};
use crate::domain::weight::diagnostics::Running;
use crate::domain::weight::rake::RakedRows;

/// Weights around a step.
pub struct Around {
    /// Sums of the weights after it.
    pub after: Running,
    /// Smallest and largest after ÷ before over rows that had and have a weight; the wrong way round without one.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Per cell of what the step calibrates to: rows with a positive weight before, and sums of weights.
    pub cells: Vec<InCell>,
}

/// A cell of what the step calibrates to.
#[derive(Clone, Copy, Default)]
pub struct InCell {
    /// Rows with a positive weight before.
    pub count: u64,
    /// Σ of the weights before.
    pub before: f64,
    /// Σ of the weights after.
    pub after: f64,
}

impl Around {
    /// Reads both columns once.
    pub fn of(before: &[f64], after: &[f64], cells: Option<&Cells>) -> Around {
        let mut around = Around {
            after: Running::START,
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            cells: vec![InCell::default(); cells.map_or(0, Cells::len)],
        };
        let mut of_row = cells.map_or(&[][..], |cells| &cells.of_row);
        // In blocks, so that every figure finds the weights still in the nearest memory.
        for (before, after) in before.chunks(BLOCK).zip(after.chunks(BLOCK)) {
            after.iter().for_each(|w| around.after.add(*w));
            around.factors(before, after);
            let (own, later) = of_row.split_at(before.len().min(of_row.len()));
            of_row = later;
            for ((cell, before), after) in own.iter().zip(before).zip(after) {
                let cell = &mut around.cells[*cell as usize];
                cell.count += u64::from(*before > 0.0);
                cell.before += before;
                cell.after += after;
            }
        }
        around
    }

    /// From the cells alone.
    pub fn raked(rows: &RakedRows) -> Around {
        let pairs = || {
            rows.before
                .iter()
                .zip(&rows.raked.cell_factor)
                .filter(|(of, _)| of.n > 0)
        };
        let sums = pairs().fold([0.0; 2], |[sum, squares], (of, f)| {
            [sum + of.sums[0] * f, squares + of.sums[1] * (f * f)]
        });
        let kept = || pairs().filter(|(_, f)| **f > 0.0);
        let in_cell = |(of, f): (&Tally, &f64)| InCell {
            count: of.n,
            before: of.sums[0],
            after: of.sums[0] * f,
        };
        Around {
            after: Running::summed(kept().map(|(of, _)| of.n).sum(), sums, rows.range),
            low: kept().fold(f64::INFINITY, |low, (_, f)| low.min(*f)),
            high: kept().fold(f64::NEG_INFINITY, |high, (_, f)| high.max(*f)),
            cells: rows.before.iter().zip(&rows.raked.cell_factor).map(in_cell).collect(),
        }
    }

    /// Without branches, as it runs over all rows.
    fn factors(&mut self, before: &[f64], after: &[f64]) {
        let (mut low, mut high) = (self.low, self.high);
        for (before, after) in before.iter().zip(after) {
            let factor = after / before;
            let kept = (*before > 0.0) & (factor != 0.0);
            low = if kept & (factor < low) { factor } else { low };
            high = if kept & (factor > high) { factor } else { high };
        }
        (self.low, self.high) = (low, high);
    }
}
