//! An auditor receives a bundle: untouched it verifies, and any touched byte is found and named.

use barometer::domain::assignment::{EpochTable, Known, RespondentKey, assigned_list, known, shown_list};
use barometer::domain::data::*;
use barometer::domain::definition::{AudienceId, Language, QuestionId, Survey, SurveyFile, parse};
use barometer::domain::proof::bundle::{Bundle, Evidence, Leaf, build};
use barometer::domain::proof::verify::{Check, Fault, Outcome, Report, verify};
use barometer::domain::proof::{
    PublicKey, SignerRole, SigningKey, canonical, commitment, merkle, sealed_bytes, sign_sheet,
};
use barometer::domain::score::sheet::SealedSheet;
use barometer::domain::score::{SurveyHashes, compute};
use barometer::text;
use barometer::text::problems::Extent;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeMap;
use std::path::Path;

fn survey() -> Survey {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/kansas-city-2021q3");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(SurveyFile {
                path: inside,
                text: std::fs::read_to_string(&path).unwrap(),
            });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    parse(files).unwrap()
}

/// 120 respondents whose answers follow from their number.
fn documents(survey: &Survey) -> Vec<Document> {
    let audience = &survey.audiences[0];
    let key = RespondentKey::from_bytes([0; 32]);
    let shown = shown_list(survey, &audience.id, &[], &key);
    let document = |i: usize| {
        let mut answers = Answers::default();
        let district = (1 + i % 6).to_string();
        answers
            .plain
            .insert(QuestionId("district".into()), Answer::One(district.clone()));
        let sex = if i % 7 < 3 { "male" } else { "female" };
        answers.plain.insert(QuestionId("sex".into()), Answer::One(sex.into()));
        let grades = ["5", "4", "4", "3", "2", "dk", "5", "1"];
        let rated = survey.departments.iter().enumerate();
        let rated = rated.map(|(d, dep)| (dep.id.clone(), Answer::One(grades[(i * 5 + d * 3 + i / 9) % 8].into())));
        answers
            .by_department
            .insert(audience.questionnaire.scored().id.clone(), rated.collect());
        let known: Known = known(survey, audience, &shown, &BTreeMap::new());
        Document {
            schema: "barometer/submission/1".into(),
            round: survey.round.id.clone(),
            submission: format!("{i:08x}-0000-4000-8000-000000000000"),
            audience: AudienceId("residents".into()),
            stratum: district,
            frame: BTreeMap::new(),
            mode: Mode::Paper,
            scale_order: "best-first".into(),
            arrived: "2021-09-01T09Z".into(),
            seconds: BTreeMap::new(),
            disposition: "1.1".into(),
            assignment: Assignment {
                k: String::new(),
                excluded: vec![],
                shown: shown.clone(),
                epoch: None,
                assigned: assigned_list(survey, audience, &known, &EpochTable::default(), &key),
            },
            answers,
        }
    };
    (0..120).map(document).collect()
}

#[test]
fn a_missing_or_doubled_signature_is_named() {
    let Audit { sheet, key, .. } = audit();
    let stranger = SigningKey::generate(SignerRole::Office, &mut ChaCha20Rng::seed_from_u64(2)).public();
    let report = verify(&sheet, &[key.clone(), stranger.clone()], None);
    let said = findings(&report);
    assert_eq!(report.outcome(), Outcome::Failed, "{said}");
    assert!(said.contains(&format!("{} did not sign", stranger.key_id())), "{said}");
    let mut doubled: SealedSheet = serde_json::from_slice(&sheet).unwrap();
    doubled.signatures.push(doubled.signatures[0].clone());
    let report = verify(&sealed_bytes(&doubled).unwrap(), &[key], None);
    assert_eq!(report.outcome(), Outcome::Failed);
    assert!(findings(&report).contains("platform signed more than once"));
}

struct Audit {
    sheet: Vec<u8>,
    key: PublicKey,
    bundle: Bundle,
}

fn audit() -> Audit {
    let survey = survey();
    let documents = documents(&survey);
    let mut evidence = Evidence::default();
    for (i, document) in documents.iter().enumerate() {
        let nonce = [i as u8 + 1; 32];
        let hash = merkle::leaf_hash(&commitment(&nonce, &canonical(document).unwrap()));
        evidence.nonces.insert(document.submission.clone(), nonce);
        evidence.leaves.push(Leaf {
            hash,
            submission: Some(document.submission.clone()),
            status: "accepted".into(),
        });
    }
    let hashes: Vec<merkle::Hash> = evidence.leaves.iter().map(|leaf| leaf.hash).collect();
    let root = merkle::root(&merkle::Leaves(&hashes), 120).unwrap();
    let data = RoundData {
        documents,
        strata: vec![],
        cases: vec![],
        removals: vec![],
        log: LogHead {
            size: 120,
            root: hex::encode(root),
        },
        seed: String::new(),
        generated_at: "2021-12-01T08:00:00Z".into(),
        sheet_version: 1,
    };
    let stated = SurveyHashes {
        definition: survey.definition_hash(),
        method: survey.method_hash(),
    };
    let computation = compute(&survey, &data, &stated).unwrap();
    let key = SigningKey::generate(SignerRole::Platform, &mut ChaCha20Rng::seed_from_u64(1));
    let public = key.public();
    let sealed = sign_sheet(&computation.sheet, &[key]).unwrap();
    let bundle = build(&sealed, &survey, &data, &computation, &evidence).unwrap();
    assert_eq!(
        bundle,
        build(&sealed, &survey, &data, &computation, &evidence).unwrap(),
        "same round, same bytes"
    );
    Audit {
        sheet: sealed_bytes(&sealed).unwrap(),
        key: public,
        bundle,
    }
}

