//! How long it took those who came to the end, and where the others stopped.

use super::{Arrival, Filter, Input};
use crate::domain::data::Mode;
use crate::domain::definition::AudienceId;
use crate::domain::weight::trim::median;
use std::collections::BTreeMap;

/// Median duration of timed interviews.
#[derive(Debug, Clone, PartialEq)]
pub struct MedianMinutes {
    /// Audience.
    pub audience: AudienceId,
    /// Mode.
    pub mode: Mode,
    /// Interviews that were timed.
    pub n: u64,
    /// Minutes.
    pub minutes: f64,
}

/// People who stopped after a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    /// Audience.
    pub audience: AudienceId,
    /// The page that they saved last.
    pub page: String,
    /// How many.
    pub count: u64,
    /// Interviews that were begun.
    pub started: u64,
}

impl Stopped {
    /// Share of the begun interviews that stopped here.
    pub fn share(&self) -> f64 {
        self.count as f64 / self.started as f64
    }
}

pub(super) fn medians(input: &Input, kept: &[&Arrival]) -> Vec<MedianMinutes> {
    let mut times: BTreeMap<(u8, Mode), Vec<f64>> = BTreeMap::new();
    for one in kept {
        let row = one.row as usize;
        let seconds = input.columns.seconds[row];
        if !seconds.is_nan() {
            let key = (input.columns.audience[row], input.columns.mode[row]);
            times.entry(key).or_default().push(seconds);
        }
    }
    let each = times.into_iter().filter_map(|((audience, mode), mut times)| {
        let n = times.len() as u64;
        Some(MedianMinutes {
            audience: input.survey.audiences.get(usize::from(audience))?.id.clone(),
            mode,
            n,
            minutes: median(&mut times)? / 60.0,
        })
    });
    each.collect()
}

/// By audience in the survey's order, the pages in the order of the questionnaire's sections, then by name.
pub(super) fn stops(input: &Input, filter: &Filter) -> Vec<Stopped> {
    let mut started: BTreeMap<&AudienceId, u64> = BTreeMap::new();
    let mut at: BTreeMap<(&AudienceId, &str), u64> = BTreeMap::new();
    for edit in input.edits.iter().filter(|edit| filter.keeps_edit(edit)) {
        *started.entry(&edit.audience).or_default() += 1;
        if let Some(page) = &edit.stopped {
            *at.entry((&edit.audience, page)).or_default() += 1;
        }
    }
    let mut found: Vec<Stopped> = at
        .into_iter()
        .map(|((audience, page), count)| Stopped {
            audience: audience.clone(),
            page: page.to_owned(),
            count,
            started: started[audience],
        })
        .collect();
    found.sort_by_cached_key(|one| (place(input, &one.audience, &one.page), one.page.clone()));
    found
}

/// Places of the audience and of the page's section.
fn place(input: &Input, audience: &AudienceId, page: &str) -> (usize, usize) {
    let section = page.split('/').next().unwrap_or(page);
    let mut audiences = input.survey.audiences.iter().enumerate();
    let Some((number, found)) = audiences.find(|(_, one)| &one.id == audience) else {
        return (usize::MAX, 0);
    };
    let sections = &found.questionnaire.sections;
    let section = sections.iter().position(|one| one.id == section);
    (number, section.unwrap_or(sections.len()))
}
