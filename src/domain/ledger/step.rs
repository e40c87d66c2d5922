//! The review of a ledger: 绩效办汇总 → 联席会议审议 → 党组会审定 → 通报, in this order and never back, except by a recorded
//! reopening.

use super::{Ledger, LedgerRefusal, MOST_WORDS, Named};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most characters of who decided.
const MOST_NAME: usize = 100;

/// One step of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// 绩效办汇总: the office has put everything together.
    Compiled,
    /// 绩效管理联席会议审议.
    Reviewed,
    /// 市政府党组会审定.
    Approved,
    /// 通报.
    Published,
    /// Opened again for a correction; the steps begin anew.
    Reopened,
}

impl Step {
    /// The steps in their order, without reopening.
    pub const ORDER: [Step; 4] = [Step::Compiled, Step::Reviewed, Step::Approved, Step::Published];

    /// Its id in commands, forms and the database.
    pub fn id(self) -> &'static str {
        match self {
            Step::Compiled => "compiled",
            Step::Reviewed => "reviewed",
            Step::Approved => "approved",
            Step::Published => "published",
            Step::Reopened => "reopened",
        }
    }

    /// The step of that id, reopening included.
    pub fn find(id: &str) -> Option<Step> {
        let mut all = Step::ORDER.into_iter().chain([Step::Reopened]);
        all.find(|step| step.id() == id)
    }

    /// What the ledger is after it.
    pub fn name(self) -> Named {
        let (zh, en) = match self {
            Step::Compiled => ("绩效办汇总", "compiled by the performance office"),
            Step::Reviewed => ("联席会议审议", "reviewed by the joint meeting"),
            Step::Approved => ("党组会审定", "approved by the leading group's meeting"),
            Step::Published => ("通报", "published"),
            Step::Reopened => ("重新打开", "reopened"),
        };
        Named { zh, en }
    }

    /// The step after it.
    fn next(last: Option<Step>) -> Option<Step> {
        match last {
            None | Some(Step::Reopened) => Some(Step::Compiled),
            Some(Step::Compiled) => Some(Step::Reviewed),
            Some(Step::Reviewed) => Some(Step::Approved),
            Some(Step::Approved) => Some(Step::Published),
            Some(Step::Published) => None,
        }
    }
}

/// What is recorded of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// Who decided: the person or meeting; never empty.
    pub who: String,
    /// On which day.
    pub on: Date,
    /// A remark; a reopening's reason.
    pub note: String,
}

/// One step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRecord {
    /// Which.
    pub step: Step,
    /// Who decided, when, with which remark.
    pub minutes: Minutes,
    /// Who recorded it.
    pub by: String,
    /// When it was recorded, Unix seconds.
    pub at: i64,
}

impl Ledger {
    /// The last step that was taken.
    pub fn last_step(&self) -> Option<&StepRecord> {
        self.steps.last()
    }

    /// The step that comes next; `None` after publication.
    pub fn next_step(&self) -> Option<Step> {
        Step::next(self.last_step().map(|record| record.step))
    }

    /// The steps taken since the ledger was last open, in their order.
    pub fn present_steps(&self) -> &[StepRecord] {
        let reopened = self.steps.iter().rposition(|record| record.step == Step::Reopened);
        &self.steps[reopened.map_or(0, |place| place + 1)..]
    }

    /// Whether figures may change: before the office's summary, or after a reopening.
    ///
    /// # Errors
    /// [`LedgerRefusal::Locked`] with the step that locked it.
    pub fn expect_open(&self) -> Result<(), LedgerRefusal> {
        match self.last_step() {
            Some(last) if last.step != Step::Reopened => Err(LedgerRefusal::Locked {
                year: self.year,
                step: last.step,
                on: last.minutes.on.to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Whether this step may be taken now, by `by`, with these minutes.
    ///
    /// # Errors
    /// Out of order; something was not delivered; the minutes lack a name, are of the future or of before the last step;
    /// `by` made the last change and so may not confirm it.
    pub fn may_take(&self, step: Step, minutes: &Minutes, by: &str, today: Date) -> Result<(), LedgerRefusal> {
        self.check_order(step)?;
        check_words(step, minutes)?;
        self.check_day(minutes.on, today)?;
        if step == Step::Reopened {
            return Ok(());
        }
        let missing = self.missing();
        if !missing.is_empty() {
            return Err(LedgerRefusal::NotDelivered {
                year: self.year,
                missing,
            });
        }
        if self.changed_by == by {
            return Err(LedgerRefusal::OwnWork(by.to_owned()));
        }
        Ok(())
    }

    fn check_order(&self, step: Step) -> Result<(), LedgerRefusal> {
        let fits = match step {
            Step::Reopened => self.expect_open().is_err(),
            _ => self.next_step() == Some(step),
        };
        if fits {
            return Ok(());
        }
        Err(LedgerRefusal::StepOrder {
            year: self.year,
            step,
            last: self.last_step().map(|record| record.step),
            next: self.next_step(),
        })
    }

    fn check_day(&self, on: Date, today: Date) -> Result<(), LedgerRefusal> {
        if on > today {
            return Err(LedgerRefusal::FutureDay {
                on: on.to_string(),
                today: today.to_string(),
            });
        }
        match self.last_step() {
            Some(last) if last.minutes.on > on => Err(LedgerRefusal::BeforeLastStep {
                on: on.to_string(),
                last: last.minutes.on.to_string(),
            }),
            _ => Ok(()),
        }
    }
}

fn check_words(step: Step, minutes: &Minutes) -> Result<(), LedgerRefusal> {
    let length = |text: &str| text.chars().count();
    if minutes.who.is_empty() || length(&minutes.who) > MOST_NAME {
        return Err(LedgerRefusal::NobodyNamed(MOST_NAME));
    }
    let lacks_reason = step == Step::Reopened && minutes.note.is_empty();
    if lacks_reason || length(&minutes.note) > MOST_WORDS {
        return Err(LedgerRefusal::NoReasonGiven(MOST_WORDS));
    }
    Ok(())
}
