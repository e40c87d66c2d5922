//! How cases ended: by code and group, and the outcome rates of METHODOLOGY 2.3.

use super::{Arrival, Case, Filter, Input};
use crate::domain::definition::AudienceId;
use crate::domain::invitation::disposition::{self, Disposition, Outcomes, lookup};
use crate::domain::submission::quality::Findings;
use std::collections::{BTreeMap, BTreeSet};

/// Cases of one audience with one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeCount {
    /// Audience.
    pub audience: AudienceId,
    /// The code with its name and group.
    pub code: &'static Disposition,
    /// Cases.
    pub count: u64,
}

/// Outcome rates.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeRates {
    /// `None` for all audiences together.
    pub audience: Option<AudienceId>,
    /// Cases per group.
    pub outcomes: Outcomes,
    /// `RR1` … `CON3` and `e`; a rate without a denominator is absent.
    pub rates: BTreeMap<String, f64>,
    /// Cases whose stored code is on no list: the database was changed from outside.
    pub unknown: u64,
}

/// A case whose answers were set aside, by the code that it had and the one that it has now.
pub(super) struct SetAside<'a> {
    audience: &'a AudienceId,
    before: &'a str,
    after: &'a str,
}

/// What was removed of the cases that the filter shows: by people at once, by the registered rule after the check.
pub(super) fn set_aside<'a>(input: &'a Input, filter: &Filter, found: &'a Findings) -> Vec<SetAside<'a>> {
    let columns = input.columns;
    let confirmed: Vec<usize> = input
        .removals
        .iter()
        .filter_map(|one| columns.ids.find(&one.submission))
        .collect();
    let removed = |one: &'a Arrival| {
        let removal = found.removed.get(&one.row)?;
        let row = one.row as usize;
        let counts = (input.checked || confirmed.contains(&row)) && filter.keeps_as_case(input, one);
        let code = columns.disposition[row] as usize;
        counts.then_some(SetAside {
            audience: input.audience(one)?,
            before: &columns.dispositions.values[code],
            after: &removal.code,
        })
    };
    input.arrivals.iter().filter_map(removed).collect()
}

/// Cases of one audience, or of all, by code.
fn counted(cases: &[&Case], aside: &[SetAside], only: Option<&AudienceId>) -> BTreeMap<String, u64> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for case in cases.iter().filter(|case| only.is_none_or(|id| id == &case.audience)) {
        *counts.entry(case.code.clone()).or_default() += 1;
    }
    // Without cases (nobody was sampled) there is nothing to move.
    if !counts.is_empty() {
        let mine = aside.iter().filter(|one| only.is_none_or(|id| id == one.audience));
        disposition::set_aside(&mut counts, mine.map(|one| (one.before, one.after)));
    }
    counts
}

pub(super) fn dispositions(cases: &[&Case], aside: &[SetAside]) -> Vec<CodeCount> {
    let audiences: BTreeSet<&AudienceId> = cases.iter().map(|case| &case.audience).collect();
    let each = audiences.into_iter().flat_map(|audience| {
        let counts = counted(cases, aside, Some(audience)).into_iter();
        counts.filter_map(|(code, count)| {
            Some(CodeCount {
                audience: audience.clone(),
                code: lookup(&code)?,
                count,
            })
        })
    });
    each.collect()
}

pub(super) fn rates(input: &Input, filter: &Filter, cases: &[&Case], aside: &[SetAside]) -> Vec<OutcomeRates> {
    if filter.mode.is_some() || cases.is_empty() {
        return Vec::new();
    }
    let of = |audience: Option<&AudienceId>| {
        let mut counts = counted(cases, aside, audience);
        let strangers: Vec<String> = counts.keys().filter(|code| lookup(code).is_none()).cloned().collect();
        let unknown = strangers.iter().filter_map(|code| counts.remove(code)).sum();
        let outcomes = Outcomes::count(&counts).unwrap_or_default();
        OutcomeRates {
            audience: audience.cloned(),
            rates: outcomes.rates(),
            outcomes,
            unknown,
        }
    };
    let audiences = input.survey.audiences.iter().map(|audience| &audience.id);
    let present = audiences.filter(|id| cases.iter().any(|case| &case.audience == *id));
    [of(None)].into_iter().chain(present.map(|id| of(Some(id)))).collect()
}
