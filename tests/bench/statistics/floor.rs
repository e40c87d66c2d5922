//! Plain loops that do the least that gives the numbers: no checks, no diagnostics, sizes known beforehand, one thread.

use crate::data::{AGES, CELLS, CODES, DISTRICTS, Data, Draws, ITEMS, RATED, SEXES};

const SLOTS: usize = ITEMS * CODES.len();
const VALUES: [[f64; 5]; 2] = [[0.0, 0.0, 0.0, 1.0, 1.0], [0.0, 25.0, 50.0, 75.0, 100.0]];

/// Rates (and indices) with their variances.
pub type Table = Vec<[f64; 3]>;

/// Raked weights, and the factor of each cell.
pub fn rake(data: &Data) -> (Vec<f64>, Vec<f64>) {
    let mut sums = [0.0; CELLS];
    for (row, d) in data.base.iter().enumerate() {
        sums[cell(data, row)] += d;
    }
    let factor = iterate(data, &sums);
    let expand = |(row, d): (usize, &f64)| d * factor[cell(data, row)];
    (data.base.iter().enumerate().map(expand).collect(), factor)
}

#[inline]
fn cell(data: &Data, row: usize) -> usize {
    (data.district[row] as usize * AGES + data.age[row] as usize) * SEXES + data.sex[row] as usize
}

/// Iterates on the cells alone.
pub fn iterate(data: &Data, before: &[f64; CELLS]) -> Vec<f64> {
    let of: [fn(usize) -> usize; 4] = [
        |c| c / (AGES * SEXES),
        |c| c / SEXES % AGES,
        |c| c % SEXES,
        |c| c / SEXES,
    ];
    let mut now = *before;
    loop {
        let mut miss = 0.0f64;
        for (target, of) in data.targets.iter().zip(of) {
            let got = totals(&now, of);
            now.iter_mut()
                .enumerate()
                .for_each(|(c, w)| *w *= target.categories[of(c)].1 / got[of(c)]);
        }
        for (target, of) in data.targets.iter().zip(of) {
            let pairs = totals(&now, of).into_iter().zip(&target.categories);
            pairs.for_each(|(got, (_, wanted))| miss = miss.max((got / wanted - 1.0).abs()));
        }
        if miss <= 1e-6 {
            return now.iter().zip(before).map(|(now, before)| now / before).collect();
        }
    }
}

fn totals(cells: &[f64; CELLS], of: fn(usize) -> usize) -> [f64; DISTRICTS * AGES] {
    let mut totals = [0.0; DISTRICTS * AGES];
    cells.iter().enumerate().for_each(|(c, w)| totals[of(c)] += w);
    totals
}

/// Rate of codes 4 and 5 per item, and V with fixed weights.
pub fn rates(data: &Data, weight: &[f64]) -> Table {
    let mut sums = vec![[0.0f64; 2]; DISTRICTS * SLOTS];
    for ((w, h), slots) in weight.iter().zip(&data.district).zip(data.slot.chunks_exact(RATED)) {
        let own = &mut sums[*h as usize * SLOTS..][..SLOTS];
        let square = w * w;
        for slot in slots {
            let sum = &mut own[usize::from(*slot)];
            *sum = [sum[0] + w, sum[1] + square];
        }
    }
    let one = |item: usize| {
        let of = |h: usize| sums[h * SLOTS + item * CODES.len()..][..5].iter().zip(&VALUES[0]);
        let all = (0..DISTRICTS)
            .flat_map(of)
            .fold([0.0; 2], |s, (u, y)| [s[0] + u[0], s[1] + u[0] * y]);
        let p = all[1] / all[0];
        let variance = (0..DISTRICTS).map(|h| {
            let z = of(h).map(|(u, y)| (u, (y - p) / all[0]));
            let [sum, squares] = z.fold([0.0; 2], |s, (u, v)| [s[0] + u[0] * v, s[1] + u[1] * v * v]);
            stratum(data.size[h], squares, sum)
        });
        [p, variance.sum(), 0.0]
    };
    (0..ITEMS).map(one).collect()
}

fn stratum(n: u64, squares: f64, sum: f64) -> f64 {
    let n = n as f64;
    n / (n - 1.0) * (squares - sum * sum / n)
}

/// Rates, then indices (0 to 100), each with V of fixed weights and V of residuals.
pub fn rates_and_indices(data: &Data, weight: &[f64], factor: &[f64]) -> Table {
    let mut sums = vec![[0.0f64; 2]; CELLS * SLOTS];
    let mut cells = [[0.0f64; 2]; CELLS];
    for (row, (w, slots)) in weight.iter().zip(data.slot.chunks_exact(RATED)).enumerate() {
        let cell = cell(data, row);
        let own = &mut sums[cell * SLOTS..][..SLOTS];
        let square = w * w;
        cells[cell] = [cells[cell][0] + w, cells[cell][1] + square];
        for slot in slots {
            let sum = &mut own[usize::from(*slot)];
            *sum = [sum[0] + w, sum[1] + square];
        }
    }
    let lower = normal(&cells, factor);
    let tables = VALUES.iter().flat_map(|y| (0..ITEMS).map(move |item| (y, item)));
    tables
        .map(|(y, item)| residual(data, &sums, &cells, factor, &lower, item, y))
        .collect()
}

