//! Clipping once or until all are inside, and giving back what was cut (D14).

use super::limits::{Counts, resolve};
use super::{Band, GiveBack, Trim, TrimError};

/// What trimming did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trimmed {
    /// The limits, in the unit of what was clipped (weights, or w ÷ base).
    pub band: Band,
    /// What they were multiples of; `None` for quantiles and plain weights.
    pub reference: Option<f64>,
    /// Rows ever raised to the lower limit.
    pub n_low: u64,
    /// Rows ever cut to the upper limit.
    pub n_high: u64,
    /// Passes in which something lay outside.
    pub passes: u32,
}

/// Trims weights `q` in place; `counts` hold a replicate's multipliers, `base` the base weights (used by `relative_to_base`).
///
/// Rows with weight or multiplier 0 take no part. Sums that are restored are those of `q × m`. `scratch` is room to work.
///
/// # Errors
/// See [`TrimError`]; `q` is then of no use.
pub fn trim(
    q: &mut [f64],
    counts: Counts,
    base: &[f64],
    rule: &Trim,
    scratch: &mut Vec<f64>,
) -> Result<Trimmed, TrimError> {
    let base = rule.relative_to_base.then_some(base);
    let (band, reference) = resolve(q, counts, base, rule, scratch)?;
    clip(q, counts.m, base, rule, band, reference)
}

/// Clips to `band` and gives back, once or until all are inside.
pub fn clip(
    q: &mut [f64],
    m: Option<&[f64]>,
    base: Option<&[f64]>,
    rule: &Trim,
    band: Band,
    reference: Option<f64>,
) -> Result<Trimmed, TrimError> {
    let mut done = Trimmed {
        band,
        reference,
        n_low: 0,
        n_high: 0,
        passes: 0,
    };
    let gives = rule.give_back != GiveBack::None;
    let mut clipped = vec![false; if gives { q.len() } else { 0 }];
    let wanted = if gives { sum(q, m, &[]) } else { 0.0 };
    loop {
        let (low, high) = one_pass(q, m, base, band, &mut clipped);
        if low + high == 0 {
            return Ok(done);
        }
        (done.n_low, done.n_high, done.passes) = (done.n_low + low, done.n_high + high, done.passes + 1);
        if gives {
            give_back(q, m, &clipped, wanted, rule.give_back, done.passes)?;
        }
        if !(rule.repeat && gives) {
            return Ok(done);
        }
    }
}

/// One clip of everything; (raised, cut), rows that an earlier pass clipped not counted again.
fn one_pass(q: &mut [f64], m: Option<&[f64]>, base: Option<&[f64]>, band: Band, clipped: &mut [bool]) -> (u64, u64) {
    let (mut low, mut high) = (0, 0);
    for (row, weight) in q.iter_mut().enumerate() {
        if *weight == 0.0 || m.is_some_and(|m| m[row] <= 0.0) || clipped.get(row) == Some(&true) {
            continue;
        }
        let unit = base.map_or(1.0, |b| b[row]);
        let adjustment = *weight / unit;
        let Some(limit) = band.limit(adjustment) else { continue };
        *weight = limit * unit;
        if limit > adjustment {
            low += 1;
        } else {
            high += 1;
        }
        if let Some(clipped) = clipped.get_mut(row) {
            *clipped = true;
        }
    }
    (low, high)
}

/// Σ q m over the rows that are not in `without`.
fn sum(q: &[f64], m: Option<&[f64]>, without: &[bool]) -> f64 {
    let kept = |row: &usize| without.get(*row) != Some(&true);
    let rows = (0..q.len()).filter(kept);
    rows.map(|row| q[row] * m.map_or(1.0, |m| m[row])).sum()
}

fn give_back(
    q: &mut [f64],
    m: Option<&[f64]>,
    clipped: &[bool],
    wanted: f64,
    how: GiveBack,
    passes: u32,
) -> Result<(), TrimError> {
    let left = wanted - sum(q, m, &[]);
    let free = |row: &usize| !clipped[*row] && q[*row] > 0.0 && m.is_none_or(|m| m[*row] > 0.0);
    let free: Vec<usize> = (0..q.len()).filter(free).collect();
    if free.is_empty() {
        // Rounding aside, nothing is missing where as much was added below as was cut above.
        let settled = left.abs() <= 1e-12 * wanted;
        return if settled {
            Ok(())
        } else {
            Err(TrimError::NobodyLeft { passes, left })
        };
    }
    let inside: f64 = free.iter().map(|row| q[*row] * m.map_or(1.0, |m| m[*row])).sum();
    let parts: f64 = free.iter().map(|row| m.map_or(1.0, |m| m[*row])).sum();
    let (factor, part) = match how {
        GiveBack::Proportional => ((inside + left) / inside, 0.0),
        _ => (1.0, left / parts),
    };
    for row in free {
        q[row] = q[row] * factor + part;
        if q[row].is_nan() || q[row] <= 0.0 {
            let excess = -left;
            return Err(TrimError::CannotRestore { passes, inside, excess });
        }
    }
    Ok(())
}
