//! Trimming inside groups: each has limits of its own, and gets back what was cut in it.

use super::{Counts, Trim, TrimError, Trimmed, trim};

/// Groups of rows that are trimmed apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Within {
    /// Group of each row; `u32::MAX`: none, which is refused where the weight counts.
    pub of_row: Vec<u32>,
    /// Their names, in order.
    pub labels: Vec<String>,
}

/// What trimming did in each group; `None` where nobody has a weight.
pub type InGroups = Vec<Option<Trimmed>>;

/// Trims as [`trim`] does, each group for itself.
///
/// # Errors
/// As [`trim`], rows being those of the whole; a row with a weight and without a group.
pub fn trim_within(
    q: &mut [f64],
    counts: Counts,
    base: &[f64],
    (rule, within): (&Trim, &Within),
    scratch: &mut Vec<f64>,
) -> Result<InGroups, TrimError> {
    let takes_part = |row: &usize| q[*row] != 0.0 && counts.m.is_none_or(|m| m[*row] > 0.0);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); within.labels.len()];
    for row in (0..q.len()).filter(takes_part) {
        let group = members.get_mut(within.of_row[row] as usize);
        group.ok_or(TrimError::NoGroup { row })?.push(row);
    }
    let mut done = Vec::new();
    for rows in members {
        if rows.is_empty() {
            done.push(None);
            continue;
        }
        let some = |column: &[f64]| -> Vec<f64> { rows.iter().map(|row| column[*row]).collect() };
        let (mut own, own_base, m) = (some(q), some(base), counts.m.map(some));
        let units: Option<Vec<u64>> = counts.rows.map(|units| rows.iter().map(|row| units[*row]).collect());
        let own_counts = Counts {
            m: m.as_deref(),
            rows: units.as_deref(),
        };
        let trimmed = trim(&mut own, own_counts, &own_base, rule, scratch);
        done.push(Some(trimmed.map_err(|error| error.at(|row| rows[row]))?));
        rows.iter().zip(own).for_each(|(row, own)| q[*row] = own);
    }
    Ok(done)
}

impl TrimError {
    /// The same of a row that has another number elsewhere.
    fn at(self, row_of: impl Fn(usize) -> usize) -> TrimError {
        match self {
            TrimError::BadWeight { row, weight } => TrimError::BadWeight {
                row: row_of(row),
                weight,
            },
            TrimError::BadBase { row, base } => TrimError::BadBase { row: row_of(row), base },
            other => other,
        }
    }
}
