//! Raking (D11): one factor per category of each margin, so that every margin's total is met.
//!
//! Works on cells (combinations of categories), so a cycle costs the number of cells and not the number of rows.

use std::collections::BTreeMap;
use thiserror::Error;

/// Rows sorted into the cells of the crossed margins.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// Cell of each row.
    pub of_row: Vec<u32>,
    /// Category of each cell in each margin: `categories[cell][margin]`.
    pub categories: Vec<Vec<u32>>,
}

/// One margin: a name and, per category, its label and population total.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Margin id.
    pub margin: String,
    /// (label, total ≥ 0) per category.
    pub categories: Vec<(String, f64)>,
}

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

/// Why margins cannot be met.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RakeError {
    /// People wanted, none there.
    #[error("margin {margin}: category {category} has a population but no respondent with a positive weight")]
    EmptyCategory {
        /// Margin id.
        margin: String,
        /// Category label.
        category: String,
    },
    /// People there, none wanted.
    #[error("margin {margin}: category {category} has respondents but no population")]
    NoPopulation {
        /// Margin id.
        margin: String,
        /// Category label.
        category: String,
    },
    /// Margins disagree about the size of the population.
    #[error("margin {margin} sums to {sum}, margin {first} to {first_sum}: they must be equal")]
    DifferentSums {
        /// Margin id.
        margin: String,
        /// Its sum.
        sum: f64,
        /// The first margin's id.
        first: String,
        /// The first margin's sum.
        first_sum: f64,
    },
    /// A weight or a total is negative or not a number.
    #[error("margin {margin}: weights and totals must be finite and not negative")]
    NotAWeight {
        /// Margin id, or `weights`.
        margin: String,
    },
    /// The margins contradict each other for these respondents, or the cycles were too few.
    #[error("not converged after {cycles} cycles: margin {margin}, category {category} is still {miss:e} off")]
    NotConverged {
        /// Cycles done.
        cycles: u32,
        /// Margin with the largest miss.
        margin: String,
        /// Category with the largest miss.
        category: String,
        /// The miss, relative.
        miss: f64,
    },
}

impl Cells {
    /// Sorts rows into cells; `margins[m][row]` is the row's category in margin `m`. Cells are ordered by category.
    pub fn new(margins: &[Vec<u32>]) -> Cells {
        let rows = margins.first().map_or(0, Vec::len);
        let radix: Vec<u64> = margins
            .iter()
            .map(|m| m.iter().max().map_or(1, |x| u64::from(*x) + 1))
            .collect();
        let key = |row: usize| {
            margins
                .iter()
                .zip(&radix)
                .fold(0u64, |k, (m, r)| k * r + u64::from(m[row]))
        };
        let mut index: BTreeMap<u64, (u32, usize)> = BTreeMap::new();
        for row in 0..rows {
            index.entry(key(row)).or_insert((0, row));
        }
        let mut cells = Cells::default();
        for (number, (_, (cell, row))) in index.iter_mut().enumerate() {
            *cell = number as u32;
            cells.categories.push(margins.iter().map(|m| m[*row]).collect());
        }
        cells.of_row = (0..rows).map(|row| index[&key(row)].0).collect();
        cells
    }

    /// Sums a column over each cell, in row order.
    pub fn sum(&self, column: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.categories.len()];
        for (value, cell) in column.iter().zip(&self.of_row) {
            sums[*cell as usize] += value;
        }
        sums
    }
}

