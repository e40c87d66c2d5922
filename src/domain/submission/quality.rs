//! Quality flags and the registered removal (METHOD 11, METHODOLOGY 4.5), blind to the direction of every answer.
//!
//! | flag | raised when |
//! |---|---|
//! | `SP1` | more than the registered share of timed pages was faster than reading allows |
//! | `SP2`, `SP2-strong` | the whole took less than a registered share of the median of the audience and mode |
//! | `ST` | all grades equal over enough items and departments |
//! | `LC` | an item for users was answered about a department the respondent says was not used |
//! | `AT` | the instructed item was answered with another code |
//! | `CO` | someone told the respondent how to answer; published, never a reason for removal |
//! | `DU` | two submissions carry the same draw key, or a person confirmed a duplicate |
//!
//! Only `SP2-strong` together with `ST` or `AT` removes, or a removal that a person confirmed. Where no time was
//! measured (paper, telephone) the speed flags are not possible: they are never raised.

mod pages;
mod patterns;
#[cfg(test)]
mod tests;

use crate::domain::data::{ConfirmedRemoval, Document, Mode};
use crate::domain::definition::{AudienceId, QualityRules, Survey};
use crate::domain::invitation::disposition::{FABRICATED, REMOVED};
use crate::domain::weight::trim::median;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// One flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Flag {
    /// Fast pages.
    #[serde(rename = "SP1")]
    FastPages,
    /// Fast as a whole.
    #[serde(rename = "SP2")]
    Fast,
    /// Very fast as a whole.
    #[serde(rename = "SP2-strong")]
    VeryFast,
    /// Straight-lining.
    #[serde(rename = "ST")]
    Straight,
    /// Contradiction.
    #[serde(rename = "LC")]
    Contradiction,
    /// Attention item missed.
    #[serde(rename = "AT")]
    Attention,
    /// Coached.
    #[serde(rename = "CO")]
    Coached,
    /// Duplicate.
    #[serde(rename = "DU")]
    Duplicate,
}

impl Flag {
    /// Every flag, in the order of the sheet.
    pub const ALL: [Flag; 8] = [
        Flag::FastPages,
        Flag::Fast,
        Flag::VeryFast,
        Flag::Straight,
        Flag::Attention,
        Flag::Contradiction,
        Flag::Coached,
        Flag::Duplicate,
    ];

    /// Stable code on sheets and exports.
    pub fn code(self) -> &'static str {
        match self {
            Flag::FastPages => "SP1",
            Flag::Fast => "SP2",
            Flag::VeryFast => "SP2-strong",
            Flag::Straight => "ST",
            Flag::Contradiction => "LC",
            Flag::Attention => "AT",
            Flag::Coached => "CO",
            Flag::Duplicate => "DU",
        }
    }
}

/// Why a submission does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Its disposition now: `2.40` or `2.41`.
    pub code: String,
    /// `speeding-straight-lining`, `speeding-attention`, `duplicate` or `fabrication`.
    pub rule: String,
    /// The words of the person who confirmed it; empty for the registered rule.
    pub note: String,
}

/// What the rules say about one submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityResult {
    /// Submission id.
    pub submission: String,
    /// Flags raised.
    pub flags: BTreeSet<Flag>,
    /// Set aside, with the reason.
    pub removed: Option<Removal>,
}

/// Why quality cannot be assessed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QualityError {
    /// A confirmed removal names a submission that does not exist.
    #[error("confirmed removal of {0}: there is no such submission")]
    UnknownSubmission(String),
    /// A confirmed removal carries a code that is no removal.
    #[error("confirmed removal of {submission}: found code {code}, expected 2.40 or 2.41")]
    NotARemoval {
        /// Submission id.
        submission: String,
        /// The code found.
        code: String,
    },
    /// A document names an audience the survey does not have.
    #[error("submission {submission} belongs to audience {audience}, which the survey does not have")]
    UnknownAudience {
        /// Submission id.
        submission: String,
        /// The audience found.
        audience: String,
    },
}

/// Flags every document and applies the registered removal; results sorted by submission id.
pub fn assess(
    survey: &Survey,
    documents: &[Document],
    removals: &[ConfirmedRemoval],
) -> Result<Vec<QualityResult>, QualityError> {
    let confirmed = confirmed(documents, removals)?;
    let medians = medians(documents);
    let keys = repeated_keys(documents);
    let mut results = Vec::with_capacity(documents.len());
    for document in documents {
        let Some(audience) = survey.audience(&document.audience) else {
            let (submission, audience) = (document.submission.clone(), document.audience.0.clone());
            return Err(QualityError::UnknownAudience { submission, audience });
        };
        let confirmed = confirmed.get(document.submission.as_str()).copied();
        let mut flags = patterns::flags(survey, &audience.questionnaire, document);
        flags.extend(speed_flags(survey, document, &medians));
        if keys.contains(document.assignment.k.as_str()) || confirmed.is_some_and(|r| r.code == REMOVED) {
            flags.insert(Flag::Duplicate);
        }
        let removed = removal(&flags, confirmed);
        results.push(QualityResult {
            submission: document.submission.clone(),
            flags,
            removed,
        });
    }
    results.sort_by(|a, b| a.submission.cmp(&b.submission));
    Ok(results)
}

