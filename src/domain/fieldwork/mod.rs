//! Fieldwork as one looks at it every morning: what came in against target, how cases ended, where people stop, and
//! what looks unusual.
//!
//! Everything is a function of plain rows ([`Input`]) and a [`Filter`]. Days are those of China ([`local`]), which has one
//! time zone and no summer time; arrivals are known to the hour only, and China's hours start when UTC's do.
//!
//! An interviewer stands with the case, never with the answers: arrivals learn theirs through the one link between people
//! and answers, and sealing, which cuts that link, forgets them.
//!
//! A **complete** is a submission that counts: code 1.1, or 1.2 once it is handed in or the round is closed.

mod alike;
mod bursts;
mod departments;
mod filter;
mod flagged;
mod interviewers;
mod minutes;
mod outcomes;
mod progress;
mod quality;
mod rows;
#[cfg(test)]
mod tests;

pub use alike::{ALIKE_ABOVE, AnswerSheet, LEAST_ITEMS, MostAlike, SheetReader};
pub use bursts::{BURST_LEVEL, Burst};
pub use departments::{DepartmentProgress, PACE_DAYS, Pace, Projection};
pub use filter::{Filter, FilterError, Known, district};
pub use flagged::{Flagged, flagged};
pub use interviewers::{InterviewerCheck, LEAST_INTERVIEWS, LEAST_OTHERS, OUTLIER, Unusual};
pub use minutes::{MedianMinutes, Stopped};
pub use outcomes::{CodeCount, OutcomeRates};
pub use progress::{Day, Progress, Tally};
pub use quality::{Coaching, QualityCounts, Share};
pub use rows::{Arrival, Case, Edit, Input, Response, Schedule, Targets, arrival, end_of, is_interviewed, local};

use crate::domain::definition::AudienceId;
use crate::domain::submission::quality::{QualityError, find};

/// The board.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// What is shown of the round.
    pub filter: Filter,
    /// First day, planned last day and the day of the board.
    pub schedule: Schedule,
    /// What the projections rest on, by audience; nothing under a filter that narrows more than the audience.
    pub paces: Vec<(AudienceId, Pace)>,
    /// Completes against target.
    pub progress: Progress,
    /// Cases by audience and code, in code order; those whose answers were removed by their new codes.
    pub dispositions: Vec<CodeCount>,
    /// Outcome rates: all audiences together, then each; nothing under a filter by mode, because only who answered has
    /// a mode.
    pub rates: Vec<OutcomeRates>,
    /// How long it took.
    pub minutes: Vec<MedianMinutes>,
    /// Where people stopped.
    pub stops: Vec<Stopped>,
    /// Ratings per audience and department.
    pub departments: Vec<DepartmentProgress>,
    /// Flags raised; the error where quality cannot be assessed.
    pub quality: Result<QualityCounts, QualityError>,
    /// Who was told how to answer.
    pub coaching: Coaching,
    /// Hours with more arrivals than chance explains.
    pub bursts: Vec<Burst>,
    /// Interviewers beside each other.
    pub interviewers: Vec<InterviewerCheck>,
    /// The most alike pair of interviews of each interviewer, the most alike first.
    pub alike: Vec<MostAlike>,
}

/// The board of these rows under that filter.
pub fn board(input: &Input, filter: &Filter) -> Board {
    let kept: Vec<&Arrival> = input
        .arrivals
        .iter()
        .filter(|one| filter.keeps_arrival(input, one))
        .collect();
    let cases: Vec<&Case> = input.cases.iter().filter(|case| filter.keeps_case(case)).collect();
    let quality = find(input.survey, input.columns, input.removals);
    let aside = quality.as_ref().map(|found| outcomes::set_aside(input, filter, found));
    let aside = aside.unwrap_or_default();
    Board {
        filter: filter.clone(),
        schedule: input.schedule,
        paces: departments::paces(input, filter),
        progress: progress::progress(input, filter, &kept, &cases),
        dispositions: outcomes::dispositions(&cases, &aside),
        rates: outcomes::rates(input, filter, &cases, &aside),
        minutes: minutes::medians(input, &kept),
        stops: minutes::stops(input, filter),
        departments: departments::departments(input, filter, &kept),
        quality: quality
            .as_ref()
            .map(|found| quality::flags(found, &kept))
            .map_err(Clone::clone),
        coaching: quality::coaching(input, &kept),
        bursts: bursts::bursts(input, &kept),
        interviewers: interviewers::checks(input, &kept),
        alike: alike::most_alike(input, &kept),
    }
}
