//! The office's day at its ledger, in a browser: two officers, and the auditor who only looks.

use super::sheets::sealed_town;
use super::{BODIES, Office, TOWN, even};
use crate::support::{Clerk, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;

const PLACE: &str = "/office/ledger/2026";

async fn opens_ledger(clerk: &mut Clerk) {
    clerk.opens("/office/ledger").await;
    let fields = [
        ("year", "2026"),
        ("round", "riverton-2026"),
        ("title_zh", ""),
        ("title_en", ""),
    ];
    clerk.hands_in("/office/ledger/open", &fields, "", b"").await;
    assert!(clerk.page.html.contains("总账已经建立"), "{}", clerk.page.html);
}

async fn delivers(clerk: &mut Clerk, whose: &str, bytes: &[u8], replace: bool) -> StatusCode {
    clerk.opens(&format!("{PLACE}/deliveries")).await;
    let fields = [("whose", whose), ("replace", if replace { "yes" } else { "" })];
    clerk
        .hands_in(&format!("{PLACE}/import"), &fields, "部门得分.csv", bytes)
        .await;
    clerk.page.status
}

async fn takes_step(clerk: &mut Clerk) -> StatusCode {
    let fields = [("who", "绩效办"), ("on", ""), ("note", "")];
    clerk.sends_to(&format!("{PLACE}/step"), &fields).await;
    clerk.page.status
}

#[test]
fn two_officers_fill_review_and_publish_a_ledger_and_the_auditor_looks_on() {
    on_both(async |mut town: TestApp| {
        let sealed = sealed_town(&mut town).await;
        let mut wang = town.hires(Role::Officer, "wang").await;
        let mut zhang = town.hires(Role::Officer, "zhang").await;
        let mut auditor = town.hires(Role::Auditor, "auditor").await;
        opens_ledger(&mut wang).await;
        for (indicator, body, points) in BODIES {
            let status = delivers(&mut wang, &format!("{indicator}/{body}"), &even(points), false).await;
            assert!(
                status == StatusCode::OK && wang.page.html.contains("文件已经导入"),
                "{body}: {}",
                wang.page.html
            );
        }
        assert!(
            wang.page.html.contains("尚未报送"),
            "the public evaluation is waited for"
        );
        wang.sends_to(&format!("{PLACE}/own-sheet"), &[]).await;
        assert!(wang.page.html.contains("成绩单已经导入"), "{}", wang.page.html);
        let note = [
            ("kind", "accident"),
            ("department", "parks"),
            ("detail", "九月的责任事故"),
        ];
        wang.opens(&format!("{PLACE}/notes")).await;
        wang.sends_to(&format!("{PLACE}/note"), &note).await;
        assert!(wang.page.html.contains("已经记录"));

        wang.opens(&format!("{PLACE}/review")).await;
        assert_eq!(takes_step(&mut wang).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wang.page.html.contains("最后一次改动是wang所作"), "{}", wang.page.html);
        zhang.opens(&format!("{PLACE}/review")).await;
        delivers(&mut wang, "central/liaison", &even("4.5"), true).await;
        assert_eq!(
            takes_step(&mut zhang).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a stale page"
        );
        assert!(zhang.page.html.contains("刚刚已由别人改动"), "{}", zhang.page.html);
        for _ in 0..4 {
            zhang.opens(&format!("{PLACE}/review")).await;
            assert_eq!(takes_step(&mut zhang).await, StatusCode::OK, "{}", zhang.page.html);
            assert!(zhang.page.html.contains("已经办理"));
        }
        wang.opens(&format!("{PLACE}/deliveries")).await;
        let replaced = format!("{PLACE}/files/delivery-7-central-liaison.csv");
        assert!(wang.page.html.contains(&replaced), "{}", wang.page.html);
        wang.opens(&replaced).await;
        let old = String::from_utf8(wang.bytes.clone()).unwrap();
        for told in [
            "water,水务局,4.40,",
            "市政府外联服务办",
            "部门得分.csv",
            ",wang,",
            ",13\n",
        ] {
            assert!(old.contains(told), "{told}: {old}");
        }
        wang.opens(&format!("{PLACE}/deliveries")).await;
        assert!(
            !wang.page.forms.iter().any(|form| form.action.contains("import")),
            "no form on a final ledger"
        );
        assert!(wang.page.html.contains("已锁定"));

        auditor.opens(PLACE).await;
        let scored = sealed
            .sheet
            .departments
            .iter()
            .find_map(|one| one.score.clone())
            .unwrap();
        assert!(
            auditor.page.html.contains(&scored) && auditor.page.html.contains("通报"),
            "{}",
            auditor.page.html
        );
        auditor.opens(&format!("{PLACE}/departments/parks")).await;
        for told in ["3.75", "九月的责任事故", "部门得分.csv", "市政府法制办", "5.00"] {
            assert!(auditor.page.html.contains(told), "{told}: {}", auditor.page.html);
        }
        let sorted = auditor.opens(&format!("{PLACE}?sort=-totals.2")).await.html.clone();
        assert!(sorted.contains("aria-sort=\"descending\""), "{sorted}");
        let ids = |html: &str| html.matches("/departments/").count();
        assert_eq!(ids(&sorted), 8, "{sorted}");
        let own = ["/account/language", "/sign-out"];
        let mut titles = std::collections::BTreeSet::new();
        for part in ["", "/deliveries", "/notes", "/review", "/years"] {
            auditor.opens(&format!("{PLACE}{part}")).await;
            assert_eq!(auditor.page.status, StatusCode::OK);
            let html = &auditor.page.html;
            let title = html.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
            assert!(titles.insert(title.to_owned()), "{title}");
            assert!(
                auditor
                    .page
                    .forms
                    .iter()
                    .all(|form| own.contains(&form.action.as_str())),
                "{part}"
            );
        }
        let entries = town.rows("audit_entry").await;
        let ledger = entries
            .iter()
            .filter(|entry| entry["action"].as_str().unwrap().starts_with("ledger."));
        assert_eq!(
            ledger.count(),
            1 + BODIES.len() + 1 + 1 + 1 + 4,
            "every change is written down once"
        );
    });
}

#[test]
fn a_bad_file_is_told_with_its_places_and_the_form_keeps_what_was_chosen() {
    on_both(async |mut town: TestApp| {
        let mut wang = town.hires(Role::Officer, "wang").await;
        wang.opens("/office/ledger").await;
        let fields = [
            ("year", "2026"),
            ("round", "harbour"),
            ("title_zh", ""),
            ("title_en", ""),
        ];
        let list = "id,name_zh,name_en\nwater,水务局,Water\nparks,,Parks\n";
        wang.hands_in("/office/ledger/open", &fields, "list.csv", list.as_bytes())
            .await;
        assert_eq!(wang.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wang.page.html.contains("list.csv:3 [name_zh]") && wang.page.html.contains("harbour"));
        town.opens(crate::support::folder("small")).await.unwrap();
        opens_ledger(&mut wang).await;
        let before = town.everything().await;
        let bad = "部门,得分\nwater,41\nparks,3\n";
        let status = delivers(&mut wang, "duties/general-office", bad.as_bytes(), false).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        for told in [
            "部门得分.csv:2 [得分]",
            "0 到 40.00 分",
            "没有“roads 道路局”这一行",
            "共 7 个问题",
        ] {
            assert!(wang.page.html.contains(told), "{told}: {}", wang.page.html);
        }
        assert!(wang.page.html.contains("value=\"duties/general-office\" selected"));
        let mut after = town.everything().await;
        after.insert("session", before["session"].clone());
        assert_eq!(before, after);
        wang.opens(&format!("{PLACE}/files/template.csv")).await;
        let empty = String::from_utf8(wang.bytes.clone()).unwrap();
        let filled = empty.replace(",,", ",7.25,");
        assert_eq!(
            delivers(&mut wang, "leaders/leaders", filled.as_bytes(), false).await,
            StatusCode::OK
        );
        assert!(
            wang.page.html.contains("文件已经导入"),
            "the empty table, filled in: {}",
            wang.page.html
        );
    });
}

#[test]
fn files_come_whole_and_what_is_not_there_is_said() {
    on_both(async |mut town: TestApp| {
        town.opens(crate::support::folder("small")).await.unwrap();
        let mut wang = town.hires(Role::Officer, "wang").await;
        opens_ledger(&mut wang).await;
        wang.opens(&format!("{PLACE}/files/ledger-2026.xlsx")).await;
        assert!(wang.bytes.starts_with(b"PK"));
        assert!(wang.header("content-disposition").unwrap().contains("ledger-2026.xlsx"));
        wang.opens(&format!("{PLACE}/files/ledger-2026.zh.html")).await;
        assert!(TOWN.iter().all(|id| wang.page.html.contains(id)));
        let policy = wang.header("content-security-policy").unwrap();
        assert!(
            policy.contains("style-src 'unsafe-inline'") && !policy.contains("script-src"),
            "{policy}"
        );
        let nowhere = [
            "/files/ledger-2025.xlsx",
            "/files/sheet-v1.json",
            "/files/..%2Fkeys",
            "/departments/harbour",
        ];
        for address in nowhere {
            wang.opens(&format!("{PLACE}{address}")).await;
            assert_eq!(wang.page.status, StatusCode::NOT_FOUND, "{address}");
        }
        wang.opens("/office/ledger/2031").await;
        assert_eq!(wang.page.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_round_of_another_house_needs_a_list_and_the_form_says_so_with_what_was_typed() {
    on_both(async |town: TestApp| {
        let mut wang = town.hires(Role::Officer, "wang").await;
        for (round, told) in [
            ("harbour-2026", "轮次“harbour-2026”不在本库：请附上部门名单"),
            ("", "没有写明轮次"),
        ] {
            wang.opens("/office/ledger").await;
            let fields = [
                ("year", "2026"),
                ("round", round),
                ("title_zh", "港城总账"),
                ("title_en", "Harbour"),
            ];
            wang.hands_in("/office/ledger/open", &fields, "", b"").await;
            assert_eq!(wang.page.status, StatusCode::UNPROCESSABLE_ENTITY);
            for kept in [told, "港城总账", "value=\"Harbour\"", "value=\"2026\""] {
                assert!(wang.page.html.contains(kept), "{kept}: {}", wang.page.html);
            }
        }
        assert!(wang.page.html.contains("href=\"/office/ledger/departments.csv\""));
        wang.opens("/office/ledger/departments.csv").await;
        let mut list = wang.bytes.clone();
        list.extend("harbour,港务局,Harbour\n".as_bytes());
        wang.opens("/office/ledger").await;
        let fields = [
            ("year", "2026"),
            ("round", "harbour-2026"),
            ("title_zh", ""),
            ("title_en", ""),
        ];
        wang.hands_in("/office/ledger/open", &fields, "departments.csv", &list)
            .await;
        assert!(wang.page.html.contains("总账已经建立"), "{}", wang.page.html);
    });
}

#[test]
fn what_is_not_known_yet_is_not_said_and_what_comes_next_is_marked() {
    on_both(async |mut town: TestApp| {
        town.opens(crate::support::folder("small")).await.unwrap();
        let mut wang = town.hires(Role::Officer, "wang").await;
        opens_ledger(&mut wang).await;
        wang.opens(PLACE).await;
        assert!(
            !wang.page.html.contains("全额"),
            "no bonus before there is a score: {}",
            wang.page.html
        );
        assert!(wang.page.html.contains("缺 8 项得分"));
        wang.opens(&format!("{PLACE}/departments/water")).await;
        assert!(wang.page.html.contains("各单位合计 40.00") && !wang.page.html.contains("全额"));
    });
}

#[test]
fn a_newer_sealed_sheet_is_pointed_out_and_a_reopened_ledger_begins_anew() {
    on_both(async |mut town: TestApp| {
        sealed_town(&mut town).await;
        town.opens_ledger().await;
        town.everybody_delivers().await;
        barometer::stages::ledger::take_own_sheet(&town.app, 2026, "王科")
            .await
            .unwrap();
        let mut zhang = town.hires(Role::Officer, "zhang").await;
        zhang.opens(PLACE).await;
        assert!(!zhang.page.html.contains("更新的封存版本"));
        town.changes(
            "INSERT INTO sheet (round_id, version, bytes, signatures, sealed_at, removals) \
             SELECT round_id, 2, bytes, signatures, sealed_at, removals FROM sheet WHERE version = 1",
        )
        .await;
        for part in ["", "/review"] {
            zhang.opens(&format!("{PLACE}{part}")).await;
            assert!(
                zhang.page.html.contains("第 2 版；总账里是第 1 版"),
                "{}",
                zhang.page.html
            );
            assert!(zhang.page.html.contains("/deliveries#sheet"));
        }
        assert_eq!(takes_step(&mut zhang).await, StatusCode::OK, "{}", zhang.page.html);
        assert!(zhang.page.html.contains("须先重新打开"), "{}", zhang.page.html);
        let fields = [("who", "绩效办"), ("on", ""), ("note", "成绩单有新的一版")];
        let form = zhang
            .page
            .forms
            .iter()
            .rfind(|form| form.action.ends_with("/step"))
            .unwrap();
        let mut pairs = form.hidden.clone();
        pairs.extend(fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
        zhang.posts(&format!("{PLACE}/step"), &pairs).await;
        let html = zhang.page.html.replace('\n', "");
        assert!(html.contains("<li aria-current=\"step\">绩效办汇总"), "{html}");
        assert!(!html.contains("<li class=\"done\""), "{html}");
    });
}
