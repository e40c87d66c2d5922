//! Answers that are changed in the database after they were logged: no stage computes or signs anything from them. Where
//! they lie there changes nothing.

use crate::journey::the_town_answers;
use crate::stages::forgets_what_was_computed;
use crate::support::{TestApp, on_both};
use barometer::domain::definition::Language;
use barometer::domain::proof::bundle::Bundle;
use barometer::domain::proof::{LogFault, Logged, canonical};
use barometer::domain::refusal::Refusal;
use barometer::stages::StageError;
use barometer::text::refusals;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Rewrites a piece of one stored document, as somebody with access to the database could.
async fn rewrites(town: &TestApp, submission: &str, old: &str, new: &str) {
    let sql = match town.app.db.kind() {
        "SQLite" => format!("CAST(replace(CAST(document AS TEXT), '{old}', '{new}') AS BLOB)"),
        _ => format!("convert_to(replace(convert_from(document, 'UTF8'), '{old}', '{new}'), 'UTF8')"),
    };
    town.changes(&format!(
        "UPDATE submission SET document = {sql} WHERE submission_id = '{submission}'"
    ))
    .await;
}

/// What is wrong; nothing was stored, and both languages say what to do.
async fn refused<T>(town: &TestApp, stage: impl AsyncFn(&TestApp) -> Result<T, StageError>) -> LogFault {
    let before = town.everything().await;
    let error = stage(town).await.map(drop).unwrap_err();
    assert_eq!(before, town.everything().await, "a refused stage changes nothing");
    let StageError::Refused(refusal) = error else {
        panic!("{error}")
    };
    for (language, word) in [(Language::Zh, "备份"), (Language::En, "backup")] {
        let said = refusals::say(&refusal, language);
        assert!(said.contains(word) && said.contains(&town.round), "{said}");
    }
    let Refusal::Tampered { fault, .. } = refusal else {
        panic!("{refusal}")
    };
    fault
}

#[test]
fn no_stage_goes_on_from_answers_that_were_changed_after_they_were_logged() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        town.closes().await.unwrap();
        let documents = town.documents().await;
        let victim = &documents
            .iter()
            .find(|one| one.disposition == "1.1")
            .unwrap()
            .submission;
        let (good, bad) = ("\"disposition\":\"1.1\"", "\"disposition\":\"1.2\"");

        rewrites(&town, victim, good, bad).await;
        let LogFault::Changed { what, leaf } = refused(&town, TestApp::checks).await else {
            panic!("not named")
        };
        refused(&town, TestApp::computes).await;
        assert_eq!(what, Logged::Submission(victim.clone()));
        let rows = town.rows("submission").await;
        let row = rows.iter().find(|row| row["submission_id"] == victim.as_str()).unwrap();
        assert_eq!(row["leaf_index"].as_u64(), Some(leaf));
        rewrites(&town, victim, bad, good).await;
        town.checks().await.unwrap();

        town.changes("UPDATE log_head SET root = upper(root)").await;
        assert!(matches!(refused(&town, TestApp::weighs).await, LogFault::Root { .. }));
        town.changes("UPDATE log_head SET root = lower(root), at = at + 1")
            .await;
        assert_eq!(refused(&town, TestApp::weighs).await, LogFault::Signature);
        town.changes("UPDATE log_head SET at = at - 1").await;
        town.weighs().await.unwrap();

        town.changes(&format!(
            "UPDATE submission SET leaf_index = NULL WHERE submission_id = '{victim}'"
        ))
        .await;
        let unplaced = LogFault::NotLogged(Logged::Submission(victim.clone()));
        assert_eq!(refused(&town, TestApp::scores).await, unplaced);
        town.changes(&format!(
            "UPDATE submission SET leaf_index = {leaf} WHERE submission_id = '{victim}'"
        ))
        .await;
        town.changes("UPDATE epoch SET targets = replace(targets, '\"epoch\":0', '\"epoch\":7')")
            .await;
        assert!(matches!(
            refused(&town, TestApp::scores).await,
            LogFault::Changed { .. }
        ));
        town.changes("UPDATE epoch SET targets = replace(targets, '\"epoch\":7', '\"epoch\":0')")
            .await;
        town.scores().await.unwrap();

        town.changes(&format!("DELETE FROM submission WHERE submission_id = '{victim}'"))
            .await;
        assert_eq!(refused(&town, TestApp::seals).await, LogFault::Deleted(leaf));
    });
}

