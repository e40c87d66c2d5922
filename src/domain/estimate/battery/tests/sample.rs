//! A random sample with the formulas of the definitions written out row by row (D2, D3, D12, D18).

use super::CODES;
use crate::domain::estimate::Lonely;
use crate::domain::estimate::battery::*;
use crate::domain::linear::{cholesky, solve};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// A sample with everything written out row by row.
pub struct Sample {
    pub stratum: Vec<u32>,
    pub size: Vec<u64>,
    pub scale: Vec<f64>,
    pub cell: Vec<u32>,
    pub categories: Vec<Vec<u32>>,
    pub domain: Vec<u32>,
    pub before: Vec<f64>,
    pub factor: Vec<f64>,
    /// `ratings[item][row]`: code, 0 for none.
    pub ratings: Vec<Vec<u8>>,
}

impl Sample {
    /// Strata of unequal size, the last with a single row; rows with weight 0.
    pub fn new(rows: usize, seed: u64) -> Sample {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let stratum: Vec<u32> = (0..rows)
            .map(|r| if r == 7 { 5 } else { rng.random_range(0..5) })
            .collect();
        let mut size = vec![0u64; 6];
        stratum.iter().for_each(|h| size[*h as usize] += 1);
        let scale = |n: &u64| {
            if *n > 1 {
                (0.9 * *n as f64 / (*n as f64 - 1.0)).sqrt()
            } else {
                0.8
            }
        };
        let mut rating = |item: usize| {
            let code = if rng.random_bool(0.4) {
                CODES[rng.random_range(0..6)]
            } else {
                0
            };
            // The last item is never rated.
            if item == 4 { 0 } else { code }
        };
        let ratings = (0..5).map(|item| (0..rows).map(|_| rating(item)).collect()).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(seed + 1);
        let weight = |_| {
            if rng.random_bool(0.1) {
                0.0
            } else {
                rng.random_range(1.0..9.0)
            }
        };
        Sample {
            size: size.clone(),
            scale: size.iter().map(scale).collect(),
            before: (0..rows).map(weight).collect(),
            cell: (0..rows).map(|_| rng.random_range(0..12)).collect(),
            domain: (0..rows).map(|_| rng.random_range(0..3)).collect(),
            categories: (0..12).map(|c| vec![c / 3, c % 3]).collect(),
            factor: (0..12).map(|c| 0.5 + f64::from(c) / 7.0).collect(),
            stratum,
            ratings,
        }
    }

    pub fn rows(&self) -> usize {
        self.stratum.len()
    }

    pub fn weight(&self) -> Vec<f64> {
        self.before
            .iter()
            .zip(&self.cell)
            .map(|(d, c)| d * self.factor[*c as usize])
            .collect()
    }

    pub fn battery(&self) -> Battery {
        let columns: Vec<&[u8]> = self.ratings.iter().map(Vec::as_slice).collect();
        Battery::from_columns(&columns, &CODES, &[0]).unwrap()
    }

    pub fn groups(&self) -> Groups<'_> {
        let cell = (self.cell.as_slice(), self.categories.len());
        Groups::new((&self.stratum, self.size.len()), Some(cell), Some((&self.domain, 3))).unwrap()
    }

    pub fn regression(&self) -> CellRegression {
        let mut before = vec![0.0; self.categories.len()];
        self.before
            .iter()
            .zip(&self.cell)
            .for_each(|(d, c)| before[*c as usize] += d);
        CellRegression::new(&self.categories, &before, &self.factor).unwrap()
    }

    pub fn strata(&self, lonely: Lonely) -> Strata<'_> {
        Strata {
            size: &self.size,
            scale: &self.scale,
            lonely,
        }
    }

    /// (mean, Σw, z per row) as D2 and D3 say.
    pub fn linearised(&self, wanted: &Wanted) -> (f64, f64, Vec<f64>) {
        let weight = self.weight();
        let value = |row: usize| {
            let code = self.ratings[wanted.item][row];
            let inside = wanted.domain.is_none_or(|d| d == self.domain[row]);
            let y = CODES.iter().position(|c| *c == code).and_then(|at| wanted.values[at]);
            y.filter(|_| inside).map(|y| (weight[row], y))
        };
        let known = || (0..self.rows()).filter_map(value);
        let sum: f64 = known().map(|(u, _)| u).sum();
        let near = known().map(|(u, y)| u * y).sum::<f64>() / sum;
        let rest = known().map(|(u, y)| u * (y - near)).sum::<f64>() / sum;
        let z = (0..self.rows()).map(|row| value(row).map_or(0.0, |(u, y)| u * (y - near - rest) / sum));
        (near + rest, sum, z.collect())
    }

    /// D12 with one dummy per category and an intercept.
    pub fn residuals(&self, z: &[f64]) -> Vec<f64> {
        let (weight, width) = (self.weight(), 8);
        let columns = |row: usize| {
            let c = &self.categories[self.cell[row] as usize];
            [0, 1 + c[0] as usize, 5 + c[1] as usize]
        };
        let (mut normal, mut right) = (vec![vec![0.0; width]; width], vec![0.0; width]);
        for row in (0..self.rows()).filter(|row| self.before[*row] > 0.0) {
            for i in columns(row) {
                right[i] += self.before[row] * (z[row] / weight[row]);
                columns(row).into_iter().for_each(|j| normal[i][j] += self.before[row]);
            }
        }
        let beta = solve(&cholesky(normal), right);
        let fitted = |row: usize| columns(row).into_iter().map(|i| beta[i]).sum::<f64>();
        (0..self.rows()).map(|row| z[row] - weight[row] * fitted(row)).collect()
    }

    /// Scaled deviations (D3); a lonely stratum is centred at all rows (D18).
    pub fn deviations(&self, z: &[f64], adjust: bool) -> Vec<f64> {
        let mut sums = vec![0.0; self.size.len()];
        z.iter().zip(&self.stratum).for_each(|(z, h)| sums[*h as usize] += z);
        let overall = sums.iter().sum::<f64>() / self.rows() as f64;
        let one = |(z, h): (&f64, &u32)| match self.size[*h as usize] {
            1 if adjust => self.scale[*h as usize] * (z - overall),
            1 => 0.0,
            n => self.scale[*h as usize] * (z - sums[*h as usize] / n as f64),
        };
        z.iter().zip(&self.stratum).map(one).collect()
    }
}
