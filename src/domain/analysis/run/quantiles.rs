//! Quantiles: Woodruff's interval where they are linearised, t from replicates.

use super::estimates::{Ground, Nature, no_estimate};
use super::held::{Held, Spread, replicated};
use super::intervals::{only, pair};
use super::methods::How;
use super::remarks::{lost, remarks};
use super::targets::Target;
use crate::domain::analysis::outcome::{ErrorOutcome, EstimateOutcome, Limits, Note};
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::interval;
use crate::domain::estimate::quantile::{self, Cumulated};

/// A quantile by every method: Woodruff's interval where it is linearised, t from replicates. It is held where all
/// methods are replicates, for it has no linearised value.
pub fn quantiled(
    outcome: &mut EstimateOutcome,
    target: &Target,
    domain: &Domain,
    at: f64,
    ground: &Ground,
) -> Option<Held<'static>> {
    let Some(value) = Cumulated::new(domain, &target.members.y).at(at) else {
        outcome.notes.push(Note::EmptyDomain);
        return None;
    };
    (outcome.n, outcome.sum_w, outcome.estimate) = (domain.n(), domain.sum(), Some(value));
    let support = ground.design.support(domain.positive());
    let df = support.degrees_of_freedom() as f64;
    let mut spreads = Vec::new();
    for method in ground.methods {
        let name = method.name.clone();
        let error = match &method.how {
            How::Replicates(replicates) => {
                let moved = replicates.moved.get(&outcome.label).cloned().unwrap_or_default();
                let variance = replicated(&replicates.set, &moved, &moved);
                spreads.push(Spread::Replicates(moved));
                let limits = variance.and_then(|variance| interval::mean(value, variance, df, ground.level));
                quantile_error(name, variance.map(f64::sqrt), df, ("t", pair(limits)))
            }
            how => match quantile::quantile(&ground.taylor(how), domain, &target.members.y, at, ground.level) {
                Ok(found) => quantile_error(name, found.se, df, ("woodruff", found.limits)),
                Err(why) => {
                    outcome.notes.push(no_estimate(why));
                    return None;
                }
            },
        };
        outcome.errors.push(only(error, target.entry.intervals.as_deref()));
    }
    lost(outcome, ground);
    remarks(outcome, Nature::Number);
    let all = spreads.len() == ground.methods.len();
    all.then_some(Held {
        value,
        spreads,
        support,
        df: None,
    })
}

fn quantile_error(method: String, se: Option<f64>, df: f64, (name, limits): (&str, Limits)) -> ErrorOutcome {
    ErrorOutcome {
        method,
        var: se.map(|se| se * se),
        se,
        df: Some(df),
        ci: [(name.to_string(), limits)].into(),
        ..ErrorOutcome::default()
    }
}
