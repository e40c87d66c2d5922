//! All items of a battery under many replicate weights: the ratings are read once for several replicates (D9, D16).

use super::Battery;

/// Replicates that share one reading of the ratings.
pub const LANES: usize = 4;

/// Σu per item × code of one replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotSums {
    codes: usize,
    sums: Vec<f64>,
}

impl SlotSums {
    /// Mean of an item's values per code (`None`: outside the base); `None` where the base has no weight.
    pub fn mean(&self, item: usize, values: &[Option<f64>]) -> Option<f64> {
        let sums = &self.sums[item * self.codes..(item + 1) * self.codes];
        let known = || sums.iter().zip(values).filter_map(|(u, y)| y.map(|y| (u, y)));
        let below: f64 = known().map(|(u, _)| u).sum();
        let above: f64 = known().map(|(u, y)| u * y).sum();
        (below.abs() > 0.0).then(|| above / below)
    }
}

/// Sums of every replicate, in order of its number; `weigh(room, r, weights)` writes the row weights of replicate `r`.
///
/// `room` is made once per thread and used again: nothing has to be allocated for a replicate.
///
/// A replicate that cannot be weighted keeps its error. Replicates are shared out among `threads`; each is summed by
/// one thread in row order, so the bits of the result depend neither on that number nor on who is summed together.
pub fn replicate<R, E: Send>(
    battery: &Battery,
    replicates: usize,
    threads: usize,
    room: impl Fn() -> R + Sync,
    weigh: impl Fn(&mut R, usize, &mut [f64]) -> Result<(), E> + Sync,
) -> Vec<Result<SlotSums, E>> {
    let threads = threads.clamp(1, replicates.div_ceil(LANES).max(1));
    let work = |thread: usize| {
        let mut weights = vec![vec![0.0; battery.rows()]; LANES.min(replicates)];
        let mut room = room();
        let mut done = Vec::new();
        for first in (thread * LANES..replicates).step_by(threads * LANES) {
            let many = LANES.min(replicates - first);
            done.push((
                first,
                block(battery, first, &mut weights[..many], |r, w| weigh(&mut room, r, w)),
            ));
        }
        done
    };
    let mut blocks: Vec<(usize, Vec<Result<SlotSums, E>>)> = if threads == 1 {
        work(0)
    } else {
        std::thread::scope(|scope| {
            let work = &work;
            let running: Vec<_> = (0..threads).map(|t| scope.spawn(move || work(t))).collect();
            let join = |t: std::thread::ScopedJoinHandle<'_, _>| match t.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            running.into_iter().flat_map(join).collect()
        })
    };
    blocks.sort_by_key(|(first, _)| *first);
    blocks.into_iter().flat_map(|(_, sums)| sums).collect()
}

fn block<E>(
    battery: &Battery,
    first: usize,
    weights: &mut [Vec<f64>],
    mut weigh: impl FnMut(usize, &mut [f64]) -> Result<(), E>,
) -> Vec<Result<SlotSums, E>> {
    let number = first..first + weights.len();
    let weighed: Vec<Result<(), E>> = number.zip(weights.iter_mut()).map(|(r, w)| weigh(r, w)).collect();
    let sums = sums(battery, weights);
    weighed
        .into_iter()
        .zip(sums)
        .map(|(done, sums)| done.map(|()| sums))
        .collect()
}

/// Σu of every item × code under several replicates' weights, [`LANES`] of them in one reading.
pub fn sums(battery: &Battery, weights: &[Vec<f64>]) -> Vec<SlotSums> {
    let some = |weights: &[Vec<f64>]| match weights.len() {
        LANES => lanes(battery, weights),
        _ => one_by_one(battery, weights),
    };
    weights.chunks(LANES).flat_map(some).collect()
}

/// Sums of `LANES` replicates in one reading.
fn lanes(battery: &Battery, weights: &[Vec<f64>]) -> Vec<SlotSums> {
    let mut sums = vec![[0.0; LANES]; battery.slots()];
    for (row, own) in battery.by_row().enumerate() {
        let w: [f64; LANES] = std::array::from_fn(|lane| weights[lane][row]);
        if w.iter().all(|w| w.abs() <= 0.0) {
            continue;
        }
        own.iter().for_each(|slot| add(&mut sums[usize::from(*slot)], w));
    }
    let of_lane = |lane: usize| SlotSums {
        codes: battery.codes().len(),
        sums: sums.iter().map(|s| s[lane]).collect(),
    };
    (0..LANES).map(of_lane).collect()
}

#[inline]
fn add(sums: &mut [f64; LANES], w: [f64; LANES]) {
    for lane in 0..LANES {
        sums[lane] += w[lane];
    }
}

/// The few replicates that do not fill the lanes: the same sums, one replicate a reading.
fn one_by_one(battery: &Battery, weights: &[Vec<f64>]) -> Vec<SlotSums> {
    let sum = |weight: &Vec<f64>| {
        let mut sums = vec![0.0; battery.slots()];
        for (own, w) in battery.by_row().zip(weight).filter(|(_, w)| w.abs() > 0.0) {
            own.iter().for_each(|slot| sums[usize::from(*slot)] += w);
        }
        let codes = battery.codes().len();
        SlotSums { codes, sums }
    };
    weights.iter().map(sum).collect()
}
