//! One pass over the ratings: per item × code × group the number, sum and spread of the weights.

use super::{Battery, BatteryError, Groups};

/// Sums that fit in a few hundred megabytes.
const MOST_SUMS: usize = 1 << 23;

/// Weights of all rows of one group; sums are of deviations from a reference, so that equal weights have no spread.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct GroupSums {
    /// Rows with a positive weight.
    n: u64,
    /// The first positive weight w₀ of the group.
    reference: f64,
    /// Σ(w − w₀).
    first: f64,
    /// Σ(w − w₀)².
    second: f64,
}

/// Weights of some rows of one group: their number, w̄ and Σ(w − w̄)².
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Class {
    pub n: f64,
    pub mean: f64,
    pub spread: f64,
}

/// Σu, Σu² and Σuw of the ratings of one slot in one group, where ratings have factors of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Rating {
    sum: f64,
    squares: f64,
    cross: f64,
}

/// What every estimate of a battery is computed from; rows with weight 0 are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments<'a> {
    pub(super) battery: &'a Battery,
    pub(super) groups: &'a Groups,
    /// Per group × item: the raters of each code, then those who did not rate the item.
    classes: Vec<Class>,
    /// Per group × slot; empty without rating factors.
    ratings: Vec<Rating>,
    /// All rows of each group.
    pub(super) of_group: Vec<Class>,
}

/// Ratings of one slot in one group: Σ(w − w₀), Σ(w − w₀)² and their number; together, for they are met together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct SlotSum {
    sums: [f64; 2],
    n: u64,
}

impl SlotSum {
    #[inline]
    fn add(&mut self, deviation: f64, square: f64) {
        self.sums = [self.sums[0] + deviation, self.sums[1] + square];
        self.n += 1;
    }
}

/// Sums while the rows are read.
struct Reading {
    of_group: Vec<GroupSums>,
    /// Per group × slot.
    sums: Vec<SlotSum>,
    ratings: Vec<Rating>,
}

impl<'a> Moments<'a> {
    /// Sums the ratings under `weight`, one per row.
    ///
    /// # Errors
    /// A weight that is negative or not finite, unequal numbers of rows, more sums than memory should be spent on.
    pub fn new(battery: &'a Battery, groups: &'a Groups, weight: &[f64]) -> Result<Moments<'a>, BatteryError> {
        let rows = battery.rows();
        for (column, found) in [groups.of_row.len(), weight.len()].into_iter().enumerate() {
            if found != rows {
                return Err(BatteryError::Rows { column, found, rows });
            }
        }
        let (pairs, most) = (battery.slots(), MOST_SUMS);
        let size = pairs.saturating_mul(groups.len());
        if size > most {
            let groups = groups.len();
            return Err(BatteryError::TooManySums { groups, pairs, most });
        }
        let mut reading = Reading {
            of_group: vec![GroupSums::default(); groups.len()],
            sums: vec![SlotSum::default(); size],
            ratings: vec![Rating::default(); if battery.factor().is_some() { size } else { 0 }],
        };
        match battery.factor() {
            None => reading.weights(battery, groups, weight)?,
            Some(factor) => reading.rating_weights(battery, groups, weight, factor)?,
        }
        Ok(Moments {
            battery,
            groups,
            classes: reading.classes(battery),
            ratings: reading.ratings,
            of_group: reading.of_group.iter().map(GroupSums::class).collect(),
        })
    }

    /// Whether ratings have factors of their own, so that u ≠ w.
    pub(super) fn has_factors(&self) -> bool {
        !self.ratings.is_empty()
    }

    /// Classes of a group by an item: one per code, the last did not rate it.
    pub(super) fn classes(&self, group: usize, item: usize) -> &[Class] {
        let width = self.battery.codes().len() + 1;
        &self.classes[(group * self.battery.items() + item) * width..][..width]
    }

    /// Σu of an item's code in a group.
    pub(super) fn sum(&self, group: usize, item: usize, code: usize) -> f64 {
        self.rating(group, item, code)
            .map_or_else(|| self.classes(group, item)[code].sum(), |r| r.sum)
    }

    /// Σu² of an item's code in a group.
    pub(super) fn squares(&self, group: usize, item: usize, code: usize) -> f64 {
        self.rating(group, item, code)
            .map_or_else(|| self.classes(group, item)[code].squares(), |r| r.squares)
    }

    /// Σuw of an item's code in a group.
    pub(super) fn cross(&self, group: usize, item: usize, code: usize) -> f64 {
        self.rating(group, item, code)
            .map_or_else(|| self.classes(group, item)[code].squares(), |r| r.cross)
    }

    fn rating(&self, group: usize, item: usize, code: usize) -> Option<&Rating> {
        let slot = item * self.battery.codes().len() + code;
        self.ratings.get(group * self.battery.slots() + slot)
    }
}

