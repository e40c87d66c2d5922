//! Covariances between any means of a battery, from one pass over the pairs of ratings of the same row (D7, D12).

use super::estimate::{Errors, Linear, NOTHING, Wanted};
use super::{Battery, BatteryError};

/// Symmetric matrices in the order of the means asked for; `None` where a mean does not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariances {
    /// Weights as fixed.
    pub fixed: Vec<Vec<Option<f64>>>,
    /// With the residuals of the last calibration; `None` without one.
    pub calibrated: Option<Vec<Vec<Option<f64>>>>,
}

/// Which means a rating belongs to, and what it contributes: per domain level and slot.
struct Entries {
    start: Vec<u32>,
    mean: Vec<u32>,
    value: Vec<f64>,
}

impl Errors<'_> {
    /// Covariances of `wanted` under `weight`, the same weights that the sums were made of.
    ///
    /// # Errors
    /// As [`Errors::estimate`]; another number of weights than rows.
    pub fn covariances(&self, weight: &[f64], wanted: &[Wanted]) -> Result<Covariances, BatteryError> {
        let (found, rows) = (weight.len(), self.moments.battery.rows());
        if found != rows {
            return Err(BatteryError::Rows { column: 1, found, rows });
        }
        let mut linears = Vec::with_capacity(wanted.len());
        for one in wanted {
            let sum = self.estimate(one)?.sum_w;
            linears.push(self.linearise(one, sum).map(|(linear, ..)| linear));
        }
        let products = self.products(weight, &linears);
        let fits: Vec<Option<Vec<f64>>> = linears.iter().map(|l| self.fit(l.as_ref()?)).collect();
        let none = vec![None; linears.len()];
        let fixed = self.matrix(&linears, &none, &products);
        let mut calibrated = self.regression.map(|_| self.matrix(&linears, &fits, &products));
        if let Some(calibrated) = &mut calibrated {
            clear_nothing(calibrated, &fixed);
        }
        Ok(Covariances { fixed, calibrated })
    }

    /// Σ over rows of scale_h² z_i z_j for every pair of means, fixed weights, not centred.
    fn products(&self, weight: &[f64], linears: &[Option<Linear>]) -> Vec<f64> {
        let (battery, groups, means) = (self.moments.battery, self.moments.groups, linears.len());
        let (scales, all) = self.scales();
        let levels = groups.domain.iter().max().map_or(1, |d| *d as usize + 1);
        let tables: Vec<Entries> = (0..levels)
            .map(|level| entries(battery, linears, level as u32))
            .collect();
        let mut sums = vec![0.0; means * means];
        let mut own: Vec<(u32, f64)> = Vec::new();
        for (row, ratings) in battery.by_row().enumerate() {
            let group = groups.of_row[row] as usize;
            let (w, scale) = (weight[row], all * scales[groups.stratum[group] as usize]);
            if w <= 0.0 || scale <= 0.0 {
                continue;
            }
            own.clear();
            let table = &tables[groups.domain[group] as usize];
            for slot in ratings.iter().map(|slot| usize::from(*slot)) {
                let range = table.start[slot] as usize..table.start[slot + 1] as usize;
                own.extend(range.map(|e| (table.mean[e], w * table.value[e])));
            }
            for (k, (i, z)) in own.iter().enumerate() {
                let (sums, z) = (&mut sums[*i as usize * means..(*i as usize + 1) * means], z * scale);
                own[k + 1..]
                    .iter()
                    .for_each(|(j, other)| sums[*j as usize] += z * other);
            }
        }
        sums
    }

    fn matrix(&self, linears: &[Option<Linear>], fits: &[Option<Vec<f64>>], products: &[f64]) -> Vec<Vec<Option<f64>>> {
        let parts: Vec<Option<Part>> = (linears.iter().zip(fits))
            .map(|(linear, fit)| Some(self.part(linear.as_ref()?, fit.as_deref())))
            .collect();
        let (means, scales) = (linears.len(), self.scales());
        let mut matrix = vec![vec![None; means]; means];
        for i in 0..means {
            let Some(a) = &parts[i] else { continue };
            matrix[i][i] = Some(a.variance);
            for j in i + 1..means {
                let Some(b) = &parts[j] else { continue };
                let raw = products[i * means + j] + products[j * means + i];
                let covariance = raw + self.correction(a, b, &scales);
                matrix[i][j] = Some(covariance);
                matrix[j][i] = Some(covariance);
            }
        }
        matrix
    }

    fn part(&self, linear: &Linear, fit: Option<&[f64]>) -> Part {
        let sums = self.stratum_sums(linear, fit);
        let groups = 0..self.moments.groups.len();
        Part {
            variance: self.variance(linear, fit),
            centres: self.centres(&sums),
            sums,
            fitted: fit
                .map(|_| groups.map(|g| self.fitted(fit, g)).collect())
                .unwrap_or_default(),
            squares: fit.map(|_| self.rated_squares(linear)).unwrap_or_default(),
        }
    }

    /// What the fitted values and the strata's centres take from Σ scale² z_i z_j.
    fn correction(&self, a: &Part, b: &Part, (scales, all): &(Vec<f64>, f64)) -> f64 {
        let groups = self.moments.groups;
        let mut change = 0.0;
        for (group, (f, g)) in a.fitted.iter().zip(&b.fitted).enumerate() {
            let all = self.moments.of_group[group].squares();
            let fitted = f * g * all - f * b.squares[group] - g * a.squares[group];
            change += scales[groups.stratum[group] as usize] * fitted;
        }
        for (h, scale) in scales.iter().enumerate() {
            let (c, d) = (a.centres[h], b.centres[h]);
            let n = self.strata.size[h] as f64;
            change += scale * (n * c * d - c * b.sums[h] - a.sums[h] * d);
        }
        all * change
    }
}

/// What the calibration determines varies with nothing.
fn clear_nothing(calibrated: &mut [Vec<Option<f64>>], fixed: &[Vec<Option<f64>>]) {
    for i in 0..fixed.len() {
        let pair = calibrated[i][i].zip(fixed[i][i]);
        if pair.is_some_and(|(v, fixed)| v <= NOTHING * fixed) {
            let clear = |v: &mut Option<f64>| *v = v.map(|_| 0.0);
            calibrated[i].iter_mut().for_each(clear);
            calibrated.iter_mut().for_each(|row| clear(&mut row[i]));
        }
    }
}

/// One mean's share in the matrix.
struct Part {
    variance: f64,
    sums: Vec<f64>,
    centres: Vec<f64>,
    /// Fitted value and Σ w² v per group; empty with fixed weights.
    fitted: Vec<f64>,
    squares: Vec<f64>,
}

fn entries(battery: &Battery, linears: &[Option<Linear>], level: u32) -> Entries {
    let codes = battery.codes().len();
    let mut of_slot: Vec<Vec<(u32, f64)>> = vec![Vec::new(); battery.slots()];
    let here = |l: &&Linear| l.domain.is_none_or(|d| d == level);
    for (mean, linear) in linears.iter().enumerate() {
        for linear in linear.iter().filter(here) {
            for (code, v) in linear.v.iter().enumerate() {
                of_slot[linear.item * codes + code].extend(v.map(|v| (mean as u32, v)));
            }
        }
    }
    let mut start = vec![0u32];
    for list in &of_slot {
        start.push(start.last().map_or(0, |s| s + list.len() as u32));
    }
    let (mean, value) = of_slot.into_iter().flatten().unzip();
    Entries { start, mean, value }
}
