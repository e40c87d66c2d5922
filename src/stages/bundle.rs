//! Gathers the auditor's bundle of a sealed round: the sheet computed again, with everything it rests on.

use super::seal::sealed_sheet;
use super::{App, StageError, analyse};
use crate::domain::proof::bundle::{self, Bundle, Evidence, Leaf};
use crate::domain::refusal::Refusal;
use crate::storage::audit::{self, Change};
use crate::storage::submission::StoredSubmission;
use crate::storage::{epoch, log, sample, submission};
use std::collections::BTreeMap;

/// The bundle of a sealed round; refuses if the sheet cannot be reached again from what is stored.
pub async fn bundle(app: &App, round: &str) -> Result<Bundle, StageError> {
    let sealed = sealed_sheet(app, round).await?;
    let loaded = app.round(round).await?;
    let (data, computation) = analyse::recompute(app, &loaded, &sealed.sheet).await?;
    let evidence = evidence(app, round).await?;
    bundle::build(&sealed, &loaded.survey, &data, &computation, &evidence)
        .map_err(|error| StageError::Refused(Refusal::Bundle(error.to_string())))
}

/// The bundle for an auditor who takes it along: who did is written down first, since it opens every commitment.
pub async fn take(app: &App, round: &str) -> Result<Bundle, StageError> {
    let bundle = bundle(app, round).await?;
    let change = Change::of("bundle.take", round).in_round(round);
    audit::note(&app.db, change, app.now()).await?;
    Ok(bundle)
}

async fn evidence(app: &App, round: &str) -> Result<Evidence, StageError> {
    let stored = submission::all(&app.db, round).await?;
    let mut leaves: BTreeMap<u64, Leaf> = BTreeMap::new();
    for entry in log::entries(&app.db, round).await? {
        if let Some(index) = entry.leaf_index {
            leaves.insert(
                index,
                Leaf {
                    hash: entry.leaf,
                    submission: None,
                    status: entry.kind,
                },
            );
        }
    }
    leaves.extend(stored.iter().filter_map(submission_leaf));
    let accepted = stored.iter().filter(|one| one.status == "accepted");
    Ok(Evidence {
        nonces: accepted
            .filter_map(|one| Some((one.id.clone(), one.nonce.as_slice().try_into().ok()?)))
            .collect(),
        leaves: leaves.into_values().collect(),
        epochs: epoch::all(&app.db, round)
            .await?
            .into_iter()
            .map(|record| record.table)
            .collect(),
        key_commitments: sample::key_commitments(&app.db, round).await?,
    })
}

fn submission_leaf(stored: &StoredSubmission) -> Option<(u64, Leaf)> {
    let leaf = Leaf {
        hash: stored.leaf.as_slice().try_into().ok()?,
        submission: Some(stored.id.clone()),
        status: stored.status.clone(),
    };
    Some((stored.leaf_index?, leaf))
}
