//! What everybody changed is written down, and a touched log shows.

use crate::journey::the_town_answers;
use crate::ledger::Office;
use crate::support::{TestApp, folder, frames, on_both};
use axum::http::StatusCode;
use barometer::domain::account::{AuditEntry, Role, check_chain};
use barometer::domain::definition::Language;
use barometer::storage::audit::whole;
use barometer::text::{console, records};
use serde_json::Value;
use std::path::Path;

#[test]
fn every_change_names_its_author_and_its_thing() {
    on_both(async |mut town: TestApp| {
        let mut auditor = town.hires(Role::Auditor, "qian").await;
        town.opens(folder("small")).await.unwrap();
        town.draws(&frames(1)).await.unwrap();
        auditor.opens("/account").await;
        auditor.sends_to("/account/language", &[]).await;
        auditor.opens("/audit").await;
        let html = auditor.page.html.clone();
        for said in [
            "The log is whole",
            "drew the sample",
            "server",
            "qian",
            "changed the language",
            "signed in",
        ] {
            assert!(html.contains(said), "{said}");
        }
        auditor.opens("/audit?action=draw").await;
        assert!(
            auditor.page.html.contains("drew the sample") && !auditor.page.html.contains("changed the language</td>")
        );
        let lines = whole(&town.app.db).await.unwrap();
        let actions: Vec<&str> = lines.iter().map(|(entry, _)| entry.action.as_str()).collect();
        let expected = [
            "account.create",
            "account.link-used",
            "sign-in",
            "open",
            "draw",
            "account.language",
        ];
        assert_eq!(actions, expected);
        check_chain(lines.iter()).unwrap();
    });
}

#[test]
fn a_removed_or_changed_line_shows() {
    on_both(async |mut town: TestApp| {
        let mut auditor = town.hires(Role::Auditor, "qian").await;
        town.opens(folder("small")).await.unwrap();
        town.draws(&frames(1)).await.unwrap();
        town.changes("UPDATE audit_entry SET actor = 'somebody' WHERE seq = 4")
            .await;
        auditor.opens("/audit").await;
        assert!(
            auditor.page.html.contains("第 4 条写入之后被改过"),
            "{}",
            auditor.page.html
        );
        town.changes("UPDATE audit_entry SET after = 'nonsense' WHERE seq = 4")
            .await;
        auditor.opens("/audit").await;
        assert_eq!(auditor.page.status, StatusCode::OK);
        assert!(
            auditor.page.html.contains("第 4 条写入之后被改过"),
            "{}",
            auditor.page.html
        );
        town.changes("DELETE FROM audit_entry WHERE seq = 4").await;
        auditor.opens("/audit").await;
        assert!(auditor.page.html.contains("缺第 4 条"), "{}", auditor.page.html);
    });
}

#[test]
fn the_filter_names_each_action_once_finds_the_server_and_holds_for_the_file() {
    on_both(async |mut town: TestApp| {
        let mut auditor = town.hires(Role::Auditor, "qian").await;
        town.opens(folder("small")).await.unwrap();
        town.draws(&frames(1)).await.unwrap();
        auditor.opens("/audit").await;
        for action in ["draw", "open"] {
            let option = format!("<option value=\"{action}\"");
            assert_eq!(auditor.page.html.matches(&option).count(), 1, "{action}");
        }
        for name in ["服务器", "server", "(server)"] {
            let mut pairs = form_urlencoded::Serializer::new(String::new());
            let asked = pairs.append_pair("actor", name).finish();
            auditor.opens(&format!("/audit?{asked}")).await;
            assert!(
                auditor.page.html.contains("建立账号</td>"),
                "{name}: {}",
                auditor.page.html
            );
            assert!(!auditor.page.html.contains("登录</td>"), "{name}");
        }
        auditor.opens("/audit/log.jsonl?action=draw").await;
        assert_eq!(auditor.page.html.lines().count(), 1);
        auditor.opens("/audit/log.jsonl").await;
        assert!(auditor.page.html.lines().count() > 3);
        auditor.opens("/audit?skip=18446744073709551615").await;
        assert_eq!(auditor.page.status, StatusCode::OK);
    });
}

#[test]
fn many_changes_at_once_make_one_chain() {
    on_both(async |town: TestApp| {
        let made = (0..12).map(|n| {
            let app = town.app.clone();
            tokio::spawn(async move {
                let wanted = barometer::stages::account::NewAccount {
                    login: format!("clerk{n}"),
                    name: "Clerk".into(),
                    role: Role::Interviewer,
                };
                barometer::stages::account::create(&app, &wanted)
                    .await
                    .unwrap()
                    .unwrap();
            })
        });
        for one in made.collect::<Vec<_>>() {
            one.await.unwrap();
        }
        let lines = whole(&town.app.db).await.unwrap();
        assert_eq!(lines.len(), 12);
        check_chain(lines.iter()).unwrap();
    });
}

