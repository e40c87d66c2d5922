//! What people change about their own account: password, second factor, language, sessions.

use super::{end_sessions, language_word, locked};
use crate::domain::account::{AccountState, PasswordHash};
use crate::domain::definition::Language;
use crate::storage::audit::{self, Change};
use crate::storage::entity::account;
use crate::storage::{Db, StorageError};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, UpdateMany};
use serde_json::{Value, json};

/// What somebody changes about the own account.
#[derive(Debug, Clone)]
pub enum OwnChange {
    /// A new password; every other session ends.
    Password(PasswordHash),
    /// No second factor any more; every other session ends.
    DropSecondFactor,
    /// The language of the pages.
    Language(Language),
    /// Every session ends.
    SignOutEverywhere,
}

/// Stores what somebody changed about the own account.
pub async fn change_own(db: &Db, id: &str, change: &OwnChange, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let account = locked(&tx, id).await?;
    let mine = account::Entity::update_many().filter(account::Column::AccountId.eq(id));
    let (update, action, before, after) = match change {
        OwnChange::Password(password) => (
            mine.col_expr(account::Column::Password, Expr::value(password.as_str()))
                .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1)),
            "account.password",
            Value::Null,
            json!({}),
        ),
        OwnChange::DropSecondFactor => (
            with_factor(mine, None),
            "account.second-factor",
            json!({"second_factor": account.second_factor.is_some()}),
            json!({"second_factor": false}),
        ),
        OwnChange::Language(language) => (
            mine.col_expr(account::Column::Language, Expr::value(language_word(*language))),
            "account.language",
            json!({"language": language_word(account.language)}),
            json!({"language": language_word(*language)}),
        ),
        OwnChange::SignOutEverywhere => (
            mine.col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1)),
            "account.sign-out-everywhere",
            Value::Null,
            json!({}),
        ),
    };
    update.exec(&tx).await?;
    if !matches!(change, OwnChange::Language(_)) {
        end_sessions(&tx, id).await?;
    }
    let line = Change::of(action, account.login.as_str()).from(before).to(after);
    audit::append(db, &tx, line, at).await?;
    Ok(tx.commit().await?)
}

/// A second factor that its owner's phone has just shown the digits of.
#[derive(Debug, Clone)]
pub struct NewFactor {
    /// The secret, encrypted.
    pub sealed: Vec<u8>,
    /// The step whose digits confirmed it.
    pub step: i64,
    /// Epoch of the session that sets it.
    pub epoch: i64,
    /// Whether it may take the place of one that is there: only for who has given that one's digits or the password.
    pub replaces: bool,
}

/// Sets the second factor and ends every session of the account. `false`, and nothing changed, where the session is over
/// by now or somebody else set one first.
pub async fn set_second_factor(db: &Db, id: &str, new: &NewFactor, at: i64) -> Result<bool, StorageError> {
    let tx = db.write().await?;
    let account = locked(&tx, id).await?;
    let had = account.second_factor.is_some();
    if account.epoch != new.epoch || account.state != AccountState::Active || (had && !new.replaces) {
        return Ok(false);
    }
    let mine = account::Entity::update_many().filter(account::Column::AccountId.eq(id));
    with_factor(mine, Some((new.sealed.clone(), new.step)))
        .exec(&tx)
        .await?;
    end_sessions(&tx, id).await?;
    let change = Change::of("account.second-factor", account.login.as_str())
        .from(json!({"second_factor": had}))
        .to(json!({"second_factor": true}));
    audit::append(db, &tx, change, at).await?;
    tx.commit().await?;
    Ok(true)
}

fn with_factor(update: UpdateMany<account::Entity>, factor: Option<(Vec<u8>, i64)>) -> UpdateMany<account::Entity> {
    let (sealed, step) = factor.map_or((None, 0), |(sealed, step)| (Some(sealed), step));
    update
        .col_expr(account::Column::SecondFactor, Expr::value(sealed))
        .col_expr(account::Column::LastStep, Expr::value(step))
        .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
}

/// Remembers the step whose digits were just used; `false` when they were used by somebody else at the same moment.
pub async fn use_step(db: &Db, id: &str, step: i64) -> Result<bool, StorageError> {
    let tx = db.write().await?;
    let done = account::Entity::update_many()
        .col_expr(account::Column::LastStep, Expr::value(step))
        .filter(account::Column::AccountId.eq(id))
        .filter(account::Column::LastStep.lt(step))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(done.rows_affected == 1)
}
