//! Tests of independence of a two-way table that know the design (D8): Rao–Scott of second order, and Wald's.

use super::contrast::{combine, covariance};
use super::distribution::{chi_square_upper, fisher_upper};
use super::domain::Domain;
use super::statistic::{self, NoEstimate};
use super::taylor::Taylor;
use crate::domain::linear::{cholesky, solve};
use thiserror::Error;

/// Why a table has no test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum NoTest {
    /// Nobody in the table.
    #[error(transparent)]
    NoEstimate(#[from] NoEstimate),
    /// Fewer than two rows or columns.
    #[error("a table with {rows} rows and {columns} columns has nothing to test")]
    TooSmall {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// A row without weight; rows and columns count from 0, in messages from 1.
    #[error("row {} of the table is empty", .0 + 1)]
    EmptyRow(usize),
    /// A column without weight.
    #[error("column {} of the table is empty", .0 + 1)]
    EmptyColumn(usize),
    /// Too many cells are empty for the interaction to have its degrees of freedom.
    #[error("too many cells of the table are empty")]
    EmptyCells,
}

/// An F test; `None` where it has no degrees of freedom or its matrix cannot be inverted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FTest {
    /// Statistic.
    pub f: f64,
    /// Numerator degrees of freedom.
    pub ndf: f64,
    /// Denominator degrees of freedom.
    pub ddf: f64,
    /// P(F > f).
    pub p: f64,
}

/// The table and its tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Independence {
    /// Units with a positive weight.
    pub n: u64,
    /// Weighted counts, row by row.
    pub weighted: Vec<Vec<f64>>,
    /// X², scaled to n.
    pub x2: f64,
    /// Trace of Δ, and of Δ².
    pub traces: (f64, f64),
    /// Degrees of freedom of the design in the table.
    pub df: f64,
    /// Rao–Scott, second order.
    pub rao_scott: Option<FTest>,
    /// p of the same statistic, F·d0, from the chi-square distribution with d0 degrees of freedom.
    pub rao_scott_chisq_p: Option<f64>,
    /// Wald.
    pub wald: Option<FTest>,
    /// Wald with adjusted denominator.
    pub wald_adjusted: Option<FTest>,
}

/// The table of a domain: totals per cell, row by row, and their deviations.
struct Table {
    rows: usize,
    columns: usize,
    total: Vec<f64>,
    deviations: Vec<Vec<f64>>,
    sum: f64,
}

/// Tests whether the categories `row` and `column` (codes below `rows` and `columns`, one per member of the domain) are
/// independent.
///
/// # Errors
/// Fewer than two rows or columns, nobody in the domain or in one of them, a table that no test fits.
pub fn independence(
    taylor: &Taylor,
    domain: &Domain,
    (row, rows): (&[u32], usize),
    (column, columns): (&[u32], usize),
) -> Result<Independence, NoTest> {
    if rows < 2 || columns < 2 {
        return Err(NoTest::TooSmall { rows, columns });
    }
    let mut table = Table {
        rows,
        columns,
        total: Vec::new(),
        deviations: Vec::new(),
        sum: 0.0,
    };
    if domain.n() == 0 {
        return Err(NoEstimate::EmptyDomain.into());
    }
    for cell in 0..rows * columns {
        let is_in = row
            .iter()
            .zip(column)
            .map(|(r, c)| *r as usize * columns + *c as usize == cell);
        let y: Vec<f64> = is_in.map(f64::from).collect();
        let total = statistic::total(domain, &y)?;
        table.total.push(total.value);
        table.deviations.push(taylor.deviations(&total));
    }
    table.sum = table.total.iter().sum();
    table.check()?;
    let df = taylor.design.degrees_of_freedom(domain.positive()) as f64;
    let n = domain.n();
    let x2 = table.pearson(n as f64);
    let (trace, trace2) = table.delta(n as f64)?;
    let rao_scott = (trace > 0.0 && df >= 1.0).then(|| {
        let ndf = trace * trace / trace2;
        let (f, ddf) = (x2 / trace, ndf * df);
        FTest {
            f,
            ndf,
            ddf,
            p: fisher_upper(f, ndf, ddf),
        }
    });
    let (wald, wald_adjusted) = table.wald(df);
    Ok(Independence {
        n,
        weighted: table.total.chunks(columns).map(<[f64]>::to_vec).collect(),
        x2,
        traces: (trace, trace2),
        df,
        rao_scott,
        rao_scott_chisq_p: rao_scott.map(|test| chi_square_upper(test.f * test.ndf, test.ndf)),
        wald,
        wald_adjusted,
    })
}

impl Table {
    fn row(&self, r: usize) -> f64 {
        (0..self.columns).map(|c| self.total[r * self.columns + c]).sum()
    }

    fn column(&self, c: usize) -> f64 {
        (0..self.rows).map(|r| self.total[r * self.columns + c]).sum()
    }

    fn check(&self) -> Result<(), NoTest> {
        if let Some(r) = (0..self.rows).find(|r| self.row(*r) <= 0.0) {
            return Err(NoTest::EmptyRow(r));
        }
        match (0..self.columns).find(|c| self.column(*c) <= 0.0) {
            Some(c) => Err(NoTest::EmptyColumn(c)),
            None => Ok(()),
        }
    }

