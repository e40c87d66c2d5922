//! What is known of a run's estimates by label, and the composites that are made of them.

use super::estimates::Ground;
use super::held::{Held, between, combine};
use super::intervals::pair;
use super::margins::Tables;
use super::methods::Method;
use super::parts;
use super::remarks::{self, few, not_joined};
use super::targets::{Part, label};
use super::{AnalysisError, Labels};
use crate::domain::analysis::outcome::{ErrorOutcome, EstimateOutcome, Note};
use crate::domain::analysis::spec::CompositeSpec;
use crate::domain::estimate::interval;
use std::collections::{BTreeMap, BTreeSet};

/// One estimate as others see it.
pub struct Entry<'g> {
    /// Its label.
    pub label: String,
    /// The entry it belongs to.
    pub entry: String,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Value and spreads; `None` where it has no value.
    pub held: Option<Held<'g>>,
    /// Whether its variance tells how far the truth may be: not of one unit, nor of answers that are all alike.
    pub measured: bool,
    /// Units.
    pub n: u64,
    /// Sum of weights.
    pub sum_w: f64,
    /// The value, which a quantile has without being held.
    pub estimate: Option<f64>,
    /// Effective units (Kish); of a composite those of its smallest part.
    pub kish_neff: Option<f64>,
}

/// Every estimate, in the order in which they were made.
#[derive(Default)]
pub struct Known<'g> {
    entries: Vec<Entry<'g>>,
    by_label: BTreeMap<String, usize>,
}

impl<'g> Known<'g> {
    /// Adds an estimate.
    pub fn add(&mut self, entry: Entry<'g>) {
        self.by_label.insert(entry.label.clone(), self.entries.len());
        self.entries.push(entry);
    }

    /// An estimate by its label.
    pub fn get(&self, label: &str) -> Result<&Entry<'g>, AnalysisError> {
        match self.by_label.get(label) {
            Some(at) => Ok(&self.entries[*at]),
            None => {
                let near = crate::domain::definition::nearest(label, self.by_label.keys().map(String::as_str));
                let entry = label.split('[').next().unwrap_or_default().trim();
                let of_entry = self.entries.iter().filter(|known| known.entry == entry);
                let labels: Vec<&str> = of_entry.map(|known| known.label.as_str()).collect();
                let all = || self.entries.iter().map(|known| known.label.as_str()).collect();
                Err(AnalysisError::NoLabel {
                    label: label.to_string(),
                    near: near.map(str::to_string),
                    labels: Labels::of(&if labels.is_empty() { all() } else { labels }),
                })
            }
        }
    }

    /// Every estimate of an entry.
    pub fn of(&self, entry: &str) -> Result<Vec<&Entry<'g>>, AnalysisError> {
        let found: Vec<&Entry<'g>> = self.entries.iter().filter(|known| known.entry == entry).collect();
        if found.is_empty() {
            self.get(entry).map(|one| vec![one])
        } else {
            Ok(found)
        }
    }
}

/// The parts that a composite's members share, and those members with their level of `over`.
type Group<'k, 'g> = (Vec<Part>, Vec<(String, &'k Entry<'g>)>);

/// The composites of a specification, each sum of its parts.
pub fn composite<'g>(
    spec: &CompositeSpec,
    known: &Known<'g>,
    tables: &Tables,
    ground: &Ground,
) -> Result<Vec<(EstimateOutcome, Entry<'g>)>, AnalysisError> {
    let mut groups: Vec<Group> = Vec::new();
    let mut levels: BTreeSet<&str> = BTreeSet::new();
    for entry in known.of(&spec.of)? {
        let Some((_, over)) = entry.parts.iter().find(|(key, _)| key == &spec.over) else {
            return Err(AnalysisError::NotSplit {
                entry: spec.of.clone(),
                over: spec.over.clone(),
            });
        };
        levels.insert(over);
        let rest: Vec<Part> = entry
            .parts
            .iter()
            .filter(|(key, _)| key != &spec.over)
            .cloned()
            .collect();
        match groups.iter_mut().find(|(parts, _)| *parts == rest) {
            Some((_, members)) => members.push((over.clone(), entry)),
            None => groups.push((rest, vec![(over.clone(), entry)])),
        }
    }
    parts::check_levels(spec, &levels)?;
    let one = |(parts, members): &Group<'_, 'g>| {
        let shares = parts::shares(spec, parts, members, tables)?;
        Ok(sum(spec, parts, members, &shares, ground))
    };
    groups.iter().map(one).collect()
}

