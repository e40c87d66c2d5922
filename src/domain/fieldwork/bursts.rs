//! Arrival bursts: a Poisson scan by stratum and hour (METHODOLOGY 5.3).
//!
//! An hour brings a stratum λ arrivals by chance: what its share of the other hours would be of what the other strata
//! brought in this hour, but not less than its own mean per hour of the field. So a reminder, which lifts all strata in
//! one hour, is no burst. An hour is told when P(X ≥ found) under Poisson(λ) is below [`BURST_LEVEL`] divided by the number
//! of stratum-hours looked at (Bonferroni): on a hundred boards of an honest field, one tells something.

use super::{Arrival, Input};
use crate::domain::definition::AudienceId;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Chance that a board of an honest field tells any burst.
pub const BURST_LEVEL: f64 = 0.01;

/// An hour with more arrivals from a stratum than chance explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Burst {
    /// Audience.
    pub audience: AudienceId,
    /// Stratum.
    pub stratum: String,
    /// Day.
    pub day: Date,
    /// Hour of the day.
    pub hour: i8,
    /// Arrivals.
    pub found: u64,
    /// λ.
    pub expected: f64,
    /// P(X ≥ found).
    pub p: f64,
}

/// Counts of one audience.
#[derive(Default)]
struct Grid<'a> {
    cells: BTreeMap<(&'a str, (Date, i8)), u64>,
    strata: BTreeMap<&'a str, u64>,
    hours: BTreeMap<(Date, i8), u64>,
    all: u64,
}

/// The bursts, the least likely first. Paper comes in batches by nature, and whoever imports a file makes an hour of it:
/// only answers from the pages are looked at.
pub(super) fn bursts(input: &Input, kept: &[&Arrival]) -> Vec<Burst> {
    let mut grids: BTreeMap<&AudienceId, Grid> = BTreeMap::new();
    let timed = kept
        .iter()
        .filter(|one| !input.columns.seconds[one.row as usize].is_nan());
    for one in timed {
        if let Some(audience) = input.audience(one) {
            grids
                .entry(audience)
                .or_default()
                .add(input.stratum(one), (one.day, one.hour));
        }
    }
    let looked_at: usize = grids.values().map(|grid| grid.cells.len()).sum();
    let limit = BURST_LEVEL / looked_at.max(1) as f64;
    let mut found: Vec<Burst> = grids
        .iter()
        .flat_map(|(audience, grid)| grid.bursts(audience, limit))
        .collect();
    found.sort_by(|a, b| {
        a.p.total_cmp(&b.p)
            .then((a.day, a.hour, &a.stratum).cmp(&(b.day, b.hour, &b.stratum)))
    });
    found
}

impl<'a> Grid<'a> {
    fn add(&mut self, stratum: &'a str, hour: (Date, i8)) {
        *self.cells.entry((stratum, hour)).or_default() += 1;
        *self.strata.entry(stratum).or_default() += 1;
        *self.hours.entry(hour).or_default() += 1;
        self.all += 1;
    }

    fn bursts(&self, audience: &AudienceId, limit: f64) -> Vec<Burst> {
        let days: BTreeSet<Date> = self.hours.keys().map(|(day, _)| *day).collect();
        let open_hours = 24.0 * days.len() as f64;
        let each = self.cells.iter().filter_map(|((stratum, hour), &found)| {
            let (own, in_hour) = (self.strata[stratum], self.hours[hour]);
            let (others, of_others) = (self.all - own, in_hour - found);
            // Its share of the other strata's arrivals outside this hour, as odds.
            let outside = (others - of_others) as f64;
            let odds = if outside > 0.0 {
                (own - found) as f64 / outside
            } else {
                0.0
            };
            let expected = (odds * of_others as f64).max(own as f64 / open_hours);
            let p = at_least(found, expected);
            (p < limit).then(|| Burst {
                audience: audience.clone(),
                stratum: (*stratum).to_owned(),
                day: hour.0,
                hour: hour.1,
                found,
                expected,
                p,
            })
        });
        each.collect()
    }
}

/// P(X ≥ `k`) of a Poisson count with mean `mean` > 0, summed upwards so that small tails keep their digits.
fn at_least(k: u64, mean: f64) -> f64 {
    let k = k as f64;
    // Below the mean the other tail is the short one.
    if k <= mean {
        let below: f64 = (0..k as u64).map(|j| probability(j as f64, mean)).sum();
        return (1.0 - below).max(0.0);
    }
    let (mut term, mut sum, mut j) = (probability(k, mean), 0.0, k);
    while term > sum * 1e-17 {
        sum += term;
        j += 1.0;
        term *= mean / j;
    }
    sum
}

fn probability(k: f64, mean: f64) -> f64 {
    libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisson_tails_are_those_of_the_tables() {
        // P(X ≥ 5 | 2) = 1 − e⁻²(1 + 2 + 2 + 4/3 + 2/3) = 0.0526530; P(X ≥ 3 | 3) = 1 − 8.5 e⁻³ = 0.5768099.
        assert!((at_least(5, 2.0) - 0.052_653_017_343_711).abs() < 1e-14);
        assert!((at_least(3, 3.0) - 0.576_809_918_873_156).abs() < 1e-14);
        assert!((at_least(0, 3.0) - 1.0).abs() < 1e-15);
        // e⁻¹/20! · (1 + 1/21 + 1/(21·22) + …) = 1.512100e-19 · 1.049882: what 1 − … would lose.
        let small = at_least(20, 1.0);
        assert!((small / 1.587_527e-19 - 1.0).abs() < 1e-5, "{small}");
    }
}
