//! Submissions that look unusual, with the reasons and the time they took; never what was answered.

use crate::domain::columns::Columns;
use crate::domain::data::Mode;
use crate::domain::definition::{AudienceId, Survey};
use crate::domain::submission::quality::{Flag, QualityError, find, raised};
use crate::domain::weight::trim::median;
use std::collections::BTreeMap;

/// One flagged submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Flagged {
    /// Its id.
    pub submission: String,
    /// Whose form.
    pub audience: AudienceId,
    /// How it was answered.
    pub mode: Mode,
    /// Why it is looked at.
    pub flags: Vec<Flag>,
    /// Minutes it took; `None` where it was not timed.
    pub minutes: Option<f64>,
    /// Median minutes of timed submissions of that audience and mode.
    pub median: Option<f64>,
    /// Whether the registered rule alone sets it aside.
    pub by_rule: bool,
}

/// Every flagged submission: those that the rule sets aside first, then by the number of flags, then by id.
///
/// # Errors
/// Quality cannot be assessed.
pub fn flagged(survey: &Survey, columns: &Columns) -> Result<Vec<Flagged>, QualityError> {
    let found = find(survey, columns, &[])?;
    let mut times: BTreeMap<(u8, Mode), Vec<f64>> = BTreeMap::new();
    for (row, seconds) in columns
        .seconds
        .iter()
        .enumerate()
        .filter(|(_, seconds)| !seconds.is_nan())
    {
        times
            .entry((columns.audience[row], columns.mode[row]))
            .or_default()
            .push(*seconds);
    }
    let medians: BTreeMap<_, f64> = times
        .into_iter()
        .filter_map(|(key, mut times)| Some((key, median(&mut times)? / 60.0)))
        .collect();
    let one = |(row, bits): (usize, &u8)| {
        let (audience, mode) = (columns.audience[row], columns.mode[row]);
        Some(Flagged {
            submission: columns.ids.get(row).into_owned(),
            audience: survey.audiences.get(usize::from(audience))?.id.clone(),
            mode,
            flags: raised(*bits).collect(),
            minutes: Some(columns.seconds[row])
                .filter(|seconds| !seconds.is_nan())
                .map(|seconds| seconds / 60.0),
            median: medians.get(&(audience, mode)).copied(),
            by_rule: !found.counts(row as u32),
        })
    };
    let rows = found.flags.iter().enumerate().filter(|(_, bits)| **bits != 0);
    let mut all: Vec<Flagged> = rows.filter_map(one).collect();
    all.sort_by(|a, b| (!a.by_rule, b.flags.len(), &a.submission).cmp(&(!b.by_rule, a.flags.len(), &b.submission)));
    Ok(all)
}
