//! Everything that stops the weighting stage, naming audience, stratum, margin and category.

use super::rake::RakeError;
use thiserror::Error;

impl From<WeightError> for Vec<WeightError> {
    fn from(only: WeightError) -> Self {
        vec![only]
    }
}

/// Why there are no weights.
#[derive(Debug, Clone, PartialEq, Error)]
#[allow(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum WeightError {
    #[error("submission {submission} belongs to audience {audience}, which the survey does not have")]
    UnknownAudience { submission: String, audience: String },
    #[error("two documents carry the submission id {submission}")]
    RepeatedSubmission { submission: String },
    #[error("{audience}: stratum {stratum} has answers but no frame and issued counts")]
    NoStratumCount { audience: String, stratum: String },
    #[error(
        "{audience}: stratum {stratum} says {issued} issued of {frame} in the frame; expected 1 to the frame's size"
    )]
    BadStratumCount {
        audience: String,
        stratum: String,
        frame: u64,
        issued: u64,
    },
    #[error("{audience}: the method takes base weights from margin {margin}, which this audience does not have")]
    NoBaseMargin { audience: String, margin: String },
    #[error("{audience}: margin {margin} has no population for stratum {stratum}")]
    NoStratumPopulation {
        audience: String,
        margin: String,
        stratum: String,
    },
    #[error("{audience}: unknown disposition code {code} in stratum {stratum}")]
    UnknownDisposition {
        audience: String,
        stratum: String,
        code: String,
    },
    #[error("{audience}: stratum {stratum} has {documents} submissions, but {cases} cases with code 1.1 or 1.2")]
    CasesDisagree {
        audience: String,
        stratum: String,
        documents: u64,
        cases: u64,
    },
    #[error("{audience}: stratum {stratum} has {issued} issued units, but {cases} of them have a disposition")]
    CasesMissing {
        audience: String,
        stratum: String,
        issued: u64,
        cases: u64,
    },
    #[error("{audience}: every case of the nonresponse class {class} is of unknown eligibility")]
    NothingKnown { audience: String, class: String },
    #[error(
        "{audience}: {missing} of {respondents} respondents have no answer for {variable}; at most {most} of them may lack it"
    )]
    MissingAnswers {
        audience: String,
        variable: String,
        missing: u64,
        respondents: u64,
        most: u64,
    },
    #[error("{audience}: nobody answered {variable}, so a missing answer cannot be filled")]
    NoDonor { audience: String, variable: String },
    #[error(
        "{audience}: submission {submission} falls in category {category} of margin {margin}, which has no population"
    )]
    UnknownCategory {
        audience: String,
        margin: String,
        category: String,
        submission: String,
    },
    #[error("{audience}: {source}")]
    Raking { audience: String, source: RakeError },
    #[error(
        "{audience}: the weights' design effect {deff:.3} is above {limit}; an officer's recorded waiver is needed"
    )]
    DesignEffect { audience: String, deff: f64, limit: f64 },
}
