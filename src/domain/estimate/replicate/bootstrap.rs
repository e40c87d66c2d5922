//! Rao and Wu's rescaled bootstrap, its draws made anew whenever a replicate is asked for.

use super::{Lonely, Method, Recipe, ReplicateError, ReplicateSet, Units, checked_fractions, without_adjust};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sha2::{Digest, Sha256};

/// A bootstrap whose draws are made anew whenever a replicate is asked for.
#[derive(Debug, Clone)]
pub(super) struct Bootstrap {
    units: Units,
    seed: String,
    /// √(1 − f_h) per stratum.
    shrink: Vec<f64>,
}

impl Bootstrap {
    /// Replicate `r`, counted from 0; its stream belongs to the number r + 1.
    pub(super) fn multiplier(&self, r: usize, out: &mut [f64]) {
        let drawn = self.draws(stream(&self.seed, r as u64 + 1));
        let expansion = self.units.expansions();
        let raised = |h: usize, t: u32| match (expansion[h], self.shrink[h]) {
            // A unit alone in its stratum stays as it is.
            (None, _) => 1.0,
            (Some(expansion), s) if s >= 1.0 => expansion * f64::from(t),
            (Some(expansion), s) => (1.0 - s) + s * (expansion * f64::from(t)),
        };
        for h in (0..self.shrink.len()).filter(|_| self.units.are_the_rows()) {
            let own = self.units.range(h);
            let pairs = out[own.clone()].iter_mut().zip(&drawn[own]);
            pairs.for_each(|(out, t)| *out = raised(h, *t));
        }
        if !self.units.are_the_rows() {
            for (row, out) in out.iter_mut().enumerate() {
                let unit = self.units.unit(row);
                *out = raised(self.units.stratum_of_unit(unit), drawn[unit]);
            }
        }
    }

    /// How often each unit is drawn.
    fn draws(&self, rng: ChaCha20Rng) -> Vec<u32> {
        let (mut words, mut drawn) = (Words::new(rng), vec![0; self.units.len()]);
        for h in 0..self.shrink.len() {
            draw(&mut words, &mut drawn[self.units.range(h)]);
        }
        drawn
    }
}

/// Words of a stream in the order they come, fetched a block at a time.
struct Words {
    rng: ChaCha20Rng,
    block: [u8; Words::BYTES],
    next: usize,
}

impl Words {
    const BYTES: usize = 4096;

    fn new(rng: ChaCha20Rng) -> Words {
        let (block, next) = ([0; Words::BYTES], Words::BYTES);
        Words { rng, block, next }
    }

    #[inline]
    fn next(&mut self) -> u32 {
        if self.next == Words::BYTES {
            self.rng.fill_bytes(&mut self.block);
            self.next = 0;
        }
        let at = self.next;
        self.next += 4;
        u32::from_le_bytes([
            self.block[at],
            self.block[at + 1],
            self.block[at + 2],
            self.block[at + 3],
        ])
    }
}

/// Counts n − 1 draws with replacement of the n places.
///
/// A draw is the first 32-bit word x of the stream for which the lower half of x·n is at least 2³² mod n; the place is
/// the upper half. No place is favoured, and anyone can repeat it.
fn draw(words: &mut Words, places: &mut [u32]) {
    let n = places.len() as u32;
    let surplus = n.wrapping_neg() % n;
    for _ in 1..n {
        let product = loop {
            let product = u64::from(words.next()) * u64::from(n);
            if product as u32 >= surplus {
                break product;
            }
        };
        places[(product >> 32) as usize] += 1;
    }
}

/// ChaCha20 under SHA-256 of the seed's length in bytes (8 bytes, most significant first), the seed, and the
/// replicate's number from 1 (8 bytes likewise).
fn stream(seed: &str, number: u64) -> ChaCha20Rng {
    let mut hash = Sha256::new();
    hash.update((seed.len() as u64).to_be_bytes());
    hash.update(seed.as_bytes());
    hash.update(number.to_be_bytes());
    ChaCha20Rng::from_seed(hash.finalize().into())
}

/// Rao–Wu rescaled bootstrap of `count` replicates: n_h − 1 units drawn with replacement in each stratum, multiplier
/// n_h/(n_h − 1) times the number of draws t; s = 1/B.
///
/// With `fraction[h]` = f_h (Rao and Wu 1988, drawn without replacement) the multiplier is
/// 1 − √(1 − f_h) + √(1 − f_h) n_h/(n_h − 1) t, which is never negative. Every replicate has a stream of its own, so a
/// longer run begins with the replicates of a shorter one.
///
/// # Errors
/// Fewer than two replicates; a lonely stratum under `fail` or `adjust`; only lonely strata; a fraction outside 0..=1.
pub fn bootstrap(
    units: Units,
    count: usize,
    seed: &str,
    fraction: Option<&[f64]>,
    rule: Lonely,
) -> Result<ReplicateSet, ReplicateError> {
    if count < 2 {
        return Err(ReplicateError::TooFew { found: count, least: 2 });
    }
    let fraction = checked_fractions(&units, fraction)?;
    let f = |h: usize| fraction.map_or(0.0, |f| f[h]);
    let (labels, factor) = without_adjust("bootstrap", &units, rule, |h| f(h) >= 1.0)?;
    let shrink = (0..units.strata()).map(|h| (1.0 - f(h)).sqrt()).collect();
    let (rows, seed) = (units.rows(), seed.to_owned());
    let recipe = Recipe::Bootstrap(Bootstrap { units, seed, shrink });
    let scale = vec![factor / count as f64; count];
    Ok(ReplicateSet::new(Method::Bootstrap, scale, rows, labels, recipe))
}
