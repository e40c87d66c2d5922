//! Canonical bytes, receipts, keys, contact data and seals.

use super::code::CodeError;
use super::*;
use crate::domain::definition::Text;
use crate::domain::random::stream;
use crate::domain::score::sheet::{QualityEvidence, SHEET_SCHEMA, ScoreSheet, SealedSheet};
use serde_json::json;
use std::collections::BTreeMap;

#[test]
fn canonical_json_is_that_of_rfc_8785() {
    let value = json!({"numbers": [333333333.333_333_3, 1e30, 4.5, 2e-3, 1e-27, -0.0, 3.0], "€": "€\n", "a": null});
    let bytes = canonical(&value).unwrap();
    let expected = r#"{"a":null,"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0,3],"€":"€\n"}"#;
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    assert!(canonical(&f64::NAN).is_err(), "a statistic that failed is no number");
    assert!(canonical(&[1.0, f64::INFINITY]).is_err());
}

#[test]
fn every_double_survives_canonical_json() {
    use proptest::prelude::*;
    proptest!(|(x in proptest::num::f64::NORMAL)| {
        let bytes = canonical(&x).unwrap();
        let back: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(back.as_f64().unwrap().to_bits(), x.to_bits());
        prop_assert_eq!(canonical(&back).unwrap(), bytes);
    });
}

#[test]
fn a_commitment_needs_nonce_and_document() {
    let entry = commitment(&[1; 32], b"{}");
    assert_eq!(entry, sha256(&[[1; 32].as_slice(), b"{}"].concat()));
    assert_ne!(entry, commitment(&[2; 32], b"{}"));
    assert_ne!(entry, commitment(&[1; 32], b"{ }"));
}

#[test]
fn a_repeated_submit_gives_the_same_receipt() {
    let key = Key32::new([5; 32]);
    let receipt = Receipt::of_edit(&key, "edit-1");
    assert_eq!(receipt, Receipt::of_edit(&key, "edit-1"));
    assert_ne!(receipt, Receipt::of_edit(&key, "edit-2"));
    assert_ne!(receipt, Receipt::of_edit(&Key32::new([6; 32]), "edit-1"));
    let printed = receipt.to_string();
    assert!(printed.starts_with("R-") && printed.len() == 21, "{printed}");
    for typed in [
        printed.as_str(),
        &printed.to_lowercase(),
        &receipt.url_form(),
        &printed.replace('-', " "),
        &printed[2..],
        &receipt.url_form()[1..],
    ] {
        assert_eq!(Receipt::parse(typed), Ok(receipt.clone()), "{typed}");
    }
    assert_eq!(format!("{receipt:?}"), "Receipt(…)");
}

#[test]
fn a_mistyped_receipt_is_told_from_something_else() {
    let receipt = Receipt::of_edit(&Key32::new([5; 32]), "edit-1").url_form();
    for place in 1..receipt.len() {
        let mut typed = receipt.clone().into_bytes();
        typed[place] = if typed[place] == b'7' { b'8' } else { b'7' };
        let typed = String::from_utf8(typed).unwrap();
        assert_eq!(Receipt::parse(&typed), Err(CodeError::Mistyped), "{typed}");
    }
    let token = crate::domain::invitation::token::Token::generate(&mut stream(&[1; 32], &["t"]));
    for typed in [token.url_form(), "", "R", &receipt[2..], &format!("{receipt}2")] {
        assert_eq!(Receipt::parse(typed), Err(CodeError::Malformed), "{typed}");
    }
    assert!(crate::domain::invitation::token::Token::parse(&receipt).is_err());
}

#[test]
fn every_purpose_has_its_own_key() {
    let master = MasterKey::new([0x0b; 32]);
    let purposes = [
        Purpose::TokenHash,
        Purpose::FormState,
        Purpose::Contact,
        Purpose::Receipt,
        Purpose::Fingerprint,
    ];
    let keys: std::collections::BTreeSet<[u8; 32]> = purposes.iter().map(|&p| *master.derive(p).bytes()).collect();
    assert_eq!(keys.len(), 5);
    // HKDF by its definition: extract with 32 zero bytes of salt, expand with one block.
    let extracted = crate::domain::random::hmac_sha256(&[0; 32], &[0x0b; 32]);
    let expanded = crate::domain::random::hmac_sha256(&extracted, b"barometer/1/contact\x01");
    assert_eq!(master.derive(Purpose::Contact).bytes(), &expanded);
    assert_eq!(
        MasterKey::from_hex(&format!("{}\n", master.to_hex())).unwrap().to_hex(),
        "0b".repeat(32)
    );
    assert!(MasterKey::from_hex("0b").is_none());
    assert!(!format!("{master:?}").contains("0b"));
}

#[test]
fn contact_data_open_only_for_their_own_unit() {
    let key = Key32::new([7; 32]);
    let mut rng = stream(&[1; 32], &["contact"]);
    let sealed = seal_contact(&key, "2009", 12, "13900000000".as_bytes(), &mut rng).unwrap();
    assert_eq!(open_contact(&key, "2009", 12, &sealed).unwrap(), b"13900000000");
    assert_ne!(
        sealed,
        seal_contact(&key, "2009", 12, b"13900000000", &mut rng).unwrap()
    );
    assert_eq!(open_contact(&key, "2009", 13, &sealed), Err(ContactError::Wrong));
    assert_eq!(open_contact(&key, "2010", 12, &sealed), Err(ContactError::Wrong));
    assert_eq!(
        open_contact(&Key32::new([8; 32]), "2009", 12, &sealed),
        Err(ContactError::Wrong)
    );
    assert_eq!(open_contact(&key, "2009", 12, &sealed[..20]), Err(ContactError::CutOff));
    for i in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[i] ^= 1;
        assert_eq!(open_contact(&key, "2009", 12, &changed), Err(ContactError::Wrong));
    }
}