impl Reading {
    fn weights(&mut self, battery: &Battery, groups: &Groups, weight: &[f64]) -> Result<(), BatteryError> {
        let (slots, slot) = (battery.slots(), battery.slot());
        let bounds = battery.start().windows(2);
        for (row, ((w, group), bounds)) in weight.iter().zip(&groups.of_row).zip(bounds).enumerate() {
            let group = *group as usize;
            let Some(deviation) = self.of_group[group].add(*w, row)? else {
                continue;
            };
            let square = deviation * deviation;
            let sums = &mut self.sums[group * slots..(group + 1) * slots];
            for slot in &slot[bounds[0] as usize..bounds[1] as usize] {
                sums[usize::from(*slot)].add(deviation, square);
            }
        }
        Ok(())
    }

    fn rating_weights(
        &mut self,
        battery: &Battery,
        groups: &Groups,
        weight: &[f64],
        factor: &[f64],
    ) -> Result<(), BatteryError> {
        self.weights(battery, groups, weight)?;
        let bounds = battery.start().windows(2);
        for ((w, group), bounds) in weight.iter().zip(&groups.of_row).zip(bounds) {
            let own = bounds[0] as usize..bounds[1] as usize;
            for (slot, factor) in battery.slot()[own.clone()].iter().zip(&factor[own]) {
                let rating = &mut self.ratings[*group as usize * battery.slots() + usize::from(*slot)];
                let u = w * factor;
                rating.sum += u;
                rating.squares += u * u;
                rating.cross += u * w;
            }
        }
        Ok(())
    }

    fn classes(&self, battery: &Battery) -> Vec<Class> {
        let (codes, mut classes) = (battery.codes().len(), Vec::new());
        classes.reserve_exact(self.of_group.len() * battery.items() * (codes + 1));
        for (group, total) in self.of_group.iter().enumerate() {
            for item in 0..battery.items() {
                let from = group * battery.slots() + item * codes;
                let (mut n, mut rest) = (total.n, [total.first, total.second]);
                for SlotSum { n: own, sums } in &self.sums[from..from + codes] {
                    classes.push(class(*own, total.reference, *sums));
                    n -= own;
                    rest = [rest[0] - sums[0], rest[1] - sums[1]];
                }
                classes.push(class(n, total.reference, rest));
            }
        }
        classes
    }
}

impl GroupSums {
    /// Takes in a row's weight; its deviation from the reference, `None` for weight 0.
    #[inline]
    fn add(&mut self, weight: f64, row: usize) -> Result<Option<f64>, BatteryError> {
        // Also false for what is not a number.
        if !(weight > 0.0 && weight <= f64::MAX) {
            let zero = weight.abs() <= 0.0;
            return if zero {
                Ok(None)
            } else {
                Err(BatteryError::BadWeight { row, weight })
            };
        }
        if self.n == 0 {
            self.reference = weight;
        }
        let deviation = weight - self.reference;
        self.n += 1;
        self.first += deviation;
        self.second += deviation * deviation;
        Ok(Some(deviation))
    }

    fn class(&self) -> Class {
        class(self.n, self.reference, [self.first, self.second])
    }
}

impl Class {
    /// Σw.
    pub(super) fn sum(&self) -> f64 {
        self.n * self.mean
    }

    /// Σw².
    pub(super) fn squares(&self) -> f64 {
        self.spread + self.n * self.mean * self.mean
    }

    /// Σ(a·w − centre)², free of cancellation.
    pub(super) fn deviations(&self, a: f64, centre: f64) -> f64 {
        let away = a * self.mean - centre;
        a * a * self.spread + self.n * away * away
    }
}

fn class(n: u64, reference: f64, [first, second]: [f64; 2]) -> Class {
    if n == 0 {
        return Class::default();
    }
    let n = n as f64;
    Class {
        n,
        mean: reference + first / n,
        spread: (second - first * (first / n)).max(0.0),
    }
}
