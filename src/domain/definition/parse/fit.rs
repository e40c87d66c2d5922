//! Whether the round's numbers can be met: departments to rate, departments to show, strata with a population.

use super::cross::Parts;
use super::source::{Sink, nearest, words};
use crate::domain::definition::{AssignmentRule, Audience, Department, Expected, Found};

/// A respondent cannot rate more departments than there are, or than the shown list holds; and `all` means all.
pub(super) fn departments(parts: &Parts<'_>, audience: &Audience, sink: &mut Sink) {
    let rated = parts.rated(audience).count();
    let most = audience.max_departments as usize;
    let expected = match &parts.method.assignment {
        _ if rated == 0 => return,
        AssignmentRule::All if most < rated => Expected::AtLeastAll(rated),
        _ if most > rated => Expected::AtMostRated(rated),
        AssignmentRule::Drawn { .. } if most > shown(parts, audience) => Expected::AtMostShown(shown(parts, audience)),
        _ => return,
    };
    let found = Found::MaxDepartments(most, audience.id.0.clone());
    sink.add("round.toml", parts.lines(audience).most, found, expected);
}

/// Departments on a shown list: those always shown, and the share of the others, rounded up (METHOD 2).
fn shown(parts: &Parts<'_>, audience: &Audience) -> usize {
    let rated = parts.rated(audience);
    let AssignmentRule::Drawn {
        shown_sizes,
        shown_share: (numerator, denominator),
        ..
    } = &parts.method.assignment
    else {
        return rated.count();
    };
    let always = |d: &&Department| shown_sizes.get(&d.familiarity).copied().flatten().is_none();
    let (always, drawn): (Vec<&Department>, Vec<&Department>) = rated.partition(always);
    let drawn = (drawn.len() as u64 * numerator).div_ceil((*denominator).max(1));
    always.len() + drawn as usize
}

/// Attributes stand in for missing answers, so each is a raking variable; the column of the stratum may be among them.
pub(super) fn attributes(parts: &Parts<'_>, audience: &Audience, sink: &mut Sink) {
    let Some(frame) = &audience.frame else { return };
    let margins = parts.margins.iter().filter(|margin| margin.audience == audience.id);
    let variables = margins.flat_map(|margin| &margin.variables);
    let mut used: Vec<&str> = variables.map(|variable| variable.name.as_str()).collect();
    used.push(&frame.stratum);
    let strangers = frame.attributes.iter().filter(|name| !used.contains(&name.as_str()));
    for attribute in strangers {
        let found = Found::UnusedAttribute(attribute.clone(), audience.id.0.clone());
        let expected = match nearest(attribute, used.iter().copied()) {
            Some(near) => Expected::NearestOf(near.to_string(), words(used.iter().copied())),
            None => Expected::AttributeInUse(words(used.iter().copied())),
        };
        sink.add("round.toml", parts.lines(audience).attributes, found, expected);
    }
}

/// Where the stratum is also a raking variable, every stratum must be one of its categories: answers of another one
/// could not be weighted.
pub(super) fn strata(parts: &Parts<'_>, audience: &Audience, sink: &mut Sink) {
    let Some(frame) = &audience.frame else { return };
    for margin in parts.margins.iter().filter(|margin| margin.audience == audience.id) {
        let place = margin.variables.iter().position(|v| v.name == frame.stratum);
        let Some(place) = place.filter(|_| !margin.categories.is_empty()) else {
            continue;
        };
        let has = |stratum: &str| {
            margin
                .categories
                .iter()
                .any(|c| c.key.get(place).is_some_and(|k| k == stratum))
        };
        for stratum in frame.strata.iter().filter(|stratum| !has(stratum)) {
            let mut categories: Vec<String> = Vec::new();
            for value in margin.categories.iter().filter_map(|category| category.key.get(place)) {
                if !categories.contains(value) {
                    categories.push(value.clone());
                }
            }
            let found = Found::StratumOutsideMargin(stratum.clone(), audience.id.0.clone(), margin.id.clone());
            let line = parts.lines(audience).strata;
            sink.add("round.toml", line, found, Expected::AnyOf(categories));
        }
    }
}

/// Nobody gets the dimension items for more departments than anybody rates.
pub(super) fn battery(parts: &Parts<'_>, sink: &mut Sink) {
    let most = parts.audiences.iter().map(|audience| audience.max_departments).max();
    let Some((node, most)) = parts.root.get("battery_most").zip(most) else {
        return;
    };
    if parts.method.battery_most > most {
        node.bad(sink, node.shown(), Expected::WholeFrom(0, most.into()));
    }
}
