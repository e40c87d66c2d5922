//! Residuals of the last raking (D12): linearised values after the d-weighted regression on the margins' dummies.

use crate::domain::linear::{cholesky, solve};
use crate::domain::weight::rake::Cells;

/// The last calibration step, its normal equations factorised once for all estimates.
#[derive(Debug, Clone)]
pub struct Calibration<'a> {
    cells: &'a Cells,
    before: &'a [f64],
    after: &'a [f64],
    /// Dummy columns (intercept first) that are 1 in each cell.
    columns: Vec<Vec<usize>>,
    /// Lower Cholesky factor; a column that depends on earlier ones has a zero row and pivot.
    factor: Vec<Vec<f64>>,
}

impl<'a> Calibration<'a> {
    /// `before` and `after` are the weights around the raking over `cells`.
    pub fn new(cells: &'a Cells, before: &'a [f64], after: &'a [f64]) -> Calibration<'a> {
        let margins = cells.categories.first().map_or(0, Vec::len);
        let highest = |m: usize| cells.categories.iter().map(|c| c[m] as usize).max().unwrap_or(0);
        let mut offset = vec![1usize; margins + 1];
        for m in 0..margins {
            offset[m + 1] = offset[m] + highest(m) + 1;
        }
        let dummy = |cell: &Vec<u32>| {
            let of = cell.iter().zip(&offset).map(|(c, o)| o + *c as usize);
            std::iter::once(0).chain(of).collect::<Vec<_>>()
        };
        let columns: Vec<Vec<usize>> = cells.categories.iter().map(dummy).collect();
        let mut normal = vec![vec![0.0; offset[margins]]; offset[margins]];
        for (mass, columns) in cells.sum(before).iter().zip(&columns) {
            columns
                .iter()
                .for_each(|i| columns.iter().for_each(|j| normal[*i][*j] += mass));
        }
        Calibration {
            cells,
            before,
            after,
            columns,
            factor: cholesky(normal),
        }
    }

    /// Replaces z by w·e, e the residual of the d-weighted regression of u = z/w over the whole calibrated sample.
    pub fn residuals(&self, z: &mut [f64]) {
        let mut right = vec![0.0; self.factor.len()];
        let mut by_cell = vec![0.0; self.columns.len()];
        for (row, z) in z.iter().enumerate() {
            if self.after[row] > 0.0 {
                by_cell[self.cells.of_row[row] as usize] += self.before[row] * (z / self.after[row]);
            }
        }
        for (sum, columns) in by_cell.iter().zip(&self.columns) {
            columns.iter().for_each(|i| right[*i] += sum);
        }
        let beta = solve(&self.factor, right);
        let fitted: Vec<f64> = self.columns.iter().map(|c| c.iter().map(|i| beta[*i]).sum()).collect();
        for (row, z) in z.iter_mut().enumerate() {
            *z -= self.after[row] * fitted[self.cells.of_row[row] as usize];
        }
    }
}
