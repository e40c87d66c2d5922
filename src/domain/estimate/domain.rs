//! The members of a domain with their weights: who is in it, how many, and how unequal their weights are (D2, D5).

use super::calibration::Calibration;
use super::statistic::Centre;

/// The members of a domain: at most one value per row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Domain {
    /// Rows, ascending.
    pub rows: Vec<u32>,
    /// Weight (or rating weight u, D17) of each member, not negative.
    pub u: Vec<f64>,
}

impl Domain {
    /// The rows for which `is_member` holds, with their weights; `weights` has one entry per row of the sample.
    pub fn of(weights: &[f64], is_member: impl Fn(usize) -> bool) -> Domain {
        let rows: Vec<u32> = (0..weights.len())
            .filter(|row| is_member(*row))
            .map(|row| row as u32)
            .collect();
        let u = rows.iter().map(|row| weights[*row as usize]).collect();
        Domain { rows, u }
    }

    /// The members' values of a column of the whole sample.
    pub fn pick(&self, column: &[f64]) -> Vec<f64> {
        self.rows.iter().map(|row| column[*row as usize]).collect()
    }

    /// Σu.
    pub fn sum(&self) -> f64 {
        // From 0: the sum of no numbers is −0.
        self.u.iter().fold(0.0, |sum, u| sum + u)
    }

    /// Members with a positive weight.
    pub fn n(&self) -> u64 {
        self.u.iter().filter(|u| **u > 0.0).count() as u64
    }

    /// Rows of the members with a positive weight.
    pub fn positive(&self) -> impl Iterator<Item = usize> + '_ {
        self.rows
            .iter()
            .zip(&self.u)
            .filter(|(_, u)| **u > 0.0)
            .map(|(row, _)| *row as usize)
    }

    /// Σ u y / Σ u, corrected by the mean deviation from it; `None` where Σu is 0. `y` has one value per member.
    pub fn mean(&self, y: &[f64]) -> Option<f64> {
        Some(Centre::of(self, y)?.value())
    }

    /// Linearised values of the mean over all `rows` of the sample: zero outside the domain, then the residuals of the
    /// last calibration if there was one. Deviations are taken from `mean`.
    pub fn linearised(&self, y: &[f64], mean: f64, rows: usize, calibration: Option<&Calibration>) -> Vec<f64> {
        let sum = self.sum();
        let mut z = vec![0.0; rows];
        for ((row, u), y) in self.rows.iter().zip(&self.u).zip(y) {
            z[*row as usize] += u * ((y - mean) / sum);
        }
        if let Some(calibration) = calibration {
            calibration.residuals(&mut z);
        }
        z
    }
}
