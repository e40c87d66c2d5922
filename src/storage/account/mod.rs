//! Accounts: who may sign in.

mod links;

pub use links::{LinkPurpose, LinkRecord, NewLink, link, put_first_link, renew_link, use_first_link, use_link};

use super::audit::{self, Change};
use super::entity::{account, account_link, session};
use super::{Db, StorageError, to_json};
use crate::domain::account::{AccountState, Login, PasswordHash, Role};
use crate::domain::definition::Language;
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::{Value, json};

/// One account.
#[derive(Debug, Clone)]
pub struct AccountRecord {
    /// Random id.
    pub id: String,
    /// What it signs in with.
    pub login: Login,
    /// The person's name.
    pub name: String,
    /// Its one role.
    pub role: Role,
    /// Whether it can sign in.
    pub state: AccountState,
    /// Its password, once it has one.
    pub password: Option<PasswordHash>,
    /// Its second factor, encrypted.
    pub second_factor: Option<Vec<u8>>,
    /// Last time step whose digits were used.
    pub last_step: i64,
    /// Sessions of an earlier epoch are over.
    pub epoch: i64,
    /// Language of its pages.
    pub language: Language,
    /// Unix seconds.
    pub created_at: i64,
}

/// Stores a new account with the link that opens it; refuses a login that exists.
pub async fn insert(db: &Db, record: &AccountRecord, link: &NewLink, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    refuse_taken(&tx, &record.login).await?;
    account::Entity::insert(row(record)).exec_without_returning(&tx).await?;
    links::put(&tx, Some(&record.id), LinkPurpose::Password, link).await?;
    let after = json!({"login": record.login.as_str(), "name": record.name, "role": record.role});
    let change = Change::of("account.create", record.login.as_str()).to(after);
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Whether anybody in that role can sign in.
pub async fn any_active(db: &Db, role: Role) -> Result<bool, StorageError> {
    let found = account::Entity::find()
        .filter(account::Column::Role.eq(role.as_str()))
        .filter(account::Column::State.eq(word(AccountState::Active)));
    Ok(found.count(db.reader()).await? > 0)
}

/// Closes an account (its sessions and links end) or opens it again.
pub async fn set_state(db: &Db, id: &str, state: AccountState, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let before = locked(&tx, id).await?;
    account::Entity::update_many()
        .col_expr(account::Column::State, Expr::value(word(state)))
        .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
        .filter(account::Column::AccountId.eq(id))
        .exec(&tx)
        .await?;
    end_sessions(&tx, id).await?;
    account_link::Entity::delete_many()
        .filter(account_link::Column::AccountId.eq(id))
        .exec(&tx)
        .await?;
    let change = Change::of("account.state", before.login.as_str())
        .from(json!({"state": before.state}))
        .to(json!({"state": state}));
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// What somebody changes about the own account.
#[derive(Debug, Clone)]
pub enum OwnChange {
    /// A new password; every other session ends.
    Password(PasswordHash),
    /// A second factor, encrypted, with the step whose digits confirmed it; or none any more.
    SecondFactor(Option<(Vec<u8>, i64)>),
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
        OwnChange::SecondFactor(factor) => (
            mine.col_expr(
                account::Column::SecondFactor,
                Expr::value(factor.as_ref().map(|(sealed, _)| sealed.clone())),
            )
            .col_expr(
                account::Column::LastStep,
                Expr::value(factor.as_ref().map_or(0, |(_, step)| *step)),
            ),
            "account.second-factor",
            json!({"second_factor": account.second_factor.is_some()}),
            json!({"second_factor": factor.is_some()}),
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
    if matches!(change, OwnChange::Password(_) | OwnChange::SignOutEverywhere) {
        end_sessions(&tx, id).await?;
    }
    let change = Change::of(action, account.login.as_str()).from(before).to(after);
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
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

/// All accounts, by role and login.
pub async fn list(db: &Db) -> Result<Vec<AccountRecord>, StorageError> {
    let rows = account::Entity::find()
        .order_by_asc(account::Column::CreatedAt)
        .all(db.reader())
        .await?;
    let mut all: Vec<AccountRecord> = rows.into_iter().map(record).collect::<Result<_, _>>()?;
    all.sort_by(|a, b| (a.role, &a.login).cmp(&(b.role, &b.login)));
    Ok(all)
}

/// The account of that id.
pub async fn find(db: &Db, id: &str) -> Result<Option<AccountRecord>, StorageError> {
    let row = account::Entity::find_by_id(id.to_owned()).one(db.reader()).await?;
    row.map(record).transpose()
}

/// The account of that login.
pub async fn by_login(db: &Db, login: &Login) -> Result<Option<AccountRecord>, StorageError> {
    let row = account::Entity::find()
        .filter(account::Column::Login.eq(login.as_str()))
        .one(db.reader())
        .await?;
    row.map(record).transpose()
}

async fn refuse_taken(tx: &impl ConnectionTrait, login: &Login) -> Result<(), StorageError> {
    let taken = account::Entity::find()
        .filter(account::Column::Login.eq(login.as_str()))
        .count(tx)
        .await?;
    match taken {
        0 => Ok(()),
        _ => Err(Conflict::LoginTaken(login.to_string()).into()),
    }
}

async fn locked(tx: &impl ConnectionTrait, id: &str) -> Result<AccountRecord, StorageError> {
    let row = account::Entity::find_by_id(id.to_owned()).one(tx).await?;
    row.map(record)
        .transpose()?
        .ok_or_else(|| Conflict::NoAccount(id.to_owned()).into())
}

async fn end_sessions(tx: &impl ConnectionTrait, id: &str) -> Result<(), StorageError> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

fn row(record: &AccountRecord) -> account::ActiveModel {
    account::ActiveModel {
        account_id: Set(record.id.clone()),
        login: Set(record.login.to_string()),
        name: Set(record.name.clone()),
        role: Set(record.role.as_str().into()),
        state: Set(word(record.state)),
        password: Set(record.password.as_ref().map(|password| password.as_str().to_owned())),
        second_factor: Set(record.second_factor.clone()),
        last_step: Set(record.last_step),
        epoch: Set(record.epoch),
        language: Set(language_word(record.language).into()),
        created_at: Set(record.created_at),
    }
}

fn record(row: account::Model) -> Result<AccountRecord, StorageError> {
    let corrupt = |what, why: String| StorageError::Corrupt { what, why };
    Ok(AccountRecord {
        id: row.account_id,
        login: Login::parse(&row.login).ok_or_else(|| corrupt("login", row.login.clone()))?,
        name: row.name,
        role: row.role.parse().map_err(|word| corrupt("role", word))?,
        state: serde_json::from_value(json!(row.state)).map_err(|error| corrupt("account state", error.to_string()))?,
        password: row.password.map(PasswordHash::stored),
        second_factor: row.second_factor,
        last_step: row.last_step,
        epoch: row.epoch,
        language: if row.language == "en" {
            Language::En
        } else {
            Language::Zh
        },
        created_at: row.created_at,
    })
}

fn word(value: impl Serialize) -> String {
    to_json(&value).trim_matches('"').to_owned()
}

fn language_word(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh",
        Language::En => "en",
    }
}
