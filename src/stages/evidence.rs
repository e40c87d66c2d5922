//! Whether a closed round is still what its log was made from, and its answers in columns: both in one pass.

use super::draw::keys_leaf;
use super::receipt::signed_head;
use super::{App, LoadedRound, StageError};
use crate::domain::columns::reading::Reading;
use crate::domain::columns::{Columns, Filler};
use crate::domain::data::RoundData;
use crate::domain::definition::{SampleDesign, Survey};
use crate::domain::proof::merkle::{Hash, leaf_hash};
use crate::domain::proof::{Claim, LogCheck, LogFault, Logged, SignerRole, commitment};
use crate::domain::refusal::Refusal;
use crate::domain::score::{data_hash, document_hash};
use crate::storage::bulk::{self, Page, PageEntry, Pages};
use crate::storage::log::{EntryRecord, HeadRecord};
use crate::storage::{StorageError, epoch, log, sample};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

/// Pages of submissions that may wait while others are worked on.
const AHEAD: usize = 2;

/// What is wanted of the submissions beside their being untouched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// Nothing.
    Nothing,
    /// Their columns, as they stand: nothing is held against the log.
    Glance,
    /// Their columns.
    Columns,
    /// Their columns and the hash of all data.
    Hash,
}

/// Something that looks at every document that counts while it is read, on several threads, in no particular order.
pub type Look = Arc<dyn Fn(&Reading<'_>) + Send + Sync>;

/// One page of submissions after its work.
struct Part {
    columns: Columns,
    /// Hash of each row's document, where it is wanted.
    hashes: Vec<Hash>,
    claims: Vec<Claim>,
    /// Why a document that is what the log was made from cannot be read.
    corrupt: Option<String>,
}

/// Refuses a round whose answers, target tables or key commitments were changed or deleted after they were logged.
///
/// # Errors
/// [`Refusal::Tampered`] with the first contradiction.
pub async fn untouched(app: &App, loaded: &LoadedRound) -> Result<(), StageError> {
    let none = RoundData::default();
    read_untouched(app, loaded, &none, Want::Nothing).await.map(drop)
}

/// The columns of an untouched round, in order of submission id, and the hash of its data; `facts` are these data
/// without documents.
///
/// # Errors
/// As [`untouched`].
pub async fn read_untouched(
    app: &App,
    loaded: &LoadedRound,
    facts: &RoundData,
    want: Want,
) -> Result<(Columns, String), StageError> {
    let round = &loaded.record.id;
    let tampered = |fault| {
        let round = round.clone();
        StageError::Refused(Refusal::Tampered { round, fault })
    };
    let leaves = bulk::leaves(&app.db, round).await?;
    let rows = leaves.len();
    let mut check = LogCheck::new(leaves);
    let mut columns = Filler::new(&loaded.survey).empty();
    let mut hashes = Vec::new();
    let mut parts = Parts::read(app, loaded, want, None).await?;
    while let Some(part) = parts.next().await? {
        part.claims
            .iter()
            .try_for_each(|claim| check.claim(claim))
            .map_err(tampered)?;
        if let Some(why) = part.corrupt {
            return Err(StorageError::Corrupt { what: "document", why }.into());
        }
        let first = columns.is_empty();
        columns.append(part.columns);
        hashes.extend(part.hashes);
        if first {
            columns.reserve_for(rows);
            hashes.reserve_exact(if want == Want::Hash { rows } else { 0 });
        }
    }
    let ordering = spawn_blocking(move || columns.ordered());
    for claim in entry_claims(app, loaded).await? {
        check.claim(&claim).map_err(tampered)?;
    }
    let head = log::heads(&app.db, round).await?.pop();
    let (size, root) = head
        .as_ref()
        .map_or((0, ""), |head: &HeadRecord| (head.size, head.root.as_str()));
    check.finish(size, root).map_err(tampered)?;
    let key = app.keys.signing(SignerRole::Platform)?.public();
    if head.is_some_and(|head| !signed_head(round, head).is_signed_by(&key)) {
        return Err(tampered(LogFault::Signature));
    }
    let columns = ordering.await.map_err(died)?;
    let in_order = columns.came.iter().map(|place| hashes[*place as usize]);
    let hash = match want {
        Want::Hash => data_hash(facts, in_order)?,
        _ => String::new(),
    };
    Ok((columns.by_id(), hash))
}

/// The columns of what counts so far, whatever the log says.
pub async fn read_columns(app: &App, loaded: &LoadedRound, look: Option<Look>) -> Result<Columns, StageError> {
    let mut columns = Filler::new(&loaded.survey).empty();
    let mut parts = Parts::read(app, loaded, Want::Glance, look).await?;
    while let Some(part) = parts.next().await? {
        if let Some(why) = part.corrupt {
            return Err(StorageError::Corrupt { what: "document", why }.into());
        }
        columns.append(part.columns);
    }
    Ok(columns.ordered().by_id())
}

/// The pages of a round, read and worked on ahead.
struct Parts(Receiver<Result<JoinHandle<Part>, StorageError>>);

impl Parts {
    async fn read(app: &App, loaded: &LoadedRound, want: Want, look: Option<Look>) -> Result<Parts, StageError> {
        let (to, parts) = channel(AHEAD);
        let (mut pages, survey) = (Pages::begin(&app.db, &loaded.record.id).await?, loaded.survey.clone());
        tokio::spawn(async move {
            loop {
                let page = pages.next().await;
                let last = page.as_ref().map_or(true, |page| page.submissions.is_empty());
                let (survey, look) = (survey.clone(), look.clone());
                let work = page.map(|page| spawn_blocking(move || part(&survey, page, want, look.as_ref())));
                // Nobody waits any more where something was found wrong.
                if to.send(work).await.is_err() || last {
                    break;
                }
            }
        });
        Ok(Parts(parts))
    }

    async fn next(&mut self) -> Result<Option<Part>, StageError> {
        let Some(work) = self.0.recv().await.transpose()? else {
            return Ok(None);
        };
        Ok(Some(work.await.map_err(died)?))
    }
}

/// Work on another thread that did not come to its end.
pub(super) fn died(error: JoinError) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}

