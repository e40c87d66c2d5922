//! Registers a round's method before fieldwork: two officers, each under the hashes that they saw.

use super::{App, LoadedRound, StageError};
use crate::domain::account::{Actor, Role};
use crate::domain::definition::SampleDesign;
use crate::domain::refusal::{Instead, Refusal};
use crate::storage::registration::{self, OFFICERS, RegistrationRecord, registrations};
use crate::storage::round::{RoundState, records};
use crate::storage::{StorageError, account};
use serde::{Deserialize, Serialize};

/// The hashes that an officer saw and signs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SeenMethod {
    /// SHA-256 over the survey folder.
    pub definition_hash: String,
    /// SHA-256 over the method.
    pub method_hash: String,
}

/// How far the registration is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registered {
    /// Who has signed, in order.
    pub officers: Vec<RegistrationRecord>,
    /// Whether it was completed only after the first invitations had gone out.
    pub late: bool,
}

impl Registered {
    /// Whether two have signed.
    pub fn complete(&self) -> bool {
        self.officers.len() >= OFFICERS
    }
}

/// Signs the method for the person who acts; the second officer completes the registration.
///
/// # Errors
/// Nobody by name acts, other hashes than the round's, a person who has signed already, a third one, a closed round.
pub async fn register(app: &App, round: &str, seen: &SeenMethod) -> Result<Registered, StageError> {
    let loaded = app.round(round).await?;
    let Actor::Account { id, login, .. } = app.db.actor() else {
        return Err(StageError::Refused(Refusal::NobodyByName));
    };
    let record = &loaded.record;
    if seen.definition_hash != record.definition_hash || seen.method_hash != record.method_hash {
        return Err(StageError::Refused(Refusal::OtherMethod(round.to_owned())));
    }
    let signature = RegistrationRecord {
        account: id.clone(),
        login: login.to_string(),
        definition_hash: seen.definition_hash.clone(),
        method_hash: seen.method_hash.clone(),
        at: app.now(),
    };
    match registration::sign(&app.db, round, &signature).await {
        Err(StorageError::Conflict(conflict)) => {
            let open = [RoundState::Draft, RoundState::Registered, RoundState::Fielding];
            app.round(round).await?.expect_state(&open, Instead::RegisterBefore)?;
            Err(StorageError::Conflict(conflict).into())
        }
        signed => {
            signed?;
            registered(app, round).await
        }
    }
}

/// How far the registration of a round is.
pub async fn registered(app: &App, round: &str) -> Result<Registered, StageError> {
    let officers = registrations(&app.db, round).await?;
    let history = records(&app.db, round).await?;
    let invited = history.iter().find(|record| record.stage == "invite");
    let last = officers.get(OFFICERS - 1);
    let late = last.zip(invited).is_some_and(|(last, invited)| last.at > invited.at);
    Ok(Registered { officers, late })
}

/// Refuses what needs a registered method while there are officers who could register it; a house without officers and a
/// round without a sample are not concerned.
///
/// # Errors
/// [`Refusal::NotRegistered`].
pub async fn expect_registered(app: &App, loaded: &LoadedRound) -> Result<(), StageError> {
    let concerned = loaded.survey.round.sample == SampleDesign::Stratified && loaded.record.registered_at.is_none();
    if concerned && account::any_active(&app.db, Role::Officer).await? {
        let round = loaded.record.id.clone();
        let signed = registrations(&app.db, &round).await?.len();
        return Err(StageError::OutOfOrder(Refusal::NotRegistered { round, signed }));
    }
    Ok(())
}
