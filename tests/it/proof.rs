//! What can be proved afterwards: the log, the receipts, the sealed bytes, and the auditor's bundle.

use crate::journey::the_town_answers;
use crate::support::{Person, TestApp, on_both, saying};
use barometer::domain::definition::Language;
use barometer::domain::proof::bundle::Bundle;
use barometer::domain::proof::merkle::{leaf_hash, node_hash};
use barometer::domain::proof::verify::{Outcome, verify};
use barometer::domain::proof::{PublicKey, Receipt, commitment, sealed_bytes};
use barometer::storage::{epoch, log, submission};
use barometer::text;
use barometer::web::public::receipt::ReceiptState;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// What `/verify` says about a code, recognised by its heading.
async fn asks(town: &TestApp, code: &str, language: Language) -> (ReceiptState, String) {
    let mut phone = town.browser("/verify");
    let address = if language == Language::En {
        "/verify?lang=en"
    } else {
        "/verify"
    };
    phone.posts(address, &[("code".into(), code.into())]).await;
    assert!(phone.page.status.is_success(), "{}", phone.page.status);
    let words = &text::public::of(language).receipt.answers;
    let states = [
        ReceiptState::Recorded,
        ReceiptState::Waiting,
        ReceiptState::Replaced,
        ReceiptState::Withdrawn,
        ReceiptState::Used,
        ReceiptState::SetAside,
        ReceiptState::Unknown,
        ReceiptState::Mistyped,
    ];
    let said = states.into_iter().find(|state| {
        let (heading, explanation) = words[*state as usize];
        phone.page.html.contains(&format!("<h2>{heading}</h2>")) && phone.page.html.contains(explanation)
    });
    (said.expect("one of the eight answers"), phone.page.html.clone())
}

#[test]
fn the_public_log_tells_no_more_than_the_hour_of_an_answer() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        assert_eq!(town.looks_for_work().await, 2, "the keys and the first target table");
        for invitation in &invitations[..3] {
            let person = Person::of(invitation);
            let answer = |field: &_| person.answer(field);
            town.phone(invitation).answers_everything(&answer).await;
            town.app.clock.advance(5 * 60);
            assert_eq!(town.looks_for_work().await, 0);
        }
        town.app.clock.advance(60 * 60);
        assert_eq!(town.looks_for_work().await, 3, "all of the hour together");
        assert_eq!(town.looks_for_work().await, 0);
        assert_eq!(log::heads(&town.app.db, &town.round).await.unwrap().len(), 2);
    });
}

#[test]
fn a_receipt_learns_what_became_of_the_answers_and_never_what_they_say() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let zh = Language::Zh;
        let person = Person::of(&invitations[0]);
        let mut phone = town.phone(&invitations[0]);
        let first = phone.answers_everything(&|field| person.answer(field)).await;
        assert_eq!(asks(&town, &first, zh).await.0, ReceiptState::Waiting);
        town.sleeps_a_night().await;
        let (state, page) = asks(&town, &first, zh).await;
        assert_eq!(state, ReceiptState::Recorded);
        let head = log::heads(&town.app.db, &town.round).await.unwrap().pop().unwrap();
        assert!(
            page.contains(&format!(">{}<", head.root)),
            "the page shows the log's root"
        );
        for typed in [first.to_lowercase(), first.replace('-', " "), format!("  {first} ")] {
            assert_eq!(
                asks(&town, &typed, Language::En).await.0,
                ReceiptState::Recorded,
                "typed as “{typed}”"
            );
        }
        phone.opens_page("again").await;
        phone.goes_on_until("receipt", &|field| person.answer(field)).await;
        let second = phone.page.receipt().unwrap();
        assert_eq!(asks(&town, &first, zh).await.0, ReceiptState::Replaced);
        assert_eq!(asks(&town, &second, zh).await.0, ReceiptState::Waiting);
        let unknown = Receipt::of_edit(&town.app.keys.receipt, "an edit that never was").to_string();
        assert_eq!(asks(&town, &unknown, zh).await.0, ReceiptState::Unknown);
        let wrong = if first.ends_with('A') { "B" } else { "A" };
        assert_eq!(
            asks(&town, &format!("{}{wrong}", &first[..first.len() - 1]), zh)
                .await
                .0,
            ReceiptState::Mistyped
        );
        for nonsense in ["", "R-", "<script>", "1234-5678"] {
            assert_eq!(asks(&town, nonsense, zh).await.0, ReceiptState::Mistyped, "{nonsense}");
        }
        let form = [
            ("code".to_owned(), second.clone()),
            ("sure".to_owned(), "yes".to_owned()),
        ];
        phone.posts("/verify/withdraw", &form[..1]).await;
        assert_eq!(
            asks(&town, &second, zh).await.0,
            ReceiptState::Waiting,
            "not without the tick"
        );
        phone.posts("/verify/withdraw", &form).await;
        assert_eq!(asks(&town, &second, zh).await.0, ReceiptState::Withdrawn);
        assert!(town.documents().await.is_empty());
        assert_eq!(town.code_of(&invitations[0]).await.as_deref(), Some("2.16"));
        phone.opens_page("again").await;
        let third = phone
            .goes_on_until("receipt", &|field| person.answer(field))
            .await
            .receipt()
            .unwrap();
        assert_eq!(
            asks(&town, &third, zh).await.0,
            ReceiptState::Waiting,
            "who withdrew may answer again"
        );
        assert_eq!(town.counts().await["submission"], 3, "all three stay in the log");
    });
}