/// What counts is hashed again and read; of what was replaced or withdrawn, only the stored leaf is compared.
fn part(survey: &Survey, page: Page, want: Want, look: Option<&Look>) -> Part {
    let mut filler = Filler::new(survey);
    let (mut columns, mut hashes, mut corrupt) = (filler.empty(), Vec::new(), None);
    let mut again = |stored: &PageEntry| {
        let bytes = page.document(stored);
        match Reading::of_bytes(bytes) {
            Ok(reading) if reading.submission.text() == stored.id => {
                if want != Want::Nothing {
                    filler.push(&reading, &mut columns);
                }
                if let Some(look) = look {
                    look(&reading);
                }
                if want == Want::Hash {
                    hashes.push(document_hash(bytes));
                }
            }
            // No leaf is all zeros: what is another's fits none.
            Ok(_) => return Hash::default(),
            Err(why) => corrupt = corrupt.take().or(Some(why)),
        }
        if want == Want::Glance {
            return Hash::default();
        }
        hash_again(stored, bytes).unwrap_or_default()
    };
    let claim = |stored: &PageEntry| Claim {
        what: Logged::Submission(stored.id.clone()),
        leaf: stored.leaf.clone(),
        again: counts(stored).then(|| again(stored)),
        index: stored.leaf_index,
    };
    let claims = page.submissions.iter().map(claim).collect();
    Part {
        columns,
        hashes,
        claims,
        corrupt,
    }
}

fn counts(stored: &PageEntry) -> bool {
    stored.status == "accepted"
}

/// The leaf of these bytes; none where the nonce is none.
fn hash_again(stored: &PageEntry, bytes: &[u8]) -> Option<Hash> {
    let nonce = stored.nonce.as_slice().try_into().ok()?;
    Some(leaf_hash(&commitment(nonce, bytes)))
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
