//! Weighted means in a domain (D2), their linearised values (D3, D12) and effective sample sizes.

use super::calibration::Calibration;

/// The members of a domain: at most one value per row.
#[derive(Debug, Clone, Default)]
pub struct Domain {
    /// Rows, ascending.
    pub rows: Vec<u32>,
    /// Rating weight u of each member, not negative.
    pub u: Vec<f64>,
}

impl Domain {
    /// Σu.
    pub fn sum(&self) -> f64 {
        self.u.iter().sum()
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

    /// Σ u y / Σ u; `None` where Σu is 0.
    pub fn mean(&self, y: &[f64]) -> Option<f64> {
        let sum = self.sum();
        let above: f64 = self.u.iter().zip(y).map(|(u, y)| u * y).sum();
        (sum > 0.0).then(|| above / sum)
    }

    /// Linearised values of the mean over all `rows` of the sample: zero outside the domain, then the residuals of the
    /// last raking if there was one.
    pub fn linearised(&self, y: &[f64], mean: f64, rows: usize, calibration: Option<&Calibration>) -> Vec<f64> {
        let sum = self.sum();
        let mut z = vec![0.0; rows];
        for ((row, u), y) in self.rows.iter().zip(&self.u).zip(y) {
            z[*row as usize] += u * (y - mean) / sum;
        }
        if let Some(calibration) = calibration {
            calibration.residuals(&mut z);
        }
        z
    }
}
