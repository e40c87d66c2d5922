//! The data as columns: rows in canonical order, and of the file's columns only those that the specification uses.
//!
//! A [`Builder`] is fed record by record, so that a file never has to be in memory as text. Canonical order is the order
//! of ids (by number where all are whole numbers, else by text), without ids the order of the rows' contents: however the
//! file's rows are permuted, every sum is taken in the same order and gives the same bits.

mod beside;
mod build;
mod check;
mod codes;
mod derive;
mod find;
mod frame;
mod grow;
mod ids;
mod needs;
mod order;
mod ratings;
#[cfg(test)]
mod tests;

pub use beside::{Beside, replicate_id};
pub use build::Builder;
pub use codes::{CodeRows, Codes};
pub use frame::Frame;
pub use ids::Ids;
pub use needs::{Needs, Role, expand};
pub use ratings::{Rated, RatingsFrame, ratings};

/// A column: coded by a dictionary, or plain numbers (NaN where missing) where nothing but numbers is needed of it.
#[derive(Debug, Clone)]
pub enum Column {
    /// Categories, which may be numbers as well.
    Codes(Codes),
    /// Numbers only.
    Numbers(Vec<f64>),
}

/// What is missing in both is equal, although it is kept as NaN.
impl PartialEq for Column {
    fn eq(&self, other: &Column) -> bool {
        let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
        match (self, other) {
            (Column::Codes(a), Column::Codes(b)) => a == b,
            (Column::Numbers(a), Column::Numbers(b)) => a.len() == b.len() && a.iter().zip(b).all(same),
            _ => false,
        }
    }
}

impl Column {
    /// Whether a row has no value.
    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            Column::Codes(codes) => codes.rows.get(row) == 0,
            Column::Numbers(numbers) => numbers[row].is_nan(),
        }
    }

    /// The rows at these places, in that order.
    pub(in crate::domain::analysis) fn take(&self, places: &[u32]) -> Column {
        match self {
            Column::Codes(codes) => Column::Codes(codes.take(places)),
            Column::Numbers(numbers) => Column::Numbers(places.iter().map(|at| numbers[*at as usize]).collect()),
        }
    }
}
