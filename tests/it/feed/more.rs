//! The feed's description held against its answers, and addresses that are tried out.

use super::{fetches, office_server, sealed, token_for};
use crate::support::{Clerk, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::proof::{SignedPush, SignerRole};
use barometer::export::Scores;
use barometer::jobs::outbox::{SIGNATURE, deliver_due};

/// The names of an object's members, and of those of its first record.
fn members(value: &serde_json::Value) -> Vec<Vec<String>> {
    let names = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect();
    let mut all = vec![names(value)];
    all.extend(value.get("records").map(|records| names(&records[0])));
    all
}

#[test]
fn the_description_says_what_the_server_answers() {
    on_both(async |mut town: TestApp| {
        sealed(&mut town).await;
        let mut officer = town.hires(Role::Officer, "li.lei").await;
        let bearer = format!("Bearer {}", token_for(&mut officer, "platform").await);
        let auth = ("authorization", bearer.as_str());
        let (_, _, body) = fetches(&town, "/api/openapi.json", &[]).await;
        let api: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let get = &api["paths"]["/api/v1/rounds/{round}/scores"]["get"];
        let parameter = |name: &str| {
            let all = get["parameters"].as_array().unwrap().iter();
            all.clone().find(|one| one["name"] == name).unwrap()
        };
        let schema = parameter("format")["schema"].to_string();
        for format in ["json", "csv", "xlsx"] {
            assert!(schema.contains(&format!("\"{format}\"")), "{schema}");
        }
        assert!(parameter("version")["schema"].to_string().contains("integer"));
        let address = format!("/api/v1/rounds/{}/scores", town.round);
        for (asked, headers) in [
            ("", vec![auth]),
            ("?format=csv", vec![auth]),
            ("?format=xlsx", vec![auth]),
            ("?version=0", vec![auth]),
            ("", vec![]),
            ("?version=9", vec![auth]),
            ("", vec![auth, ("if-none-match", "*")]),
        ] {
            let (status, headers, body) = fetches(&town, &format!("{address}{asked}"), &headers).await;
            let told = &get["responses"][status.as_str()];
            assert!(told["description"].is_string(), "{status} is not described");
            let Some(kind) = headers.get("content-type") else {
                assert_eq!(status, StatusCode::NOT_MODIFIED);
                continue;
            };
            let kind = kind.to_str().unwrap().split(';').next().unwrap();
            let content = &told["content"][kind];
            assert!(content.is_object(), "{status} {kind} is not described");
            match kind {
                "application/json" | "application/problem+json" => {
                    let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
                    assert_eq!(members(&content["example"]), members(&answer), "{status} {kind}");
                }
                "text/csv" => {
                    let first = |text: &str| text.lines().next().unwrap().to_owned();
                    let answer = String::from_utf8(body).unwrap();
                    assert_eq!(first(content["example"].as_str().unwrap()), first(&answer));
                }
                _ => assert_eq!(content["schema"]["format"], "binary"),
            }
        }
        let example = &get["responses"]["200"]["content"]["application/json"]["example"];
        let read: Scores = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(read.records[0].department_id, "D01");
        let rounds = &api["paths"]["/api/v1/rounds"]["get"]["responses"]["200"]["content"]["application/json"];
        let (_, _, body) = fetches(&town, "/api/v1/rounds", &[auth]).await;
        let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(members(&rounds["example"][0]), members(&answer[0]));
    });
}

#[test]
fn a_fresh_address_can_be_tried_and_gets_what_was_sealed_before_it() {
    on_both(async |mut town: TestApp| {
        sealed(&mut town).await;
        town.app.clock.advance(60);
        let (address, inbox) = office_server().await;
        let mut officer = town.hires(Role::Officer, "li.lei").await;
        officer.opens("/office/feed").await;
        officer.sends_to("/office/feed/targets", &[("address", &address)]).await;
        assert_eq!(
            deliver_due(&town.app).await.unwrap(),
            0,
            "sealed before the address was added"
        );
        let act = |officer: &Clerk, act: &str| {
            let found = officer.page.forms.iter().find(|form| form.action.ends_with(act));
            found
                .unwrap_or_else(|| panic!("{act}: {}", officer.page.html))
                .action
                .clone()
        };
        let test = act(&officer, "/test");
        officer.sends_to(&test, &[]).await;
        let html = officer.page.html.clone();
        assert!(
            html.contains("测试没有被接收") && html.contains("HTTP 503 · 未接收"),
            "{html}"
        );
        officer.sends_to(&test, &[]).await;
        assert!(officer.page.html.contains("对方接收了"), "{}", officer.page.html);
        let newest = act(&officer, "/newest");
        officer.sends_to(&newest, &[]).await;
        assert_eq!(deliver_due(&town.app).await.unwrap(), 1);
        let key = town.app.keys.signing(SignerRole::Platform).unwrap().public();
        let inbox = inbox.lock().unwrap().clone();
        let events: Vec<String> = inbox
            .iter()
            .map(|(_, body)| {
                let said: serde_json::Value = serde_json::from_slice(body).unwrap();
                said["event"].as_str().unwrap().to_owned()
            })
            .collect();
        assert_eq!(events, ["test", "test", "sheet.sealed"]);
        let signed = SignedPush::parse(inbox[0].0[SIGNATURE].to_str().unwrap()).unwrap();
        assert!(signed.is_of(&inbox[0].1, &key));
    });
}

#[test]
fn nobody_at_an_address_is_said_in_words_and_unknown_things_change_nothing() {
    on_both(async |town: TestApp| {
        let mut officer = town.hires(Role::Officer, "li.lei").await;
        token_for(&mut officer, "platform").await;
        officer.sends_to("/office/feed/clients", &[("name", "platform")]).await;
        assert_eq!(officer.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(officer.page.html.contains("已有一个有效的令牌") && officer.page.html.contains("value=\"platform\""));
        officer
            .sends_to("/office/feed/targets", &[("address", "http://127.0.0.1:9/in")])
            .await;
        let test = officer
            .page
            .forms
            .iter()
            .find(|form| form.action.ends_with("/test"))
            .unwrap();
        let (action, token) = (test.action.clone(), test.hidden.clone());
        officer.sends_to(&action, &[]).await;
        assert!(officer.page.html.contains("连不上：对方拒绝连接") && !officer.page.html.contains("os error"));
        let before = town.rows("audit_entry").await;
        for gone in [
            "targets/nothing/remove",
            "targets/nothing/hurry",
            "targets/nothing/newest",
            "targets/nothing/test",
            "clients/nothing/revoke",
        ] {
            let page = officer.posts(&format!("/office/feed/{gone}"), &token).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{gone}");
        }
        let hurried = barometer::storage::push::hurry(&town.app.db, "nothing", 0).await;
        assert!(hurried.is_err() && before == town.rows("audit_entry").await);
    });
}
