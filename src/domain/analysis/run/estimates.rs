//! One estimate by every method, with all its figures and intervals.

use super::held::{Held, Spread};
use super::members::Members;
use super::methods::{How, Method};
use super::targets::{ITEM, Part, Target, VARIABLE};
use crate::domain::analysis::outcome::{ErrorOutcome, EstimateOutcome, Limits, Note};
use crate::domain::analysis::spec::EstimateKind;
use crate::domain::estimate::calibration::Calibration;
use crate::domain::estimate::design::Design;
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::effect::{design_effect, kish};
use crate::domain::estimate::interval::{self, Rate, RateInterval};
use crate::domain::estimate::quantile;
use crate::domain::estimate::statistic::{self, Estimate, NoEstimate};
use crate::domain::estimate::taylor::Taylor;

/// What all estimates of a run share.
pub struct Ground<'a> {
    /// The design of the analysed rows.
    pub design: &'a Design,
    /// The last calibration.
    pub calibration: Option<&'a Calibration<'a>>,
    /// Final weight per analysed row.
    pub weight: &'a [f64],
    /// Ways to estimate variances.
    pub methods: &'a [Method],
    /// Confidence level.
    pub level: f64,
}

impl Ground<'_> {
    fn taylor(&self, how: &How) -> Taylor<'_> {
        let calibration = if matches!(how, How::Calibrated) {
            self.calibration
        } else {
            None
        };
        Taylor {
            design: self.design,
            calibration,
        }
    }
}

/// A proportion has intervals of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Number,
    Proportion,
}

/// An estimate, and what joins it to others where it has a value.
pub fn estimate(target: &Target, ground: &Ground) -> (EstimateOutcome, Option<Held>) {
    let domain = target.members.domain(ground.weight);
    let mut outcome = named(target, &domain);
    if let (EstimateKind::Quantile { .. }, Some(at)) = (&target.entry.kind, target.at) {
        quantiled(&mut outcome, target, &domain, at, ground);
        return (outcome, None);
    }
    let found = statistic(&target.entry.kind, &target.members, &domain);
    let found = match found {
        Ok(found) => found,
        Err(why) => {
            outcome.notes.push(no_estimate(why));
            return (outcome, None);
        }
    };
    let nature = match target.entry.kind {
        EstimateKind::Proportion(_) => Nature::Proportion,
        _ => Nature::Number,
    };
    (outcome.n, outcome.sum_w, outcome.estimate) = (found.n, found.sum_w, Some(found.value));
    let held = hold(&outcome.label, &found, ground);
    let wanted = target.entry.intervals.as_deref();
    for (number, method) in ground.methods.iter().enumerate() {
        let variance = held.variance(number, &method.how);
        let error = errors(
            &method.name,
            nature,
            &found,
            &target.members.y,
            variance,
            held.degrees(number),
            ground.level,
        );
        outcome.errors.push(only(error, wanted));
    }
    remarks(&mut outcome, nature);
    (outcome, Some(held))
}

/// θ of a domain.
fn statistic<'d>(kind: &EstimateKind, members: &Members, domain: &'d Domain) -> Result<Estimate<'d>, NoEstimate> {
    match kind {
        EstimateKind::Total(_) => statistic::total(domain, &members.y),
        EstimateKind::Ratio(..) => statistic::ratio(domain, &members.y, &members.x),
        _ => statistic::mean(domain, &members.y),
    }
}

/// The value of a target on the whole sample; `None` where it has none, and for quantiles.
pub fn value(target: &Target, weight: &[f64]) -> Option<f64> {
    let domain = target.members.domain(weight);
    let is_quantile = matches!(target.entry.kind, EstimateKind::Quantile { .. });
    statistic(&target.entry.kind, &target.members, &domain)
        .ok()
        .filter(|_| !is_quantile)
        .map(|found| found.value)
}

/// θ_r − θ from a replicate's weights; the deviation itself is estimated, so that large values cost no digits.
pub fn moved(kind: &EstimateKind, members: &Members, value: f64, weight: &[f64]) -> Option<f64> {
    let (mut above, mut below) = (0.0, 0.0);
    match kind {
        EstimateKind::Total(_) => {
            let total: f64 = members.weights(weight).zip(&members.y).map(|(u, y)| u * y).sum();
            return Some(total - value);
        }
        EstimateKind::Ratio(..) => {
            for ((u, y), x) in members.weights(weight).zip(&members.y).zip(&members.x) {
                above += u * (y - value * x);
                below += u * x;
            }
        }
        _ => {
            for (u, y) in members.weights(weight).zip(&members.y) {
                above += u * (y - value);
                below += u;
            }
        }
    }
    (below.abs() > 0.0).then(|| above / below)
}

