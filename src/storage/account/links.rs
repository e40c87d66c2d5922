//! One-time links: they make the first administrator, or set the password of an account.

use super::{AccountRecord, end_sessions, language_word, locked, refuse_taken, row, word};
use crate::domain::account::{AccountState, PasswordHash, Role};
use crate::domain::definition::Language;
use crate::domain::refusal::Conflict;
use crate::storage::audit::{self, Change};
use crate::storage::entity::{account, account_link};
use crate::storage::{Db, StorageError};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

/// What a one-time link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Makes the first administrator; belongs to no account yet.
    First,
    /// Sets the password of an account, and frees it from a lost second factor.
    Password,
}

impl LinkPurpose {
    fn as_str(self) -> &'static str {
        match self {
            LinkPurpose::First => "first",
            LinkPurpose::Password => "password",
        }
    }
}

/// A link that is still good.
#[derive(Debug, Clone)]
pub struct LinkRecord {
    /// The account it opens; none for the first administrator's.
    pub account: Option<String>,
    /// What it does.
    pub purpose: LinkPurpose,
}

/// A link that is about to be given out.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// Hash of its token.
    pub token_hash: Vec<u8>,
    /// Unix seconds.
    pub expires_at: i64,
}

/// Stores the first administrator's link in place of an earlier one; `false` when there is one already.
pub async fn put_first_link(db: &Db, link: &NewLink) -> Result<bool, StorageError> {
    let tx = db.write().await?;
    if administrators(&tx).await? > 0 {
        return Ok(false);
    }
    account_link::Entity::delete_many()
        .filter(account_link::Column::Purpose.eq(LinkPurpose::First.as_str()))
        .exec(&tx)
        .await?;
    put(&tx, None, LinkPurpose::First, link).await?;
    tx.commit().await?;
    Ok(true)
}

/// The link of that token, while it is good.
pub async fn link(db: &Db, token_hash: &[u8], now: i64) -> Result<Option<LinkRecord>, StorageError> {
    let row = account_link::Entity::find_by_id(token_hash.to_vec())
        .one(db.reader())
        .await?;
    let row = row.filter(|row| row.expires_at > now);
    Ok(row.map(|row| LinkRecord {
        purpose: if row.account_id.is_some() {
            LinkPurpose::Password
        } else {
            LinkPurpose::First
        },
        account: row.account_id,
    }))
}

/// Uses up the first administrator's link and makes the account; refuses when somebody was faster.
pub async fn use_first_link(db: &Db, token_hash: &[u8], record: &AccountRecord, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    take(&tx, token_hash).await?;
    if administrators(&tx).await? > 0 {
        return Err(Conflict::LinkUsed.into());
    }
    refuse_taken(&tx, &record.login).await?;
    account::Entity::insert(row(record)).exec_without_returning(&tx).await?;
    let after = json!({"login": record.login.as_str(), "name": record.name, "role": record.role});
    let change = Change::of("account.first", record.login.as_str()).to(after);
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Uses up an account's link: sets its password, drops its second factor and ends its sessions.
pub async fn use_link(
    db: &Db,
    token_hash: &[u8],
    id: &str,
    (password, language): (&PasswordHash, Language),
    at: i64,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    take(&tx, token_hash).await?;
    let before = locked(&tx, id).await?;
    account::Entity::update_many()
        .col_expr(account::Column::Password, Expr::value(password.as_str()))
        .col_expr(account::Column::SecondFactor, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(account::Column::State, Expr::value(word(AccountState::Active)))
        .col_expr(account::Column::Language, Expr::value(language_word(language)))
        .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
        .filter(account::Column::AccountId.eq(id))
        .exec(&tx)
        .await?;
    end_sessions(&tx, id).await?;
    let was = json!({"state": before.state, "second_factor": before.second_factor.is_some(), "link": "open"});
    let now = json!({"state": AccountState::Active, "second_factor": false, "link": "used"});
    let change = Change::of("account.link-used", before.login.as_str()).from(was).to(now);
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Gives an account a new link in place of earlier ones. What it could do before, it can do until the link is used.
pub async fn renew_link(db: &Db, id: &str, link: &NewLink, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let account = locked(&tx, id).await?;
    let earlier = account_link::Entity::delete_many()
        .filter(account_link::Column::AccountId.eq(id))
        .exec(&tx)
        .await?;
    put(&tx, Some(id), LinkPurpose::Password, link).await?;
    let was = (earlier.rows_affected > 0).then_some("open");
    let change = Change::of("account.link", account.login.as_str())
        .from(json!({"link": was, "state": account.state}))
        .to(json!({"link": "new", "state": account.state}));
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Administrators, whatever their state.
async fn administrators(tx: &impl ConnectionTrait) -> Result<u64, StorageError> {
    let found = account::Entity::find().filter(account::Column::Role.eq(Role::Administrator.as_str()));
    Ok(found.count(tx).await?)
}

pub(super) async fn put(
    tx: &impl ConnectionTrait,
    account: Option<&str>,
    purpose: LinkPurpose,
    link: &NewLink,
) -> Result<(), StorageError> {
    let row = account_link::ActiveModel {
        token_hash: Set(link.token_hash.clone()),
        account_id: Set(account.map(str::to_owned)),
        purpose: Set(purpose.as_str().into()),
        expires_at: Set(link.expires_at),
    };
    account_link::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Of two who use a link at once, one finds it gone.
async fn take(tx: &impl ConnectionTrait, token_hash: &[u8]) -> Result<(), StorageError> {
    let taken = account_link::Entity::delete_many()
        .filter(account_link::Column::TokenHash.eq(token_hash))
        .exec(tx)
        .await?;
    match taken.rows_affected {
        0 => Err(Conflict::LinkUsed.into()),
        _ => Ok(()),
    }
}
