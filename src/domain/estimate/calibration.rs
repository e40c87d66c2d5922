//! Residuals of the last calibration step (D12): linearised values after the d-weighted regression on its auxiliaries.
//!
//! Holds for raking, post-stratification and calibration with any distance and bounds: only the auxiliaries and the
//! weights around the step matter. The intercept is among the auxiliaries (D12) wherever a
//! margin has categories, whose indicators add up to it.

use super::design::Fit;
use super::statistic::Estimate;
use crate::domain::linear::{cholesky, solve};
use crate::domain::weight::rake::Cells;

/// A number whose part that categories and earlier numbers do not explain is smaller than this share of its spread
/// depends on them.
const DEPENDENT: f64 = 1e-11;

/// The last calibration step, its normal equations factorised once for all estimates.
#[derive(Debug, Clone)]
pub struct Calibration<'a> {
    cells: &'a Cells,
    before: &'a [f64],
    after: &'a [f64],
    /// Dummy columns (intercept first) that are 1 in each cell.
    columns: Vec<Vec<usize>>,
    /// Σd of each cell.
    mass: Vec<f64>,
    /// Lower Cholesky factor; a column that depends on earlier ones has a zero row and pivot.
    factor: Vec<Vec<f64>>,
    /// Continuous auxiliaries, made orthogonal to the dummies and to each other and of length one, all d-weighted.
    numbers: Vec<Vec<f64>>,
}

