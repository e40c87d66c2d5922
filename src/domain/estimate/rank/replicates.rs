//! What replicates say about ranks: each is ranked like the sample itself.

use super::ranks;

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

/// The replicates in which every estimate exists, one list of values each.
fn complete(replicates: &[Vec<Option<f64>>]) -> Vec<Vec<f64>> {
    let count = replicates.iter().map(Vec::len).min().unwrap_or(0);
    (0..count)
        .filter_map(|r| replicates.iter().map(|of| of[r]).collect())
        .collect()
}
