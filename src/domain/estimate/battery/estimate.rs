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
    /// N̂ = Σw.
    pub sum_w: f64,
    /// Σ w y / Σw; `None` without ratings.
    pub estimate: Option<f64>,
    /// S² = n/(n−1) Σ w (y − mean)²/N̂ (D5); `None` with fewer than two ratings.
    pub s2: Option<f64>,
    /// (Σw)²/Σw².
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
    /// Sums per item × code × group.
    pub(super) moments: &'a Moments<'a>,
    /// What scales deviations.
    pub(super) strata: Strata<'a>,
    /// What residuals are taken from.
    pub(super) regression: Option<&'a CellRegression>,
}

/// A mean's linearised values: `v` for a rater with a code, less the fitted value of the row's cell.
#[derive(Debug, Clone)]
pub(super) struct Linear {
    /// Position of the item.
    pub item: usize,
    /// Only rows of this level of the domain variable.
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

    /// Refuses an item or a number of values that the battery does not have.
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
    pub(super) fn groups(&self, item: usize, domain: Option<u32>) -> impl Iterator<Item = (usize, &'a [Class])> {
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
            for (class, value) in classes.iter().zip(wanted.values) {
                if value.is_some() {
                    (here, sum, squares) = (here + class.n, sum + class.sum(), squares + class.squares());
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

    /// Linearised values, the mean, and Σ w (y − mean)²; `None` without ratings.
    pub(super) fn linearise(&self, wanted: &Wanted, sum: f64) -> Option<(Linear, f64, f64)> {
        if sum <= 0.0 {
            return None;
        }
        let mut of_code = vec![0.0; wanted.values.len()];
        for (_, classes) in self.groups(wanted.item, wanted.domain) {
            let pairs = of_code.iter_mut().zip(classes);
            pairs.for_each(|(total, class)| *total += class.sum());
        }
        let known = |y: &dyn Fn(f64) -> f64| {
            let pairs = wanted.values.iter().zip(&of_code);
            pairs.filter_map(|(value, w)| value.map(|v| w * y(v))).sum::<f64>()
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
}
