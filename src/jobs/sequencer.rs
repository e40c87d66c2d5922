//! Gives accepted submissions their positions in the commitment log, after commit and in an order that tells nothing
//! about arrival, and signs the new head.

use crate::domain::proof::merkle::{self, Hash};
use crate::domain::proof::{SignerRole, TreeHead};
use crate::domain::refusal::Refusal;
use crate::stages::{App, StageError};
use crate::storage::StorageError;
use crate::storage::log::{self, HeadRecord, LogNode, Waiting};
use crate::storage::round::RoundRecord;
use std::collections::BTreeMap;

/// A positive number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds(pub i64);

impl std::str::FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Seconds, String> {
        let seconds = text.parse().ok().filter(|seconds| *seconds > 0);
        seconds
            .map(Seconds)
            .ok_or_else(|| "expected a whole number of seconds above 0".into())
    }
}

/// Appends what waits, if a new period of `every` seconds has begun since the last head (or since the round was opened).
///
/// Heads are public, so they stand no closer than arrivals may be known: to the hour. Entries that wait alone are appended
/// at once, for they say nothing of anybody's arrival.
pub async fn sequence_when_due(app: &App, round: &RoundRecord, every: Seconds) -> Result<u64, StageError> {
    let heads = log::heads(&app.db, &round.id).await?;
    let last = heads.last().map_or(round.opened_at, |head| head.at);
    let begun = last.div_euclid(every.0) < app.now().div_euclid(every.0);
    if begun || !log::submission_waits(&app.db, &round.id).await? {
        return sequence(app, &round.id).await;
    }
    Ok(0)
}

/// Appends every waiting leaf of a round; gives how many. Two sequencers at once: one of them appends, the other gives 0.
pub async fn sequence(app: &App, round: &str) -> Result<u64, StageError> {
    let size = log::size(&app.db, round).await?;
    let waiting = log::waiting(&app.db, round).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let (ids, leaves): (Vec<Waiting>, Vec<Hash>) = waiting.into_iter().unzip();
    let stored = stored_nodes(app, round).await?;
    let lookup = |level: u32, index: u64| stored.get(&(level, index)).copied();
    let nodes = merkle::nodes_to_store(&lookup, size, &leaves).map_err(refused)?;
    let mut all = stored.clone();
    all.extend(nodes.iter().map(|node| ((node.level, node.index), node.hash)));
    let whole = |level: u32, index: u64| all.get(&(level, index)).copied();
    let new_size = size + leaves.len() as u64;
    let root = merkle::root(&whole, new_size).map_err(refused)?;
    let head = sign_head(app, round, new_size, &root)?;
    let rows: Vec<LogNode> = nodes
        .iter()
        .map(|node| LogNode {
            level: node.level,
            index: node.index,
            hash: node.hash,
        })
        .collect();
    match log::append(&app.db, round, size, &ids, &rows, &head).await {
        Ok(()) => Ok(leaves.len() as u64),
        Err(StorageError::Conflict(_)) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// The stored nodes, by (level, index).
pub async fn stored_nodes(app: &App, round: &str) -> Result<BTreeMap<(u32, u64), Hash>, StageError> {
    let nodes = log::nodes(&app.db, round).await?;
    Ok(nodes
        .into_iter()
        .map(|node| ((node.level, node.index), node.hash))
        .collect())
}

fn sign_head(app: &App, round: &str, size: u64, root: &Hash) -> Result<HeadRecord, StageError> {
    let now = app.clock.now();
    let key = app.keys.signing(SignerRole::Platform)?;
    let time = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string();
    let signed = TreeHead::new(round, size, root, &time).sign(&key).map_err(refused)?;
    Ok(HeadRecord {
        size,
        root: signed.head.root,
        at: now.as_second(),
        key_id: signed.key_id,
        signature: signed.signature,
    })
}

fn refused(error: impl std::fmt::Display) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}
