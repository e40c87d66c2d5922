//! What closing makes of answers that were never handed in.

use super::hand_in::submission;
use super::session::{Progressed, load};
use crate::domain::data::Document;
use crate::domain::submission::{Completeness, completeness, reached_all_ratings};
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::answers::{self, Submission, Written};

/// What closing made of open edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartialCounts {
    /// Became complete submissions (1.1).
    pub complete: u64,
    /// Became sufficient partial submissions (1.2).
    pub sufficient: u64,
    /// Stay break-offs.
    pub insufficient: u64,
}

/// An edit that was left open, as closing sees it.
enum Unfinished {
    /// Too little to count.
    BreakOff,
    /// Enough to count, as this submission.
    Enough(Completeness, Box<Submission>),
}

impl Unfinished {
    fn completeness(&self) -> Completeness {
        match self {
            Unfinished::BreakOff => Completeness::BreakOff,
            Unfinished::Enough(found, _) => *found,
        }
    }
}

impl PartialCounts {
    fn add(&mut self, found: Option<Completeness>) {
        match found {
            Some(Completeness::Complete) => self.complete += 1,
            Some(Completeness::Sufficient) => self.sufficient += 1,
            Some(Completeness::BreakOff) => self.insufficient += 1,
            None => {}
        }
    }
}

/// Makes submissions of the open edits that are sufficient, for respondents without one that counts. Run while the
/// round is still in the field, directly before it closes.
pub async fn gather_partials(app: &App, round: &str) -> Result<PartialCounts, StageError> {
    let loaded = app.round(round).await?;
    let mut counts = PartialCounts::default();
    for sample_no in answers::unfinished(&app.db, round).await? {
        counts.add(gather(app, &loaded, sample_no).await?);
    }
    Ok(counts)
}

/// What [`gather_partials`] would count now. Writes nothing.
pub async fn partial_counts(app: &App, loaded: &LoadedRound) -> Result<PartialCounts, StageError> {
    let mut counts = PartialCounts::default();
    for sample_no in answers::unfinished(&app.db, &loaded.record.id).await? {
        let found = unfinished(app, loaded, sample_no).await?;
        counts.add(found.as_ref().map(Unfinished::completeness));
    }
    Ok(counts)
}

/// What [`gather_partials`] would make submissions of now: sample numbers and documents. Writes nothing.
pub async fn partials(app: &App, loaded: &LoadedRound) -> Result<Vec<(u64, Document)>, StageError> {
    let mut found = Vec::new();
    for sample_no in answers::unfinished(&app.db, &loaded.record.id).await? {
        if let Some(Unfinished::Enough(_, partial)) = unfinished(app, loaded, sample_no).await? {
            found.push((sample_no, partial.new.document));
        }
    }
    Ok(found)
}

/// Stores a unit's partial answers; a page saved in this very moment means reading them again.
async fn gather(app: &App, round: &LoadedRound, sample_no: u64) -> Result<Option<Completeness>, StageError> {
    loop {
        let (found, partial) = match unfinished(app, round, sample_no).await? {
            None => return Ok(None),
            Some(Unfinished::BreakOff) => return Ok(Some(Completeness::BreakOff)),
            Some(Unfinished::Enough(found, partial)) => (found, partial),
        };
        match answers::submit(&app.db, &partial).await? {
            Written::Done => return Ok(Some(found)),
            Written::Elsewhere => {}
            Written::Stale | Written::NotFielding | Written::Unknown => return Ok(None),
        }
    }
}

/// None where no edit is open or another submission counts: a revision that was not handed in whole never replaces what
/// was.
async fn unfinished(app: &App, round: &LoadedRound, sample_no: u64) -> Result<Option<Unfinished>, StageError> {
    let Some(opened) = answers::of_unit(&app.db, &round.record.id, sample_no).await? else {
        return Ok(None);
    };
    let session = load(app, round.clone(), opened.unit, opened.stored, String::new()).await?;
    let (Progressed::Filling(edit), None) = (&session.progressed, &session.submitted_edit) else {
        return Ok(None);
    };
    let reached = reached_all_ratings(&session.interview(), |page| session.saved.contains_key(page));
    let found = completeness(&session.interview(), reached);
    if found == Completeness::BreakOff {
        return Ok(Some(Unfinished::BreakOff));
    }
    let partial = submission(app, &session, edit, found, "close")?;
    Ok(Some(Unfinished::Enough(found, Box::new(partial))))
}
