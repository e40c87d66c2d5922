//! Invitations and reminders: a code is good once its file is in hand, and nobody is bothered who finished or refused.

use super::{BASE, good, manager};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;

/// Invitation links in a list.
fn codes(list: &str) -> Vec<String> {
    list.lines()
        .filter_map(|line| line.split("https://survey.example").nth(1))
        .map(|rest| rest.split(',').next().unwrap().to_owned())
        .collect()
}

#[test]
fn codes_are_good_only_after_their_maker_has_them() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        li.draws_the_town().await;
        let address = format!("{BASE}/invitations");
        li.opens(&address).await;
        li.sends_to(&address, &[]).await;
        li.sees("84 个邀请码");
        let first = li.takes("csv", None).await;
        assert_eq!(codes(&first).len(), 84);
        li.opens(&address).await;
        let again = li.takes("csv", None).await;
        assert_eq!(first, again, "an interrupted download is repeated");
        let stranger = town.stranger().looks(&codes(&first)[0]).await;
        assert_eq!(stranger, StatusCode::NOT_FOUND, "not good yet");
        let stored: String = town.everything().await.into_values().flatten().collect();
        assert!(
            codes(&first)
                .iter()
                .all(|code| !stored.contains(code.trim_start_matches("/s/")))
        );
        li.opens(&address).await;
        let slips = li.takes("slips", Some(1)).await;
        assert_eq!(slips.matches("<section class=\"slip\">").count(), 84);
        assert!(
            li.header("content-disposition")
                .unwrap()
                .contains("riverton-2026-invitations-1-1.html")
        );
        li.opens(&address).await;
        li.sends_to(&format!("{address}/confirm"), &[]).await;
        li.sees("请勾选");
        li.sends_to(&format!("{address}/confirm"), &[("have", "yes")]).await;
        li.sees("邀请码已经生效");
        assert_eq!(town.rows("invitation_code").await.len(), 0, "nothing is kept");
        assert_eq!(town.stranger().looks(&codes(&first)[0]).await, StatusCode::OK);
        let takes = town.rows("audit_entry").await;
        let takes = takes.iter().filter(|row| row["action"] == "codes.take").count();
        assert_eq!(takes, 3, "every download is written down");
    });
}

#[test]
fn a_lost_file_is_thrown_away_and_its_codes_never_work() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        let address = format!("{BASE}/invitations");
        li.opens(&address).await;
        li.sees("抽样之后才能邀请");
        li.draws_the_town().await;
        li.opens(&address).await;
        li.sends_to(&address, &[]).await;
        let stale = li.page.clone();
        let lost = li.takes("csv", None).await;
        li.page = stale.clone();
        li.sends_to(&format!("{address}/discard"), &[]).await;
        li.sees("这一批已经作废");
        li.page = stale.clone();
        li.sends_to(&format!("{address}/confirm"), &[("have", "yes")]).await;
        assert_eq!(li.page.status, StatusCode::CONFLICT, "a stale page's button");
        li.sees("没有等待取走的邀请码");
        li.opens(&address).await;
        li.sends_to(&address, &[]).await;
        li.page = stale;
        li.sends_to(&format!("{address}/confirm"), &[("have", "yes")]).await;
        li.sees("这是第 1 批邀请码，已不再等待；现在等待取走的是第 2 批");
        li.opens(&address).await;
        li.sends_to(&format!("{address}/discard"), &[]).await;
        li.opens(&address).await;
        let new = li.invites_everybody().await;
        assert_ne!(codes(&lost), codes(&new));
        assert_eq!(town.stranger().looks(&codes(&lost)[0]).await, StatusCode::NOT_FOUND);
        assert_eq!(town.stranger().looks(&codes(&new)[0]).await, StatusCode::OK);
    });
}

#[test]
fn where_officers_are_nobody_is_invited_before_they_registered_the_method_but_a_pretest_may_begin() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        li.draws_the_town().await;
        town.hires(Role::Officer, "zhao").await;
        let address = format!("{BASE}/invitations");
        li.opens(&address).await;
        li.sends_to(&address, &[]).await;
        assert_eq!(li.page.status, StatusCode::CONFLICT);
        li.sees("登记");
        assert_eq!(town.rows("invitation_code").await.len(), 0);
        let pretest = format!("{BASE}/pretest");
        li.opens(&pretest).await;
        li.sends_to(&pretest, &[("links", "1")]).await;
        li.sees("预调查已经建立");
    });
}

#[test]
fn reminders_leave_out_who_finished_or_refused_and_hold_no_code() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        li.draws_the_town().await;
        let list = li.invites_everybody().await;
        let codes_given = codes(&list);
        let address = format!("{BASE}/reminders");
        li.opens(&address).await;
        li.sees("64 个单位的提醒名单");
        li.sees("最多约");
        town.records_codes("sample_no,code\n1,2.112\n2,3.13\n3,4.30\n")
            .await
            .unwrap();
        li.opens(&address).await;
        li.sees("62 个单位的提醒名单");
        li.sends_to(&address, &[("format", "csv")]).await;
        assert_eq!(li.header("content-type").unwrap(), "text/csv; charset=utf-8");
        let lines: Vec<&str> = li.page.html.lines().collect();
        assert_eq!(lines.len(), 63);
        assert!(
            lines[0].ends_with("sample_no,audience,stratum,unit_ref,name,phone"),
            "{}",
            lines[0]
        );
        assert!(
            !lines
                .iter()
                .any(|line| line.starts_with("1,") || line.starts_with("3,"))
        );
        let told = li.page.html.clone();
        assert!(
            codes_given
                .iter()
                .all(|code| !told.contains(code.trim_start_matches("/s/")))
        );
        li.opens(&address).await;
        li.sees("已经做过的提醒");
        let records = town.rows("stage_record").await;
        let reminded = records.iter().find(|row| row["stage"] == "remind").unwrap();
        assert!(reminded["summary"].as_str().unwrap().contains("62"));
    });
}

#[test]
fn a_formula_in_a_contact_is_dead_in_every_list() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        let text = String::from_utf8(good("residents")).unwrap();
        let mut text = text.replace("139-0000-", "+86 139 0000 ");
        for live in ["=cmd|'/C calc'!A0", "-2+3", "@SUM(A1)"] {
            text = text.replacen(",Person ", &format!(",{live} "), 40);
        }
        li.hands_in_frame("residents", "live.csv", text.as_bytes()).await;
        li.sees("个单元格以 = + - @ 开头");
        let here = li.page.address.clone();
        li.sends_to(&here, &[]).await;
        li.brings_frame("institutions").await;
        li.opens(&format!("{BASE}/draw")).await;
        li.sends_to(&format!("{BASE}/draw"), &[]).await;
        let list = li.invites_everybody().await;
        li.opens(&format!("{BASE}/reminders")).await;
        li.sends_to(&format!("{BASE}/reminders"), &[("format", "csv")]).await;
        for list in [list, li.page.html.clone()] {
            let mut reader = csv::Reader::from_reader(list.trim_start_matches('\u{feff}').as_bytes());
            let cells: Vec<String> = reader
                .records()
                .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            assert!(
                cells.iter().any(|cell| cell.starts_with("'=cmd")),
                "the cells are there, dead"
            );
            assert!(!cells.iter().any(|cell| cell.starts_with(['=', '+', '-', '@'])));
        }
    });
}
