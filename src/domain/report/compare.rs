//! Each scored department against the mean of its class and against an earlier year: z tests on composite rates.

use crate::domain::definition::DepartmentId;
use crate::domain::estimate::compare::{Adjustment, adjust};
use crate::domain::estimate::distribution::normal;
use crate::domain::score::Covariance;
use crate::domain::score::sheet::ScoreSheet;
use std::collections::BTreeMap;

/// Share of false findings that is accepted (METHODOLOGY 3.10).
const LEVEL: f64 = 0.05;

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Higher.
    Above,
    /// Not to be told apart.
    Same,
    /// Lower.
    Below,
}

impl Verdict {
    fn of(difference: f64, p: f64) -> Verdict {
        match (p <= LEVEL, difference > 0.0) {
            (false, _) => Verdict::Same,
            (true, true) => Verdict::Above,
            (true, false) => Verdict::Below,
        }
    }
}

/// A department's composite rate less the mean rate of its class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstClass {
    /// Difference of rates, −1 to 1.
    pub difference: f64,
    /// Its standard error, from the covariances of all departments of the class.
    pub se: f64,
    /// Two-sided p, adjusted after Benjamini and Hochberg over all departments of the sheet.
    pub p: f64,
    /// What it says at 5 %.
    pub verdict: Verdict,
}

/// A department's composite rate less its rate in an earlier, comparable round.
#[derive(Debug, Clone, PartialEq)]
pub struct YearOnYear {
    /// Department.
    pub department: DepartmentId,
    /// Rate then and now.
    pub rates: (f64, f64),
    /// Standard error of the difference; the samples are independent.
    pub se: f64,
    /// Two-sided p, adjusted after Holm over all departments.
    pub p: f64,
    /// What it says at 5 %.
    pub verdict: Verdict,
}

/// A department that has a rate.
#[derive(Debug, Clone)]
struct Measured {
    id: DepartmentId,
    class: String,
    rate: f64,
    se: Option<f64>,
}

fn measured(sheet: &ScoreSheet) -> Vec<Measured> {
    let rows = sheet.departments.iter();
    rows.filter_map(|d| {
        Some(Measured {
            id: d.department_id.clone(),
            class: d.class.clone(),
            rate: d.rate?,
            se: d.rate_se,
        })
    })
    .collect()
}

/// Every department with a rate whose class has at least two of them.
pub(super) fn against_class(sheet: &ScoreSheet, covariance: &Covariance) -> BTreeMap<DepartmentId, AgainstClass> {
    against_mean(&measured(sheet), covariance)
}

fn against_mean(rows: &[Measured], covariance: &Covariance) -> BTreeMap<DepartmentId, AgainstClass> {
    let place = |id: &DepartmentId| covariance.departments.iter().position(|other| other == id);
    let mut found = Vec::new();
    for own in rows {
        let members: Vec<&Measured> = rows.iter().filter(|other| other.class == own.class).collect();
        let places: Option<Vec<usize>> = members.iter().map(|one| place(&one.id)).collect();
        let Some(places) = places.filter(|places| places.len() > 1) else {
            continue;
        };
        let m = members.len() as f64;
        let difference = own.rate - members.iter().map(|one| one.rate).sum::<f64>() / m;
        // e_i − 1/m: the department's own error is in the mean as well.
        let share = |member: &Measured| f64::from(u8::from(member.id == own.id)) - 1.0 / m;
        let mut variance = 0.0;
        for (one, i) in members.iter().zip(&places) {
            for (other, j) in members.iter().zip(&places) {
                variance += share(one) * share(other) * covariance.matrix[*i][*j];
            }
        }
        found.push((own.id.clone(), difference, variance.max(0.0).sqrt()));
    }
    let p: Vec<Option<f64>> = found.iter().map(|(_, d, se)| p_value(*d, *se)).collect();
    let adjusted = adjust(Adjustment::BenjaminiHochberg, &p);
    let one = |((id, difference, se), p): ((DepartmentId, f64, f64), Option<f64>)| {
        let p = p?;
        let verdict = Verdict::of(difference, p);
        Some((
            id,
            AgainstClass {
                difference,
                se,
                p,
                verdict,
            },
        ))
    };
    found.into_iter().zip(adjusted).filter_map(one).collect()
}

/// Departments with a rate in both sheets, in the order of the later one.
pub fn year_on_year(earlier: &ScoreSheet, later: &ScoreSheet) -> Vec<YearOnYear> {
    differences(&measured(earlier), &measured(later))
}

fn differences(earlier: &[Measured], later: &[Measured]) -> Vec<YearOnYear> {
    let pair = |now: &Measured| {
        let then = earlier.iter().find(|then| then.id == now.id)?;
        let se = then.se.zip(now.se).map(|(a, b)| (a * a + b * b).sqrt())?;
        Some((now.id.clone(), (then.rate, now.rate), se))
    };
    let found: Vec<_> = later.iter().filter_map(pair).collect();
    let p: Vec<Option<f64>> = found
        .iter()
        .map(|(_, (then, now), se)| p_value(now - then, *se))
        .collect();
    let adjusted = adjust(Adjustment::Holm, &p);
    let one = |((department, rates, se), p): ((DepartmentId, (f64, f64), f64), Option<f64>)| {
        let p = p?;
        Some(YearOnYear {
            department,
            rates,
            se,
            p,
            verdict: Verdict::of(rates.1 - rates.0, p),
        })
    };
    found.into_iter().zip(adjusted).filter_map(one).collect()
}

fn p_value(difference: f64, se: f64) -> Option<f64> {
    (se > 0.0).then(|| (2.0 * normal::upper((difference / se).abs())).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class_of(rates: [f64; 3]) -> Vec<Measured> {
        let one = |(i, rate): (usize, f64)| Measured {
            id: DepartmentId(format!("D{i}")),
            class: "A".into(),
            rate,
            se: Some(0.02),
        };
        rates.into_iter().enumerate().map(one).collect()
    }

    #[test]
    fn a_department_far_from_its_class_is_told_apart_and_one_near_the_mean_is_not() {
        let rows = class_of([0.5, 0.7, 0.62]);
        let departments: Vec<DepartmentId> = rows.iter().map(|d| d.id.clone()).collect();
        let matrix = vec![vec![4e-4, 0.0, 0.0], vec![0.0, 4e-4, 0.0], vec![0.0, 0.0, 4e-4]];
        let covariance = Covariance {
            departments: departments.clone(),
            matrix,
        };
        let found = against_mean(&rows, &covariance);
        let verdicts: Vec<Verdict> = departments.iter().map(|id| found[id].verdict).collect();
        assert_eq!(verdicts, [Verdict::Below, Verdict::Above, Verdict::Same]);
        // Var(x₁ − mean of three independent of the same variance v) = 2v/3.
        assert!((found[&departments[0]].se - (2.0f64 / 3.0 * 4e-4).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_difference_between_years_has_both_errors() {
        let found = differences(&class_of([0.5, 0.7, 0.66]), &class_of([0.6, 0.7, 0.66]));
        assert!((found[0].se - (2.0f64 * 4e-4).sqrt()).abs() < 1e-12);
        let verdicts: Vec<Verdict> = found.iter().map(|one| one.verdict).collect();
        assert_eq!(verdicts, [Verdict::Above, Verdict::Same, Verdict::Same]);
    }
}
