//! Confidence intervals for means, totals and rates (D6), and degrees of freedom of composites.

use super::distribution::{beta, normal};
use super::student;

/// Lower and upper limit; `None` where the formula gives none.
pub type Limits = (Option<f64>, Option<f64>);

/// An interval for a proportion (D6.1–D6.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RateInterval {
    /// p ∓ t·se, not clipped.
    WaldT,
    /// p ∓ z·se, not clipped.
    WaldZ,
    /// expit(logit p ∓ t·se/(p(1−p))).
    Logit,
    /// sin²(asin √p ∓ t·se/(2√(p(1−p)))).
    Arcsine,
    /// Wilson's with m = p(1−p)/V, not adjusted for degrees of freedom.
    Wilson,
    /// Clopper–Pearson with the effective size adjusted for degrees of freedom (Korn and Graubard 1998).
    KornGraubard,
    /// The same with no more than n effective.
    KornGraubardCapped,
}

impl RateInterval {
    /// All, in the order of D6.
    pub const ALL: [RateInterval; 7] = [
        RateInterval::WaldT,
        RateInterval::WaldZ,
        RateInterval::Logit,
        RateInterval::Arcsine,
        RateInterval::Wilson,
        RateInterval::KornGraubard,
        RateInterval::KornGraubardCapped,
    ];

    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            RateInterval::WaldT => "wald_t",
            RateInterval::WaldZ => "wald_z",
            RateInterval::Logit => "logit",
            RateInterval::Arcsine => "arcsine",
            RateInterval::Wilson => "wilson",
            RateInterval::KornGraubard => "korn_graubard",
            RateInterval::KornGraubardCapped => "korn_graubard_capped",
        }
    }
}

/// A proportion with what its intervals need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The proportion, 0..1.
    pub p: f64,
    /// V.
    pub variance: f64,
    /// Units in the domain.
    pub n: u64,
    /// Degrees of freedom (D4, or Satterthwaite's).
    pub df: f64,
}

impl Rate {
    /// D6.7: V, p or 1 − p is 0.
    pub fn is_degenerate(&self) -> bool {
        self.p <= 0.0 || self.p >= 1.0 || self.variance <= 0.0
    }

    /// D6.4, n where degenerate.
    pub fn neff(&self) -> f64 {
        effective_size(self.p, self.variance, self.n)
    }

    /// D6.6: neff·(t_{n−1}/t_df)²; n where degenerate; `None` below one degree of freedom or with one unit.
    pub fn neff_kg(&self, level: f64) -> Option<f64> {
        if self.is_degenerate() {
            return Some(self.n as f64);
        }
        let (of_n, of_df) = (t(level, self.n as f64 - 1.0)?, t(level, self.df)?);
        Some(self.neff() * (of_n / of_df) * (of_n / of_df))
    }

    /// Limits at confidence `level`. Below one degree of freedom only [`RateInterval::WaldZ`] has any.
    pub fn limits(&self, kind: RateInterval, level: f64) -> Limits {
        self.both(kind, level)
            .map_or((None, None), |(low, high)| (Some(low), Some(high)))
    }

    fn both(&self, kind: RateInterval, level: f64) -> Option<(f64, f64)> {
        if kind == RateInterval::WaldZ {
            return Some(around(
                self.p,
                normal::from_upper((1.0 - level) / 2.0) * self.variance.sqrt(),
            ));
        }
        let (p, t) = (self.p, t(level, self.df)?);
        match kind {
            RateInterval::WaldT => Some(around(p, t * self.variance.sqrt())),
            RateInterval::Wilson => Some(wilson(p, self.neff(), t)),
            RateInterval::KornGraubard => Some(exact(p, self.neff_kg(level)?, level)),
            RateInterval::KornGraubardCapped => Some(exact(p, self.neff_kg(level)?.min(self.n as f64), level)),
            _ if self.is_degenerate() => None,
            RateInterval::Logit => {
                let (low, high) = around(
                    libm::log(p) - libm::log1p(-p),
                    t * self.variance.sqrt() / (p * (1.0 - p)),
                );
                Some((beta::expit(low), beta::expit(high)))
            }
            // Angles a quarter circle away turn back so far that the limits change places: no interval.
            _ => Some(arcsine(p, t * self.variance.sqrt())).filter(|(low, high)| low <= high),
        }
    }
}

fn around(centre: f64, half: f64) -> (f64, f64) {
    (centre - half, centre + half)
}

/// D6.3, exactly as written there and in R: an angle beyond 0..π/2 is not stopped at the end, its square turns back.
fn arcsine(p: f64, half: f64) -> (f64, f64) {
    let (low, high) = around(libm::asin(p.sqrt()), half / (2.0 * (p * (1.0 - p)).sqrt()));
    let square = |angle: f64| libm::sin(angle) * libm::sin(angle);
    (square(low), square(high))
}

/// Clopper and Pearson's limits for x = m·p successes of m, both possibly not whole.
fn exact(p: f64, m: f64, level: f64) -> (f64, f64) {
    let (x, tail) = (m * p, (1.0 - level) / 2.0);
    let lower = if p <= 0.0 {
        0.0
    } else {
        beta::quantile(tail, x, m - x + 1.0)
    };
    let upper = if p >= 1.0 {
        1.0
    } else {
        beta::from_upper(tail, x + 1.0, m - x)
    };
    (lower, upper)
}

/// Wilson interval (D6.5) of a rate `p` with effective size `m` and quantile `t`: limits in 0..1.
pub fn wilson(p: f64, m: f64, t: f64) -> (f64, f64) {
    let shrink = 1.0 + t * t / m;
    let centre = (p + t * t / (2.0 * m)) / shrink;
    let half = t / (2.0 * m) * (4.0 * m * p * (1.0 - p) + t * t).sqrt() / shrink;
    let lower = if p <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let upper = if p >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
    (lower, upper)
}

/// Effective size p(1−p)/V (D6.4); `n` where V, p or 1−p is 0 (D6.7).
pub fn effective_size(p: f64, variance: f64, n: u64) -> f64 {
    let degenerate = p <= 0.0 || p >= 1.0 || variance <= 0.0;
    if degenerate { n as f64 } else { p * (1.0 - p) / variance }
}

/// Two-sided t quantile at confidence `level`; `None` below one degree of freedom.
pub fn t(level: f64, df: f64) -> Option<f64> {
    (df >= 1.0).then(|| student::quantile(0.5 + level / 2.0, df))
}

/// Interval of a rate: Wilson with m = p(1−p)/V and the t quantile; `None` below one degree of freedom.
pub fn rate(p: f64, variance: f64, n: u64, df: f64, level: f64) -> Option<(f64, f64)> {
    Some(wilson(p, effective_size(p, variance, n), t(level, df)?))
}

/// Interval of a mean, total, ratio or contrast: estimate ∓ t·se, not clipped; `None` below one degree of freedom.
pub fn mean(estimate: f64, variance: f64, df: f64, level: f64) -> Option<(f64, f64)> {
    Some(around(estimate, t(level, df)? * variance.sqrt()))
}

/// Satterthwaite's degrees of freedom of a sum of independent variances `(V_g, df_g)`; Σ df where all are 0.
pub fn satterthwaite(parts: &[(f64, f64)]) -> f64 {
    let total: f64 = parts.iter().map(|(v, _)| v).sum();
    let below: f64 = parts.iter().filter(|(_, df)| *df > 0.0).map(|(v, df)| v * v / df).sum();
    if below > 0.0 {
        total * total / below
    } else {
        parts.iter().map(|(_, df)| df).sum()
    }
}
