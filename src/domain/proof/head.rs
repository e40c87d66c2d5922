//! The signed tree head: what the platform publishes about its log at one moment.

use super::{CanonicalError, PublicKey, SigningKey, canonical};
use serde::{Deserialize, Serialize};

/// Schema name of a tree head.
pub const TREE_HEAD_SCHEMA: &str = "barometer/tree-head/1";

/// The state of one round's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeHead {
    /// [`TREE_HEAD_SCHEMA`]: no other signed text begins with it.
    pub schema: String,
    /// Round id.
    pub round: String,
    /// Number of leaves.
    pub size: u64,
    /// Root hash, 64 hex digits.
    pub root: String,
    /// RFC 3339, whole seconds, UTC.
    pub time: String,
}

/// A tree head with its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedTreeHead {
    /// What is signed.
    pub head: TreeHead,
    /// Who signed: first 16 hex digits of SHA-256 of the public key.
    pub key_id: String,
    /// 128 hex digits over the line `barometer/tree-head/1` and the head's RFC 8785 bytes.
    pub signature: String,
}

impl TreeHead {
    /// The head of a log of `size` leaves.
    pub fn new(round: &str, size: u64, root: &[u8; 32], time: &str) -> TreeHead {
        TreeHead {
            schema: TREE_HEAD_SCHEMA.into(),
            round: round.into(),
            size,
            root: hex::encode(root),
            time: time.into(),
        }
    }

    /// Signs it.
    ///
    /// # Errors
    /// None in practice: a head holds only text and a size below 2⁵³.
    pub fn sign(self, key: &SigningKey) -> Result<SignedTreeHead, CanonicalError> {
        let signature = key.sign(&self.message()?);
        let key_id = key.public().key_id();
        Ok(SignedTreeHead {
            head: self,
            key_id,
            signature,
        })
    }

    fn message(&self) -> Result<Vec<u8>, CanonicalError> {
        Ok([TREE_HEAD_SCHEMA.as_bytes(), b"\n", &canonical(self)?].concat())
    }
}

impl SignedTreeHead {
    /// Whether it is this key's signature of this head.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let of_this_schema = self.head.schema == TREE_HEAD_SCHEMA && self.key_id == key.key_id();
        let message = self.head.message();
        of_this_schema && message.is_ok_and(|message| key.verifies(&message, &self.signature))
    }
}
