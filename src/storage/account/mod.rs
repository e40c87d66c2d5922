//! Accounts: who may sign in.

mod links;
mod own;

pub use links::{LinkPurpose, LinkRecord, NewLink, link, put_first_link, renew_link, use_first_link, use_link};
pub use own::{NewFactor, OwnChange, change_own, set_second_factor, use_step};

use super::audit::{self, Change};
use super::entity::{account, account_link, session};
use super::{Db, StorageError, to_json};
use crate::domain::account::{AccountState, Login, PasswordHash, Role};
use crate::domain::definition::Language;
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Serialize;
use serde_json::json;

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

/// Closes an account (its sessions and links end) or opens it again: one that nobody has opened yet waits for its owner as
/// before. The last administrator who can sign in stays.
pub async fn set_state(db: &Db, id: &str, state: AccountState, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    if state == AccountState::Disabled {
        refuse_last_administrator(&tx, id).await?;
    }
    let before = locked(&tx, id).await?;
    let state = match (state, &before.password) {
        (AccountState::Disabled, _) => state,
        (_, Some(_)) => AccountState::Active,
        (_, None) => AccountState::Invited,
    };
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

/// Of two administrators who close each other at once, the second finds that nobody else would be left.
async fn refuse_last_administrator(tx: &impl ConnectionTrait, id: &str) -> Result<(), StorageError> {
    let all = account::Entity::find()
        .filter(account::Column::Role.eq(Role::Administrator.as_str()))
        .order_by_asc(account::Column::AccountId)
        .lock_exclusive()
        .all(tx)
        .await?;
    let (mine, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|row| row.account_id == id);
    let active = word(AccountState::Active);
    let last = mine.iter().any(|row| row.state == active) && others.iter().all(|row| row.state != active);
    if last {
        return Err(Conflict::LastAdministrator.into());
    }
    Ok(())
}

async fn locked(tx: &impl ConnectionTrait, id: &str) -> Result<AccountRecord, StorageError> {
    let row = account::Entity::find_by_id(id.to_owned())
        .lock_exclusive()
        .one(tx)
        .await?;
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
