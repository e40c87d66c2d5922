//! Plain loops for replicates of all weighting steps: draw, sum per cell, all steps on 144 cells, sum the ratings.

use crate::data::{AGES, CELLS, DISTRICTS, Data, SEXES};
use crate::floor::{iterate, rated};
use crate::issued::{BAND, Issued, SEED};
use rand::Rng;
use rand::rand_core::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sha2::{Digest, Sha256};

const NOBODY: u8 = u8::MAX;

/// What is known before the first replicate.
pub struct Known {
    /// First place of each district's units among the draws.
    first: [usize; DISTRICTS],
    /// Place of each unit among the draws, its class, its cell (`NOBODY` did not answer).
    place: Vec<u32>,
    class: Vec<u8>,
    cell: Vec<u8>,
    /// Cells of the respondents alone.
    answered: Vec<u8>,
}

impl Known {
    pub fn new(issued: &Issued, cells: &[u8]) -> Known {
        let mut first = [0; DISTRICTS];
        for h in 1..DISTRICTS {
            first[h] = first[h - 1] + issued.size[h - 1] as usize;
        }
        let mut next = first;
        let place = |h: &u32| {
            next[*h as usize] += 1;
            next[*h as usize] as u32 - 1
        };
        let cell = |row: &Option<u32>| row.map_or(NOBODY, |row| cells[row as usize]);
        Known {
            first,
            place: issued.district.iter().map(place).collect(),
            class: issued.classes().map(|class| class as u8).collect(),
            cell: issued.respondent.iter().map(cell).collect(),
            answered: cells.to_vec(),
        }
    }
}

/// Rates of all items in every replicate.
pub fn repeated(data: &Data, issued: &Issued, known: &Known, replicates: usize) -> Vec<Vec<f64>> {
    let (mut times, mut weight) = (vec![0u8; issued.base.len()], vec![0.0; data.base.len()]);
    let lift: Vec<f64> = issued.size.iter().map(|n| *n as f64 / (*n as f64 - 1.0)).collect();
    let mut rates = Vec::new();
    for replicate in 0..replicates {
        draw(replicate, &issued.size, &known.first, &mut times);
        let (mut sums, mut drawn, mut silent) = ([0.0; CELLS], [0u32; CELLS], [0.0; DISTRICTS * AGES]);
        let mut row = 0;
        for (unit, base) in issued.base.iter().enumerate() {
            let (times, class) = (times[known.place[unit] as usize], usize::from(known.class[unit]));
            let w = base * f64::from(times) * lift[class / AGES];
            match known.cell[unit] {
                NOBODY => silent[class] += w,
                cell => {
                    sums[usize::from(cell)] += w;
                    drawn[usize::from(cell)] += u32::from(times > 0);
                    weight[row] = w;
                    row += 1;
                }
            }
        }
        let factor = steps(data, &sums, &drawn, &silent);
        rates.push(rated(data, &weight, &known.answered, &factor));
    }
    rates
}

/// n − 1 draws with replacement in each district.
fn draw(replicate: usize, size: &[u64], first: &[usize], times: &mut [u8]) {
    let mut hash = Sha256::new();
    hash.update((SEED.len() as u64).to_be_bytes());
    hash.update(SEED.as_bytes());
    hash.update((replicate as u64 + 1).to_be_bytes());
    let mut rng = ChaCha20Rng::from_seed(hash.finalize().into());
    times.fill(0);
    for (n, first) in size.iter().zip(first) {
        let (n, surplus) = (*n as u32, (*n as u32).wrapping_neg() % *n as u32);
        let times = &mut times[*first..*first + n as usize];
        for _ in 1..n {
            let product = loop {
                let product = u64::from(rng.next_u32()) * u64::from(n);
                if product as u32 >= surplus {
                    break product;
                }
            };
            times[(product >> 32) as usize] += 1;
        }
    }
}

/// Factor of each cell after nonresponse, raking, trimming and raking again.
fn steps(data: &Data, sums: &[f64; CELLS], drawn: &[u32; CELLS], silent: &[f64; DISTRICTS * AGES]) -> [f64; CELLS] {
    let mut factor = [0.0; CELLS];
    for (class, silent) in silent.iter().enumerate() {
        let cells = class * SEXES..(class + 1) * SEXES;
        let answered: f64 = sums[cells.clone()].iter().sum();
        factor[cells].fill((answered + silent) / answered);
    }
    rake(data, sums, &mut factor);
    let middle = median(&factor, drawn);
    factor
        .iter_mut()
        .for_each(|f| *f = f.clamp(BAND[0] * middle, BAND[1] * middle));
    rake(data, sums, &mut factor);
    factor
}

fn rake(data: &Data, sums: &[f64; CELLS], factor: &mut [f64; CELLS]) {
    let before: [f64; CELLS] = std::array::from_fn(|cell| sums[cell] * factor[cell]);
    let raked = iterate(data, &before);
    factor.iter_mut().zip(raked).for_each(|(f, raked)| *f *= raked);
}

/// The median over the respondents that were drawn.
fn median(factor: &[f64; CELLS], drawn: &[u32; CELLS]) -> f64 {
    let mut order: Vec<usize> = (0..CELLS).collect();
    order.sort_by(|a, b| factor[*a].total_cmp(&factor[*b]));
    let all: u32 = drawn.iter().sum();
    let at = |place: u32| {
        let mut upto = 0;
        let found = order.iter().find(|cell| {
            upto += drawn[**cell];
            upto > place
        });
        factor[*found.expect("the place is below the number of respondents")]
    };
    (at(all / 2) + at((all - 1) / 2)) / 2.0
}
