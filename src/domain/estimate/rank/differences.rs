//! What the differences of pairs say: who is surely above whom, and how likely one is above another.

use crate::domain::estimate::compare::Measured;
use crate::domain::estimate::distribution::normal;
use crate::domain::estimate::student;

/// Which estimates are surely above which, all statements holding together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separation {
    pub(super) above: Vec<Vec<bool>>,
}

impl Separation {
    /// Holm's step-down over the D(D − 1) one-sided hypotheses "i is not above j", at 1 − `level`.
    ///
    /// t = (θ_i − θ_j)/√(V_i + V_j − 2 C_ij), with the smaller of the two degrees of freedom (infinity: normal).
    /// `covariance` is symmetric, D × D; without it the estimates are taken as independent. Whatever the dependence, the
    /// chance that any statement is false is at most 1 − `level`, so the ranges hold the true ranks together. A pair
    /// without a positive variance is not separated.
    pub fn new(estimates: &[Measured], covariance: Option<&[Vec<f64>]>, level: f64) -> Separation {
        let d = estimates.len();
        let mut tests = Vec::new();
        for i in 0..d {
            for j in (0..d).filter(|j| estimates[i].estimate > estimates[*j].estimate) {
                tests.extend(p_value(estimates, covariance, i, j).map(|p| (p, i, j)));
            }
        }
        // The other directions have p ≥ ½ and come last; they count as hypotheses all the same.
        tests.sort_by(|a, b| a.0.total_cmp(&b.0));
        let hypotheses = (d * d.saturating_sub(1)) as f64;
        let mut above = vec![vec![false; d]; d];
        for (k, (p, i, j)) in tests.into_iter().enumerate() {
            if p * (hypotheses - k as f64) > 1.0 - level {
                break;
            }
            above[i][j] = true;
        }
        Separation { above }
    }

    /// Whether the two can be told apart.
    pub fn separated(&self, i: usize, j: usize) -> bool {
        self.above[i][j] || self.above[j][i]
    }

    /// (best, worst) rank of each: 1 + the number surely above it … D − the number surely below it.
    pub fn ranges(&self) -> Vec<(u32, u32)> {
        let d = self.above.len();
        let range = |i: usize| {
            let better = (0..d).filter(|j| self.above[*j][i]).count();
            let worse = self.above[i].iter().filter(|below| **below).count();
            (1 + better as u32, (d - worse) as u32)
        };
        (0..d).map(range).collect()
    }
}

/// √V of θ_i − θ_j; `None` without both variances or when nothing is left of them.
fn se(estimates: &[Measured], covariance: Option<&[Vec<f64>]>, i: usize, j: usize) -> Option<f64> {
    let (a, b) = estimates[i].variance.zip(estimates[j].variance)?;
    let variance = a + b - 2.0 * covariance.map_or(0.0, |c| c[i][j]);
    // Beside the variances themselves a smaller remainder is rounding.
    (variance > 1e-14 * (a + b)).then(|| variance.sqrt())
}

fn p_value(estimates: &[Measured], covariance: Option<&[Vec<f64>]>, i: usize, j: usize) -> Option<f64> {
    let (f, g) = estimates[i].df.zip(estimates[j].df)?;
    let df = f.min(g);
    let t = (estimates[i].estimate - estimates[j].estimate) / se(estimates, covariance, i, j)?;
    (df >= 1.0).then(|| student::upper(t, df))
}

/// P(i above j) = Φ((θ_i − θ_j)/√(V_i + V_j − 2 C_ij)) for every pair, row above column.
///
/// It is the chance that a flat prior and a normal likelihood give; with no reason to prefer one before the survey.
/// `None` on the diagonal and for pairs without a positive variance. above(i, j) + above(j, i) = 1.
pub fn above(estimates: &[Measured], covariance: Option<&[Vec<f64>]>) -> Vec<Vec<Option<f64>>> {
    let one = |i: usize, j: usize| {
        let se = se(estimates, covariance, i, j).filter(|_| i != j)?;
        Some(normal::upper((estimates[j].estimate - estimates[i].estimate) / se))
    };
    let d = estimates.len();
    (0..d).map(|i| (0..d).map(|j| one(i, j)).collect()).collect()
}