impl<'a> Calibration<'a> {
    /// `before` and `after` are the weights around a step whose auxiliaries are the margins of `cells`, one per row;
    /// `after` are the final weights where only a common factor follows. A weight of 0 before keeps the row out of the
    /// regression. Residuals are weighted with `before` (D12); some programs leave them unweighted.
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
        let mut columns: Vec<Vec<usize>> = cells.categories.iter().map(dummy).collect();
        if columns.is_empty() {
            columns.push(vec![0]);
        }
        let mut calibration = Calibration {
            cells,
            before,
            after,
            columns,
            mass: Vec::new(),
            factor: Vec::new(),
            numbers: Vec::new(),
        };
        let mut normal = vec![vec![0.0; offset[margins]]; offset[margins]];
        calibration.mass = vec![0.0; calibration.columns.len()];
        for (row, d) in before.iter().enumerate() {
            let cell = calibration.cell(row);
            calibration.mass[cell] += d;
        }
        for (mass, columns) in calibration.mass.iter().zip(&calibration.columns) {
            columns
                .iter()
                .for_each(|i| columns.iter().for_each(|j| normal[*i][*j] += mass));
        }
        calibration.factor = cholesky(normal);
        calibration
    }

    /// The same with continuous auxiliaries, one value per row each; without categories `cells` is empty, and there is no
    /// intercept: a step that met only sums of numbers did not fix the size of the population (a constant among the numbers
    /// does). A number that depends on the others adds nothing.
    pub fn with_numbers(
        cells: &'a Cells,
        numbers: &[Vec<f64>],
        before: &'a [f64],
        after: &'a [f64],
    ) -> Calibration<'a> {
        let mut calibration = Calibration::new(cells, before, after);
        let categories = cells.categories.first().is_some_and(|cell| !cell.is_empty());
        if !categories && !numbers.is_empty() {
            calibration.columns.iter_mut().for_each(Vec::clear);
            calibration.factor.clear();
        }
        for number in numbers {
            calibration.add(number);
        }
        calibration
    }

    /// Orthogonalises (Gram–Schmidt, done twice) and keeps a number.
    fn add(&mut self, number: &[f64]) {
        let used = |(x, d): (&f64, &f64)| if *d > 0.0 { *x } else { 0.0 };
        let mut column: Vec<f64> = number.iter().zip(self.before).map(used).collect();
        let intercept = !self.factor.is_empty();
        let mean = if intercept {
            self.inner(&column, None) / self.before.iter().sum::<f64>()
        } else {
            0.0
        };
        column
            .iter_mut()
            .zip(self.before)
            .for_each(|(x, d)| *x -= if *d > 0.0 { mean } else { 0.0 });
        let spread = self.inner(&column, Some(&column)).sqrt();
        self.clear(&mut column);
        let left = self.inner(&column, Some(&column)).sqrt();
        if left > DEPENDENT * spread {
            column.iter_mut().for_each(|x| *x /= left);
            self.numbers.push(column);
        }
    }

    /// Σ d x y, or Σ d x.
    fn inner(&self, x: &[f64], y: Option<&[f64]>) -> f64 {
        match y {
            Some(y) => self.before.iter().zip(x).zip(y).map(|((d, x), y)| d * x * y).sum(),
            None => self.before.iter().zip(x).map(|(d, x)| d * x).sum(),
        }
    }

    /// Σ d x per cell.
    fn sums(&self, x: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.columns.len()];
        for (row, (x, d)) in x.iter().zip(self.before).enumerate() {
            sums[self.cell(row)] += d * x;
        }
        sums
    }

    fn cell(&self, row: usize) -> usize {
        self.cells.of_row.get(row).map_or(0, |cell| *cell as usize)
    }

    /// Replaces x by its residuals; the second pass takes back what rounding left in the first.
    fn clear(&self, x: &mut [f64]) {
        for _ in 0..2 {
            let fitted = self.fitted(&self.sums(x));
            for (row, x) in x.iter_mut().enumerate() {
                *x -= fitted[self.cell(row)];
            }
            for number in &self.numbers {
                let share = self.inner(number, Some(x));
                x.iter_mut().zip(number).for_each(|(x, q)| *x -= share * q);
            }
        }
    }

    /// Fitted value per cell of the regression on the dummies, from Σ d x per cell. What rounding left of the sums after
    /// the first solution is solved for once more.
    fn fitted(&self, sums: &[f64]) -> Vec<f64> {
        let first = self.solved(sums);
        let left: Vec<f64> = sums
            .iter()
            .zip(&first)
            .zip(&self.mass)
            .map(|((s, fit), mass)| s - mass * fit)
            .collect();
        let second = self.solved(&left);
        first.iter().zip(second).map(|(a, b)| a + b).collect()
    }

    fn solved(&self, sums: &[f64]) -> Vec<f64> {
        let mut right = vec![0.0; self.factor.len()];
        for (sum, columns) in sums.iter().zip(&self.columns) {
            columns.iter().for_each(|i| right[*i] += sum);
        }
        let beta = solve(&self.factor, right);
        self.columns.iter().map(|c| c.iter().map(|i| beta[*i]).sum()).collect()
    }

    /// Replaces z by w·e, e the residual of the d-weighted regression of u = z/w over the whole calibrated sample.
    ///
    /// A row that the step left with weight 0 has no z to divide; use [`Calibration::residuals_of`] where that matters.
    pub fn residuals(&self, z: &mut [f64]) {
        let score = |(z, w): (&f64, &f64)| if *w > 0.0 { z / w } else { 0.0 };
        if self.numbers.is_empty() {
            let mut sums = vec![0.0; self.columns.len()];
            for (row, (member, d)) in z.iter().zip(self.after).zip(self.before).enumerate() {
                sums[self.cell(row)] += d * score(member);
            }
            return self.subtract(z, &sums);
        }
        let mut u: Vec<f64> = z.iter().zip(self.after).map(score).collect();
        self.clear(&mut u);
        for ((z, u), w) in z.iter_mut().zip(u).zip(self.after) {
            *z = u * w;
        }
    }

    /// Puts w·e of an estimate into `z`, one value per row. Members whose weight the step brought to 0 take part in the
    /// regression with their score.
    pub fn residuals_of(&self, estimate: &Estimate, z: &mut [f64]) {
        if let Some(sums) = self.member_sums(estimate) {
            z.copy_from_slice(&estimate.linearised(z.len()));
            return self.subtract(z, &sums);
        }
        z.fill(0.0);
        self.scores(estimate).for_each(|(row, score)| z[row] += score);
        self.clear(z);
        z.iter_mut().zip(self.after).for_each(|(u, w)| *u *= w);
    }

    /// What residuals take from a row per unit of its weight: one fitted value per cell; `None` where
    /// continuous auxiliaries take another share from each row.
    pub fn fit_of(&self, estimate: &Estimate) -> Option<Vec<f64>> {
        Some(self.fitted(&self.member_sums(estimate)?))
    }

    /// Whether continuous auxiliaries were calibrated on.
    pub fn has_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// Cells and weights that [`Calibration::fit_of`] speaks of.
    pub fn fit(&self) -> Fit<'a> {
        Fit {
            cell: &self.cells.of_row,
            weight: self.after,
        }
    }

    /// Row and u/w times the linearised value for a weight of one, of every member.
    fn scores<'e>(&'e self, estimate: &'e Estimate) -> impl Iterator<Item = (usize, f64)> + 'e {
        let members = estimate.domain.rows.iter().zip(&estimate.domain.u).zip(&estimate.score);
        members.map(|((row, u), score)| {
            let w = self.after[*row as usize];
            (*row as usize, if w > 0.0 { u / w * score } else { *score })
        })
    }

    /// Σ d × score per cell, where categories are all that is calibrated on.
    fn member_sums(&self, estimate: &Estimate) -> Option<Vec<f64>> {
        if !self.numbers.is_empty() {
            return None;
        }
        let mut sums = vec![0.0; self.columns.len()];
        let scores = self.scores(estimate);
        scores.for_each(|(row, score)| sums[self.cell(row)] += self.before[row] * score);
        Some(sums)
    }

    /// z − w·fit for categories alone, where all that counts of u is its sum per cell.
    fn subtract(&self, z: &mut [f64], sums: &[f64]) {
        let fitted = self.fitted(sums);
        for (row, (z, w)) in z.iter_mut().zip(self.after).enumerate() {
            *z -= w * fitted[self.cell(row)];
        }
    }
}
