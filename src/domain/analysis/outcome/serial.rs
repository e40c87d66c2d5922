//! How an outcome becomes JSON where a field's own shape would be awkward to read back.

use super::{ContrastOutcome, ErrorOutcome, EstimateOutcome};
use crate::domain::weight::plan::PlanError;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::fmt::Display;

/// Named values as an object, in their order.
pub(super) fn by_name<S: Serializer, V: Serialize>(pairs: &[(String, V)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (name, value) in pairs {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// An error by its sentence.
pub(super) fn said<S: Serializer>(error: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(error)
}

/// `[{"replicate": 12, "why": "…"}, …]`.
pub(super) fn failures<S: Serializer>(failed: &[(u64, PlanError)], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(serde::Serialize)]
    struct Failure<'a> {
        replicate: u64,
        #[serde(serialize_with = "said")]
        why: &'a PlanError,
    }
    let mut list = serializer.serialize_seq(Some(failed.len()))?;
    for (replicate, why) in failed {
        list.serialize_element(&Failure {
            replicate: *replicate,
            why,
        })?;
    }
    list.end()
}

/// `[{"difference": 0.05, "respondents": 812}, …]`.
pub(super) fn needed<S: Serializer>(needed: &[(f64, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(serde::Serialize)]
    struct Needed {
        difference: f64,
        respondents: u64,
    }
    let mut list = serializer.serialize_seq(Some(needed.len()))?;
    for &(difference, respondents) in needed {
        list.serialize_element(&Needed {
            difference,
            respondents,
        })?;
    }
    list.end()
}

/// An object of the pairs.
struct ByName<'a>(&'a [(String, String)]);

impl Serialize for ByName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        by_name(self.0, serializer)
    }
}

/// The official method's figures: those of the first of `errors`, all null where there is none.
fn official<M: SerializeMap>(map: &mut M, errors: &[ErrorOutcome]) -> Result<(), M::Error> {
    let none = ErrorOutcome::default();
    let first = errors.first().unwrap_or(&none);
    map.serialize_entry("method", &errors.first().map(|first| &first.method))?;
    map.serialize_entry("var", &first.var)?;
    map.serialize_entry("se", &first.se)?;
    map.serialize_entry("df", &first.df)?;
    map.serialize_entry("deff_wor", &first.deff_wor)?;
    map.serialize_entry("deff_wr", &first.deff_wr)?;
    map.serialize_entry("neff", &first.neff)?;
    map.serialize_entry("neff_kg", &first.neff_kg)?;
    map.serialize_entry("ci", &first.ci)
}

/// The official method stands beside the value as well, so that a reader finds `estimates[i].se` directly.
impl Serialize for EstimateOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("label", &self.label)?;
        map.serialize_entry("entry", &self.entry)?;
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("item", &self.item)?;
        map.serialize_entry("variable", &self.variable)?;
        map.serialize_entry("domain", &ByName(&self.domain))?;
        map.serialize_entry("n", &self.n)?;
        map.serialize_entry("sum_w", &self.sum_w)?;
        map.serialize_entry("estimate", &self.estimate)?;
        official(&mut map, &self.errors)?;
        map.serialize_entry("kish_deff", &self.kish_deff)?;
        map.serialize_entry("kish_neff", &self.kish_neff)?;
        map.serialize_entry("notes", &self.notes)?;
        map.serialize_entry("errors", &self.errors)?;
        map.end()
    }
}

/// As for an estimate.
impl Serialize for ContrastOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("label", &self.label)?;
        map.serialize_entry("entry", &self.entry)?;
        map.serialize_entry("of", &self.of)?;
        map.serialize_entry("estimates", &self.estimates)?;
        map.serialize_entry("cov", &self.cov)?;
        map.serialize_entry("estimate", &self.estimate)?;
        official(&mut map, &self.errors)?;
        map.serialize_entry("se_if_covariance_ignored", &self.se_if_covariance_ignored)?;
        map.serialize_entry("t", &self.t)?;
        map.serialize_entry("p", &self.p)?;
        map.serialize_entry("p_adjusted", &self.p_adjusted)?;
        map.serialize_entry("adjust", &self.adjust)?;
        map.serialize_entry("notes", &self.notes)?;
        map.serialize_entry("errors", &self.errors)?;
        map.end()
    }
}