#[test]
fn a_bundle_of_changed_answers_is_refused_by_name() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        town.closes_to_seal().await;
        town.exports_bundle().await.unwrap();
        let victim = town.documents().await[3].submission.clone();
        rewrites(&town, &victim, "\"disposition\"", "\"Disposition\"").await;
        let fault = refused(&town, TestApp::exports_bundle).await;
        assert!(
            matches!(&fault, LogFault::Changed { what: Logged::Submission(id), .. } if *id == victim),
            "{fault}"
        );
    });
}

/// Rows of one of the bundle's tables as JSON, their counts as numbers.
fn table(bundle: &Bundle, name: &str, counts: &[&str]) -> Value {
    let mut reader = csv::Reader::from_reader(bundle.files[name].as_slice());
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| {
        let cell = |(column, text): (String, String)| {
            let number = counts.contains(&column.as_str());
            let value = if number {
                json!(text.parse::<u64>().unwrap())
            } else {
                json!(text)
            };
            (column, value)
        };
        Value::Object(row.unwrap().into_iter().map(cell).collect())
    });
    rows.collect()
}

#[test]
fn the_hash_of_the_data_is_made_of_the_bundles_files_as_its_readme_says() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let sealed = town.closes_to_seal().await;
        let bundle = town.exports_bundle().await.unwrap();
        let lines = String::from_utf8(bundle.files["documents.jsonl"].clone()).unwrap();
        let documents: Vec<String> = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|line| hex::encode(Sha256::digest(line["document"].as_str().unwrap())))
            .collect();
        assert_eq!(documents.len(), town.documents().await.len());
        let hashed = json!({
            "cases": table(&bundle, "cases.csv", &["count"]),
            "documents": documents,
            "removals": table(&bundle, "removals.csv", &[]),
            "strata": table(&bundle, "strata.csv", &["frame", "issued"]),
        });
        let hash = hex::encode(Sha256::digest(canonical(&hashed).unwrap()));
        assert_eq!(hash, sealed.sheet.data_hash);
    });
}

#[test]
fn answers_that_lie_in_another_order_in_the_database_give_the_same_bytes() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        town.closes().await.unwrap();
        town.computes().await.unwrap();
        let before = town.everything().await;
        let mut orders = vec![lie_in_order(&town).await];
        for order in ["submission_id", "submission_id DESC", "leaf_hash"] {
            forgets_what_was_computed(&town).await;
            town.changes(&format!(
                "CREATE TABLE pile AS SELECT * FROM submission ORDER BY {order}"
            ))
            .await;
            town.changes("DELETE FROM submission").await;
            town.changes(&format!("INSERT INTO submission SELECT * FROM pile ORDER BY {order}"))
                .await;
            town.changes("DROP TABLE pile").await;
            let lie = lie_in_order(&town).await;
            assert!(!orders.contains(&lie), "{order} is another order");
            orders.push(lie);
            town.computes().await.unwrap();
            assert_eq!(before, town.everything().await, "{order}");
        }
        town.seals().await.unwrap();
        town.exports_bundle().await.unwrap();
    });
}

/// Ids of the submissions as they lie in the database.
async fn lie_in_order(town: &TestApp) -> Vec<String> {
    let place = if town.app.db.kind() == "SQLite" {
        "rowid"
    } else {
        "ctid"
    };
    let sql = format!("SELECT submission_id FROM submission ORDER BY {place}");
    let rows = town.select(&sql).await;
    rows.iter().map(|row| row["submission_id"].to_string()).collect()
}
