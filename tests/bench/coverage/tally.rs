//! Counting over rounds: shares and means with their Monte-Carlo errors.

use super::chain::{CellResult, LEVEL, ScoreResult};
use super::plan::DEPARTMENTS;
use super::study::Study;
use barometer::domain::estimate::interval::{self, Rate, RateInterval};

/// Lower limits of the classes of Kish's effective n.
pub const CLASSES: [(f64, &str); 5] = [
    (30.0, "30–59"),
    (60.0, "60–99"),
    (100.0, "100–199"),
    (200.0, "200–399"),
    (400.0, "≥ 400"),
];

/// Class of an effective n of at least 30.
pub fn class(n_eff: f64) -> usize {
    CLASSES.iter().rposition(|(from, _)| n_eff >= *from).unwrap_or(0)
}

/// A share of hits whose error comes from the spread between rounds: cells of one round share their respondents.
#[derive(Clone, Copy, Default)]
pub struct Share {
    rounds: f64,
    n: f64,
    hits: f64,
    nn: f64,
    nh: f64,
    hh: f64,
}

impl Share {
    /// Adds one round with so many hits out of `n`.
    pub fn add(&mut self, hits: f64, n: f64) {
        self.rounds += 1.0;
        self.n += n;
        self.hits += hits;
        self.nn += n * n;
        self.nh += n * hits;
        self.hh += hits * hits;
    }

    /// One round of a yes or no.
    pub fn add_one(&mut self, hit: bool) {
        self.add(f64::from(u8::from(hit)), 1.0);
    }

    /// Cases.
    pub fn count(&self) -> f64 {
        self.n
    }

    /// The share, 0 to 1; not a number without cases.
    pub fn value(&self) -> f64 {
        self.hits / self.n
    }

    /// Its Monte-Carlo standard error (ratio estimator over rounds).
    pub fn error(&self) -> f64 {
        let p = self.value();
        let squares = (self.hh - 2.0 * p * self.nh + p * p * self.nn).max(0.0);
        (squares * self.rounds / (self.rounds - 1.0)).sqrt() / self.n
    }
}

/// Mean and standard deviation of numbers.
pub fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

type Interval = fn(&CellResult) -> Option<(f64, f64)>;

/// The intervals of a rate, the official one first.
pub const METHODS: [(&str, Interval); 8] = [
    ("Wilson, n_eff and t (official)", |c| {
        interval::rate(c.rate, c.variance, c.n, c.df, LEVEL)
    }),
    ("Wilson, weights as fixed", |c| {
        interval::rate(c.rate, c.fixed, c.n, c.df, LEVEL)
    }),
    ("Wilson, with fpc", |c| {
        interval::rate(c.rate, c.corrected, c.n, c.df, LEVEL)
    }),
    ("logit, t", |c| limits(c, RateInterval::Logit)),
    ("Wald, t", |c| limits(c, RateInterval::WaldT)),
    ("Wald, z", |c| limits(c, RateInterval::WaldZ)),
    ("Korn–Graubard", |c| limits(c, RateInterval::KornGraubard)),
    ("Korn–Graubard, capped at n", |c| {
        limits(c, RateInterval::KornGraubardCapped)
    }),
];

/// An interval that is missing (a logit one at a rate of 1) counts as one that doesn't hold.
fn limits(cell: &CellResult, kind: RateInterval) -> Option<(f64, f64)> {
    let rate = Rate {
        p: cell.rate,
        variance: cell.variance,
        n: cell.n,
        df: cell.df,
    };
    let (low, high) = rate.limits(kind, LEVEL);
    low.zip(high)
}

fn holds(limits: Option<(f64, f64)>, truth: f64) -> bool {
    limits.is_some_and(|(low, high)| low <= truth && truth <= high)
}

impl Study {
    /// The shown cells of one round under one treatment, each with its audience, department and true rate.
    pub fn cells(&self, round: usize, treatment: usize) -> impl Iterator<Item = (usize, usize, &CellResult, f64)> {
        let audiences = self.rounds[round][treatment].cells.iter().zip(&self.crowds).enumerate();
        audiences.flat_map(|(a, (cells, crowd))| {
            let shown = cells.iter().zip(&crowd.truth).enumerate();
            shown.filter_map(move |(d, (cell, truth))| Some((a, d, cell.as_ref()?, (*truth)?)))
        })
    }

    /// Coverage per class and over all cells from 100 on, of the cells that `which` takes (audience, department).
    pub fn coverage(&self, method: Interval, which: impl Fn(usize, usize) -> bool) -> ([Share; 5], Share) {
        let (mut classes, mut large) = ([Share::default(); 5], Share::default());
        for round in 0..self.rounds.len() {
            let mut counts = [(0.0, 0.0); 5];
            for (_, _, cell, truth) in self.cells(round, 0).filter(|(a, d, _, _)| which(*a, *d)) {
                let (hits, n) = &mut counts[class(cell.n_eff_kish)];
                *hits += f64::from(u8::from(holds(method(cell), truth)));
                *n += 1.0;
            }
            for (share, (hits, n)) in classes.iter_mut().zip(counts) {
                share.add(hits, n);
            }
            let above = counts[2..]
                .iter()
                .fold((0.0, 0.0), |(h, n), (hits, cells)| (h + hits, n + cells));
            large.add(above.0, above.1);
        }
        (classes, large)
    }

