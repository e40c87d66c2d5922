//! Published vectors, and a second implementation to agree with.

use super::*;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2::Sha256;
use std::collections::BTreeMap;

const MOST: u64 = 40;

fn leaves(n: u64) -> Vec<Hash> {
    (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect()
}

fn reference(n: u64) -> MemoryBackedTree<Sha256, [u8; 8]> {
    let mut tree = MemoryBackedTree::new();
    (0..n).for_each(|i: u64| tree.push(i.to_be_bytes()));
    tree
}

fn root_of(n: u64) -> Hash {
    root(&Leaves(&leaves(n)), n).unwrap()
}

#[test]
fn published_roots() {
    let root_of = |entries: &[&[u8]]| {
        let hashes: Vec<Hash> = entries.iter().map(|e| leaf_hash(e)).collect();
        hex::encode(root(&Leaves(&hashes), hashes.len() as u64).unwrap())
    };
    assert_eq!(
        root_of(&[]),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        root_of(&[b""]),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
    assert_eq!(
        root_of(&[b"a", b"b", b"c"]),
        "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1"
    );
}

#[test]
fn roots_and_proofs_are_those_of_the_second_implementation() {
    let hashes = leaves(MOST);
    let ours = Leaves(&hashes);
    for size in 1..=MOST {
        let theirs = reference(size);
        assert_eq!(
            root(&ours, size).unwrap()[..],
            theirs.root().as_bytes()[..],
            "root of {size}"
        );
        for index in 0..size {
            let proof = inclusion_proof(&ours, size, index).unwrap().concat();
            assert_eq!(
                proof,
                theirs.prove_inclusion(index as usize).as_bytes(),
                "{index} in {size}"
            );
        }
        for earlier in 1..size {
            let proof = consistency_proof(&ours, earlier, size).unwrap().concat();
            let theirs = theirs.prove_consistency((size - earlier) as usize);
            assert_eq!(proof, theirs.as_bytes(), "{earlier} in {size}");
        }
    }
}

#[test]
fn a_good_proof_verifies_and_every_change_to_it_fails() {
    let hashes = leaves(MOST);
    for size in 1..=MOST {
        let root = root_of(size);
        for index in 0..size {
            let path = inclusion_proof(&Leaves(&hashes), size, index).unwrap();
            let leaf = hashes[index as usize];
            assert!(verify_inclusion(&leaf, index, size, &path, &root));
            assert!(!verify_inclusion(&leaf_hash(b"other"), index, size, &path, &root));
            assert!(!verify_inclusion(&leaf, size, size, &path, &root));
            if size > 1 {
                assert!(!verify_inclusion(&leaf, (index + 1) % size, size, &path, &root));
            }
            for i in 0..path.len() {
                let mut wrong = path.clone();
                wrong[i][31] ^= 1;
                assert!(!verify_inclusion(&leaf, index, size, &wrong, &root));
            }
            let longer = [path.as_slice(), &[root]].concat();
            assert!(!verify_inclusion(&leaf, index, size, &longer, &root));
        }
    }
}

#[test]
fn a_log_that_was_rewritten_is_not_consistent() {
    let hashes = leaves(MOST);
    for (earlier, size) in (0..=MOST).flat_map(|size| (0..=size).map(move |earlier| (earlier, size))) {
        let path = consistency_proof(&Leaves(&hashes), earlier, size).unwrap();
        let (old, new) = (root_of(earlier), root_of(size));
        assert!(
            verify_consistency(earlier, &old, size, &new, &path),
            "{earlier} in {size}"
        );
        if earlier > 0 {
            let mut rewritten = hashes.clone();
            rewritten[earlier as usize - 1] = leaf_hash(b"other");
            let new = root(&Leaves(&rewritten), size).unwrap();
            let path = consistency_proof(&Leaves(&rewritten), earlier, size).unwrap();
            assert!(
                !verify_consistency(earlier, &old, size, &new, &path),
                "{earlier} in {size}"
            );
        }
        for i in 0..path.len() {
            let mut wrong = path.clone();
            wrong[i][0] ^= 1;
            assert!(!verify_consistency(earlier, &old, size, &new, &wrong));
        }
    }
}

#[test]
fn stored_nodes_give_the_same_roots_and_proofs_whatever_the_batches() {
    for batch in 1..=9 {
        let hashes = leaves(MOST);
        let mut stored = BTreeMap::new();
        let mut size = 0;
        while size < MOST {
            let end = (size + batch).min(MOST);
            let new = {
                let lookup = |level, index| stored.get(&(level, index)).copied();
                nodes_to_store(&lookup, size, &hashes[size as usize..end as usize]).unwrap()
            };
            for node in new {
                let before = stored.insert((node.level, node.index), node.hash);
                assert_eq!(before, None, "a node is stored once");
            }
            size = end;
            let lookup = |level, index| stored.get(&(level, index)).copied();
            assert_eq!(root(&lookup, size).unwrap(), root_of(size));
            let proof = inclusion_proof(&lookup, size, size / 2).unwrap();
            assert_eq!(proof, inclusion_proof(&Leaves(&hashes), size, size / 2).unwrap());
            let proof = consistency_proof(&lookup, size / 3, size).unwrap();
            assert_eq!(proof, consistency_proof(&Leaves(&hashes), size / 3, size).unwrap());
        }
    }
}

#[test]
fn a_hole_in_the_store_is_named() {
    let nothing = |_: u32, _: u64| None;
    assert_eq!(root(&nothing, 5), Err(MerkleError::Missing { level: 2, index: 0 }));
    assert_eq!(
        nodes_to_store(&nothing, 1, &leaves(1)),
        Err(MerkleError::Missing { level: 0, index: 0 })
    );
    assert_eq!(
        inclusion_proof(&nothing, 3, 3),
        Err(MerkleError::Outside { position: 3, size: 3 })
    );
}

#[test]
fn few_nodes_are_needed_and_they_are_enough() {
    let hashes = leaves(MOST);
    let all = Leaves(&hashes);
    for (size, index) in (1..=MOST).flat_map(|size| (0..size).map(move |index| (size, index))) {
        let of_root = needed(|nodes| root(nodes, size)).unwrap();
        let of_proof = needed(|nodes| inclusion_proof(nodes, size, index)).unwrap();
        let of_growth = needed(|nodes| consistency_proof(nodes, index, size)).unwrap();
        let of_append = needed(|nodes| nodes_to_store(nodes, size, &hashes[..3])).unwrap();
        assert!(of_root.len() <= 6 && of_proof.len() <= 12 && of_growth.len() <= 12 && of_append.len() <= 6);
        let only = |wanted: std::collections::BTreeSet<(u32, u64)>| {
            move |level, index| {
                wanted
                    .contains(&(level, index))
                    .then(|| all.node(level, index))
                    .flatten()
            }
        };
        assert_eq!(root(&only(of_root), size), root(&all, size));
        assert_eq!(
            inclusion_proof(&only(of_proof), size, index),
            inclusion_proof(&all, size, index)
        );
        assert_eq!(
            consistency_proof(&only(of_growth), index, size),
            consistency_proof(&all, index, size)
        );
        assert_eq!(
            nodes_to_store(&only(of_append), size, &hashes[..3]),
            nodes_to_store(&all, size, &hashes[..3])
        );
    }
}