fn findings(report: &Report) -> String {
    text::verify::print(report, Language::En, Extent::All)
}

#[test]
fn an_untouched_bundle_is_verified_with_the_key_and_unproved_without() {
    let Audit { sheet, key, bundle } = audit();
    let report = verify(&sheet, std::slice::from_ref(&key), Some(&bundle));
    assert_eq!(report.outcome(), Outcome::Verified, "{}", findings(&report));
    let report = verify(&sheet, &[], Some(&bundle));
    assert_eq!(report.outcome(), Outcome::Unproved);
    assert!(findings(&report).contains("No key was given"));
    let stranger = SigningKey::generate(SignerRole::Platform, &mut ChaCha20Rng::seed_from_u64(2)).public();
    assert_eq!(verify(&sheet, &[stranger], None).outcome(), Outcome::Failed);
    assert!(text::verify::print(&report, Language::Zh, Extent::All).contains("来源未证实"));
}

#[test]
fn one_changed_byte_in_any_file_is_found_even_with_a_forged_manifest() {
    let Audit { sheet, key, bundle } = audit();
    for path in bundle.files.keys().filter(|path| *path != "manifest.json") {
        let mut touched = bundle.clone();
        let bytes = touched.files.get_mut(path).unwrap();
        if bytes.is_empty() {
            bytes.push(b'\n');
        }
        let middle = bytes.len() / 2;
        bytes[middle] = if bytes[middle] == b'7' { b'8' } else { b'7' };
        let report = verify(&sheet, std::slice::from_ref(&key), Some(&touched));
        assert!(
            report.findings().any(|f| f.file == *path && f.fault == Fault::Changed),
            "{path}"
        );
        let manifest = barometer::domain::proof::bundle::manifest(&touched.files);
        touched.files.insert(
            "manifest.json".into(),
            [canonical(&manifest).unwrap(), b"\n".to_vec()].concat(),
        );
        let report = verify(&sheet, std::slice::from_ref(&key), Some(&touched));
        assert_eq!(report.outcome(), Outcome::Failed, "{path}");
        let named = report
            .findings()
            .any(|f| f.file == *path || (path.starts_with("survey/") && f.file.starts_with("survey/")));
        assert!(named, "{path} is named: {}", findings(&report));
    }
}

#[test]
fn missing_and_extra_files_are_named() {
    let Audit { sheet, key, mut bundle } = audit();
    bundle.files.remove("weights.csv");
    bundle.files.insert("notes.txt".into(), vec![]);
    let report = verify(&sheet, &[key], Some(&bundle));
    let told = findings(&report);
    assert!(told.contains("weights.csv: the file is missing"), "{told}");
    assert!(told.contains("notes.txt: the file should not be there"), "{told}");
}

#[test]
fn a_changed_answer_names_its_line_its_submission_and_what_changed_on_the_sheet() {
    let Audit { sheet, key, mut bundle } = audit();
    let text = String::from_utf8(bundle.files["documents.jsonl"].clone()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[4] = lines[4].replacen(":\\\"4\\\"", ":\\\"5\\\"", 1);
    bundle
        .files
        .insert("documents.jsonl".into(), (lines.join("\n") + "\n").into_bytes());
    let report = verify(&sheet, &[key], Some(&bundle));
    let told = findings(&report);
    assert!(told.contains("documents.jsonl line 5 (submission 00000004-"), "{told}");
    let sheet_check = report.checks.iter().find(|(check, _)| *check == Check::Sheet).unwrap();
    assert!(matches!(&sheet_check.1[0].fault, Fault::Differs { .. }), "{told}");
}

#[test]
fn a_sheet_with_a_better_score_loses_its_signature() {
    let Audit { sheet, key, bundle } = audit();
    let text = String::from_utf8(sheet).unwrap();
    let at = text.find("\"score\":\"").unwrap() + 9;
    let better = format!("{}9{}", &text[..at], &text[at + 1..]);
    let report = verify(better.as_bytes(), &[key], Some(&bundle));
    let told = findings(&report);
    assert!(told.contains("the signature of platform is false"), "{told}");
    assert!(told.contains("departments[0].score"), "{told}");
}
