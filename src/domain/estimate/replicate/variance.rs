//! Variances and covariances from the estimates of the replicates (D9).

use super::{Centre, ReplicateError, ReplicateSet};

/// A variance with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReplicateVariance {
    /// V, or a covariance.
    pub value: f64,
    /// Replicates with an estimate.
    pub used: usize,
    /// Replicates left out because they have none.
    pub failed: usize,
}

/// V = Σ s_r (θ_r − c)², c being the estimate of the whole sample or the plain mean of the replicates.
///
/// `replicates[r]` is `None` where the replicate failed (a step did not converge, an empty domain): it is left out, and V
/// is multiplied by Σ s_r over all replicates / Σ s_r over those used, as if the lost ones had deviated like the rest.
///
/// # Errors
/// Another number of replicates than the set has; fewer than two with an estimate.
pub fn variance(
    set: &ReplicateSet,
    estimate: f64,
    replicates: &[Option<f64>],
) -> Result<ReplicateVariance, ReplicateError> {
    covariance(set, (estimate, replicates), (estimate, replicates))
}

/// Covariance of two estimates, from the replicates in which both exist; otherwise as [`variance`].
///
/// # Errors
/// As [`variance`].
pub fn covariance(
    set: &ReplicateSet,
    (a, of_a): (f64, &[Option<f64>]),
    (b, of_b): (f64, &[Option<f64>]),
) -> Result<ReplicateVariance, ReplicateError> {
    let count = set.count();
    for found in [of_a.len(), of_b.len()] {
        if found != count {
            let what = "replicate estimates";
            let expected = count;
            return Err(ReplicateError::Length { what, found, expected });
        }
    }
    let both = |((s, a), b): ((&f64, &Option<f64>), &Option<f64>)| Some((*s, (*a)?, (*b)?));
    let pairs: Vec<(f64, f64, f64)> = set.scale.iter().zip(of_a).zip(of_b).filter_map(both).collect();
    let used = pairs.len();
    if used < 2 {
        return Err(ReplicateError::NothingLeft { count, used });
    }
    // Deviations from the estimate come first: a mean of large numbers would lose the digits that matter here.
    let mut pairs: Vec<(f64, f64, f64)> = pairs.into_iter().map(|(s, x, y)| (s, x - a, y - b)).collect();
    if set.centre == Centre::ReplicateMean {
        let n = used as f64;
        let sum = |of: fn(&(f64, f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
        let (x, y) = (sum(|p| p.1), sum(|p| p.2));
        pairs.iter_mut().for_each(|p| (p.1, p.2) = (p.1 - x, p.2 - y));
    }
    let plain: f64 = pairs.iter().map(|(s, x, y)| s * x * y).sum();
    let failed = count - used;
    let value = match failed {
        0 => plain,
        _ => plain * (set.scale.iter().sum::<f64>() / kept(&pairs)?),
    };
    Ok(ReplicateVariance { value, used, failed })
}

/// Σ s_r of the replicates that are left.
fn kept(pairs: &[(f64, f64, f64)]) -> Result<f64, ReplicateError> {
    let kept: f64 = pairs.iter().map(|p| p.0).sum();
    match kept > 0.0 {
        true => Ok(kept),
        // Only replicates of strata that were taken whole are left.
        false => Err(ReplicateError::Scale(kept)),
    }
}

/// The replicates' estimates set apart like estimates of fresh samples: θ + √(R s_r) (θ_r − θ).
///
/// A bootstrap's replicates are that already; a jackknife's lie much closer together. Ranks, quantiles and shares over
/// replicates mean something only after this.
pub fn spread(set: &ReplicateSet, estimate: f64, replicates: &[Option<f64>]) -> Vec<Option<f64>> {
    let count = set.count() as f64;
    let one = |(s, theta): (&f64, &Option<f64>)| {
        let factor = (count * s).sqrt();
        // 1 within rounding: bootstrap and plain half samples stay as they are, with their ties.
        match (factor - 1.0).abs() < 1e-12 {
            true => *theta,
            false => theta.map(|theta| estimate + factor * (theta - estimate)),
        }
    };
    set.scale.iter().zip(replicates).map(one).collect()
}
