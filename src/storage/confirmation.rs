//! The agency's confirmation of a version of the sheet: its signature, with the account that gave it.

use super::audit::{self, Change};
use super::entity::confirmation;
use super::round::{RoundState, move_state};
use super::{Db, StorageError};
use crate::domain::proof::SignerRole;
use crate::domain::refusal::Conflict;
use crate::domain::score::sheet::Signature;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

/// Who confirmed what for the agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmationRecord {
    /// Version of the sheet.
    pub version: u32,
    /// Account id.
    pub account: String,
    /// What the account signs in with.
    pub login: String,
    /// SHA-256 (hex) of the sheet's canonical bytes.
    pub sheet_hash: String,
    /// The agency's signature.
    pub signature: Signature,
    /// Unix seconds.
    pub at: i64,
}

/// Stores the confirmation of a sheet that waits for its seal.
///
/// # Errors
/// A conflict where this version was confirmed already or the round has moved on; nothing is stored then.
pub async fn save(db: &Db, round: &str, new: &ConfirmationRecord) -> Result<(), StorageError> {
    let tx = db.write().await?;
    // Holds the round until the end: it is not sealed meanwhile, and nobody confirms beside us.
    move_state(&tx, round, &[RoundState::Scored], RoundState::Scored, new.at).await?;
    let key = (round.to_owned(), i64::from(new.version));
    if let Some(before) = confirmation::Entity::find_by_id(key).one(&tx).await? {
        return Err(Conflict::ConfirmedAlready(before.login).into());
    }
    let row = confirmation::ActiveModel {
        round_id: Set(round.to_owned()),
        version: Set(i64::from(new.version)),
        account_id: Set(new.account.clone()),
        login: Set(new.login.clone()),
        sheet_hash: Set(new.sheet_hash.clone()),
        key_id: Set(new.signature.key_id.clone()),
        signature: Set(new.signature.signature.clone()),
        at: Set(new.at),
    };
    confirmation::Entity::insert(row).exec_without_returning(&tx).await?;
    let after = json!({"version": new.version, "sheet": new.sheet_hash, "key": new.signature.key_id});
    let change = Change::of("sheet.confirm", round).in_round(round).to(after);
    audit::append(db, &tx, change, new.at).await?;
    Ok(tx.commit().await?)
}

/// The confirmation of that version.
pub async fn find(db: &Db, round: &str, version: u32) -> Result<Option<ConfirmationRecord>, StorageError> {
    let key = (round.to_owned(), i64::from(version));
    let row = confirmation::Entity::find_by_id(key).one(db.reader()).await?;
    Ok(row.map(|row| ConfirmationRecord {
        version: row.version as u32,
        account: row.account_id,
        login: row.login,
        sheet_hash: row.sheet_hash,
        signature: Signature {
            role: SignerRole::Agency.to_string(),
            key_id: row.key_id,
            signature: row.signature,
        },
        at: row.at,
    }))
}
