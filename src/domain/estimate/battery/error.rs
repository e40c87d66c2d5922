//! Why a battery of items cannot be built or summed.

use thiserror::Error;

/// Everything that is refused before a number is computed; rows, items and cells count from 0.
#[derive(Debug, Clone, PartialEq, Error)]
#[allow(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum BatteryError {
    #[error("item {item} has {found} values for {rows} rows")]
    Length { item: usize, found: usize, rows: usize },
    #[error("row {row}, item {item}: code {code} is neither a code of the battery nor missing")]
    UnknownCode { row: usize, item: usize, code: u8 },
    #[error("code {code} is named twice")]
    RepeatedCode { code: u8 },
    #[error("{items} items of {codes} codes are more than the {most} pairs that a battery holds")]
    TooManyPairs { items: usize, codes: usize, most: usize },
    #[error("{ratings} ratings are more than a battery holds")]
    TooManyRatings { ratings: usize },
    #[error("row {row}: the weight {weight} is not a finite number of at least 0")]
    BadWeight { row: usize, weight: f64 },
    #[error("column {column} has {found} values for {rows} rows")]
    Rows { column: usize, found: usize, rows: usize },
    #[error("column {column}, row {row}: level {level} is beyond the {levels} levels")]
    LevelBeyond {
        column: usize,
        row: usize,
        level: u32,
        levels: usize,
    },
    #[error("{groups} groups of rows × {pairs} pairs of item and code are more than {most} sums")]
    TooManySums { groups: usize, pairs: usize, most: usize },
    #[error("there is no item {item} among {items}")]
    NoSuchItem { item: usize, items: usize },
    #[error("{name}: {found} entries, expected {expected}")]
    Size {
        name: &'static str,
        found: usize,
        expected: usize,
    },
}
