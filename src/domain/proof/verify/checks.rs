//! The single checks of a bundle; each gives its findings, none when all is well.

use super::{Fault, Finding, first_difference};
use crate::domain::assignment::{RespondentKey, replay};
use crate::domain::definition::Survey;
use crate::domain::proof::bundle::{Inputs, MANIFEST, Manifest, manifest as manifest_of};
use crate::domain::proof::merkle::leaf_hash;
use crate::domain::proof::{canonical, commitment, sha256};
use crate::domain::score::sheet::ScoreSheet;
use std::collections::{BTreeMap, BTreeSet};

type Files = BTreeMap<String, Vec<u8>>;

/// Changed, missing and extra files.
pub(super) fn manifest(files: &Files) -> Vec<Finding> {
    let Some(bytes) = files.get(MANIFEST) else {
        return vec![Finding::of(MANIFEST, Fault::Missing)];
    };
    let stated: Manifest = match serde_json::from_slice(bytes) {
        Ok(stated) => stated,
        Err(error) => return vec![Finding::of(MANIFEST, Fault::Unreadable(error.to_string()))],
    };
    let found = manifest_of(files);
    let paths: BTreeSet<&String> = stated.files.keys().chain(found.files.keys()).collect();
    let fault = |path: &&String| match (stated.files.get(*path), found.files.get(*path)) {
        (Some(a), Some(b)) if a == b => None,
        (Some(_), Some(_)) => Some(Fault::Changed),
        (Some(_), None) => Some(Fault::Missing),
        (None, _) => Some(Fault::Extra),
    };
    paths
        .iter()
        .filter_map(|path| Some(Finding::of(path, fault(path)?)))
        .collect()
}

/// Document and nonce give the leaf that the log names for the submission; every accepted leaf has its document.
pub(super) fn documents(inputs: &Inputs, sheet: &ScoreSheet) -> Vec<Finding> {
    let leaves = inputs.evidence.leaves.iter().enumerate();
    let leaf_of: BTreeMap<&str, (u64, &[u8; 32])> = leaves
        .filter_map(|(i, leaf)| Some((leaf.submission.as_deref()?, (i as u64, &leaf.hash))))
        .collect();
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for (i, ((id, text), document)) in inputs.texts.iter().zip(&inputs.data.documents).enumerate() {
        let place = |fault| Finding::at("documents.jsonl", i + 1, fault).by(id);
        let own = document.submission == *id && document.round == sheet.round && seen.insert(id.as_str());
        if !own || canonical(document).ok().as_deref() != Some(text.as_bytes()) {
            findings.push(place(Fault::NotItsDocument));
        }
        let nonce = inputs.evidence.nonces.get(id).copied().unwrap_or_default();
        let hash = leaf_hash(&commitment(&nonce, text.as_bytes()));
        match leaf_of.get(id.as_str()) {
            None => findings.push(place(Fault::NoLeaf)),
            Some((position, leaf)) if **leaf != hash => findings.push(place(Fault::Commitment(*position))),
            Some(_) => {}
        }
    }
    let accepted = inputs
        .evidence
        .leaves
        .iter()
        .enumerate()
        .filter(|(_, leaf)| leaf.status == "accepted");
    for (i, leaf) in accepted {
        let id = leaf.submission.as_deref().unwrap_or_default();
        if !seen.contains(id) {
            findings.push(Finding::at("log.csv", i + 2, Fault::NoDocument).by(id));
        }
    }
    findings
}

/// Size and root of the log.
pub(super) fn log(inputs: &Inputs, sheet: &ScoreSheet) -> Vec<Finding> {
    let found = &inputs.data.log;
    let stated = [
        ("log_size", sheet.log_size.to_string(), found.size.to_string()),
        ("log_root", sheet.log_root.clone(), found.root.clone()),
    ];
    let wrong = stated.into_iter().filter(|(_, stated, found)| stated != found);
    wrong
        .map(|(what, stated, found)| {
            Finding::of(
                "log.csv",
                Fault::Differs {
                    what: what.into(),
                    stated,
                    found,
                },
            )
        })
        .collect()
}

