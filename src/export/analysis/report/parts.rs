//! What a composite inherits from the estimates that it joins: their unit.

use crate::domain::analysis::outcome::{EstimateOutcome, RunOutcome};
use std::collections::BTreeSet;

/// Composites of composites are looked into this deep.
const DEEPEST: usize = 4;

/// Whether the values are shares of 1: a proportion, or the average of nothing but proportions.
pub(super) fn is_share(run: &RunOutcome, estimate: &EstimateOutcome) -> bool {
    share(run, estimate, DEEPEST)
}

fn share(run: &RunOutcome, estimate: &EstimateOutcome, deep: usize) -> bool {
    if estimate.kind != "composite" {
        return estimate.kind == "proportion";
    }
    let parts = joined(run, estimate);
    // Multiplied by anything, a share is no percentage any more.
    let times = setting(run, &estimate.entry, "times").and_then(|times| times.parse::<f64>().ok());
    let once = times.is_none_or(|times| (times - 1.0).abs() <= 0.0);
    deep > 0 && once && !parts.is_empty() && parts.iter().all(|part| share(run, part, deep - 1))
}

/// The estimates that a composite joins: those of its entry which agree with it in all but what it is made over.
fn joined<'r>(run: &'r RunOutcome, composite: &EstimateOutcome) -> Vec<&'r EstimateOutcome> {
    let (Some(of), Some(over)) = (
        setting(run, &composite.entry, "of"),
        setting(run, &composite.entry, "over"),
    ) else {
        return Vec::new();
    };
    let rest = |estimate| -> BTreeSet<(&str, &str)> {
        let mut keys = keys(estimate);
        keys.retain(|(key, _)| *key != over);
        keys
    };
    let wanted = rest(composite);
    run.estimates
        .iter()
        .filter(|estimate| estimate.entry == of && rest(estimate) == wanted)
        .collect()
}

fn keys(estimate: &EstimateOutcome) -> BTreeSet<(&str, &str)> {
    let named = [("item", &estimate.item), ("variable", &estimate.variable)];
    let named = named
        .into_iter()
        .filter_map(|(key, value)| Some((key, value.as_deref()?)));
    let levels = estimate
        .domain
        .iter()
        .map(|(column, level)| (column.as_str(), level.as_str()));
    named.chain(levels).collect()
}

/// What a composite's entry says under a key.
fn setting<'r>(run: &'r RunOutcome, entry: &str, key: &str) -> Option<&'r str> {
    let entry = run
        .entries
        .iter()
        .find(|one| one.table == "composites" && one.entry == entry)?;
    entry.settings.get(key).map(|value| value.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::analysis::outcome::EntryOutcome;
    use crate::export::analysis::fixture::settings;

    fn part(kind: &str, group: &str) -> EstimateOutcome {
        EstimateOutcome {
            label: format!("satisfied[r01, {group}]"),
            entry: "satisfied".into(),
            kind: kind.into(),
            item: Some("r01".into()),
            domain: vec![("group".into(), group.into())],
            ..EstimateOutcome::default()
        }
    }

    fn run(parts: Vec<EstimateOutcome>, more: &[(&str, &str)]) -> RunOutcome {
        let mut pairs = vec![("of", "satisfied"), ("over", "group")];
        pairs.extend(more);
        let entry = EntryOutcome {
            entry: "both".into(),
            table: "composites".into(),
            settings: settings(&pairs),
        };
        let composite = EstimateOutcome {
            label: "both[r01]".into(),
            entry: "both".into(),
            kind: "composite".into(),
            item: Some("r01".into()),
            ..EstimateOutcome::default()
        };
        RunOutcome {
            entries: vec![entry],
            estimates: parts.into_iter().chain([composite]).collect(),
            ..crate::export::analysis::fixture::outcome().runs.swap_remove(0)
        }
    }

    fn last(run: &RunOutcome) -> &EstimateOutcome {
        run.estimates.last().unwrap()
    }

    #[test]
    fn a_composite_of_proportions_is_a_percentage() {
        let of = |kind: &str, more: &[(&str, &str)]| {
            let found = run(vec![part("proportion", "residents"), part(kind, "x")], more);
            is_share(&found, last(&found))
        };
        assert!(of("proportion", &[]));
        assert!(of("proportion", &[("times", "1")]));
        assert!(!of("proportion", &[("times", "20")]));
        assert!(!of("mean", &[]));
    }
}
