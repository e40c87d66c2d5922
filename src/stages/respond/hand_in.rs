//! Handing in and withdrawing.

use super::origin::Origin;
use super::session::{Progressed, Session};
use crate::domain::data::Mode;
use crate::domain::proof::merkle::leaf_hash;
use crate::domain::proof::{Receipt, canonical, commitment};
use crate::domain::refusal::Refusal;
use crate::domain::submission::{Completeness, DocumentFacts, REVIEW, can_still_count, completeness, document};
use crate::stages::{App, StageError};
use crate::storage::answers::{self, Submission, Written};
use crate::storage::submission::NewSubmission;
use std::collections::BTreeMap;

/// What became of a form that was handed in.
#[derive(Debug, PartialEq, Eq)]
pub enum HandedIn {
    /// Accepted, now or before by the same form.
    Accepted,
    /// Too little to count; the edit stays open.
    TooFew,
    /// Too little to count, and nothing is left that could be answered.
    NotCounted,
    /// A page is still to be filled in.
    Unsaved(String),
    /// Answers were saved elsewhere after the review page was shown: it has to be looked at again.
    Changed,
    /// The edit goes on elsewhere, or is over.
    Stale,
    /// The round has closed.
    Closed,
}

/// Hands in the open edit. Pressing twice, or again after a lost connection, gives the same receipt.
pub async fn hand_in(app: &App, session: &Session, edit: &str, origin: &Origin) -> Result<HandedIn, StageError> {
    if session.submitted_edit.as_deref() == Some(edit) {
        return Ok(HandedIn::Accepted);
    }
    if session.progressed != Progressed::Filling(edit.to_owned()) {
        return Ok(HandedIn::Stale);
    }
    let unsaved = session.first_unsaved(session.pages());
    if unsaved != REVIEW {
        return Ok(HandedIn::Unsaved(unsaved));
    }
    if !origin.knows_of(&session.base(REVIEW)) {
        return Ok(HandedIn::Changed);
    }
    let completeness = completeness(&session.interview(), true);
    if completeness == Completeness::BreakOff {
        let can_count = can_still_count(&session.interview());
        return Ok(if can_count {
            HandedIn::TooFew
        } else {
            HandedIn::NotCounted
        });
    }
    let value = submission(app, session, edit, completeness, "respondent")?;
    Ok(match answers::submit(&app.db, &value).await? {
        Written::Done => HandedIn::Accepted,
        Written::NotFielding => HandedIn::Closed,
        // Saved elsewhere between reading the answers and this write.
        Written::Elsewhere => HandedIn::Changed,
        Written::Stale | Written::Unknown => HandedIn::Stale,
    })
}

/// Withdraws the submission of a receipt code that parsed.
pub async fn withdraw(app: &App, receipt: &Receipt) -> Result<Written, StageError> {
    let hash = receipt.hash(&app.keys.receipt);
    Ok(answers::withdraw(&app.db, &hash, app.now()).await?)
}

pub(super) fn submission(
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
        mode: mode(session),
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
        saves: saves(session),
        new: NewSubmission {
            leaf: leaf_hash(&commitment(&nonce, &bytes)),
            receipt_hash: receipt.hash(&app.keys.receipt),
            document,
            bytes,
            nonce,
        },
        interviewer: session.interviewer().map(str::to_owned),
        source,
        at: app.now(),
    })
}

/// On the telephone as soon as an interviewer has asked one of the pages.
fn mode(session: &Session) -> Mode {
    match session.interviewer() {
        Some(_) => Mode::Phone,
        None => Mode::Web,
    }
}

fn saves(session: &Session) -> BTreeMap<String, String> {
    let pages = session.saved.iter();
    pages.map(|(page, saved)| (page.clone(), saved.form.clone())).collect()
}
