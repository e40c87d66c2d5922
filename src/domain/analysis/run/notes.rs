//! What a reader of a run has to know beside the numbers.

use crate::domain::analysis::outcome::{Note, RunOutcome};
use crate::domain::estimate::design::Design;

/// Remarks on the run as a whole.
pub fn notes(outcome: &RunOutcome, design: &Design) -> Vec<Note> {
    let mut notes = Vec::new();
    let strata = design.lonely().len() as u64;
    if strata > 0 {
        notes.push(Note::LonelyStrata { strata });
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
