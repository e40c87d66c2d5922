//! Functions of estimates: linear and smooth contrasts, changes between years, many comparisons, covariance matrices.

use super::AnalysisError;
use super::estimates::Ground;
use super::held::{self, Held, between, combine, smooth};
use super::known::{Entry, Known, errors};
use super::remarks::{self, not_joined};
use super::targets::{Part, label};
use crate::domain::analysis::formula::Formula;
use crate::domain::analysis::outcome::{ContrastOutcome, CovarianceOutcome, Note};
use crate::domain::analysis::spec::{Adjust, ChangeSpec, ContrastKind, ContrastSpec, CovarianceSpec};
use crate::domain::estimate::compare::{Adjustment, adjust, zero_test};
use std::collections::{BTreeMap, BTreeSet};

/// The contrasts of an entry.
pub fn contrasts(spec: &ContrastSpec, known: &Known, ground: &Ground) -> Result<Vec<ContrastOutcome>, AnalysisError> {
    Ok(match &spec.kind {
        ContrastKind::Linear(terms) => {
            let parts = terms.iter().map(|(label, c)| Ok((*c, known.get(label)?)));
            let parts = parts.collect::<Result<Vec<_>, AnalysisError>>()?;
            vec![linear(&spec.name, spec.name.clone(), &parts, ground)]
        }
        ContrastKind::Smooth { formula, names } => vec![nonlinear(&spec.name, formula, names, known, ground)?],
        ContrastKind::Pairs { of, adjust } => {
            let all = known.of(of)?;
            let mut found = Vec::new();
            for (i, first) in all.iter().enumerate() {
                for second in &all[i + 1..] {
                    let name = format!("{}[{} − {}]", spec.name, inner(first), inner(second));
                    found.push(linear(&spec.name, name, &[(1.0, *first), (-1.0, *second)], ground));
                }
            }
            adjusted(found, *adjust)
        }
        ContrastKind::AgainstMean { of, adjust } => {
            let all = known.of(of)?;
            let share = 1.0 / all.len() as f64;
            let one = |this: usize| {
                let coefficients = (0..all.len()).map(|other| if other == this { 1.0 - share } else { -share });
                let parts: Vec<(f64, &Entry)> = coefficients.zip(all.iter().copied()).collect();
                linear(
                    &spec.name,
                    format!("{}[{}]", spec.name, inner(all[this])),
                    &parts,
                    ground,
                )
            };
            adjusted((0..all.len()).map(one).collect(), *adjust)
        }
    })
}

/// What stands between the brackets of a label, or all of it.
fn inner(entry: &Entry) -> String {
    let values: Vec<&str> = entry.parts.iter().map(|(_, value)| value.as_str()).collect();
    if values.is_empty() {
        entry.label.clone()
    } else {
        values.join(", ")
    }
}

/// Later minus earlier for every estimate of an entry that is split by year.
pub fn changes(spec: &ChangeSpec, known: &Known, ground: &Ground) -> Result<Vec<ContrastOutcome>, AnalysisError> {
    let mut pairs: Vec<(Vec<Part>, [Option<&Entry>; 2])> = Vec::new();
    for entry in known.of(&spec.of)? {
        let Some((_, at)) = entry.parts.iter().find(|(key, _)| key == &spec.over) else {
            return Err(AnalysisError::NotSplit {
                entry: spec.of.clone(),
                over: spec.over.clone(),
            });
        };
        let Some(place) = [&spec.from, &spec.to].iter().position(|year| *year == at) else {
            continue;
        };
        let rest: Vec<Part> = entry
            .parts
            .iter()
            .filter(|(key, _)| key != &spec.over)
            .cloned()
            .collect();
        if !pairs.iter().any(|(parts, _)| *parts == rest) {
            pairs.push((rest.clone(), [None, None]));
        }
        let slot = pairs.iter_mut().find(|(parts, _)| *parts == rest);
        slot.expect("it was put in if it wasn't there").1[place] = Some(entry);
    }
    let mut found = Vec::new();
    for (parts, years) in &pairs {
        let [Some(from), Some(to)] = years else { continue };
        found.push(linear(
            &spec.name,
            label(&spec.name, parts),
            &[(-1.0, *from), (1.0, *to)],
            ground,
        ));
    }
    if found.is_empty() {
        let of = |entry: &&Entry| {
            entry
                .parts
                .iter()
                .find(|(key, _)| key == &spec.over)
                .map(|(_, level)| level.clone())
        };
        let levels: BTreeSet<String> = known.of(&spec.of)?.iter().filter_map(of).collect();
        return Err(AnalysisError::NoLevels {
            entry: spec.of.clone(),
            over: spec.over.clone(),
            from: spec.from.clone(),
            to: spec.to.clone(),
            levels: levels.into_iter().collect(),
        });
    }
    Ok(adjusted(found, spec.adjust))
}

