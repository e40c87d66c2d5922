//! Each scored department against the mean of its class: z test on composite rates, adjusted after Benjamini and Hochberg.

use crate::domain::definition::DepartmentId;
use crate::domain::estimate::compare::{Adjustment, adjust};
use crate::domain::estimate::distribution::normal;
use crate::domain::score::Covariance;
use crate::domain::score::sheet::ScoreSheet;
use std::collections::BTreeMap;

/// Share of false findings that is accepted (METHODOLOGY 3.10).
const LEVEL: f64 = 0.05;

/// What the comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Above the class mean.
    Above,
    /// Not to be told apart from it.
    Same,
    /// Below it.
    Below,
}

/// A department's composite rate less the mean rate of its class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstClass {
    /// Difference of rates, −1 to 1.
    pub difference: f64,
    /// Its standard error, from the covariances of all departments of the class.
    pub se: f64,
    /// Two-sided p, adjusted over all departments of the sheet.
    pub p: f64,
    /// What it says at 5 %.
    pub verdict: Verdict,
}

/// Every department with a rate whose class has at least two of them.
pub(super) fn against_class(sheet: &ScoreSheet, covariance: &Covariance) -> BTreeMap<DepartmentId, AgainstClass> {
    let mut found = Vec::new();
    for (i, id) in covariance.departments.iter().enumerate() {
        let Some(own) = sheet.departments.iter().find(|d| &d.department_id == id) else {
            continue;
        };
        let members: Vec<(usize, f64)> = class(sheet, covariance, &own.class);
        if let (Some(rate), true) = (own.rate, members.len() > 1) {
            let m = members.len() as f64;
            let difference = rate - members.iter().map(|(_, rate)| rate).sum::<f64>() / m;
            // e_i − 1/m: the department's own error is in the mean as well.
            let share = |j: usize| f64::from(u8::from(j == i)) - 1.0 / m;
            let row = |(j, _): &(usize, f64)| {
                let terms = members.iter().map(|(k, _)| share(*j) * share(*k) * covariance.matrix[*j][*k]);
                terms.sum::<f64>()
            };
            let variance: f64 = members.iter().map(row).sum();
            found.push((id.clone(), difference, variance.max(0.0).sqrt()));
        }
    }
    let p: Vec<Option<f64>> = found.iter().map(|(_, d, se)| p_value(*d, *se)).collect();
    let adjusted = adjust(Adjustment::BenjaminiHochberg, &p);
    let pairs = found.into_iter().zip(adjusted);
    pairs
        .filter_map(|((id, difference, se), p)| Some((id, AgainstClass::new(difference, se, p?))))
        .collect()
}

/// Positions among the covariances and rates of the departments of a class that have a rate.
fn class(sheet: &ScoreSheet, covariance: &Covariance, class: &str) -> Vec<(usize, f64)> {
    let mut members = Vec::new();
    for (j, id) in covariance.departments.iter().enumerate() {
        let other = sheet.departments.iter().find(|d| &d.department_id == id && d.class == class);
        members.extend(other.and_then(|d| d.rate).map(|rate| (j, rate)));
    }
    members
}

fn p_value(difference: f64, se: f64) -> Option<f64> {
    (se > 0.0).then(|| (2.0 * normal::upper((difference / se).abs())).min(1.0))
}

impl AgainstClass {
    fn new(difference: f64, se: f64, p: f64) -> AgainstClass {
        let verdict = match (p <= LEVEL, difference > 0.0) {
            (false, _) => Verdict::Same,
            (true, true) => Verdict::Above,
            (true, false) => Verdict::Below,
        };
        AgainstClass { difference, se, p, verdict }
    }
}
