//! Balanced half samples of two units a stratum (BRR), and Fay's variant.

use super::{Hadamard, Lonely, Method, Recipe, ReplicateError, ReplicateSet, Units, hadamard, without_adjust};

/// Half samples by the signs of a Hadamard matrix: row r, one column per stratum of two units.
#[derive(Debug, Clone)]
pub(super) struct HalfSamples {
    units: Units,
    signs: Hadamard,
    /// Column of each stratum; `None` for a lonely one.
    column: Vec<Option<usize>>,
    rho: f64,
}

impl HalfSamples {
    /// Writes the multipliers of replicate `r`, one per row: 2 − ρ for the half that is kept, ρ for the other, 1 in lonely strata.
    pub(super) fn multiplier(&self, r: usize, out: &mut [f64]) {
        let mut value = vec![1.0; self.units.len()];
        for (h, column) in self.column.iter().enumerate() {
            let Some(column) = column else { continue };
            let first = self.units.range(h).start;
            let (kept, other) = if self.signs.is_positive(r, *column) {
                (0, 1)
            } else {
                (1, 0)
            };
            value[first + kept] = 2.0 - self.rho;
            value[first + other] = self.rho;
        }
        self.units.spread(&value, out);
    }
}

/// Balanced half samples: in each replicate one of the two units of every stratum has 2 − ρ times its weight and the
/// other ρ times; s = 1/(R (1 − ρ)²). ρ = 0 is plain BRR, Fay's ρ is often 0.3 or 0.5.
///
/// R is the smallest known order of a Hadamard matrix above the number of strata (`hadamard`); its constant column is
/// not used, so the balance is full: for a total the variance is exactly D3's, and the mean of the replicates the
/// estimate. A finite population correction has no place here: s cannot differ between strata.
///
/// Lonely strata: `remove` and `certainty` leave their multiplier 1, `average` also raises s by all strata over pairs.
///
/// # Errors
/// A stratum with another number of units than two, with its name; ρ outside 0..1.
pub fn half_samples(units: Units, rho: f64, rule: Lonely) -> Result<ReplicateSet, ReplicateError> {
    if !(0.0..1.0).contains(&rho) {
        return Err(ReplicateError::Rho(rho));
    }
    if let Some(h) = (0..units.strata()).find(|h| units.size(*h) > 2) {
        let (stratum, found) = (units.label(h).to_owned(), units.size(h) as u64);
        return Err(ReplicateError::NotAPair { stratum, found });
    }
    let (labels, factor) = without_adjust("brr", &units, rule, |_| false)?;
    let mut columns = 1..;
    let pair = |h: usize| units.size(h) == 2;
    let column: Vec<Option<usize>> = (0..units.strata())
        .map(|h| if pair(h) { columns.next() } else { None })
        .collect();
    let signs = hadamard(column.iter().flatten().count() + 1);
    let count = signs.order();
    let scale = vec![factor / (count as f64 * (1.0 - rho) * (1.0 - rho)); count];
    let method = if rho > 0.0 { Method::Fay } else { Method::HalfSamples };
    let rows = units.rows();
    let halves = HalfSamples {
        units,
        signs,
        column,
        rho,
    };
    Ok(ReplicateSet::new(
        method,
        scale,
        rows,
        labels,
        Recipe::HalfSamples(halves),
    ))
}
