//! What a receipt code may learn (DESIGN 5.10), and withdrawal by it.

use super::{App, StageError};
use crate::domain::definition::Text;
use crate::domain::proof::merkle::{self, MerkleError};
use crate::domain::proof::{Receipt, SignedTreeHead, TREE_HEAD_SCHEMA, TreeHead};
use crate::storage::log::HeadRecord;
use crate::storage::round::RoundState;
use crate::storage::{StorageError, receipt, results};
use serde::Serialize;

pub use super::respond::withdraw;

/// What became of the answers behind a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Accepted and in the log.
    Recorded,
    /// Accepted, not yet in the log.
    Waiting,
    /// Newer answers count.
    Replaced,
    /// Withdrawn.
    Withdrawn,
    /// Sealed and used.
    Used,
    /// Sealed and set aside by a registered rule.
    SetAside,
}

/// A known receipt.
#[derive(Debug, Clone)]
pub struct Known {
    /// What became of it.
    pub fate: Fate,
    /// Round id.
    pub round: String,
    /// Round title.
    pub title: Text,
    /// Size and root (hex) of the newest signed head; none while the log is empty.
    pub head: Option<(u64, String)>,
    /// Whether the log holds it, so that there is a proof.
    pub logged: bool,
    /// Whether it can still be withdrawn.
    pub may_withdraw: bool,
}

/// Schema name of an inclusion proof.
pub const INCLUSION_SCHEMA: &str = "barometer/inclusion-proof/1";

/// The proof that a receipt's commitment is in the log (RFC 9162, 2.1.3), with the signed head it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inclusion {
    /// [`INCLUSION_SCHEMA`].
    pub schema: &'static str,
    /// Round id.
    pub round: String,
    /// Leaf hash, hex; a commitment, which says nothing without its secret nonce.
    pub leaf: String,
    /// Position of the leaf, from 0.
    pub index: u64,
    /// Leaves of the log.
    pub size: u64,
    /// Sibling hashes from the leaf upwards, hex.
    pub path: Vec<String>,
    /// Root of the log, hex.
    pub root: String,
    /// The signed head of that size and root.
    pub head: SignedTreeHead,
}

/// Looks a receipt up; `None` when nobody knows it.
///
/// # Errors
/// The database.
pub async fn look_up(app: &App, code: &Receipt) -> Result<Option<Known>, StageError> {
    let Some(found) = receipt::find(&app.db, &code.hash(&app.keys.receipt)).await? else {
        return Ok(None);
    };
    let loaded = app.round(&found.round).await?;
    let sealed = loaded.record.state == RoundState::Sealed;
    let fate = match (found.status.as_str(), sealed) {
        ("replaced", _) => Fate::Replaced,
        ("withdrawn", _) => Fate::Withdrawn,
        (_, true)
            if results::set_aside(&app.db, &found.round, &found.submission)
                .await?
                .is_some() =>
        {
            Fate::SetAside
        }
        (_, true) => Fate::Used,
        (_, false) if found.leaf.is_some() => Fate::Recorded,
        (_, false) => Fate::Waiting,
    };
    let head = receipt::newest_head(&app.db, &found.round).await?;
    Ok(Some(Known {
        fate,
        title: loaded.record.title.clone(),
        head: head.map(|head| (head.size, head.root)),
        logged: found.leaf.is_some(),
        may_withdraw: loaded.record.state == RoundState::Fielding && found.status == "accepted",
        round: found.round,
    }))
}

/// The proof of inclusion behind a receipt; `None` when nobody knows it or the log has not taken it up yet.
///
/// # Errors
/// The database; a tree with a hole.
pub async fn proof(app: &App, code: &Receipt) -> Result<Option<Inclusion>, StageError> {
    let Some(found) = receipt::find(&app.db, &code.hash(&app.keys.receipt)).await? else {
        return Ok(None);
    };
    // The head is read after the position, so its tree holds the leaf.
    let head = receipt::newest_head(&app.db, &found.round).await?;
    let (Some(index), Some(head)) = (found.leaf, head) else {
        return Ok(None);
    };
    let wanted = merkle::needed(|nodes| merkle::inclusion_proof(nodes, head.size, index)).map_err(hole)?;
    let stored = receipt::some_nodes(&app.db, &found.round, &wanted).await?;
    let lookup = |level: u32, index: u64| stored.get(&(level, index)).copied();
    let path = merkle::inclusion_proof(&lookup, head.size, index).map_err(hole)?;
    Ok(Some(Inclusion {
        schema: INCLUSION_SCHEMA,
        leaf: hex::encode(&found.leaf_hash),
        index,
        size: head.size,
        path: path.iter().map(hex::encode).collect(),
        root: head.root.clone(),
        head: signed_head(&found.round, head),
        round: found.round,
    }))
}

/// A stored head as it is published.
pub fn signed_head(round: &str, head: HeadRecord) -> SignedTreeHead {
    let time = jiff::Timestamp::from_second(head.at).map_or_else(|_| String::new(), |time| time.to_string());
    SignedTreeHead {
        head: TreeHead {
            schema: TREE_HEAD_SCHEMA.into(),
            round: round.into(),
            size: head.size,
            root: head.root,
            time,
        },
        key_id: head.key_id,
        signature: head.signature,
    }
}

fn hole(error: MerkleError) -> StageError {
    StageError::Storage(StorageError::Corrupt {
        what: "log",
        why: error.to_string(),
    })
}
