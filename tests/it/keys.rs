//! The keys of a database: made once, recognised ever after, never replaced or completed behind anybody's back.

use crate::support::Desk;
use crate::support::{TestApp, folder, on_both};
use barometer::stages::{Keys, KeysError, Random, StageError};
use std::path::Path;

const FILES: [&str; 4] = ["master.key", "platform.key.pem", "agency.key.pem", "office.key.pem"];

async fn start(town: &TestApp, folder: &Path) -> Result<Keys, StageError> {
    Keys::of_database(&town.app.db, folder, &Random::System, 0).await
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_database_knows_its_own_keys_again_and_refuses_others() {
    on_both(async |town: TestApp| {
        let desk = tempfile::tempdir().unwrap();
        let (own, other) = (desk.path().join("own"), desk.path().join("other"));
        let keys = start(&town, &own).await.unwrap();
        assert_eq!(start(&town, &own).await.unwrap().fingerprint, keys.fingerprint);
        let strange = Keys::load_or_create(&other, &Random::System).unwrap();
        let before = town.everything().await;
        let refused = start(&town, &other).await.unwrap_err();
        let StageError::Keys(KeysError::OtherSet {
            folder,
            found,
            expected,
        }) = refused
        else {
            panic!("{refused}")
        };
        assert_eq!(
            (folder, found, expected),
            (other.clone(), strange.fingerprint, keys.fingerprint.clone())
        );
        std::fs::copy(own.join("master.key"), other.join("master.key")).unwrap();
        assert!(start(&town, &other).await.is_err(), "one strange signing key is enough");
        assert_eq!(before, town.everything().await);
        let master = std::fs::read_to_string(own.join("master.key")).unwrap();
        assert!(!master.contains(&keys.fingerprint), "nothing of a key is in it");
    });
}

#[test]
fn nothing_is_added_to_the_keys_of_a_database_in_use() {
    on_both(async |mut town: TestApp| {
        let desk = tempfile::tempdir().unwrap();
        let own = desk.path().join("own");
        start(&town, &own).await.unwrap();
        for name in FILES {
            let aside = desk.path().join("aside");
            std::fs::rename(own.join(name), &aside).unwrap();
            let left = names(&own);
            let refused = start(&town, &own).await.unwrap_err();
            let StageError::Keys(KeysError::Incomplete { missing, expected, .. }) = refused else {
                panic!("{refused}")
            };
            assert_eq!((missing, expected.is_some()), (vec![name.to_owned()], true));
            assert_eq!(names(&own), left, "nothing was made anew");
            std::fs::rename(aside, own.join(name)).unwrap();
        }
        let empty = desk.path().join("empty");
        assert!(start(&town, &empty).await.is_err());
        assert!(!empty.exists(), "not even the folder");
        start(&town, &own).await.unwrap();
        town.opens(folder("small")).await.unwrap();
        start(&town, &own).await.unwrap();
    });
}

#[test]
fn a_database_from_before_the_fingerprint_takes_the_whole_set_it_is_started_with() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let desk = tempfile::tempdir().unwrap();
        let (own, empty) = (desk.path().join("own"), desk.path().join("empty"));
        assert!(start(&town, &empty).await.is_err() && !empty.exists());
        Keys::load_or_create(&own, &Random::System).unwrap();
        let keys = start(&town, &own).await.unwrap();
        assert_eq!(town.rows("key_set").await[0]["fingerprint"], keys.fingerprint);
        Keys::load_or_create(&empty, &Random::System).unwrap();
        assert!(start(&town, &empty).await.is_err());
    });
}

#[test]
fn the_terminal_names_folder_and_fingerprints_in_both_languages() {
    let desk = Desk::new();
    desk.river_city();
    desk.works(&["round", "open", "river"]);
    let round = ["round", "status", "river-city-2026"];
    let wrong = [&round[..], &["--keys", "elsewhere"]].concat();
    let said = desk.refused(&wrong);
    for word in ["elsewhere", "master.key", "密钥组", "key set", "--keys"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!desk.path("elsewhere").exists());
    let other = Desk::new();
    other.types(&["round", "status", "none"]);
    let strange = other.path("keys");
    let said = desk.refused(&[&round[..], &["--keys", strange.to_str().unwrap()]].concat());
    assert!(said.contains("密钥组") && said.contains("holds the key set"), "{said}");
    desk.works(&round);
}
