//! A version of the sheet beside those before it: which scores changed, and whether microdata of its own may be given.

use super::{Chronicle, FEWEST, Sample};
use crate::domain::columns::Columns;
use crate::domain::data::ConfirmedRemoval;
use crate::domain::definition::DepartmentId;
use crate::domain::score::ScoreError;
use crate::domain::score::sheet::ScoreSheet;
use crate::domain::submission::quality::{Findings, find};

/// A sealed version before the one that is reported.
#[derive(Debug, Clone)]
pub struct Former {
    /// The removals it was computed with; `None` where they were not kept.
    pub removals: Option<Vec<ConfirmedRemoval>>,
    /// The sheet.
    pub sheet: ScoreSheet,
}

/// Which microdata go with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// None before the sheet is sealed.
    Draft,
    /// Those of this version.
    Own,
    /// Those of an earlier version. What a few people said is the difference between two files that differ by these few:
    /// a version whose people differ from a released one's by some, but fewer than [`FEWEST`], has none of its own.
    Earlier(u32),
}

/// What goes with the sheet of this sample, which is `version`.
///
/// # Errors
/// A removal of an earlier version that names no submission.
pub(super) fn release(sample: &Sample, chronicle: &Chronicle) -> Result<Release, ScoreError> {
    if chronicle.signatures.is_empty() {
        return Ok(Release::Draft);
    }
    let mut released: Vec<(u32, Findings)> = Vec::new();
    for former in &chronicle.former {
        // Whose people are not known any more cannot be held against the others: then the first version stays the only one.
        let Some(removals) = &former.removals else {
            return Ok(Release::Earlier(
                released.first().map_or(former.sheet.sheet_version, |one| one.0),
            ));
        };
        let people = find(sample.survey, &sample.columns, removals)?;
        if can_stand_beside(&sample.columns, &people, &released) {
            released.push((former.sheet.sheet_version, people));
        }
    }
    Ok(match released.last() {
        Some((version, _)) if !can_stand_beside(&sample.columns, &sample.findings, &released) => {
            Release::Earlier(*version)
        }
        _ => Release::Own,
    })
}

fn can_stand_beside(columns: &Columns, people: &Findings, released: &[(u32, Findings)]) -> bool {
    released.iter().all(|(_, other)| tell_on_nobody(columns, people, other))
}

/// Whether two sets of people differ, in every audience and direction, by nobody or by at least [`FEWEST`].
pub(super) fn tell_on_nobody(columns: &Columns, one: &Findings, other: &Findings) -> bool {
    let mut apart = std::collections::BTreeMap::<(u8, bool), usize>::new();
    for row in 0..columns.len() as u32 {
        let counts = (one.counts(row), other.counts(row));
        if counts.0 != counts.1 {
            *apart.entry((columns.audience[row as usize], counts.0)).or_default() += 1;
        }
    }
    apart.values().all(|people| *people >= FEWEST)
}

/// A department whose points are not what they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The department.
    pub department: DepartmentId,
    /// Points before, as the sheet wrote them; `None` without a score.
    pub before: Option<String>,
    /// Points now.
    pub now: Option<String>,
}

impl Changed {
    /// Points now less points before.
    pub fn difference(&self) -> Option<f64> {
        let points = |text: &Option<String>| text.as_deref()?.parse::<f64>().ok();
        let hundredths = (points(&self.now)? - points(&self.before)?) * 100.0;
        Some(hundredths.round() / 100.0)
    }
}

/// Departments of which two sheets of one round give other points, in the order of the later sheet.
pub fn changed(before: &ScoreSheet, now: &ScoreSheet) -> Vec<Changed> {
    let then = |id: &DepartmentId| {
        before
            .departments
            .iter()
            .find(|one| one.department_id == *id)?
            .score
            .clone()
    };
    let pairs = now.departments.iter().map(|one| Changed {
        department: one.department_id.clone(),
        before: then(&one.department_id),
        now: one.score.clone(),
    });
    pairs.filter(|one| one.before != one.now).collect()
}
