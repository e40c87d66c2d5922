//! Means of coded items with their standard errors, from the sums of a battery (D2–D5, D12, D18).

use super::moments::Class;
use super::{BatteryError, CellRegression, Moments};
use crate::domain::estimate::Lonely;

/// A variance below this share of what the weights taken as fixed give is rounding: the calibration determines the value.
pub(super) const NOTHING: f64 = 1e-24;

/// First-stage design of a sample whose clusters are its rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strata<'a> {
    /// n_h: all rows of each stratum, also those with weight 0 (D3.2, D3.4).
    pub size: &'a [u64],
    /// What deviations from the stratum's mean are multiplied by: √((1 − f_h) n_h/(n_h − 1)), √(1 − f_h) where n_h = 1.
    pub scale: &'a [f64],
    /// What strata with n_h = 1 contribute; `Fail` must have been refused before, here it contributes nothing.
    pub lonely: Lonely,
}

/// One mean: an item, the value of each of its codes, and where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted<'a> {
    /// Position of the item.
    pub item: usize,
    /// Value per code, in the order of the battery's codes; `None`: the code is outside the base.
    pub values: &'a [Option<f64>],
    /// Only rows of this level of the groups' domain variable.
    pub domain: Option<u32>,
}

/// A mean and everything that is said about its precision; what does not exist is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// Ratings in the base with a positive weight.
    pub n: u64,
    /// N̂ = Σu.
    pub sum_w: f64,
    /// Σ u y / Σu; `None` without ratings.
    pub estimate: Option<f64>,
    /// S² = n/(n−1) Σ u (y − mean)²/N̂ (D5); `None` with fewer than two ratings.
    pub s2: Option<f64>,
    /// (Σu)²/Σu².
    pub kish_neff: Option<f64>,
    /// V with the weights as fixed (D3).
    pub fixed: Option<f64>,
    /// V with the residuals of the last calibration (D12); `None` without one.
    pub calibrated: Option<f64>,
    /// Rows in the base less the strata that have any (D4).
    pub df: u64,
}

/// Sums of a battery together with the design that gives them errors.
#[derive(Debug, Clone, Copy)]
pub struct Errors<'a> {
    pub(super) moments: &'a Moments<'a>,
    pub(super) strata: Strata<'a>,
    pub(super) regression: Option<&'a CellRegression>,
}

/// A mean's linearised values: `v` for a rater with a code, less the fitted value of the row's cell.
#[derive(Debug, Clone)]
pub(super) struct Linear {
    pub item: usize,
    pub domain: Option<u32>,
    /// (y − mean)/N̂ per code; `None` outside the base.
    pub v: Vec<Option<f64>>,
    /// The same per class of rows: 0 outside the base and for those who did not rate.
    pub of_class: Vec<f64>,
}