fn hold(label: &str, found: &Estimate, ground: &Ground) -> Held {
    let spread = |method: &Method| match &method.how {
        How::Replicates(replicates) => Spread::Replicates(replicates.moved.get(label).cloned().unwrap_or_default()),
        how => Spread::Deviations(ground.taylor(how).deviations(found)),
    };
    Held {
        value: found.value,
        spreads: ground.methods.iter().map(spread).collect(),
        support: ground.design.support(found.domain.positive()),
        df: None,
    }
}

fn named(target: &Target, domain: &Domain) -> EstimateOutcome {
    let part = |name: &str| {
        target
            .parts
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let of_domain = |(key, _): &&Part| key != ITEM && key != VARIABLE;
    let figures = kish(&domain.u);
    EstimateOutcome {
        label: target.label(),
        entry: target.entry.name.clone(),
        kind: kind_name(&target.entry.kind).to_string(),
        item: part(ITEM),
        variable: part(VARIABLE),
        domain: target.parts.iter().filter(of_domain).cloned().collect(),
        kish_deff: figures.map(|(deff, _)| deff),
        kish_neff: figures.map(|(_, neff)| neff),
        ..EstimateOutcome::default()
    }
}

fn kind_name(kind: &EstimateKind) -> &'static str {
    match kind {
        EstimateKind::Mean(_) => "mean",
        EstimateKind::Total(_) => "total",
        EstimateKind::Proportion(_) => "proportion",
        EstimateKind::Ratio(..) => "ratio",
        EstimateKind::Quantile { .. } => "quantile",
    }
}

fn no_estimate(why: NoEstimate) -> Note {
    match why {
        NoEstimate::EmptyDomain => Note::EmptyDomain,
        NoEstimate::ZeroDenominator => Note::ZeroDenominator,
        NoEstimate::NotANumber => Note::NegativeWeight,
    }
}

fn errors(
    method: &str,
    nature: Nature,
    found: &Estimate,
    y: &[f64],
    variance: Option<f64>,
    df: f64,
    level: f64,
) -> ErrorOutcome {
    let mut error = ErrorOutcome {
        method: method.to_string(),
        df: Some(df),
        ..ErrorOutcome::default()
    };
    // One unit says nothing about the error of a proportion: the formula's 0 would be read as certainty (D6.7).
    let Some(variance) = variance.filter(|_| found.n > 1 || nature == Nature::Number) else {
        return error;
    };
    (error.var, error.se) = (Some(variance), Some(variance.sqrt()));
    let effect = design_effect(found, y, variance);
    (error.deff_wor, error.deff_wr) = (effect.without_replacement, effect.with_replacement);
    intervals(&mut error, nature, found.value, variance, found.n, df, level);
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

fn only(mut error: ErrorOutcome, wanted: Option<&[String]>) -> ErrorOutcome {
    if let Some(wanted) = wanted {
        error.ci.retain(|name, _| wanted.contains(name));
    }
    error
}

fn quantiled(outcome: &mut EstimateOutcome, target: &Target, domain: &Domain, at: f64, ground: &Ground) {
    for method in ground.methods {
        if let How::Replicates(_) = method.how {
            continue;
        }
        let taylor = ground.taylor(&method.how);
        match quantile::quantile(&taylor, domain, &target.members.y, at, ground.level) {
            Err(why) => return outcome.notes.push(no_estimate(why)),
            Ok(found) => {
                (outcome.n, outcome.sum_w, outcome.estimate) = (found.n, found.sum_w, Some(found.value));
                let df = found.precision.df() as f64;
                let ci = [("woodruff".to_string(), found.limits)].into();
                let (se, var) = (found.se, found.se.map(|se| se * se));
                let method = method.name.clone();
                outcome.errors.push(ErrorOutcome {
                    method,
                    var,
                    se,
                    df: Some(df),
                    ci,
                    ..ErrorOutcome::default()
                });
            }
        }
    }
    remarks(outcome, Nature::Number);
}

/// What has to be known beside the figures.
fn remarks(outcome: &mut EstimateOutcome, nature: Nature) {
    let Some(first) = outcome.errors.first() else { return };
    let mut notes = Vec::new();
    if outcome.n == 1 {
        notes.push(Note::OneUnit);
    }
    if nature == Nature::Proportion && outcome.estimate.is_some_and(|p| p <= 0.0 || p >= 1.0) {
        notes.push(Note::Degenerate);
    } else if first.var.is_some_and(|v| v <= 0.0) && outcome.n > 1 {
        notes.push(Note::NoVariance);
    }
    if first.df.is_some_and(|df| df < 1.0) {
        notes.push(Note::NoDegreesOfFreedom);
    }
    match outcome.kish_neff {
        Some(neff) if neff < 30.0 => notes.push(Note::TooFew),
        Some(neff) if neff < 100.0 => notes.push(Note::Few),
        _ => {}
    }
    outcome.notes.extend(notes);
}
