//! Who registered a round's method: two officers, each under the hashes that they saw.

use super::entity::{registration, round};
use super::round::{RoundState, add_record};
use super::{Db, StorageError};
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use serde_json::json;

/// How many officers it takes.
pub const OFFICERS: usize = 2;

/// One officer's name under a method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistrationRecord {
    /// Account id.
    #[serde(skip)]
    pub account: String,
    /// What the account signs in with.
    pub login: String,
    /// SHA-256 over the survey folder, as the officer saw it.
    pub definition_hash: String,
    /// SHA-256 over the method, as the officer saw it.
    pub method_hash: String,
    /// Unix seconds.
    pub at: i64,
}

/// Who registered the method so far, in order: nobody, one, or [`OFFICERS`].
pub async fn registrations(db: &Db, round: &str) -> Result<Vec<RegistrationRecord>, StorageError> {
    let rows = of(round).all(db.reader()).await?;
    Ok(rows.into_iter().map(record).collect())
}

/// Adds an officer's name; the second one completes the registration.
///
/// # Errors
/// A conflict where two have signed, this one has signed, or the round is past its fieldwork; nothing is stored then.
pub async fn sign(db: &Db, id: &str, new: &RegistrationRecord) -> Result<usize, StorageError> {
    let tx = db.write().await?;
    let before = signed_before(&tx, id).await?;
    if before.len() >= OFFICERS {
        return Err(Conflict::MethodRegistered(id.to_owned()).into());
    }
    if before.iter().any(|one| one.account_id == new.account) {
        return Err(Conflict::SameOfficer(new.login.clone()).into());
    }
    let place = before.len() + 1;
    let row = registration::ActiveModel {
        round_id: Set(id.to_owned()),
        place: Set(place as i64),
        account_id: Set(new.account.clone()),
        login: Set(new.login.clone()),
        definition_hash: Set(new.definition_hash.clone()),
        method_hash: Set(new.method_hash.clone()),
        at: Set(new.at),
    };
    registration::Entity::insert(row).exec_without_returning(&tx).await?;
    if place == OFFICERS {
        round::Entity::update_many()
            .col_expr(round::Column::RegisteredAt, Expr::value(new.at))
            .filter(round::Column::RoundId.eq(id))
            .exec(&tx)
            .await?;
    }
    let summary = json!({"definition": new.definition_hash, "method": new.method_hash, "officer": place});
    add_record(db, &tx, id, "register", new.at, &summary).await?;
    tx.commit().await?;
    Ok(place)
}

/// Who has signed, read while the round is held: nobody signs in between.
async fn signed_before(tx: &DatabaseTransaction, id: &str) -> Result<Vec<registration::Model>, StorageError> {
    let held = round::Entity::find_by_id(id.to_owned())
        .lock_exclusive()
        .one(tx)
        .await?;
    let held = held.ok_or_else(|| StorageError::NotFound(id.to_owned()))?;
    let open = [RoundState::Draft, RoundState::Registered, RoundState::Fielding];
    if !open.iter().any(|state| state.as_str() == held.state) {
        return Err(Conflict::OtherState {
            round: id.to_owned(),
            states: open.iter().map(|state| state.as_str()).collect(),
        }
        .into());
    }
    Ok(of(id).all(tx).await?)
}

fn of(round: &str) -> sea_orm::Select<registration::Entity> {
    registration::Entity::find()
        .filter(registration::Column::RoundId.eq(round))
        .order_by_asc(registration::Column::Place)
}

fn record(row: registration::Model) -> RegistrationRecord {
    RegistrationRecord {
        account: row.account_id,
        login: row.login,
        definition_hash: row.definition_hash,
        method_hash: row.method_hash,
        at: row.at,
    }
}
