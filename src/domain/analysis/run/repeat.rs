//! Everything estimated again in every replicate, replicates shared out among threads.

use super::again;
use super::coded::{Mean, Means};
use super::methods::{How, Method, Replicates};
use super::order::in_order;
use super::progress::Progress;
use super::splits::Kept;
use super::targets::{Target, label};
use super::weigh::Weighted;
use crate::domain::analysis::spec::RunSpec;
use crate::domain::estimate::battery::{self, Battery, LANES, SlotSums};
use crate::domain::weight::plan::{PlanError, Replicator, Scratch};
use std::sync::Mutex;

/// What is estimated again in every replicate.
pub struct Repeated<'t> {
    /// Its label.
    pub label: String,
    /// How.
    pub again: Again<'t>,
}

/// How θ_r − θ follows from a replicate's weights.
pub enum Again<'t> {
    /// From the members, one by one; beside them θ, and what its rounding leaves of θ − θ, which offsets of 10⁹ make large.
    Members(&'t Target<'t>, f64, f64),
    /// A mean of a coded item: place of the item, y − θ per code.
    Coded(usize, Vec<Option<f64>>),
}

/// A deviation below this share of the largest is rounding.
const ROUNDING: f64 = 1e-14;

/// Room that a thread uses again and again.
#[derive(Default)]
struct Room {
    scratch: Scratch,
    /// Weights of all rows, where only some are analysed.
    whole: Vec<f64>,
    weights: Vec<Vec<f64>>,
}

type Moved = Vec<Option<f64>>;

impl Replicates {
    /// Estimates everything again; `battery` is what coded means are sums of.
    pub fn repeat(
        &mut self,
        weighted: &Weighted,
        repeated: &[Repeated],
        battery: Option<&Battery>,
        threads: usize,
        mut tick: impl FnMut(),
    ) {
        let count = self.set.count();
        let replicator = self.repeat.then(|| Replicator::new(&weighted.plan, &weighted.base));
        let rooms: Mutex<Vec<Room>> = Mutex::new(Vec::new());
        // Replicates that share a reading of the battery are always the same ones.
        let block = |number: usize| {
            let mut room = taken(&rooms).unwrap_or_default();
            let of = number * LANES..count.min((number + 1) * LANES);
            let found = self.block(of, weighted, replicator.as_ref(), repeated, battery, &mut room);
            give_back(&rooms, room);
            found
        };
        let told = |found: &Vec<Result<Moved, PlanError>>| found.iter().for_each(|_| tick());
        let all = in_order(threads, count.div_ceil(LANES), block, told);
        let mut of_label: Vec<Moved> = vec![vec![None; count]; repeated.len()];
        for (r, found) in all.into_iter().flatten().enumerate() {
            match found {
                Err(why) => self.failed.push((r as u64 + 1, why)),
                Ok(moved) => (of_label.iter_mut().zip(moved)).for_each(|(all, moved)| all[r] = moved),
            }
        }
        let labels = repeated.iter().map(|one| one.label.clone());
        self.moved.extend(labels.zip(of_label));
    }

    fn block(
        &self,
        of: std::ops::Range<usize>,
        weighted: &Weighted,
        replicator: Option<&Replicator>,
        repeated: &[Repeated],
        battery: Option<&Battery>,
        room: &mut Room,
    ) -> Vec<Result<Moved, PlanError>> {
        room.weights.resize_with(of.len(), Vec::new);
        let mut weights = std::mem::take(&mut room.weights);
        let weighed: Vec<Result<(), PlanError>> = (of.zip(&mut weights))
            .map(|(r, weight)| self.weigh(r, weighted, replicator, room, weight))
            .collect();
        let sums = battery.map(|battery| battery::sums(battery, &weights));
        let moved = |lane: usize| {
            let sums = sums.as_ref().map(|sums| &sums[lane]);
            repeated.iter().map(|one| one.moved(&weights[lane], sums)).collect()
        };
        let results = weighed.into_iter().enumerate();
        let results = results.map(|(lane, done)| done.map(|()| moved(lane))).collect();
        room.weights = weights;
        results
    }

    /// Weights of the analysed rows in replicate `r`.
    fn weigh(
        &self,
        r: usize,
        weighted: &Weighted,
        replicator: Option<&Replicator>,
        room: &mut Room,
        out: &mut Vec<f64>,
    ) -> Result<(), PlanError> {
        let Room { scratch, whole, .. } = room;
        let all = match &weighted.analysed {
            None => &mut *out,
            Some(_) => &mut *whole,
        };
        all.resize(self.set.rows, 0.0);
        let done = match replicator {
            Some(replicator) => {
                self.set.multiplier(r, all);
                replicator.weigh(all, scratch)
            }
            None => {
                self.set.weights(r, weighted.last(), all);
                Ok(())
            }
        };
        if done.is_err() {
            // Sums of a replicate that failed are made too, of nothing, and dropped.
            all.fill(0.0);
        }
        if let Some(rows) = &weighted.analysed {
            out.clear();
            out.extend(rows.iter().map(|row| whole[*row as usize]));
        }
        done
    }
}

impl Repeated<'_> {
    fn moved(&self, weights: &[f64], sums: Option<&SlotSums>) -> Option<f64> {
        match &self.again {
            Again::Members(target, value, rest) => Some(again::moved(target, *value, weights)? - rest),
            Again::Coded(item, away) => {
                let moved = sums?.mean(*item, away)?;
                let most = away.iter().flatten().fold(0.0, |most: f64, away| most.max(away.abs()));
                // What rounding left of 0, as where the item is what was raked.
                Some(if moved.abs() <= ROUNDING * most { 0.0 } else { moved })
            }
        }
    }
}

fn taken(rooms: &Mutex<Vec<Room>>) -> Option<Room> {
    rooms.lock().ok()?.pop()
}

fn give_back(rooms: &Mutex<Vec<Room>>, room: Room) {
    if let Ok(mut rooms) = rooms.lock() {
        rooms.push(room);
    }
}

/// Estimates everything again by every replicate set of a run.
pub fn all(
    run: &RunSpec,
    methods: &mut [Method],
    weighted: &Weighted,
    weight: &[f64],
    (kept, means): (&Kept, Option<&Means>),
    threads: usize,
    progress: &mut dyn Progress,
) {
    for method in methods {
        let How::Replicates(replicates) = &mut method.how else {
            continue;
        };
        let members = kept
            .iter()
            .flatten()
            .flatten()
            .filter_map(|target| of_members(target, weight));
        let coded = means
            .into_iter()
            .flat_map(|means| means.plan.all().filter_map(|mean| of_mean(mean, means)));
        let repeated: Vec<Repeated> = members.chain(coded).collect();
        progress.begin(&run.name, &method.name, replicates.set.count() as u64);
        let battery = means.map(|means| means.plan.battery());
        replicates.repeat(weighted, &repeated, battery, threads, || progress.tick());
    }
}

fn of_members<'t>(target: &'t Target, weight: &[f64]) -> Option<Repeated<'t>> {
    let value = again::value(target, weight)?;
    Some(Repeated {
        label: target.label(),
        again: Again::Members(target, value, again::moved(target, value, weight)?),
    })
}

fn of_mean<'t>(mean: &Mean, means: &Means) -> Option<Repeated<'t>> {
    let value = means.errors.estimate(&mean.wanted()).ok()?.estimate?;
    let away = mean.values.iter().map(|y| y.map(|y| y - value)).collect();
    Some(Repeated {
        label: label(&mean.entry.name, &mean.parts),
        again: Again::Coded(mean.item, away),
    })
}