/// The key commitments and every target table stand in the log as they are in the bundle.
pub(super) fn entries(inputs: &Inputs) -> Vec<Finding> {
    let evidence = &inputs.evidence;
    let logged = |status: &str, hash: [u8; 32]| evidence.leaves.iter().any(|l| l.status == status && l.hash == hash);
    let mut findings = Vec::new();
    let keys = evidence.key_commitments.concat();
    if !keys.is_empty() && !logged("keys", leaf_hash(&keys)) {
        findings.push(Finding::of("key_commitments.csv", Fault::NoLeaf));
    }
    for (i, table) in evidence.epochs.iter().enumerate() {
        if !table.canonical().is_ok_and(|bytes| logged("epoch", leaf_hash(&bytes))) {
            findings.push(Finding::at("epochs.jsonl", i + 1, Fault::NoLeaf));
        }
    }
    findings
}

/// Every K_i opens a commitment published beforehand, and no two respondents share one.
pub(super) fn keys(inputs: &Inputs) -> Vec<Finding> {
    let mut open: BTreeSet<&[u8; 32]> = inputs.evidence.key_commitments.iter().collect();
    let mut findings = Vec::new();
    for (i, document) in inputs.data.documents.iter().enumerate() {
        if document.assignment.k.is_empty() {
            continue;
        }
        let hash = RespondentKey::from_hex(&document.assignment.k).map(|key| key.commitment());
        if !hash.is_some_and(|hash| open.remove(&hash)) {
            findings.push(Finding::at("documents.jsonl", i + 1, Fault::NoCommitment).by(&document.submission));
        }
    }
    findings
}

/// Shown and assigned lists drawn again from K_i.
pub(super) fn assignments(survey: &Survey, inputs: &Inputs) -> Vec<Finding> {
    let tables: BTreeMap<u32, _> = inputs
        .evidence
        .epochs
        .iter()
        .map(|table| (table.epoch, table))
        .collect();
    let documents = inputs.data.documents.iter().enumerate();
    let check = |(i, d): (usize, &crate::domain::data::Document)| {
        let table = d.assignment.epoch.and_then(|epoch| tables.get(&epoch).copied());
        let mismatch = replay(survey, &d.audience, d.mode, &d.assignment, &d.answers, table).err()?;
        Some(Finding::at("documents.jsonl", i + 1, Fault::Assignment(mismatch.to_string())).by(&d.submission))
    };
    documents.filter_map(check).collect()
}

/// The first place where the sheet is not what was computed.
pub(super) fn sheet(stated: &ScoreSheet, computed: &ScoreSheet) -> Vec<Finding> {
    let value = |sheet| serde_json::to_value(sheet).unwrap_or_default();
    let differs = |(what, stated, found)| Finding::of("sheet.json", Fault::Differs { what, stated, found });
    first_difference(&value(stated), &value(computed))
        .map(differs)
        .into_iter()
        .collect()
}

/// Files that are not what the inputs give, with the first differing line. Inputs give themselves back only when they
/// are written exactly as the bundle writes them.
pub(super) fn files(found: &Files, expected: &Files) -> Vec<Finding> {
    let paths: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let fault = |path: &&String| match (found.get(*path), expected.get(*path)) {
        (Some(a), Some(b)) if sha256(a) == sha256(b) => None,
        (Some(a), Some(b)) => Some(Finding::at(path, first_line(a, b), Fault::NotReproduced)),
        (None, _) => Some(Finding::of(path, Fault::Missing)),
        (_, None) => Some(Finding::of(path, Fault::Extra)),
    };
    paths.iter().filter_map(fault).collect()
}

/// Line (from 1) of the first differing byte.
pub(super) fn first_line(a: &[u8], b: &[u8]) -> usize {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    1 + a[..same].iter().filter(|byte| **byte == b'\n').count()
}
