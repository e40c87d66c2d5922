//! Why replicates cannot be made or used.

use thiserror::Error;

/// Why replicates cannot be made or used; strata are named by their labels, replicates count from 1.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReplicateError {
    /// Nobody to replicate.
    #[error("there are no rows to make replicates of")]
    NoRows,
    /// Slices of different lengths.
    #[error("{what}: found {found} rows, expected {expected}")]
    Length {
        /// Which input.
        what: &'static str,
        /// Its length.
        found: usize,
        /// Rows of the sample.
        expected: usize,
    },
    /// One unit says nothing about a spread.
    #[error(
        "stratum {stratum} has one unit; join it with another, or let `lonely` under [design] name a rule (“average”, \
         “certainty”, “remove”; for the jackknife also “adjust”)"
    )]
    LonelyStratum {
        /// Label.
        stratum: String,
    },
    /// The rule has no meaning for this kind of replicates.
    #[error("{method} has no rule “adjust” for the lonely stratum {stratum}; use remove, certainty or average")]
    NoSuchRule {
        /// `brr` or `bootstrap`.
        method: &'static str,
        /// Label.
        stratum: String,
    },
    /// Only lonely strata: nothing varies.
    #[error("every stratum has one unit, so no replicate differs from the sample")]
    OnlyLonely,
    /// Half samples need pairs.
    #[error("stratum {stratum} has {found} units; balanced half samples need exactly two in every stratum")]
    NotAPair {
        /// Label.
        stratum: String,
        /// Its units.
        found: u64,
    },
    /// Fay's share.
    #[error("rho is {0}; it must be at least 0 and below 1")]
    Rho(f64),
    /// f_h outside 0..1.
    #[error(
        "stratum {stratum}: sampling fraction {found} (more units in the sample than in the population?), expected 0 to 1"
    )]
    Fraction {
        /// Label.
        stratum: String,
        /// The fraction.
        found: f64,
    },
    /// Too few replicates.
    #[error("{found} replicates; at least {least} are needed")]
    TooFew {
        /// Asked for or supplied.
        found: usize,
        /// Needed.
        least: usize,
    },
    /// A supplied number that cannot be one.
    #[error("replicate {replicate}, row {row}: found {found}, expected a number that is not negative")]
    NotANumber {
        /// From 1.
        replicate: usize,
        /// From 1, in the order of the analysed rows.
        row: usize,
        /// The value.
        found: f64,
    },
    /// Rows of one unit must be drawn together.
    #[error("replicate {replicate}, row {row}: drawn {found} times, but other rows of its unit {expected} times")]
    UnitDrawnUnequally {
        /// From 1.
        replicate: usize,
        /// From 1.
        row: usize,
        /// Here.
        found: f64,
        /// Earlier rows of the unit.
        expected: f64,
    },
    /// A stratum's draws must add up to n_h − 1.
    #[error("replicate {replicate}, stratum {stratum}: {found} draws, expected {expected} (one less than its units)")]
    WrongDraws {
        /// From 1.
        replicate: usize,
        /// Label.
        stratum: String,
        /// Their sum.
        found: f64,
        /// n_h − 1.
        expected: f64,
    },
    /// A scale that is not a positive number.
    #[error("the scale of the replicates is {0}; it must be a positive number")]
    Scale(f64),
    /// One scale per replicate.
    #[error("found {found} scales, expected {expected}: one for each replicate")]
    Scales {
        /// Given.
        found: usize,
        /// Replicates.
        expected: usize,
    },
    /// No replicate has an estimate.
    #[error("of {count} replicates only {used} have an estimate; two are needed")]
    NothingLeft {
        /// All.
        count: usize,
        /// Usable.
        used: usize,
    },
}

impl ReplicateError {
    /// The supplied replicate it speaks of, counted from 1.
    pub fn replicate(&self) -> Option<usize> {
        match self {
            ReplicateError::NotANumber { replicate, .. }
            | ReplicateError::UnitDrawnUnequally { replicate, .. }
            | ReplicateError::WrongDraws { replicate, .. } => Some(*replicate),
            _ => None,
        }
    }

    /// The row it speaks of, counted from 1, so that whoever knows the file can put the line there.
    pub fn row(&mut self) -> Option<&mut usize> {
        match self {
            ReplicateError::NotANumber { row, .. } | ReplicateError::UnitDrawnUnequally { row, .. } => Some(row),
            _ => None,
        }
    }
}
