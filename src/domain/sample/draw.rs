//! The draw: from a seed and a frame to the main sample and its reserve, the same on every machine.

use super::Frame;
use crate::domain::data::Fraction;
use crate::domain::definition::AudienceId;
use crate::domain::random::{shuffle, stream};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was drawn for one audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Main sample and reserve: by stratum, then in drawn order.
    pub units: Vec<SampledUnit>,
    /// Stratum by stratum.
    pub strata: Vec<StratumDraw>,
}

/// One drawn unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampledUnit {
    /// Its id in the frame.
    pub unit_id: String,
    /// Its stratum.
    pub stratum: String,
    /// Place in the drawn order of its stratum, from 1.
    pub place: u64,
    /// 0 for the main sample, then the batch of the reserve, from 1.
    pub batch: u32,
}

/// What was drawn from one stratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StratumDraw {
    /// Which.
    pub stratum: String,
    /// Units in the frame, N_h.
    pub frame: u64,
    /// Units of the main sample, n_h.
    pub main: u64,
    /// Units of the reserve.
    pub reserve: u64,
    /// Units of one batch of the reserve (the last may be smaller): a tenth of the main sample, rounded up.
    pub batch_size: u64,
    /// n_h / N_h while only the main sample is issued; `None` where nothing is drawn.
    pub inclusion: Option<Fraction>,
}

impl StratumDraw {
    /// What a draw of `size` units from a stratum of `count` units gives: counts only, known before anything is drawn.
    pub fn planned(stratum: &str, count: u64, size: u64, reserve_share: f64) -> StratumDraw {
        let main = size.min(count);
        StratumDraw {
            stratum: stratum.to_owned(),
            frame: count,
            main,
            reserve: reserve_size(main, reserve_share).min(count - main),
            batch_size: main.div_ceil(10).max(1),
            inclusion: inclusion(main, count),
        }
    }
}

/// Draws `sizes` (units per stratum, as [`super::allocate()`] gives) by simple random sampling within strata.
///
/// A stratum's units, sorted by unit id, are shuffled by the stream of (seed, `barometer/sample/1`, audience, stratum)
/// of [`crate::domain::random`]: the first n_h are the main sample, the next ⌈n_h · reserve_share⌉ the reserve. So no
/// stratum's draw depends on another's, nor on the order of the file. A size beyond the stratum takes all of it.
pub fn draw(
    frame: &Frame,
    sizes: &BTreeMap<String, u64>,
    reserve_share: f64,
    audience: &AudienceId,
    seed: &[u8; 32],
) -> Sample {
    let mut sample = Sample {
        units: Vec::new(),
        strata: Vec::new(),
    };
    let mut strata = sorted_ids(frame);
    for (stratum, &count) in &frame.counts {
        let mut ids = strata.remove(stratum.as_str()).unwrap_or_default();
        shuffle(
            &mut stream(seed, &["barometer/sample/1", &audience.0, stratum]),
            &mut ids,
        );
        let draw = StratumDraw::planned(stratum, count, sizes.get(stratum).copied().unwrap_or(0), reserve_share);
        sample.units.extend(taken(&draw, &ids));
        sample.strata.push(draw);
    }
    sample
}

/// Every stratum's unit ids, sorted.
fn sorted_ids(frame: &Frame) -> BTreeMap<&str, Vec<&str>> {
    let mut strata: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for unit in &frame.units {
        strata.entry(&unit.stratum).or_default().push(&unit.unit_id);
    }
    strata.values_mut().for_each(|ids| ids.sort_unstable());
    strata
}

fn reserve_size(main: u64, share: f64) -> u64 {
    // 30 · 0.1 is 3, whatever the last bit says.
    (main as f64 * share - 1e-9).ceil().max(0.0) as u64
}

fn taken<'a>(draw: &'a StratumDraw, ids: &'a [&str]) -> impl Iterator<Item = SampledUnit> + 'a {
    let batch = |place: u64| match place.checked_sub(draw.main + 1) {
        None => 0,
        Some(in_reserve) => (in_reserve / draw.batch_size) as u32 + 1,
    };
    let drawn = ids.iter().zip(1..=draw.main + draw.reserve);
    drawn.map(move |(id, place)| SampledUnit {
        unit_id: id.to_string(),
        stratum: draw.stratum.clone(),
        place,
        batch: batch(place),
    })
}

/// The inclusion probability π = issued / N of a stratum's units; `None` where nothing was issued or more than N.
pub fn inclusion(issued: u64, frame: u64) -> Option<Fraction> {
    Fraction::new(issued, frame)
}