fn linear(entry: &str, label: String, parts: &[(f64, &Entry)], ground: &Ground) -> ContrastOutcome {
    let held: Option<Vec<(f64, &Held)>> = parts
        .iter()
        .map(|(c, entry)| Some((*c, entry.held.as_ref()?)))
        .collect();
    let joined = held.as_ref().and_then(|held| combine(held, ground.methods));
    let entries: Vec<&Entry> = parts.iter().map(|(_, entry)| *entry).collect();
    let mut outcome = outcome(entry, label, &entries, joined.as_ref(), ground);
    let first = ground.methods.first();
    if let (Some(held), Some(method)) = (&held, first) {
        let squares = held
            .iter()
            .map(|(c, held)| Some(c * c * held.variance(0, &method.how)?));
        outcome.se_if_covariance_ignored = squares.sum::<Option<f64>>().map(f64::sqrt);
    }
    outcome
}

fn nonlinear(
    name: &str,
    formula: &Formula,
    names: &BTreeMap<String, String>,
    known: &Known,
    ground: &Ground,
) -> Result<ContrastOutcome, AnalysisError> {
    let mut entries = Vec::new();
    for label in names.values() {
        entries.push(known.get(label)?);
    }
    let held: Option<Vec<&Held>> = entries.iter().map(|entry| entry.held.as_ref()).collect();
    let joined = held.and_then(|held| {
        let point: Vec<(&str, f64)> = names
            .keys()
            .zip(&held)
            .map(|(name, held)| (name.as_str(), held.value))
            .collect();
        let dual = formula.dual(&point)?;
        let parts: Vec<(f64, &Held)> = dual.gradient.iter().copied().zip(held.iter().copied()).collect();
        let at = |values: &[f64]| {
            let point: Vec<(&str, f64)> = point
                .iter()
                .zip(values)
                .map(|((name, _), value)| (*name, *value))
                .collect();
            formula.dual(&point).map(|dual| dual.value)
        };
        smooth(dual.value, &parts, &at, ground.methods)
    });
    Ok(outcome(name, name.to_string(), &entries, joined.as_ref(), ground))
}

fn outcome(entry: &str, label: String, of: &[&Entry], joined: Option<&Held>, ground: &Ground) -> ContrastOutcome {
    let few = of.len() <= 4;
    let value = |entry: &&Entry| entry.held.as_ref().map(|held| held.value);
    let mut outcome = ContrastOutcome {
        label,
        entry: entry.to_string(),
        of: of.iter().map(|entry| entry.label.clone()).collect(),
        estimates: if few {
            of.iter().map(value).collect()
        } else {
            Vec::new()
        },
        estimate: joined.map(|held| held.value),
        ..ContrastOutcome::default()
    };
    let (Some(held), Some(method)) = (joined, ground.methods.first()) else {
        let known = of.iter().all(|entry| entry.held.is_some());
        outcome.notes.push(if known { Note::NoValue } else { not_joined(of) });
        return outcome;
    };
    if let [a, b] = of
        && let (Some(a), Some(b)) = (&a.held, &b.held)
    {
        let c = |x: &Held, y: &Held| between(x, y, 0, &method.how);
        outcome.cov = c(a, a)
            .zip(c(a, b))
            .zip(c(b, b))
            .map(|((aa, ab), bb)| [[aa, ab], [ab, bb]]);
    }
    outcome.errors = errors(held, ground);
    outcome.notes = remarks::joined(held, &outcome.errors, ground);
    if of.iter().any(|entry| !entry.measured) {
        outcome.notes.push(Note::UnknownError);
        return outcome;
    }
    let test = zero_test(held.value, held.variance(0, &method.how), Some(held.degrees(0)));
    (outcome.t, outcome.p) = (test.map(|(t, _)| t), test.map(|(_, p)| p));
    outcome
}

fn adjusted(mut found: Vec<ContrastOutcome>, how: Adjust) -> Vec<ContrastOutcome> {
    let (rule, name) = match how {
        Adjust::None => return found,
        Adjust::Holm => (Adjustment::Holm, "holm"),
        Adjust::BenjaminiHochberg => (Adjustment::BenjaminiHochberg, "bh"),
    };
    let p: Vec<Option<f64>> = found.iter().map(|one| one.p).collect();
    for (one, p) in found.iter_mut().zip(adjust(rule, &p)) {
        (one.p_adjusted, one.adjust) = (p, Some(name.to_string()));
    }
    found
}

/// The covariance matrix of entries and labels by every method.
pub fn covariances(spec: &CovarianceSpec, known: &Known, ground: &Ground) -> Result<CovarianceOutcome, AnalysisError> {
    let mut entries = Vec::new();
    for name in &spec.of {
        entries.extend(known.of(name)?);
    }
    let held: Vec<Option<&Held>> = entries.iter().map(|entry| entry.held.as_ref()).collect();
    let matrix = |number: usize| held::matrix(&held, number, &ground.methods[number].how, ground.threads);
    Ok(CovarianceOutcome {
        name: spec.name.clone(),
        labels: entries.iter().map(|entry| entry.label.clone()).collect(),
        by_method: ground
            .methods
            .iter()
            .enumerate()
            .map(|(at, method)| (method.name.clone(), matrix(at)))
            .collect(),
    })
}
