//! The variance of a battery's mean from the sums of its groups (D3, D12, D18).

use super::Errors;
use super::estimate::Linear;
use super::moments::Class;
use crate::domain::estimate::Lonely;

impl Errors<'_> {
    /// Fitted values of z/w per cell; `None` without a calibration.
    pub(super) fn fit(&self, linear: &Linear) -> Option<Vec<f64>> {
        let regression = self.regression?;
        let mut sums = vec![0.0; regression.cells()];
        for (group, classes) in self.groups(linear.item, linear.domain) {
            sums[self.moments.groups.cell[group] as usize] += rated(linear, classes);
        }
        Some(regression.fitted(&sums))
    }

    /// Σ w² v of every group; 0 outside the domain.
    pub(super) fn rated_squares(&self, linear: &Linear) -> Vec<f64> {
        let mut sums = vec![0.0; self.moments.groups.len()];
        for (group, classes) in self.groups(linear.item, linear.domain) {
            let of_code = linear.of_class.iter().zip(classes).take(linear.v.len());
            sums[group] = of_code.map(|(v, class)| v * class.squares()).sum();
        }
        sums
    }

    fn in_domain(&self, linear: &Linear, group: usize) -> bool {
        linear.domain.is_none_or(|d| self.moments.groups.domain[group] == d)
    }

    /// Fitted value that applies to a group.
    pub(super) fn fitted(&self, fit: Option<&[f64]>, group: usize) -> f64 {
        fit.map_or(0.0, |f| f[self.moments.groups.cell[group] as usize])
    }

    /// T_h, the sum of the linearised values of each stratum.
    pub(super) fn stratum_sums(&self, linear: &Linear, fit: Option<&[f64]>) -> Vec<f64> {
        let mut sums = vec![0.0; self.moments.groups.strata];
        for (group, classes) in self.moments.item(linear.item).enumerate() {
            let (fitted, inside) = (self.fitted(fit, group), self.in_domain(linear, group));
            let own = if inside {
                let classes = linear.of_class.iter().zip(classes);
                classes.map(|(v, class)| (v - fitted) * class.sum()).sum()
            } else {
                -fitted * self.moments.of_group[group].sum()
            };
            sums[self.moments.groups.stratum[group] as usize] += own;
        }
        sums
    }

    /// What the rows of each stratum are compared with: their mean, or for lonely ones the mean of all rows (D18).
    pub(super) fn centres(&self, sums: &[f64]) -> Vec<f64> {
        let all: u64 = self.strata.size.iter().sum();
        let overall = sums.iter().sum::<f64>() / all.max(1) as f64;
        let centre = |(sum, n): (&f64, &u64)| if *n > 1 { sum / *n as f64 } else { overall };
        sums.iter().zip(self.strata.size).map(centre).collect()
    }

    /// Squared scale of each stratum, 0 for lonely ones that contribute nothing; the last is for all together.
    pub(super) fn scales(&self) -> (Vec<f64>, f64) {
        let adjust = self.strata.lonely == Lonely::Adjust;
        let pairs = self.strata.size.iter().zip(self.strata.scale);
        let squared = |(n, s): (&u64, &f64)| if *n > 1 || adjust { s * s } else { 0.0 };
        let scales = pairs.map(squared).collect();
        let lonely = self.strata.size.iter().filter(|n| **n == 1).count();
        let strata = self.strata.size.iter().filter(|n| **n > 0).count();
        let average = self.strata.lonely == Lonely::Average && lonely > 0 && strata > lonely;
        (
            scales,
            if average {
                strata as f64 / (strata - lonely) as f64
            } else {
                1.0
            },
        )
    }

    /// V of D3: Σ_h scale_h² Σ (z − z̄_h)².
    pub(super) fn variance(&self, linear: &Linear, fit: Option<&[f64]>) -> f64 {
        let centres = self.centres(&self.stratum_sums(linear, fit));
        let mut squares = vec![0.0; centres.len()];
        let mut rows = vec![0.0; centres.len()];
        for (group, classes) in self.moments.item(linear.item).enumerate() {
            let h = self.moments.groups.stratum[group] as usize;
            squares[h] += self.deviations(linear, self.fitted(fit, group), (group, classes), centres[h]);
            rows[h] += self.moments.of_group[group].n;
        }
        let (scales, all) = self.scales();
        let each = (0..centres.len()).map(|h| {
            // Rows with weight 0 deviate by the centre itself.
            let zero = (self.strata.size[h] as f64 - rows[h]).max(0.0) * centres[h] * centres[h];
            scales[h] * (squares[h] + zero)
        });
        all * each.sum::<f64>()
    }

    /// Σ (z − centre)² over the rows of a group with a positive weight.
    fn deviations(&self, linear: &Linear, fitted: f64, (group, classes): (usize, &[Class]), centre: f64) -> f64 {
        if !self.in_domain(linear, group) {
            return self.moments.of_group[group].deviations(-fitted, centre);
        }
        let classes = linear.of_class.iter().zip(classes);
        classes.map(|(v, class)| class.deviations(v - fitted, centre)).sum()
    }
}

/// Σ w v of a group.
fn rated(linear: &Linear, classes: &[Class]) -> f64 {
    let of_code = linear.of_class.iter().zip(classes).take(linear.v.len());
    of_code.map(|(v, class)| v * class.sum()).sum()
}
