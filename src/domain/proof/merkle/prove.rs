//! Root and proofs of a tree of which only full subtrees are known (RFC 9162, 2.1.1, 2.1.3.1 and 2.1.4.1).

use super::{Hash, MerkleError, Nodes, node_hash};
use sha2::{Digest, Sha256};

/// The root of the first `size` leaves; of none, SHA-256 of nothing.
///
/// # Errors
/// [`MerkleError::Missing`].
pub fn root(nodes: &impl Nodes, size: u64) -> Result<Hash, MerkleError> {
    if size == 0 {
        return Ok(Sha256::digest(b"").into());
    }
    subtree(nodes, 0, size)
}

/// The hash over leaves `from..to` of the tree's own splitting, where `from` is a multiple of the next power of two.
fn subtree(nodes: &impl Nodes, from: u64, to: u64) -> Result<Hash, MerkleError> {
    let count = to - from;
    if count.is_power_of_two() {
        let level = count.trailing_zeros();
        let index = from >> level;
        return nodes.node(level, index).ok_or(MerkleError::Missing { level, index });
    }
    let middle = from + left_of(count);
    Ok(node_hash(&subtree(nodes, from, middle)?, &subtree(nodes, middle, to)?))
}

/// The largest power of two below `count`, which is at least 2.
fn left_of(count: u64) -> u64 {
    1 << (63 - (count - 1).leading_zeros())
}

/// The audit path of leaf `index` (from 0) in a tree of `size` leaves, from the leaf upwards.
///
/// # Errors
/// [`MerkleError::Outside`] unless index < size; [`MerkleError::Missing`].
pub fn inclusion_proof(nodes: &impl Nodes, size: u64, index: u64) -> Result<Vec<Hash>, MerkleError> {
    if index >= size {
        return Err(MerkleError::Outside { position: index, size });
    }
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let middle = from + left_of(to - from);
        if index < middle {
            path.push(subtree(nodes, middle, to)?);
            to = middle;
        } else {
            path.push(subtree(nodes, from, middle)?);
            from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree of `size` leaves continues the tree of its first `earlier` leaves.
///
/// Empty for `earlier` = 0 and `earlier` = `size`, where there is nothing to prove.
///
/// # Errors
/// [`MerkleError::Outside`] unless earlier ≤ size; [`MerkleError::Missing`].
pub fn consistency_proof(nodes: &impl Nodes, earlier: u64, size: u64) -> Result<Vec<Hash>, MerkleError> {
    if earlier > size {
        return Err(MerkleError::Outside {
            position: earlier,
            size,
        });
    }
    if earlier == 0 || earlier == size {
        return Ok(Vec::new());
    }
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to != earlier {
        let middle = from + left_of(to - from);
        if earlier <= middle {
            path.push(subtree(nodes, middle, to)?);
            to = middle;
        } else {
            path.push(subtree(nodes, from, middle)?);
            from = middle;
        }
    }
    // Where the earlier tree is itself a full left subtree, the verifier knows its root already.
    if from > 0 {
        path.push(subtree(nodes, from, to)?);
    }
    path.reverse();
    Ok(path)
}
