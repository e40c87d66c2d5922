//! Back-checks: which interviews are asked again, and how well the two agree.

mod agreement;
mod draw;
mod kappa;
mod sheet;
#[cfg(test)]
mod tests;

pub use agreement::{Agreement, InterviewerAgreement, Measured, Pair, QuestionAgreement, agreement};
pub use draw::{Interviews, LIVE_SHARE, SHARE, drawn};
pub use kappa::{Kappa, Undefined, kappa};
pub use sheet::{Sheet, sheet};