    /// How often the true rate lies below and above the official interval, over the cells from 100 on.
    pub fn missed(&self) -> [Share; 2] {
        let mut shares = [Share::default(); 2];
        for round in 0..self.rounds.len() {
            let (mut misses, mut n) = ([0.0; 2], 0.0);
            for (_, _, cell, truth) in self.cells(round, 0).filter(|(_, _, cell, _)| cell.n_eff_kish >= 100.0) {
                let Some((low, high)) = METHODS[0].1(cell) else {
                    continue;
                };
                n += 1.0;
                misses[0] += f64::from(u8::from(truth < low));
                misses[1] += f64::from(u8::from(truth > high));
            }
            shares
                .iter_mut()
                .zip(misses)
                .for_each(|(share, misses)| share.add(misses, n));
        }
        shares
    }

    /// Coverage of the t interval for the difference of two departments that the same people rate.
    pub fn difference_coverage(&self) -> Share {
        let mut share = Share::default();
        for round in 0..self.rounds.len() {
            let (mut hits, mut n) = (0.0, 0.0);
            for (a, d, cell, truth) in self.cells(round, 0) {
                let other = self.crowds[a].truth.get(d + 1).copied().flatten();
                let (Some(other), Some((estimate, variance, df))) = (other, cell.difference) else {
                    continue;
                };
                n += 1.0;
                hits += f64::from(u8::from(holds(
                    interval::mean(estimate, variance, df, LEVEL),
                    truth - other,
                )));
            }
            share.add(hits, n);
        }
        share
    }

    /// A department's true points, all its audiences counted.
    pub fn true_points(&self, d: usize) -> f64 {
        let parts = self
            .crowds
            .iter()
            .map(|crowd| DEPARTMENTS[d].lambda[crowd.plan.number] * crowd.truth[d].unwrap_or(0.0));
        20.0 * parts.sum::<f64>()
    }

    /// Scores with a suppressed audience: how often their interval holds the composite with the λ that was spread, and
    /// how often the one with the registered λ.
    pub fn partial_coverage(&self) -> [Share; 2] {
        let mut shares = [Share::default(); 2];
        for round in &self.rounds {
            let (mut hits, mut n) = ([0.0; 2], 0.0);
            for (d, score) in round[0].scores.iter().enumerate() {
                let Some(score) = score.as_ref().filter(|score| score.partial) else {
                    continue;
                };
                let spread: f64 = score
                    .lambda
                    .iter()
                    .map(|(a, l)| l * self.crowds[*a].truth[d].unwrap_or(0.0))
                    .sum();
                n += 1.0;
                for (hits, truth) in hits.iter_mut().zip([20.0 * spread, self.true_points(d)]) {
                    *hits += f64::from(u8::from(holds(Some(score.interval), truth)));
                }
            }
            shares.iter_mut().zip(hits).for_each(|(share, hits)| share.add(hits, n));
        }
        shares
    }

    /// A department's scores under a treatment, in the rounds in which no audience was suppressed.
    pub fn scores(&self, treatment: usize, d: usize) -> impl Iterator<Item = &ScoreResult> {
        let scores = self
            .rounds
            .iter()
            .filter_map(move |round| round.get(treatment)?.scores[d].as_ref());
        scores.filter(|score| !score.partial)
    }

    /// Coverage of a department's printed score interval.
    pub fn score_coverage(&self, treatment: usize, d: usize) -> Share {
        let (mut share, truth) = (Share::default(), self.true_points(d));
        self.scores(treatment, d)
            .for_each(|score| share.add_one(holds(Some(score.interval), truth)));
        share
    }

    /// Bias of a department's score in units of its mean standard error, with its Monte-Carlo error.
    pub fn score_bias(&self, treatment: usize, d: usize) -> (f64, f64) {
        let truth = self.true_points(d);
        let errors: Vec<f64> = self.scores(treatment, d).map(|score| score.points - truth).collect();
        let se: Vec<f64> = self.scores(treatment, d).map(|score| score.se).collect();
        let ((bias, spread), (se, _)) = (moments(&errors), moments(&se));
        (bias / se, spread / (errors.len() as f64).sqrt() / se)
    }

    /// Ratio of the mean estimated standard error to the spread of the rate over the rounds, per department of an
    /// audience that was shown in at least nine rounds of ten.
    pub fn error_ratios(&self, audience: usize, variance: impl Fn(&CellResult) -> f64) -> Vec<f64> {
        let of = |d: usize| {
            let cells = self
                .rounds
                .iter()
                .filter_map(|round| round[0].cells[audience][d].as_ref());
            let pairs: Vec<(f64, f64)> = cells.map(|c| (c.rate, variance(c).sqrt())).collect();
            let (rates, errors): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let often = rates.len() * 10 >= self.rounds.len() * 9;
            often.then(|| moments(&errors).0 / moments(&rates).1)
        };
        (0..DEPARTMENTS.len()).filter_map(of).collect()
    }
}
