//! The public evaluation: what is refused, what has no effect, what replaces.

use crate::domain::definition::{DepartmentId, Text};
use crate::domain::ledger::fixture::{DEPARTMENTS, full_ledger, ledger};
use crate::domain::ledger::{
    Intake, Ledger, LedgerRefusal, Minutes, Points, Signatories, Step, StepRecord, check_sheet,
};
use crate::domain::proof::{SignerRole, SigningKey, sealed_bytes, sign_sheet};
use crate::domain::score::sheet::{
    DepartmentScore, QualityEvidence, SHEET_SCHEMA, ScoreSheet, ScoreStatus, SealedSheet,
};
use rand::SeedableRng;
use std::collections::BTreeMap;

fn key(role: SignerRole, seed: u64) -> SigningKey {
    SigningKey::generate(role, &mut rand_chacha::ChaCha20Rng::seed_from_u64(seed))
}

fn keys() -> [SigningKey; 2] {
    [key(SignerRole::Agency, 1), key(SignerRole::Office, 2)]
}

fn trusted() -> Signatories {
    let [agency, office] = keys().map(|key| key.public());
    Signatories { agency, office }
}

fn department(id: &str, score: Option<&str>) -> DepartmentScore {
    DepartmentScore {
        department_id: DepartmentId(id.into()),
        name: Text {
            zh: id.into(),
            en: id.into(),
        },
        class: "A".into(),
        audience_weights: BTreeMap::new(),
        effective_weights: BTreeMap::new(),
        status: if score.is_some() {
            ScoreStatus::Final
        } else {
            ScoreStatus::NoScore
        },
        score: score.map(str::to_owned),
        score_se: None,
        score_ci_low: None,
        score_ci_high: None,
        rate: None,
        rate_se: None,
        rate_ci_low: None,
        rate_ci_high: None,
        index: None,
        index_se: None,
        df: None,
        n: 0,
        n_eff_kish: 0.0,
        n_eff_design: None,
        familiarity: None,
        dont_know: None,
        used_rate: None,
        rank: None,
        rank_low: None,
        rank_high: None,
        flags: Vec::new(),
        audiences: Vec::new(),
        sensitivity: BTreeMap::new(),
    }
}

fn sheet(version: u32) -> ScoreSheet {
    let scores = [Some("13.62"), Some("20.00"), Some("0.00"), None];
    let departments = DEPARTMENTS
        .iter()
        .zip(scores)
        .map(|((id, ..), score)| department(id, score));
    ScoreSheet {
        schema_version: SHEET_SCHEMA.into(),
        survey_id: "riverton".into(),
        round: "riverton-2010".into(),
        title: Text {
            zh: "河镇".into(),
            en: "Riverton".into(),
        },
        year: 2010,
        sheet_version: version,
        generated_at: "2010-12-20T08:00:00Z".into(),
        software: "barometer".into(),
        method_hash: String::new(),
        definition_hash: String::new(),
        data_hash: String::new(),
        seed: String::new(),
        interval_level: 0.95,
        satisfied: Vec::new(),
        log_size: 0,
        log_root: String::new(),
        overrides: BTreeMap::new(),
        flags: Vec::new(),
        audiences: Vec::new(),
        departments: departments.collect(),
        quality: QualityEvidence {
            flags: BTreeMap::new(),
            removed: BTreeMap::new(),
        },
    }
}

fn takes(ledger: &Ledger, sealed: &SealedSheet) -> Result<Intake, LedgerRefusal> {
    check_sheet(
        ledger,
        &sealed_bytes(sealed).unwrap(),
        &trusted(),
        ("sheet.json", "王科", 7),
    )
}

fn signed(sheet: &ScoreSheet) -> SealedSheet {
    sign_sheet(sheet, &keys()).unwrap()
}

/// What importing the changed sheet, signed as it should be, is refused for.
fn refused(change: impl Fn(&mut ScoreSheet)) -> String {
    let mut sheet = sheet(1);
    change(&mut sheet);
    takes(&ledger(), &signed(&sheet)).unwrap_err().to_string()
}

#[test]
fn a_sealed_sheet_gives_every_department_its_points_or_none() {
    let Ok(Intake::New(import)) = takes(&ledger(), &signed(&sheet(1))) else {
        panic!()
    };
    let points: Vec<Option<String>> = import
        .scores
        .values()
        .map(|one| one.points.map(|p| p.to_string()))
        .collect();
    assert_eq!(
        points,
        [Some("13.62".into()), Some("20.00".into()), Some("0.00".into()), None]
    );
    assert_eq!(
        (import.version, import.by.as_str(), import.at, import.hash.len()),
        (1, "王科", 7, 64)
    );
}

