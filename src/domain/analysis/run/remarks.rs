//! What has to be known beside a number: every value that is not given has a reason here.

use super::estimates::{Ground, Nature};
use super::held::{Held, Spread};
use super::known::Entry;
use super::methods::How;
use crate::domain::analysis::outcome::{ErrorOutcome, EstimateOutcome, Note};

/// Replicates in which this estimate has no value, because a step failed or nobody of the domain was left.
pub(super) fn lost(outcome: &mut EstimateOutcome, ground: &Ground) {
    for method in ground.methods {
        let How::Replicates(replicates) = &method.how else {
            continue;
        };
        let Some(moved) = replicates.moved.get(&outcome.label) else {
            continue;
        };
        let count = moved.iter().filter(|moved| moved.is_none()).count() as u64;
        if count > 0 {
            let name = method.name.clone();
            outcome.notes.push(Note::ReplicatesFailed { name, count });
        }
    }
}

/// What has to be known beside the figures.
pub(super) fn remarks(outcome: &mut EstimateOutcome, nature: Nature) {
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
    let limits = |name: &str| {
        outcome
            .errors
            .iter()
            .filter_map(|error| error.ci.get(name))
            .collect::<Vec<_>>()
    };
    let certain = outcome.errors.iter().all(|error| error.df.is_some_and(|df| df >= 1.0));
    if limits("woodruff")
        .iter()
        .any(|(low, high)| low.is_none() || high.is_none())
        && certain
    {
        notes.push(Note::NoLimit);
    }
    let uncertain = |error: &&ErrorOutcome| error.var.is_some_and(|v| v > 0.0) && error.df.is_some_and(|df| df >= 1.0);
    let turned = |error: &ErrorOutcome| error.ci.get("arcsine") == Some(&(None, None));
    let inside = outcome.estimate.is_some_and(|p| p > 0.0 && p < 1.0);
    if inside && outcome.errors.iter().filter(uncertain).any(turned) {
        notes.push(Note::ArcsineTurned);
    }
    if first.deff_wor.is_none() && first.deff_wr.is_some() {
        notes.push(Note::NoDeff);
    }
    notes.extend(few(outcome.kish_neff));
    outcome.notes.extend(notes);
}

/// Whether the variance tells how far the truth may be: not of one unit, nor of answers that are all alike (D6.7).
///
/// A variance of 0 of answers that differ is one: everybody was asked.
pub(super) fn measured(outcome: &EstimateOutcome) -> bool {
    let alike = |note: &Note| match note {
        Note::OneUnit | Note::Degenerate => true,
        Note::NoVariance => outcome.errors.first().is_some_and(|first| first.deff_wr.is_none()),
        _ => false,
    };
    !outcome.notes.iter().any(alike)
}

/// Whether the effective respondents are too few to be published alone, or only with care.
pub(super) fn few(neff: Option<f64>) -> Option<Note> {
    match neff {
        Some(neff) if neff < 30.0 => Some(Note::TooFew),
        Some(neff) if neff < 100.0 => Some(Note::Few),
        _ => None,
    }
}

/// Why something that joins these estimates has no value.
pub(super) fn not_joined(parts: &[&Entry]) -> Note {
    let without = |entry: &&&Entry| entry.held.is_none();
    match parts.iter().filter(without).all(|entry| entry.estimate.is_some()) {
        // Only linearised quantiles have a value and nothing that joins it to others.
        true => Note::QuantilePart,
        false => Note::PartMissing,
    }
}

/// Remarks on something that joins estimates and has a value.
pub(super) fn joined(held: &Held, errors: &[ErrorOutcome], ground: &Ground) -> Vec<Note> {
    let mut notes = Vec::new();
    for (method, spread) in ground.methods.iter().zip(&held.spreads) {
        let Spread::Replicates(moved) = spread else { continue };
        let count = moved.iter().filter(|moved| moved.is_none()).count() as u64;
        if count > 0 {
            let name = method.name.clone();
            notes.push(Note::ReplicatesFailed { name, count });
        }
    }
    let beyond = |(number, method)| {
        let variance = held.variance(number, method);
        variance.is_some_and(|variance| !variance.is_finite())
    };
    if ground.methods.iter().map(|method| &method.how).enumerate().any(beyond) {
        notes.push(Note::NotANumber);
    }
    let Some(first) = errors.first() else { return notes };
    if first.var.is_some_and(|v| v <= 0.0) {
        notes.push(Note::NoVariance);
    }
    if first.df.is_some_and(|df| df < 1.0) {
        notes.push(Note::NoDegreesOfFreedom);
    }
    notes
}
