//! What everybody changed is written down, and a touched log shows.

use crate::journey::the_town_answers;
use crate::support::{TestApp, folder, frames, on_both};
use axum::http::StatusCode;
use barometer::domain::account::{Role, check_chain};
use barometer::storage::audit::whole;

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
