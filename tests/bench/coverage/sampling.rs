//! The draw of a round's samples, stratum by stratum, so that it doesn't search the whole frame again for each.

use super::population::Crowd;
use anyhow::{Context, Result, ensure};
use barometer::domain::definition::{Audience, Survey};
use barometer::domain::random::derive;
use barometer::domain::sample::{Frame, Sample, allocate, draw};
use std::collections::BTreeMap;

/// A frame cut into its strata: the draw of a stratum depends on no other, and looks at its own units only this way.
pub struct Strata {
    counts: BTreeMap<String, u64>,
    frames: Vec<Frame>,
}

impl Strata {
    /// Cuts a frame.
    pub fn new(frame: &Frame) -> Strata {
        let one = |(stratum, count): (&String, &u64)| Frame {
            units: frame
                .units
                .iter()
                .filter(|unit| unit.stratum == *stratum)
                .cloned()
                .collect(),
            counts: BTreeMap::from([(stratum.clone(), *count)]),
            hash: frame.hash.clone(),
        };
        Strata {
            frames: frame.counts.iter().map(one).collect(),
            counts: frame.counts.clone(),
        }
    }
}

/// Draws one audience's sample of the round of this seed from these frames, which hold one stratum or all.
fn draw_all(audience: &Audience, counts: &BTreeMap<String, u64>, frames: &[Frame], seed: &[u8; 32]) -> Result<Sample> {
    let spec = audience.frame.as_ref().context("the audience has a frame")?;
    let sizes = allocate(spec, counts)?;
    let mut sample = Sample {
        units: Vec::new(),
        strata: Vec::new(),
    };
    for frame in frames {
        let part = draw(frame, &sizes, spec.reserve_share, &audience.id, &draw_seed(seed));
        sample.units.extend(part.units);
        sample.strata.extend(part.strata);
    }
    Ok(sample)
}

/// Cuts every audience's frame, and makes sure that the same sample is drawn from the parts as from the whole.
///
/// # Errors
/// A frame that cannot be read, an allocation that is refused, or samples that differ.
pub fn strata(survey: &Survey, crowds: &[Crowd]) -> Result<Vec<Strata>> {
    let one = |crowd: &Crowd| {
        let (audience, whole) = (crowd.audience(survey)?, crowd.frame(survey)?);
        let parts = Strata::new(&whole);
        let of_parts = draw_all(audience, &parts.counts, &parts.frames, &[0; 32])?;
        let of_whole = draw_all(audience, &parts.counts, &[whole], &[0; 32])?;
        ensure!(
            of_parts == of_whole,
            "{}: the draw of a stratum depends on others",
            crowd.plan.id
        );
        Ok(parts)
    };
    crowds.iter().map(one).collect()
}

/// Draws every audience's sample of the round of this seed.
///
/// # Errors
/// Where the plan doesn't fit the survey: an allocation that is refused, an audience without a frame.
pub fn issue(survey: &Survey, crowds: &[Crowd], strata: &[Strata], seed: &[u8; 32]) -> Result<Vec<Sample>> {
    let one = |(crowd, parts): (&Crowd, &Strata)| draw_all(crowd.audience(survey)?, &parts.counts, &parts.frames, seed);
    crowds.iter().zip(strata).map(one).collect()
}

/// The seed of the draw, derived from the round's as the stage does it.
pub fn draw_seed(seed: &[u8; 32]) -> [u8; 32] {
    derive(seed, &["barometer/draw/1"])
}
