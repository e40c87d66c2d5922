//! What replicates say about ranks: each is ranked like the sample itself.

use super::{Separation, ranks};
use crate::domain::estimate::compare::Measured;

/// Range of each estimate's ranks over replicates, at `level` for one estimate at a time.
///
/// `replicates[i][r]` is estimate i in replicate r, set apart like estimates of fresh samples
/// ([`spread`](crate::domain::estimate::replicate::spread)). Only replicates in which all estimates exist are ranked;
/// with those R ranks sorted, the range is from place k + 1 to place R − k, k = ⌊R (1 − level)/2⌋: outward, never
/// interpolated. `None` with fewer than two such replicates.
pub fn replicate_ranges(replicates: &[Vec<Option<f64>>], level: f64) -> Option<Vec<(u32, u32)>> {
    let complete = complete(replicates);
    let used = complete.len();
    if used < 2 {
        return None;
    }
    let mut by_estimate = vec![Vec::with_capacity(used); replicates.len()];
    for values in &complete {
        let ranked = ranks(values);
        by_estimate.iter_mut().zip(ranked).for_each(|(of, rank)| of.push(rank));
    }
    // The hair keeps 1000 · 0.025 from becoming 24.
    let cut = (used as f64 * (1.0 - level) / 2.0 + 1e-9) as usize;
    let range = |mut ranks: Vec<u32>| {
        ranks.sort_unstable();
        (ranks[cut], ranks[used - 1 - cut])
    };
    Some(by_estimate.into_iter().map(range).collect())
}

impl Separation {
    /// Step-down over the D(D − 1) one-sided hypotheses "i is not above j" with the distribution of their largest
    /// deviation over the replicates (Romano and Wolf 2005, as in Mogstad and others' `csranks`), at 1 − `level`.
    ///
    /// With s_ij the root mean square of (θ_ir − θ_jr) − (θ_i − θ_j) over the replicates r, c is the ⌈(R + 1) level⌉-th
    /// smallest of the R maxima over the hypotheses not yet rejected of that deviation by s_ij; those with
    /// (θ_i − θ_j)/s_ij > c are rejected, until none is. All statements hold together with about the level's chance; it
    /// is the bootstrap's answer, so good for many replicates only: with fewer than level/(1 − level) nobody is
    /// separated. `replicates` as for [`replicate_ranges`]; a pair that never moves
    /// is not separated, nor one of which an estimate has no variance.
    ///
    /// `None` with fewer than two replicates in which all estimates exist.
    pub fn over_replicates(estimates: &[Measured], replicates: &[Vec<Option<f64>>], level: f64) -> Option<Separation> {
        let d = estimates.len();
        let moved: Vec<Vec<f64>> = complete(replicates)
            .into_iter()
            .map(|values| {
                values
                    .iter()
                    .zip(estimates)
                    .map(|(of, all)| of - all.estimate)
                    .collect()
            })
            .collect();
        let mut above = vec![vec![false; d]; d];
        // The hair keeps 20 · 0.95 from becoming 20.
        let place = ((moved.len() + 1) as f64 * level - 1e-9).ceil().max(1.0) as usize;
        if moved.len() < 2 {
            return None;
        }
        let known: Vec<usize> = (0..d).filter(|i| estimates[*i].variance.is_some()).collect();
        let mut left = hypotheses(&moved, &known);
        while place <= moved.len() {
            let critical = largest(&moved, &left, place);
            let (sure, rest): (Vec<Pair>, Vec<Pair>) = left
                .into_iter()
                .partition(|pair| estimates[pair.i].estimate - estimates[pair.j].estimate > critical * pair.se);
            sure.iter().for_each(|pair| above[pair.i][pair.j] = true);
            left = rest;
            if sure.is_empty() {
                break;
            }
        }
        Some(Separation { above })
    }
}

/// The hypothesis "i is not above j", with the standard error of their difference.
struct Pair {
    i: usize,
    j: usize,
    se: f64,
}

/// All ordered pairs of these whose difference moves.
fn hypotheses(moved: &[Vec<f64>], known: &[usize]) -> Vec<Pair> {
    let square = |of: &Vec<f64>, i: usize, j: usize| (of[i] - of[j]) * (of[i] - of[j]);
    let mean = |i, j| moved.iter().map(|of| square(of, i, j)).sum::<f64>() / moved.len() as f64;
    let pair = |i: usize, j: usize| Pair {
        i,
        j,
        se: mean(i, j).sqrt(),
    };
    let others = |i: usize| known.iter().filter(move |j| **j != i).map(move |j| pair(i, *j));
    (known.iter())
        .flat_map(|i| others(*i))
        .filter(|pair| pair.se > 0.0)
        .collect()
}

/// The `place`-th smallest over the replicates of the largest standardised deviation among these pairs.
fn largest(moved: &[Vec<f64>], pairs: &[Pair], place: usize) -> f64 {
    let of_pair = |of: &[f64], pair: &Pair| (of[pair.i] - of[pair.j]) / pair.se;
    let most = |of: &Vec<f64>| pairs.iter().map(|pair| of_pair(of, pair)).fold(0.0, f64::max);
    let mut maxima: Vec<f64> = moved.iter().map(most).collect();
    maxima.sort_by(f64::total_cmp);
    maxima[place - 1]
}

/// The replicates in which every estimate exists, one list of values each.
fn complete(replicates: &[Vec<Option<f64>>]) -> Vec<Vec<f64>> {
    let count = replicates.iter().map(Vec::len).min().unwrap_or(0);
    (0..count)
        .filter_map(|r| replicates.iter().map(|of| of[r]).collect())
        .collect()
}