fn confirmed<'a>(
    documents: &[Document],
    removals: &'a [ConfirmedRemoval],
) -> Result<BTreeMap<&'a str, &'a ConfirmedRemoval>, QualityError> {
    let known: BTreeSet<&str> = documents.iter().map(|d| d.submission.as_str()).collect();
    for removal in removals {
        let submission = removal.submission.clone();
        if !known.contains(submission.as_str()) {
            return Err(QualityError::UnknownSubmission(submission));
        }
        if removal.code != REMOVED && removal.code != FABRICATED {
            return Err(QualityError::NotARemoval {
                submission,
                code: removal.code.clone(),
            });
        }
    }
    Ok(removals.iter().map(|r| (r.submission.as_str(), r)).collect())
}

fn removal(flags: &BTreeSet<Flag>, confirmed: Option<&ConfirmedRemoval>) -> Option<Removal> {
    if let Some(removal) = confirmed {
        let rule = if removal.code == REMOVED {
            "duplicate"
        } else {
            "fabrication"
        };
        let (code, note) = (removal.code.clone(), removal.reason.clone());
        return Some(Removal {
            code,
            rule: rule.to_owned(),
            note,
        });
    }
    let rule = match (flags.contains(&Flag::Straight), flags.contains(&Flag::Attention)) {
        _ if !flags.contains(&Flag::VeryFast) => return None,
        (true, _) => "speeding-straight-lining",
        (false, true) => "speeding-attention",
        (false, false) => return None,
    };
    Some(Removal {
        code: REMOVED.to_owned(),
        rule: rule.to_owned(),
        note: String::new(),
    })
}

/// Draw keys that more than one document carries: one token must not answer twice.
fn repeated_keys(documents: &[Document]) -> BTreeSet<&str> {
    let mut seen = BTreeSet::new();
    let keys = documents
        .iter()
        .map(|d| d.assignment.k.as_str())
        .filter(|k| !k.is_empty());
    keys.filter(|k| !seen.insert(*k)).collect()
}

fn duration(document: &Document) -> Option<f64> {
    let seconds: u64 = document.seconds.values().map(|s| u64::from(*s)).sum();
    (!document.seconds.is_empty()).then_some(seconds as f64)
}

/// Median duration in seconds per audience and mode, over the documents that were timed.
fn medians(documents: &[Document]) -> BTreeMap<(&AudienceId, Mode), f64> {
    let mut groups: BTreeMap<(&AudienceId, Mode), Vec<f64>> = BTreeMap::new();
    for document in documents {
        let group = groups.entry((&document.audience, document.mode)).or_default();
        group.extend(duration(document));
    }
    groups
        .into_iter()
        .filter_map(|(key, mut times)| Some((key, median(&mut times)?)))
        .collect()
}

fn speed_flags(survey: &Survey, document: &Document, medians: &BTreeMap<(&AudienceId, Mode), f64>) -> BTreeSet<Flag> {
    let rules = &survey.method.quality;
    let mut flags = BTreeSet::new();
    let (Some(time), Some(median)) = (duration(document), medians.get(&(&document.audience, document.mode))) else {
        return flags;
    };
    if time < rules.median_share_flag * median {
        flags.insert(Flag::Fast);
    }
    if time < rules.median_share_strong * median {
        flags.insert(Flag::VeryFast);
    }
    if fast_pages(survey, document, rules) {
        flags.insert(Flag::FastPages);
    }
    flags
}

fn fast_pages(survey: &Survey, document: &Document, rules: &QualityRules) -> bool {
    let limit = |characters: usize| rules.seconds_per_character * characters as f64 + rules.seconds_per_page;
    let timed = document.seconds.iter().filter_map(|(page, seconds)| {
        let characters = pages::characters(survey, document, page)?;
        Some(f64::from(*seconds) < limit(characters))
    });
    let (all, fast) = timed.fold((0u32, 0u32), |(all, fast), is_fast| {
        (all + 1, fast + u32::from(is_fast))
    });
    all > 0 && f64::from(fast) > rules.fast_page_share * f64::from(all)
}
