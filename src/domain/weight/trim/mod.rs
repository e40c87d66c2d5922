//! Trimming (D14, METHOD 6): weights, or the adjustment g = w/b, are clipped to a band; the mass cut may be given back.
//!
//! In a replicate, trimming acts on weight ÷ multiplier (D16): multiplied weights themselves would be clipped for having
//! been drawn twice, which makes bootstrap standard errors about a quarter too small.

mod clip;
mod cycles;
mod limits;
mod order;
mod within;

pub use clip::{Trimmed, trim};
pub use cycles::{Cycled, Cycles, CyclesError, trim_and_rake};
pub use limits::Counts;
pub use order::{median, quantile};
pub use within::{InGroups, Within, trim_within};

use super::short;
use thiserror::Error;

/// A trimming rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trim {
    /// Lower limit, in units of `of`; 0 for none.
    pub low: f64,
    /// Upper limit, in units of `of`; infinite for none.
    pub high: f64,
    /// What the limits are multiples of.
    pub of: Reference,
    /// What happens to the mass that is cut.
    pub give_back: GiveBack,
    /// Until all are inside; otherwise once.
    pub repeat: bool,
    /// Clips w ÷ base instead of w.
    pub relative_to_base: bool,
}

/// What limits are multiples of; only rows with a positive weight (and multiplier) count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reference {
    /// 1: the limits are weights.
    Weight,
    /// The plain mean.
    Mean,
    /// The median, the mean of the two middle values where their number is even.
    Median,
    /// The limits are shares in 0..1: quantiles between order statistics, (n − 1) p apart (R's type 7); 0 below and
    /// infinity above are no limit.
    Quantile,
    /// This population divided by the number of rows (by the multipliers' sum in a replicate).
    PopulationMean(f64),
    /// A given number.
    Given(f64),
}

/// What happens to the mass that trimming cut (or added).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveBack {
    /// It is gone; raking restores it.
    None,
    /// Equal absolute parts to the rows that no pass has clipped.
    Equal,
    /// One factor on the rows that no pass has clipped.
    Proportional,
}

/// Why weights cannot be trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[allow(
    missing_docs,
    reason = "the message of each variant says what its fields are; rows are counted from 0"
)]
pub enum TrimError {
    #[error("limits [{low}, {high}]: expected 0 <= low < high (and shares of at most 1 for quantiles)")]
    BadLimits { low: f64, high: f64 },
    #[error("the reference {value} of the limits is not a positive number")]
    BadReference { value: f64 },
    #[error("nobody has a positive weight")]
    NoWeight,
    #[error("the weight in row {row} is {weight}; weights must be finite, and a negative one needs a `low` above 0")]
    BadWeight { row: usize, weight: f64 },
    #[error("the unit in row {row} has no group of `within`")]
    NoGroup { row: usize },
    #[error("the weight relative to the base weight does not exist in row {row}, whose base weight is {base}")]
    BadBase { row: usize, base: f64 },
    #[error(
        "after {passes} passes every unit has been clipped, and {a} of the sum cannot be given back; wider limits, or \
         `give_back = \"none\"`, would do",
        a = short(*.left)
    )]
    NobodyLeft { passes: u32, left: f64 },
    #[error(
        "after {passes} passes the units inside weigh {a}, too little to take back {b}; a lower `low`, or \
         `give_back = \"none\"`, would do",
        a = short(*.inside), b = short(*.excess)
    )]
    CannotRestore { passes: u32, inside: f64, excess: f64 },
}

/// A weight is reported as outside beyond this relative distance.
const OUTSIDE: f64 = 1e-9;

/// A weight this near to a limit, relatively, stands at it: three times the median's weight is not above 3 × median
/// because the last bit says so.
const ROUNDING: f64 = 1e-12;

/// Limits in the unit of what is clipped: weights, or w/b.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Smallest allowed.
    pub lower: f64,
    /// Largest allowed.
    pub upper: f64,
}

impl Band {
    /// The band `[lower, upper] × median(w/b)` over rows with a positive weight; `None` without such a row.
    pub fn around_median(w: &[f64], b: &[f64], lower: f64, upper: f64) -> Option<Band> {
        let rule = Trim {
            low: lower,
            high: upper,
            of: Reference::Median,
            give_back: GiveBack::None,
            repeat: false,
            relative_to_base: true,
        };
        let resolved = limits::resolve(w, Counts::default(), Some(b), &rule, &mut Vec::new());
        resolved.ok().map(|(band, _)| band)
    }

    /// The limit that `g` has to be moved to; `None` when it is inside.
    pub fn limit(&self, g: f64) -> Option<f64> {
        if g < self.lower * (1.0 - ROUNDING) {
            Some(self.lower)
        } else if g > self.upper * (1.0 + ROUNDING) {
            Some(self.upper)
        } else {
            None
        }
    }

    /// Factor per row that brings w/b into the band; exactly 1 where it is inside already.
    pub fn factors(&self, w: &[f64], b: &[f64]) -> Vec<f64> {
        let factor = |(w, b): (&f64, &f64)| {
            let takes_part = *w > 0.0 && *b > 0.0;
            let limit = takes_part.then(|| self.limit(w / b)).flatten();
            limit.map_or(1.0, |limit| limit * b / w)
        };
        w.iter().zip(b).map(factor).collect()
    }

    /// How many rows lie outside by more than raking's rounding.
    pub fn outside(&self, w: &[f64], b: &[f64]) -> u64 {
        let out = |(w, b): &(&f64, &f64)| self.misses(*w / *b);
        w.iter().zip(b).filter(out).count() as u64
    }

    /// Whether `g` lies outside by more than raking's rounding.
    pub fn misses(&self, g: f64) -> bool {
        g < self.lower * (1.0 - OUTSIDE) || g > self.upper * (1.0 + OUTSIDE)
    }
}
