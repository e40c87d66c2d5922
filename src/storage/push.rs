//! The outbox: where sealed sheets are sent, which are on their way, and what became of every try.

use super::audit::{self, Change};
use super::entity::{push_attempt, push_delivery, push_target, sheet};
use super::{Db, StorageError};
use crate::domain::refusal::Conflict;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use std::collections::BTreeMap;

/// Lines of the history that a page shows.
const NEWEST: u64 = 100;

/// What stands for the version in a test message's line of the history.
const TEST: i64 = 0;

/// An address that sheets are sent to.
#[derive(Debug, Clone)]
pub struct TargetRecord {
    /// Random id.
    pub id: String,
    /// Where to.
    pub address: String,
    /// Who set it.
    pub created_by: String,
    /// Unix seconds; sheets sealed before are not sent.
    pub created_at: i64,
    /// When it was removed.
    pub revoked_at: Option<i64>,
}

/// A sheet on its way.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Which address.
    pub target: String,
    /// Which round.
    pub round: String,
    /// Which version of its sheet.
    pub version: u32,
    /// Tries so far.
    pub attempts: u32,
    /// When the next try is due, Unix seconds.
    pub next_at: i64,
    /// When it was accepted.
    pub accepted_at: Option<i64>,
}

/// What became of a try.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Number, from 1.
    pub number: u32,
    /// Unix seconds.
    pub at: i64,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// Why there was no answer, as the word of a [`crate::domain::feed::PushFailure`]; empty where there was one.
    pub error: String,
}

impl Attempt {
    /// Whether the address took it.
    pub fn accepted(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

/// Adds an address.
pub async fn add_target(db: &Db, target: &TargetRecord, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let row = push_target::ActiveModel {
        target_id: Set(target.id.clone()),
        address: Set(target.address.clone()),
        created_by: Set(target.created_by.clone()),
        created_at: Set(target.created_at),
        revoked_at: Set(None),
    };
    push_target::Entity::insert(row).exec_without_returning(&tx).await?;
    audit::append(db, &tx, Change::of("push.target", &target.address), at).await?;
    Ok(tx.commit().await?)
}

/// Removes an address; what it has not accepted is not sent any more.
pub async fn revoke_target(db: &Db, id: &str, at: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let done = push_target::Entity::update_many()
        .col_expr(push_target::Column::RevokedAt, Expr::value(at))
        .filter(push_target::Column::TargetId.eq(id))
        .filter(push_target::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Conflict::GoneAlready.into());
    }
    let target = push_target::Entity::find_by_id(id.to_owned()).one(&tx).await?;
    let address = target.map(|target| target.address).unwrap_or_default();
    audit::append(db, &tx, Change::of("push.remove", &address), at).await?;
    Ok(tx.commit().await?)
}

/// The address of a target that is in force; a conflict where it is not there, so that nothing is written down of it.
async fn address_in_force(tx: &impl ConnectionTrait, id: &str) -> Result<String, StorageError> {
    let target = push_target::Entity::find_by_id(id.to_owned())
        .filter(push_target::Column::RevokedAt.is_null())
        .one(tx)
        .await?;
    Ok(target.ok_or(Conflict::GoneAlready)?.address)
}

/// All addresses, the newest first.
pub async fn targets(db: &Db) -> Result<Vec<TargetRecord>, StorageError> {
    let rows = push_target::Entity::find()
        .order_by_desc(push_target::Column::CreatedAt)
        .order_by_asc(push_target::Column::TargetId)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(target).collect())
}

