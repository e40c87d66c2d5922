//! How far the respondent is: the section's number and the minutes that are left.

use super::page::{Interview, Item, Page, PageKind};
use crate::domain::definition::{QuestionKind, Role, SectionKind};

/// Seconds a closed question takes; from the timing notes of the questionnaires.
const SECONDS_CLOSED: u32 = 8;
/// Seconds a familiarity question takes: short and repetitive.
const SECONDS_FAMILIARITY: u32 = 5;
/// Seconds an open question takes on average over those who skip it.
const SECONDS_TEXT: u32 = 12;
/// Seconds to take in a page.
const SECONDS_PAGE: u32 = 3;

/// Where the respondent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Number of the current section, from 1.
    pub section: usize,
    /// How many sections there are, review included.
    pub sections: usize,
    /// Share of the expected time that is behind, in percent.
    pub percent: u32,
    /// Expected minutes from this page to the end, at least 1.
    pub minutes_left: u32,
}

/// The progress at `name` among `pages`; before the draw the ratings are counted at their most.
pub fn progress(interview: &Interview<'_>, pages: &[Page], name: &str) -> Progress {
    let at = pages.iter().position(|page| page.name == name).unwrap_or(0);
    let undrawn = undrawn_seconds(interview);
    let behind: u32 = pages[..at].iter().map(|page| seconds(interview, page)).sum();
    let last_familiarity = pages.iter().rposition(|page| page.kind == PageKind::Familiarity);
    let pending = if last_familiarity.is_some_and(|last| at <= last) {
        undrawn
    } else {
        0
    };
    let ahead: u32 = pages[at..].iter().map(|page| seconds(interview, page)).sum::<u32>() + pending;
    let sections = section_names(interview);
    let current = pages.get(at).map_or("", |page| page.section.as_str());
    Progress {
        section: sections.iter().position(|id| *id == current).unwrap_or(sections.len()) + 1,
        sections: sections.len() + 1,
        percent: 100 * behind / (behind + ahead).max(1),
        minutes_left: ahead.div_ceil(60).max(1),
    }
}

/// Sections as the respondent counts them: consent is the door, not a part.
fn section_names<'a>(interview: &Interview<'a>) -> Vec<&'a str> {
    let sections = interview.audience.questionnaire.sections.iter();
    sections
        .filter(|section| section.kind != SectionKind::Consent)
        .map(|section| section.id.as_str())
        .collect()
}

fn undrawn_seconds(interview: &Interview<'_>) -> u32 {
    let has_familiarity = interview.audience.questionnaire.familiarity().is_some();
    if interview.drawn || !has_familiarity {
        return 0;
    }
    interview.audience.max_departments * (SECONDS_PAGE + SECONDS_CLOSED)
        + interview.survey.method.battery_most * 4 * SECONDS_CLOSED
}

fn seconds(interview: &Interview<'_>, page: &Page) -> u32 {
    SECONDS_PAGE + page.items.iter().map(|item| item_seconds(interview, item)).sum::<u32>()
}

fn item_seconds(interview: &Interview<'_>, item: &Item) -> u32 {
    let question = interview.audience.questionnaire.question(&item.question);
    match question.map(|q| (&q.kind, &q.role)) {
        Some((_, Role::Familiarity { .. })) => SECONDS_FAMILIARITY,
        Some((QuestionKind::Text { .. }, _)) => SECONDS_TEXT,
        _ if !item.when.is_empty() => SECONDS_CLOSED / 2,
        _ => SECONDS_CLOSED,
    }
}
