//! Ratings per department: against target, effective now, and as the present pace would have it at closing.
//!
//! Effective n is Kish's (Σu)²/Σu² over valid ratings with u = (N_h / m_h) / (s q): the frame of the stratum over its
//! completes so far, which is where nonresponse adjustment starts from. Projected: n_eff · M / m, with m the audience's
//! completes now and M those expected at closing; so the effective share per complete is taken to stay what it is.
//! M = completes up to yesterday + pace · days from today to the last, at most the issued cases and at least today's
//! completes; the pace is the mean of the last [`PACE_DAYS`] whole days, or of those there are.

use super::progress::days_between;
use super::{Arrival, Filter, Input};
use crate::domain::columns::{DONT_KNOW, Rating};
use crate::domain::definition::{AssignmentRule, AudienceId, DepartmentId};
use crate::domain::estimate::effect::kish;
use std::collections::BTreeMap;

/// Whole days that the pace is the mean of.
pub const PACE_DAYS: i64 = 7;

/// Completes of an audience at closing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Completes a day.
    pub per_day: f64,
    /// Days from today to the planned last day, both included.
    pub days_left: i64,
    /// Completes expected at closing.
    pub expected: f64,
}

/// One department's ratings at closing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// Valid ratings.
    pub valid: f64,
    /// Effective ones.
    pub effective: f64,
}

/// One department's ratings by one audience.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentProgress {
    /// Audience.
    pub audience: AudienceId,
    /// Department.
    pub department: DepartmentId,
    /// Valid ratings.
    pub valid: u64,
    /// 说不清.
    pub dont_know: u64,
    /// Kish effective n of the valid ones.
    pub effective: f64,
    /// Registered target of valid ratings; `None` without one, or under a filter that narrows more than the audience.
    pub target: Option<u64>,
    /// At closing; `None` where `target` is, or without a pace.
    pub projected: Option<Projection>,
}

impl DepartmentProgress {
    /// Whether the target will be missed at this pace, or is not reached yet where there is no pace.
    pub fn is_behind(&self) -> bool {
        let valid = self.projected.map_or(self.valid as f64, |projected| projected.valid);
        self.target.is_some_and(|target| valid < target as f64)
    }
}

impl Input<'_> {
    /// What the present pace of an audience leads to; `None` without a last day or a whole day behind, and after closing.
    fn pace(&self, audience: &AudienceId) -> Option<Pace> {
        if self.schedule.closed.is_some() {
            return None;
        }
        let (first, last, today) = (self.schedule.first?, self.schedule.last?, self.schedule.today);
        let span = days_between(first, today).min(PACE_DAYS);
        if span < 1 {
            return None;
        }
        let mine = || self.arrivals.iter().filter(|one| self.audience(one) == Some(audience));
        let (now, before) = (mine().count(), mine().filter(|one| one.day < today).count());
        let recent = mine()
            .filter(|one| one.day < today && days_between(one.day, today) <= span)
            .count();
        let per_day = recent as f64 / span as f64;
        let days_left = (days_between(today, last) + 1).max(0);
        let issued: u64 = self
            .strata
            .iter()
            .filter(|count| &count.audience == audience)
            .map(|count| count.issued)
            .sum();
        let most = if self.strata.is_empty() {
            f64::INFINITY
        } else {
            issued as f64
        };
        Some(Pace {
            per_day,
            days_left,
            expected: (before as f64 + per_day * days_left as f64).min(most).max(now as f64),
        })
    }
}

/// The paces of the audiences that the filter shows.
pub(super) fn paces(input: &Input, filter: &Filter) -> Vec<(AudienceId, Pace)> {
    let audiences = input.survey.audiences.iter().map(|audience| &audience.id);
    let shown = audiences.filter(|id| filter.is_whole() && filter.audience.as_ref().is_none_or(|only| only == *id));
    shown.filter_map(|id| Some((id.clone(), input.pace(id)?))).collect()
}

pub(super) fn departments(input: &Input, filter: &Filter, kept: &[&Arrival]) -> Vec<DepartmentProgress> {
    let weights = stratum_weights(input);
    let places = input.survey.departments.len();
    let mut found = Vec::new();
    for (number, audience) in input.survey.audiences.iter().enumerate() {
        if filter.audience.as_ref().is_some_and(|only| only != &audience.id) {
            continue;
        }
        let (mut u, mut dont_know) = (vec![Vec::new(); places], vec![0u64; places]);
        let mine = kept
            .iter()
            .filter(|one| usize::from(input.columns.audience[one.row as usize]) == number);
        let mut completes = 0u64;
        for one in mine {
            completes += 1;
            let weight = weights.get(&(number, input.stratum(one))).copied().unwrap_or(1.0);
            for rating in input.columns.ratings.of(one.row as usize) {
                add(input, rating, weight, &mut u, &mut dont_know);
            }
        }
        let pace = input.pace(&audience.id).filter(|_| filter.is_whole() && completes > 0);
        let growth = pace.map(|pace| pace.expected / completes as f64);
        let each = input
            .survey
            .departments
            .iter()
            .enumerate()
            .filter(|(_, d)| d.is_rated_by(&audience.id));
        found.extend(each.map(|(place, department)| {
            let (valid, effective) = (u[place].len() as u64, kish(&u[place]).map_or(0.0, |(_, n)| n));
            DepartmentProgress {
                audience: audience.id.clone(),
                department: department.id.clone(),
                valid,
                dont_know: dont_know[place],
                effective,
                target: target(input, &audience.id).filter(|_| filter.is_whole()),
                projected: growth.map(|growth| Projection {
                    valid: valid as f64 * growth,
                    effective: effective * growth,
                }),
            }
        }));
    }
    found
}

fn add(input: &Input, rating: &Rating, weight: f64, u: &mut [Vec<f64>], dont_know: &mut [u64]) {
    let place = usize::from(rating.department);
    if rating.grade == DONT_KNOW {
        dont_know[place] += 1;
        return;
    }
    let (s, q) = input.columns.chance(rating);
    u[place].push(weight / (s.value() * q.value()));
}

/// N_h / m_h by place of the audience and stratum, over all that came in.
fn stratum_weights<'a>(input: &Input<'a>) -> BTreeMap<(usize, &'a str), f64> {
    let mut completes: BTreeMap<(usize, &str), u64> = BTreeMap::new();
    let columns = input.columns;
    for one in input.arrivals {
        let (row, stratum) = (one.row as usize, columns.stratum[one.row as usize]);
        let name = columns.strata.values[stratum as usize].as_str();
        *completes.entry((usize::from(columns.audience[row]), name)).or_default() += 1;
    }
    let place = |id: &AudienceId| input.survey.audiences.iter().position(|audience| &audience.id == id);
    let each = input.strata.iter().filter_map(|count| {
        let key = (place(&count.audience)?, count.stratum.as_str());
        let completes = *completes.get(&key)?;
        Some((key, count.frame as f64 / completes as f64))
    });
    each.collect()
}

fn target(input: &Input, audience: &AudienceId) -> Option<u64> {
    match &input.survey.method.assignment {
        AssignmentRule::All => None,
        AssignmentRule::Drawn { target_ratings, .. } => target_ratings.get(audience).copied(),
    }
}
