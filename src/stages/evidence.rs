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
use crate::domain::score::{DataHash, build_data_hash};
use crate::storage::log::{EntryRecord, HeadRecord};
use crate::storage::submission::{Pages, StoredSubmission};
use crate::storage::{StorageError, epoch, log, sample, submission};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use tokio::task::{JoinHandle, spawn_blocking};

/// Pages of submissions that are worked on at the same time.
const AT_ONCE: usize = 3;

/// What is wanted of the submissions beside their being untouched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// Nothing.
    Nothing,
    /// Their columns.
    Columns,
    /// Their columns and the hash of all data.
    Hash,
}

/// One page of submissions after its work.
struct Part {
    columns: Columns,
    claims: Vec<Claim>,
    /// Bytes of the documents that count.
    documents: Vec<Vec<u8>>,
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
    let mut check = LogCheck::new(log::leaves(&app.db, round).await?);
    let mut hash = DataHash::begin(facts)?;
    let mut columns = Filler::new(&loaded.survey).empty();
    let mut pages = Reader::new(loaded, want);
    while let Some(part) = pages.next(app).await? {
        part.claims
            .iter()
            .try_for_each(|claim| check.claim(claim))
            .map_err(tampered)?;
        if let Some(why) = part.corrupt {
            return Err(StorageError::Corrupt { what: "document", why }.into());
        }
        part.documents.iter().for_each(|bytes| hash.document(bytes));
        columns.append(part.columns);
    }
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
    let data_hash = match want {
        // A database whose order of ids is another: then the hash is made from documents in their right order.
        Want::Hash if !columns.ids.ascend() => {
            let documents = submission::documents(&app.db, round).await?;
            build_data_hash(&RoundData {
                documents,
                ..facts.clone()
            })?
        }
        _ => hash.end(facts)?,
    };
    Ok((columns.ordered(), data_hash))
}

/// The columns of what counts so far, whatever the log says.
pub async fn read_columns(app: &App, loaded: &LoadedRound) -> Result<Columns, StageError> {
    let mut columns = Filler::new(&loaded.survey).empty();
    let mut pages = Reader::new(loaded, Want::Columns);
    while let Some(part) = pages.next(app).await? {
        if let Some(why) = part.corrupt {
            return Err(StorageError::Corrupt { what: "document", why }.into());
        }
        columns.append(part.columns);
    }
    Ok(columns)
}

/// Reads pages ahead; they come out in the order in which they were read.
struct Reader {
    survey: Arc<Survey>,
    pages: Pages,
    want: Want,
    working: VecDeque<JoinHandle<Part>>,
    read: bool,
}

impl Reader {
    fn new(loaded: &LoadedRound, want: Want) -> Reader {
        Reader {
            survey: loaded.survey.clone(),
            pages: Pages::new(&loaded.record.id),
            want,
            working: VecDeque::new(),
            read: false,
        }
    }

    async fn next(&mut self, app: &App) -> Result<Option<Part>, StageError> {
        while !self.read && self.working.len() < AT_ONCE {
            let page = self.pages.next(&app.db).await?;
            self.read = page.is_empty();
            if !self.read {
                let (survey, want) = (self.survey.clone(), self.want);
                self.working
                    .push_back(spawn_blocking(move || part(&survey, page, want)));
            }
        }
        match self.working.pop_front() {
            None => Ok(None),
            Some(work) => {
                Ok(Some(work.await.map_err(|error| {
                    StageError::Refused(Refusal::Technical(error.to_string()))
                })?))
            }
        }
    }
}

/// What counts is hashed again and read; of what was replaced or withdrawn, only the stored leaf is compared.
fn part(survey: &Survey, page: Vec<StoredSubmission>, want: Want) -> Part {
    let filler = Filler::new(survey);
    let mut part = Part {
        columns: filler.empty(),
        claims: Vec::with_capacity(page.len()),
        documents: Vec::new(),
        corrupt: None,
    };
    for stored in page {
        let accepted = stored.status == "accepted";
        let again = accepted.then(|| part.read(&filler, &stored, want));
        if accepted && want == Want::Hash {
            part.documents.push(stored.bytes);
        }
        part.claims.push(Claim {
            what: Logged::Submission(stored.id),
            leaf: stored.leaf,
            again,
            index: stored.leaf_index,
        });
    }
    part
}

impl Part {
    /// Its leaf made again; no leaf is all zeros: what cannot be hashed again fits none.
    fn read(&mut self, filler: &Filler, stored: &StoredSubmission, want: Want) -> Hash {
        let reading = match serde_json::from_slice::<Reading>(&stored.bytes) {
            Ok(reading) if reading.submission.text() == stored.id => reading,
            Ok(_) => return Hash::default(),
            Err(error) => {
                self.corrupt = self.corrupt.take().or_else(|| Some(error.to_string()));
                return hash_again(stored).unwrap_or_default();
            }
        };
        if want != Want::Nothing {
            filler.push(&reading, &mut self.columns);
        }
        hash_again(stored).unwrap_or_default()
    }
}

fn hash_again(stored: &StoredSubmission) -> Option<Hash> {
    let nonce = stored.nonce.as_slice().try_into().ok()?;
    Some(leaf_hash(&commitment(nonce, &stored.bytes)))
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
