//! Why a stage refuses, as data; what to do instead is part of it.
//!
//! The English sentence stands at the variant and is its documentation; the Chinese one stands in `text::zh`.

mod field;
mod prepare;

pub use field::FieldRefusal;
pub use prepare::PrepareRefusal;

use super::ledger::LedgerRefusal;
use super::proof::{ContactError, LogFault};
use super::sample::AllocationError;
use super::score::ScoreError;
use super::score::danger::{Danger, listed, stopped};
use thiserror::Error;

/// Why a stage refuses. Displays in English.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Refusal {
    #[error("round “{round}” is {state}: {instead}")]
    InState {
        round: String,
        state: &'static str,
        instead: Instead,
    },
    #[error("round “{round}”: {instead}")]
    StepMissing { round: String, instead: Instead },
    #[error("“{step}” was done already for round “{round}”; next: {next}")]
    DoneAlready { round: String, step: String, next: Next },
    #[error("every issued unit of “{0}” is invited already; release a reserve batch first (`round release`)")]
    AllInvited(String),
    #[error("round “{0}” has no answers yet; import them (`round import-answers`) or let people answer first")]
    NoAnswers(String),
    #[error("round “{0}” has no sample; import its answers (`round import-answers`)")]
    NoSample(String),
    #[error("round “{0}” has no sample, so there is nobody to invite; import its answers (`round import-answers`)")]
    NobodyToInvite(String),
    #[error("round “{0}” has no sheet; `round score` makes it")]
    NoSheet(String),
    #[error(
        "round “{0}” has no sample, so it has no cases to give final codes to: its respondents are whoever is imported"
    )]
    NoFinalCodes(String),
    #[error("round “{0}” has no sample, so nobody waits in reserve")]
    NothingInReserve(String),
    #[error("the survey has no audience “{audience}”{a}; its audiences: {b}", a = perhaps(.near), b = named(.all))]
    UnknownAudience {
        audience: String,
        near: Option<String>,
        all: Vec<String>,
    },
    #[error("“{audience}” has no stratum “{stratum}”{a}; its strata: {b}", a = perhaps(.near), b = named(.all))]
    UnknownStratum {
        audience: String,
        stratum: String,
        near: Option<String>,
        all: Vec<String>,
    },
    #[error("stratum “{stratum}” of “{audience}” has no reserve left; strata that have: {a}", a = named(.left))]
    NoReserve {
        audience: String,
        stratum: String,
        left: Vec<String>,
    },
    #[error("the survey has no audience “{0}”")]
    NoAudience(String),
    #[error(transparent)]
    Field(#[from] FieldRefusal),
    #[error(transparent)]
    Prepare(#[from] PrepareRefusal),
    #[error("no frame file for the audience “{0}”")]
    NoFrameFile(String),
    #[error("{file}, audience “{audience}”: {source}")]
    Allocation {
        file: String,
        audience: String,
        source: AllocationError,
    },
    #[error(
        "round “{round}” is not closed: closing is final, and as things stand it would cost the sheet or a part of it:{}\n\
         `round close {round} --accept-no-sheet` closes it all the same",
        listed(.dangers, *.sampled)
    )]
    Endangered {
        round: String,
        dangers: Vec<Danger>,
        sampled: bool,
    },
    #[error(
        "round “{round}” cannot be taken further by `round {step}`:{}\n\
         It is closed: its answers are final, and nothing of it is changed. What is left is another round: correct the \
         survey folder, register it with `round open DIR --id ID`, and collect or import the answers there",
        stopped(.stops)
    )]
    Stopped {
        round: String,
        step: &'static str,
        stops: Vec<ScoreError>,
    },
    #[error("unit {unit}: {source}")]
    Contact { unit: u64, source: ContactError },
    #[error("unit {unit}: contact data that cannot be read ({why})")]
    ContactShape { unit: u64, why: String },
    #[error("unit {0}: the key is not the one that was committed to")]
    OtherKey(u64),
    #[error("unit {unit}: no audience “{audience}”")]
    UnitAudience { unit: u64, audience: String },
    #[error("the sheet's time cannot be read: {0}")]
    SheetTime(String),
    #[error("the stored sheet cannot be read: {0}")]
    SheetUnreadable(String),
    #[error("the sealed sheet cannot be reached again from the database: it was changed from outside")]
    SheetChanged,
    #[error(
        "round “{round}” was changed in the database after its answers were logged: {fault}. Nothing is computed or signed \
         from it. Restore the database from a backup made before the change, then do this again"
    )]
    Tampered { round: String, fault: LogFault },
    #[error(
        "round “{round}”: its method is not registered yet ({signed} of two officers have signed); officers register it on \
         the page of the method, before anybody is invited"
    )]
    NotRegistered { round: String, signed: usize },
    #[error("this is signed under a person's name: it is done on its page by somebody who has signed in")]
    NobodyByName,
    #[error("round “{0}” has another method than the one on the page you signed; load the page again and read it")]
    OtherMethod(String),
    #[error(
        "round “{round}” has another sheet than the one on the page where you pressed the button: it is at version \
         {version} now. Nothing was signed; load the page again and look at it"
    )]
    OtherSheet { round: String, version: u32 },
    #[error(
        "version {version} of the sheet of round “{round}” is not confirmed by the agency yet; its analyst does that first"
    )]
    NotConfirmed { round: String, version: u32 },
    #[error("round “{round}” has no sealed version {version} of its sheet")]
    NoVersion { round: String, version: u32 },
    #[error("the reason of a correction has {letters} characters; expected {least} to {most}: what was wrong, and why")]
    Reason { least: usize, most: usize, letters: usize },
    #[error(
        "round “{round}”: {n} proposed removals are not decided yet. Decide them first: once the answers are checked, \
         nothing can be decided about them any more"
    )]
    Undecided { round: String, n: u64 },
    #[error("nobody has proposed a correction of round “{0}”, or it was withdrawn")]
    NothingProposed(String),
    #[error("you proposed this correction of round “{0}” yourself: another person begins it")]
    OwnCorrection(String),
    #[error("the auditor's bundle cannot be written: {0}")]
    Bundle(String),
    #[error("a value that cannot be computed or written: {0}")]
    Technical(String),
    #[error(transparent)]
    Ledger(#[from] LedgerRefusal),
}

