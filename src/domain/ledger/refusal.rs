//! Why the ledger refuses, as data.
//!
//! The English sentence stands at the variant and is its documentation; the Chinese one stands in `text::zh`.

use super::{Indicator, Source, Step};
use crate::domain::proof::SealError;
use thiserror::Error;

/// A body's part that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingPart {
    /// Of which indicator.
    pub indicator: Indicator,
    /// Whose.
    pub source: Source,
}

/// Why the ledger refuses; nothing was changed. Displays in English.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum LedgerRefusal {
    #[error("there is no ledger of {year}; ledgers: {a}", a = or_none(.years))]
    NoLedger { year: i16, years: Vec<String> },
    #[error("a ledger is of a year from 2000 to 2100; found {0}")]
    NoYear(i16),
    #[error("round “{round}” is of {found}, this ledger of {year}")]
    RoundOfOtherYear { round: String, found: i16, year: i16 },
    #[error("round “{0}” is not in this house: hand in a list of departments with the columns id, name_zh, name_en")]
    RoundNotHere(String),
    #[error("no round is named; the public evaluation comes from the sealed sheet of a round")]
    NoRound,
    // Figures.
    #[error(
        "the ledger of {year} was {a} on {on}: nothing in it changes any more. For a correction reopen it with a reason \
         (`ledger step {year} reopened`); every step is then taken anew", a = .step.name().en
    )]
    Locked { year: i16, step: Step, on: String },
    #[error("there is no indicator “{0}”; indicators: {a}", a = indicators())]
    UnknownIndicator(String),
    #[error("public evaluation comes from a sealed score sheet only (`ledger sheet`), never from a table")]
    PublicFromSheetOnly,
    #[error("“{found}” does not assess {a}; it is assessed by {b}; “whole” stands for all of them together", a = .indicator.name().en, b = sources(*.indicator))]
    UnknownSource { indicator: Indicator, found: String },
    #[error("{a} is assessed by several bodies; say whose file this is: {b}, or “whole”", a = .0.name().en, b = sources(*.0))]
    SourceNeeded(Indicator),
    #[error("this would take the place of {a}; nothing was stored. Confirm that it replaces (`--replace`), and the earlier figures stay readable", a = listed(.0))]
    WouldReplace(Vec<String>),
    #[error("there is no department “{found}” in this ledger{a}", a = perhaps(.near))]
    UnknownDepartment { found: String, near: Option<String> },
    #[error("there is no cause “{0}”; causes: integrity, accident, violation")]
    UnknownCause(String),
    #[error("a deduction or an unfinished task needs a sentence that says what happened, of at most {0} characters")]
    NoDetail(usize),
    #[error("no reason is given; it needs one, of at most {0} characters")]
    NoReasonGiven(usize),
    #[error("there is no note with number {0} in this ledger")]
    NoEntry(u64),
    #[error("note {0} was withdrawn already")]
    WithdrawnAlready(u64),
    // The sealed sheet.
    #[error("{0}")]
    NotASheet(SealError),
    #[error("the sheet is not signed for the {0}; the agency and the office both sign")]
    NotSigned(&'static str),
    #[error("the {role}'s signature was made with the key {found}; expected its key {expected}")]
    OtherKey {
        role: &'static str,
        found: String,
        expected: String,
    },
    #[error("the {role}'s signature (key {key}) is not of this sheet: the sheet or the signature was changed")]
    BadSignature { role: &'static str, key: String },
    #[error("the sheet is of round “{found}”; the public evaluation of this ledger comes from round “{expected}”")]
    OtherRound { found: String, expected: String },
    #[error("the sheet is of {found}, this ledger of {expected}")]
    OtherYear { found: i16, expected: i16 },
    #[error("the sheet has the department “{0}” twice")]
    SheetTwice(String),
    #[error("the sheet has departments that this ledger does not have: {a}", a = listed(.0))]
    SheetUnknown(Vec<String>),
    #[error("the sheet lacks departments of this ledger: {a}", a = listed(.0))]
    SheetLacks(Vec<String>),
    #[error("the sheet gives “{department}” the score “{found}”; expected points from 0.00 to 20.00")]
    SheetScore { department: String, found: String },
    #[error("the sheet gives “{0}” no score although its status is final")]
    SheetNoScore(String),
    #[error("there is no version {0} of the sheet in this ledger")]
    NoSheetVersion(u32),
    #[error("this is version {found} of the sheet; version {has} is in the ledger already")]
    OlderVersion { found: u32, has: u32 },
    #[error("another sheet of version {0} is in the ledger already; a correction is a new version")]
    OtherSameVersion(u32),
    #[error(
        "this house has sealed its own version {0} of this round's sheet, and this file says something else; take the house's own"
    )]
    NotTheHousesOwn(u32),
    // Steps.
    #[error("there is no step “{0}”; steps: compiled, reviewed, approved, published; and reopened")]
    UnknownStep(String),
    #[error("“{a}” cannot follow now: the ledger of {year} {b}", a = .step.name().en, b = follows(*.last, *.next))]
    StepOrder {
        year: i16,
        step: Step,
        last: Option<Step>,
        next: Option<Step>,
    },
    #[error("not everything was delivered for {year}: {a}", a = parts(.missing))]
    NotDelivered { year: i16, missing: Vec<MissingPart> },
    #[error("nobody is named; a step needs the person or meeting that decided, of at most {0} characters")]
    NobodyNamed(usize),
    #[error("“{0}” is no date; expected one like 2010-01-15")]
    NoDate(String),
    #[error("{on} is in the future; today is {today}")]
    FutureDay { on: String, today: String },
    #[error("{on} is before the last step, which was on {last}")]
    BeforeLastStep { on: String, last: String },
    #[error("{0} made the last change; a step is recorded by somebody else")]
    OwnWork(String),
    #[error("who does this is not named")]
    BlankName,
}

fn or_none(words: &[String]) -> String {
    if words.is_empty() {
        return "none".into();
    }
    words.join(", ")
}

fn listed(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    words.join(", ")
}

fn perhaps(near: &Option<String>) -> String {
    near.as_ref()
        .map_or_else(String::new, |near| format!(" (perhaps “{near}”)"))
}

fn indicators() -> String {
    Indicator::ALL.map(|one| one.facts().id).join(", ")
}

fn sources(indicator: Indicator) -> String {
    let bodies = indicator.bodies().iter();
    let bodies: Vec<String> = bodies.map(|body| format!("{} ({})", body.id, body.name.en)).collect();
    bodies.join(", ")
}

fn parts(missing: &[MissingPart]) -> String {
    let part = |one: &MissingPart| format!("{} ({})", one.indicator.name().en, one.source.name().en);
    missing.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn follows(last: Option<Step>, next: Option<Step>) -> String {
    let stands = last.map_or("has not begun its review".to_owned(), |last| {
        format!("was {}", last.name().en)
    });
    match next {
        Some(next) => format!("{stands}; “{}” comes next", next.name().en),
        None => format!("{stands}, which is the last step"),
    }
}
