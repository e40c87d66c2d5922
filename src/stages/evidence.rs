//! Whether a closed round is still what its log was made from: whoever computes from it asks here first.

use super::draw::keys_leaf;
use super::receipt::signed_head;
use super::{App, LoadedRound, StageError};
use crate::domain::definition::SampleDesign;
use crate::domain::proof::merkle::{Hash, leaf_hash};
use crate::domain::proof::{Claim, LogFault, Logged, SignerRole, check_log, commitment};
use crate::domain::refusal::Refusal;
use crate::storage::log::{EntryRecord, HeadRecord};
use crate::storage::submission::StoredSubmission;
use crate::storage::{StorageError, epoch, log, sample, submission};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Refuses a round whose answers, target tables or key commitments were changed or deleted after they were logged.
///
/// # Errors
/// [`Refusal::Tampered`] with the first contradiction.
pub async fn untouched(app: &App, loaded: &LoadedRound) -> Result<(), StageError> {
    let round = &loaded.record.id;
    let tampered = |fault| {
        let round = round.clone();
        StageError::Refused(Refusal::Tampered { round, fault })
    };
    let entries = entry_claims(app, loaded).await?;
    let stored = submission::all(&app.db, round).await?;
    let claims: Vec<Claim> = stored.iter().map(submission_claim).chain(entries).collect();
    let leaves: BTreeMap<u64, Hash> = log::nodes(&app.db, round)
        .await?
        .into_iter()
        .filter(|node| node.level == 0)
        .map(|node| (node.index, node.hash))
        .collect();
    let head = log::heads(&app.db, round).await?.pop();
    let (size, root) = head
        .as_ref()
        .map_or((0, ""), |head: &HeadRecord| (head.size, head.root.as_str()));
    check_log(&claims, &leaves, size, root).map_err(tampered)?;
    let key = app.keys.signing(SignerRole::Platform)?.public();
    let signed = head.is_none_or(|head| signed_head(round, head).is_signed_by(&key));
    if signed {
        Ok(())
    } else {
        Err(tampered(LogFault::Signature))
    }
}

/// What counts is hashed again; of what was replaced or withdrawn, only the stored leaf is compared.
fn submission_claim(stored: &StoredSubmission) -> Claim {
    #[derive(Deserialize)]
    struct Named {
        submission: String,
    }
    let again = || {
        let nonce = stored.nonce.as_slice().try_into().ok()?;
        let named: Named = serde_json::from_slice(&stored.bytes).ok()?;
        (named.submission == stored.id).then(|| leaf_hash(&commitment(nonce, &stored.bytes)))
    };
    Claim {
        what: Logged::Submission(stored.id.clone()),
        leaf: stored.leaf.clone(),
        // No leaf is all zeros: what cannot be hashed again fits none.
        again: (stored.status == "accepted").then(|| again().unwrap_or_default()),
        index: stored.leaf_index,
    }
}

async fn entry_claims(app: &App, loaded: &LoadedRound) -> Result<Vec<Claim>, StageError> {
    let round = &loaded.record.id;
    let mut made: BTreeMap<(String, u64), Hash> = BTreeMap::new();
    if loaded.survey.round.sample == SampleDesign::Stratified {
        let units = sample::units(&app.db, round).await?;
        made.insert(("keys".into(), 0), keys_leaf(&units)?);
    }
    for record in epoch::all(&app.db, round).await? {
        let bytes = record.table.canonical().map_err(|error| StorageError::Corrupt {
            what: "epoch table",
            why: error.to_string(),
        })?;
        made.insert(("epoch".into(), record.table.epoch.into()), leaf_hash(&bytes));
    }
    let claim = |entry: EntryRecord| {
        let key = (entry.kind, entry.number);
        let again = made.get(&key).copied().unwrap_or_default();
        Claim {
            what: Logged::Entry(key.0, key.1),
            leaf: entry.leaf.to_vec(),
            again: Some(again),
            index: entry.leaf_index,
        }
    };
    Ok(log::entries(&app.db, round).await?.into_iter().map(claim).collect())
}
