//! Nonresponse (METHOD 4): inside classes of strata, unknown eligibility is spread over the known, then eligible
//! nonrespondents over completes and sufficient partials.
//!
//! A submission removed by a quality rule is an eligible nonrespondent. Not-eligible cases carry their own weight, so
//! they take their share of the unknown and pass nothing on.

use super::collapse::collapse;
use super::margins::MERGED;
use super::{WeightError, base};
use crate::domain::data::RoundData;
use crate::domain::definition::{AudienceId, Nonresponse};
use crate::domain::invitation::disposition::{Group, lookup};
use std::collections::BTreeMap;

/// What the step did.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjustment {
    /// Factor per stratum.
    pub factor: BTreeMap<String, f64>,
    /// Classes that hold more than one stratum, `"a|b"`.
    pub merged: Vec<String>,
    /// The audience as a whole has fewer completes than a class should.
    pub too_small: bool,
}

/// Cases of one stratum, weighted equally inside it.
#[derive(Debug, Clone, Default)]
struct Counts {
    respondents: u64,
    nonrespondents: u64,
    unknown: u64,
    ineligible: u64,
}

/// Factor per stratum; `analysed` are the submissions per stratum that count, `removed` those set aside.
///
/// # Errors
/// A stratum without counts, an unknown disposition, cases that are missing or disagree with the submissions, a class of
/// whose cases nothing is known.
pub fn adjust(
    data: &RoundData,
    audience: &AudienceId,
    rule: &Nonresponse,
    analysed: &BTreeMap<String, u64>,
    removed: &BTreeMap<String, u64>,
) -> Result<Adjustment, WeightError> {
    let counts = count(data, audience, analysed, removed)?;
    let zones = rule.groups.get(audience);
    let zone = |stratum: &String| zones.and_then(|z| z.get(stratum)).cloned().unwrap_or_default();
    let names: Vec<&String> = counts.keys().collect();
    let items: Vec<(u64, String)> = counts.iter().map(|(s, c)| (c.respondents, zone(s))).collect();
    let mut result = Adjustment {
        factor: BTreeMap::new(),
        merged: Vec::new(),
        too_small: false,
    };
    for class in collapse(&items, u64::from(rule.min_completes)) {
        let label = class
            .members
            .iter()
            .map(|i| names[*i].as_str())
            .collect::<Vec<_>>()
            .join(MERGED);
        let factor = class_factor(data, audience, &class.members, &names, &counts, &label)?;
        class.members.iter().for_each(|i| {
            result.factor.insert(names[*i].clone(), factor);
        });
        result.too_small |= class.count < u64::from(rule.min_completes);
        if class.members.len() > 1 {
            result.merged.push(label);
        }
    }
    Ok(result)
}

fn class_factor(
    data: &RoundData,
    audience: &AudienceId,
    members: &[usize],
    names: &[&String],
    counts: &BTreeMap<String, Counts>,
    label: &str,
) -> Result<f64, WeightError> {
    let (mut respondents, mut eligible, mut known, mut all) = (0.0, 0.0, 0.0, 0.0);
    for name in members.iter().map(|i| names[*i]) {
        let c = &counts[name];
        let (b, _) = base::inverse_probability(data, audience, name)?;
        respondents += b * c.respondents as f64;
        eligible += b * (c.respondents + c.nonrespondents) as f64;
        known += b * (c.respondents + c.nonrespondents + c.ineligible) as f64;
        all += b * (c.respondents + c.nonrespondents + c.ineligible + c.unknown) as f64;
    }
    if known <= 0.0 && all > 0.0 {
        return Err(WeightError::NothingKnown {
            audience: audience.0.clone(),
            class: label.to_owned(),
        });
    }
    Ok(if respondents > 0.0 {
        all / known * (eligible / respondents)
    } else {
        1.0
    })
}

fn count(
    data: &RoundData,
    audience: &AudienceId,
    analysed: &BTreeMap<String, u64>,
    removed: &BTreeMap<String, u64>,
) -> Result<BTreeMap<String, Counts>, WeightError> {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for stratum in data.strata.iter().filter(|s| &s.audience == audience && s.issued > 0) {
        counts.insert(stratum.stratum.clone(), Counts::default());
    }
    for case in data.cases.iter().filter(|c| &c.audience == audience) {
        let (name, stratum) = (audience.0.clone(), case.stratum.clone());
        let Some(code) = lookup(&case.code) else {
            return Err(WeightError::UnknownDisposition {
                audience: name,
                stratum,
                code: case.code.clone(),
            });
        };
        let Some(c) = counts.get_mut(&case.stratum) else {
            return Err(WeightError::NoStratumCount {
                audience: name,
                stratum,
            });
        };
        match code.group {
            Group::Complete | Group::Partial => c.respondents += case.count,
            Group::Refusal | Group::NonContact | Group::Other => c.nonrespondents += case.count,
            Group::Unknown => c.unknown += case.count,
            Group::NotEligible => c.ineligible += case.count,
        }
    }
    for (stratum, c) in &mut counts {
        check(data, audience, stratum, c, analysed, removed)?;
        let set_aside = removed.get(stratum).copied().unwrap_or(0);
        c.respondents -= set_aside;
        c.nonrespondents += set_aside;
    }
    Ok(counts)
}

/// Every issued unit has a disposition, and every complete has its document.
fn check(
    data: &RoundData,
    audience: &AudienceId,
    stratum: &str,
    c: &Counts,
    analysed: &BTreeMap<String, u64>,
    removed: &BTreeMap<String, u64>,
) -> Result<(), WeightError> {
    let of = |map: &BTreeMap<String, u64>| map.get(stratum).copied().unwrap_or(0);
    let documents = of(analysed) + of(removed);
    let (name, stratum_name) = (audience.0.clone(), stratum.to_owned());
    if documents != c.respondents {
        let cases = c.respondents;
        return Err(WeightError::CasesDisagree {
            audience: name,
            stratum: stratum_name,
            documents,
            cases,
        });
    }
    let cases = c.respondents + c.nonrespondents + c.unknown + c.ineligible;
    let issued = data
        .strata
        .iter()
        .find(|s| &s.audience == audience && s.stratum == stratum)
        .map_or(0, |s| s.issued);
    if cases != issued {
        return Err(WeightError::CasesMissing {
            audience: name,
            stratum: stratum_name,
            issued,
            cases,
        });
    }
    Ok(())
}
