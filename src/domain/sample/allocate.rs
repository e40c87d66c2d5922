//! How many units each stratum gives: proportional, power, equal or fixed, with a minimum and never more than it holds.

use crate::domain::definition::{Allocation, FrameSpec};
use std::collections::BTreeMap;

/// Why a sample cannot be divided as the round says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllocationError {
    /// More units wanted than the frame has.
    #[error("the sample of {total} units is larger than the frame of {frame}")]
    FrameTooSmall {
        /// Wanted.
        total: u64,
        /// In the frame.
        frame: u64,
    },
    /// The minima alone need more than the whole sample.
    #[error("a minimum of {minimum} per stratum needs {needed} units; the sample has {total}")]
    MinimumTooLarge {
        /// Per stratum.
        minimum: u64,
        /// Over all strata.
        needed: u64,
        /// Wanted.
        total: u64,
    },
    /// A fixed size that the stratum cannot give.
    #[error("stratum “{stratum}” is to give {size} units; the frame has {most} there, and the minimum is {least}")]
    Fixed {
        /// Which.
        stratum: String,
        /// As registered.
        size: u64,
        /// Its minimum.
        least: u64,
        /// Its units in the frame.
        most: u64,
    },
    /// A stratum that is only in the list of fixed sizes or only in the frame.
    #[error("stratum “{0}” is not both in the frame and in the list of sizes")]
    Unlisted(String),
    /// Fixed sizes that don't sum to the total.
    #[error("the fixed sizes sum to {sum}; the round says {total}")]
    FixedSum {
        /// Of the list.
        sum: u64,
        /// Of the round.
        total: u64,
    },
}

/// One stratum on the way to its size.
struct Share<'a> {
    stratum: &'a str,
    /// Measure that the sample is proportional to.
    measure: f64,
    least: u64,
    most: u64,
}

/// Units of the main sample per stratum; they sum to `spec.total` exactly.
///
/// `counts` are the frame's N_h. Sizes are t·m_h held between min(minimum, N_h) and N_h, with m_h = N_h (proportional),
/// N_h^exponent (power) or 1 (equal), and the one t for which they sum to the total. Fractions are rounded by largest
/// remainder, remainders compared at 1e-9; ties go to the stratum with more units in the frame, then to the one whose
/// name comes first (by bytes).
///
/// # Errors
/// [`AllocationError`], nothing is silently lowered.
pub fn allocate(spec: &FrameSpec, counts: &BTreeMap<String, u64>) -> Result<BTreeMap<String, u64>, AllocationError> {
    let frame = counts.values().sum();
    // Fixed sizes name the stratum that cannot give its units.
    if spec.total > frame && !matches!(spec.allocation, Allocation::Fixed { .. }) {
        return Err(AllocationError::FrameTooSmall {
            total: spec.total,
            frame,
        });
    }
    let measure = |count: u64| match &spec.allocation {
        Allocation::Proportional => count as f64,
        Allocation::Power { exponent } => libm::pow(count as f64, *exponent),
        Allocation::Equal => 1.0,
        Allocation::Fixed { .. } => 0.0,
    };
    let shares = counts.iter().map(|(stratum, &count)| Share {
        stratum,
        measure: measure(count),
        least: spec.minimum.min(count),
        most: count,
    });
    let shares: Vec<Share> = shares.collect();
    if let Allocation::Fixed { sizes } = &spec.allocation {
        return fixed(&shares, sizes, spec.total);
    }
    let needed = shares.iter().map(|share| share.least).sum();
    if needed > spec.total {
        let (minimum, total) = (spec.minimum, spec.total);
        return Err(AllocationError::MinimumTooLarge { minimum, needed, total });
    }
    let exact = exact_sizes(&shares, spec.total as f64);
    Ok(round(&shares, &exact, spec.total))
}

fn fixed(
    shares: &[Share],
    sizes: &BTreeMap<String, u64>,
    total: u64,
) -> Result<BTreeMap<String, u64>, AllocationError> {
    let in_frame = |stratum: &str| shares.iter().any(|share| share.stratum == stratum);
    if let Some(stratum) = sizes.keys().find(|stratum| !in_frame(stratum)) {
        return Err(AllocationError::Unlisted(stratum.clone()));
    }
    for share in shares {
        let stratum = share.stratum.to_string();
        let Some(&size) = sizes.get(share.stratum) else {
            return Err(AllocationError::Unlisted(stratum));
        };
        let (least, most) = (share.least, share.most);
        if size < least || size > most {
            return Err(AllocationError::Fixed {
                stratum,
                size,
                least,
                most,
            });
        }
    }
    let sum = sizes.values().sum();
    if sum != total {
        return Err(AllocationError::FixedSum { sum, total });
    }
    Ok(sizes.clone())
}

/// t·m held between least and most.
fn held(share: &Share, t: f64) -> f64 {
    (t * share.measure).clamp(share.least as f64, share.most as f64)
}

/// The t from which a stratum grows and at which it is exhausted.
fn limits(share: &Share) -> [f64; 2] {
    [share.least as f64 / share.measure, share.most as f64 / share.measure]
}

/// The sizes before rounding: their sum rises with t, linearly between the points where a stratum meets a limit.
fn exact_sizes(shares: &[Share], total: f64) -> Vec<f64> {
    let sum = |t: f64| shares.iter().map(|share| held(share, t)).sum::<f64>();
    let mut turns: Vec<f64> = shares.iter().flat_map(limits).collect();
    turns.sort_by(f64::total_cmp);
    // Between the last turn whose sum is too small and the next, the same strata are free.
    let low = turns
        .iter()
        .copied()
        .take_while(|&t| sum(t) <= total)
        .last()
        .unwrap_or(0.0);
    let free = |share: &Share| {
        let [from, to] = limits(share);
        from <= low && low < to
    };
    let slope: f64 = shares.iter().filter(|s| free(s)).map(|share| share.measure).sum();
    let t = if slope > 0.0 {
        low + (total - sum(low)) / slope
    } else {
        low
    };
    shares.iter().map(|share| held(share, t)).collect()
}

fn round(shares: &[Share], exact: &[f64], total: u64) -> BTreeMap<String, u64> {
    // In units of 1e-9, so that a last bit decides nothing.
    let fine: Vec<u64> = exact.iter().map(|size| (size * 1e9).round() as u64).collect();
    let mut sizes: Vec<u64> = fine.iter().map(|size| size / 1_000_000_000).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let remainder = |i: usize| fine[i] % 1_000_000_000;
    order.sort_by(|&a, &b| {
        let by_remainder = remainder(b).cmp(&remainder(a));
        let by_count = shares[b].most.cmp(&shares[a].most);
        by_remainder
            .then(by_count)
            .then(shares[a].stratum.cmp(shares[b].stratum))
    });
    let mut left = total.saturating_sub(sizes.iter().sum());
    while left > 0 {
        // The frame holds the total, so some stratum always has room.
        for &i in &order {
            if left > 0 && sizes[i] < shares[i].most {
                sizes[i] += 1;
                left -= 1;
            }
        }
    }
    let names = shares.iter().map(|share| share.stratum.to_string());
    names.zip(sizes).collect()
}