#[test]
fn every_bad_sheet_is_refused_with_its_own_reason() {
    assert!(refused(|sheet| sheet.round = "other".into()).contains("of round “other”"));
    assert!(refused(|sheet| sheet.year = 2009).contains("the sheet is of 2009, this ledger of 2010"));
    assert!(refused(|sheet| sheet.departments[0].score = Some("20.01".into())).contains("“20.01”"));
    assert!(refused(|sheet| sheet.departments[0].score = Some("-0.01".into())).contains("0.00 to 20.00"));
    assert!(refused(|sheet| sheet.departments[0].score = Some("1e1".into())).contains("“1e1”"));
    assert!(refused(|sheet| sheet.departments[0].score = None).contains("status is final"));
    assert!(refused(|sheet| sheet.departments.push(department("D77", Some("1.00")))).contains("“D77”"));
    assert!(refused(|sheet| sheet.departments.push(department("D01", Some("1.00")))).contains("“D01” twice"));
    assert!(refused(|sheet| drop(sheet.departments.pop())).contains("lacks departments of this ledger: “D04”"));
}

#[test]
fn a_sheet_counts_only_with_both_signatures_by_their_own_keys() {
    let told = |sealed: &SealedSheet| takes(&ledger(), sealed).unwrap_err().to_string();
    let mut sealed = signed(&sheet(1));
    let office = sealed.signatures.pop().unwrap();
    assert!(told(&sealed).contains("not signed for the office"));
    sealed.signatures[0].role = "office".into();
    assert!(told(&sealed).contains("not signed for the agency"), "{}", told(&sealed));
    let mut changed = signed(&sheet(1));
    changed.sheet.departments[0].score = Some("13.63".into());
    assert!(told(&changed).contains("the agency's signature"), "{}", told(&changed));
    let stranger = key(SignerRole::Office, 3);
    let [agency, _] = keys();
    let foreign = sign_sheet(&sheet(1), &[agency.clone(), stranger.clone()]).unwrap();
    assert!(told(&foreign).contains(&format!("with the key {}", stranger.public().key_id())));
    // The agency's key under the office's name is not the office.
    let pem = agency.to_pem().unwrap();
    let posing = SigningKey::from_pem(SignerRole::Office, &pem).unwrap();
    let posed = sign_sheet(&sheet(1), &[agency, posing]).unwrap();
    assert!(
        told(&posed).contains("the office's signature was made with the key"),
        "{}",
        told(&posed)
    );
    let mut renamed = signed(&sheet(1));
    renamed.signatures[0].signature = office.signature;
    assert!(told(&renamed).contains("is not of this sheet"));
}

#[test]
fn a_file_that_is_no_sealed_sheet() {
    for bytes in ["", "{}", "hello", "部门,得分\nD01,3\n"] {
        let refused = check_sheet(&ledger(), bytes.as_bytes(), &trusted(), ("x.json", "王科", 7));
        assert!(matches!(refused, Err(LedgerRefusal::NotASheet(_))), "{bytes}");
    }
    let mut bytes = sealed_bytes(&signed(&sheet(1))).unwrap();
    bytes.push(b' ');
    let refused = check_sheet(&ledger(), &bytes, &trusted(), ("x.json", "王科", 7));
    assert!(matches!(refused, Err(LedgerRefusal::NotASheet(_))));
}

#[test]
fn the_same_sheet_does_nothing_a_newer_one_replaces_an_older_one_is_refused() {
    let mut ledger = ledger();
    let Ok(Intake::New(second)) = takes(&ledger, &signed(&sheet(2))) else {
        panic!()
    };
    ledger.sheets.push(second);
    assert_eq!(takes(&ledger, &signed(&sheet(2))).unwrap(), Intake::Same(2));
    assert!(matches!(takes(&ledger, &signed(&sheet(3))), Ok(Intake::New(third)) if third.version == 3));
    let older = takes(&ledger, &signed(&sheet(1)));
    assert!(matches!(older, Err(LedgerRefusal::OlderVersion { found: 1, has: 2 })));
    let mut other = sheet(2);
    other.departments[0].score = Some("13.00".into());
    assert!(matches!(
        takes(&ledger, &signed(&other)),
        Err(LedgerRefusal::OtherSameVersion(2))
    ));
}

#[test]
fn a_provisional_score_is_not_for_the_ledger_and_a_locked_ledger_takes_no_sheet() {
    let mut ledger = full_ledger();
    ledger.sheets.clear();
    let mut provisional = sheet(1);
    provisional.departments[0].status = ScoreStatus::Provisional;
    let Ok(Intake::New(import)) = takes(&ledger, &signed(&provisional)) else {
        panic!()
    };
    ledger.sheets.push(import);
    let standing = crate::domain::ledger::standing(&ledger);
    assert_eq!((standing.totals[0].total, standing.totals[0].rank), (None, None));
    assert!(standing.totals[1].total > Some(Points::ZERO));
    let minutes = Minutes {
        who: "绩效办".into(),
        on: jiff::civil::date(2011, 1, 10),
        note: String::new(),
    };
    ledger.steps.push(StepRecord {
        step: Step::Compiled,
        minutes,
        by: "张处".into(),
        at: 0,
    });
    assert!(matches!(
        takes(&ledger, &signed(&sheet(2))),
        Err(LedgerRefusal::Locked { .. })
    ));
    assert_eq!(
        takes(&ledger, &signed(&provisional)).unwrap(),
        Intake::Same(1),
        "the same has no effect at any time"
    );
}
