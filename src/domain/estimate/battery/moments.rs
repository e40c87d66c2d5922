//! One pass over the ratings: per item × code × group the number, sum and spread of the weights.

use super::{Battery, BatteryError, Groups};

/// Sums that fit in a few hundred megabytes.
const MOST_SUMS: usize = 1 << 23;

/// Weights of some rows of one group: their number, w̄ and Σ(w − w̄)².
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Class {
    /// Their number.
    pub n: f64,
    /// w̄.
    pub mean: f64,
    /// Σ(w − w̄)².
    pub spread: f64,
}

/// What every estimate of a battery is computed from; rows with weight 0 are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments<'a> {
    /// The ratings.
    pub(super) battery: &'a Battery,
    /// What rows are sorted by.
    pub(super) groups: &'a Groups<'a>,
    /// Per item × group: the raters of each code, then those who did not rate the item.
    classes: Vec<Class>,
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

/// Sums while the rows are read; they are of deviations from a reference, so that equal weights have no spread.
struct Reading {
    /// The first positive weight w₀ of each group.
    reference: Vec<f64>,
    /// All rows of each group with a positive weight.
    of_group: Vec<SlotSum>,
    /// Per group × slot.
    sums: Vec<SlotSum>,
}

impl<'a> Moments<'a> {
    /// Sums the ratings under `weight`, one per row.
    ///
    /// # Errors
    /// A weight that is negative or not finite, unequal numbers of rows, more sums than memory should be spent on.
    pub fn new(battery: &'a Battery, groups: &'a Groups<'a>, weight: &[f64]) -> Result<Moments<'a>, BatteryError> {
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
            reference: references(groups, weight)?,
            of_group: vec![SlotSum::default(); groups.len()],
            sums: vec![SlotSum::default(); size],
        };
        reading.weights(battery, groups, weight);
        Ok(Moments {
            battery,
            groups,
            classes: reading.classes(battery),
            of_group: reading.groups().collect(),
        })
    }

    /// Classes of every group by an item, in the groups' order: one per code, the last did not rate it.
    pub(super) fn item(&self, item: usize) -> impl Iterator<Item = &[Class]> {
        let width = self.battery.codes().len() + 1;
        let size = self.groups.len() * width;
        self.classes[item * size..][..size].chunks_exact(width)
    }
}

impl Reading {
    fn weights(&mut self, battery: &Battery, groups: &Groups, weight: &[f64]) {
        let slots = battery.slots();
        for ((w, group), own) in weight.iter().zip(groups.of_row.iter()).zip(battery.by_row()) {
            if *w <= 0.0 {
                continue;
            }
            let group = *group as usize;
            let deviation = w - self.reference[group];
            let square = deviation * deviation;
            self.of_group[group].add(deviation, square);
            let sums = &mut self.sums[group * slots..(group + 1) * slots];
            for slot in own {
                sums[usize::from(*slot)].add(deviation, square);
            }
        }
    }

    fn groups(&self) -> impl Iterator<Item = Class> {
        let all = self.of_group.iter().zip(&self.reference);
        all.map(|(total, reference)| class(total.n, *reference, total.sums))
    }

    fn classes(&self, battery: &Battery) -> Vec<Class> {
        let (codes, mut classes) = (battery.codes().len(), Vec::new());
        classes.reserve_exact(self.of_group.len() * battery.items() * (codes + 1));
        for item in 0..battery.items() {
            for (group, (total, reference)) in self.of_group.iter().zip(&self.reference).enumerate() {
                let from = group * battery.slots() + item * codes;
                let (mut n, mut rest) = (total.n, total.sums);
                for SlotSum { n: own, sums } in &self.sums[from..from + codes] {
                    classes.push(class(*own, *reference, *sums));
                    n -= own;
                    rest = [rest[0] - sums[0], rest[1] - sums[1]];
                }
                classes.push(class(n, *reference, rest));
            }
        }
        classes
    }
}

/// The first positive weight of each group; refuses what is not a weight.
fn references(groups: &Groups, weight: &[f64]) -> Result<Vec<f64>, BatteryError> {
    let sound = |w: &f64| (*w >= 0.0) & (*w <= f64::MAX);
    if !weight.iter().fold(true, |all, w| all & sound(w)) {
        let row = weight.iter().position(|w| !sound(w));
        let row = row.expect("a weight was found to be unsound");
        let weight = weight[row];
        return Err(BatteryError::BadWeight { row, weight });
    }
    let (mut reference, mut left) = (vec![0.0; groups.len()], groups.len());
    for (w, group) in weight.iter().zip(groups.of_row.iter()) {
        let first = &mut reference[*group as usize];
        if *first <= 0.0 && *w > 0.0 {
            (*first, left) = (*w, left - 1);
            if left == 0 {
                break;
            }
        }
    }
    Ok(reference)
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
