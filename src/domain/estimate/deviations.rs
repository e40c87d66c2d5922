//! Deviations of many estimates: variances from common readings of the rows, and columns only where there is no other way.
//!
//! A column of deviations has as many numbers as the sample has rows. What it is made of is much smaller where rows are
//! the units: the members' values, a fitted value per cell and a mean per stratum. So that is kept, and blocks of the
//! column are made when they are needed, with the bits that the column would have.

use super::calibration::Calibration;
use super::design::{Design, Fit, Line, Swept, dot};
use super::statistic::Estimate;
use super::taylor::{Taylor, nothing};
use std::sync::Arc;

/// Numbers of a column that are made at a time.
const BLOCK: usize = 256;

/// Scaled deviations of an estimate, or of a sum of estimates; their dot products are covariances.
#[derive(Debug, Clone)]
pub struct Deviations<'a> {
    /// Σ of their squares: V.
    pub variance: f64,
    /// How many there are.
    units: usize,
    column: Arc<Column<'a>>,
}

#[derive(Debug, Clone)]
enum Column<'a> {
    /// As it is: units are clusters, or continuous auxiliaries were calibrated on.
    Whole(Vec<f64>),
    /// What it is made of.
    Made(Made<'a>),
    /// Coefficients and columns.
    Sum(Vec<(f64, Deviations<'a>)>),
    /// Rounding was all that was left.
    Zero,
}

#[derive(Debug, Clone)]
struct Made<'a> {
    design: &'a Design,
    fit: Option<Fit<'a>>,
    fitted: Option<Vec<f64>>,
    members: Arc<Members>,
    centres: Vec<[f64; 2]>,
}

/// Rows and linearised values, which all ways to linearise share.
#[derive(Debug)]
struct Members {
    rows: Vec<u32>,
    z: Vec<f64>,
}

/// An estimate ready to be swept.
struct Ready {
    z: Vec<f64>,
    /// Fitted values by each way; `None` for weights taken as fixed, and where a way goes by itself.
    fits: Vec<Option<Vec<f64>>>,
}

/// V of several estimates by several ways that share a design and a calibration, as [`Taylor::deviations`] gives it:
/// estimates first.
pub fn variances(ways: &[Taylor], estimates: &[&Estimate]) -> Vec<Vec<f64>> {
    let ready: Vec<Ready> = estimates.iter().map(|one| ready(ways, one)).collect();
    let mut swept = swept(ways, estimates, &ready).into_iter();
    let mut of = |way: &Taylor, estimate: &Estimate, z: &[f64]| match is_of_cells(way) {
        true => variance(way, z, &swept.next().expect(SWEPT)),
        false => squares(&way.deviations(estimate)),
    };
    let pairs = estimates.iter().zip(&ready);
    pairs
        .map(|(one, ready)| ways.iter().map(|way| of(way, one, &ready.z)).collect())
        .collect()
}

/// Deviations of several estimates by several ways that share a design and a calibration: estimates first.
pub fn deviations<'a>(ways: &[Taylor<'a>], estimates: &[&Estimate]) -> Vec<Vec<Deviations<'a>>> {
    if ways.iter().any(|way| way.design.rows_in_strata().is_none()) {
        let all = |one: &&Estimate| ways.iter().map(|way| Deviations::whole(way.deviations(one))).collect();
        return estimates.iter().map(all).collect();
    }
    let ready: Vec<Ready> = estimates.iter().map(|one| ready(ways, one)).collect();
    let mut swept = swept(ways, estimates, &ready).into_iter();
    let mut found = Vec::new();
    for (estimate, ready) in estimates.iter().zip(ready) {
        let members = Arc::new(Members {
            rows: estimate.domain.rows.clone(),
            z: ready.z,
        });
        let mut of = |way: &Taylor<'a>, fitted: Option<Vec<f64>>| match is_of_cells(way) {
            true => Deviations::made(way, fitted, &members, swept.next().expect(SWEPT)),
            false => Deviations::whole(way.deviations(estimate)),
        };
        let pairs = ways.iter().zip(ready.fits);
        found.push(pairs.map(|(way, fitted)| of(way, fitted)).collect());
    }
    found
}

const SWEPT: &str = "one line was swept per estimate and way";

/// Whether what a way takes from a row follows from its cell.
fn is_of_cells(way: &Taylor) -> bool {
    way.calibration.is_none_or(|calibration| !calibration.has_numbers())
}

fn ready(ways: &[Taylor], estimate: &Estimate) -> Ready {
    let fit = |way: &Taylor| way.calibration.and_then(|calibration| calibration.fit_of(estimate));
    Ready {
        z: estimate.of_members().collect(),
        fits: ways.iter().map(fit).collect(),
    }
}

fn swept(ways: &[Taylor], estimates: &[&Estimate], ready: &[Ready]) -> Vec<Swept> {
    let Some(first) = ways.first() else { return Vec::new() };
    let mut lines = Vec::new();
    for (estimate, ready) in estimates.iter().zip(ready) {
        let fits = ready.fits.iter().zip(ways).filter(|(_, way)| is_of_cells(way));
        lines.extend(fits.map(|(fitted, _)| Line {
            rows: &estimate.domain.rows,
            z: &ready.z,
            fitted: fitted.as_deref(),
        }));
    }
    let fit = ways.iter().find_map(|way| way.calibration).map(Calibration::fit);
    first.design.sweep(fit, &lines)
}