#[test]
fn after_sealing_a_receipt_says_used_or_set_aside_and_nobody_can_withdraw() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let receipts = the_town_answers(&town, &invitations).await;
        // Invitation 3 was left out by the town: it rushes through and gives one grade to everything.
        assert_eq!(invitations[3].audience, "residents");
        let mut hurried = town.phone(&invitations[3]);
        hurried.seconds = 1;
        let person = Person::of(&invitations[3]);
        let straight = saying(&[("know", "1"), ("rating", "4"), ("speed", "4")]);
        let rushed = hurried
            .answers_everything(&|field| straight(field).or_else(|| person.answer(field)))
            .await;
        let sealed = town.closes_to_seal().await;
        assert_eq!(sealed.sheet.quality.removed.values().sum::<u64>(), 1);
        assert_eq!(asks(&town, &receipts[0], Language::Zh).await.0, ReceiptState::Used);
        assert_eq!(asks(&town, &rushed, Language::En).await.0, ReceiptState::SetAside);
        let before = town.everything().await;
        let form = [
            ("code".to_owned(), receipts[0].clone()),
            ("sure".to_owned(), "yes".to_owned()),
        ];
        hurried.posts("/verify/withdraw", &form).await;
        assert_eq!(asks(&town, &receipts[0], Language::Zh).await.0, ReceiptState::Used);
        assert_eq!(before, town.everything().await);
        for row in town.rows("sample_unit").await {
            assert!(row["respondent_id"].is_null(), "a person is still linked to answers");
        }
        for row in town.rows("submission").await {
            assert!(row["respondent_id"].is_null(), "answers are still linked to a person");
        }
        for table in ["respondent", "edit", "page_save"] {
            assert!(town.rows(table).await.is_empty(), "{table} was to be destroyed");
        }
    });
}

/// The root of RFC 9162 2.1.1, by the book.
fn root(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [one] => *one,
        _ => {
            let split = leaves.len().next_power_of_two() / 2;
            node_hash(&root(&leaves[..split]), &root(&leaves[split..]))
        }
    }
}

