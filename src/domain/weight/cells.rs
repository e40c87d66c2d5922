//! Rows sorted into the cells of crossed margins: what is done to weights by margins is done to a few hundred cells.

use super::margin_error::MarginError;
use std::collections::BTreeMap;

/// Up to this many possible combinations are numbered through a table, more through a tree.
const TABLE: u64 = 1 << 18;

/// Rows that are worked on at a time.
const BLOCK: usize = 1024;

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
    pub fn new(margins: &[Vec<u32>]) -> Cells {
        let rows = margins.first().map_or(0, Vec::len);
        let radix: Vec<u64> = margins
            .iter()
            .map(|m| m.iter().max().map_or(1, |x| u64::from(*x) + 1))
            .collect();
        let possible = radix.iter().try_fold(1u64, |p, r| p.checked_mul(*r));
        let mut keys = vec![0u64; rows];
        for (margin, radix) in margins.iter().zip(&radix) {
            let add = |(key, category): (&mut u64, &u32)| *key = key.wrapping_mul(*radix) + u64::from(*category);
            keys.iter_mut().zip(margin).for_each(add);
        }
        let (of_row, first) = match possible {
            Some(possible) if possible <= TABLE => by_table(&keys, possible as usize),
            Some(_) => by_tree(&keys),
            None => by_tree(&by_category(margins, rows)),
        };
        let categories = first.iter().map(|row| margins.iter().map(|m| m[*row]).collect());
        Cells {
            of_row,
            categories: categories.collect(),
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

    /// Sums weights `q` (times `m`, where given) over each cell in row order, refusing what is not a weight.
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

/// (cell of each row, first row of each cell), cells in the order of their keys.
fn by_table(keys: &[u64], possible: usize) -> (Vec<u32>, Vec<usize>) {
    let mut first_of = vec![usize::MAX; possible];
    for (row, key) in keys.iter().enumerate().rev() {
        first_of[*key as usize] = row;
    }
    let (mut number, mut first) = (vec![0u32; possible], Vec::new());
    for (key, row) in first_of.iter().enumerate().filter(|(_, row)| **row != usize::MAX) {
        number[key] = first.len() as u32;
        first.push(*row);
    }
    (keys.iter().map(|key| number[*key as usize]).collect(), first)
}

fn by_tree<K: Ord>(keys: &[K]) -> (Vec<u32>, Vec<usize>) {
    let mut index: BTreeMap<&K, (u32, usize)> = BTreeMap::new();
    for (row, key) in keys.iter().enumerate() {
        index.entry(key).or_insert((0, row));
    }
    let mut first = Vec::new();
    for (number, (cell, row)) in index.values_mut().enumerate() {
        *cell = number as u32;
        first.push(*row);
    }
    (keys.iter().map(|key| index[key].0).collect(), first)
}

/// Keys where a number cannot hold all combinations.
fn by_category(margins: &[Vec<u32>], rows: usize) -> Vec<Vec<u32>> {
    (0..rows).map(|row| margins.iter().map(|m| m[row]).collect()).collect()
}
