//! What a sample buys before anybody is asked: completes, half-widths, ratings and effective ratings per department.
//!
//! | figure | formula | source |
//! |---|---|---|
//! | completes of a stratum | m_h = n_h · r, r the stated response | |
//! | half-width in a stratum | z √(p (1 − p) · deff / m_h) | METHODOLOGY 3.10 |
//! | half-width overall | z √(Σ W_h² p (1 − p) · deff / m_h), W_h = N_h / N | stratified sampling, equal p |
//! | cost of the allocation | m Σ W_h² / m_h (Kish's deff of the weights W_h / m_h) | METHODOLOGY 3.5 |
//! | ratings of department d | M · s_d · f_d · E\[q\] · (1 − v) | METHOD 2 |
//! | effective ratings | M · s_d · f_d · (1 − v) / (E\[1/q\] · allocation deff · deff) | Kish on u = w/(s q), METHODOLOGY 3.6 |
//!
//! s_d is exact, from the registered sizes; f_d the stated share of those shown who know d; v the stated share of 说不清.
//! q = min(1, k / K) where K departments are known and k are asked, all of one size; K − 1 is the number of the others
//! that are shown and known, taken as independent. Supervised units' exclusions and the boost of departments behind
//! target are left out: both move ratings between departments, hardly their sum.

use crate::domain::assignment::probabilities;
use crate::domain::definition::{AssignmentRule, Audience, Department, DepartmentId, Familiarity, Survey};
use crate::domain::estimate::distribution::normal;
use std::collections::BTreeMap;

/// What the agency states beforehand about one audience.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Share of the units asked that answers, 0 to 1.
    pub response: f64,
    /// Design effect of what is not known yet (nonresponse, raking), ≥ 1 as a rule; the allocation's own is added.
    pub deff: f64,
    /// Share of those shown a department who know it, by prior familiarity.
    pub knows: BTreeMap<Familiarity, f64>,
    /// Share of 说不清 among the ratings.
    pub dont_know: f64,
    /// Confidence level of the half-widths.
    pub level: f64,
}

/// Half-widths of the interval of a rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HalfWidth {
    /// At p = 0.5, the widest.
    pub worst: f64,
    /// At p = 0.7.
    pub usual: f64,
}

/// One stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct StratumPrecision {
    /// Which.
    pub stratum: String,
    /// Units in the frame.
    pub frame: u64,
    /// Units asked.
    pub asked: u64,
    /// Completes expected.
    pub completes: f64,
    /// Of the rate among its own people; `None` without completes.
    pub half_width: Option<HalfWidth>,
}

/// One audience.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    /// Its strata, by name.
    pub strata: Vec<StratumPrecision>,
    /// Completes expected in all.
    pub completes: f64,
    /// m Σ W_h² / m_h; `None` where a stratum of the frame gives nobody.
    pub allocation_deff: Option<f64>,
    /// Of the rate of the whole audience.
    pub half_width: Option<HalfWidth>,
    /// Its departments, in the survey's order.
    pub departments: Vec<DepartmentPrecision>,
}

/// Ratings that one department can expect.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentPrecision {
    /// Which.
    pub department: DepartmentId,
    /// Probability of being shown.
    pub shown: f64,
    /// Probability of being asked about, given that it was shown and is known.
    pub assigned: f64,
    /// Valid ratings expected.
    pub ratings: f64,
    /// Effective ratings expected; `None` where the allocation's deff is.
    pub effective: Option<f64>,
}

/// What these sizes buy.
pub fn precision(
    survey: &Survey,
    audience: &Audience,
    counts: &BTreeMap<String, u64>,
    sizes: &BTreeMap<String, u64>,
    expects: &Expectation,
) -> Precision {
    let z = normal::quantile(0.5 + expects.level / 2.0);
    let width = |p: f64, per_unit: f64| z * (p * (1.0 - p) * expects.deff * per_unit).sqrt();
    let both = |per_unit: f64| HalfWidth {
        worst: width(0.5, per_unit),
        usual: width(0.7, per_unit),
    };
    let strata: Vec<StratumPrecision> = counts
        .iter()
        .map(|(stratum, &frame)| {
            let asked = sizes.get(stratum).copied().unwrap_or(0);
            let completes = asked as f64 * expects.response;
            StratumPrecision {
                stratum: stratum.clone(),
                frame,
                asked,
                completes,
                half_width: (completes > 0.0).then(|| both(1.0 / completes)),
            }
        })
        .collect();
    let completes = strata.iter().map(|stratum| stratum.completes).sum();
    let per_unit = spread(&strata);
    let allocation_deff = per_unit.map(|per_unit| per_unit * completes);
    Precision {
        completes,
        allocation_deff,
        half_width: per_unit.map(both),
        departments: departments(survey, audience, completes, allocation_deff, expects),
        strata,
    }
}

