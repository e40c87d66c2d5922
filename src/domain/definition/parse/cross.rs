//! What the method asks of the round: sample, strata and the number of departments must go together.

use super::node::Table;
use super::source::{Sink, list};
use crate::domain::definition::{AssignmentRule, Audience, BaseWeight, Department, Method, SampleDesign};

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
        let expected = "sample = \"stratified\" in round.toml, or";
        if parts.method.base == BaseWeight::InverseProbability {
            let found = "base weights from selection probabilities in a round without a sample";
            sink.add(
                path,
                line("base"),
                found,
                format!("{expected} rule = \"stratum-population\""),
            );
        }
        if parts.method.nonresponse.is_some() {
            let found = "a nonresponse step in a round without a sample";
            sink.add(path, line("nonresponse"), found, format!("{expected} no [nonresponse]"));
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
            let found = format!("max_departments = {} of “{}”", audience.max_departments, audience.id.0);
            let expected = format!("at least {rated}, because assignment is “all”");
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
            let found = format!("stratum “{stratum}” in the nonresponse groups of “{}”", id.0);
            let expected = format!(
                "a stratum of its frame: {}",
                list(frame.strata.iter().map(String::as_str))
            );
            sink.add(&parts.root.source.path, line, found, expected);
        }
    }
}
