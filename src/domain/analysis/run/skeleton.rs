//! What a run's outcome says beside its estimates: the sample, the entries as specified, the weights.

use super::steps;
use super::weigh::Weighted;
use crate::domain::analysis::Inputs;
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::outcome::{EntryOutcome, RunOutcome, SampleOutcome, WeightTable};
use crate::domain::analysis::spec::{RunSpec, Written};
use crate::domain::estimate::Lonely;
use crate::domain::estimate::design::Design;
use std::collections::BTreeMap;

/// The outcome of a run before its estimates.
pub fn empty(run: &RunSpec, inputs: &Inputs, weighted: &Weighted, frame: &Frame, design: &Design) -> RunOutcome {
    RunOutcome {
        run: run.name.clone(),
        level: run.level,
        sample: SampleOutcome {
            rows_read: inputs.data.rows_read,
            rows_kept: inputs.data.lines.len() as u64,
            rows_analysed: frame.lines.len() as u64,
            strata: design.strata() as u64,
            clusters: design.clusters() as u64,
            lonely_strata: design.lonely().to_vec(),
            lonely_rule: lonely_name(run.design.lonely).to_string(),
            corrected_stages: design.corrected_stages() as u64,
            settings: settings(run, "design", "design"),
        },
        entries: run
            .written
            .iter()
            .filter(|one| !ELSEWHERE.contains(&one.table.as_str()))
            .map(entry)
            .collect(),
        weighting: steps::reported(run, weighted),
        replicates: Vec::new(),
        estimates: Vec::new(),
        contrasts: Vec::new(),
        covariances: Vec::new(),
        independence: Vec::new(),
        rankings: Vec::new(),
        shrinkage: Vec::new(),
        sample_sizes: Vec::new(),
        notes: Vec::new(),
        weights: WeightTable::default(),
    }
}

/// Tables whose settings stand beside their own results.
const ELSEWHERE: [&str; 7] = [
    "errors",
    "design",
    "weighting",
    "replicates",
    "margins",
    "population",
    "covariances",
];

fn entry(written: &Written) -> EntryOutcome {
    let settings = written.settings.iter().filter(|(key, _)| *key != "name");
    EntryOutcome {
        entry: written.name.clone(),
        table: written.table.clone(),
        settings: settings.map(|(key, value)| (key.clone(), value.clone())).collect(),
    }
}

/// What the specification says of one table.
pub fn settings(run: &RunSpec, table: &str, name: &str) -> BTreeMap<String, String> {
    let found = run.written.iter().find(|one| one.table == table && one.name == name);
    found.map(|one| one.settings.clone()).unwrap_or_default()
}

fn lonely_name(lonely: Lonely) -> &'static str {
    match lonely {
        Lonely::Fail => "fail",
        Lonely::Remove => "remove",
        Lonely::Adjust => "adjust",
        Lonely::Average => "average",
        Lonely::Certainty => "certainty",
    }
}

/// Weights after each step of every row.
pub fn weights(inputs: &Inputs, weighted: Weighted) -> WeightTable {
    let frame = &inputs.data;
    let class = weighted.done.iter().find_map(|done| {
        let name = |class: &u32| done.factors[*class as usize].0.clone();
        Some(done.class.as_ref()?.iter().map(name).collect())
    });
    let base = ("base".to_string(), weighted.base);
    let steps = weighted.done.into_iter().map(|done| (done.name, done.weight));
    WeightTable {
        id: (0..frame.lines.len()).map(|row| frame.name(row)).collect(),
        class,
        steps: std::iter::once(base).chain(steps).collect(),
    }
}
