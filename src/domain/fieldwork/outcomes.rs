//! How cases ended: by code and group, and the outcome rates of METHODOLOGY 2.3.

use super::{Case, Filter, Input};
use crate::domain::definition::AudienceId;
use crate::domain::invitation::disposition::{Disposition, Outcomes, lookup};
use std::collections::BTreeMap;

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

pub(super) fn dispositions(cases: &[&Case]) -> Vec<CodeCount> {
    let mut counts: BTreeMap<(&AudienceId, &str), u64> = BTreeMap::new();
    for case in cases {
        *counts.entry((&case.audience, case.code.as_str())).or_default() += 1;
    }
    let each = counts.into_iter().filter_map(|((audience, code), count)| {
        Some(CodeCount {
            audience: audience.clone(),
            code: lookup(code)?,
            count,
        })
    });
    each.collect()
}

pub(super) fn rates(input: &Input, filter: &Filter, cases: &[&Case]) -> Vec<OutcomeRates> {
    if filter.mode.is_some() || cases.is_empty() {
        return Vec::new();
    }
    let of = |audience: Option<&AudienceId>| {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mine = cases
            .iter()
            .filter(|case| audience.is_none_or(|id| id == &case.audience));
        for case in mine {
            *counts.entry(case.code.clone()).or_default() += 1;
        }
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