fn is_nothing(way: &Taylor, z: &[f64], swept: &Swept) -> bool {
    let left = match way.calibration {
        Some(_) => swept.squares,
        None => swept.variance,
    };
    nothing(left, squares(z))
}

fn variance(way: &Taylor, z: &[f64], swept: &Swept) -> f64 {
    if is_nothing(way, z, swept) { 0.0 } else { swept.variance }
}

fn squares(column: &[f64]) -> f64 {
    dot(column, column)
}

impl<'a> Deviations<'a> {
    /// One number per unit.
    pub(super) fn whole(column: Vec<f64>) -> Deviations<'a> {
        Deviations {
            variance: squares(&column),
            units: column.len(),
            column: Arc::new(Column::Whole(column)),
        }
    }

    fn made(way: &Taylor<'a>, fitted: Option<Vec<f64>>, members: &Arc<Members>, swept: Swept) -> Deviations<'a> {
        let column = match is_nothing(way, &members.z, &swept) {
            true => Column::Zero,
            false => Column::Made(Made {
                design: way.design,
                fit: way.calibration.map(Calibration::fit),
                fitted,
                members: Arc::clone(members),
                centres: swept.centres,
            }),
        };
        Deviations {
            variance: if matches!(column, Column::Zero) {
                0.0
            } else {
                swept.variance
            },
            units: way.design.units(),
            column: Arc::new(column),
        }
    }

    /// Σ c × deviations of estimates of the same design.
    pub fn sum(parts: Vec<(f64, Deviations<'a>)>) -> Deviations<'a> {
        let mut sum = Deviations {
            variance: 0.0,
            units: parts.first().map_or(0, |(_, part)| part.units),
            column: Arc::new(Column::Sum(parts)),
        };
        sum.variance = products(&[&sum], &[0])[0][0];
        sum
    }

    /// Covariance with another.
    pub fn with(&self, other: &Deviations<'a>) -> f64 {
        match Arc::ptr_eq(&self.column, &other.column) {
            true => self.variance,
            false => products(&[self, other], &[0])[0][1],
        }
    }

    /// Writes the numbers from the unit `from` on; `next` is how far was read before.
    fn read(&self, from: usize, next: &mut Next, out: &mut [f64]) {
        match &*self.column {
            Column::Zero => out.fill(0.0),
            Column::Whole(column) => out.copy_from_slice(&column[from..from + out.len()]),
            Column::Made(made) => {
                next.member = made.line().read(made.fit, from, next.member, out);
                made.design.deviate(from, &made.centres, out);
            }
            Column::Sum(parts) => {
                out.fill(0.0);
                next.parts.resize_with(parts.len(), Next::default);
                let mut room = [0.0; BLOCK];
                let room = &mut room[..out.len()];
                for ((c, part), next) in parts.iter().zip(&mut next.parts) {
                    part.read(from, next, room);
                    out.iter_mut().zip(&*room).for_each(|(sum, d)| *sum += c * d);
                }
            }
        }
    }
}

impl Made<'_> {
    fn line(&self) -> Line<'_> {
        Line {
            rows: &self.members.rows,
            z: &self.members.z,
            fitted: self.fitted.as_deref(),
        }
    }
}

/// How far a column has been read.
#[derive(Debug, Clone, Default)]
struct Next {
    member: usize,
    parts: Vec<Next>,
}

/// Dot products of the columns of these numbers, in their order, with those of their own number and later; what stands
/// before is 0. Each sum runs in order of the units; the columns are read once for all.
pub fn products(all: &[&Deviations], of: &[usize]) -> Vec<Vec<f64>> {
    let (width, units) = (all.len(), all.first().map_or(0, |one| one.units));
    // A sum of no numbers is −0.
    let mut sums: Vec<Vec<f64>> = of
        .iter()
        .map(|i| [vec![0.0; *i], vec![-0.0; width - i]].concat())
        .collect();
    let mut next = vec![Next::default(); width];
    let (mut column, mut rows) = (vec![0.0; BLOCK], vec![0.0; BLOCK * width]);
    for from in (0..units).step_by(BLOCK) {
        let many = BLOCK.min(units - from);
        for (place, (one, next)) in all.iter().zip(&mut next).enumerate() {
            one.read(from, next, &mut column[..many]);
            let spread = rows.iter_mut().skip(place).step_by(width);
            spread.zip(&column[..many]).for_each(|(to, d)| *to = *d);
        }
        for row in rows[..many * width].chunks_exact(width) {
            for (sums, i) in sums.iter_mut().zip(of) {
                let own = row[*i];
                let pairs = sums[*i..].iter_mut().zip(&row[*i..]);
                pairs.for_each(|(sum, other)| *sum += own * other);
            }
        }
    }
    sums
}
