//! Rows sorted into the cells of crossed margins: what is done to weights by margins is done to a few hundred cells.

use super::keys::Columns;
use super::margin_error::MarginError;
use std::collections::BTreeMap;

/// Rows that are worked on at a time.
pub const BLOCK: usize = 1024;

/// Rows sorted into the cells of the crossed margins.
///
/// A row without a category has, in that margin, a number that the margin's target does not reach (its number of
/// categories, say): allowed as long as its weight is 0.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cells {
    /// Cell of each row.
    pub of_row: Vec<u32>,
    /// Category of each cell in each margin: `categories[cell][margin]`.
    pub categories: Vec<Vec<u32>>,
}

/// The weights of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Σw and Σw².
    pub sums: [f64; 2],
    /// Rows with a positive weight.
    pub n: u64,
}

impl Tally {
    #[inline]
    fn add(&mut self, w: f64) {
        self.sums = [self.sums[0] + w, self.sums[1] + w * w];
        self.n += u64::from(w > 0.0);
    }
}

/// One margin: a name and, per category, its label and population total. A crossed margin has crossed categories.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Margin id.
    pub margin: String,
    /// (label, total ≥ 0) per category.
    pub categories: Vec<(String, f64)>,
}

impl Target {
    /// Sum of the totals, in order.
    pub fn sum(&self) -> f64 {
        self.categories.iter().map(|(_, total)| total).sum()
    }

    /// The label of a category.
    pub fn label(&self, category: usize) -> String {
        self.categories.get(category).map_or_else(String::new, |c| c.0.clone())
    }
}

impl Cells {
    /// Sorts rows into cells; `margins[m][row]` is the row's category in margin `m`. Cells are ordered by category.
    pub fn new<M: AsRef<[u32]>>(margins: &[M]) -> Cells {
        let levels = margins.iter().map(|m| highest(m.as_ref()) as usize + 1).collect();
        Cells::of_levels(margins, levels)
    }

    /// The same cells for the margins of `targets`, whose numbers of categories spare looking for the highest.
    pub fn of_targets<M: AsRef<[u32]>>(margins: &[M], targets: &[Target]) -> Cells {
        // One more: a row without a category.
        Cells::of_levels(margins, targets.iter().map(|t| t.categories.len() + 1).collect())
    }

    fn of_levels<M: AsRef<[u32]>>(margins: &[M], levels: Vec<usize>) -> Cells {
        let columns: Vec<&[u32]> = margins.iter().map(AsRef::as_ref).collect();
        let rows = columns.first().map_or(0, |m| m.len());
        let columns = Columns { columns, levels };
        if let Some(numbered) = columns.dense().and_then(|size| columns.numbered(size)) {
            return Cells {
                of_row: numbered.of_row.into_owned(),
                categories: numbered.levels,
            };
        }
        let keys: Vec<Vec<u32>> = (0..rows)
            .map(|row| columns.columns.iter().map(|m| m[row]).collect())
            .collect();
        let mut index: BTreeMap<&[u32], u32> = keys.iter().map(|key| (key.as_slice(), 0)).collect();
        index.values_mut().zip(0u32..).for_each(|(cell, number)| *cell = number);
        Cells {
            of_row: keys.iter().map(|key| index[key.as_slice()]).collect(),
            categories: index.keys().map(|key| key.to_vec()).collect(),
        }
    }

    /// All rows in one cell of no margin.
    pub fn single(rows: usize) -> Cells {
        Cells {
            of_row: vec![0; rows],
            categories: vec![Vec::new(); rows.min(1)],
        }
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.categories.len()
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty()
    }

    /// Sums a column over each cell, in row order.
    pub fn sum(&self, column: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        for (value, cell) in column.iter().zip(&self.of_row) {
            sums[*cell as usize] += value;
        }
        sums
    }