fn key(role: SignerRole) -> SigningKey {
    SigningKey::generate(role, &mut stream(&[2; 32], &[role.as_str()]))
}

#[test]
fn keys_travel_as_pem_texts() {
    // RFC 8410, section 10.3.
    let text = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    let published = SigningKey::from_pem(SignerRole::Office, text).unwrap();
    let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    assert_eq!(published.public().to_pem().unwrap(), public);
    assert_eq!(PublicKey::from_pem(public).unwrap(), published.public());
    let raw = hex::decode("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1").unwrap();
    assert_eq!(published.public().key_id(), hex::encode(sha256(&raw))[..16]);

    let key = key(SignerRole::Agency);
    let again = SigningKey::from_pem(SignerRole::Agency, &key.to_pem().unwrap()).unwrap();
    assert_eq!(again.public(), key.public());
    assert_eq!(
        SigningKey::from_pem(SignerRole::Agency, public).err(),
        Some(KeyError::Secret)
    );
    assert_eq!(PublicKey::from_pem("hello").err(), Some(KeyError::Public));
    assert!("boss".parse::<SignerRole>().is_err());
}

#[test]
fn a_tree_head_is_signed_as_a_whole() {
    let key = key(SignerRole::Platform);
    let signed = TreeHead::new("2009", 7, &[3; 32], "2009-12-01T09:00:00Z")
        .sign(&key)
        .unwrap();
    assert!(signed.is_signed_by(&key.public()));
    assert!(!signed.is_signed_by(&self::key(SignerRole::Office).public()));
    let mut other = signed.clone();
    other.head.size = 8;
    assert!(!other.is_signed_by(&key.public()));
}

fn sheet() -> ScoreSheet {
    ScoreSheet {
        schema_version: SHEET_SCHEMA.into(),
        survey_id: "beijing-2009".into(),
        round: "2009".into(),
        title: Text {
            zh: "公众评价".into(),
            en: "Public evaluation".into(),
        },
        year: 2009,
        sheet_version: 1,
        generated_at: "2010-01-05T08:00:00Z".into(),
        software: "barometer 0.1.0".into(),
        method_hash: "aa".into(),
        definition_hash: "bb".into(),
        data_hash: "cc".into(),
        seed: "dd".into(),
        interval_level: 0.95,
        satisfied: Vec::new(),
        log_size: 3,
        log_root: "ee".into(),
        overrides: BTreeMap::new(),
        flags: vec!["approximate-margins".into()],
        audiences: Vec::new(),
        departments: Vec::new(),
        quality: QualityEvidence {
            flags: BTreeMap::from([("SP1".into(), 2)]),
            removed: BTreeMap::new(),
        },
    }
}

fn verdicts(sealed: &SealedSheet, keys: &[PublicKey]) -> Vec<Verdict> {
    let value = serde_json::to_value(sealed).unwrap();
    let checks = check_signatures(&value, keys).unwrap();
    checks.into_iter().map(|check| check.verdict).collect()
}

#[test]
fn a_seal_says_who_signed_and_trusts_only_given_keys() {
    let (agency, office) = (key(SignerRole::Agency), key(SignerRole::Office));
    let sealed = sign_sheet(&sheet(), &[agency.clone(), office.clone()]).unwrap();
    assert_eq!(
        verdicts(&sealed, &[agency.public(), office.public()]),
        [Verdict::Valid, Verdict::Valid]
    );
    assert_eq!(
        verdicts(&sealed, &[office.public()]),
        [Verdict::KeyNotGiven, Verdict::Valid]
    );
    assert_eq!(verdicts(&sealed, &[]), [Verdict::KeyNotGiven, Verdict::KeyNotGiven]);

    let mut forged = sealed.clone();
    forged.signatures[0].role = "office".into();
    assert_eq!(
        verdicts(&forged, &[agency.public()])[0],
        Verdict::Wrong,
        "the role is signed too"
    );
    let mut forged = sealed.clone();
    forged.sheet.flags.clear();
    assert_eq!(
        verdicts(&forged, &[agency.public(), office.public()]),
        [Verdict::Wrong; 2]
    );
    assert!(check_signatures(&json!({"sheet": 3, "signatures": []}), &[]).is_err());
}

#[test]
fn one_changed_byte_anywhere_in_the_file_is_found() {
    let key = key(SignerRole::Office);
    let sealed = sign_sheet(&sheet(), std::slice::from_ref(&key)).unwrap();
    let bytes = sealed_bytes(&sealed).unwrap();
    assert_eq!(read_sealed(&bytes).unwrap(), sealed);
    for place in 0..bytes.len() {
        for change in [1, 0x20] {
            let mut changed = bytes.clone();
            changed[place] ^= change;
            let Ok(read) = read_sealed(&changed) else { continue };
            assert_ne!(verdicts(&read, &[key.public()]), [Verdict::Valid], "byte {place}");
        }
    }
    let mut longer = bytes.clone();
    longer.push(b'\n');
    assert!(matches!(read_sealed(&longer), Err(SealError::NotCanonical(n)) if n == bytes.len()));
}
