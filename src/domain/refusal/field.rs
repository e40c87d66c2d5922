//! What fieldwork and quality work are refused for.

use crate::domain::fieldwork::FilterError;
use crate::domain::sample::PlanError;
use jiff::civil::Date;
use thiserror::Error;

/// Why a step of the fieldwork is refused. Displays in English.
#[derive(Debug, Clone, PartialEq, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum FieldRefusal {
    #[error(transparent)]
    Filter(#[from] FilterError),
    #[error("audience “{audience}”: {source}")]
    Plan { audience: String, source: PlanError },
    #[error("the field cannot end on {last}: it began on {first}")]
    EndsBeforeItBegins { first: Date, last: Date },
    #[error("no issued case has the number {0}")]
    NoCase(u64),
    #[error(
        "case {0} is not to be called now: it has answered, does not want to take part, is not eligible, or the round is \
         not in the field"
    )]
    NotToCall(u64),
    #[error("“{0}” is no code that the agency gives: answers, withdrawals and removals get theirs from Barometer")]
    NotAFieldCode(String),
    #[error("the note has {found} characters; at most {most} are kept")]
    NoteTooLong { found: usize, most: usize },
    #[error("“{0}” is no interviewer's login that is in use")]
    NotAnInterviewer(String),
    #[error("no case is left to assign: they have answered, or have an interviewer")]
    NobodyToAssign,
    #[error("batch {seen} was released meanwhile; batch {next} comes next")]
    OtherBatch { seen: u32, next: u32 },
    #[error("batch {seen} cannot be released yet: batches go out in their order, and batch {next} comes next")]
    BatchNotYet { seen: u32, next: u32 },
    #[error("there is no submission “{0}” that counts")]
    NoSubmission(String),
    #[error("a removal needs its reason in words")]
    NoReason,
    #[error("there is no removal proposal number {0}")]
    NoProposal(u32),
    #[error("proposal {0} is your own: another person decides it")]
    OwnProposal(u32),
    #[error("the answers of round “{0}” were checked already: removals change nothing any more")]
    Checked(String),
    #[error(
        "nobody has an interview by an interviewer yet: telephone and paper answers of cases that have one are checked"
    )]
    NoInterviews,
    #[error("every interviewer has the share of back-checks already; draw again when more interviews have come in")]
    EnoughDrawn,
    #[error("case {0} was not drawn for a back-check")]
    NotDrawn(u64),
    #[error("what case {0} said again was entered already")]
    Entered(u64),
    #[error("case {0} is your own interview: another person asks again")]
    OwnInterview(u64),
    #[error("nothing was answered")]
    NothingAnswered,
}
