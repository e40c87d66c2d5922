//! The weighting steps as they are reported.

use super::weigh::Weighted;
use crate::domain::analysis::outcome::{MarginOutcome, StepOutcome};
use crate::domain::analysis::spec::{RunSpec, Written};
use crate::domain::weight::diagnostics::Diagnostics;
use crate::domain::weight::plan::{Done, MarginRow};

/// The steps as they are reported, the base first.
pub fn reported(run: &RunSpec, weighted: &Weighted) -> Vec<StepOutcome> {
    let mut base = figures("base", "base", &Diagnostics::of(&weighted.base));
    let said = [("weight", &run.design.weight), ("probability", &run.design.probability)];
    let said = said
        .into_iter()
        .filter_map(|(key, formula)| Some((key, formula.as_ref()?)));
    base.settings
        .extend(said.map(|(key, formula)| (key.to_string(), formula.text.clone())));
    let written: Vec<&Written> = run.written.iter().filter(|one| one.table == "weighting").collect();
    let step = |(number, done): (usize, &Done)| StepOutcome {
        settings: written.get(number).map(|one| one.settings.clone()).unwrap_or_default(),
        min_factor: done.factor.map(|(low, _)| low),
        max_factor: done.factor.map(|(_, high)| high),
        iterations: done.iterations,
        largest_miss: done.largest_miss,
        converged: done.converged,
        figures: done
            .figures
            .iter()
            .map(|(name, value)| ((*name).to_string(), *value))
            .collect(),
        outside_by_cycle: done.outside_by_cycle.clone(),
        factors: done.factors.clone(),
        margins: done.margins.iter().map(around).collect(),
        ..figures(&done.name, done.kind, &done.diagnostics)
    };
    std::iter::once(base)
        .chain(weighted.done.iter().enumerate().map(step))
        .collect()
}

fn figures(name: &str, kind: &str, of: &Diagnostics) -> StepOutcome {
    StepOutcome {
        name: name.to_string(),
        kind: kind.to_string(),
        n: of.n,
        sum: of.sum,
        min: of.min,
        max: of.max,
        kish_deff: of.deff,
        kish_neff: of.n_eff,
        converged: true,
        ..StepOutcome::default()
    }
}

fn around(row: &MarginRow) -> MarginOutcome {
    MarginOutcome {
        margin: row.margin.clone(),
        category: row.category.clone(),
        n: row.n,
        target: row.target,
        before: row.before,
        after: row.after,
    }
}
