//! How fast the statistics are against plain loops that do the least, on 100 thousand and 1 million respondents.
//!
//! `cargo bench --bench statistics`; with `-- --quick` a small size and few runs, with `-- --rows N` another size, with
//! `-- --only raking` (`fixed`, `residual`, `covariances`, `reraked`, `bootstraps`, `ratings`, `analyze`) one task. With
//! `-- --csv FILE [--rows N]` it writes the respondents and the specification that `analyze` runs, and measures nothing.

mod analyze;
mod chain_floor;
mod data;
mod files;
mod floor;
mod issued;
mod measure;
mod ours;
mod specs;

use barometer::domain::estimate::battery::{Battery, Estimate};
use data::{CODES, Data, Draws, MISSING};
use issued::Issued;
use measure::{Line, alone, compare};
use ours::Raked;

/// Of the synthetic respondents.
const SEED: u64 = 20_261_123;

/// The program's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |name: &str| arguments.iter().any(|a| a == name);
    let after = |name: &str| {
        arguments
            .iter()
            .position(|a| a == name)
            .and_then(|i| arguments.get(i + 1))
    };
    let rows: Option<usize> = after("--rows").and_then(|n| n.parse().ok());
    let only = after("--only").cloned().unwrap_or_default();
    // `cargo bench` says --bench; as a test among all targets a small sitting is enough.
    let sizes = match rows {
        Some(rows) => vec![(rows, 200, 25)],
        None if has("--quick") || !has("--bench") => vec![(20_000, 12, 5)],
        None => vec![(100_000, 200, 101), (1_000_000, 200, 25)],
    };
    if let Some(path) = after("--csv") {
        let rows = rows.unwrap_or(1_000_000);
        return analyze::write(&Data::new(rows, SEED), std::path::Path::new(path));
    }
    for (rows, replicates, runs) in sizes {
        Sitting::new(rows, replicates, runs, only.clone()).all();
    }
}

/// One size.
struct Sitting {
    data: Data,
    replicates: usize,
    runs: usize,
    only: String,
    lines: Vec<Line>,
}

impl Sitting {
    fn new(rows: usize, replicates: usize, runs: usize, only: String) -> Sitting {
        Sitting {
            data: Data::new(rows, SEED),
            replicates,
            runs,
            only,
            lines: Vec::new(),
        }
    }

    fn all(mut self) {
        let columns: Vec<&[u8]> = self.data.columns.iter().map(Vec::as_slice).collect();
        let build = || Battery::from_columns(&columns, &CODES, &[MISSING]).expect("codes are known");
        let (battery, raked) = (build(), Raked::new(&self.data));
        let line = self
            .wanted("ratings")
            .then(|| alone("ratings from 62 columns to rows", 3, build));
        self.lines.extend(line);
        let mut lines = Vec::new();
        type Task = fn(&Sitting, &Battery, &Raked, &mut Vec<Line>);
        let tasks: [(&str, Task); 6] = [
            ("raking", |s, _, _, lines| s.rake(lines)),
            ("fixed", |s, battery, raked, lines| s.rates(battery, raked, lines)),
            ("residual", |s, battery, raked, lines| {
                s.rates_and_indices(battery, raked, lines)
            }),
            ("covariances", |s, battery, raked, lines| {
                s.covariances(battery, raked, lines)
            }),
            ("reraked", |s, battery, _, lines| s.reraked(battery, lines)),
            ("bootstraps", |s, battery, _, lines| s.bootstraps(battery, lines)),
        ];
        for (name, task) in tasks {
            if self.wanted(name) {
                task(&self, &battery, &raked, &mut lines);
            }
        }
        self.lines.append(&mut lines);
        if self.wanted("analyze") {
            analyze::measure(&self.data);
        }
        let held = self.data.bytes() as f64 / 1_048_576.0;
        measure::print(self.data.base.len(), self.replicates, held, &self.lines);
    }

    fn wanted(&self, task: &str) -> bool {
        self.only.is_empty() || self.only == task
    }

    fn rake(&self, lines: &mut Vec<Line>) {
        let (line, plain, done) = compare(
            "raking to 1e-6, with its record",
            self.runs,
            || floor::rake(&self.data),
            || ours::rake(&self.data),
        );
        same("weights", plain.0.iter().zip(&done[0].weight), 1e-9);
        lines.push(line);
    }