#[test]
fn an_auditor_holds_a_round_against_its_proofs_and_takes_the_bundle_along() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let mut auditor = town.hires(Role::Auditor, "qian").await;
        let page = format!("/audit/{}", town.round);
        auditor.opens(&page).await;
        assert!(auditor.page.html.contains("才有审计包"));
        town.closes_to_seal().await;
        auditor.opens(&page).await;
        assert_eq!(auditor.page.html.matches("已签").count(), 3);
        auditor.sends_to(&format!("{page}/bundle"), &[]).await;
        assert_eq!(auditor.header("content-type"), Some("application/zip"));
        let mut packed = zip::ZipArchive::new(std::io::Cursor::new(auditor.bytes.clone())).unwrap();
        let kept = town.exports_bundle().await.unwrap();
        assert_eq!(packed.len(), kept.files.len());
        for (name, bytes) in &kept.files {
            let mut read = Vec::new();
            std::io::Read::read_to_end(&mut packed.by_name(name).unwrap(), &mut read).unwrap();
            assert_eq!(&read, bytes, "{name}");
        }
        auditor.opens("/audit?action=bundle.take").await;
        assert!(auditor.page.html.contains("取走审计包"));
    });
}

/// Every action and key of an entry that has no words in one of the languages.
fn wordless(entry: &AuditEntry) -> Vec<String> {
    let mut found = Vec::new();
    for language in [Language::Zh, Language::En] {
        let words = console::of(language);
        let mut actions = words.audit.actions.iter().chain(words.rounds.stages);
        if !actions.any(|(word, _)| *word == entry.action) {
            found.push(format!("{language:?} action {}", entry.action));
        }
        for value in [&entry.before, &entry.after] {
            keys_without_words(value, language, &mut found);
        }
    }
    found
}

/// Names of strata are the survey's own; what is measured by re-interviews is shown as a number.
fn keys_without_words(value: &Value, language: Language, found: &mut Vec<String>) {
    match value {
        Value::Object(pairs) => {
            for (key, value) in pairs {
                if records::of(language).key(key).is_none() {
                    found.push(format!("{language:?} key {key}"));
                }
                if !["strata", "back_checks"].contains(&key.as_str()) {
                    keys_without_words(value, language, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys_without_words(item, language, found)),
        _ => {}
    }
}

#[test]
fn whatever_a_year_writes_down_has_words_in_both_languages() {
    on_both(async |mut town: TestApp| {
        let mut officer = town.hires(Role::Officer, "wang").await;
        let administrator = town.hires(Role::Administrator, "root").await;
        let link = barometer::stages::account::renew;
        let accounts = barometer::storage::account::list(&town.app.db).await.unwrap();
        let account = accounts.iter().find(|one| one.login.as_str() == "root").unwrap();
        link(&town.app, &account.id).await.unwrap();
        drop(administrator);
        officer.opens("/account").await;
        officer.sends_to("/account/language", &[]).await;
        officer.opens("/office/feed").await;
        officer.sends_to("/office/feed/clients", &[("name", "platform")]).await;
        officer
            .sends_to("/office/feed/targets", &[("address", "http://127.0.0.1:9/in")])
            .await;
        for act in ["/test", "/newest", "/remove"] {
            let form = officer
                .page
                .forms
                .iter()
                .find(|form| form.action.ends_with(act))
                .unwrap();
            let action = form.action.clone();
            officer.sends_to(&action, &[]).await;
        }
        let all = barometer::storage::account::list(&town.app.db).await.unwrap();
        // The last administrator stays.
        for account in all.iter().filter(|account| account.role != Role::Administrator) {
            let closed = barometer::domain::account::AccountState::Disabled;
            barometer::storage::account::set_state(&town.app.db, &account.id, closed, 1)
                .await
                .unwrap();
        }
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        town.closes_to_seal().await;
        town.opens_ledger().await;
        town.everybody_delivers().await;
        barometer::stages::ledger::take_own_sheet(&town.app, 2026, "王科")
            .await
            .unwrap();
        town.deducts("water").await.unwrap();
        barometer::stages::ledger::withdraw(&town.app, 2026, 1, "复核不成立", "李科")
            .await
            .unwrap();
        town.takes_step("compiled", "张处", "").await.unwrap();
        let lines = whole(&town.app.db).await.unwrap();
        let found: Vec<String> = lines.iter().flat_map(|(entry, _)| wordless(entry)).collect();
        assert!(lines.len() > 30 && found.is_empty(), "{found:?}");
        for (entry, _) in lines.iter().filter(|(entry, _)| entry.action.starts_with("account.l")) {
            assert!(!entry.before.is_null(), "{} says how it was before", entry.action);
        }
        assert!(
            lines
                .iter()
                .any(|(entry, _)| entry.action == "feed.client" && entry.object == "platform")
        );
    });
}

/// Actions and keys of every change that the sources write down.
#[test]
fn every_action_and_key_of_the_sources_has_words() {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for action in text
                .split("Change::of(\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                seen += 1;
                let entry = |language| {
                    let words = console::of(language);
                    let mut all = words.audit.actions.iter().chain(words.rounds.stages);
                    all.any(|(word, _)| *word == action)
                };
                if !(entry(Language::Zh) && entry(Language::En)) {
                    found.push(action.to_owned());
                }
            }
            if !text.contains("Change::of(") {
                continue;
            }
            for object in text.split("json!({").skip(1).filter_map(|rest| rest.split('}').next()) {
                let keys = object.split('"').skip(1).step_by(2);
                let keys = keys.filter(|key| object.contains(&format!("\"{key}\":")));
                found.extend(
                    keys.filter(|key| records::of(Language::Zh).key(key).is_none())
                        .map(str::to_owned),
                );
            }
        }
    }
    assert!(seen > 20 && found.is_empty(), "{seen} {found:?}");
}