fn perhaps(near: &Option<String>) -> String {
    near.as_ref()
        .map_or_else(String::new, |near| format!(" (perhaps “{near}”)"))
}

fn named(all: &[String]) -> String {
    match all {
        [] => "none".into(),
        some => some.iter().map(|one| format!("“{one}”")).collect::<Vec<_>>().join(", "),
    }
}

/// What to do instead. Displays in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Instead {
    #[error("answers are imported between `round invite` and `round close`")]
    ImportInField,
    #[error("dispositions are recorded between `round invite` and `round close`")]
    RecordInField,
    #[error("reserve units are released between `round invite` and `round close`")]
    ReleaseInField,
    #[error("the last day is planned before the field closes")]
    PlanInField,
    #[error("removals are proposed and decided before the answers are checked")]
    RemoveBeforeChecking,
    #[error("back-checks are drawn and entered from the first interviews until the sheet is sealed")]
    BackCheckBeforeSealing,
    #[error("people are reminded between the first invitation and the closing of the round")]
    RemindInField,
    #[error("invitations follow the draw (`round draw`) and end when the round closes")]
    InviteAfterDraw,
    #[error("a sample is drawn once, right after opening; next: {0}")]
    DrawOnce(Next),
    #[error("it is not in the field yet; next: {0}")]
    NotInField(Next),
    #[error("it is closed already; next: {0}")]
    ClosedAlready(Next),
    #[error("it is sealed already; `export sheet` writes its files")]
    SealedAlready,
    #[error("it has no sealed sheet yet; `round status` says what comes next")]
    NotSealed,
    #[error("a method is registered before the round closes")]
    RegisterBefore,
    #[error("only a sealed sheet is corrected; one that is not sealed yet is not published")]
    CorrectSealed,
    #[error("`round {0}` comes first")]
    First(&'static str),
}

