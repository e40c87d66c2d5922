//! The audit log: every write by a person ends with a line here, in the same transaction, chained to the line before.

use super::entity::audit_entry;
use super::{Db, StorageError, to_json};
use crate::domain::account::{AuditEntry, BEGINNING};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::Value;

/// Names PostgreSQL's advisory lock of whoever appends; any number that nobody else uses.
const APPENDING: i64 = 0x6261_726f_6175_6474;

/// Lines read at once when the whole log is checked.
const PAGE: u64 = 2000;

/// What somebody changed. Nothing personal, no token and no answer belongs into it.
#[derive(Debug, Clone)]
pub struct Change {
    action: String,
    round: Option<String>,
    object: String,
    before: Value,
    after: Value,
}

impl Wanted {
    /// Whether somebody wants to see this line.
    pub fn has(&self, entry: &AuditEntry) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        is(&self.actor, &entry.actor)
            && is(&self.action, &entry.action)
            && is(&self.round, entry.round.as_deref().unwrap_or_default())
    }
}

impl Change {
    /// Something was done to a thing.
    pub fn of(action: &str, object: &str) -> Change {
        Change {
            action: action.to_owned(),
            round: None,
            object: object.to_owned(),
            before: Value::Null,
            after: Value::Null,
        }
    }

    /// It concerns this round.
    pub fn in_round(mut self, round: &str) -> Change {
        self.round = Some(round.to_owned());
        self
    }

    /// How the thing was before.
    pub fn from(mut self, before: Value) -> Change {
        self.before = before;
        self
    }

    /// How it is now.
    pub fn to(mut self, after: Value) -> Change {
        self.after = after;
        self
    }
}

/// Inside a transaction, as its last write: adds the line of a change, by whoever acts through `db`.
pub(in crate::storage) async fn append(
    db: &Db,
    tx: &impl ConnectionTrait,
    change: Change,
    at: i64,
) -> Result<(), StorageError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        // One line after the other; SQLite's write lock does the same.
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({APPENDING})"))
            .await?;
    }
    let last = audit_entry::Entity::find()
        .order_by_desc(audit_entry::Column::Seq)
        .one(tx)
        .await?;
    let entry = AuditEntry {
        seq: last.as_ref().map_or(0, |last| last.seq as u64) + 1,
        at,
        actor: db.actor().name().to_owned(),
        role: db.actor().role().to_owned(),
        action: change.action,
        round: change.round,
        object: change.object,
        before: change.before,
        after: change.after,
        previous: last.map_or_else(|| BEGINNING.to_owned(), |last| last.hash),
    };
    audit_entry::Entity::insert(row(&entry))
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes down something that changes no other table: that somebody took data along.
pub async fn note(db: &Db, change: Change, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    append(db, &tx, change, at).await?;
    Ok(tx.commit().await?)
}

/// Which lines somebody wants to see.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// By whom.
    pub actor: Option<String>,
    /// Which action.
    pub action: Option<String>,
    /// About which round.
    pub round: Option<String>,
}

/// The newest lines first: `most` of them after leaving out `skip`, and how many there are in all.
pub async fn newest(
    db: &Db,
    wanted: &Wanted,
    skip: u64,
    most: u64,
) -> Result<(Vec<(AuditEntry, String)>, u64), StorageError> {
    let mut found = audit_entry::Entity::find();
    if let Some(actor) = &wanted.actor {
        found = found.filter(audit_entry::Column::Actor.eq(actor));
    }
    if let Some(action) = &wanted.action {
        found = found.filter(audit_entry::Column::Action.eq(action));
    }
    if let Some(round) = &wanted.round {
        found = found.filter(audit_entry::Column::RoundId.eq(round));
    }
    let all = found.clone().count(db.reader()).await?;
    let rows = found
        .order_by_desc(audit_entry::Column::Seq)
        .offset(skip.min(all))
        .limit(most)
        .all(db.reader())
        .await?;
    Ok((rows.into_iter().map(entry).collect(), all))
}

/// The whole log, oldest line first, with the stored hashes.
pub async fn whole(db: &Db) -> Result<Vec<(AuditEntry, String)>, StorageError> {
    let mut lines = Vec::new();
    loop {
        let last = lines
            .last()
            .map_or(0, |(entry, _): &(AuditEntry, String)| entry.seq as i64);
        let rows = audit_entry::Entity::find()
            .filter(audit_entry::Column::Seq.gt(last))
            .order_by_asc(audit_entry::Column::Seq)
            .limit(PAGE)
            .all(db.reader())
            .await?;
        if rows.is_empty() {
            return Ok(lines);
        }
        for row in rows {
            lines.push(entry(row));
        }
    }
}

fn row(entry: &AuditEntry) -> audit_entry::ActiveModel {
    audit_entry::ActiveModel {
        seq: Set(entry.seq as i64),
        at: Set(entry.at),
        actor: Set(entry.actor.clone()),
        role: Set(entry.role.clone()),
        action: Set(entry.action.clone()),
        round_id: Set(entry.round.clone()),
        object: Set(entry.object.clone()),
        before: Set(to_json(&entry.before)),
        after: Set(to_json(&entry.after)),
        previous: Set(entry.previous.clone()),
        hash: Set(entry.hash()),
    }
}

fn entry(row: audit_entry::Model) -> (AuditEntry, String) {
    let entry = AuditEntry {
        seq: row.seq as u64,
        at: row.at,
        actor: row.actor,
        role: row.role,
        action: row.action,
        round: row.round_id,
        object: row.object,
        before: as_it_stands(&row.before),
        after: as_it_stands(&row.after),
        previous: row.previous,
    };
    (entry, row.hash)
}

/// What a line says; a line that was damaged from outside is shown as it stands, and the chain says that it was changed.
fn as_it_stands(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| serde_json::json!({"unreadable": text}))
}