    fn rates(&self, battery: &Battery, raked: &Raked, lines: &mut Vec<Line>) {
        let (data, weight) = (&self.data, raked.weight());
        let (line, plain, full) = compare(
            "62 rates, fixed errors",
            self.runs,
            || floor::rates(data, weight),
            || ours::rates(data, battery, weight),
        );
        same_table(&plain, &full);
        lines.push(line);
    }

    fn rates_and_indices(&self, battery: &Battery, raked: &Raked, lines: &mut Vec<Line>) {
        let data = &self.data;
        let (line, plain, full) = compare(
            "62 rates and indices, fixed and residual errors",
            self.runs,
            || floor::rates_and_indices(data, raked.weight(), raked.factor()),
            || ours::rates_and_indices(data, battery, raked),
        );
        same_table(&plain, &full);
        lines.push(line);
    }

    fn covariances(&self, battery: &Battery, raked: &Raked, lines: &mut Vec<Line>) {
        let task = "62 × 62 covariances, fixed and residual";
        lines.push(alone(task, self.runs.min(5), || {
            ours::covariances(&self.data, battery, raked)
        }));
    }

    /// Replicates that repeat the raking alone.
    fn reraked(&self, battery: &Battery, lines: &mut Vec<Line>) {
        let (data, replicates) = (&self.data, self.replicates);
        let (draws, cells) = (Draws::new(data), floor::cells(data));
        let boot = |threads| ours::bootstrap(data, battery, &draws, replicates, threads);
        let task = format!("{replicates} bootstraps re-raked, 62 rates each");
        let plain = || floor::bootstrap(data, &draws, &cells, replicates);
        lines.push(self.replicated(&task, plain, boot));
        let draw = || (0..replicates).map(|r| drawn(&draws, r)).sum::<u64>();
        lines.push(alone("  of which the draws", 3, draw));
    }

    /// Replicates that repeat nonresponse, raking, trimming and raking again.
    fn bootstraps(&self, battery: &Battery, lines: &mut Vec<Line>) {
        let (data, replicates) = (&self.data, self.replicates);
        let issued = Issued::new(data);
        let known = chain_floor::Known::new(&issued, &floor::cells(data));
        let (mut plan, set, units) = (
            issued.plan(data, ours::LIMITS),
            issued.draws(replicates),
            issued.units(),
        );
        plan.prepare(&issued.base).expect("the full sample can be weighted");
        let boot = |threads| ours::repeated(battery, (&plan, &issued.base), &set, &units, threads);
        let task = format!("{replicates} bootstraps of all steps, 62 rates each");
        let plain = || chain_floor::repeated(data, &issued, &known, replicates);
        lines.push(self.replicated(&task, plain, boot));
        let mut multiplier = vec![0.0; issued.base.len()];
        let draw = || (0..replicates).for_each(|r| set.multiplier(r, &mut multiplier));
        lines.push(alone("  of which the draws", 3, draw));
    }

    /// Floor, one thread and two, which must give the same bits.
    fn replicated(
        &self,
        task: &str,
        plain: impl FnMut() -> Vec<Vec<f64>>,
        boot: impl Fn(usize) -> Vec<Vec<f64>>,
    ) -> Line {
        // A replicate is a run of its own: a few sittings of all of them suffice.
        let (mut line, plain, full) = compare(task, self.runs.min(3), plain, || boot(1));
        same("replicates", plain.iter().flatten().zip(full.iter().flatten()), 1e-9);
        let two = || boot(2);
        assert!(full == two(), "two threads gave other bits than one");
        line.two = Some(alone("", 3, two).ours);
        line
    }
}

fn drawn(draws: &Draws, replicate: usize) -> u64 {
    let mut sum = 0;
    draws.draw(replicate, |row, times| sum += row as u64 * u64::from(times));
    sum
}

fn same_table(plain: &floor::Table, full: &[Estimate]) {
    let of = |e: &Estimate| [e.estimate, e.fixed, e.calibrated].map(|x| x.unwrap_or(0.0));
    let full: Vec<[f64; 3]> = full.iter().map(of).collect();
    same("estimates", plain.iter().flatten().zip(full.iter().flatten()), 1e-9);
}

/// Speed is worth nothing where the numbers differ.
fn same<'a>(what: &str, mut pairs: impl Iterator<Item = (&'a f64, &'a f64)>, tolerance: f64) {
    let apart = |(a, b): &(&f64, &f64)| (*a - *b).abs() > tolerance * a.abs().max(1e-300);
    if let Some((a, b)) = pairs.find(apart) {
        panic!("{what} differ: {a} in the plain loop, {b} here");
    }
}