/// What has to be sent now: a row for every sealed sheet and address is made when it is first seen, so that a sheet is
/// on its way whatever happened to the server that sealed it.
pub async fn due(db: &Db, now: i64) -> Result<Vec<(Delivery, String)>, StorageError> {
    let active: Vec<TargetRecord> = targets(db)
        .await?
        .into_iter()
        .filter(|one| one.revoked_at.is_none())
        .collect();
    if active.is_empty() {
        return Ok(Vec::new());
    }
    let sealed = sealed(db.reader()).await?;
    let known = all(db).await?;
    let is_known = |target: &str, round: &str, version: i64| {
        known
            .iter()
            .any(|one| one.target == target && one.round == round && i64::from(one.version) == version)
    };
    for target in &active {
        for (round, version, at) in sealed.iter().filter(|(_, _, at)| *at >= target.created_at) {
            if !is_known(&target.id, round, *version) {
                let tx = db.write().await?;
                put(&tx, &target.id, round, *version, *at).await?;
                tx.commit().await?;
            }
        }
    }
    let waiting = all(db)
        .await?
        .into_iter()
        .filter(|one| one.accepted_at.is_none() && one.next_at <= now);
    let address = |id: &str| {
        active
            .iter()
            .find(|target| target.id == id)
            .map(|target| target.address.clone())
    };
    Ok(waiting
        .filter_map(|one| Some((one.clone(), address(&one.target)?)))
        .collect())
}

