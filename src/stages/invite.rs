//! Makes the invitations: one token per issued unit, of which only the keyed hash stays here.

use super::contact::opened;
use super::draw::assignment_secret;
use super::register::expect_registered;
use super::{App, LoadedRound, StageError};
use crate::domain::assignment::{respondent_key, shown_list};
use crate::domain::definition::{DepartmentId, SampleDesign};
use crate::domain::invitation::token::Token;
use crate::domain::refusal::{Instead, Refusal};
use crate::storage::round::RoundState;
use crate::storage::sample::{self, UnitRecord};
use std::collections::{BTreeMap, BTreeSet};

/// One invitation as it leaves the house, for printing or messaging. It is not kept.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Sample number.
    pub sample_no: u64,
    /// The frame's id of the unit.
    pub unit_ref: String,
    /// Audience id.
    pub audience: String,
    /// Stratum.
    pub stratum: String,
    /// Contact columns of the frame.
    pub contact: BTreeMap<String, String>,
    /// The secret token.
    pub token: Token,
    /// The link that holds it.
    pub link: String,
    /// The departments that it is asked about, in order: what a paper form prints and an interviewer reads out.
    pub shown: Vec<DepartmentId>,
}

/// Invitations that nobody can use yet: their hashes are not stored.
#[derive(Debug)]
pub struct Prepared {
    round: String,
    invitations: Vec<Invitation>,
}

impl Prepared {
    /// The invitations, in the order of sample numbers: the only place where the tokens stand in clear.
    pub fn invitations(&self) -> &[Invitation] {
        &self.invitations
    }
}

/// Makes a token for every issued unit that has none. Stores nothing: write the invitations down, then [`commit`].
///
/// # Errors
/// A round that is not in the field, a method that officers have not registered, nobody left to invite, contact data that cannot be read.
pub async fn prepare(app: &App, round: &str) -> Result<Prepared, StageError> {
    let loaded = app.round(round).await?;
    if loaded.survey.round.sample == SampleDesign::None {
        return Err(StageError::OutOfOrder(Refusal::NobodyToInvite(round.to_owned())));
    }
    let instead = Instead::InviteAfterDraw;
    loaded.expect_state(&[RoundState::Registered, RoundState::Fielding], instead)?;
    expect_registered(app, &loaded).await?;
    let waiting: Vec<UnitRecord> = sample::units(&app.db, round)
        .await?
        .into_iter()
        .filter(|unit| unit.issued && unit.token_hash.is_none())
        .collect();
    if waiting.is_empty() {
        return Err(StageError::OutOfOrder(Refusal::AllInvited(round.to_owned())));
    }
    let mut rng = app.random.generator();
    let secret = assignment_secret(&loaded.seed()?);
    let invitations = waiting
        .iter()
        .map(|unit| invitation(app, &loaded, &secret, unit, Token::generate(&mut rng)))
        .collect::<Result<_, _>>()?;
    let round = round.to_owned();
    Ok(Prepared { round, invitations })
}

/// Stores the hashes of prepared tokens and opens the field: from here on the codes are good.
///
/// # Errors
/// A conflict when a unit was invited by somebody else meanwhile; nothing is stored then.
pub async fn commit(app: &App, prepared: Prepared) -> Result<Vec<Invitation>, StageError> {
    let hashes: Vec<(u64, Vec<u8>)> = prepared
        .invitations
        .iter()
        .map(|one| (one.sample_no, one.token.hash(&app.keys.token_hash).to_vec()))
        .collect();
    let summary = serde_json::json!({"invited": hashes.len()});
    sample::save_tokens(&app.db, &prepared.round, &hashes, app.now(), &summary).await?;
    Ok(prepared.invitations)
}

/// [`prepare`] and [`commit`] in one, for whoever keeps the invitations in memory.
pub async fn invite(app: &App, round: &str) -> Result<Vec<Invitation>, StageError> {
    let prepared = prepare(app, round).await?;
    commit(app, prepared).await
}

/// Whether any of these tokens opens a questionnaire of the round.
pub async fn any_in_force(app: &App, round: &str, tokens: &[Token]) -> Result<bool, StageError> {
    let hashes: BTreeSet<Vec<u8>> = tokens
        .iter()
        .map(|token| token.hash(&app.keys.token_hash).to_vec())
        .collect();
    let units = sample::units(&app.db, round).await?;
    Ok(units
        .iter()
        .any(|unit| unit.token_hash.as_ref().is_some_and(|hash| hashes.contains(hash))))
}

/// One invitation with its token.
pub(super) fn invitation(
    app: &App,
    round: &LoadedRound,
    secret: &[u8; 32],
    unit: &UnitRecord,
    token: Token,
) -> Result<Invitation, StageError> {
    let number = unit.sample_no;
    let key = respondent_key(secret, number);
    let shown = shown_list(&round.survey, &unit.audience, &unit.supervisors, &key);
    let contact = opened(app, &round.record.id, number, unit.contact.as_deref())?;
    Ok(Invitation {
        sample_no: number,
        unit_ref: unit.unit_ref.clone(),
        audience: unit.audience.0.clone(),
        stratum: unit.stratum.clone(),
        contact,
        link: format!("{}/s/{}", app.public_url, token.url_form()),
        token,
        shown: shown.into_iter().map(|shown| shown.department).collect(),
    })
}