fn sum<'g>(
    spec: &CompositeSpec,
    parts: &[Part],
    members: &[(String, &Entry<'g>)],
    shares: &[f64],
    ground: &Ground,
) -> (EstimateOutcome, Entry<'g>) {
    let counted: Vec<(f64, &Entry<'g>)> = shares
        .iter()
        .zip(members)
        .filter(|(share, _)| **share > 0.0)
        .map(|(share, (_, entry))| (share * spec.times, *entry))
        .collect();
    let held: Option<Vec<(f64, &Held<'g>)>> = counted
        .iter()
        .map(|(c, entry)| Some((*c, entry.held.as_ref()?)))
        .collect();
    let joined = held.and_then(|parts| {
        let mut joined = combine(&parts, ground.methods)?;
        joined.df = independent(&parts, ground.methods).filter(|_| !spec.df_of_design);
        Some(joined)
    });
    let (n, sum_w) = counted
        .iter()
        .fold((0, 0.0), |(n, w), (_, entry)| (n + entry.n, w + entry.sum_w));
    let mut outcome = EstimateOutcome {
        label: label(&spec.name, parts),
        entry: spec.name.clone(),
        kind: "composite".into(),
        item: parts
            .iter()
            .find(|(key, _)| key == super::targets::ITEM)
            .map(|(_, value)| value.clone()),
        domain: parts
            .iter()
            .filter(|(key, _)| key != super::targets::ITEM)
            .cloned()
            .collect(),
        n,
        sum_w,
        estimate: joined.as_ref().map(|held| held.value),
        ..EstimateOutcome::default()
    };
    let of: Vec<&Entry> = counted.iter().map(|(_, entry)| *entry).collect();
    match &joined {
        None => outcome.notes.push(not_joined(&of)),
        Some(held) => {
            outcome.errors = errors(held, ground);
            outcome.notes = remarks::joined(held, &outcome.errors, ground);
        }
    }
    let measured = of.iter().all(|entry| entry.measured);
    outcome.notes.extend((!measured).then_some(Note::UnknownError));
    // It is as uncertain as its smallest part.
    let kish_neff = of.iter().filter_map(|entry| entry.kish_neff).min_by(f64::total_cmp);
    outcome.notes.extend(few(kish_neff));
    let entry = Entry {
        label: outcome.label.clone(),
        entry: spec.name.clone(),
        parts: parts.to_vec(),
        estimate: outcome.estimate,
        held: joined,
        measured,
        n,
        sum_w,
        kish_neff,
    };
    (outcome, entry)
}

/// Variance, degrees of freedom and t interval by every method.
pub fn errors(held: &Held, ground: &Ground) -> Vec<ErrorOutcome> {
    let one = |(number, method): (usize, &Method)| {
        let (variance, df) = (held.variance(number, &method.how), held.degrees(number));
        let variance = variance.filter(|variance| variance.is_finite());
        let limits = variance.and_then(|variance| interval::mean(held.value, variance, df, ground.level));
        ErrorOutcome {
            method: method.name.clone(),
            var: variance,
            se: variance.map(f64::sqrt),
            df: Some(df),
            ci: [("t".to_string(), pair(limits))].into(),
            ..ErrorOutcome::default()
        }
    };
    ground.methods.iter().enumerate().map(one).collect()
}

/// Satterthwaite's degrees of freedom where all parts are independent samples by the first method (every covariance is
/// exactly 0); else those of the union of the domains.
fn independent(parts: &[(f64, &Held)], methods: &[Method]) -> Option<Vec<f64>> {
    let first = methods.first()?;
    let mut pairs = (0..parts.len()).flat_map(|i| (i + 1..parts.len()).map(move |j| (i, j)));
    let apart = |(i, j): (usize, usize)| between(parts[i].1, parts[j].1, 0, &first.how).is_some_and(|c| c.abs() <= 0.0);
    if parts.len() < 2 || !pairs.all(apart) {
        return None;
    }
    let of = |number: usize, method: &Method| {
        let variance =
            |(c, held): &(f64, &Held)| Some((c * c * held.variance(number, &method.how)?, held.degrees(number)));
        let all: Option<Vec<(f64, f64)>> = parts.iter().map(variance).collect();
        all.map_or(0.0, |all| interval::satterthwaite(&all))
    };
    Some(
        methods
            .iter()
            .enumerate()
            .map(|(number, method)| of(number, method))
            .collect(),
    )
}
