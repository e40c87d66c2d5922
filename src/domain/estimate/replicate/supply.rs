//! Replicates that a file supplies: draws, multipliers or whole weights, one column per replicate.

use super::{Lonely, Method, Recipe, ReplicateError, ReplicateSet, Units, without_adjust};

/// How often each row's unit was drawn in each replicate, n_h − 1 draws a stratum; the multiplier is n_h/(n_h − 1) times
/// that (D9), s = `scale` or 1/R.
///
/// `columns[r][row]`: whole numbers ≥ 0, equal for the rows of a unit, adding up to n_h − 1 over the units of a stratum.
///
/// # Errors
/// Anything else, by replicate and row or stratum; lonely strata under `fail` or `adjust`.
pub fn draws(
    units: Units,
    columns: Vec<Vec<f64>>,
    scale: Option<f64>,
    rule: Lonely,
) -> Result<ReplicateSet, ReplicateError> {
    check(&columns, units.rows())?;
    for (r, column) in columns.iter().enumerate() {
        count(&units, column, r + 1)?;
    }
    let (labels, factor) = without_adjust("bootstrap", &units, rule, |_| false)?;
    let (rows, mut scale) = (units.rows(), scales(columns.len(), scale)?);
    scale.iter_mut().for_each(|s| *s *= factor);
    let recipe = Recipe::Draws { units, draws: columns };
    Ok(ReplicateSet::new(Method::Supplied, scale, rows, labels, recipe))
}

/// What each base weight is multiplied by: `columns[r][row]` ≥ 0; s = `scale` or 1/R.
///
/// # Errors
/// Fewer than two columns, one of another length, a number below 0 or none, a scale that is not above 0.
pub fn multipliers(rows: usize, columns: Vec<Vec<f64>>, scale: Option<f64>) -> Result<ReplicateSet, ReplicateError> {
    check(&columns, rows)?;
    let scale = scales(columns.len(), scale)?;
    let recipe = Recipe::Multipliers(columns);
    Ok(ReplicateSet::new(Method::Supplied, scale, rows, Vec::new(), recipe))
}

/// Whole weights, used as they are: `columns[r][row]` ≥ 0; s = `scale` or 1/R. No weighting step can be repeated.
///
/// # Errors
/// As [`multipliers`].
pub fn weights(rows: usize, columns: Vec<Vec<f64>>, scale: Option<f64>) -> Result<ReplicateSet, ReplicateError> {
    check(&columns, rows)?;
    let scale = scales(columns.len(), scale)?;
    let recipe = Recipe::Weights(columns);
    Ok(ReplicateSet::new(Method::Supplied, scale, rows, Vec::new(), recipe))
}

impl ReplicateSet {
    /// Multiplies s_r by a scale per replicate, each at least 0 and one of them above.
    ///
    /// # Errors
    /// Another number of scales, or a scale that is none.
    pub fn scaled(mut self, each: &[f64]) -> Result<ReplicateSet, ReplicateError> {
        if each.len() != self.scale.len() {
            let (found, expected) = (each.len(), self.scale.len());
            return Err(ReplicateError::Scales { found, expected });
        }
        let good = |scale: &f64| *scale >= 0.0 && scale.is_finite();
        let most = each.iter().fold(0.0, |most: f64, scale| most.max(*scale));
        let bad = each.iter().find(|scale| !good(scale));
        if let Some(bad) = bad.or(Some(&most).filter(|most| **most <= 0.0)) {
            return Err(ReplicateError::Scale(*bad));
        }
        self.scale.iter_mut().zip(each).for_each(|(all, own)| *all *= own);
        Ok(self)
    }
}

fn check(columns: &[Vec<f64>], rows: usize) -> Result<(), ReplicateError> {
    let found = columns.len();
    if found < 2 {
        return Err(ReplicateError::TooFew { found, least: 2 });
    }
    for (r, column) in columns.iter().enumerate() {
        if column.len() != rows {
            let (what, found) = ("a replicate column", column.len());
            let expected = rows;
            return Err(ReplicateError::Length { what, found, expected });
        }
        if let Some(row) = column.iter().position(|x| !x.is_finite() || *x < 0.0) {
            return Err(ReplicateError::NotANumber {
                replicate: r + 1,
                row: row + 1,
                found: column[row],
            });
        }
    }
    Ok(())
}

fn scales(count: usize, scale: Option<f64>) -> Result<Vec<f64>, ReplicateError> {
    let scale = scale.unwrap_or(1.0 / count as f64);
    match scale.is_finite() && scale > 0.0 {
        true => Ok(vec![scale; count]),
        false => Err(ReplicateError::Scale(scale)),
    }
}

/// Draws per unit agree among its rows and add up in each stratum.
fn count(units: &Units, column: &[f64], replicate: usize) -> Result<(), ReplicateError> {
    let mut of_unit: Vec<Option<f64>> = vec![None; units.len()];
    for (row, found) in column.iter().enumerate() {
        let expected = *of_unit[units.unit(row)].get_or_insert(*found);
        #[expect(clippy::float_cmp, reason = "whole numbers read from a file")]
        if *found != expected {
            let row = row + 1;
            return Err(ReplicateError::UnitDrawnUnequally {
                replicate,
                row,
                found: *found,
                expected,
            });
        }
    }
    for h in 0..units.strata() {
        let found: f64 = of_unit[units.range(h)].iter().flatten().sum();
        let expected = units.size(h) as f64 - 1.0;
        if (found - expected).abs() > 1e-9 * expected.max(1.0) {
            let stratum = units.label(h).to_owned();
            return Err(ReplicateError::WrongDraws {
                replicate,
                stratum,
                found,
                expected,
            });
        }
    }
    Ok(())
}
