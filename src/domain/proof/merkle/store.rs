//! Which nodes an append adds: those of subtrees that become full, so that no tree is needed in memory.

use super::{Hash, MerkleError, Nodes, node_hash};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// One node to store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// 0 for leaves.
    pub level: u32,
    /// From 0 on its level.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
}

/// The nodes that appending `leaves` (leaf hashes) to a log of `size` leaves adds, leaves and full subtrees.
///
/// `stored` answers for nodes stored before; at most one per level is asked for. Nodes are never changed once stored.
///
/// # Errors
/// [`MerkleError::Missing`] where the store lacks a left sibling.
pub fn nodes_to_store(stored: &impl Nodes, size: u64, leaves: &[Hash]) -> Result<Vec<Node>, MerkleError> {
    let mut nodes = Vec::new();
    let mut row = leaves.to_vec();
    let mut first = size;
    for level in 0.. {
        if row.is_empty() {
            break;
        }
        nodes.extend(
            row.iter()
                .zip(first..)
                .map(|(&hash, index)| Node { level, index, hash }),
        );
        if first % 2 == 1 {
            // The first new node closes a pair whose left half was stored before.
            let index = first - 1;
            let left = stored.node(level, index).ok_or(MerkleError::Missing { level, index })?;
            row.insert(0, left);
            first = index;
        }
        row = row
            .as_chunks::<2>()
            .0
            .iter()
            .map(|[left, right]| node_hash(left, right))
            .collect();
        first /= 2;
    }
    Ok(nodes)
}

/// Notes which nodes are asked for; answers with zeros.
#[derive(Debug, Default)]
pub struct Recorder(RefCell<BTreeSet<(u32, u64)>>);

impl Nodes for Recorder {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        self.0.borrow_mut().insert((level, index));
        Some([0; 32])
    }
}

/// The stored nodes (level, index) that a computation will ask for, so that they can be fetched at once beforehand:
/// `needed(|nodes| inclusion_proof(nodes, size, index))`.
///
/// Which nodes a root, a proof or an append needs depends on sizes alone, never on hashes.
///
/// # Errors
/// Those of the computation, e.g. [`MerkleError::Outside`].
pub fn needed<T>(
    compute: impl FnOnce(&Recorder) -> Result<T, MerkleError>,
) -> Result<BTreeSet<(u32, u64)>, MerkleError> {
    let recorder = Recorder::default();
    compute(&recorder)?;
    Ok(recorder.0.into_inner())
}
