//! What the method asks of the round: sample, strata and the number of departments must go together.

use super::fit;
use super::node::Table;
use super::round::HeadLines;
use super::source::Sink;
use crate::domain::definition::{
    Audience, AudienceId, BaseWeight, Department, Expected, Found, Margin, Method, SampleDesign,
};
use std::collections::BTreeMap;

/// The parts that are held against one another.
pub(in crate::domain::definition) struct Parts<'r> {
    pub root: Table<'r>,
    pub method: &'r Method,
    pub sample: SampleDesign,
    pub audiences: &'r [Audience],
    pub departments: &'r [Department],
    pub margins: &'r [Margin],
    pub lines: &'r BTreeMap<AudienceId, HeadLines>,
}

impl Parts<'_> {
    /// Lines of `round.toml` about that audience.
    pub fn lines(&self, audience: &Audience) -> HeadLines {
        self.lines.get(&audience.id).copied().unwrap_or_default()
    }

    /// Departments that the audience may rate.
    pub fn rated<'p>(&'p self, audience: &'p Audience) -> impl Iterator<Item = &'p Department> {
        self.departments
            .iter()
            .filter(|department| department.is_rated_by(&audience.id))
    }
}

/// Checks them.
pub(in crate::domain::definition) fn check(parts: &Parts<'_>, sink: &mut Sink) {
    let line = |key: &str| parts.root.get(key).map_or(0, |node| node.line());
    let path = &parts.root.source.path;
    if parts.sample == SampleDesign::None {
        if parts.method.base == BaseWeight::InverseProbability {
            let found = Found::BaseWithoutSample;
            sink.add(path, line("base"), found, Expected::SampleOrPopulation);
        }
        if parts.method.nonresponse.is_some() {
            let found = Found::NonresponseWithoutSample;
            sink.add(path, line("nonresponse"), found, Expected::SampleOrNoNonresponse);
        }
    }
    // What cannot be read itself would only be contradicted as a consequence.
    let read = |file: &str, sink: &Sink| sink.problems.iter().all(|problem| problem.place.file != file);
    let (departments, round) = (read("departments.csv", sink), read("round.toml", sink));
    for audience in parts.audiences.iter().filter(|_| departments) {
        fit::departments(parts, audience, sink);
    }
    if round {
        parts
            .audiences
            .iter()
            .for_each(|audience| fit::strata(parts, audience, sink));
        // Margins that cannot be read have no variables to compare with.
        let method = read(&parts.root.source.path, sink);
        for audience in parts.audiences.iter().filter(|_| method) {
            fit::attributes(parts, audience, sink);
        }
        fit::battery(parts, sink);
    }
    check_groups(parts, line("nonresponse"), sink);
}

/// Every stratum named in a group of the nonresponse step must be one of the frame's.
fn check_groups(parts: &Parts<'_>, line: usize, sink: &mut Sink) {
    for (id, groups) in parts.method.nonresponse.iter().flat_map(|step| &step.groups) {
        let frame = parts
            .audiences
            .iter()
            .find(|audience| &audience.id == id)
            .and_then(|a| a.frame.as_ref());
        let Some(frame) = frame else { continue };
        for stratum in groups.keys().filter(|stratum| !frame.strata.contains(stratum)) {
            let found = Found::GroupStratum(stratum.clone(), id.0.clone());
            let expected = Expected::FrameStratum(frame.strata.clone());
            sink.add(&parts.root.source.path, line, found, expected);
        }
    }
}
