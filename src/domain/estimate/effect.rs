//! Design effects and the effective number of respondents (D5).

use super::statistic::{Centre, Estimate, Kind};

/// V relative to simple random sampling of the same number of units; `None` where that has no variance.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DesignEffect {
    /// Against sampling without replacement from N^ units; also `None` where N^ ≤ n, for then the weights do not add up
    /// to a population.
    pub without_replacement: Option<f64>,
    /// Against sampling with replacement.
    pub with_replacement: Option<f64>,
}

/// D5 of a mean, proportion or total with variance `variance`, from n, N^ and S² ([`spread`]). None for ratios.
pub fn against(kind: Kind, n: u64, big_n: f64, s2: Option<f64>, variance: f64) -> DesignEffect {
    let n = n as f64;
    let size = match kind {
        Kind::Mean => 1.0,
        Kind::Total => big_n * big_n,
        Kind::Ratio => return DesignEffect::default(),
    };
    let Some(s2) = s2.filter(|s2| *s2 > 0.0 && (size * s2).is_finite()) else {
        return DesignEffect::default();
    };
    DesignEffect {
        without_replacement: (big_n > n).then(|| variance / (size * s2 * (big_n - n) / (big_n * n))),
        with_replacement: Some(variance / (size * s2 / n)),
    }
}

/// S² = n/(n − 1) Σ w (y − mean)²/N^; `None` for one unit.
pub fn spread(estimate: &Estimate, y: &[f64]) -> Option<f64> {
    let (n, domain) = (estimate.n as f64, estimate.domain);
    let centre = Centre::of(domain, y)?;
    let square = |y: f64| centre.deviation(y) * centre.deviation(y);
    let sum: f64 = domain.u.iter().zip(y).map(|(u, y)| u * square(*y)).sum();
    (estimate.n > 1).then(|| n / (n - 1.0) * (sum / estimate.sum_w))
}

/// Kish's figures of the positive weights: (deff n Σw²/(Σw)², n_eff (Σw)²/Σw²); `None` where no weight is positive.
pub fn kish(weights: &[f64]) -> Option<(f64, f64)> {
    let most = weights.iter().fold(0.0f64, |most, w| most.max(*w));
    let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
    // Relative to the largest, so that equal weights give n exactly and nothing overflows.
    for w in weights.iter().filter(|w| **w > 0.0).map(|w| w / most) {
        n += 1.0;
        sum += w;
        squares += w * w;
    }
    (n > 0.0).then(|| (n * squares / (sum * sum), sum * sum / squares))
}