impl<'a> Errors<'a> {
    /// Joins sums, strata and, where residuals are wanted, the regression of the last calibration.
    ///
    /// # Errors
    /// Strata or cells of another number than the groups were made of.
    pub fn new(
        moments: &'a Moments<'a>,
        strata: Strata<'a>,
        regression: Option<&'a CellRegression>,
    ) -> Result<Errors<'a>, BatteryError> {
        let groups = moments.groups;
        let sizes = [
            ("stratum sizes", strata.size.len(), groups.strata),
            ("stratum scales", strata.scale.len(), groups.strata),
            (
                "cells",
                regression.map_or(groups.cells, CellRegression::cells),
                groups.cells,
            ),
        ];
        match sizes.into_iter().find(|(_, found, expected)| found != expected) {
            Some((name, found, expected)) => Err(BatteryError::Size { name, found, expected }),
            None => Ok(Errors {
                moments,
                strata,
                regression,
            }),
        }
    }

    /// The mean of an item's values with both variances.
    ///
    /// # Errors
    /// An item that does not exist, values of another number than the codes.
    pub fn estimate(&self, wanted: &Wanted) -> Result<Estimate, BatteryError> {
        self.check(wanted)?;
        let mut result = self.describe(wanted);
        let Some((linear, estimate, spread)) = self.linearise(wanted, result.sum_w) else {
            return Ok(result);
        };
        let n = result.n as f64;
        result.estimate = Some(estimate);
        result.s2 = (result.n > 1).then(|| n / (n - 1.0) * spread / result.sum_w);
        let fixed = self.variance(&linear, None);
        result.fixed = Some(fixed);
        let calibrated = self.fit(&linear).map(|fit| self.variance(&linear, Some(&fit)));
        result.calibrated = calibrated.map(|v| if v <= NOTHING * fixed { 0.0 } else { v });
        Ok(result)
    }

    pub(super) fn check(&self, wanted: &Wanted) -> Result<(), BatteryError> {
        let battery = self.moments.battery;
        let (item, items) = (wanted.item, battery.items());
        if item >= items {
            return Err(BatteryError::NoSuchItem { item, items });
        }
        let (found, expected) = (wanted.values.len(), battery.codes().len());
        let name = "values per code";
        if found == expected {
            Ok(())
        } else {
            Err(BatteryError::Size { name, found, expected })
        }
    }

    /// Groups of a domain, with their classes by an item.
    fn groups(&self, item: usize, domain: Option<u32>) -> impl Iterator<Item = (usize, &'a [Class])> {
        let of = &self.moments.groups.domain;
        let classes = self.moments.item(item).enumerate();
        classes.filter(move |(group, _)| domain.is_none_or(|d| of[*group] == d))
    }

    /// Numbers of ratings and weights, degrees of freedom.
    fn describe(&self, wanted: &Wanted) -> Estimate {
        let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
        let mut in_stratum = vec![false; self.moments.groups.strata];
        for (group, classes) in self.groups(wanted.item, wanted.domain) {
            let mut here = 0.0;
            for (code, (class, value)) in classes.iter().zip(wanted.values).enumerate() {
                if value.is_some() {
                    let of = self.moments.sums(class, (group, wanted.item, code));
                    (here, sum, squares) = (here + class.n, sum + of.sum, squares + of.squares);
                }
            }
            n += here;
            in_stratum[self.moments.groups.stratum[group] as usize] |= here > 0.0;
        }
        let n = n as u64;
        let strata = in_stratum.iter().filter(|s| **s).count() as u64;
        Estimate {
            n,
            sum_w: sum,
            kish_neff: (squares > 0.0).then(|| sum * sum / squares),
            df: n.saturating_sub(strata),
            ..Estimate::default()
        }
    }

    /// Linearised values, the mean, and Σ u (y − mean)²; `None` without ratings.
    pub(super) fn linearise(&self, wanted: &Wanted, sum: f64) -> Option<(Linear, f64, f64)> {
        if sum <= 0.0 {
            return None;
        }
        let mut of_code = vec![0.0; wanted.values.len()];
        for (group, classes) in self.groups(wanted.item, wanted.domain) {
            for (code, (total, class)) in of_code.iter_mut().zip(classes).enumerate() {
                *total += self.moments.sums(class, (group, wanted.item, code)).sum;
            }
        }
        let known = |y: &dyn Fn(f64) -> f64| {
            let pairs = wanted.values.iter().zip(&of_code);
            pairs.filter_map(|(value, u)| value.map(|v| u * y(v))).sum::<f64>()
        };
        // In two steps, so that values far from 0 do not cost digits.
        let near = known(&|y| y) / sum;
        let rest = known(&|y| y - near) / sum;
        let away = |y: f64| (y - near) - rest;
        let v: Vec<Option<f64>> = wanted.values.iter().map(|y| y.map(|y| away(y) / sum)).collect();
        let linear = Linear {
            item: wanted.item,
            domain: wanted.domain,
            of_class: v.iter().map(|v| v.unwrap_or(0.0)).chain([0.0]).collect(),
            v,
        };
        Some((linear, near + rest, known(&|y| away(y) * away(y))))
    }

    /// Fitted values of z/w per cell; `None` without a calibration.
    pub(super) fn fit(&self, linear: &Linear) -> Option<Vec<f64>> {
        let regression = self.regression?;
        let mut sums = vec![0.0; regression.cells()];
        for (group, classes) in self.groups(linear.item, linear.domain) {
            sums[self.moments.groups.cell[group] as usize] += self.rated(linear, group, classes);
        }
        Some(regression.fitted(&sums))
    }

    /// Σ u v of a group.
    fn rated(&self, linear: &Linear, group: usize, classes: &[Class]) -> f64 {
        let of_code = linear.of_class.iter().zip(classes).take(linear.v.len()).enumerate();
        of_code
            .map(|(code, (v, class))| v * self.moments.sums(class, (group, linear.item, code)).sum)
            .sum()
    }

    /// Σ u w v of every group; 0 outside the domain.
    pub(super) fn rated_cross(&self, linear: &Linear) -> Vec<f64> {
        let mut sums = vec![0.0; self.moments.groups.len()];
        for (group, classes) in self.groups(linear.item, linear.domain) {
            let of_code = linear.of_class.iter().zip(classes).take(linear.v.len()).enumerate();
            sums[group] = of_code
                .map(|(code, (v, class))| v * self.moments.sums(class, (group, linear.item, code)).cross)
                .sum();
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
            let own = if inside && !self.moments.has_factors() {
                let classes = linear.of_class.iter().zip(classes);
                classes.map(|(v, class)| (v - fitted) * class.sum()).sum()
            } else {
                let rated = if inside {
                    self.rated(linear, group, classes)
                } else {
                    0.0
                };
                rated - fitted * self.moments.of_group[group].sum()
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
        if self.moments.has_factors() {
            return self.rating_deviations(linear, fitted, (group, classes), centre);
        }
        let classes = linear.of_class.iter().zip(classes);
        classes.map(|(v, class)| class.deviations(v - fitted, centre)).sum()
    }

    /// The same with rating weights u ≠ w: Σ (u v − w f − centre)², opened.
    fn rating_deviations(&self, linear: &Linear, fitted: f64, (group, classes): (usize, &[Class]), centre: f64) -> f64 {
        let mut sum = self.moments.of_group[group].deviations(-fitted, centre);
        for (code, (v, class)) in linear.of_class.iter().zip(classes).take(linear.v.len()).enumerate() {
            let of = self.moments.sums(class, (group, linear.item, code));
            sum += v * (v * of.squares - 2.0 * (fitted * of.cross + centre * of.sum));
        }
        sum
    }
}
