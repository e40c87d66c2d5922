//! Where the limits of a trimming lie: multiples of a statistic of the weights that take part (D14, D16).

use super::order::{Counted, median, quantile};
use super::{Band, Reference, Trim, TrimError};

/// How rows count in a replicate; the default is the full sample.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts<'a> {
    /// Multiplier of each row.
    pub m: Option<&'a [f64]>,
    /// How many units each row stands for; 1 when absent. Plain means and medians are those of units.
    pub rows: Option<&'a [u64]>,
}

impl<'a> Counts<'a> {
    /// Rows that are units.
    pub fn of(m: Option<&'a [f64]>) -> Counts<'a> {
        Counts { m, rows: None }
    }
}

/// The limits and their reference (`None` for quantiles and plain weights). `scratch` is room to work.
pub fn resolve(
    q: &[f64],
    counts: Counts,
    base: Option<&[f64]>,
    rule: &Trim,
    scratch: &mut Vec<f64>,
) -> Result<(Band, Option<f64>), TrimError> {
    let (low, high) = (rule.low, rule.high);
    let shares = rule.of == Reference::Quantile;
    if !(low >= 0.0 && low < high) || (shares && high > 1.0 && high.is_finite()) {
        return Err(TrimError::BadLimits { low, high });
    }
    let rows = collect(q, counts, base, low, scratch)?;
    let counted = rows.map(|rows| Counted::new(scratch, &rows));
    let at = |scratch: &mut Vec<f64>, share: f64| match &counted {
        None => quantile(scratch, share),
        Some(counted) => counted.quantile(share),
    };
    let reference = match (rule.of, &counted) {
        (Reference::Weight, _) => Some(1.0),
        (Reference::Given(value), _) => Some(value),
        (Reference::Mean, None) => Some(scratch.iter().sum::<f64>() / scratch.len() as f64),
        (Reference::Mean, Some(counted)) => Some(counted.mean()),
        (Reference::Median, None) => median(scratch),
        (Reference::Median, Some(counted)) => counted.median(),
        (Reference::PopulationMean(population), _) => Some(population / units(q, counts)),
        (Reference::Quantile, _) => {
            // Without a limit nothing is moved, also where cycles of raking go beyond the weights of today.
            let (mut lower, mut upper) = (0.0, f64::INFINITY);
            if low > 0.0 {
                lower = at(scratch, low).ok_or(TrimError::NoWeight)?;
            }
            if high.is_finite() {
                upper = at(scratch, high).ok_or(TrimError::NoWeight)?;
            }
            return Ok((Band { lower, upper }, None));
        }
    };
    let reference = reference.ok_or(TrimError::NoWeight)?;
    if !(reference > 0.0 && reference.is_finite()) {
        return Err(TrimError::BadReference { value: reference });
    }
    let band = Band {
        lower: low * reference,
        upper: high * reference,
    };
    Ok((band, (rule.of != Reference::Weight).then_some(reference)))
}

/// Units of positive weight; in a replicate the sum of their multipliers.
fn units(q: &[f64], counts: Counts) -> f64 {
    let rows = |row: usize| counts.rows.map_or(1.0, |rows| rows[row] as f64);
    let positive = (0..q.len()).filter(|row| q[*row] > 0.0);
    positive.map(|row| counts.m.map_or_else(|| rows(row), |m| m[row])).sum()
}

/// Puts what limits are taken from into `scratch`: q or q ÷ base of the rows that take part; gives their units.
fn collect(
    q: &[f64],
    counts: Counts,
    base: Option<&[f64]>,
    low: f64,
    scratch: &mut Vec<f64>,
) -> Result<Option<Vec<u64>>, TrimError> {
    scratch.clear();
    let mut units = counts.rows.map(|_| Vec::new());
    for (row, weight) in q.iter().enumerate() {
        // A lower limit raises what is negative; without one it would stay.
        if weight.is_nan() || weight.is_infinite() || (*weight < 0.0 && low <= 0.0) {
            return Err(TrimError::BadWeight { row, weight: *weight });
        }
        if *weight > 0.0 && counts.m.is_none_or(|m| m[row] > 0.0) {
            let divisor = base.map_or(1.0, |b| b[row]);
            if divisor.is_nan() || divisor <= 0.0 {
                return Err(TrimError::BadBase { row, base: divisor });
            }
            scratch.push(weight / divisor);
            if let (Some(units), Some(rows)) = (&mut units, counts.rows) {
                units.push(rows[row]);
            }
        }
    }
    if scratch.is_empty() {
        Err(TrimError::NoWeight)
    } else {
        Ok(units)
    }
}
