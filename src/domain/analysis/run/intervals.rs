//! An estimate's error by one method, with the effects and intervals that apply.

use super::estimates::Nature;
use crate::domain::analysis::outcome::{ErrorOutcome, Limits};
use crate::domain::estimate::effect::against;
use crate::domain::estimate::interval::{self, Rate, RateInterval};
use crate::domain::estimate::statistic::Kind;

/// What every error and interval of an estimate follows from.
pub struct Figures {
    /// Which intervals it may have.
    pub nature: Nature,
    /// What its design effects are measured against.
    pub kind: Kind,
    /// Units in the domain with a positive weight.
    pub n: u64,
    /// The sum of their weights.
    pub sum_w: f64,
    /// The estimate.
    pub value: f64,
    /// S² of D5; `None` for one unit and where it says nothing (ratios, composites).
    pub s2: Option<f64>,
}

/// Everything that follows from a variance; nothing where it does not exist.
pub fn errors(method: &str, found: &Figures, variance: Option<f64>, df: f64, level: f64) -> ErrorOutcome {
    let mut error = ErrorOutcome {
        method: method.to_string(),
        df: Some(df),
        ..ErrorOutcome::default()
    };
    // One unit says nothing about the error of a proportion: the formula's 0 would be read as certainty (D6.7).
    let said = |variance: &f64| variance.is_finite() && (found.n > 1 || found.nature == Nature::Number);
    let Some(variance) = variance.filter(said) else {
        return error;
    };
    (error.var, error.se) = (Some(variance), Some(variance.sqrt()));
    let effect = against(found.kind, found.n, found.sum_w, found.s2, variance);
    (error.deff_wor, error.deff_wr) = (effect.without_replacement, effect.with_replacement);
    intervals(&mut error, found.nature, found.value, variance, found.n, df, level);
    error
}

/// The intervals that apply.
fn intervals(error: &mut ErrorOutcome, nature: Nature, value: f64, variance: f64, n: u64, df: f64, level: f64) {
    if nature == Nature::Number {
        error
            .ci
            .insert("t".into(), pair(interval::mean(value, variance, df, level)));
        return;
    }
    let rate = Rate {
        p: value,
        variance,
        n,
        df,
    };
    (error.neff, error.neff_kg) = (Some(rate.neff()), rate.neff_kg(level));
    for kind in RateInterval::ALL {
        error.ci.insert(kind.name().into(), rate.limits(kind, level));
    }
}

/// Both limits or none.
pub fn pair(limits: Option<(f64, f64)>) -> Limits {
    limits.map_or((None, None), |(low, high)| (Some(low), Some(high)))
}

/// The same with no other intervals than those asked for by name; all where none is.
pub fn only(mut error: ErrorOutcome, wanted: Option<&[String]>) -> ErrorOutcome {
    if let Some(wanted) = wanted {
        error.ci.retain(|name, _| wanted.contains(name));
    }
    error
}
