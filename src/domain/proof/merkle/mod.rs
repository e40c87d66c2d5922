//! The append-only Merkle log of RFC 6962 and RFC 9162, over stored nodes or over a slice of leaf hashes.
//!
//! leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right), split at the largest power of two below n.
//! Proofs are written once, over [`Nodes`]: whatever can give the hash of a full subtree.

mod prove;
mod store;
#[cfg(test)]
mod tests;
mod verify;

pub use prove::{consistency_proof, inclusion_proof, root};
pub use store::{Node, Recorder, needed, nodes_to_store};
pub use verify::{verify_consistency, verify_inclusion};

use sha2::{Digest, Sha256};

/// A node's hash.
pub type Hash = [u8; 32];

/// What a tree cannot give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MerkleError {
    /// The store lacks a node that a tree of that size has.
    #[error("the log lacks node {index} of level {level}")]
    Missing {
        /// 0 for leaves.
        level: u32,
        /// From 0 on its level.
        index: u64,
    },
    /// A leaf or an earlier size that lies outside the tree.
    #[error("position {position} lies outside a log of {size}")]
    Outside {
        /// Leaf index or earlier size.
        position: u64,
        /// The tree's size.
        size: u64,
    },
}

/// Where the hashes of full subtrees come from: node (level, index) covers leaves `index·2^level .. (index+1)·2^level`.
pub trait Nodes {
    /// The hash of that node; `None` if it isn't there.
    fn node(&self, level: u32, index: u64) -> Option<Hash>;
}

/// Stored nodes, through a lookup.
impl<F: Fn(u32, u64) -> Option<Hash>> Nodes for F {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        self(level, index)
    }
}

/// All leaf hashes in memory, in order; inner nodes are computed.
#[derive(Debug, Clone, Copy)]
pub struct Leaves<'a>(pub &'a [Hash]);

impl Nodes for Leaves<'_> {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        match level {
            0 => self.0.get(usize::try_from(index).ok()?).copied(),
            _ => Some(node_hash(
                &self.node(level - 1, 2 * index)?,
                &self.node(level - 1, 2 * index + 1)?,
            )),
        }
    }
}

/// SHA-256(0x00 ‖ entry).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}
