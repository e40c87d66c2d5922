//! Invitation codes from the pages: kept encrypted until their maker says that they have them; only then are they good.

use super::frames::refused;
use crate::domain::invitation::token::Token;
use crate::domain::proof::{open_contact, seal_contact};
use crate::domain::refusal::{PrepareRefusal, Refusal};
use crate::jobs;
use crate::stages::draw::assignment_secret;
use crate::stages::invite::{Invitation, invitation, prepare};
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::StorageError;
use crate::storage::preparing::codes::{self, BatchRecord, WAITING};
use crate::storage::sample::{UnitRecord, units};
use std::collections::BTreeMap;

/// Invitations of one printed file: 125 sheets of A4.
pub const PART: usize = 1000;

/// Makes a code for every issued unit that has none and keeps them encrypted; gives the batch's number.
///
/// # Errors
/// A batch that waits already; whatever [`prepare`] refuses.
pub async fn make(app: &App, round: &str) -> Result<u64, StageError> {
    if waiting(app, round).await?.is_some() {
        return Err(refused(PrepareRefusal::CodesWait));
    }
    let prepared = prepare(app, round).await?;
    let sealed = seal(app, round, prepared.invitations())?;
    Ok(codes::keep_batch(&app.db, round, sealed, app.now()).await?)
}

/// The batch that waits to be taken.
///
/// # Errors
/// The database.
pub async fn waiting(app: &App, round: &str) -> Result<Option<BatchRecord>, StageError> {
    let all = codes::batches(&app.db, round).await?;
    Ok(all.into_iter().find(|batch| batch.state == WAITING))
}

/// Which invitations are taken, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taking<'a> {
    /// The batch.
    pub batch: u64,
    /// Which [`PART`] of it, from 1; all without.
    pub part: Option<usize>,
    /// `slips`, `csv` or `xlsx`, for the log.
    pub format: &'a str,
}

/// The invitations of a waiting batch or of one part of it; that they were taken is written down first.
///
/// # Errors
/// [`PrepareRefusal::NoCodesWait`]; a part that is not there.
pub async fn take(app: &App, round: &str, taking: &Taking<'_>) -> Result<Vec<Invitation>, StageError> {
    let loaded = app.round(round).await?;
    let all = codes::codes(&app.db, round, taking.batch).await?;
    let part = match taking.part {
        None => all,
        Some(part) => all.chunks(PART).nth(part.wrapping_sub(1)).unwrap_or_default().to_vec(),
    };
    if part.is_empty() {
        return Err(gone(app, round, taking.batch).await?);
    }
    let found = opened(app, &loaded, &part).await?;
    let what = serde_json::json!({"as": taking.format, "part": taking.part, "codes": found.len()});
    codes::taken(&app.db, round, taking.batch, what, app.now()).await?;
    Ok(found)
}

/// Puts the codes of a waiting batch in force and destroys what could show them again; gives how many.
///
/// # Errors
/// [`PrepareRefusal::NoCodesWait`]; a conflict when somebody dealt with them meanwhile.
pub async fn confirm(app: &App, round: &str, batch: u64) -> Result<u64, StageError> {
    let sealed = codes::codes(&app.db, round, batch).await?;
    if sealed.is_empty() {
        return Err(gone(app, round, batch).await?);
    }
    let hash = |(number, sealed): &(u64, Vec<u8>)| {
        let token = open(app, round, *number, sealed)?;
        Ok((*number, token.hash(&app.keys.token_hash).to_vec()))
    };
    let hashes: Vec<(u64, Vec<u8>)> = sealed.iter().map(hash).collect::<Result<_, StageError>>()?;
    codes::confirm(&app.db, round, batch, &hashes, app.now()).await?;
    jobs::epoch::refresh(app, round).await?;
    Ok(hashes.len() as u64)
}

/// Why a batch has no codes: nothing waits, or another batch does.
async fn gone(app: &App, round: &str, seen: u64) -> Result<StageError, StageError> {
    let other = waiting(app, round).await?.filter(|batch| batch.number != seen);
    Ok(refused(other.map_or(PrepareRefusal::NoCodesWait, |batch| {
        PrepareRefusal::OtherCodesWait {
            seen,
            waiting: batch.number,
            codes: batch.codes,
        }
    })))
}

/// Throws a waiting batch away; its codes never were good.
///
/// # Errors
/// A conflict when somebody dealt with them meanwhile.
pub async fn discard(app: &App, round: &str, batch: u64) -> Result<(), StageError> {
    Ok(codes::discard(&app.db, round, batch, app.now()).await?)
}

/// The codes of invitations, encrypted, by sample number.
pub(super) fn seal(app: &App, round: &str, invitations: &[Invitation]) -> Result<Vec<(u64, Vec<u8>)>, StageError> {
    let mut rng = app.random.generator();
    let one = |invitation: &Invitation| {
        let number = invitation.sample_no;
        let code = invitation.token.url_form().as_bytes();
        let sealed = seal_contact(&app.keys.contact, &owner(round), number, code, &mut rng);
        let sealed = sealed.map_err(|source| StageError::Refused(Refusal::Contact { unit: number, source }))?;
        Ok((number, sealed))
    };
    invitations.iter().map(one).collect()
}

/// The invitations of encrypted codes.
pub(super) async fn opened(
    app: &App,
    loaded: &LoadedRound,
    sealed: &[(u64, Vec<u8>)],
) -> Result<Vec<Invitation>, StageError> {
    let round = &loaded.record.id;
    let by_number: BTreeMap<u64, UnitRecord> = units(&app.db, round)
        .await?
        .into_iter()
        .map(|unit| (unit.sample_no, unit))
        .collect();
    let secret = assignment_secret(&loaded.seed()?);
    let one = |(number, sealed): &(u64, Vec<u8>)| {
        let token = open(app, round, *number, sealed)?;
        let unit = by_number.get(number).ok_or_else(|| corrupt("its unit is not there"))?;
        invitation(app, loaded, &secret, unit, token)
    };
    sealed.iter().map(one).collect()
}

fn open(app: &App, round: &str, number: u64, sealed: &[u8]) -> Result<Token, StageError> {
    let code = open_contact(&app.keys.contact, &owner(round), number, sealed)
        .map_err(|source| StageError::Refused(Refusal::Contact { unit: number, source }))?;
    Token::parse(&String::from_utf8_lossy(&code)).map_err(|error| corrupt(&error.to_string()))
}

fn corrupt(why: &str) -> StageError {
    StageError::Storage(StorageError::Corrupt {
        what: "invitation code",
        why: why.to_owned(),
    })
}

/// What an encrypted code is bound to, beside its sample number: a contact moved to its place fails to open.
fn owner(round: &str) -> String {
    format!("{round}/code")
}