/// Σ W_h² / m_h; `None` where a stratum with units in the frame has no completes.
fn spread(strata: &[StratumPrecision]) -> Option<f64> {
    let frame: u64 = strata.iter().map(|stratum| stratum.frame).sum();
    let of = |stratum: &StratumPrecision| {
        let share = stratum.frame as f64 / frame as f64;
        (stratum.completes > 0.0).then(|| share * share / stratum.completes)
    };
    if frame == 0 {
        return None;
    }
    strata.iter().filter(|stratum| stratum.frame > 0).map(of).sum()
}

fn departments(
    survey: &Survey,
    audience: &Audience,
    completes: f64,
    allocation_deff: Option<f64>,
    expects: &Expectation,
) -> Vec<DepartmentPrecision> {
    let rated: Vec<&Department> = (survey.departments.iter())
        .filter(|department| department.is_rated_by(&audience.id))
        .collect();
    let shown = shown_probabilities(survey, &rated);
    let knows = |d: &Department| expects.knows.get(&d.familiarity).copied().unwrap_or(0.0);
    let eligible: Vec<f64> = rated.iter().zip(&shown).map(|(d, s)| s * knows(d)).collect();
    let most = match survey.method.assignment {
        AssignmentRule::All => rated.len(),
        AssignmentRule::Drawn { .. } => audience.max_departments as usize,
    };
    let each = rated.iter().zip(&shown).zip(&eligible).enumerate();
    each.map(|(place, ((department, shown), own))| {
        let (q, inverse) = assigned(&eligible, place, most);
        let raters = completes * own * (1.0 - expects.dont_know);
        DepartmentPrecision {
            department: department.id.clone(),
            shown: *shown,
            assigned: q,
            ratings: raters * q,
            effective: allocation_deff.map(|deff| raters / (inverse * deff * expects.deff)),
        }
    })
    .collect()
}

/// s of each department as `shown_list` draws, for a respondent without exclusions.
fn shown_probabilities(survey: &Survey, rated: &[&Department]) -> Vec<f64> {
    let AssignmentRule::Drawn {
        shown_sizes,
        shown_share: (numerator, denominator),
        ..
    } = &survey.method.assignment
    else {
        return vec![1.0; rated.len()];
    };
    let size = |d: &&Department| shown_sizes.get(&d.familiarity).copied().flatten();
    let sizes: Vec<u64> = rated.iter().filter_map(size).collect();
    let k = (sizes.len() as u64 * numerator).div_ceil(*denominator.max(&1));
    let mut drawn = probabilities(&sizes, k).into_iter();
    let mut next = || drawn.next().flatten().map_or(0.0, |s| s.value());
    rated
        .iter()
        .map(|d| if size(d).is_some() { next() } else { 1.0 })
        .collect()
}

/// E\[q\] and E\[1/q\] of the department at `place`, given that it is known: over how many of the others are known too.
fn assigned(eligible: &[f64], place: usize, most: usize) -> (f64, f64) {
    let mut known = vec![1.0];
    for (_, p) in eligible.iter().enumerate().filter(|(other, _)| *other != place) {
        let mut next = vec![0.0; known.len() + 1];
        for (k, probability) in known.iter().enumerate() {
            next[k] += probability * (1.0 - p);
            next[k + 1] += probability * p;
        }
        known = next;
    }
    let q = |others: usize| (most as f64 / (others + 1) as f64).min(1.0);
    let over = |f: &dyn Fn(f64) -> f64| known.iter().enumerate().map(|(k, p)| p * f(q(k))).sum::<f64>();
    (over(&|q| q), over(&|q| 1.0 / q))
}

#[cfg(test)]
mod tests;
