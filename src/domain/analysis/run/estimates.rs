//! One estimate by every method, with all its figures and intervals.

use super::coded::{Mean, Means};
use super::held::{Coded, Held, Spread};
use super::intervals::{Figures, errors, only};
use super::members::Members;
use super::methods::{How, Method};
use super::quantiles;
use super::remarks::{lost, remarks};
use super::strays::{Stray, Strays, strays};
use super::targets::{ITEM, Part, Target, VARIABLE, label};
use crate::domain::analysis::outcome::{EstimateOutcome, Note};
use crate::domain::analysis::spec::{EstimateKind, EstimateSpec};
use crate::domain::estimate::battery::Covariances;
use crate::domain::estimate::calibration::Calibration;
use crate::domain::estimate::design::{Design, Support};
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::effect::{kish, spread};
use crate::domain::estimate::statistic::{self, Estimate, Kind, NoEstimate};
use crate::domain::estimate::taylor::Taylor;
use std::sync::Arc;

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
    /// Threads that may share work.
    pub threads: usize,
}

impl<'a> Ground<'a> {
    /// Linearisation by a method: with the residuals of the last calibration, or the weights as fixed.
    pub(super) fn taylor(&self, how: &How) -> Taylor<'a> {
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
pub(super) enum Nature {
    Number,
    Proportion,
}

/// Estimates of one entry, and what joins them to others where they have a value and that is `wanted`. They are taken
/// together, for their errors come from the same readings of the rows.
pub fn estimates<'g>(
    targets: &[&Target],
    wanted: bool,
    ground: &Ground<'g>,
) -> Vec<(EstimateOutcome, Option<Held<'g>>)> {
    let domains: Vec<Domain> = targets
        .iter()
        .map(|target| target.members.domain(ground.weight))
        .collect();
    let quantile = |target: &Target| {
        target
            .at
            .filter(|_| matches!(target.entry.kind, EstimateKind::Quantile { .. }))
    };
    let pairs = || targets.iter().zip(&domains);
    let plain = pairs().filter(|(target, _)| quantile(target).is_none());
    let statistics: Vec<_> = plain
        .map(|(target, domain)| statistic(&target.entry.kind, &target.members, domain))
        .collect();
    let with_value: Vec<&Estimate> = statistics.iter().flatten().collect();
    let mut strays = strays(&with_value, wanted, ground).into_iter();
    let mut statistics = statistics.iter();
    let mut one = |(target, domain): (&&Target, &Domain)| {
        let mut outcome = named(target.entry, &target.parts);
        let figures = kish(&domain.u);
        (outcome.kish_deff, outcome.kish_neff) = (figures.map(|(deff, _)| deff), figures.map(|(_, neff)| neff));
        if let Some(at) = quantile(target) {
            let held = quantiles::quantiled(&mut outcome, target, domain, at, ground);
            return (outcome, held);
        }
        match statistics.next().expect("there is one per target that is no quantile") {
            Ok(found) => {
                let strays = strays.next().expect("there are some per value");
                valued(outcome, target, found, strays, ground)
            }
            Err(why) => {
                (outcome.n, outcome.sum_w) = (domain.n(), domain.sum());
                outcome.notes.push(no_estimate(*why));
                (outcome, None)
            }
        }
    };
    pairs().map(&mut one).collect()
}

fn valued<'g>(
    mut outcome: EstimateOutcome,
    target: &Target,
    found: &Estimate,
    strays: Strays<'g>,
    ground: &Ground<'g>,
) -> (EstimateOutcome, Option<Held<'g>>) {
    if found.n == 0 {
        outcome.notes.push(Note::EmptyDomain);
    }
    if found.domain.u.iter().any(|u| *u < 0.0) {
        outcome.notes.push(Note::NegativeWeight);
    }
    let figures = Figures {
        nature: nature(&target.entry.kind),
        kind: found.kind,
        n: found.n,
        sum_w: found.sum_w,
        value: found.value,
        s2: spread(found, &target.members.y),
    };
    let support = ground.design.support(found.domain.positive());
    let df = support.degrees_of_freedom() as f64;
    let label = outcome.label.clone();
    let of = |number: usize, method: &Method| {
        let variance = match &method.how {
            How::Replicates(replicates) => replicates.variance(&label),
            _ => strays[number].as_ref().map(|stray| stray.variance),
        };
        (variance, df)
    };
    figured(&mut outcome, &figures, target.entry, ground, of);
    let held = hold(&outcome.label, found, support, strays, ground);
    (outcome, held)
}