/// What comes next for a round. Displays in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Next {
    #[error("`round draw`")]
    Draw,
    #[error("`round invite`")]
    Invite,
    #[error("answers come in; `round import-answers`, `round dispositions`, `round release`; then `round close`")]
    Field,
    #[error("`round import-answers`; then `round close`")]
    Import,
    #[error("`round close` (it was interrupted and goes on where it stopped)")]
    FinishClosing,
    #[error("`round check`")]
    Check,
    #[error("`round weigh`")]
    Weigh,
    #[error("`round score`")]
    Score,
    #[error("`round seal`")]
    Seal,
    #[error("nothing more; `export sheet` and `export bundle` write its files, `verify` checks them")]
    Export,
}

/// Why the database no longer allows a write; nothing was written. Displays in English.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Conflict {
    #[error("round “{0}” exists already")]
    RoundExists(String),
    #[error(
        "round “{round}” is no longer {states}: somebody else was faster and nothing was stored; `round status` says what \
         comes next", states = .states.join(" or ")
    )]
    OtherState { round: String, states: Vec<&'static str> },
    #[error(
        "{by} accepted another frame of “{audience}” meanwhile; look at it before you decide. Nothing was stored now"
    )]
    FrameMeanwhile { audience: String, by: String },
    #[error("this file is not kept any more: it was replaced, or the sample is drawn; hand it in again")]
    UploadGone,
    #[error("{0} saved other sizes meanwhile; look at them before you decide. Nothing was stored now")]
    PlanMeanwhile(String),
    #[error(
        "frames or sizes were changed by somebody else meanwhile; look again at what would be drawn. Nothing was drawn"
    )]
    PreparedMeanwhile,
    #[error("round “{0}” is no pretest; only pretests can be thrown away")]
    NotAPretest(String),
    #[error("these codes were dealt with by somebody else meanwhile")]
    CodesMeanwhile,
    #[error("batch {0} was released by somebody else meanwhile; nothing was released now")]
    ReleasedMeanwhile(u32),
    #[error("epoch {epoch} of “{round}” exists already")]
    EpochExists { round: String, epoch: u32 },
    #[error("“{stage}” was done by somebody else meanwhile for round “{round}”; `round status` says what comes next")]
    StageDone { round: String, stage: String },
    #[error("another sequencer was faster")]
    Sequencer,
    #[error("unit {0} was invited by somebody else meanwhile")]
    InvitedMeanwhile(u64),
    #[error("case {0} was given to somebody else meanwhile")]
    GivenAwayMeanwhile(u64),
    #[error("unit {0} has answered meanwhile")]
    AnsweredMeanwhile(u64),
    #[error(
        "answers of {units} units in the file were imported by somebody else meanwhile for round “{round}”; nothing was \
         stored now; `round status` shows what is there"
    )]
    ImportedMeanwhile { round: String, units: usize },
    #[error("there is a ledger of {0} already")]
    LedgerExists(i16),
    #[error(
        "somebody else changed the ledger of {0} meanwhile; nothing was stored now. Look at it as it is (`ledger show {0}`) \
         and do this again if it is still wanted"
    )]
    LedgerChanged(i16),
    #[error("the method of round “{0}” is registered already, by two officers; nobody else signs it")]
    MethodRegistered(String),
    #[error("“{0}” has signed this method already; the second signature is another officer's")]
    SameOfficer(String),
    #[error("this version of the sheet was confirmed already, by “{0}”")]
    ConfirmedAlready(String),
    #[error("the login “{0}” is taken")]
    LoginTaken(String),
    #[error("this link was used already, or has been replaced by a newer one")]
    LinkUsed,
    #[error("there is no account “{0}”")]
    NoAccount(String),
    #[error(
        "this is the last administrator who can sign in: the account stays open, or nobody could look after accounts"
    )]
    LastAdministrator,
    #[error("submission “{0}” has a removal proposal that is open or was confirmed")]
    ProposedMeanwhile(String),
    #[error("proposal {0} was decided by somebody else meanwhile")]
    DecidedMeanwhile(u32),
    #[error("back-checks were drawn by somebody else meanwhile; look at the list before drawing again")]
    DrawnMeanwhile,
    #[error("what case {0} said again was entered by somebody else meanwhile")]
    EnteredMeanwhile(u64),
    #[error("a removal of round “{0}” was decided while its answers were checked; check again")]
    RemovedMeanwhile(String),
    #[error("it is not there any more: somebody else removed it meanwhile")]
    GoneAlready,
    #[error("“{0}” has a token in force already; revoke that one first, or give another name")]
    ClientNamed(String),
}
