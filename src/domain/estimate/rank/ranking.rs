//! A whole ranking of one class: every kind of range, the groups, and the chances of being above.

use super::{Separation, UNKNOWN, above, best_first, groups, joint_intervals, ranges, ranks, replicate_ranges};
use crate::domain::estimate::compare::Measured;

/// What is known of one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Position of the estimate in the input.
    pub position: usize,
    /// Rank, 1 is the largest value; equal values share the better.
    pub rank: u32,
    /// Range from joint intervals (Wright, Klein, Wieczorek).
    pub joint: (u32, u32),
    /// Interval of the value at the joint level; `None`: unknown.
    pub joint_interval: Option<(f64, f64)>,
    /// Range from the differences of all pairs.
    pub joint_differences: (u32, u32),
    /// Range from the differences of all pairs as the replicates spread them, for all at once.
    pub joint_replicates: Option<(u32, u32)>,
    /// Range over the replicates, one estimate at a time.
    pub replicates: Option<(u32, u32)>,
}

/// A ranking, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// Best first.
    pub places: Vec<Place>,
    /// Positions that cannot be told apart by their differences ([`groups`]).
    pub groups: Vec<Vec<usize>>,
    /// P(row above column), in the order of `places`.
    pub above: Vec<Vec<Option<f64>>>,
}

/// Ranks estimates at `level`, with everything that is known of the ranks.
///
/// `covariance`: D × D, symmetric; `None` where the estimates are independent. `replicates[i][r]`: estimate i in
/// replicate r, set apart by [`spread`](crate::domain::estimate::replicate::spread).
pub fn ranking(
    estimates: &[Measured],
    covariance: Option<&[Vec<f64>]>,
    replicates: Option<&[Vec<Option<f64>>]>,
    level: f64,
) -> Ranking {
    let values: Vec<f64> = estimates.iter().map(|m| m.estimate).collect();
    let (order, ranked) = (best_first(&values), ranks(&values));
    let intervals = joint_intervals(estimates, level);
    let bounds: Vec<(f64, f64)> = intervals.iter().map(|i| i.unwrap_or(UNKNOWN)).collect();
    let joint = ranges(&bounds);
    let separation = Separation::new(estimates, covariance, level);
    let differences = separation.ranges();
    let together = replicates
        .and_then(|r| Separation::over_replicates(estimates, r, level))
        .map(|separation| separation.ranges());
    let over_replicates = replicates.and_then(|r| replicate_ranges(r, level));
    let place = |position: &usize| Place {
        position: *position,
        rank: ranked[*position],
        joint: joint[*position],
        joint_interval: intervals[*position],
        joint_differences: differences[*position],
        joint_replicates: together.as_ref().map(|of| of[*position]),
        replicates: (over_replicates.as_ref())
            .filter(|_| estimates[*position].variance.is_some())
            .map(|of| of[*position]),
    };
    let chances = above(estimates, covariance);
    let row = |i: &usize| order.iter().map(|j| chances[*i][*j]).collect();
    Ranking {
        places: order.iter().map(place).collect(),
        groups: groups(&order, |i, j| separation.separated(i, j)),
        above: order.iter().map(row).collect(),
    }
}
