//! Contact data of one case, for whoever has to reach it; that somebody looked is written down first.

use super::back_checks::to_ask;
use super::{App, StageError};
use crate::domain::account::Role;
use crate::domain::proof::open_contact;
use crate::domain::refusal::{FieldRefusal, Instead, Refusal};
use crate::storage::audit::{Change, note};
use crate::storage::cases::contact;
use crate::storage::round::RoundState;
use std::collections::BTreeMap;

/// Columns of the frame and what stands in them; empty where none were kept.
pub type Contact = BTreeMap<String, String>;

/// What a case's interviewer needs to reach it.
///
/// # Errors
/// A round outside the field; a case that is another interviewer's.
pub async fn of_case(app: &App, round: &str, sample_no: u64) -> Result<Contact, StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&[RoundState::Fielding], Instead::RecordInField)?;
    let (case, _) = super::cases::case(app, round, sample_no).await?;
    let actor = app.db.actor();
    let own = actor.role() == Role::Interviewer.as_str() && case.interviewer.as_deref() == Some(actor.name());
    if !case.issued || !own {
        return Err(FieldRefusal::NoCase(sample_no).into());
    }
    shown(app, round, sample_no, "case").await
}

/// What is needed to ask again.
///
/// # Errors
/// As [`to_ask`].
pub async fn of_back_check(app: &App, round: &str, sample_no: u64) -> Result<Contact, StageError> {
    to_ask(app, round, sample_no).await?;
    shown(app, round, sample_no, "back-check").await
}

/// The line in the log says who looked at which case and why, and nothing of what was seen.
async fn shown(app: &App, round: &str, sample_no: u64, why: &str) -> Result<Contact, StageError> {
    let change = Change::of("contact", &format!("case {sample_no}")).in_round(round);
    note(&app.db, change.to(serde_json::json!({"for": why})), app.now()).await?;
    let sealed = contact(&app.db, round, sample_no).await?;
    opened(app, round, sample_no, sealed.as_deref())
}

/// Decrypted contact data of a unit.
pub(super) fn opened(app: &App, round: &str, unit: u64, sealed: Option<&[u8]>) -> Result<Contact, StageError> {
    let Some(sealed) = sealed else {
        return Ok(Contact::new());
    };
    let bytes = open_contact(&app.keys.contact, round, unit, sealed)
        .map_err(|source| StageError::Refused(Refusal::Contact { unit, source }))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let why = error.to_string();
        StageError::Refused(Refusal::ContactShape { unit, why })
    })
}