#[test]
fn the_root_of_the_log_is_what_the_committed_documents_give() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let sealed = town.closes_to_seal().await;
        let mut stored = submission::all(&town.app.db, &town.round).await.unwrap();
        stored.sort_by_key(|one| one.leaf_index);
        let leaves: Vec<[u8; 32]> = stored
            .iter()
            .map(|one| leaf_hash(&commitment(&one.nonce.clone().try_into().unwrap(), &one.bytes)))
            .collect();
        assert!(stored.iter().zip(&leaves).all(|(one, leaf)| one.leaf == leaf));
        let mut log: Vec<(u64, [u8; 32])> = stored.iter().map(|one| one.leaf_index.unwrap()).zip(leaves).collect();
        for entry in log::entries(&town.app.db, &town.round).await.unwrap() {
            log.push((entry.leaf_index.unwrap(), entry.leaf));
        }
        for table in epoch::all(&town.app.db, &town.round).await.unwrap() {
            let leaf = leaf_hash(&table.table.canonical().unwrap());
            assert!(
                log.iter().any(|(_, known)| *known == leaf),
                "target table {} is in the log",
                table.table.epoch
            );
        }
        log.sort_unstable();
        assert!(
            log.iter().enumerate().all(|(place, (index, _))| place as u64 == *index),
            "no gap"
        );
        let leaves: Vec<[u8; 32]> = log.into_iter().map(|(_, leaf)| leaf).collect();
        assert_eq!(sealed.sheet.log_size as usize, leaves.len());
        assert_eq!(sealed.sheet.log_root, hex::encode(root(&leaves)));
        for head in log::heads(&town.app.db, &town.round).await.unwrap() {
            assert_eq!(
                head.root,
                hex::encode(root(&leaves[..head.size as usize])),
                "an earlier head is a prefix"
            );
        }
    });
}

#[test]
fn the_same_round_gives_the_same_bytes_on_both_databases_and_one_touched_byte_is_found() {
    type Made = (Vec<u8>, Bundle, Vec<PublicKey>);
    let made: Mutex<Vec<Made>> = Mutex::new(Vec::new());
    for _ in 0..2 {
        on_both(async |mut town: TestApp| {
            let invitations = town.invites_the_town().await;
            the_town_answers(&town, &invitations).await;
            let sealed = town.closes_to_seal().await;
            let bundle = town.exports_bundle().await.unwrap();
            let keys = town
                .app
                .keys
                .public()
                .unwrap()
                .into_iter()
                .map(|(_, key)| key)
                .collect();
            made.lock()
                .unwrap()
                .push((sealed_bytes(&sealed).unwrap(), bundle, keys));
        });
    }
    let made = made.into_inner().unwrap();
    let (sheet, bundle, keys) = &made[0];
    for (other, its_bundle, _) in &made[1..] {
        assert_eq!(sheet, other, "the sealed sheet differs between two runs");
        for (path, bytes) in &bundle.files {
            assert_eq!(
                Some(bytes),
                its_bundle.files.get(path),
                "{path} differs between two runs"
            );
        }
    }
    let report = verify(sheet, keys, Some(bundle));
    let faults: Vec<_> = report.findings().collect();
    assert_eq!(report.outcome(), Outcome::Verified, "{faults:?}");
    assert_eq!(verify(sheet, &[], Some(bundle)).outcome(), Outcome::Unproved);
    touched_bytes_are_named(sheet, keys, bundle);
}

fn touched_bytes_are_named(sheet: &[u8], keys: &[PublicKey], bundle: &Bundle) {
    for (path, bytes) in &bundle.files {
        let mut touched = bytes.clone();
        let place = touched.len() * 5 / 9;
        touched[place] ^= 1;
        let mut files: BTreeMap<String, Vec<u8>> = bundle.files.clone();
        files.insert(path.clone(), touched);
        let report = verify(sheet, keys, Some(&Bundle { files }));
        assert_eq!(report.outcome(), Outcome::Failed, "byte {place} of {path} was touched");
        let named = report.findings().any(|finding| finding.file == *path);
        assert!(
            named,
            "{path} is not named: {:?}",
            report.findings().collect::<Vec<_>>()
        );
        let mut files = bundle.files.clone();
        files.remove(path);
        let report = verify(sheet, keys, Some(&Bundle { files }));
        assert_eq!(report.outcome(), Outcome::Failed, "{path} was taken away");
    }
    for share in 1..8 {
        let mut touched = sheet.to_vec();
        let place = touched.len() * share / 8;
        touched[place] ^= 1;
        assert_eq!(
            verify(&touched, keys, None).outcome(),
            Outcome::Failed,
            "byte {place} of the sheet"
        );
    }
}
