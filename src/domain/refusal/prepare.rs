//! What preparing a round is refused for.

use thiserror::Error;

/// Why a step of preparing is refused. Displays in English.
#[derive(Debug, Clone, PartialEq, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum PrepareRefusal {
    #[error(
        "round “{0}” is a pretest: its answers never count, so it is never closed, checked, weighted, scored or sealed"
    )]
    Pretest(String),
    #[error("round “{0}” is a pretest itself: a pretest is made from the round that it tries out")]
    OfPretest(String),
    #[error("round “{0}” has no pretest")]
    NoPretest(String),
    #[error("choose the file first")]
    NoFile,
    #[error("no frame is accepted yet for: {}", .0.join(", "))]
    NoFrames(Vec<String>),
    #[error("this file is not kept any more; hand it in again")]
    UploadGone,
    #[error("“{field}”: “{found}” is not a number from {least} to {most}")]
    NotANumber {
        field: String,
        found: String,
        least: f64,
        most: f64,
    },
    #[error(
        "codes that wait to be taken are there already: take and confirm them, or throw them away, before more are made"
    )]
    CodesWait,
    #[error("there are no codes that wait to be taken")]
    NoCodesWait,
    #[error(
        "these are codes of batch {seen}, which waits no more; batch {waiting} waits with {codes} codes: look at the page as \
         it is now"
    )]
    OtherCodesWait { seen: u64, waiting: u64, codes: u64 },
    #[error("tick that you have the file and could open it: the codes are destroyed here as soon as they are in force")]
    NotTaken,
    #[error("a pretest has between 1 and {0} links for each audience")]
    Links(u64),
    #[error("everybody who was invited has finished, or is not to be asked again")]
    NobodyToRemind,
}
