//! The delete-one jackknife of a stratified sample.

use super::{Lonely, Method, Recipe, ReplicateError, ReplicateSet, Units, checked_fractions, lonely};

/// What replicate r does: deletes a unit, and raises the others of its stratum (or all others, for a lonely unit).
#[derive(Debug, Clone)]
pub(super) struct Jackknife {
    units: Units,
    deleted: Vec<u32>,
}

impl Jackknife {
    /// Writes the multipliers of replicate `r`, one per row: 0 for the deleted unit, n/(n − 1) for those raised, else 1.
    pub(super) fn multiplier(&self, r: usize, out: &mut [f64]) {
        let deleted = self.deleted[r] as usize;
        let h = self.units.stratum_of_unit(deleted);
        let raised = match self.units.size(h) {
            1 => 0..self.units.len(),
            _ => self.units.range(h),
        };
        let n = raised.len() as f64;
        for (row, out) in out.iter_mut().enumerate() {
            let unit = self.units.unit(row);
            *out = match raised.contains(&unit) {
                _ if unit == deleted => 0.0,
                true => n / (n - 1.0),
                false => 1.0,
            };
        }
    }
}

/// Delete-one jackknife: JK1 with one stratum, JKn with several. One replicate per unit, in the order of units.
///
/// In replicate (h, j) unit j has weight 0 and the others of stratum h n_h/(n_h − 1) times theirs;
/// s = (n_h − 1)/n_h · (1 − f_h), with `fraction[h]` = f_h in 0..=1 in the order of [`Units`]' strata, 0 without.
/// A stratum taken whole (f_h = 1) contributes 0.
///
/// Lonely strata: `remove` and `certainty` make no replicate for them, `average` also raises s by all strata over those
/// with at least two units; `adjust` deletes the lone unit and raises all n − 1 others by n/(n − 1), with
/// s = ((n − 1)/n)², which gives a total the squared deviation from the mean of all units (D18).
///
/// # Errors
/// A lonely stratum under `fail`; only lonely strata; a fraction outside 0..=1.
pub fn jackknife(units: Units, fraction: Option<&[f64]>, rule: Lonely) -> Result<ReplicateSet, ReplicateError> {
    let fraction = checked_fractions(&units, fraction)?;
    let f = |h: usize| fraction.map_or(0.0, |f| f[h]);
    let (labels, factor) = lonely(&units, rule, |h| f(h) >= 1.0)?;
    let mut scale = Vec::new();
    let mut deleted = Vec::new();
    for unit in 0..units.len() {
        let h = units.stratum_of_unit(unit);
        let (n, all) = (units.size(h) as f64, units.len() as f64);
        let s = match units.size(h) {
            1 if rule == Lonely::Adjust && units.len() > 1 => ((all - 1.0) / all) * ((all - 1.0) / all) * (1.0 - f(h)),
            1 => continue,
            _ => (n - 1.0) / n * (1.0 - f(h)) * factor,
        };
        scale.push(s);
        deleted.push(unit as u32);
    }
    if deleted.is_empty() {
        return Err(ReplicateError::OnlyLonely);
    }
    let rows = units.rows();
    let recipe = Recipe::Jackknife(Jackknife { units, deleted });
    Ok(ReplicateSet::new(Method::Jackknife, scale, rows, labels, recipe))
}
