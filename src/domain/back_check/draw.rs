//! Which interviews are asked again: a seeded draw per interviewer that anybody can repeat.
//!
//! Of an interviewer's n interviews ⌈n · share⌉ are checked, at least one, share being [`SHARE`] or, where calls are
//! monitored live, [`LIVE_SHARE`] (METHODOLOGY 5.2). What an earlier draw of the round took counts; the rest comes from
//! those that it left, sorted by sample number and shuffled by the stream of (seed, `barometer/back-check/1`, interviewer,
//! number of the draw) of [`crate::domain::random`].

use crate::domain::random::{shuffle, stream};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the interviews that is checked.
pub const SHARE: f64 = 0.10;
/// The same where calls are monitored live.
pub const LIVE_SHARE: f64 = 0.05;

/// Interviewer → sample numbers of the interviews.
pub type Interviews = BTreeMap<String, BTreeSet<u64>>;

/// What draw number `number` (from 1) takes beside what was `taken` before, by interviewer, in drawn order.
pub fn drawn(
    interviews: &Interviews,
    taken: &BTreeSet<u64>,
    live: bool,
    seed: &[u8; 32],
    number: u32,
) -> Vec<(String, u64)> {
    let share = if live { LIVE_SHARE } else { SHARE };
    let number = number.to_string();
    let mut all = Vec::new();
    for (interviewer, own) in interviews {
        // 30 · 0.1 is 3, whatever the last bit says.
        let wanted = (own.len() as f64 * share - 1e-9).ceil() as usize;
        let left = wanted.saturating_sub(own.intersection(taken).count());
        let mut open: Vec<u64> = own.difference(taken).copied().collect();
        shuffle(
            &mut stream(seed, &["barometer/back-check/1", interviewer, &number]),
            &mut open,
        );
        all.extend(
            open.into_iter()
                .take(left)
                .map(|sample_no| (interviewer.clone(), sample_no)),
        );
    }
    all
}
