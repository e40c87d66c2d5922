//! Bounds of the units' factors: set, reached, lifted, and refused where they leave no room.

use super::units::Units;
use super::{Auxiliaries, Bounds, Distance, MarginError, Options, Totals, Why};

/// A bound counts as reached within this relative distance.
const AT_BOUND: f64 = 1e-9;

impl Units {
    /// Sets each unit's bounds; limits on the weight are limits on `q`.
    pub fn bound(&mut self, q: &[f64], options: &Options) -> Result<(), MarginError> {
        self.bounds = match (options.bounds, &self.rows) {
            (Bounds::None, _) | (Bounds::Weight { .. }, None) => {
                vec![(f64::NEG_INFINITY, f64::INFINITY); self.d.len()]
            }
            (Bounds::Factor { low, high }, _) => vec![(low, high); self.d.len()],
            (Bounds::Weight { low, high }, Some(rows)) => {
                let bounds = rows.iter().map(|row| (low / q[*row as usize], high / q[*row as usize]));
                bounds.collect()
            }
        };
        let shut = self.bounds.iter().position(|(low, high)| !(*low < 1.0 && 1.0 < *high));
        match (shut, &self.rows) {
            (Some(unit), Some(rows)) if options.distance == Distance::Logit => {
                let row = rows[unit] as usize;
                Err(MarginError::OutsideLimits { row, weight: q[row] })
            }
            _ => Ok(()),
        }
    }

    /// Takes all bounds away.
    pub fn lift_bounds(&mut self) {
        let free = (f64::NEG_INFINITY, f64::INFINITY);
        self.bounds.iter_mut().for_each(|bounds| *bounds = free);
    }

    /// Refuses bounds that cannot meet a category's total even when all its units stand at them.
    pub fn room(&self, totals: &Totals) -> Result<(), MarginError> {
        let (mut least, mut most) = (vec![0.0; self.sizes.len()], vec![0.0; self.sizes.len()]);
        for (unit, (low, high)) in self.bounds.iter().enumerate().filter(|(unit, _)| self.d[*unit] > 0.0) {
            for column in self.of(unit) {
                least[*column] += low * self.d[unit];
                most[*column] += high * self.d[unit];
            }
        }
        let miss = |column: usize| {
            let total = self.totals[column];
            ((least[column] - total) / total).max((total - most[column]) / total)
        };
        let columns = (0..self.margin_of.len()).filter(|c| self.totals[*c] > 0.0);
        let worst = columns.max_by(|a, b| miss(*a).total_cmp(&miss(*b)));
        match worst.filter(|column| miss(*column) > AT_BOUND) {
            None => Ok(()),
            Some(column) => {
                let (margin, category) = self.name(column, totals, &Auxiliaries::default());
                Err(MarginError::NotConverged {
                    cycles: 0,
                    margin,
                    category,
                    miss: miss(column),
                    why: Why::BoundedOut,
                })
            }
        }
    }

    /// Rows at the lower and at the upper bound.
    pub fn at_bounds(&self, factor: &[f64]) -> (u64, u64) {
        let (mut low, mut high) = (0, 0);
        for ((f, (l, h)), n) in factor.iter().zip(&self.bounds).zip(&self.count) {
            low += n * u64::from(*f <= l + AT_BOUND * l.abs());
            high += n * u64::from(*f >= h - AT_BOUND * h.abs());
        }
        (low, high)
    }
}
