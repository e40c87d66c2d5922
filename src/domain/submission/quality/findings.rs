//! What the rules say about every row of the columns.

use super::{Flag, QualityError, QualityResult, Removal};
use crate::domain::columns::{Columns, NO_AUDIENCE};
use crate::domain::data::{ConfirmedRemoval, Mode};
use crate::domain::definition::Survey;
use crate::domain::invitation::disposition::{FABRICATED, REMOVED};
use crate::domain::weight::trim::median;
use std::collections::BTreeMap;

/// Flags and removals of all rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Bits of the flags of each row.
    pub flags: Vec<u8>,
    /// Rows that do not count.
    pub removed: BTreeMap<u32, Removal>,
}

/// Median duration in seconds per audience and mode, over the documents that were timed.
type Medians = BTreeMap<(u8, Mode), f64>;

/// Flags every row and applies the registered removal.
///
/// # Errors
/// A confirmed removal of nothing or with another code, an audience that the survey does not have.
pub fn find(survey: &Survey, columns: &Columns, removals: &[ConfirmedRemoval]) -> Result<Findings, QualityError> {
    let confirmed = confirmed(columns, removals)?;
    if let Some((submission, audience)) = columns.stranger() {
        return Err(QualityError::UnknownAudience { submission, audience });
    }
    let (medians, repeated) = (medians(columns), repeated_keys(columns));
    let mut found = Findings {
        flags: columns.flags.clone(),
        removed: BTreeMap::new(),
    };
    for (row, flags) in found.flags.iter_mut().enumerate() {
        *flags |= speed_flags(survey, columns, row, &medians);
        if repeated.binary_search(&columns.key[row]).is_ok() {
            *flags |= Flag::Duplicate.bit();
        }
        let confirmed = confirmed.get(&(row as u32)).copied();
        if confirmed.is_some_and(|r| r.code == REMOVED) {
            *flags |= Flag::Duplicate.bit();
        }
        if let Some(removal) = removal(*flags, confirmed) {
            found.removed.insert(row as u32, removal);
        }
    }
    Ok(found)
}

impl Findings {
    /// The findings that these results state; rows without a result count.
    pub fn from_results(columns: &Columns, results: &[QualityResult]) -> Findings {
        let mut found = Findings {
            flags: vec![0; columns.len()],
            removed: BTreeMap::new(),
        };
        for result in results {
            let Some(row) = columns.ids.find(&result.submission) else {
                continue;
            };
            found.flags[row] = result.flags.iter().fold(0, |bits, flag| bits | flag.bit());
            if let Some(removal) = &result.removed {
                found.removed.insert(row as u32, removal.clone());
            }
        }
        found
    }

    /// One result per row.
    pub fn results(&self, columns: &Columns) -> Vec<QualityResult> {
        let each = self.flags.iter().enumerate();
        each.map(|(row, bits)| QualityResult {
            submission: columns.ids.get(row).into_owned(),
            flags: raised(*bits).collect(),
            removed: self.removed.get(&(row as u32)).cloned(),
        })
        .collect()
    }

    /// Whether a row counts.
    pub fn counts(&self, row: u32) -> bool {
        !self.removed.contains_key(&row)
    }
}

/// The flags that these bits stand for, in the order of [`Flag`].
pub fn raised(bits: u8) -> impl Iterator<Item = Flag> {
    let mut all = Flag::ALL;
    all.sort_unstable();
    all.into_iter().filter(move |flag| bits & flag.bit() != 0)
}

fn confirmed<'a>(
    columns: &Columns,
    removals: &'a [ConfirmedRemoval],
) -> Result<BTreeMap<u32, &'a ConfirmedRemoval>, QualityError> {
    let mut found = BTreeMap::new();
    for removal in removals {
        let submission = removal.submission.clone();
        let Some(row) = columns.ids.find(&submission) else {
            return Err(QualityError::UnknownSubmission(submission));
        };
        if removal.code != REMOVED && removal.code != FABRICATED {
            return Err(QualityError::NotARemoval {
                submission,
                code: removal.code.clone(),
            });
        }
        found.insert(row as u32, removal);
    }
    Ok(found)
}

fn removal(flags: u8, confirmed: Option<&ConfirmedRemoval>) -> Option<Removal> {
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
    let has = |flag: Flag| flags & flag.bit() != 0;
    let rule = match (has(Flag::Straight), has(Flag::Attention)) {
        _ if !has(Flag::VeryFast) => return None,
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

/// Draw keys that more than one document carries, sorted: one token must not answer twice.
fn repeated_keys(columns: &Columns) -> Vec<[u8; 16]> {
    let mut keys = columns.key.clone();
    keys.sort_unstable();
    let twice = keys.windows(2).filter(|pair| pair[0] == pair[1] && pair[0] != [0; 16]);
    let mut repeated: Vec<[u8; 16]> = twice.map(|pair| pair[0]).collect();
    repeated.dedup();
    repeated
}

fn medians(columns: &Columns) -> Medians {
    let mut groups: BTreeMap<(u8, Mode), Vec<f64>> = BTreeMap::new();
    let pairs = columns.audience.iter().zip(&columns.mode).zip(&columns.seconds);
    for ((audience, mode), seconds) in pairs.filter(|((a, _), s)| **a != NO_AUDIENCE && !s.is_nan()) {
        groups.entry((*audience, *mode)).or_default().push(*seconds);
    }
    let each = groups.into_iter();
    each.filter_map(|(key, mut times)| Some((key, median(&mut times)?)))
        .collect()
}

fn speed_flags(survey: &Survey, columns: &Columns, row: usize, medians: &Medians) -> u8 {
    let rules = &survey.method.quality;
    let time = columns.seconds[row];
    let Some(median) = medians
        .get(&(columns.audience[row], columns.mode[row]))
        .filter(|_| !time.is_nan())
    else {
        return 0;
    };
    let fast = u8::from(time < rules.median_share_flag * median) * Flag::Fast.bit();
    let very_fast = u8::from(time < rules.median_share_strong * median) * Flag::VeryFast.bit();
    fast | very_fast
}
