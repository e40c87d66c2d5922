//! Handing in, withdrawing, and what happens at close to answers that were never handed in.

use super::origin::Origin;
use super::session::{Progressed, Session, load};
use crate::domain::data::{Document, Mode};
use crate::domain::proof::merkle::leaf_hash;
use crate::domain::proof::{Receipt, canonical, commitment};
use crate::domain::refusal::Refusal;
use crate::domain::submission::{Completeness, DocumentFacts, REVIEW, completeness, document, reached_all_ratings};
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::answers::{self, Submission, Written};
use crate::storage::sample::{self, UnitRecord};
use crate::storage::submission::NewSubmission;
use std::collections::BTreeMap;

/// What became of a form that was handed in.
#[derive(Debug, PartialEq, Eq)]
pub enum HandedIn {
    /// Accepted, now or before by the same form.
    Accepted,
    /// Too little to count; the edit stays open.
    TooFew,
    /// A page is still to be filled in.
    Unsaved(String),
    /// Answers were saved elsewhere after the review page was shown: it has to be looked at again.
    Changed,
    /// The edit goes on elsewhere, or is over.
    Stale,
    /// The round has closed.
    Closed,
}

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

/// Hands in the open edit. Pressing twice, or again after a lost connection, gives the same receipt.
pub async fn hand_in(app: &App, session: &Session, edit: &str, origin: &Origin) -> Result<HandedIn, StageError> {
    if session.submitted_edit.as_deref() == Some(edit) {
        return Ok(HandedIn::Accepted);
    }
    if session.progressed != Progressed::Filling(edit.to_owned()) {
        return Ok(HandedIn::Stale);
    }
    let unsaved = session.first_unsaved(&session.pages());
    if unsaved != REVIEW {
        return Ok(HandedIn::Unsaved(unsaved));
    }
    if !origin.knows_of(&session.base(REVIEW)) {
        return Ok(HandedIn::Changed);
    }
    let completeness = completeness(&session.interview(), true);
    if completeness == Completeness::BreakOff {
        return Ok(HandedIn::TooFew);
    }
    let value = submission(app, session, edit, completeness, "respondent")?;
    Ok(match answers::submit(&app.db, &value).await? {
        Written::Done => HandedIn::Accepted,
        Written::NotFielding => HandedIn::Closed,
        Written::Stale | Written::Elsewhere | Written::Unknown => HandedIn::Stale,
    })
}

/// Withdraws the submission of a receipt code that parsed.
pub async fn withdraw(app: &App, receipt: &Receipt) -> Result<Written, StageError> {
    let hash = receipt.hash(&app.keys.receipt);
    Ok(answers::withdraw(&app.db, &hash, app.now()).await?)
}

/// Makes submissions of the open edits that are sufficient, for respondents without one that counts. Run while the
/// round is still in the field, directly before it closes.
pub async fn gather_partials(app: &App, round: &str) -> Result<PartialCounts, StageError> {
    let loaded = app.round(round).await?;
    let mut counts = PartialCounts::default();
    for unit in unfinished(app, &loaded).await? {
        if let Some(partial) = partial(app, &loaded, unit, &mut counts).await? {
            answers::submit(&app.db, &partial).await?;
        }
    }
    Ok(counts)
}

/// What [`gather_partials`] would make submissions of now: sample numbers and documents. Writes nothing.
pub async fn partials(app: &App, loaded: &LoadedRound) -> Result<Vec<(u64, Document)>, StageError> {
    let mut found = Vec::new();
    for unit in unfinished(app, loaded).await? {
        let partial = partial(app, loaded, unit, &mut PartialCounts::default()).await?;
        found.extend(partial.map(|partial| (partial.sample_no, partial.new.document)));
    }
    Ok(found)
}

async fn unfinished(app: &App, loaded: &LoadedRound) -> Result<Vec<UnitRecord>, StageError> {
    let round = &loaded.record.id;
    let open: BTreeMap<u64, String> = answers::unfinished(&app.db, round).await?.into_iter().collect();
    let mut units = sample::units(&app.db, round).await?;
    units.retain(|unit| open.contains_key(&unit.sample_no));
    Ok(units)
}

/// The unit's open edit as a submission, if it is sufficient and nothing was handed in before.
async fn partial(
    app: &App,
    loaded: &LoadedRound,
    unit: UnitRecord,
    counts: &mut PartialCounts,
) -> Result<Option<Submission>, StageError> {
    let session = load(app, loaded.clone(), unit, String::new()).await?;
    // A revision that was not handed in whole never replaces what was.
    let (Progressed::Filling(edit), None) = (&session.progressed, &session.submitted_edit) else {
        return Ok(None);
    };
    let reached = reached_all_ratings(&session.interview(), |page| session.saved.contains_key(page));
    let found = completeness(&session.interview(), reached);
    match found {
        Completeness::Complete => counts.complete += 1,
        Completeness::Sufficient => counts.sufficient += 1,
        Completeness::BreakOff => {
            counts.insufficient += 1;
            return Ok(None);
        }
    }
    submission(app, &session, edit, found, "close").map(Some)
}

fn submission(
    app: &App,
    session: &Session,
    edit: &str,
    completeness: Completeness,
    source: &'static str,
) -> Result<Submission, StageError> {
    let facts = DocumentFacts {
        round: session.round.record.id.clone(),
        submission: app.random.uuid().to_string(),
        stratum: session.unit.stratum.clone(),
        frame: session.unit.attributes.clone(),
        mode: Mode::Web,
        scale_order: session.scale_order.as_str().to_owned(),
        arrived: app.clock.now(),
        seconds: session
            .saved
            .iter()
            .map(|(page, saved)| (page.clone(), saved.seconds))
            .collect(),
        completeness,
    };
    let document = document(&session.interview(), facts);
    let bytes = canonical(&document).map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))?;
    let nonce = app.random.bytes();
    let receipt = Receipt::of_edit(&app.keys.receipt, edit);
    Ok(Submission {
        round: session.round.record.id.clone(),
        sample_no: session.unit.sample_no,
        respondent: session.respondent.clone().unwrap_or_default(),
        edit: edit.to_owned(),
        new: NewSubmission {
            leaf: leaf_hash(&commitment(&nonce, &bytes)),
            receipt_hash: receipt.hash(&app.keys.receipt),
            document,
            bytes,
            nonce,
        },
        source,
        at: app.now(),
    })
}
