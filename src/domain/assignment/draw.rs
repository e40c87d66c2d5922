//! The one draw: k of n departments with integer sizes, by random systematic sampling with certainties taken first.

use crate::domain::data::Fraction;
use crate::domain::random::{below, shuffle};
use rand::Rng;

/// Draws at most `k` of the units with probability proportional to `sizes`; `Some(q)` for every unit taken.
///
/// - `k ≥ n`: all are taken with q = 1.
/// - A unit with k·a ≥ A (A = sum of sizes) is taken with q = 1; this repeats on the rest with what is left of k.
/// - The rest is shuffled and sampled systematically: unit j is taken iff ⌊(k′·C_j + r)/A′⌋ > ⌊(k′·C_{j−1} + r)/A′⌋,
///   C the cumulative sizes in shuffled order and r uniform in 0..A′. Then q_j = k′·a_j/A′, exactly.
///
/// The number taken is always min(k, n). A size of 0 counts as 1. Where all are certain, no random number is used.
pub fn draw(sizes: &[u64], k: u64, rng: &mut impl Rng) -> Vec<Option<Fraction>> {
    let probability = probabilities(sizes, k);
    let mut taken: Vec<Option<Fraction>> = vec![None; sizes.len()];
    let (certain, mut rest): (Vec<usize>, Vec<usize>) =
        (0..sizes.len()).partition(|&j| probability[j] == Some(Fraction::ONE));
    let left = k.saturating_sub(certain.len() as u64);
    for j in certain {
        taken[j] = probability[j];
    }
    if left == 0 || rest.is_empty() {
        return taken;
    }
    shuffle(rng, &mut rest);
    let total: u64 = rest.iter().map(|&j| sizes[j].max(1)).sum();
    let start = below(rng, total);
    for j in systematic(sizes, &rest, left, total, start) {
        taken[j] = probability[j];
    }
    taken
}

/// The units of `order` that systematic sampling with that start takes.
pub(super) fn systematic(sizes: &[u64], order: &[usize], k: u64, total: u64, start: u64) -> Vec<usize> {
    let step = |cumulated: u64| (u128::from(k) * u128::from(cumulated) + u128::from(start)) / u128::from(total);
    let mut cumulated = 0;
    let mut taken = Vec::new();
    for &j in order {
        let before = step(cumulated);
        cumulated += sizes[j].max(1);
        if step(cumulated) > before {
            taken.push(j);
        }
    }
    taken
}

/// The probability with which [`draw()`] takes each unit; `None` is zero (only when `k` is 0). They sum to min(k, n).
pub fn probabilities(sizes: &[u64], k: u64) -> Vec<Option<Fraction>> {
    let mut rest: Vec<usize> = (0..sizes.len()).collect();
    let mut left = k;
    let mut out = vec![None; sizes.len()];
    loop {
        let total: u64 = rest.iter().map(|&j| sizes[j].max(1)).sum();
        let certain = |&j: &usize| u128::from(left) * u128::from(sizes[j].max(1)) >= u128::from(total);
        let all = rest.len() as u64 <= left;
        let (take, keep): (Vec<usize>, Vec<usize>) = rest.iter().copied().partition(|j| all || certain(j));
        if take.is_empty() {
            for j in keep {
                out[j] = Fraction::new(left * sizes[j].max(1), total);
            }
            return out;
        }
        for &j in &take {
            out[j] = Some(Fraction::ONE);
        }
        left -= take.len() as u64;
        rest = keep;
    }
}
