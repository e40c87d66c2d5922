//! The sampling design of one independent sample, and variances and covariances of totals of linearised values (D3).

mod build;
mod error;
mod support;
mod sweep;
mod units;

pub use build::{Frame, Levels};
pub use error::DesignError;
pub use support::Support;
pub use sweep::{Fit, Line, Swept};

/// Strata, clusters of every stage and finite population corrections of the rows.
///
/// The covariance of two totals is the dot product of their [deviations](Design::deviations): one entry per unit of every
/// stage that counts, already scaled, so that fixed and calibrated weights, domains, contrasts and tests share one route.
#[derive(Debug, Clone)]
pub struct Design {
    rows: usize,
    /// The first stage, then the later ones that have a population (R: without one they are taken as complete).
    stages: Vec<Stage>,
    /// Labels of the strata with one cluster that is not its whole population.
    lonely: Vec<String>,
    corrected: usize,
}

/// One stage of sampling: units drawn within groups (strata, then the units of the stage before).
#[derive(Debug, Clone)]
struct Stage {
    /// Unit of each row; `None`: the row is the unit.
    unit_of_row: Option<Vec<u32>>,
    /// Group of each unit.
    group_of_unit: Vec<u32>,
    /// Units per group.
    size: Vec<u64>,
    /// √(F (1 − f) n/(n − 1)) per group, F the product of the sampling fractions of the stages before.
    scale: Vec<f64>,
}

impl Design {
    /// Rows that the design describes: the length of every column that is handed to it.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// First-stage clusters in the sample.
    pub fn clusters(&self) -> usize {
        self.stages[0].group_of_unit.len()
    }

    /// Strata in the sample.
    pub fn strata(&self) -> usize {
        self.stages[0].size.len()
    }

    /// Labels of the strata with a single cluster that is not their whole population; the rule decided what they add.
    pub fn lonely(&self) -> &[String] {
        &self.lonely
    }

    /// Stages with a finite population correction.
    pub fn corrected_stages(&self) -> usize {
        self.corrected
    }

    /// First-stage cluster of a row, 0 ≤ cluster < [`Design::clusters`].
    pub fn cluster(&self, row: usize) -> usize {
        self.stages[0].unit(row)
    }

    /// Stratum of a row, 0 ≤ stratum < [`Design::strata`].
    pub fn stratum(&self, row: usize) -> usize {
        self.stages[0].group_of_unit[self.cluster(row)] as usize
    }

    /// Stratum of a first-stage cluster.
    pub fn stratum_of_cluster(&self, cluster: usize) -> usize {
        self.stages[0].group_of_unit[cluster] as usize
    }

    /// (stratum of each row, rows per stratum, scale per stratum) where every row is a first-stage unit and no later stage
    /// counts; `None` otherwise. Deviations are multiplied by the scale, which knows corrections and lonely strata.
    pub fn rows_in_strata(&self) -> Option<(&[u32], &[u64], &[f64])> {
        match &self.stages[..] {
            [only] if only.unit_of_row.is_none() => Some((&only.group_of_unit, &only.size, &only.scale)),
            _ => None,
        }
    }

    /// Length of a vector of deviations.
    pub fn units(&self) -> usize {
        self.stages.iter().map(|s| s.group_of_unit.len()).sum()
    }

    /// Scaled deviations of the units' totals from their group's mean. `z` has one linearised value per row.
    ///
    /// The mean is corrected by the mean of the deviations from it, so that a large common offset costs no digits.
    pub fn deviations(&self, z: &[f64]) -> Vec<f64> {
        debug_assert_eq!(z.len(), self.rows);
        let mut all = Vec::with_capacity(self.units());
        for stage in &self.stages {
            let start = all.len();
            match &stage.unit_of_row {
                None => all.extend_from_slice(z),
                Some(of) => {
                    all.resize(start + stage.group_of_unit.len(), 0.0);
                    let totals = &mut all[start..];
                    z.iter().zip(of).for_each(|(z, unit)| totals[*unit as usize] += z);
                }
            }
            stage.centre(&mut all[start..]);
        }
        all
    }

    /// V of the total of `z` (D3).
    pub fn variance(&self, z: &[f64]) -> f64 {
        let deviations = self.deviations(z);
        dot(&deviations, &deviations)
    }

    /// Clusters and strata that hold the given rows: the domain's members with a positive weight.
    pub fn support(&self, rows: impl Iterator<Item = usize>) -> Support {
        Support::new(self, rows)
    }

    /// D4: clusters with a domain member of positive weight, less the strata that have one. `rows` are those members.
    pub fn degrees_of_freedom(&self, rows: impl Iterator<Item = usize>) -> u64 {
        self.support(rows).degrees_of_freedom()
    }
}

impl Stage {
    fn unit(&self, row: usize) -> usize {
        self.unit_of_row.as_ref().map_or(row, |of| of[row] as usize)
    }

    /// Totals into scaled deviations.
    fn centre(&self, totals: &mut [f64]) {
        let mut mean = vec![0.0; self.size.len()];
        let units = || self.group_of_unit.iter().map(|g| *g as usize);
        totals.iter().zip(units()).for_each(|(t, g)| mean[g] += t);
        // A group of one with a scale is a lonely stratum under the rule that centres it at the mean of all (D18).
        let overall = mean.iter().sum::<f64>() / totals.len().max(1) as f64;
        for (mean, n) in mean.iter_mut().zip(&self.size) {
            *mean = if *n > 1 { *mean / *n as f64 } else { overall };
        }
        let mut correction = vec![0.0; mean.len()];
        totals
            .iter()
            .zip(units())
            .for_each(|(t, g)| correction[g] += t - mean[g]);
        for (correction, n) in correction.iter_mut().zip(&self.size) {
            *correction = if *n > 1 { *correction / *n as f64 } else { 0.0 };
        }
        for (t, g) in totals.iter_mut().zip(units()) {
            *t = self.scale[g] * ((*t - mean[g]) - correction[g]);
        }
    }
}

/// Σ a b in order.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