    /// What each row has of its cell: the factor per unit of a step that has one per cell.
    pub fn per_row(&self, of_cell: &[f64]) -> Vec<f64> {
        self.of_row.iter().map(|cell| of_cell[*cell as usize]).collect()
    }

    /// Multiplies each row's weight by its cell's factor.
    pub fn multiply(&self, q: &mut [f64], of_cell: &[f64]) {
        let pairs = q.iter_mut().zip(&self.of_row);
        pairs.for_each(|(q, cell)| *q *= of_cell[*cell as usize]);
    }

    /// Number, sum and sum of squares of weights over each cell in row order, refusing what is not a weight.
    ///
    /// # Errors
    /// The first weight that is negative or not finite.
    pub fn tally(&self, weights: &[f64]) -> Result<Vec<Tally>, MarginError> {
        let mut tallies = vec![Tally::default(); self.len()];
        let mut negative = false;
        for (weights, of_row) in weights.chunks(BLOCK).zip(self.of_row.chunks(BLOCK)) {
            negative |= weights.iter().fold(false, |negative, w| negative | (*w < 0.0));
            let pairs = weights.iter().zip(of_row);
            pairs.for_each(|(w, cell)| tallies[*cell as usize].add(*w));
        }
        // As in `sum_weights`.
        if negative || !tallies.iter().all(|t| t.sums[0].is_finite()) {
            return Err(bad_weight(weights, None));
        }
        Ok(tallies)
    }

    /// Sums weights `q` (times `m`, where given) over each cell in row order, refusing what is not a weight.
    ///
    /// # Errors
    /// As [`Cells::tally`], of the products.
    pub fn sum_weights(&self, q: &[f64], m: Option<&[f64]>) -> Result<Vec<f64>, MarginError> {
        let mut sums = vec![0.0; self.len()];
        let mut negative = false;
        // In blocks that stay in the cache between the check and the sum.
        for (block, of_row) in self.of_row.chunks(BLOCK).enumerate() {
            let at = block * BLOCK..block * BLOCK + of_row.len();
            let q = &q[at.clone()];
            negative |= q.iter().fold(false, |negative, q| negative | (*q < 0.0));
            match m {
                None => q.iter().zip(of_row).for_each(|(q, cell)| sums[*cell as usize] += q),
                Some(m) => {
                    let m = &m[at];
                    negative |= m.iter().fold(false, |negative, m| negative | (*m < 0.0));
                    let products = q.iter().zip(m).zip(of_row);
                    products.for_each(|((q, m), cell)| sums[*cell as usize] += q * m);
                }
            }
        }
        // A weight that is infinite or not a number leaves its mark on its cell's sum.
        if negative || !sums.iter().all(|sum| sum.is_finite()) {
            return Err(bad_weight(q, m));
        }
        Ok(sums)
    }

    /// The first row of positive weight in a cell that `wanted` picks.
    pub fn first_row(&self, q: &[f64], m: Option<&[f64]>, wanted: impl Fn(&[u32]) -> bool) -> usize {
        let positive = |row: &usize| q[*row] * m.map_or(1.0, |m| m[*row]) > 0.0;
        let inside = |row: &usize| wanted(&self.categories[self.of_row[*row] as usize]);
        let found = (0..q.len()).find(|row| positive(row) && inside(row));
        found.unwrap_or(0)
    }
}

fn bad_weight(q: &[f64], m: Option<&[f64]>) -> MarginError {
    let weight = |row: usize| q[row] * m.map_or(1.0, |m| m[row]);
    let row = (0..q.len()).find(|row| !(0.0..f64::INFINITY).contains(&weight(*row)));
    let row = row.unwrap_or(0);
    let weight = weight(row);
    MarginError::BadWeight { row, weight }
}

/// The highest category; 0 without rows. By value, which runs over several rows at a time.
fn highest(margin: &[u32]) -> u32 {
    margin.iter().fold(0, |most, category| most.max(*category))
}