async fn put(tx: &impl ConnectionTrait, target: &str, round: &str, version: i64, at: i64) -> Result<(), StorageError> {
    let row = push_delivery::ActiveModel {
        target_id: Set(target.to_owned()),
        round_id: Set(round.to_owned()),
        version: Set(version),
        attempts: Set(0),
        next_at: Set(at),
        accepted_at: Set(None),
    };
    let columns = [
        push_delivery::Column::TargetId,
        push_delivery::Column::RoundId,
        push_delivery::Column::Version,
    ];
    push_delivery::Entity::insert(row)
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes a delivery for this try: of several nodes one sends it, and the others see it due again only after `until`.
pub async fn claim(db: &Db, delivery: &Delivery, until: i64) -> Result<bool, StorageError> {
    let tx = db.write().await?;
    let done = push_delivery::Entity::update_many()
        .col_expr(push_delivery::Column::NextAt, Expr::value(until))
        .filter(push_delivery::Column::TargetId.eq(&delivery.target))
        .filter(push_delivery::Column::RoundId.eq(&delivery.round))
        .filter(push_delivery::Column::Version.eq(i64::from(delivery.version)))
        .filter(push_delivery::Column::NextAt.eq(delivery.next_at))
        .filter(push_delivery::Column::AcceptedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(done.rows_affected == 1)
}

/// Writes a try down; an accepted delivery is done, any other is due again at `next_at`.
pub async fn record(
    db: &Db,
    delivery: &Delivery,
    attempt: &Attempt,
    accepted: bool,
    next_at: i64,
) -> Result<(), StorageError> {
    let tx = db.write().await?;
    push_delivery::Entity::update_many()
        .col_expr(push_delivery::Column::Attempts, Expr::value(i64::from(attempt.number)))
        .col_expr(push_delivery::Column::NextAt, Expr::value(next_at))
        .col_expr(
            push_delivery::Column::AcceptedAt,
            Expr::value(accepted.then_some(attempt.at)),
        )
        .filter(push_delivery::Column::TargetId.eq(&delivery.target))
        .filter(push_delivery::Column::RoundId.eq(&delivery.round))
        .filter(push_delivery::Column::Version.eq(i64::from(delivery.version)))
        .exec(&tx)
        .await?;
    let of = (
        delivery.target.as_str(),
        delivery.round.as_str(),
        delivery.version.into(),
    );
    add_attempt(&tx, of, attempt).await?;
    Ok(tx.commit().await?)
}

/// Makes everything that was not accepted due now.
pub async fn hurry(db: &Db, target_id: &str, now: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let address = address_in_force(&tx, target_id).await?;
    push_delivery::Entity::update_many()
        .col_expr(push_delivery::Column::NextAt, Expr::value(now))
        .filter(push_delivery::Column::TargetId.eq(target_id))
        .filter(push_delivery::Column::AcceptedAt.is_null())
        .exec(&tx)
        .await?;
    audit::append(db, &tx, Change::of("push.hurry", &address), now).await?;
    Ok(tx.commit().await?)
}

/// Puts the newest sealed sheet of every round on its way to an address, also those that were sealed before it was set.
pub async fn send_newest(db: &Db, target_id: &str, now: i64) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let address = address_in_force(&tx, target_id).await?;
    let mut newest: BTreeMap<String, i64> = BTreeMap::new();
    for (round, version, _) in sealed(&tx).await? {
        let known = newest.entry(round).or_insert(version);
        *known = version.max(*known);
    }
    for (round, version) in &newest {
        put(&tx, target_id, round, *version, now).await?;
    }
    let sheets: Vec<String> = newest
        .iter()
        .map(|(round, version)| format!("{round} {version}"))
        .collect();
    let change = Change::of("push.newest", &address).to(json!({"sheets": sheets}));
    audit::append(db, &tx, change, now).await?;
    Ok(tx.commit().await?)
}

/// How many test messages an address was sent.
pub async fn tests_of(db: &Db, target_id: &str) -> Result<u64, StorageError> {
    let tests = push_attempt::Entity::find()
        .filter(push_attempt::Column::TargetId.eq(target_id))
        .filter(push_attempt::Column::Version.eq(TEST));
    Ok(tests.count(db.reader()).await?)
}

/// Writes down what became of a test message.
pub async fn record_test(db: &Db, target_id: &str, attempt: &Attempt) -> Result<(), StorageError> {
    let tx = db.write().await?;
    let address = address_in_force(&tx, target_id).await?;
    add_attempt(&tx, (target_id, "", TEST), attempt).await?;
    let change = Change::of("push.test", &address).to(json!({"status": attempt.status, "error": attempt.error}));
    audit::append(db, &tx, change, attempt.at).await?;
    Ok(tx.commit().await?)
}

async fn add_attempt(
    tx: &impl ConnectionTrait,
    (target, round, version): (&str, &str, i64),
    attempt: &Attempt,
) -> Result<(), StorageError> {
    let row = push_attempt::ActiveModel {
        target_id: Set(target.to_owned()),
        round_id: Set(round.to_owned()),
        version: Set(version),
        number: Set(attempt.number.into()),
        at: Set(attempt.at),
        status: Set(attempt.status.map(i64::from)),
        error: Set(attempt.error.clone()),
    };
    push_attempt::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Every sealed sheet: round, version, when.
async fn sealed(tx: &impl ConnectionTrait) -> Result<Vec<(String, i64, i64)>, StorageError> {
    let sheets = sheet::Entity::find()
        .select_only()
        .column(sheet::Column::RoundId)
        .column(sheet::Column::Version)
        .column(sheet::Column::SealedAt)
        .filter(sheet::Column::SealedAt.is_not_null());
    Ok(sheets.into_tuple().all(tx).await?)
}

/// Every delivery.
pub async fn all(db: &Db) -> Result<Vec<Delivery>, StorageError> {
    let rows = push_delivery::Entity::find()
        .order_by_asc(push_delivery::Column::RoundId)
        .order_by_asc(push_delivery::Column::Version)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(delivery).collect())
}

/// The newest tries of all, with the delivery each belongs to (target, round, version).
pub async fn history(db: &Db) -> Result<Vec<((String, String, u32), Attempt)>, StorageError> {
    let rows = push_attempt::Entity::find()
        .order_by_desc(push_attempt::Column::At)
        .order_by_desc(push_attempt::Column::Number)
        .limit(NEWEST)
        .all(db.reader())
        .await?;
    let line = |row: push_attempt::Model| {
        let attempt = Attempt {
            number: row.number as u32,
            at: row.at,
            status: row.status.and_then(|status| u16::try_from(status).ok()),
            error: row.error,
        };
        ((row.target_id, row.round_id, row.version as u32), attempt)
    };
    Ok(rows.into_iter().map(line).collect())
}

fn target(row: push_target::Model) -> TargetRecord {
    TargetRecord {
        id: row.target_id,
        address: row.address,
        created_by: row.created_by,
        created_at: row.created_at,
        revoked_at: row.revoked_at,
    }
}

fn delivery(row: push_delivery::Model) -> Delivery {
    Delivery {
        target: row.target_id,
        round: row.round_id,
        version: row.version as u32,
        attempts: row.attempts as u32,
        next_at: row.next_at,
        accepted_at: row.accepted_at,
    }
}
