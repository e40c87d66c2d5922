//! What is noted of one department beside its scores: 行政问责 deductions, and important tasks that were not completed.

use super::{Body, Named, Points, indicator::ACCOUNTABILITY};
use crate::domain::definition::DepartmentId;
use serde::{Deserialize, Serialize};

/// Points that each deduction costs.
const EACH: u32 = 5;
/// Most points that all deductions of a department cost together.
const TOGETHER: u32 = 10;

/// Why points are deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// 重大廉政问题.
    Integrity,
    /// 重大责任事故.
    Accident,
    /// 违反其他规定，造成重大社会负面影响.
    Violation,
}

impl Cause {
    /// All, in the order of the seed.
    pub const ALL: [Cause; 3] = [Cause::Integrity, Cause::Accident, Cause::Violation];

    /// Its id in commands, forms and the database.
    pub fn id(self) -> &'static str {
        match self {
            Cause::Integrity => "integrity",
            Cause::Accident => "accident",
            Cause::Violation => "violation",
        }
    }

    /// The cause of that id.
    pub fn find(id: &str) -> Option<Cause> {
        Cause::ALL.into_iter().find(|cause| cause.id() == id)
    }

    /// Its name.
    pub fn name(self) -> Named {
        let (zh, en) = match self {
            Cause::Integrity => ("重大廉政问题", "Serious breach of integrity"),
            Cause::Accident => ("重大责任事故", "Serious accident through negligence"),
            Cause::Violation => (
                "违反其他规定，造成重大社会负面影响",
                "Other violation with serious public harm",
            ),
        };
        Named { zh, en }
    }

    /// Who assesses 行政问责.
    pub fn body() -> &'static Body {
        &ACCOUNTABILITY
    }
}

/// What is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A 行政问责 deduction.
    Deduction(Cause),
    /// An important task of the city government that the department did not complete (未完成市政府重大绩效管理任务).
    UnfinishedTask,
}

/// One note; withdrawn ones stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the ledger, from 1.
    pub number: u64,
    /// Whom it is about.
    pub department: DepartmentId,
    /// What it is.
    pub kind: Kind,
    /// What happened, in the office's words; never empty.
    pub detail: String,
    /// Who noted it.
    pub by: String,
    /// When, Unix seconds.
    pub at: i64,
    /// That it was taken back.
    pub withdrawn: Option<Withdrawal>,
}

/// How a note was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Why; never empty.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When, Unix seconds.
    pub at: i64,
}

impl Entry {
    /// Whether it is a deduction that stands.
    pub fn deducts(&self) -> bool {
        self.withdrawn.is_none() && matches!(self.kind, Kind::Deduction(_))
    }

    /// Whether it is an unfinished task that stands.
    pub fn is_unfinished_task(&self) -> bool {
        self.withdrawn.is_none() && self.kind == Kind::UnfinishedTask
    }
}

/// Points that so many deductions cost: 5 each, at most 10 together.
pub(super) fn cost(deductions: usize) -> Points {
    let each = u32::try_from(deductions).unwrap_or(u32::MAX).saturating_mul(EACH);
    Points::whole(each.min(TOGETHER))
}
