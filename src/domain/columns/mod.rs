//! The documents of a round as columns: some hundred bytes per respondent, whether they come as values or as bytes.
//!
//! Quality, weights and scores are computed from these columns only. Rows are in order of submission id; what
//! is wrong with a row is kept beside it and is said when the row is used, as if the document were read then.

mod fill;
mod form;
mod ids;
mod names;
mod order;
pub mod reading;
mod scan;
#[cfg(test)]
mod tests;

pub use fill::Filler;
pub use form::variables;
pub use ids::{Ids, Numbered};
pub use names::Names;

use crate::domain::data::{Fraction, Mode};
use crate::domain::definition::Survey;
use crate::domain::score::ScoreError;
use reading::Reading;
use std::collections::BTreeMap;

/// Audience number of a row whose audience the survey does not have.
pub const NO_AUDIENCE: u8 = u8::MAX;
/// Grade of a rating that says 说不清.
pub const DONT_KNOW: u8 = u8::MAX;
/// Value number of a raking variable that neither the respondent nor the frame gives.
pub const NO_VALUE: u32 = u32::MAX;
/// Marks a value that the frame gives.
pub const FROM_FRAME: u32 = 1 << 31;

/// One department of the familiarity list that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Familiar {
    /// Position in the survey's departments.
    pub department: u16,
    /// Whether the respondent knows or used it.
    pub knows: bool,
    /// Number of `s` among [`Columns::fractions`].
    pub s: u32,
}

/// One rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// Position in the survey's departments.
    pub department: u16,
    /// Position in the scale, best first, or [`DONT_KNOW`].
    pub grade: u8,
    /// Whether the respondent used the department.
    pub used: bool,
    /// Number of `s` and `q` among [`Columns::chances`].
    pub chance: u32,
}

/// Lists of different length, one per row, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ragged<T> {
    start: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Ragged<T> {
    fn default() -> Self {
        Ragged {
            start: vec![0],
            all: Vec::new(),
        }
    }
}

impl<T> Ragged<T> {
    /// The list of a row.
    pub fn of(&self, row: usize) -> &[T] {
        &self.all[self.start[row] as usize..self.start[row + 1] as usize]
    }

    fn end_row(&mut self) {
        self.start.push(self.all.len() as u32);
    }

    /// Room for so many rows like those that are there.
    fn reserve_for(&mut self, rows: usize) {
        let (mine, entries) = ((self.start.len() - 1).max(1), self.all.len());
        self.start.reserve_exact((rows + 1).saturating_sub(self.start.len()));
        // A sixteenth more than as long as these: room that nobody uses costs nothing.
        let likely = (entries as f64 / mine as f64 * rows as f64 * 1.0625) as usize;
        self.all.reserve_exact(likely.saturating_sub(entries));
    }
}

/// The columns; all of the same length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// Submission ids, ascending once in order.
    pub ids: Ids,
    /// Place of each row in the order in which the documents came.
    pub came: Vec<u32>,
    /// Position in the survey's audiences, or [`NO_AUDIENCE`].
    pub audience: Vec<u8>,
    /// Number of the stratum among [`Columns::strata`].
    pub stratum: Vec<u32>,
    /// Names of strata.
    pub strata: Numbered<String>,
    /// Number of the disposition among [`Columns::dispositions`].
    pub disposition: Vec<u32>,
    /// Disposition codes.
    pub dispositions: Numbered<String>,
    /// How the answers came in.
    pub mode: Vec<Mode>,
    /// Seconds spent; not a number where nothing was timed.
    pub seconds: Vec<f64>,
    /// Flags that follow from the document alone, one bit per [`Flag`](crate::domain::submission::quality::Flag).
    pub flags: Vec<u8>,
    /// First half of SHA-256 of the draw key; zeros without one.
    pub key: Vec<[u8; 16]>,
    /// Answer to the question about coaching: 0 none, 1 not coached, 2 coached.
    pub coached: Vec<u8>,
    /// Value number per raking variable of the row's audience: `values[variable][row]`.
    pub values: Vec<Vec<u32>>,
    /// What the numbers mean: `value_names[audience][variable]`.
    pub value_names: Vec<Vec<Numbered<String>>>,
    /// Probabilities.
    pub fractions: Numbered<Fraction>,
    /// Probabilities of being shown and of being assigned when shown, which go together.
    pub chances: Numbered<(Fraction, Fraction)>,
    /// The familiarity list: numbers of entries among [`Columns::familiar_kinds`], which a million rows share.
    pub familiar: Ragged<u32>,
    /// The entries.
    pub familiar_kinds: Numbered<Familiar>,
    /// The ratings.
    pub ratings: Ragged<Rating>,
    /// Audiences that the survey does not have, by row.
    pub strangers: BTreeMap<u32, String>,
    /// Why a row cannot be scored.
    pub faults: BTreeMap<u32, ScoreError>,
}

impl Columns {
    /// The columns of these documents, in order of submission id.
    pub fn of<'d>(survey: &Survey, documents: impl IntoIterator<Item = Reading<'d>>) -> Columns {
        let mut filler = Filler::new(survey);
        let mut columns = filler.empty();
        documents.into_iter().for_each(|one| filler.push(&one, &mut columns));
        columns.ordered()
    }

    /// Lets go of what only quality is found from, keys and seconds: 24 bytes per row that weights and scores never read.
    pub fn free_after_quality(&mut self) {
        (self.key, self.seconds) = (Vec::new(), Vec::new());
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.audience.len()
    }

    /// No rows.
    pub fn is_empty(&self) -> bool {
        self.audience.is_empty()
    }

    /// Rows of an audience, by its position in the survey.
    pub fn rows_of(&self, audience: usize) -> impl Iterator<Item = u32> + '_ {
        let rows = self.audience.iter().enumerate();
        rows.filter(move |(_, a)| usize::from(**a) == audience)
            .map(|(row, _)| row as u32)
    }

    /// `s` and `q` of a rating.
    pub fn chance(&self, of: &Rating) -> (Fraction, Fraction) {
        self.chances.values[of.chance as usize]
    }

    /// The first document, as they came, whose audience the survey does not have: its id and that audience.
    pub fn stranger(&self) -> Option<(String, String)> {
        let first = self.strangers.iter().min_by_key(|(row, _)| self.came[**row as usize])?;
        Some((self.ids.get(*first.0 as usize).into_owned(), first.1.clone()))
    }
}