    /// n Σ (p_rc − p_r. p_.c)²/(p_r. p_.c).
    fn pearson(&self, n: f64) -> f64 {
        let cell = |i: usize| {
            let expected = self.row(i / self.columns) / self.sum * (self.column(i % self.columns) / self.sum);
            let off = self.total[i] / self.sum - expected;
            off * off / expected
        };
        n * (0..self.total.len()).map(cell).sum::<f64>()
    }

    /// Interaction column (a, b ≥ 1) after its regression on intercept, rows and columns: the product of centred dummies.
    fn interaction(&self, a: usize, b: usize) -> Vec<f64> {
        let centred = |is: bool, of: usize| f64::from(is) - 1.0 / of as f64;
        let value = |i: usize| centred(i / self.columns == a, self.rows) * centred(i % self.columns == b, self.columns);
        (0..self.total.len()).map(value).collect()
    }

    /// (tr Δ, tr Δ²). Empty cells count 0 in D⁻¹, as in R.
    fn delta(&self, n: f64) -> Result<(f64, f64), NoTest> {
        let interactions: Vec<Vec<f64>> = (1..self.rows)
            .flat_map(|a| (1..self.columns).map(move |b| (a, b)))
            .map(|(a, b)| self.interaction(a, b))
            .collect();
        let share = |i: usize| self.total[i] / self.sum;
        let over: Vec<f64> = (0..self.total.len())
            .map(|i| if share(i) > 0.0 { 1.0 / share(i) } else { 0.0 })
            .collect();
        let k = interactions.len();
        let product = |a: usize, b: usize| -> f64 {
            let cells = interactions[a].iter().zip(&interactions[b]).zip(&over);
            cells.map(|((x, y), d)| x * y * d).sum::<f64>() / n
        };
        let base: Vec<Vec<f64>> = (0..k).map(|a| (0..k).map(|b| product(a, b)).collect()).collect();
        let factor = cholesky(base);
        if (0..k).any(|a| factor[a][a] <= 0.0) {
            return Err(NoTest::EmptyCells);
        }
        // Deviations of C'D⁻¹p; the shares' deviations are those of the totals less the share of the sum's.
        let whole = combine(&self.deviations.iter().map(|d| (1.0, d.as_slice())).collect::<Vec<_>>());
        let of_interaction = |interaction: &Vec<f64>| {
            let weights: Vec<f64> = interaction.iter().zip(&over).map(|(x, d)| x * d / self.sum).collect();
            let mut parts: Vec<(f64, &[f64])> = weights
                .iter()
                .zip(&self.deviations)
                .map(|(w, d)| (*w, d.as_slice()))
                .collect();
            parts.push((
                -weights.iter().enumerate().map(|(i, w)| w * share(i)).sum::<f64>(),
                &whole,
            ));
            combine(&parts)
        };
        let deviations: Vec<Vec<f64>> = interactions.iter().map(of_interaction).collect();
        let v = covariance(&deviations.iter().map(Vec::as_slice).collect::<Vec<_>>());
        // V is symmetric, so its rows are its columns.
        let delta: Vec<Vec<f64>> = v.into_iter().map(|column| solve(&factor, column)).collect();
        let trace = (0..k).map(|a| delta[a][a]).sum();
        let trace2 = (0..k)
            .map(|a| (0..k).map(|b| delta[a][b] * delta[b][a]).sum::<f64>())
            .sum();
        Ok((trace, trace2))
    }

    /// Wald's test of Y_rc = T_rc − T_r. T_.c/T.. for all but the first row and column, plain and adjusted.
    fn wald(&self, df: f64) -> (Option<FTest>, Option<FTest>) {
        let cells: Vec<(usize, usize)> = (1..self.rows)
            .flat_map(|r| (1..self.columns).map(move |c| (r, c)))
            .collect();
        let y: Vec<f64> = cells
            .iter()
            .map(|(r, c)| self.total[r * self.columns + c] - self.row(*r) * (self.column(*c) / self.sum))
            .collect();
        let gradient = |(r, c): &(usize, usize)| {
            let (row, column) = (self.row(*r) / self.sum, self.column(*c) / self.sum);
            let by = |i: usize| {
                let (in_row, in_column) = (i / self.columns == *r, i % self.columns == *c);
                let own = if in_row && in_column { 1.0 } else { 0.0 };
                own - f64::from(in_row) * column - f64::from(in_column) * row + row * column
            };
            let parts: Vec<(f64, &[f64])> = self
                .deviations
                .iter()
                .enumerate()
                .map(|(i, d)| (by(i), d.as_slice()))
                .collect();
            combine(&parts)
        };
        let deviations: Vec<Vec<f64>> = cells.iter().map(gradient).collect();
        let factor = cholesky(covariance(&deviations.iter().map(Vec::as_slice).collect::<Vec<_>>()));
        let k = y.len() as f64;
        if df < 1.0 || (0..y.len()).any(|a| factor[a][a] <= 0.0) {
            return (None, None);
        }
        let chi: f64 = solve(&factor, y.clone()).iter().zip(&y).map(|(x, y)| x * y).sum();
        let test = |f: f64, ddf: f64| FTest {
            f,
            ndf: k,
            ddf,
            p: fisher_upper(f, k, ddf),
        };
        let rest = df - k + 1.0;
        (
            Some(test(chi / k, df)),
            (rest > 0.0).then(|| test(chi * rest / (k * df), rest)),
        )
    }
}