fn residual(
    data: &Data,
    sums: &[[f64; 2]],
    cells: &[[f64; 2]; CELLS],
    factor: &[f64],
    lower: &[Vec<f64>],
    item: usize,
    y: &[f64; 5],
) -> [f64; 3] {
    let of = |cell: usize| &sums[cell * SLOTS + item * CODES.len()..][..5];
    let mut all = [0.0; 5];
    (0..CELLS).for_each(|cell| all.iter_mut().zip(of(cell)).for_each(|(all, s)| *all += s[0]));
    let below: f64 = all.iter().sum();
    let mean = all.iter().zip(y).map(|(u, y)| u * y).sum::<f64>() / below;
    let v: Vec<f64> = y.iter().map(|y| (y - mean) / below).collect();
    let rated = |cell: usize| of(cell).iter().zip(&v).map(|(s, v)| s[0] * v).sum::<f64>();
    let mut right = vec![0.0; lower.len()];
    for (cell, factor) in factor.iter().enumerate() {
        let own = rated(cell) / factor;
        columns(cell).into_iter().flatten().for_each(|i| right[i] += own);
    }
    let beta = solve(lower, right);
    let (mut fixed, mut calibrated) = (0.0, 0.0);
    for h in 0..DISTRICTS {
        let mut moments = [0.0f64; 4];
        let own = cells.iter().enumerate().skip(h * AGES * SEXES).take(AGES * SEXES);
        for (cell, [sum, squares]) in own {
            let fit: f64 = columns(cell).into_iter().flatten().map(|i| beta[i]).sum();
            moments[0] += rated(cell);
            moments[1] += rated(cell) - fit * sum;
            moments[3] += fit * fit * squares;
            for (s, v) in of(cell).iter().zip(&v) {
                moments[2] += s[1] * v * v;
                moments[3] += s[1] * v * (v - 2.0 * fit);
            }
        }
        fixed += stratum(data.size[h], moments[2], moments[0]);
        calibrated += stratum(data.size[h], moments[3], moments[1]);
    }
    [mean, fixed, calibrated]
}

/// The independent columns of a cell: district × age, and one of the sexes.
fn columns(cell: usize) -> [Option<usize>; 2] {
    [Some(cell / SEXES), (cell % SEXES == 1).then_some(DISTRICTS * AGES)]
}

/// Cholesky factor of the normal equations, weighted with the weights before the raking.
fn normal(cells: &[[f64; 2]; CELLS], factor: &[f64]) -> Vec<Vec<f64>> {
    let width = DISTRICTS * AGES + 1;
    let mut a = vec![vec![0.0; width]; width];
    for cell in 0..CELLS {
        for i in columns(cell).into_iter().flatten() {
            columns(cell)
                .into_iter()
                .flatten()
                .for_each(|j| a[i][j] += cells[cell][0] / factor[cell]);
        }
    }
    for j in 0..width {
        for k in 0..j {
            let with = a[j][k];
            (j..width).for_each(|i| a[i][j] -= a[i][k] * with);
        }
        let pivot = a[j][j].sqrt();
        (j..width).for_each(|i| a[i][j] /= pivot);
    }
    a
}

fn solve(lower: &[Vec<f64>], mut b: Vec<f64>) -> Vec<f64> {
    for i in 0..b.len() {
        let inner: f64 = (0..i).map(|j| lower[i][j] * b[j]).sum();
        b[i] = (b[i] - inner) / lower[i][i];
    }
    for i in (0..b.len()).rev() {
        b[i] /= lower[i][i];
        (0..i).for_each(|j| b[j] -= lower[i][j] * b[i]);
    }
    b
}

/// Rates of all items in every bootstrap replicate, raked anew; the cell of each row is known beforehand.
pub fn bootstrap(data: &Data, draws: &Draws, cell_of: &[u8], replicates: usize) -> Vec<Vec<f64>> {
    let mut weight = vec![0.0; data.base.len()];
    let lift: Vec<f64> = data.size.iter().map(|n| *n as f64 / (*n as f64 - 1.0)).collect();
    let mut rates = Vec::new();
    for replicate in 0..replicates {
        let mut sums = [0.0; CELLS];
        draws.draw(replicate, |row, times| {
            let cell = usize::from(cell_of[row]);
            weight[row] = data.base[row] * f64::from(times) * lift[cell / (AGES * SEXES)];
            sums[cell] += weight[row];
        });
        let factor = iterate(data, &sums);
        rates.push(rated(data, &weight, cell_of, &factor));
    }
    rates
}

/// Rates from weights per row that still lack the factor of their cell.
pub fn rated(data: &Data, weight: &[f64], cell_of: &[u8], factor: &[f64]) -> Vec<f64> {
    let mut sums = [0.0f64; SLOTS];
    for ((d, cell), slots) in weight.iter().zip(cell_of).zip(data.slot.chunks_exact(RATED)) {
        if *d > 0.0 {
            let w = d * factor[usize::from(*cell)];
            slots.iter().for_each(|slot| sums[usize::from(*slot)] += w);
        }
    }
    let rate = |s: &[f64]| (s[3] + s[4]) / (s[0] + s[1] + s[2] + s[3] + s[4]);
    sums.chunks_exact(CODES.len()).map(rate).collect()
}

/// Cells as bytes, for [`bootstrap`].
pub fn cells(data: &Data) -> Vec<u8> {
    (0..data.base.len()).map(|row| cell(data, row) as u8).collect()
}
