//! The main ledger 绩效总账 of a year: eight indicators, 100 points, less 行政问责 deductions; ranked by total, without grades.
//!
//! The rules are those of the city's introduction of its performance management (2012). What it leaves open is decided here:
//!
//! - **Parts.** Where two bodies assess an indicator, each delivers a part of its own. The introduction gives no points to a
//!   part, so each is 0 to the indicator's points and the parts of a department together are at most these. The indicator
//!   counts only when every body has delivered, or when one file is marked as the indicator's whole.
//! - **A file names every department once.** A department that gets no score has an empty cell with its reason in the
//!   note: it then has no total, which is never zero.
//! - **A file takes another's place only when that is said**; what it replaces stays readable.
//! - **Steps.** From the office's summary on nothing changes. A correction after it needs a reopening, which is recorded
//!   with its reason, and then every step is taken anew: what is approved is what was reviewed.

mod bonus;
mod book;
mod demand;
mod departments;
mod entry;
#[cfg(test)]
pub mod fixture;
mod indicator;
mod points;
mod public;
mod reading;
mod refusal;
mod standing;
mod step;
#[cfg(test)]
mod tests;
mod years;

pub use bonus::{Bonus, LESS_PER_CENT};
pub use book::{Import, Ledger, LedgerDepartment, PartRow};
pub use demand::LedgerDemand;
pub use departments::{DEPARTMENT_COLUMNS, read_departments};
pub use entry::{Cause, Entry, Kind, Withdrawal};
pub use indicator::{Body, Facts, Group, Indicator, Named, Source};
pub use points::Points;
pub use public::{Intake, PublicScore, SheetImport, Signatories, check_sheet};
pub use reading::read_part;
pub use refusal::{LedgerRefusal, MissingPart};
pub use standing::{Gap, IndicatorScore, Standing, Totals, standing};
pub use step::{Minutes, Step, StepRecord};
pub use years::{Beside, beside};

/// Most characters of a note, a detail or a reason.
pub const MOST_WORDS: usize = 500;
