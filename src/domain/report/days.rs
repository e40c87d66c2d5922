//! When the submissions that count came in, by day of the survey's country, and how long they took, by mode.

use super::Sample;
use super::dispositions::place;
use crate::domain::data::Mode;
use crate::domain::definition::AudienceId;
use crate::domain::weight::trim::median;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{TimeZone, offset};
use std::collections::BTreeMap;

/// One day of fieldwork.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// `2026-09-21`, by the clock of the survey's country.
    pub day: String,
    /// Submissions that count and arrived that day, by audience in the order of the survey.
    pub counts: Vec<u64>,
}

/// Hours by which the clocks of the survey's country are ahead of UTC.
const AHEAD: i8 = 8;

/// What the clocks of the survey's country show at that moment.
pub fn local(at: Timestamp) -> DateTime {
    at.to_zoned(TimeZone::fixed(offset(AHEAD))).datetime()
}

/// The day of an arrival that is known to the hour: `2009-12-01T20Z` is the second of December.
fn arrival(arrived: &str) -> Option<Date> {
    let hour = arrived.get(..13)?;
    let at: Timestamp = format!("{hour}:00:00Z").parse().ok()?;
    Some(local(at).date())
}

/// Longest fieldwork whose empty days are listed one by one.
const MOST_DAYS: usize = 200;

/// Every day from the first submission to the last, empty ones too; without those that carry no hour of arrival.
pub(super) fn days(sample: &Sample) -> Vec<Day> {
    let audiences = &sample.survey.audiences;
    let mut counts: BTreeMap<Date, Vec<u64>> = BTreeMap::new();
    for document in &sample.data.documents {
        let day = arrival(&document.arrived);
        let number = audiences.iter().position(|audience| audience.id == document.audience);
        if let Some((day, number)) = day.zip(number) {
            counts.entry(day).or_insert_with(|| vec![0; audiences.len()])[number] += 1;
        }
    }
    let ends = counts.first_key_value().zip(counts.last_key_value());
    let Some((first, last)) = ends.map(|((first, _), (last, _))| (*first, *last)) else {
        return Vec::new();
    };
    let between = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
    between.take(MOST_DAYS).for_each(|day| {
        counts.entry(day).or_insert_with(|| vec![0; audiences.len()]);
    });
    let day = |(day, counts): (Date, Vec<u64>)| Day {
        day: day.to_string(),
        counts,
    };
    counts.into_iter().map(day).collect()
}

/// Analysed submissions of one audience in one mode.
#[derive(Debug, Clone, PartialEq)]
pub struct ModeFacts {
    /// Audience.
    pub audience: AudienceId,
    /// Mode.
    pub mode: Mode,
    /// Analysed submissions.
    pub n: u64,
    /// Σw of them as a share of the audience's.
    pub weighted: f64,
    /// Median seconds of those that were timed.
    pub median_seconds: Option<f64>,
}

/// Audience by audience, modes that occur.
pub(super) fn modes(sample: &Sample) -> Vec<ModeFacts> {
    let mut found = Vec::new();
    for (_, audience, weights) in sample.audiences() {
        let all: f64 = weights.weight.iter().sum();
        for mode in [Mode::Web, Mode::Phone, Mode::Paper] {
            let rows = weights.documents.iter().zip(&weights.weight);
            let rows = rows.filter(|(row, _)| place(sample.columns.mode[**row as usize]) == place(mode));
            let (rows, w): (Vec<u32>, Vec<f64>) = rows.unzip();
            let seconds = rows.iter().map(|row| sample.columns.seconds[*row as usize]);
            let mut seconds: Vec<f64> = seconds.filter(|seconds| !seconds.is_nan()).collect();
            if !rows.is_empty() {
                found.push(ModeFacts {
                    audience: audience.id.clone(),
                    mode,
                    n: rows.len() as u64,
                    weighted: w.iter().sum::<f64>() / all,
                    median_seconds: median(&mut seconds),
                });
            }
        }
    }
    found
}
