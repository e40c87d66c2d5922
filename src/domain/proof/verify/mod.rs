//! `verify`: signatures against given keys and, with the auditor's bundle, every number of the sheet made again.

mod checks;
mod diff;
mod report;

pub use diff::first_difference;
pub use report::{Check, Fault, Finding, Outcome, Report};

use super::bundle::{self, Bundle};
use super::{PublicKey, SignatureCheck, Verdict, check_signatures, read_sealed};
use crate::domain::definition::{Survey, SurveyFile, parse};
use crate::domain::score::sheet::SealedSheet;
use crate::domain::score::{SurveyHashes, compute};
use serde_json::Value;
use std::collections::BTreeSet;

/// Checks a sealed sheet's file. Only the given keys are trusted; without a bundle only signatures can be checked.
pub fn verify(sheet: &[u8], keys: &[PublicKey], bundle: Option<&Bundle>) -> Report {
    let mut report = Report::default();
    let sealed = match read_sealed(sheet) {
        Ok(sealed) => Some(sealed),
        Err(error) => {
            report.find(
                Check::Form,
                vec![Finding::of("sheet.json", Fault::Unreadable(error.to_string()))],
            );
            None
        }
    };
    if sealed.is_some() {
        report.find(Check::Form, vec![]);
    }
    signatures(&mut report, sheet, keys);
    if let Some(bundle) = bundle {
        report.find(Check::Manifest, checks::manifest(&bundle.files));
        if bundle.files.get("sheet.json").is_some_and(|inside| inside != sheet) {
            let line = checks::first_line(&bundle.files["sheet.json"], sheet);
            report.find(Check::Sheet, vec![Finding::at("sheet.json", line, Fault::OtherSheet)]);
        }
        if let Some(sealed) = sealed {
            recompute(&mut report, &sealed, bundle);
        }
    }
    report
}

fn signatures(report: &mut Report, sheet: &[u8], keys: &[PublicKey]) {
    let Ok(value) = serde_json::from_slice::<Value>(sheet) else {
        return;
    };
    let checked = match check_signatures(&value, keys) {
        Ok(checked) => checked,
        Err(error) => {
            report.find(
                Check::Signatures,
                vec![Finding::of("sheet.json", Fault::Unreadable(error.to_string()))],
            );
            return;
        }
    };
    let wrong = checked.iter().filter(|c| c.verdict == Verdict::Wrong);
    let mut findings: Vec<Finding> = wrong
        .map(|c| Finding::of("sheet.json", Fault::WrongSignature(c.role.clone(), c.key_id.clone())))
        .collect();
    findings.extend(twice(&checked).map(|role| Finding::of("sheet.json", Fault::SignedTwice(role))));
    findings.extend(silent(&checked, keys).map(|key| Finding::of("sheet.json", Fault::NotSignedBy(key))));
    report.valid_signatures = checked
        .iter()
        .filter(|c| c.verdict == Verdict::Valid)
        .map(|c| (c.role.clone(), c.key_id.clone()))
        .collect();
    report.unchecked_signatures = checked
        .iter()
        .filter(|c| c.verdict == Verdict::KeyNotGiven)
        .map(|c| (c.role.clone(), c.key_id.clone()))
        .collect();
    if !report.valid_signatures.is_empty() || !findings.is_empty() {
        report.find(Check::Signatures, findings);
    }
}

/// Roles that signed more than once: one of the two signatures was added to the sheet.
fn twice(checked: &[SignatureCheck]) -> impl Iterator<Item = String> {
    let seen: BTreeSet<&str> = checked.iter().map(|c| c.role.as_str()).collect();
    let times = |role: &str| checked.iter().filter(|c| c.role == role).count();
    let twice: Vec<String> = seen
        .into_iter()
        .filter(|role| times(role) > 1)
        .map(str::to_owned)
        .collect();
    twice.into_iter()
}

/// Given keys without a signature: whoever names a key expects its owner to have signed.
fn silent(checked: &[SignatureCheck], keys: &[PublicKey]) -> impl Iterator<Item = String> {
    let signed: BTreeSet<&str> = checked.iter().map(|c| c.key_id.as_str()).collect();
    keys.iter()
        .map(PublicKey::key_id)
        .filter(move |key| !signed.contains(key.as_str()))
}

/// Everything from the bundle's inputs to the sheet and back to the bundle's other files.
fn recompute(report: &mut Report, sealed: &SealedSheet, bundle: &Bundle) {
    let Some(survey) = survey(report, sealed, bundle) else {
        return;
    };
    let inputs = match bundle::read(&bundle.files, &sealed.sheet) {
        Ok(inputs) => inputs,
        Err(findings) => return report.find(Check::Inputs, findings),
    };
    report.find(Check::Inputs, vec![]);
    report.find(Check::Documents, checks::documents(&inputs, &sealed.sheet));
    let log = [checks::log(&inputs, &sealed.sheet), checks::entries(&inputs)].concat();
    report.find(Check::Log, log);
    report.find(Check::Keys, checks::keys(&inputs));
    report.find(Check::Assignments, checks::assignments(&survey, &inputs));
    let hashes = SurveyHashes {
        definition: survey.definition_hash(),
        method: survey.method_hash(),
    };
    let computation = match compute(&survey, &inputs.data, &hashes) {
        Ok(computation) => computation,
        Err(error) => {
            return report.find(
                Check::Sheet,
                vec![Finding::of("sheet.json", Fault::NotComputable(error.to_string()))],
            );
        }
    };
    report.find(Check::Sheet, checks::sheet(&sealed.sheet, &computation.sheet));
    let again = SealedSheet {
        sheet: computation.sheet.clone(),
        signatures: sealed.signatures.clone(),
    };
    match bundle::build(&again, &survey, &inputs.data, &computation, &inputs.evidence) {
        Ok(expected) => report.find(Check::Files, checks::files(&bundle.files, &expected.files)),
        Err(error) => report.find(
            Check::Files,
            vec![Finding::of("documents.jsonl", Fault::NotComputable(error.to_string()))],
        ),
    }
}

fn survey(report: &mut Report, sealed: &SealedSheet, bundle: &Bundle) -> Option<Survey> {
    let mut files = Vec::new();
    for (path, bytes) in &bundle.files {
        let Some(inside) = path.strip_prefix("survey/") else {
            continue;
        };
        match String::from_utf8(bytes.clone()) {
            Ok(text) => files.push(SurveyFile {
                path: inside.into(),
                text,
            }),
            Err(error) => report.find(
                Check::Survey,
                vec![Finding::of(path, Fault::Unreadable(error.to_string()))],
            ),
        }
    }
    match parse(files) {
        Ok(survey) => {
            let hashes = [
                (
                    "definition_hash",
                    &sealed.sheet.definition_hash,
                    survey.definition_hash(),
                ),
                ("method_hash", &sealed.sheet.method_hash, survey.method_hash()),
            ];
            let wrong = hashes.into_iter().filter(|(_, stated, found)| *stated != found);
            let differs = |(name, stated, found): (&str, &String, String)| {
                Finding::of(
                    "survey/",
                    Fault::Differs {
                        what: name.into(),
                        stated: stated.clone(),
                        found,
                    },
                )
            };
            report.find(Check::Survey, wrong.map(differs).collect());
            Some(survey)
        }
        Err(problems) => {
            let told = |p: &crate::domain::definition::Problem| {
                Finding::at(
                    &format!("survey/{}", p.place.file),
                    p.place.line,
                    Fault::Unreadable(format!("found {}; expected {}", p.found, p.expected)),
                )
            };
            report.find(Check::Survey, problems.0.iter().map(told).collect());
            None
        }
    }
}
