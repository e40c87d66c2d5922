//! The bundle's inputs, written and read: documents, log, cases, epochs, key commitments.

use super::{BundleError, Evidence, Leaf};
use crate::domain::assignment::EpochTable;
use crate::domain::data::{CaseCount, ConfirmedRemoval, Document, LogHead, RoundData, StratumCount};
use crate::domain::definition::AudienceId;
use crate::domain::proof::verify::{Fault, Finding};
use crate::domain::proof::{canonical, merkle};
use crate::domain::score::sheet::ScoreSheet;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of `documents.jsonl`.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// The canonical document, as the very text that was committed.
    document: String,
    leaf: Option<u64>,
    nonce: String,
    status: String,
    submission: String,
}

/// One row of `log.csv`.
#[derive(Debug, Serialize, Deserialize)]
struct LogRow {
    position: u64,
    leaf_hash: String,
    submission: String,
    status: String,
}

/// The root binds hashes only, so the words beside them are held to what the log can say.
fn is_known_status(row: &LogRow) -> bool {
    let known: &[&str] = match row.submission.is_empty() {
        true => &["keys", "epoch"],
        false => &["accepted", "replaced", "withdrawn"],
    };
    known.contains(&row.status.as_str())
}

#[derive(Debug, Serialize, Deserialize)]
struct CommitmentRow {
    position: u64,
    commitment: String,
}

/// Everything that was read back.
#[derive(Debug)]
pub struct Inputs {
    /// The data that the sheet is computed from.
    pub data: RoundData,
    /// Nonces, leaves, epochs, commitments.
    pub evidence: Evidence,
    /// Exact text of each document, in the order of the file.
    pub texts: Vec<(String, String)>,
}

pub(super) fn write(
    files: &mut BTreeMap<String, Vec<u8>>,
    data: &RoundData,
    evidence: &Evidence,
) -> Result<(), BundleError> {
    let mut position: BTreeMap<&str, u64> = BTreeMap::new();
    for (i, leaf) in evidence.leaves.iter().enumerate() {
        if let Some(submission) = &leaf.submission {
            position.insert(submission, i as u64);
        }
    }
    let mut documents = Vec::new();
    for document in &data.documents {
        let id = &document.submission;
        let nonce = evidence.nonces.get(id).ok_or_else(|| BundleError::Nonce(id.clone()))?;
        let line = Line {
            document: String::from_utf8_lossy(&canonical(document)?).into_owned(),
            leaf: position.get(id.as_str()).copied(),
            nonce: hex::encode(nonce),
            status: "accepted".into(),
            submission: id.clone(),
        };
        documents.extend(canonical(&line)?);
        documents.push(b'\n');
    }
    files.insert("documents.jsonl".into(), documents);
    let log = evidence.leaves.iter().enumerate().map(|(i, leaf)| LogRow {
        position: i as u64,
        leaf_hash: hex::encode(leaf.hash),
        submission: leaf.submission.clone().unwrap_or_default(),
        status: leaf.status.clone(),
    });
    files.insert(
        "log.csv".into(),
        table(&["position", "leaf_hash", "submission", "status"], log)?,
    );
    let strata = data
        .strata
        .iter()
        .map(|s| (&s.audience.0, &s.stratum, s.frame, s.issued));
    files.insert(
        "strata.csv".into(),
        table(&["audience", "stratum", "frame", "issued"], strata)?,
    );
    let cases = data.cases.iter().map(|c| (&c.audience.0, &c.stratum, &c.code, c.count));
    files.insert(
        "cases.csv".into(),
        table(&["audience", "stratum", "code", "count"], cases)?,
    );
    let removals = data.removals.iter().map(|r| (&r.submission, &r.code, &r.reason));
    files.insert(
        "removals.csv".into(),
        table(&["submission", "code", "reason"], removals)?,
    );
    let mut epochs = Vec::new();
    for epoch in &evidence.epochs {
        epochs.extend(epoch.canonical()?);
        epochs.push(b'\n');
    }
    files.insert("epochs.jsonl".into(), epochs);
    let commitments = evidence.key_commitments.iter().enumerate();
    let commitments = commitments.map(|(i, hash)| CommitmentRow {
        position: i as u64,
        commitment: hex::encode(hash),
    });
    files.insert(
        "key_commitments.csv".into(),
        table(&["position", "commitment"], commitments)?,
    );
    Ok(())
}

