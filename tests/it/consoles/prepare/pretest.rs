//! A pretest: a round of its own that says what it is, never counts, is never public, and can be thrown away.

use super::{BASE, manager};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use barometer::stages::{analyse, close, seal};
use barometer::storage::preparing::pretest::TABLES;

const PAGE: &str = "/agency/riverton-2026/prepare/pretest";
const ID: &str = "riverton-2026-pretest";

fn link(html: &str) -> String {
    let at = html.find("https://survey.example/s/").unwrap() + "https://survey.example".len();
    html[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect()
}

#[test]
fn a_pretest_can_be_answered_but_never_counts_and_is_never_public() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        li.opens(PAGE).await;
        li.sends_to(PAGE, &[("links", "0")]).await;
        assert_eq!(li.page.status, StatusCode::CONFLICT);
        li.sends_to(PAGE, &[("links", "3")]).await;
        li.sees("预调查已经建立");
        assert_eq!(
            li.page.html.matches("<td>T00").count(),
            6,
            "three links of each of two audiences"
        );
        let mut tester = town.stranger();
        tester.opens(&link(&li.page.html)).await;
        assert_eq!(tester.page.status, StatusCode::OK);
        tester.sees("这是预调查");
        for page in ["/", "/results"] {
            tester.opens(page).await;
            tester.does_not_see(ID);
        }
        for page in [format!("/results/{ID}"), format!("/rounds/{ID}/log")] {
            assert_eq!(tester.looks(&page).await, StatusCode::NOT_FOUND, "{page}");
        }
        let app = &town.app;
        let refused = [
            close::close(app, ID, close::OnDanger::Accept).await.unwrap_err(),
            analyse::check(app, ID).await.unwrap_err(),
            analyse::all(app, ID).await.unwrap_err(),
            analyse::score(app, ID).await.unwrap_err(),
            seal::seal(app, ID, &[]).await.unwrap_err(),
        ];
        for error in refused {
            assert!(error.to_string().contains("is a pretest"), "{error}");
        }
        li.opens(&format!("/agency/{ID}/prepare")).await;
        li.sees("这是预调查");
        li.opens(&format!("/rounds/{ID}")).await;
        li.sees("预调查，不计入结果");
        li.does_not_see("到期截止");
        li.opens(&format!("/agency/{ID}/close")).await;
        li.sees("整个删除");
        li.sees(PAGE);
        assert!(li.page.forms.iter().all(|form| !form.action.ends_with("/close")));
        assert_eq!(town.rows("round").await.len(), 2);
        li.opens(BASE).await;
        li.sees("6 个试填链接");
    });
}

#[test]
fn a_pretest_is_thrown_away_whole_and_made_anew() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        let mut before = town.everything().await;
        li.opens(PAGE).await;
        li.sends_to(PAGE, &[("links", "2")]).await;
        let first = link(&li.page.html);
        town.stranger().opens(&first).await;
        li.opens(PAGE).await;
        li.sends_to(&format!("{PAGE}/discard"), &[]).await;
        li.sees("预调查已经删除");
        let mut after = town.everything().await;
        for all in [&mut before, &mut after] {
            all.remove("audit_entry");
            all.remove("session");
        }
        assert_eq!(before, after, "nothing is left of it, and nothing else is gone");
        assert_eq!(town.stranger().looks(&first).await, StatusCode::NOT_FOUND);
        li.sends_to(PAGE, &[("links", "2")]).await;
        li.sees("预调查已经建立");
        assert_ne!(first, link(&li.page.html));
    });
}

#[test]
fn every_table_with_something_of_a_round_is_named_where_pretests_are_thrown_away() {
    on_both(async |town: TestApp| {
        let mut of_rounds = Vec::new();
        let tables = town.tables().await.into_iter();
        for table in tables.filter(|table| !table.starts_with("ledger")) {
            let columns = match town.app.db.kind() {
                "SQLite" => format!("SELECT name FROM pragma_table_info('{table}') WHERE name = 'round_id'"),
                _ => format!(
                    "SELECT column_name AS name FROM information_schema.columns \
                     WHERE table_name = '{table}' AND column_name = 'round_id'"
                ),
            };
            if !town.select(&columns).await.is_empty() && table != "audit_entry" && table != "round" {
                of_rounds.push(table);
            }
        }
        assert_eq!(of_rounds, TABLES);
    });
}
