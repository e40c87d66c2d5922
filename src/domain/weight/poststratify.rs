//! Poststratification (D10): one margin, one factor N_c / Σ w per category.

use super::cells::{Cells, Target};
use super::margin_error::MarginError;
use super::obstacles::{obstacles_in, totals};

/// Factor of each cell for weights `q` (times `m`); `cells` has the one margin of `target`.
///
/// # Errors
/// A weight or total that is none, a row without category, a category without people or without population.
pub fn poststratify(q: &[f64], m: Option<&[f64]>, cells: &Cells, target: &Target) -> Result<Vec<f64>, MarginError> {
    let sums = cells.sum_weights(q, m)?;
    if let Some(first) = obstacles_in(&sums, cells, std::slice::from_ref(target), q, m)
        .into_iter()
        .next()
    {
        return Err(first);
    }
    let got = totals(&sums, cells, 0, target.categories.len());
    let factor = |cell: &Vec<u32>| {
        let of = got.get(cell[0] as usize).zip(target.categories.get(cell[0] as usize));
        of.map_or(1.0, |(got, (_, total))| if *got > 0.0 { total / got } else { 1.0 })
    };
    Ok(cells.categories.iter().map(factor).collect())
}
