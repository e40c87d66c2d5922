//! Everything that is said about several estimates together, each refusal with the line that asks for it.

use super::estimates::Ground;
use super::known::Known;
use super::place::Entry;
use super::{AnalysisError, contrasts, independence, sizes, together};
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::outcome::RunOutcome;
use crate::domain::analysis::spec::RunSpec;

/// Everything that is said about several estimates together.
pub fn joined(
    outcome: &mut RunOutcome,
    run: &RunSpec,
    known: &Known,
    frame: &Frame,
    ground: &Ground,
) -> Result<(), AnalysisError> {
    let at = |table, name: &str| Entry {
        run,
        table,
        name: name.to_owned(),
    };
    for spec in &run.contrasts {
        let found = contrasts::contrasts(spec, known, ground);
        outcome.contrasts.extend(at("contrasts", &spec.name).tell(found)?);
    }
    for spec in &run.changes {
        let found = contrasts::changes(spec, known, ground);
        outcome.contrasts.extend(at("changes", &spec.name).tell(found)?);
    }
    for spec in &run.covariances {
        let found = contrasts::covariances(spec, known, ground);
        outcome.covariances.push(at("covariances", &spec.name).tell(found)?);
    }
    for spec in &run.independence {
        outcome
            .independence
            .push(independence::independence(spec, frame, ground)?);
    }
    for spec in &run.rankings {
        let found = together::rankings(spec, known, ground);
        outcome.rankings.extend(at("rankings", &spec.name).tell(found)?);
    }
    for spec in &run.shrinkage {
        let found = together::shrinkage(spec, known, ground);
        let (found, notes) = at("shrinkage", &spec.name).tell(found)?;
        outcome.shrinkage.extend(found);
        outcome.notes.extend(notes);
    }
    for spec in &run.sample_sizes {
        let found = sizes::sizes(spec, &outcome.estimates, ground.level);
        outcome.sample_sizes.push(at("sample_sizes", &spec.name).tell(found)?);
    }
    Ok(())
}
