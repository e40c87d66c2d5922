//! Variances of several estimates from the same readings of the rows.
//!
//! Every sum runs over rows and units in their order, as [`Design::deviations`] would take it for one estimate alone, so
//! the bits are the same. Linearised values are made block by block and never stand in memory as columns, and sums of
//! different estimates, which do not wait for one another, run side by side.

use super::{Design, Stage};

/// Rows that are made at a time.
const BLOCK: usize = 128;
/// Numbers in tables per unit or group beyond which fewer estimates go side by side.
const MOST: usize = 1 << 19;
/// What a sum of no numbers is.
const NOTHING: f64 = -0.0;

/// The linearised values of one estimate: what its members have, less what the last calibration explains.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Rows of the members, ascending.
    pub rows: &'a [u32],
    /// Linearised value of each.
    pub z: &'a [f64],
    /// Fitted value per cell of the last calibration; `None`: weights are taken as fixed.
    pub fitted: Option<&'a [f64]>,
}

/// Cell and weight of every row, which fitted values are taken by.
#[derive(Debug, Clone, Copy)]
pub struct Fit<'a> {
    /// Cell of each row; empty where there is one.
    pub cell: &'a [u32],
    /// Weight of each row.
    pub weight: &'a [f64],
}

/// What a sweep leaves of one estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Swept {
    /// Σ z², residuals taken.
    pub squares: f64,
    /// Σ of the squared deviations: V.
    pub variance: f64,
    /// Mean of each group of the first stage, and its correction.
    pub centres: Vec<[f64; 2]>,
}

impl Design {
    /// Variances of estimates of this design, in their order.
    pub fn sweep(&self, fit: Option<Fit>, lines: &[Line]) -> Vec<Swept> {
        let table = |stage: &Stage| match stage.unit_of_row {
            None => stage.size.len(),
            Some(_) => stage.size.len() + stage.group_of_unit.len(),
        };
        let largest = self.stages.iter().map(table).max().unwrap_or(0);
        match lines.len() <= 4 || largest * 16 > MOST {
            true => lines.chunks(4).flat_map(|some| lanes::<4>(self, fit, some)).collect(),
            false => lines.chunks(16).flat_map(|some| lanes::<16>(self, fit, some)).collect(),
        }
    }

    /// Scaled deviations of consecutive rows where rows are the only units: `z` becomes what
    /// [`Design::deviations`] makes of it, from the centres of a sweep.
    pub fn deviate(&self, from: usize, centres: &[[f64; 2]], z: &mut [f64]) {
        let stage = &self.stages[0];
        for (z, group) in z.iter_mut().zip(&stage.group_of_unit[from..]) {
            let [mean, correction] = centres[*group as usize];
            *z = stage.scale[*group as usize] * ((*z - mean) - correction);
        }
    }
}

impl Line<'_> {
    /// Linearised values of consecutive rows, from the member at `next` on; returns the member that comes after them.
    pub fn read(&self, fit: Option<Fit>, from: usize, next: usize, z: &mut [f64]) -> usize {
        z.fill(0.0);
        let end = from + z.len();
        let after = next + self.rows[next..].partition_point(|row| (*row as usize) < end);
        for at in next..after {
            z[self.rows[at] as usize - from] += self.z[at];
        }
        if let (Some(fit), Some(fitted)) = (fit, self.fitted) {
            for (row, z) in (from..end).zip(z) {
                *z -= fit.weight[row] * fitted[fit.cell(row)];
            }
        }
        after
    }
}

impl Fit<'_> {
    #[inline]
    fn cell(&self, row: usize) -> usize {
        self.cell.get(row).map_or(0, |cell| *cell as usize)
    }
}

/// Up to `L` estimates side by side.
struct Reader<'a, const L: usize> {
    lines: &'a [Line<'a>],
    /// Fitted values per cell; 0 for weights taken as fixed.
    fit: Option<(Fit<'a>, Vec<[f64; L]>)>,
    rows: usize,
}

