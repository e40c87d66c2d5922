//! Ranks with what is known about them: joint ranges, groups that cannot be told apart, chances of being above.
//!
//! Rank 1 is the largest value; equal values share the better rank. Four kinds of range:
//! - [`ranges`] from intervals that hold together (METHODOLOGY 3.10; Wright, Klein and Wieczorek 2014): with the chance
//!   of the level all D ranges hold the true ranks at once. It needs no covariances and is the widest.
//! - [`Separation::ranges`] from the differences of all pairs with their covariances (the idea of Mogstad, Romano, Shaikh
//!   and Wilhelm's `csranks`), also holding at once; the narrower, the more the estimates share.
//! - [`Separation::over_replicates`] from the same differences, with the joint spread that replicates show in place of
//!   normal theory and Holm's bound: again for all at once, and the narrowest where there are many replicates.
//! - [`replicate_ranges`] over replicates: for one department at a time, not for all at once.
//!
//! An estimate without a variance is unknown: no interval bounds it, no difference separates it.

mod differences;
mod ranking;
mod replicates;
#[cfg(test)]
mod tests;

pub use differences::{Separation, above};
pub use ranking::{Place, Ranking, ranking};
pub use replicates::replicate_ranges;

use crate::domain::estimate::compare::{Measured, limits};

/// The interval of a value about which nothing is known.
pub const UNKNOWN: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

/// Confidence of each of `d` intervals so that all hold together at `level`: level^(1/d), exact for independent
/// estimates and cautious for positively dependent ones.
pub fn joint_level(level: f64, d: usize) -> f64 {
    libm::pow(level, 1.0 / d.max(1) as f64)
}

/// Rank of each value, 1 is the highest; equal values share the better rank.
pub fn ranks<T: PartialOrd>(values: &[T]) -> Vec<u32> {
    let better = |x: &T| values.iter().filter(|y| *y > x).count() as u32;
    values.iter().map(|x| 1 + better(x)).collect()
}

/// Positions of the values, best first; equal values in their own order.
pub fn best_first(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    order
}

/// (best, worst) rank that the intervals allow: best = 1 + #{j: L_j > U_i}, worst = D − #{j: U_j < L_i}.
///
/// An unknown value has [`UNKNOWN`].
pub fn ranges(intervals: &[(f64, f64)]) -> Vec<(u32, u32)> {
    let count = |hit: &dyn Fn(&(f64, f64)) -> bool| intervals.iter().filter(|i| hit(i)).count() as u32;
    let range = |(low, high): &(f64, f64)| {
        let above = count(&|other| other.0 > *high);
        let below = count(&|other| other.1 < *low);
        (1 + above, intervals.len() as u32 - below)
    };
    intervals.iter().map(range).collect()
}

/// t intervals of all estimates at the joint level of `level`; `None` without variance or degrees of freedom.
pub fn joint_intervals(estimates: &[Measured], level: f64) -> Vec<Option<(f64, f64)>> {
    let joint = joint_level(level, estimates.len());
    let one = |m: &Measured| limits(m.estimate, m.variance, m.df, joint);
    estimates.iter().map(one).collect()
}

/// Groups that cannot be told apart: maximal runs of neighbours in `order` of which no two are `separated`.
///
/// Runs overlap where the middle cannot be told from either side; every position is in at least one run, alone if it is
/// separated from both neighbours.
pub fn groups(order: &[usize], separated: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut runs = Vec::new();
    let (mut start, mut end) = (0, 0);
    while end < order.len() {
        // The newcomer drives the start behind the last one that it is separated from.
        let apart = (start..end).rev().find(|i| separated(order[*i], order[end]));
        if let Some(last) = apart {
            runs.push(order[start..end].to_vec());
            start = last + 1;
        }
        end += 1;
    }
    if start < end {
        runs.push(order[start..end].to_vec());
    }
    runs
}