/// A CSV with a header even when it has no rows; LF line ends, no BOM.
pub(super) fn table<R: Serialize>(columns: &[&str], rows: impl Iterator<Item = R>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(columns)?;
    for row in rows {
        writer.serialize(row)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Reads the inputs back; seed, time and version of the sheet are quoted from the sheet itself.
///
/// # Errors
/// The first finding of every file that cannot be read.
pub fn read(files: &BTreeMap<String, Vec<u8>>, sheet: &ScoreSheet) -> Result<Inputs, Vec<Finding>> {
    let mut findings = Vec::new();
    let documents = keep(lines::<Line>(files, "documents.jsonl"), &mut findings);
    let log = keep(rows::<LogRow>(files, "log.csv"), &mut findings);
    let strata = keep(rows::<(String, String, u64, u64)>(files, "strata.csv"), &mut findings);
    let cases = keep(rows::<(String, String, String, u64)>(files, "cases.csv"), &mut findings);
    let removals = keep(rows::<(String, String, String)>(files, "removals.csv"), &mut findings);
    let epochs = keep(lines::<EpochTable>(files, "epochs.jsonl"), &mut findings);
    let commitments = keep(rows::<CommitmentRow>(files, "key_commitments.csv"), &mut findings);
    let mut evidence = Evidence {
        epochs,
        ..Evidence::default()
    };
    let (mut parsed, mut texts) = (Vec::new(), Vec::new());
    for (i, line) in documents.into_iter().enumerate() {
        let place = |fault| Finding::at("documents.jsonl", i + 1, fault);
        match serde_json::from_str::<Document>(&line.document) {
            Ok(document) => parsed.push(document),
            Err(error) => findings.push(place(Fault::Unreadable(error.to_string()))),
        }
        match bytes32(&line.nonce) {
            Some(nonce) => _ = evidence.nonces.insert(line.submission.clone(), nonce),
            None => findings.push(place(Fault::Unreadable("nonce".into()))),
        }
        texts.push((line.submission, line.document));
    }
    for (i, row) in log.into_iter().enumerate() {
        let Some(hash) = bytes32(&row.leaf_hash) else {
            findings.push(Finding::at("log.csv", i + 2, Fault::Unreadable("leaf_hash".into())));
            continue;
        };
        if !is_known_status(&row) {
            findings.push(Finding::at("log.csv", i + 2, Fault::Unreadable("status".into())));
            continue;
        }
        let submission = (!row.submission.is_empty()).then_some(row.submission);
        evidence.leaves.push(Leaf {
            hash,
            submission,
            status: row.status,
        });
    }
    for (i, row) in commitments.into_iter().enumerate() {
        match bytes32(&row.commitment) {
            Some(hash) => evidence.key_commitments.push(hash),
            None => findings.push(Finding::at(
                "key_commitments.csv",
                i + 2,
                Fault::Unreadable("commitment".into()),
            )),
        }
    }
    let data = RoundData {
        documents: parsed,
        strata: strata.into_iter().map(stratum).collect(),
        cases: cases.into_iter().map(case).collect(),
        removals: removals
            .into_iter()
            .map(|(submission, code, reason)| ConfirmedRemoval {
                submission,
                code,
                reason,
            })
            .collect(),
        log: head(&evidence.leaves),
        seed: sheet.seed.clone(),
        generated_at: sheet.generated_at.clone(),
        sheet_version: sheet.sheet_version,
    };
    if findings.is_empty() {
        Ok(Inputs { data, evidence, texts })
    } else {
        Err(findings)
    }
}

fn stratum((audience, stratum, frame, issued): (String, String, u64, u64)) -> StratumCount {
    StratumCount {
        audience: AudienceId(audience),
        stratum,
        frame,
        issued,
    }
}

fn case((audience, stratum, code, count): (String, String, String, u64)) -> CaseCount {
    CaseCount {
        audience: AudienceId(audience),
        stratum,
        code,
        count,
    }
}

/// Size and root of these leaves.
pub(crate) fn head(leaves: &[Leaf]) -> LogHead {
    let hashes: Vec<merkle::Hash> = leaves.iter().map(|leaf| leaf.hash).collect();
    let root = merkle::root(&merkle::Leaves(&hashes), hashes.len() as u64).expect("all leaves are in memory");
    LogHead {
        size: hashes.len() as u64,
        root: hex::encode(root),
    }
}

fn keep<T>(read: Result<Vec<T>, Finding>, findings: &mut Vec<Finding>) -> Vec<T> {
    read.unwrap_or_else(|finding| {
        findings.push(finding);
        Vec::new()
    })
}

fn file<'a>(files: &'a BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'a [u8], Finding> {
    files
        .get(name)
        .map(Vec::as_slice)
        .ok_or_else(|| Finding::of(name, Fault::Missing))
}

fn lines<T: DeserializeOwned>(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Vec<T>, Finding> {
    let unreadable = |line: usize, why: String| Finding::at(name, line, Fault::Unreadable(why));
    let text = std::str::from_utf8(file(files, name)?).map_err(|error| unreadable(0, error.to_string()))?;
    let parse = |(i, line): (usize, &str)| serde_json::from_str(line).map_err(|e| unreadable(i + 1, e.to_string()));
    text.lines().enumerate().map(parse).collect()
}

fn rows<T: DeserializeOwned>(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Vec<T>, Finding> {
    let mut reader = csv::Reader::from_reader(file(files, name)?);
    let rows = reader.deserialize().enumerate();
    rows.map(|(i, row)| row.map_err(|e| Finding::at(name, i + 2, Fault::Unreadable(e.to_string()))))
        .collect()
}

fn bytes32(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(hex, &mut bytes).ok()?;
    Some(bytes)
}
