//! Raking of many rows: the factor depends only on the cell, so rows are read once to sum and once to expand (D11).

use super::BatteryError;
use super::keys::{beyond, check_lengths, number};
use crate::domain::weight::keys::{BLOCK, Columns};
use crate::domain::weight::rake::{Cells, Limits, RakeError, Raked, Target, rake};

/// Rows sorted into cells once, to be raked as often as there are replicates.
#[derive(Debug, Clone)]
pub struct Raker {
    /// Cell of each row and categories of each cell.
    pub cells: Cells,
    by_cell: Cells,
}

/// Rows raked in one go.
#[derive(Debug, Clone)]
pub struct RakedRows {
    /// Cells, to rake again or for the residuals of the estimates.
    pub raker: Raker,
    /// Factors, cycles and miss.
    pub raked: Raked,
    /// Weight of each row.
    pub weight: Vec<f64>,
    /// Σ of the weights before, per cell.
    pub before: Vec<f64>,
}

/// Why rows were not raked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RakerError {
    /// The input does not fit together.
    #[error(transparent)]
    Input(#[from] BatteryError),
    /// The margins cannot be met.
    #[error(transparent)]
    Rake(#[from] RakeError),
}

impl Raker {
    /// `margins[m][row]` is the row's category in margin `m`, below `categories[m]`.
    ///
    /// # Errors
    /// Columns of different length, categories beyond the number given.
    pub fn new(margins: &[&[u32]], categories: &[usize]) -> Result<Raker, BatteryError> {
        let columns = columns(margins, categories)?;
        let numbered = number(&columns)?;
        Ok(Raker::from_cells(numbered.of_row.into_owned(), numbered.levels))
    }

    fn from_cells(of_row: Vec<u32>, categories: Vec<Vec<u32>>) -> Raker {
        let by_cell = Cells {
            of_row: (0..categories.len() as u32).collect(),
            categories: categories.clone(),
        };
        Raker {
            cells: Cells { of_row, categories },
            by_cell,
        }
    }

    /// Replaces the weights by raked ones; all checks of [`rake`] are made. Also gives Σ of the weights before, per cell.
    ///
    /// # Errors
    /// As [`rake`]; another number of weights than rows; a weight that is negative or not finite, with its row. The
    /// weights stay as they were.
    pub fn rake(
        &self,
        weight: &mut [f64],
        targets: &[Target],
        limits: Limits,
    ) -> Result<(Raked, Vec<f64>), RakerError> {
        let (found, rows, column) = (weight.len(), self.cells.of_row.len(), 0);
        if found != rows {
            return Err(BatteryError::Rows { column, found, rows }.into());
        }
        let mut sums = vec![0.0; self.cells.categories.len()];
        let mut negative = false;
        for (weight, cells) in weight.chunks(BLOCK).zip(self.cells.of_row.chunks(BLOCK)) {
            negative |= any_negative(weight);
            let pairs = weight.iter().zip(cells);
            pairs.for_each(|(d, cell)| sums[*cell as usize] += d);
        }
        check_sound(negative, &sums, weight)?;
        let raked = rake(&sums, &self.by_cell, targets, limits)?;
        for (w, cell) in weight.iter_mut().zip(&self.cells.of_row) {
            *w *= raked.cell_factor[*cell as usize];
        }
        Ok((raked, sums))
    }
}

/// Sorts rows into cells and rakes them, in two passes over the rows.
///
/// # Errors
/// As [`Raker::new`] and [`Raker::rake`].
pub fn rake_rows(d: &[f64], margins: &[&[u32]], targets: &[Target], limits: Limits) -> Result<RakedRows, RakerError> {
    let categories: Vec<usize> = targets.iter().map(|t| t.categories.len()).collect();
    let columns = columns(margins, &categories)?;
    let (found, rows) = (d.len(), columns.rows());
    if found != rows {
        let column = margins.len();
        return Err(BatteryError::Rows { column, found, rows }.into());
    }
    let Some(size) = columns.dense() else {
        return rake_sparse(d, &columns, targets, limits);
    };
    let Summed {
        mut keys,
        sums,
        mut number,
    } = sum(d, &columns, size)?;
    let levels = columns.count_off(&mut number);
    let keyed: Vec<usize> = levels.iter().map(|l| columns.key_of(l)).collect();
    let before: Vec<f64> = keyed.iter().map(|key| sums[*key]).collect();
    let mut raker = Raker::from_cells(Vec::new(), levels);
    let raked = rake(&before, &raker.by_cell, targets, limits)?;
    let mut factor = vec![0.0; size];
    keyed
        .iter()
        .zip(&raked.cell_factor)
        .for_each(|(key, f)| factor[*key] = *f);
    let expand = |(key, d): (&mut u32, &f64)| {
        let at = *key as usize;
        *key = number[at];
        d * factor[at]
    };
    let weight = keys.iter_mut().zip(d).map(expand).collect();
    raker.cells.of_row = keys;
    Ok(RakedRows {
        raker,
        raked,
        weight,
        before,
    })
}

/// First pass: keys of the rows, Σd and a mark per key.
struct Summed {
    keys: Vec<u32>,
    sums: Vec<f64>,
    number: Vec<u32>,
}

fn sum(d: &[f64], columns: &Columns, size: usize) -> Result<Summed, BatteryError> {
    let mut result = Summed {
        keys: vec![0u32; d.len()],
        sums: vec![NOBODY; size],
        number: vec![0u32; size],
    };
    let mut negative = false;
    for (block, (keys, d)) in result.keys.chunks_mut(BLOCK).zip(d.chunks(BLOCK)).enumerate() {
        if !columns.keys(block * BLOCK, keys) {
            return Err(beyond(columns).expect("a level was found beyond its column's levels"));
        }
        negative |= any_negative(d);
        let pairs = keys.iter().zip(d);
        pairs.for_each(|(key, d)| result.sums[*key as usize] += d + 0.0);
    }
    check_sound(negative, &result.sums, d)?;
    let marks = result.number.iter_mut().zip(&result.sums);
    marks.for_each(|(mark, sum)| *mark = u32::from(sum.to_bits() != NOBODY.to_bits()));
    Ok(result)
}

fn rake_sparse(d: &[f64], columns: &Columns, targets: &[Target], limits: Limits) -> Result<RakedRows, RakerError> {
    let numbered = number(columns)?;
    let raker = Raker::from_cells(numbered.of_row.into_owned(), numbered.levels);
    let mut weight = d.to_vec();
    let (raked, before) = raker.rake(&mut weight, targets, limits)?;
    Ok(RakedRows {
        raker,
        raked,
        weight,
        before,
    })
}

fn columns<'a>(margins: &[&'a [u32]], categories: &[usize]) -> Result<Columns<'a>, BatteryError> {
    let (found, expected) = (categories.len(), margins.len());
    if found != expected {
        let name = "numbers of categories";
        return Err(BatteryError::Size { name, found, expected });
    }
    let columns = Columns {
        columns: margins.to_vec(),
        levels: categories.to_vec(),
    };
    check_lengths(&columns)?;
    Ok(columns)
}

/// Where the sum of a cell begins: any weight, also 0, makes it something else, so that it also says who occurs.
const NOBODY: f64 = -0.0;

/// Without a branch, and apart from the sums, which have to be taken one by one.
fn any_negative(d: &[f64]) -> bool {
    d.iter().fold(false, |negative, d| negative | (*d < 0.0))
}

/// A weight that is infinite or not a number leaves its mark on the sum of its cell.
fn check_sound(negative: bool, sums: &[f64], d: &[f64]) -> Result<(), BatteryError> {
    if !negative && sums.iter().all(|sum| sum.is_finite()) {
        return Ok(());
    }
    // Where only the sum is too large, raking refuses it.
    let bad = |w: &f64| !w.is_finite() || *w < 0.0;
    match d.iter().position(bad) {
        Some(row) => Err(BatteryError::BadWeight { row, weight: d[row] }),
        None => Ok(()),
    }
}
