//! The regression of the last calibration on categories (D12), solved on its cells.

use super::BatteryError;
use crate::domain::linear::cholesky;

/// Normal equations of a calibration whose factor depends on the cell alone, factorised once for all estimates.
#[derive(Debug, Clone, PartialEq)]
pub struct CellRegression {
    /// Dummy columns (finest margin first, intercept last) that are 1 in each cell; columns that depend on earlier ones
    /// are left out.
    columns: Vec<Vec<usize>>,
    /// Rows of the lower Cholesky factor, each from its first entry that is not 0: categories of one margin share no
    /// respondent, so most rows are short.
    lower: Vec<Row>,
    /// Weight after over weight before the calibration, per cell.
    factor: Vec<f64>,
}

/// A row up to its diagonal.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    from: usize,
    entries: Vec<f64>,
    diagonal: f64,
}

impl CellRegression {
    /// `categories[cell][margin]`, Σ of the weights before the calibration and the factor of each cell.
    ///
    /// # Errors
    /// Slices of unequal length.
    pub fn new(categories: &[Vec<u32>], before: &[f64], factor: &[f64]) -> Result<CellRegression, BatteryError> {
        let expected = categories.len();
        for (name, found) in [("sums before the calibration", before.len()), ("factors", factor.len())] {
            if found != expected {
                return Err(BatteryError::Size { name, found, expected });
            }
        }
        let margins = categories.first().map_or(0, Vec::len);
        let highest = |m: usize| categories.iter().map(|c| c[m] as usize).max().unwrap_or(0);
        let mut finest: Vec<usize> = (0..margins).collect();
        finest.sort_by_key(|m| std::cmp::Reverse(highest(*m)));
        let (mut offset, mut intercept) = (vec![0usize; margins], 0);
        for m in finest {
            offset[m] = intercept;
            intercept += highest(m) + 1;
        }
        let dummy = |cell: &Vec<u32>| {
            let of = cell.iter().zip(&offset).map(|(c, o)| o + *c as usize);
            of.chain([intercept]).collect::<Vec<_>>()
        };
        let all: Vec<Vec<usize>> = categories.iter().map(dummy).collect();
        let (columns, lower) = independent(all, intercept + 1, before);
        Ok(CellRegression {
            columns,
            lower,
            factor: factor.to_vec(),
        })
    }

    /// Cells.
    pub fn cells(&self) -> usize {
        self.columns.len()
    }

    /// Fitted value of u = z/w in each cell, from Σz of each cell.
    pub(super) fn fitted(&self, sums: &[f64]) -> Vec<f64> {
        let mut right = vec![0.0; self.lower.len()];
        for ((sum, factor), columns) in sums.iter().zip(&self.factor).zip(&self.columns) {
            // Σ before·z/after; a cell without weight has no z either.
            let own = if *factor > 0.0 { sum / factor } else { 0.0 };
            columns.iter().for_each(|i| right[*i] += own);
        }
        let beta = self.solve(right);
        self.columns.iter().map(|c| c.iter().map(|i| beta[*i]).sum()).collect()
    }
}

impl CellRegression {
    /// Solves L Lᵀ x = b, going through L by rows both ways.
    fn solve(&self, mut b: Vec<f64>) -> Vec<f64> {
        for (i, row) in self.lower.iter().enumerate() {
            let inner: f64 = row.entries.iter().zip(&b[row.from..]).map(|(l, x)| l * x).sum();
            b[i] = (b[i] - inner) / row.diagonal;
        }
        for (i, row) in self.lower.iter().enumerate().rev() {
            let x = b[i] / row.diagonal;
            b[i] = x;
            let earlier = b[row.from..].iter_mut().zip(&row.entries);
            earlier.for_each(|(b, l)| *b -= l * x);
        }
        b
    }
}

/// Drops the columns that depend on earlier ones, so that each solution costs no more than it must.
fn independent(mut cells: Vec<Vec<usize>>, width: usize, mass: &[f64]) -> (Vec<Vec<usize>>, Vec<Row>) {
    let mut normal = vec![vec![0.0; width]; width];
    for (mass, columns) in mass.iter().zip(&cells) {
        columns
            .iter()
            .for_each(|i| columns.iter().for_each(|j| normal[*i][*j] += mass));
    }
    let lower = cholesky(normal);
    let kept: Vec<usize> = (0..width).filter(|i| lower[*i][*i] > 0.0).collect();
    let mut place = vec![None; width];
    kept.iter().enumerate().for_each(|(to, from)| place[*from] = Some(to));
    for columns in &mut cells {
        *columns = columns.iter().filter_map(|i| place[*i]).collect();
    }
    // A column that was left out has no part in the rows of the others.
    let row = |(to, from): (usize, &usize)| {
        let entries: Vec<f64> = kept[..to].iter().map(|column| lower[*from][*column]).collect();
        let first = entries.iter().position(|l| l.abs() > 0.0).unwrap_or(to);
        Row {
            from: first,
            entries: entries[first..].to_vec(),
            diagonal: lower[*from][*from],
        }
    };
    let rows = kept.iter().enumerate().map(row).collect();
    (cells, rows)
}
