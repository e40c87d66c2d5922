//! The auditor's bundle: every input and every step of a sealed sheet as documented files, the same bytes every time.
//!
//! It opens the commitments of the log, so it is for accredited auditors only (DESIGN 5.10): with it, a receipt could
//! be sold as proof of an answer. Submissions that were replaced or withdrawn stay closed; only their leaves are in it.

mod inputs;
mod method;
mod tables;

pub use inputs::{Inputs, read};

use super::{CanonicalError, canonical, sealed_bytes, sha256};
use crate::domain::assignment::EpochTable;
use crate::domain::data::RoundData;
use crate::domain::definition::Survey;
use crate::domain::score::Computation;
use crate::domain::score::sheet::SealedSheet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Schema name of the manifest.
pub const MANIFEST_SCHEMA: &str = "barometer/bundle/1";

/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// Files by path inside the bundle, with forward slashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    /// Path → bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// One leaf of the commitment log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Leaf hash, RFC 9162: SHA-256(0x00 ‖ commitment).
    pub hash: [u8; 32],
    /// The submission, unless the leaf is something else (a logged epoch table).
    pub submission: Option<String>,
    /// `accepted`, `replaced`, `withdrawn`; `epoch` and the like where it is no submission.
    pub status: String,
}

/// What a bundle is made of beside the sheet, the survey and the data.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Secret nonce of every document of the data, by submission id.
    pub nonces: BTreeMap<String, [u8; 32]>,
    /// The log, in order.
    pub leaves: Vec<Leaf>,
    /// Target tables, by epoch.
    pub epochs: Vec<EpochTable>,
    /// Commitments SHA-256(K_i) published before fieldwork, in their published order.
    pub key_commitments: Vec<[u8; 32]>,
}

/// SHA-256 (hex) of every file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`MANIFEST_SCHEMA`].
    pub schema: String,
    /// Path → hash; the manifest itself is not in it.
    pub files: BTreeMap<String, String>,
}

/// Why a bundle cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// A number without canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A table could not be written.
    #[error("a table cannot be written: {0}")]
    Table(#[from] csv::Error),
    /// A document without its nonce.
    #[error("submission {0}: its nonce is missing")]
    Nonce(String),
    /// The weights cannot be made again.
    #[error(transparent)]
    Weight(#[from] crate::domain::weight::WeightError),
}

/// Writes the bundle of a sealed sheet. Same values, same bytes.
///
/// # Errors
/// [`BundleError`]; a document without nonce is named.
pub fn build(
    sealed: &SealedSheet,
    survey: &Survey,
    data: &RoundData,
    computation: &Computation,
    evidence: &Evidence,
) -> Result<Bundle, BundleError> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    files.insert("README.md".into(), include_bytes!("README.md").to_vec());
    files.insert("sheet.json".into(), sealed_bytes(sealed)?);
    for file in &survey.files {
        files.insert(format!("survey/{}", file.path), file.text.clone().into_bytes());
    }
    inputs::write(&mut files, data, evidence)?;
    tables::write(&mut files, survey, data, computation)?;
    files.insert("method.md".into(), method::describe(survey).into_bytes());
    let manifest = manifest(&files);
    files.insert(MANIFEST.into(), [canonical(&manifest)?, b"\n".to_vec()].concat());
    Ok(Bundle { files })
}

/// The manifest of these files.
pub fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Manifest {
    let listed = files.iter().filter(|(path, _)| *path != MANIFEST);
    Manifest {
        schema: MANIFEST_SCHEMA.into(),
        files: listed
            .map(|(path, bytes)| (path.clone(), hex::encode(sha256(bytes))))
            .collect(),
    }
}
