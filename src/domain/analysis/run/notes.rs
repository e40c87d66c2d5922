//! What a reader of a run has to know beside the numbers.

use super::AnalysisError;
use crate::domain::analysis::columns::{Column, Frame};
use crate::domain::analysis::outcome::{EstimateOutcome, Note, RunOutcome};
use crate::domain::analysis::spec::{EstimateSpec, RunSpec};
use crate::domain::estimate::design::Design;
use std::collections::BTreeMap;

/// Remarks on the run as a whole.
pub fn notes(outcome: &RunOutcome, design: &Design) -> Vec<Note> {
    let mut notes = Vec::new();
    let strata = design.lonely().len() as u64;
    if strata > 0 {
        notes.push(Note::LonelyStrata { strata });
    }
    for step in &outcome.weighting {
        if let Some(failing) = step.figures.get("failing") {
            notes.push(Note::ClassFails {
                step: step.name.clone(),
                classes: *failing as u64,
            });
        }
    }
    for step in outcome.weighting.iter().filter(|step| !step.converged) {
        let units = step.figures.get("outside").copied().unwrap_or(0.0) as u64;
        notes.push(Note::OutsideLimits {
            step: step.name.clone(),
            units,
        });
    }
    for set in outcome.replicates.iter().filter(|set| !set.failed.is_empty()) {
        notes.push(Note::ReplicatesFailed {
            name: set.name.clone(),
            count: set.failed.len() as u64,
        });
    }
    notes
}

/// Entries with rows that are in none of their domains, because a column of `by` has no value there.
pub fn without_level(run: &RunSpec, frame: &Frame) -> Vec<Note> {
    let note = |entry: &EstimateSpec| {
        let columns: Vec<&Column> = entry.by.iter().filter_map(|name| frame.columns.get(name)).collect();
        let gap = |row: &usize| columns.iter().any(|column| column.is_missing(*row));
        let rows = (0..frame.lines.len()).filter(gap).count() as u64;
        let entry = entry.name.clone();
        (rows > 0).then_some(Note::NoLevel { entry, rows })
    };
    run.estimates
        .iter()
        .filter(|entry| !entry.by.is_empty())
        .filter_map(note)
        .collect()
}

/// Every label names one estimate: levels with commas or brackets may make two domains look the same.
///
/// # Errors
/// The first label that two estimates have.
pub fn labels_once(run: &RunSpec, outcome: &RunOutcome) -> Result<(), AnalysisError> {
    let mut seen = BTreeMap::new();
    for estimate in &outcome.estimates {
        if let Some(first) = seen.insert(&estimate.label, estimate) {
            let levels = |one: &EstimateOutcome| {
                let parts = one.domain.iter().map(|(column, level)| format!("{column} = {level}"));
                parts.collect::<Vec<_>>().join("; ")
            };
            let told = AnalysisError::LabelTwice {
                label: estimate.label.clone(),
                first: levels(first),
                second: levels(estimate),
            };
            let of = |table| run.line(table, &estimate.entry, &["by"]);
            return Err(told.asked(of("estimates").or_else(|| of("composites"))));
        }
    }
    Ok(())
}
