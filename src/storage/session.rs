//! Signed-in browsers, and the brake on those who fail to sign in.

use super::audit::{self, Change};
use super::entity::{session, sign_in_brake};
use super::{Db, StorageError};
use crate::domain::account::{Actor, Brake, Login};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// How far a sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the digits of the second factor are still to come.
    Digits,
    /// The account has to set up its second factor before anything else.
    SetUp,
    /// Signed in.
    Full,
}

impl Stage {
    fn as_str(self) -> &'static str {
        match self {
            Stage::Digits => "digits",
            Stage::SetUp => "set-up",
            Stage::Full => "full",
        }
    }

    fn parse(word: &str) -> Result<Stage, StorageError> {
        let all = [Stage::Digits, Stage::SetUp, Stage::Full];
        let found = all.into_iter().find(|stage| stage.as_str() == word);
        found.ok_or_else(|| StorageError::Corrupt {
            what: "session stage",
            why: word.to_owned(),
        })
    }
}

/// One session.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// Hash of the cookie's token.
    pub token_hash: Vec<u8>,
    /// Whose it is.
    pub account: String,
    /// Epoch of the account when it began.
    pub epoch: i64,
    /// How far it has come.
    pub stage: Stage,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds of the last page, a few minutes old at most.
    pub seen_at: i64,
}

/// Stores a session, and forgets those that ended by themselves before `over`. A full one is noted in the audit log.
pub async fn begin(db: &Db, new: &SessionRecord, login: &str, over: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    session::Entity::delete_many()
        .filter(session::Column::SeenAt.lt(over))
        .exec(&tx)
        .await?;
    let row = session::ActiveModel {
        token_hash: Set(new.token_hash.clone()),
        account_id: Set(new.account.clone()),
        epoch: Set(new.epoch),
        stage: Set(new.stage.as_str().into()),
        created_at: Set(new.created_at),
        seen_at: Set(new.seen_at),
    };
    session::Entity::insert(row).exec_without_returning(&tx).await?;
    if new.stage == Stage::Full {
        audit::append(db, &tx, Change::of("sign-in", login), new.created_at).await?;
    }
    Ok(tx.commit().await?)
}

/// The session of that token.
pub async fn find(db: &Db, token_hash: &[u8]) -> Result<Option<SessionRecord>, StorageError> {
    let row = session::Entity::find_by_id(token_hash.to_vec())
        .one(db.reader())
        .await?;
    row.map(|row| {
        Ok(SessionRecord {
            stage: Stage::parse(&row.stage)?,
            token_hash: row.token_hash,
            account: row.account_id,
            epoch: row.epoch,
            created_at: row.created_at,
            seen_at: row.seen_at,
        })
    })
    .transpose()
}

/// Notes that a session is in use.
pub async fn touch(db: &Db, token_hash: &[u8], now: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(now))
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Ends one session.
pub async fn end(db: &Db, token_hash: &[u8]) -> Result<(), StorageError> {
    let tx = db.write().await?;
    session::Entity::delete_many()
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// A try at a password or at digits that was counted before it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// It may be made; so many tries are counted with it.
    Counted(u32),
    /// Too many failed: seconds to wait. It is not counted.
    Wait(i64),
}

/// Counts a try before it is made, so that many at once see each other; whoever succeeds takes the count away.
pub async fn count_try(db: &Db, key_hash: &[u8], longest: i64, now: i64) -> Result<Try, StorageError> {
    let tx = db.write().await?;
    let first = sign_in_brake::ActiveModel {
        key_hash: Set(key_hash.to_vec()),
        failed: Set(0),
        failed_at: Set(now),
    };
    let there = OnConflict::column(sign_in_brake::Column::KeyHash)
        .do_nothing()
        .to_owned();
    sign_in_brake::Entity::insert(first)
        .on_conflict(there)
        .exec_without_returning(&tx)
        .await?;
    let row = sign_in_brake::Entity::find_by_id(key_hash.to_vec())
        .lock_exclusive()
        .one(&tx)
        .await?;
    let before = row.map_or_else(Brake::default, |row| Brake {
        failed: row.failed as u32,
        failed_at: row.failed_at,
    });
    let wait = before.wait(now, longest);
    if wait > 0 {
        return Ok(Try::Wait(wait));
    }
    let after = before.after_failure(now);
    sign_in_brake::Entity::update_many()
        .col_expr(sign_in_brake::Column::Failed, Expr::value(i64::from(after.failed)))
        .col_expr(sign_in_brake::Column::FailedAt, Expr::value(after.failed_at))
        .filter(sign_in_brake::Column::KeyHash.eq(key_hash))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(Try::Counted(after.failed))
}

/// Notes in the audit log that the brake begins to hold; whatever a stranger typed as a login stays out of it.
pub async fn note_braked(db: &Db, login: Option<&Login>, failed: u32, now: i64) -> Result<(), StorageError> {
    let change = match login {
        Some(login) => Change::of("sign-in.braked", login.as_str()),
        None => Change::of("sign-in.braked-unknown", ""),
    };
    let db = db.by(Actor::Server);
    audit::note(&db, change.to(serde_json::json!({"failed": failed})), now).await
}

/// Forgets the failures of this key.
pub async fn release_brake(db: &Db, key_hash: &[u8]) -> Result<(), StorageError> {
    let tx = db.write().await?;
    sign_in_brake::Entity::delete_by_id(key_hash.to_vec()).exec(&tx).await?;
    Ok(tx.commit().await?)
}
