//! Everything that stops the scoring stage.

use crate::domain::estimate::design::DesignError;
use crate::domain::submission::quality::QualityError;
use crate::domain::weight::WeightError;
use thiserror::Error;

/// Why there is no sheet.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ScoreError {
    /// From the quality stage.
    #[error(transparent)]
    Quality(#[from] QualityError),
    /// From the weighting stage.
    #[error(transparent)]
    Weight(#[from] WeightError),
    /// The strata and their populations contradict the sample.
    #[error("design: {0}")]
    Design(#[from] DesignError),
    /// An answer about a department that was never put to this respondent.
    #[error("submission {submission} answers {question} about {department}, which was not put to this respondent")]
    NotAssigned {
        /// Submission id.
        submission: String,
        /// Question id.
        question: String,
        /// Department id.
        department: String,
    },
    /// A rating outside the scale.
    #[error("submission {submission} rates {department} with {found}; expected one of {expected}")]
    NotAGrade {
        /// Submission id.
        submission: String,
        /// Department id.
        department: String,
        /// What was found.
        found: String,
        /// Codes of the scale.
        expected: String,
    },
    /// A disposition code that is not on the list.
    #[error("{audience}: unknown disposition code {code}")]
    UnknownDisposition {
        /// Audience id.
        audience: String,
        /// The code.
        code: String,
    },
    /// The conversion gives no value to a grade.
    #[error("the conversion has no value for grade {0}")]
    NoValue(String),
    /// The data cannot be written as canonical JSON.
    #[error("the data have no canonical form: {0}")]
    NotCanonical(String),
}
