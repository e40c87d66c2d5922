//! Why weights cannot be brought to population margins: each refusal names margin, category and, where there is one, the row.

use thiserror::Error;

/// Why a category stays off its total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Why {
    /// Nobody with a positive weight is in it.
    #[error("nobody with a positive weight is left in it")]
    Empty,
    /// No weights on these rows meet all the margins together.
    #[error("no weights on these respondents meet all margins together")]
    Contradictory,
    /// The margins can be met, but not inside the bounds.
    #[error("the bounds leave no room for it")]
    BoundedOut,
    /// More cycles would do.
    #[error("more cycles are needed")]
    TooFewCycles,
}

/// A number with at most nine digits that count: what rounding left behind them says nothing to a reader.
pub fn short(number: f64) -> String {
    let rounded = format!("{number:.8e}").parse().unwrap_or(number);
    match number.abs() {
        small if small > 0.0 && small < 1e-4 => format!("{number:.1e}"),
        _ => format!("{rounded}"),
    }
}

/// A share in percent.
pub fn percent(share: f64) -> String {
    format!("{} %", short(share * 100.0))
}

/// Why margins cannot be met.
#[derive(Debug, Clone, PartialEq, Error)]
#[allow(
    missing_docs,
    reason = "the message of each variant says what its fields are; rows are counted from 0"
)]
pub enum MarginError {
    #[error("margin {margin}: category {category} has a population but no respondent with a positive weight")]
    EmptyCategory { margin: String, category: String },
    #[error("margin {margin}: category {category} has respondents but no population")]
    NoPopulation {
        margin: String,
        category: String,
        /// The first such respondent.
        row: usize,
    },
    #[error("margin {margin}: the respondent in row {row} has no category")]
    MissingCategory { margin: String, row: usize },
    #[error("{name}: the respondent in row {row} has no finite number")]
    MissingNumber { name: String, row: usize },
    #[error(
        "margin {margin} sums to {a}, margin {first} to {b}, a difference of {c}: they must be equal",
        a = short(*.sum), b = short(*.first_sum), c = short((*.sum - *.first_sum).abs())
    )]
    DifferentSums {
        margin: String,
        sum: f64,
        first: String,
        first_sum: f64,
    },
    #[error("margin {margin}: the total of {category} is {total}; totals must be finite and not negative")]
    BadTotal {
        margin: String,
        category: String,
        total: f64,
    },
    #[error("the weight in row {row} is {weight}; weights must be finite and not negative")]
    BadWeight { row: usize, weight: f64 },
    #[error("nobody has a positive weight")]
    NoWeight,
    #[error("there is no margin to meet")]
    NoMargin,
    #[error("bounds [{low}, {high}] on the factor: expected low < 1 < high, both finite for the logit distance")]
    BadBounds { low: f64, high: f64 },
    #[error("limits [{low}, {high}] on the weight: expected 0 <= low < high")]
    BadLimits { low: f64, high: f64 },
    #[error("the logit distance needs weights inside the limits to begin with; row {row} has {weight}")]
    OutsideLimits { row: usize, weight: f64 },
    #[error("not converged after {cycles} cycles: margin {margin}, category {category} is still {a} off its total: {why}", a = percent(*.miss))]
    NotConverged {
        cycles: u32,
        margin: String,
        category: String,
        /// Relative to its total.
        miss: f64,
        why: Why,
    },
}

impl MarginError {
    /// The reason in one word, where the margins themselves are the reason.
    pub fn why(&self) -> Option<Why> {
        match self {
            MarginError::EmptyCategory { .. } | MarginError::NoWeight => Some(Why::Empty),
            MarginError::DifferentSums { .. } | MarginError::NoPopulation { .. } => Some(Why::Contradictory),
            MarginError::NotConverged { why, .. } => Some(*why),
            _ => None,
        }
    }

    /// The row it speaks of, counted from 0, so that whoever knows the file can put the line there.
    pub fn row(&mut self) -> Option<&mut usize> {
        match self {
            MarginError::NoPopulation { row, .. }
            | MarginError::MissingCategory { row, .. }
            | MarginError::MissingNumber { row, .. }
            | MarginError::BadWeight { row, .. }
            | MarginError::OutsideLimits { row, .. } => Some(row),
            _ => None,
        }
    }
}
