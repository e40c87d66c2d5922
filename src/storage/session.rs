//! Signed-in browsers, and the brake on those who fail to sign in.

use super::audit::{self, Change};
use super::entity::{session, sign_in_brake};
use super::{Db, StorageError};
use crate::domain::account::{Actor, Brake, FREE_TRIES};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

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

/// How often this key has failed.
pub async fn brake(db: &Db, key_hash: &[u8]) -> Result<Brake, StorageError> {
    let row = sign_in_brake::Entity::find_by_id(key_hash.to_vec())
        .one(db.reader())
        .await?;
    Ok(row.map_or_else(Brake::default, |row| Brake {
        failed: row.failed as u32,
        failed_at: row.failed_at,
    }))
}

/// Counts one failure more; two at the same moment count as two. When the brake begins to hold, the audit log says so.
pub async fn count_failure(db: &Db, key_hash: &[u8], login: &str, now: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let before = sign_in_brake::Entity::find_by_id(key_hash.to_vec()).one(&tx).await?;
    let before = before.map_or_else(Brake::default, |row| Brake {
        failed: row.failed as u32,
        failed_at: row.failed_at,
    });
    let after = before.after_failure(now);
    let row = sign_in_brake::ActiveModel {
        key_hash: Set(key_hash.to_vec()),
        failed: Set(i64::from(after.failed)),
        failed_at: Set(after.failed_at),
    };
    let again = OnConflict::column(sign_in_brake::Column::KeyHash)
        .update_columns([sign_in_brake::Column::Failed, sign_in_brake::Column::FailedAt])
        .to_owned();
    sign_in_brake::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&tx)
        .await?;
    if after.failed == FREE_TRIES {
        let change = Change::of("sign-in.braked", login).to(serde_json::json!({"failed": after.failed}));
        audit::append(&db.by(Actor::Server), &tx, change, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets the failures of this key.
pub async fn release_brake(db: &Db, key_hash: &[u8]) -> Result<(), StorageError> {
    let tx = db.write().await?;
    sign_in_brake::Entity::delete_by_id(key_hash.to_vec()).exec(&tx).await?;
    Ok(tx.commit().await?)
}
