//! What the method asks of the round: sample, strata and the number of departments must go together.

use super::node::Table;
use super::source::Sink;
use crate::domain::definition::{
    AssignmentRule, Audience, BaseWeight, Department, Expected, Found, Method, SampleDesign,
};

/// The parts that are held against one another.
pub(in crate::domain::definition) struct Parts<'r> {
    pub root: Table<'r>,
    pub method: &'r Method,
    pub sample: SampleDesign,
    pub audiences: &'r [Audience],
    pub departments: &'r [Department],
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
    if parts.method.assignment == AssignmentRule::All {
        check_all_fit(parts, sink);
    }
    check_groups(parts, line("nonresponse"), sink);
}

fn check_all_fit(parts: &Parts<'_>, sink: &mut Sink) {
    for audience in parts.audiences {
        let rated = parts
            .departments
            .iter()
            .filter(|department| department.is_rated_by(&audience.id))
            .count();
        if rated > audience.max_departments as usize {
            let found = Found::MaxDepartments(audience.max_departments as usize, audience.id.0.clone());
            let expected = Expected::AtLeastAll(rated);
            sink.add("round.toml", 0, found, expected);
        }
    }
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