impl<'a, const L: usize> Reader<'a, L> {
    fn new(rows: usize, fit: Option<Fit<'a>>, lines: &'a [Line<'a>]) -> Reader<'a, L> {
        let cells = lines.iter().filter_map(|line| line.fitted).map(<[f64]>::len).max();
        let fit = fit.zip(cells).map(|(fit, cells)| {
            let mut fitted = vec![[0.0; L]; cells];
            for (lane, line) in lines.iter().enumerate() {
                let own = line.fitted.unwrap_or_default();
                fitted.iter_mut().zip(own).for_each(|(all, own)| all[lane] = *own);
            }
            (fit, fitted)
        });
        Reader { lines, fit, rows }
    }

    /// Hands out linearised values block by block, with the row that each block begins with.
    fn read(&self, mut each: impl FnMut(usize, &[[f64; L]])) {
        let (mut next, mut room) = ([0; L], [[0.0; L]; BLOCK]);
        for from in (0..self.rows).step_by(BLOCK) {
            let end = self.rows.min(from + BLOCK);
            let block = &mut room[..end - from];
            block.fill([0.0; L]);
            for (lane, line) in self.lines.iter().enumerate() {
                let at = &mut next[lane];
                while let Some(row) = line.rows.get(*at).filter(|row| (**row as usize) < end) {
                    block[*row as usize - from][lane] += line.z[*at];
                    *at += 1;
                }
            }
            if let Some((fit, fitted)) = &self.fit {
                for (row, z) in (from..end).zip(block.iter_mut()) {
                    let (weight, fitted) = (fit.weight[row], &fitted[fit.cell(row)]);
                    (0..L).for_each(|lane| z[lane] -= weight * fitted[lane]);
                }
            }
            each(from, block);
        }
    }
}

fn lanes<const L: usize>(design: &Design, fit: Option<Fit>, lines: &[Line]) -> Vec<Swept> {
    let reader = Reader::<L>::new(design.rows, fit, lines);
    let (mut squares, mut variance, mut first) = ([NOTHING; L], [NOTHING; L], None);
    for stage in &design.stages {
        let mut z2 = [NOTHING; L];
        let totals = stage.unit_of_row.as_ref().map(|of| {
            let mut totals = vec![[0.0; L]; stage.group_of_unit.len()];
            reader.read(|from, z| {
                let units = z.iter().zip(&of[from..]);
                units.for_each(|(z, unit)| add(&mut totals[*unit as usize], z));
                add_squares(z, &mut z2);
            });
            totals
        });
        let read = |each: &mut dyn FnMut(usize, &[[f64; L]])| match &totals {
            None => reader.read(each),
            Some(totals) => each(0, totals),
        };
        let mut sums = vec![[0.0; L]; stage.size.len()];
        read(&mut |from, some| {
            stage.sum(from, some, &mut sums);
            if totals.is_none() {
                add_squares(some, &mut z2);
            }
        });
        squares = z2;
        let mut centres = stage.means(sums);
        read(&mut |from, some| centres.correct(stage, from, some));
        centres.share(stage);
        read(&mut |from, some| centres.add_deviations(stage, from, some, &mut variance));
        first.get_or_insert(centres);
    }
    let of_lane = |lane: usize| Swept {
        squares: squares[lane],
        variance: variance[lane],
        centres: first.iter().flat_map(|centres| centres.of_lane(lane)).collect(),
    };
    (0..lines.len()).map(of_lane).collect()
}

/// Means of the groups of a stage, and what is added to them so that a large common offset costs no digits.
struct Centres<const L: usize> {
    mean: Vec<[f64; L]>,
    correction: Vec<[f64; L]>,
}

impl Stage {
    /// Adds totals of consecutive units to the sums of their groups.
    fn sum<const L: usize>(&self, from: usize, totals: &[[f64; L]], sums: &mut [[f64; L]]) {
        for (total, group) in totals.iter().zip(&self.group_of_unit[from..]) {
            add(&mut sums[*group as usize], total);
        }
    }

    /// Means of the groups from their sums.
    fn means<const L: usize>(&self, mut sums: Vec<[f64; L]>) -> Centres<L> {
        let units = self.group_of_unit.len().max(1) as f64;
        let overall: [f64; L] = std::array::from_fn(|lane| sums.iter().map(|sum| sum[lane]).sum::<f64>() / units);
        for (sum, n) in sums.iter_mut().zip(&self.size) {
            *sum = if *n > 1 {
                sum.map(|sum| sum / *n as f64)
            } else {
                overall
            };
        }
        Centres {
            correction: vec![[0.0; L]; sums.len()],
            mean: sums,
        }
    }
}

impl<const L: usize> Centres<L> {
    fn correct(&mut self, stage: &Stage, from: usize, totals: &[[f64; L]]) {
        for (total, group) in totals.iter().zip(&stage.group_of_unit[from..]) {
            let (correction, mean) = (&mut self.correction[*group as usize], &self.mean[*group as usize]);
            (0..L).for_each(|lane| correction[lane] += total[lane] - mean[lane]);
        }
    }

    fn share(&mut self, stage: &Stage) {
        for (correction, n) in self.correction.iter_mut().zip(&stage.size) {
            *correction = correction.map(|sum| if *n > 1 { sum / *n as f64 } else { 0.0 });
        }
    }

    fn add_deviations(&self, stage: &Stage, from: usize, totals: &[[f64; L]], sums: &mut [f64; L]) {
        for (total, group) in totals.iter().zip(&stage.group_of_unit[from..]) {
            let group = *group as usize;
            let (mean, correction, scale) = (&self.mean[group], &self.correction[group], stage.scale[group]);
            for lane in 0..L {
                let deviation = scale * ((total[lane] - mean[lane]) - correction[lane]);
                sums[lane] += deviation * deviation;
            }
        }
    }

    fn of_lane(&self, lane: usize) -> impl Iterator<Item = [f64; 2]> + '_ {
        let both = self.mean.iter().zip(&self.correction);
        both.map(move |(mean, correction)| [mean[lane], correction[lane]])
    }
}

#[inline]
fn add<const L: usize>(sums: &mut [f64; L], some: &[f64; L]) {
    (0..L).for_each(|lane| sums[lane] += some[lane]);
}

#[inline]
fn add_squares<const L: usize>(some: &[[f64; L]], sums: &mut [f64; L]) {
    for some in some {
        (0..L).for_each(|lane| sums[lane] += some[lane] * some[lane]);
    }
}
