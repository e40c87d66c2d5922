//! The audit log: who changed what and when, each entry holding the hash of the one before it.
//!
//! `hash = SHA-256("barometer/audit/1\n" ‖ canonical JSON of the entry without its hash)`; the first entry's `previous` is
//! 64 zeros. Anybody with the entries can compute the chain again; a changed, removed or inserted entry breaks it, and a
//! missing end shows against any hash that was noted before.

use crate::domain::proof::{canonical, sha256};
use serde::Serialize;
use thiserror::Error;

/// What stands for the hash before the first entry.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// Number, from 1, without gaps.
    pub seq: u64,
    /// Unix seconds.
    pub at: i64,
    /// Login, `(command line)` or `(server)`.
    pub actor: String,
    /// Role at that moment.
    pub role: String,
    /// What was done, as a word.
    pub action: String,
    /// Round that it concerns.
    pub round: Option<String>,
    /// Which thing.
    pub object: String,
    /// As JSON, before; `null` where there was nothing.
    pub before: serde_json::Value,
    /// As JSON, after; `null` where there is nothing any more.
    pub after: serde_json::Value,
    /// Hash of the entry before this one, hex.
    pub previous: String,
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AuditFault {
    /// A number is missing or comes twice.
    #[error("entry {expected} is missing: the next one is {found}")]
    Gap {
        /// Which number should come.
        expected: u64,
        /// Which one comes.
        found: u64,
    },
    /// An entry does not follow from the one before it.
    #[error("entry {0} does not follow from the entry before it")]
    Unlinked(u64),
    /// An entry was changed after it was written.
    #[error("entry {0} was changed after it was written")]
    Changed(u64),
}

impl AuditEntry {
    /// Its hash, 64 hexadecimal digits.
    pub fn hash(&self) -> String {
        let body = canonical(self).expect("text, whole numbers and JSON have a canonical form");
        hex::encode(sha256(&[b"barometer/audit/1\n".as_slice(), &body].concat()))
    }
}

/// Checks entries with their stored hashes, oldest first; gives the hash of the last.
///
/// # Errors
/// The first place where the chain is broken.
pub fn check_chain<'a>(entries: impl Iterator<Item = &'a (AuditEntry, String)>) -> Result<String, AuditFault> {
    let (mut previous, mut seq) = (BEGINNING.to_owned(), 0);
    for (entry, stored) in entries {
        seq += 1;
        if entry.seq != seq {
            return Err(AuditFault::Gap {
                expected: seq,
                found: entry.seq,
            });
        }
        if entry.previous != previous {
            return Err(AuditFault::Unlinked(seq));
        }
        if &entry.hash() != stored {
            return Err(AuditFault::Changed(seq));
        }
        previous.clone_from(stored);
    }
    Ok(previous)
}