/// A mean of a coded item; it is held where something is said about it beside others.
pub fn coded(mean: &Mean, means: &Means, ground: &Ground) -> (EstimateOutcome, Option<Held<'static>>) {
    let mut outcome = named(mean.entry, &mean.parts);
    let found = means.errors.estimate(&mean.wanted()).ok();
    let Some((found, value)) = found.and_then(|found| Some((found, found.estimate?))) else {
        outcome.notes.push(Note::EmptyDomain);
        return (outcome, None);
    };
    outcome.kish_neff = found.kish_neff;
    outcome.kish_deff = found.kish_neff.map(|neff| found.n as f64 / neff);
    let figures = Figures {
        nature: nature(&mean.entry.kind),
        kind: Kind::Mean,
        n: found.n,
        sum_w: found.sum_w,
        value,
        s2: found.s2,
    };
    let label = outcome.label.clone();
    let of = |_: usize, method: &Method| {
        let variance = match &method.how {
            How::Fixed => found.fixed,
            How::Calibrated => found.calibrated,
            How::Replicates(replicates) => replicates.variance(&label),
        };
        (variance, found.df as f64)
    };
    figured(&mut outcome, &figures, mean.entry, ground, of);
    let held = mean.place.zip(means.covariances.as_ref());
    let held = held.map(|(place, covariances)| hold_coded(&outcome.label, value, mean, (place, covariances), ground));
    (outcome, held)
}

/// Value, and by every method variance (with degrees of freedom, from `of`), effects and intervals.
fn figured(
    outcome: &mut EstimateOutcome,
    found: &Figures,
    entry: &EstimateSpec,
    ground: &Ground,
    of: impl Fn(usize, &Method) -> (Option<f64>, f64),
) {
    (outcome.n, outcome.sum_w, outcome.estimate) = (found.n, found.sum_w, Some(found.value));
    for (number, method) in ground.methods.iter().enumerate() {
        let (variance, df) = of(number, method);
        if variance.is_some_and(|variance| !variance.is_finite()) && !outcome.notes.contains(&Note::NotANumber) {
            outcome.notes.push(Note::NotANumber);
        }
        let error = errors(&method.name, found, variance, df, ground.level);
        outcome.errors.push(only(error, entry.intervals.as_deref()));
    }
    lost(outcome, ground);
    remarks(outcome, found.nature);
}

fn nature(kind: &EstimateKind) -> Nature {
    match kind {
        EstimateKind::Proportion(_) => Nature::Proportion,
        _ => Nature::Number,
    }
}

/// θ of a domain.
pub(super) fn statistic<'d>(
    kind: &EstimateKind,
    members: &Members,
    domain: &'d Domain,
) -> Result<Estimate<'d>, NoEstimate> {
    match kind {
        EstimateKind::Total(_) => statistic::total(domain, &members.y),
        EstimateKind::Ratio(..) => statistic::ratio(domain, &members.y, &members.x),
        _ => statistic::mean(domain, &members.y),
    }
    .and_then(|found| match found.value.is_finite() {
        true => Ok(found),
        false => Err(NoEstimate::NotANumber),
    })
}

/// `None` where nothing is joined to it.
fn hold<'g>(label: &str, found: &Estimate, support: Support, strays: Strays<'g>, ground: &Ground) -> Option<Held<'g>> {
    let spread = |(method, stray): (&Method, Option<Stray<'g>>)| match &method.how {
        How::Replicates(replicates) => Some(replicates.spread(label)),
        _ => Some(Spread::Deviations(stray?.deviations?)),
    };
    let spreads = ground
        .methods
        .iter()
        .zip(strays)
        .map(spread)
        .collect::<Option<Vec<_>>>()?;
    Some(Held {
        value: found.value,
        spreads,
        support,
        df: None,
    })
}

fn hold_coded(
    label: &str,
    value: f64,
    mean: &Mean,
    (place, covariances): (usize, &Arc<Covariances>),
    ground: &Ground,
) -> Held<'static> {
    let spread = |method: &Method| match &method.how {
        How::Replicates(replicates) => replicates.spread(label),
        _ => Spread::Coded(Coded {
            terms: [(place, 1.0)].into(),
            covariances: Arc::clone(covariances),
        }),
    };
    Held {
        value,
        spreads: ground.methods.iter().map(spread).collect(),
        support: ground.design.support(mean.rows(ground.weight)),
        df: None,
    }
}

fn named(entry: &EstimateSpec, parts: &[Part]) -> EstimateOutcome {
    let part = |name: &str| {
        parts
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let of_domain = |(key, _): &&Part| key != ITEM && key != VARIABLE;
    EstimateOutcome {
        label: label(&entry.name, parts),
        entry: entry.name.clone(),
        kind: kind_name(&entry.kind).to_string(),
        item: part(ITEM),
        variable: part(VARIABLE),
        domain: parts.iter().filter(of_domain).cloned().collect(),
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

/// The remark for an estimate that does not exist.
pub(super) fn no_estimate(why: NoEstimate) -> Note {
    match why {
        NoEstimate::EmptyDomain => Note::EmptyDomain,
        NoEstimate::ZeroDenominator => Note::ZeroDenominator,
        NoEstimate::NotANumber => Note::NotANumber,
    }
}
