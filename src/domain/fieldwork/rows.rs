//! The plain rows that the board is made of.

use super::alike::AnswerSheet;
use crate::domain::columns::Columns;
use crate::domain::data::{ConfirmedRemoval, Mode, StratumCount};
use crate::domain::definition::{AudienceId, Survey};
use jiff::civil::Date;
use jiff::tz::Offset;
use std::collections::BTreeMap;

/// China's offset from UTC, in hours.
const CHINA: i8 = 8;

/// One issued case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its number in the sample.
    pub sample_no: u64,
    /// Audience.
    pub audience: AudienceId,
    /// Sampled stratum.
    pub stratum: String,
    /// How its answers came or are coming in; `None` while there are none.
    pub mode: Option<Mode>,
    /// Who is to reach it (login).
    pub interviewer: Option<String>,
    /// AAPOR code; 3.19 or 3.11 where nothing is known.
    pub code: String,
}

/// One submission that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its row in the columns.
    pub row: u32,
    /// The day it arrived, in China.
    pub day: Date,
    /// The hour of that day, 0 to 23.
    pub hour: i8,
    /// Whose case it is (login).
    pub interviewer: Option<String>,
}

/// One interview that was begun on the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Audience.
    pub audience: AudienceId,
    /// Sampled stratum.
    pub stratum: String,
    /// How it is filled in.
    pub mode: Mode,
    /// Whose case it is (login).
    pub interviewer: Option<String>,
    /// The day it was begun, in China.
    pub day: Date,
    /// The page that was saved last, where it was begun and neither handed in nor ended by an answer.
    pub stopped: Option<String>,
}

/// Completes that are wanted, per audience and stratum.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Targets {
    /// Wanted.
    pub completes: BTreeMap<(AudienceId, String), f64>,
    /// The response that they rest on.
    pub responses: BTreeMap<AudienceId, Response>,
}

/// The response that is expected of an audience.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// Completes of issued cases, 0 to 1.
    pub share: f64,
    /// Whether somebody stated it; the usual one otherwise.
    pub stated: bool,
}

/// The calendar of the fieldwork.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// First day in the field; `None` before it.
    pub first: Option<Date>,
    /// Planned last day.
    pub last: Option<Date>,
    /// The day of the board.
    pub today: Date,
    /// The day on which the field was closed.
    pub closed: Option<Date>,
}

/// Everything the board is made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// Issued cases.
    pub cases: &'a [Case],
    /// Submissions that count.
    pub arrivals: &'a [Arrival],
    /// Interviews on the pages.
    pub edits: &'a [Edit],
    /// The answers of those submissions.
    pub columns: &'a Columns,
    /// Answers of interviews by interviewers, for comparison.
    pub sheets: &'a [AnswerSheet],
    /// Frame and issued counts.
    pub strata: &'a [StratumCount],
    /// Wanted completes.
    pub targets: &'a Targets,
    /// Removals that a second person has confirmed.
    pub removals: &'a [ConfirmedRemoval],
    /// Whether the answers were checked, so that the registered rule has removed as well.
    pub checked: bool,
    /// Days.
    pub schedule: Schedule,
}

impl Input<'_> {
    /// Audience of an arrival; `None` where the document names one that the survey does not have.
    pub fn audience(&self, of: &Arrival) -> Option<&AudienceId> {
        let place = usize::from(self.columns.audience[of.row as usize]);
        self.survey.audiences.get(place).map(|audience| &audience.id)
    }

    /// Stratum of an arrival.
    pub fn stratum(&self, of: &Arrival) -> &str {
        let number = self.columns.stratum[of.row as usize];
        &self.columns.strata.values[number as usize]
    }

    /// Mode of an arrival.
    pub fn mode(&self, of: &Arrival) -> Mode {
        self.columns.mode[of.row as usize]
    }
}

/// Whether answers of that mode pass through an interviewer's hands.
pub fn is_interviewed(mode: Mode) -> bool {
    mode != Mode::Web
}

/// Day and hour in China of Unix seconds; the last second that can be told for times beyond it.
pub fn local(seconds: i64) -> (Date, i8) {
    let at = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::MAX);
    let there = Offset::constant(CHINA).to_datetime(at);
    (there.date(), there.hour())
}

/// Day and hour in China of an arrival as documents write it (`2009-12-01T09Z`); `None` for anything else.
pub fn arrival(text: &str) -> Option<(Date, i8)> {
    let at: jiff::Timestamp = format!("{}:00:00Z", text.strip_suffix('Z')?).parse().ok()?;
    Some(local(at.as_second()))
}

/// Unix seconds at which a day ends in China.
pub fn end_of(day: Date) -> i64 {
    let next = day.tomorrow().unwrap_or(Date::MAX);
    let at = Offset::constant(CHINA).to_timestamp(next.at(0, 0, 0, 0));
    at.unwrap_or(jiff::Timestamp::MAX).as_second()
}
