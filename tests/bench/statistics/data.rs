//! Synthetic respondents: the same bits for the same number, in canonical order, held in memory.

use barometer::domain::weight::rake::Target;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

pub const DISTRICTS: usize = 18;
pub const AGES: usize = 4;
pub const SEXES: usize = 2;
/// All combinations of district, age and sex.
pub const CELLS: usize = DISTRICTS * AGES * SEXES;
pub const ITEMS: usize = 62;
/// Ratings that each respondent gives.
pub const RATED: usize = 10;
/// Codes in the order of the battery; the last is "don't know".
pub const CODES: [u8; 6] = [1, 2, 3, 4, 5, 9];
/// Not rated.
pub const MISSING: u8 = 0;

/// One sample with the population it is raked to.
pub struct Data {
    pub district: Vec<u32>,
    pub age: Vec<u32>,
    pub sex: Vec<u32>,
    /// The crossed margin 18 × 4.
    pub district_age: Vec<u32>,
    /// Weight before raking.
    pub base: Vec<f64>,
    /// Respondents per district, the strata.
    pub size: Vec<u64>,
    /// √(n_h/(n_h − 1)).
    pub scale: Vec<f64>,
    /// Totals of the four margins.
    pub targets: Vec<Target>,
    /// One column per item.
    pub columns: Vec<Vec<u8>>,
    /// The same ratings as the plain loops like them: item × codes + position of the code, `RATED` a row.
    pub slot: Vec<u16>,
}

impl Data {
    pub fn new(rows: usize, seed: u64) -> Data {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let population = population(&mut rng);
        let mut data = Data {
            district: Vec::with_capacity(rows),
            age: Vec::with_capacity(rows),
            sex: Vec::with_capacity(rows),
            district_age: Vec::with_capacity(rows),
            base: Vec::with_capacity(rows),
            size: vec![0; DISTRICTS],
            scale: Vec::new(),
            targets: targets(&population),
            columns: vec![vec![MISSING; rows]; ITEMS],
            slot: Vec::with_capacity(rows * RATED),
        };
        (0..rows).for_each(|row| data.push(row, &mut rng));
        data.scale = data
            .size
            .iter()
            .map(|n| (*n as f64 / (*n as f64 - 1.0)).sqrt())
            .collect();
        data
    }

    /// A respondent who lives anywhere, of a selection probability that depends on the household.
    fn push(&mut self, row: usize, rng: &mut ChaCha8Rng) {
        let district = rng.random_range(0..DISTRICTS as u32);
        let age = [0, 1, 1, 2, 2, 2, 3][rng.random_range(0..7)];
        let sex = u32::from(rng.random_bool(0.56));
        self.size[district as usize] += 1;
        self.district.push(district);
        self.age.push(age);
        self.sex.push(sex);
        self.district_age.push(district * AGES as u32 + age);
        let adults = f64::from(rng.random_range(1..5u32));
        self.base.push((3.0 + f64::from(district % 5)) * adults);
        let mut chosen = [0u8; RATED];
        choose(rng, &mut chosen);
        for item in chosen {
            let mood = rng.random_range(0..40u32) + u32::from(item % 9) + 2 * age;
            let code = if rng.random_bool(0.05) {
                9
            } else {
                1 + (mood / 10).min(4) as u8
            };
            self.columns[usize::from(item)][row] = code;
            let position = if code == 9 { 5 } else { u16::from(code) - 1 };
            self.slot.push(u16::from(item) * CODES.len() as u16 + position);
        }
    }

    /// The margins as the functions take them: 18, 4, 2 and 18 × 4.
    pub fn margins(&self) -> [&[u32]; 4] {
        [&self.district, &self.age, &self.sex, &self.district_age]
    }

    /// Bytes of what a file would have held: categories, weights and ratings.
    pub fn bytes(&self) -> usize {
        self.district.len() * (4 * 4 + 8) + self.columns.len() * self.district.len() + 2 * self.slot.len()
    }
}

/// `RATED` different items, ascending.
fn choose(rng: &mut ChaCha8Rng, chosen: &mut [u8; RATED]) {
    let mut taken = 0u64;
    while taken.count_ones() < RATED as u32 {
        taken |= 1 << rng.random_range(0..ITEMS);
    }
    let items = (0..ITEMS as u8).filter(|item| taken >> item & 1 == 1);
    chosen.iter_mut().zip(items).for_each(|(place, item)| *place = item);
}

/// People per cell, in order of district, age and sex.
fn population(rng: &mut ChaCha8Rng) -> Vec<f64> {
    (0..CELLS)
        .map(|_| f64::from(rng.random_range(20_000..90_000u32)))
        .collect()
}

fn targets(population: &[f64]) -> Vec<Target> {
    let margin = |name: &str, categories: usize, of: &dyn Fn(usize) -> usize| {
        let mut totals = vec![0.0; categories];
        population
            .iter()
            .enumerate()
            .for_each(|(cell, people)| totals[of(cell)] += people);
        Target {
            margin: name.to_owned(),
            categories: totals
                .into_iter()
                .enumerate()
                .map(|(c, t)| (c.to_string(), t))
                .collect(),
        }
    };
    vec![
        margin("district", DISTRICTS, &|cell| cell / (AGES * SEXES)),
        margin("age", AGES, &|cell| cell / SEXES % AGES),
        margin("sex", SEXES, &|cell| cell % SEXES),
        margin("district × age", DISTRICTS * AGES, &|cell| cell / SEXES),
    ]
}

/// How often each row was drawn in one bootstrap replicate: n_h − 1 draws with replacement in each district (D9).
pub struct Draws {
    /// Where each row stands when rows are sorted by district.
    rank: Vec<u32>,
    size: Vec<u64>,
}

impl Draws {
    pub fn new(data: &Data) -> Draws {
        let mut next = [0u32; DISTRICTS];
        for h in 1..DISTRICTS {
            next[h] = next[h - 1] + data.size[h - 1] as u32;
        }
        let place = |h: &u32| {
            let next = &mut next[*h as usize];
            *next += 1;
            *next - 1
        };
        Draws {
            rank: data.district.iter().map(place).collect(),
            size: data.size.clone(),
        }
    }

    /// Calls back for every row with its number of draws, in row order.
    pub fn draw(&self, replicate: usize, mut each: impl FnMut(usize, u8)) {
        let mut rng = ChaCha8Rng::seed_from_u64(20_260_000 + replicate as u64);
        let mut counts = vec![0u8; self.rank.len()];
        let mut offset = 0;
        for n in self.size.iter().map(|n| *n as usize) {
            let counts = &mut counts[offset..offset + n];
            for _ in 1..n {
                // Off from uniform by less than n/2³²; both sides of the comparison use it.
                counts[((u64::from(rng.next_u32()) * n as u64) >> 32) as usize] += 1;
            }
            offset += n;
        }
        self.rank
            .iter()
            .enumerate()
            .for_each(|(row, rank)| each(row, counts[*rank as usize]));
    }
}
