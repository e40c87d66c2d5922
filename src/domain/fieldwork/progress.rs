//! Completes against target: day by day, and by district, audience, mode and interviewer.

use super::{Arrival, Case, Filter, Input, Response};
use crate::domain::data::Mode;
use crate::domain::definition::AudienceId;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Completes against target.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Completes in all.
    pub completes: u64,
    /// Wanted in all; `None` where a filter leaves no target (mode, interviewer), or nobody was sampled.
    pub target: Option<f64>,
    /// The response that the targets of the audiences shown rest on.
    pub responses: Vec<(AudienceId, Response)>,
    /// Every day from the first in the field (or the first arrival) to today or the last arrival.
    pub days: Vec<Day>,
    /// Per audience and sampled stratum.
    pub districts: Vec<(AudienceId, Tally<String>)>,
    /// Per audience.
    pub audiences: Vec<Tally<AudienceId>>,
    /// Per mode; a mode has no target, and its cases are those that began to answer that way.
    pub modes: Vec<Tally<Mode>>,
    /// Per interviewer, those cases last that have none.
    pub interviewers: Vec<Tally<Option<String>>>,
}

/// One day.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// Which.
    pub day: Date,
    /// Completes that arrived on it.
    pub completes: u64,
    /// Completes up to its end.
    pub cumulative: u64,
    /// Where the straight line from nothing before the first day to the target on the last one stands at its end;
    /// `None` without a target or a last day.
    pub target: Option<f64>,
}

/// One line of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally<K> {
    /// Which.
    pub key: K,
    /// Issued cases.
    pub issued: u64,
    /// Completes.
    pub completes: u64,
    /// Wanted.
    pub target: Option<f64>,
}

pub(super) fn progress(input: &Input, filter: &Filter, kept: &[&Arrival], cases: &[&Case]) -> Progress {
    let target = target(input, filter);
    let districts = districts(input, filter, kept, cases);
    let audience = |id: &AudienceId| {
        let mine = || {
            districts
                .iter()
                .filter(|(audience, _)| audience == id)
                .map(|(_, tally)| tally)
        };
        Tally {
            key: id.clone(),
            issued: mine().map(|tally| tally.issued).sum(),
            completes: mine().map(|tally| tally.completes).sum(),
            target: target.and_then(|_| mine().map(|tally| tally.target).sum()),
        }
    };
    let wanted = input.survey.audiences.iter().map(|one| &one.id);
    let wanted: Vec<&AudienceId> = wanted
        .filter(|id| filter.audience.as_ref().is_none_or(|only| only == *id))
        .collect();
    let response = |id: &&AudienceId| Some(((*id).clone(), *input.targets.responses.get(id)?));
    Progress {
        completes: kept.len() as u64,
        target,
        responses: wanted.iter().filter_map(response).collect(),
        days: days(input, kept, target),
        audiences: wanted.into_iter().map(audience).collect(),
        modes: tally(kept, cases, |one| Some(input.mode(one)), |case| case.mode),
        interviewers: by_interviewer(kept, cases),
        districts,
    }
}

/// Wanted under the filter: of whole strata.
fn target(input: &Input, filter: &Filter) -> Option<f64> {
    if filter.mode.is_some() || filter.interviewer.is_some() || input.targets.completes.is_empty() {
        return None;
    }
    let all = input.targets.completes.iter();
    let kept = all.filter(|((audience, stratum), _)| filter.keeps_stratum(audience, stratum));
    Some(kept.map(|(_, wanted)| wanted).sum())
}

fn days(input: &Input, kept: &[&Arrival], target: Option<f64>) -> Vec<Day> {
    let mut by_day: BTreeMap<Date, u64> = BTreeMap::new();
    for one in kept {
        *by_day.entry(one.day).or_default() += 1;
    }
    let ends = [by_day.keys().next().copied(), by_day.keys().next_back().copied()];
    let Some(first) = input.schedule.first.into_iter().chain(ends[0]).min() else {
        return Vec::new();
    };
    let last = [Some(input.schedule.today), ends[1]]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(first);
    let (mut cumulative, mut day, mut found) = (0, first, Vec::new());
    while day <= last {
        let completes = by_day.get(&day).copied().unwrap_or(0);
        cumulative += completes;
        found.push(Day {
            day,
            completes,
            cumulative,
            target: target.and_then(|target| Some(target * line(first, input.schedule.last?, day))),
        });
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    found
}

/// Share of the days from `first` to `last` that are over at the end of `day`.
fn line(first: Date, last: Date, day: Date) -> f64 {
    let whole = days_between(first, last) + 1;
    let done = days_between(first, day) + 1;
    (done as f64 / whole.max(1) as f64).min(1.0)
}

/// Days from one to the other, negative backwards.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn districts(input: &Input, filter: &Filter, kept: &[&Arrival], cases: &[&Case]) -> Vec<(AudienceId, Tally<String>)> {
    let mut found: BTreeMap<(AudienceId, String), (u64, u64)> = BTreeMap::new();
    for (audience, stratum) in input.targets.completes.keys() {
        if filter.keeps_stratum(audience, stratum) {
            found.entry((audience.clone(), stratum.clone())).or_default();
        }
    }
    for case in cases {
        found
            .entry((case.audience.clone(), case.stratum.clone()))
            .or_default()
            .0 += 1;
    }
    for one in kept {
        if let Some(audience) = input.audience(one) {
            let key = (audience.clone(), input.stratum(one).to_owned());
            found.entry(key).or_default().1 += 1;
        }
    }
    let no_target = filter.mode.is_some() || filter.interviewer.is_some();
    let each = found.into_iter().map(|(key, (issued, completes))| {
        let target = input.targets.completes.get(&key).copied().filter(|_| !no_target);
        let (audience, key) = key;
        (
            audience,
            Tally {
                key,
                issued,
                completes,
                target,
            },
        )
    });
    each.collect()
}

fn by_interviewer(kept: &[&Arrival], cases: &[&Case]) -> Vec<Tally<Option<String>>> {
    let mut all = tally(
        kept,
        cases,
        |one| Some(one.interviewer.clone()),
        |case| Some(case.interviewer.clone()),
    );
    all.sort_by(|a, b| (a.key.is_none(), &a.key).cmp(&(b.key.is_none(), &b.key)));
    all
}

fn tally<K: Ord + Clone>(
    kept: &[&Arrival],
    cases: &[&Case],
    of_arrival: impl Fn(&Arrival) -> Option<K>,
    of_case: impl Fn(&Case) -> Option<K>,
) -> Vec<Tally<K>> {
    let mut found: BTreeMap<K, (u64, u64)> = BTreeMap::new();
    for key in cases.iter().filter_map(|case| of_case(case)) {
        found.entry(key).or_default().0 += 1;
    }
    for key in kept.iter().filter_map(|one| of_arrival(one)) {
        found.entry(key).or_default().1 += 1;
    }
    let line = |(key, (issued, completes))| Tally {
        key,
        issued,
        completes,
        target: None,
    };
    found.into_iter().map(line).collect()
}
