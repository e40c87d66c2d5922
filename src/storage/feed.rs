//! Clients of the score feed: their names, and the hashes of their tokens.

use super::audit::{self, Change};
use super::entity::api_client;
use super::{Db, StorageError};
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// One client.
#[derive(Debug, Clone)]
pub struct ClientRecord {
    /// Random id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Who made it.
    pub created_by: String,
    /// Unix seconds.
    pub created_at: i64,
    /// When it last fetched something, a few minutes old at most.
    pub used_at: Option<i64>,
    /// When its token ended.
    pub revoked_at: Option<i64>,
}

/// Stores a client with the hash of its token; two in force cannot share a name.
pub async fn add(db: &Db, client: &ClientRecord, token_hash: &[u8], at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let named = api_client::Entity::find()
        .filter(api_client::Column::Name.eq(&client.name))
        .filter(api_client::Column::RevokedAt.is_null());
    if named.one(&tx).await?.is_some() {
        return Err(Conflict::ClientNamed(client.name.clone()).into());
    }
    let row = api_client::ActiveModel {
        client_id: Set(client.id.clone()),
        name: Set(client.name.clone()),
        token_hash: Set(token_hash.to_vec()),
        created_by: Set(client.created_by.clone()),
        created_at: Set(client.created_at),
        used_at: Set(None),
        revoked_at: Set(None),
    };
    api_client::Entity::insert(row).exec_without_returning(&tx).await?;
    let change = Change::of("feed.client", &client.name);
    audit::append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Ends a client's token.
///
/// # Errors
/// A conflict where there is no such client any more.
pub async fn revoke(db: &Db, id: &str, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let done = api_client::Entity::update_many()
        .col_expr(api_client::Column::RevokedAt, Expr::value(at))
        .filter(api_client::Column::ClientId.eq(id))
        .filter(api_client::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Conflict::GoneAlready.into());
    }
    let client = api_client::Entity::find_by_id(id.to_owned()).one(&tx).await?;
    let name = client.map(|client| client.name).unwrap_or_default();
    audit::append(db, &tx, Change::of("feed.revoke", &name), at).await?;
    Ok(tx.commit().await?)
}

/// The client of that token, unless it was revoked.
pub async fn by_token(db: &Db, token_hash: &[u8]) -> Result<Option<ClientRecord>, StorageError> {
    let row = api_client::Entity::find()
        .filter(api_client::Column::TokenHash.eq(token_hash))
        .filter(api_client::Column::RevokedAt.is_null())
        .one(db.reader())
        .await?;
    Ok(row.map(record))
}

/// Notes that a client has fetched something.
pub async fn touch(db: &Db, id: &str, now: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    api_client::Entity::update_many()
        .col_expr(api_client::Column::UsedAt, Expr::value(now))
        .filter(api_client::Column::ClientId.eq(id))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// All clients, the newest first.
pub async fn list(db: &Db) -> Result<Vec<ClientRecord>, StorageError> {
    let rows = api_client::Entity::find()
        .order_by_desc(api_client::Column::CreatedAt)
        .order_by_asc(api_client::Column::ClientId)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

fn record(row: api_client::Model) -> ClientRecord {
    ClientRecord {
        id: row.client_id,
        name: row.name,
        created_by: row.created_by,
        created_at: row.created_at,
        used_at: row.used_at,
        revoked_at: row.revoked_at,
    }
}