/// Rakes weights `d` (one per row) to the targets, margin by margin in the given order.
///
/// The limit does not depend on that order; the rounding of the last bits does, so the order is the method's.
pub fn rake(d: &[f64], cells: &Cells, targets: &[Target], limits: Limits) -> Result<Raked, RakeError> {
    if let Some(first) = obstacles(d, cells, targets).into_iter().next() {
        return Err(first);
    }
    let mut weight = cells.sum(d);
    let mut factors: Vec<Vec<f64>> = targets.iter().map(|t| vec![1.0; t.categories.len()]).collect();
    let mut worst = (0.0, 0, 0);
    for cycle in 1..=limits.max_cycles {
        for (m, target) in targets.iter().enumerate() {
            adjust(&mut weight, cells, m, target, &mut factors[m]);
        }
        worst = largest_miss(&weight, cells, targets);
        if worst.0 <= limits.tolerance {
            let factor = |cell: &Vec<u32>| cell.iter().zip(&factors).fold(1.0, |f, (c, of)| f * of[*c as usize]);
            let cell_factor = cells.categories.iter().map(factor).collect();
            return Ok(Raked {
                cell_factor,
                cycles: cycle,
                largest_miss: worst.0,
            });
        }
    }
    let (miss, margin, category) = worst;
    Err(RakeError::NotConverged {
        cycles: limits.max_cycles,
        margin: targets[margin].margin.clone(),
        category: targets[margin].categories[category].0.clone(),
        miss,
    })
}

fn adjust(weight: &mut [f64], cells: &Cells, margin: usize, target: &Target, factors: &mut [f64]) {
    let totals = totals(weight, cells, margin, target.categories.len());
    let wanted = target.categories.iter().map(|(_, total)| *total);
    let ratios: Vec<f64> = wanted
        .zip(&totals)
        .map(|(t, got)| if *got > 0.0 { t / got } else { 1.0 })
        .collect();
    for (factor, ratio) in factors.iter_mut().zip(&ratios) {
        *factor *= ratio;
    }
    for (w, cell) in weight.iter_mut().zip(&cells.categories) {
        *w *= ratios[cell[margin] as usize];
    }
}

fn totals(weight: &[f64], cells: &Cells, margin: usize, categories: usize) -> Vec<f64> {
    let mut totals = vec![0.0; categories];
    for (w, cell) in weight.iter().zip(&cells.categories) {
        totals[cell[margin] as usize] += w;
    }
    totals
}

/// (relative miss, margin, category) of the category that is furthest off.
fn largest_miss(weight: &[f64], cells: &Cells, targets: &[Target]) -> (f64, usize, usize) {
    let mut worst = (0.0, 0, 0);
    for (m, target) in targets.iter().enumerate() {
        let got = totals(weight, cells, m, target.categories.len());
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

/// Everything for which weights `d` cannot be raked to the targets at all, known before the first cycle.
pub fn obstacles(d: &[f64], cells: &Cells, targets: &[Target]) -> Vec<RakeError> {
    if d.iter().any(|w| !w.is_finite() || *w < 0.0) {
        let margin = "weights".into();
        return vec![RakeError::NotAWeight { margin }];
    }
    let weight = cells.sum(d);
    let mut found = Vec::new();
    let sum = |target: &Target| target.categories.iter().map(|(_, total)| total).sum::<f64>();
    for (m, target) in targets.iter().enumerate() {
        let margin = target.margin.clone();
        if target.categories.iter().any(|(_, t)| !t.is_finite() || *t < 0.0) {
            found.push(RakeError::NotAWeight { margin });
            continue;
        }
        let (first, first_sum) = (&targets[0].margin, sum(&targets[0]));
        if (sum(target) - first_sum).abs() > 1e-6 * first_sum {
            let (margin, first, sum) = (margin.clone(), first.clone(), sum(target));
            found.push(RakeError::DifferentSums {
                margin,
                sum,
                first,
                first_sum,
            });
        }
        let got = totals(&weight, cells, m, target.categories.len());
        for (got, (label, wanted)) in got.iter().zip(&target.categories) {
            let (margin, category) = (margin.clone(), label.clone());
            match (*got > 0.0, *wanted > 0.0) {
                (false, true) => found.push(RakeError::EmptyCategory { margin, category }),
                (true, false) => found.push(RakeError::NoPopulation { margin, category }),
                _ => {}
            }
        }
    }
    found
}
