//! Whether what is stored for a round is still what its log was made from: one pass of hashes.

use super::merkle::{self, Hash, Leaves};
use std::fmt;
use thiserror::Error;

/// What a leaf stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logged {
    /// A submission, by id.
    Submission(String),
    /// Something else (`keys`, `epoch`), by kind and number.
    Entry(String, u64),
}

/// One stored thing that claims a leaf.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What it is.
    pub what: Logged,
    /// The leaf hash that is stored with it.
    pub leaf: Vec<u8>,
    /// The leaf hash made again from its content; `None` where the content no longer counts.
    pub again: Option<Hash>,
    /// Its position in the log.
    pub index: Option<u64>,
}

/// How stored data and log contradict each other. Displays in English.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum LogFault {
    #[error("{what} is not what leaf {leaf} of the log was made from")]
    Changed { what: Logged, leaf: u64 },
    #[error("{0} has no place in the log")]
    NotLogged(Logged),
    #[error("leaf {0} of the log belongs to nothing that is stored: a submission or another entry was deleted")]
    Deleted(u64),
    #[error("{what} claims leaf {leaf} of the log, which belongs to another")]
    Claimed { what: Logged, leaf: u64 },
    #[error("the {size} leaves of the log do not give the root of its signed head")]
    Root { size: u64 },
    #[error("the signature of the log's head is not the platform's")]
    Signature,
}

impl fmt::Display for Logged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Logged::Submission(id) => write!(f, "submission {id}"),
            Logged::Entry(kind, number) => write!(f, "entry {kind} {number}"),
        }
    }
}

/// The log's leaves, while everything that is stored is compared with them one by one.
#[derive(Debug)]
pub struct LogCheck {
    index: Vec<u64>,
    hash: Vec<Hash>,
    claimed: Vec<bool>,
}

impl LogCheck {
    /// `leaves` are the log's leaf hashes with their positions, ascending.
    pub fn new(leaves: impl IntoIterator<Item = (u64, Hash)>) -> LogCheck {
        let (index, hash): (Vec<u64>, Vec<Hash>) = leaves.into_iter().unzip();
        let claimed = vec![false; index.len()];
        LogCheck { index, hash, claimed }
    }

    /// Compares one stored thing with its leaf.
    ///
    /// # Errors
    /// It has no leaf, contradicts it, or the leaf is another's.
    pub fn claim(&mut self, claim: &Claim) -> Result<(), LogFault> {
        let not_logged = || LogFault::NotLogged(claim.what.clone());
        let leaf = claim.index.ok_or_else(not_logged)?;
        let place = self.place(leaf).ok_or_else(not_logged)?;
        let hash = &self.hash[place];
        let same = claim.leaf == hash && claim.again.is_none_or(|again| again == *hash);
        let what = || claim.what.clone();
        if !same {
            return Err(LogFault::Changed { what: what(), leaf });
        }
        if std::mem::replace(&mut self.claimed[place], true) {
            return Err(LogFault::Claimed { what: what(), leaf });
        }
        Ok(())
    }

    /// Where a leaf stands: at its own number, unless leaves before it are missing.
    fn place(&self, leaf: u64) -> Option<usize> {
        let own = usize::try_from(leaf).ok();
        let own = own.filter(|place| self.index.get(*place) == Some(&leaf));
        own.or_else(|| self.index.binary_search(&leaf).ok())
    }

    /// After all claims: `size` and `root` (hex) are the log's newest head.
    ///
    /// # Errors
    /// A leaf without a claim, then a root that the leaves do not give.
    pub fn finish(self, size: u64, root: &str) -> Result<(), LogFault> {
        if let Some(place) = self.claimed.iter().position(|claimed| !claimed) {
            return Err(LogFault::Deleted(self.index[place]));
        }
        let in_order = self.index.iter().copied().eq(0..size);
        let found = merkle::root(&Leaves(&self.hash), size).ok().filter(|_| in_order);
        // A round without any leaf has no head yet.
        let agrees = found.is_some_and(|found| hex::encode(found) == root) || (size == 0 && self.index.is_empty());
        if agrees { Ok(()) } else { Err(LogFault::Root { size }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::proof::merkle::leaf_hash;
    use std::collections::BTreeMap;

    fn check_log(claims: &[Claim], leaves: &BTreeMap<u64, Hash>, size: u64, root: &str) -> Result<(), LogFault> {
        let mut check = LogCheck::new(leaves.iter().map(|(index, hash)| (*index, *hash)));
        claims.iter().try_for_each(|claim| check.claim(claim))?;
        check.finish(size, root)
    }

    fn round() -> (Vec<Claim>, BTreeMap<u64, Hash>, String) {
        let hashes: Vec<Hash> = (0_u8..5).map(|n| leaf_hash(&[n])).collect();
        let claim = |(n, hash): (usize, &Hash)| Claim {
            what: if n == 0 {
                Logged::Entry("keys".into(), 0)
            } else {
                Logged::Submission(format!("s{n}"))
            },
            leaf: hash.to_vec(),
            again: Some(*hash),
            index: Some(n as u64),
        };
        let claims = hashes.iter().enumerate().map(claim).collect();
        let root = hex::encode(merkle::root(&Leaves(&hashes), 5).unwrap());
        (claims, (0..).zip(hashes).collect(), root)
    }

    #[test]
    fn an_untouched_round_agrees_with_its_log() {
        let (claims, leaves, root) = round();
        assert_eq!(check_log(&claims, &leaves, 5, &root), Ok(()));
        assert_eq!(check_log(&[], &BTreeMap::new(), 0, ""), Ok(()));
    }

    type Change<'a> = &'a dyn Fn(&mut Vec<Claim>, &mut BTreeMap<u64, Hash>);

    #[test]
    fn every_change_is_found_and_named() {
        let (claims, leaves, root) = round();
        let what = Logged::Submission("s3".into());
        let told = |change: Change<'_>| {
            let (mut claims, mut leaves) = (claims.clone(), leaves.clone());
            change(&mut claims, &mut leaves);
            check_log(&claims, &leaves, 5, &root).unwrap_err()
        };
        let changed = LogFault::Changed {
            what: what.clone(),
            leaf: 3,
        };
        assert_eq!(told(&|claims, _| claims[3].again = Some([7; 32])), changed);
        assert_eq!(told(&|claims, _| claims[3].leaf[0] ^= 1), changed);
        let consistently = |claims: &mut Vec<Claim>, leaves: &mut BTreeMap<u64, Hash>| {
            claims[3].leaf = vec![7; 32];
            claims[3].again = Some([7; 32]);
            leaves.insert(3, [7; 32]);
        };
        assert_eq!(told(&consistently), LogFault::Root { size: 5 });
        assert_eq!(told(&|claims, _| drop(claims.remove(3))), LogFault::Deleted(3));
        assert_eq!(
            told(&|claims, _| claims[3].index = None),
            LogFault::NotLogged(what.clone())
        );
        assert_eq!(
            told(&|_, leaves| leaves.retain(|index, _| *index != 3)),
            LogFault::NotLogged(what.clone())
        );
        let twice = |claims: &mut Vec<Claim>, _: &mut BTreeMap<u64, Hash>| claims.push(claims[3].clone());
        assert_eq!(told(&twice), LogFault::Claimed { what, leaf: 3 });
        let both = |claims: &mut Vec<Claim>, leaves: &mut BTreeMap<u64, Hash>| {
            claims.pop();
            leaves.pop_last();
        };
        assert_eq!(told(&both), LogFault::Root { size: 5 });
    }
}
