//! Verification of proofs, from hashes alone (RFC 9162, 2.1.3.2 and 2.1.4.2).

use super::{Hash, node_hash};

/// Whether `path` shows that the leaf stands at `index` (from 0) in the tree of `size` leaves with that root.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            climb_to_right(&mut place, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// A node without right sibling rises until it is a right child (or at the very left).
fn climb_to_right(place: &mut u64, last: &mut u64) {
    while place.is_multiple_of(2) && *place != 0 {
        *place >>= 1;
        *last >>= 1;
    }
}

/// Whether `path` shows that the tree (`size`, `root`) continues the tree (`earlier`, `earlier_root`).
///
/// An earlier tree without leaves, or of the same size and root, needs an empty path.
pub fn verify_consistency(earlier: u64, earlier_root: &Hash, size: u64, root: &Hash, path: &[Hash]) -> bool {
    if earlier > size {
        return false;
    }
    if earlier == size {
        return path.is_empty() && earlier_root == root;
    }
    if earlier == 0 {
        return path.is_empty();
    }
    let start_known = earlier.is_power_of_two();
    let mut steps = path.iter();
    let start = if start_known { Some(earlier_root) } else { steps.next() };
    let Some(&start) = start else { return false };
    let (mut place, mut last) = (earlier - 1, size - 1);
    while place % 2 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (start, start);
    for step in steps {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            old = node_hash(step, &old);
            new = node_hash(step, &new);
            climb_to_right(&mut place, &mut last);
        } else {
            new = node_hash(&new, step);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && old == *earlier_root && new == *root
}
