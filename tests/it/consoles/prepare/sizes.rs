//! Sizes with what they buy, and the draw by them.

use super::{BASE, good, kept_files, manager};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::storage::sample::strata;

const RESIDENTS: &str = "/agency/riverton-2026/prepare/sizes/residents";

const EXPECTS: [(&str, &str); 6] = [
    ("response", "50"),
    ("deff", "1.2"),
    ("low", "30"),
    ("medium", "50"),
    ("high", "80"),
    ("dont_know", "10"),
];

fn typed<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    EXPECTS.into_iter().chain(own.iter().copied()).collect()
}

#[test]
fn sizes_are_computed_saved_and_drawn() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        li.opens(RESIDENTS).await;
        li.sees("要先采用这类评价主体的抽样框");
        li.brings_frame("residents").await;
        li.brings_frame("institutions").await;
        li.opens(RESIDENTS).await;
        li.sees("登记");
        let strata_typed = [
            ("rule", "strata"),
            ("n:N", "30"),
            ("n:E", "20"),
            ("n:S", "20"),
            ("n:W", "10"),
        ];
        let mut all = typed(&strata_typed);
        all.push(("do", "compute"));
        li.sends_to(RESIDENTS, &all).await;
        assert_eq!(li.page.status, StatusCode::OK);
        // 15 completes in N: 1.959964 · √(0.25 · 1.2 / 15) = 0.27718.
        for words in ["还没有保存", "27.7", "有效评分数"] {
            li.sees(words);
        }
        assert_eq!(town.rows("sample_plan").await.len(), 0);
        all.pop();
        all.push(("do", "save"));
        li.sends_to(RESIDENTS, &all).await;
        li.sees("已保存");
        li.sees("value=\"1.2\"");
        li.opens(&format!("{BASE}/draw")).await;
        for words in ["另选的", "登记的", "抽样种子", "100"] {
            li.sees(words);
        }
        li.sends_to(&format!("{BASE}/draw"), &[]).await;
        li.sees("样本已经抽定");
        let drawn = strata(&town.app.db, &town.round).await.unwrap();
        let west = drawn.iter().find(|one| one.count.stratum == "W").unwrap();
        assert_eq!((west.count.issued, west.reserve), (10, 5));
        let kept = kept_files(&town).await;
        assert_eq!(kept, 0, "the lists are destroyed with the draw");
        li.opens(&format!("{BASE}/frame/residents")).await;
        li.sees("抽样框不能再换");
        li.hands_in_frame("residents", "late.csv", &good("residents")).await;
        assert_eq!(li.page.status, StatusCode::CONFLICT);
    });
}

#[test]
fn numbers_that_cannot_be_are_told_and_nothing_typed_is_lost() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        li.brings_frame("residents").await;
        li.opens(RESIDENTS).await;
        let before = town.rows("sample_plan").await;
        for (own, told) in [
            ([("rule", "total"), ("total", "many")], "“many”不是"),
            ([("rule", "total"), ("total", "-3")], "“-3”不是"),
            ([("rule", "strata"), ("n:N", "5000")], "“”不是"),
            ([("rule", "registered"), ("response", "0")], "预计应答率"),
        ] {
            let mut all = typed(&own);
            if own[1].0 == "response" {
                all.retain(|pair| *pair != ("response", "50"));
            }
            all.push(("do", "save"));
            li.sends_to(RESIDENTS, &all).await;
            assert_eq!(li.page.status, StatusCode::UNPROCESSABLE_ENTITY);
            li.sees(told);
            li.sees(&format!("value=\"{}\"", own[1].1));
        }
        assert_eq!(before, town.rows("sample_plan").await);
    });
}

#[test]
fn of_two_who_save_sizes_at_once_one_wins() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        let mut wang = town.hires(Role::Manager, "wang").await;
        li.brings_frame("institutions").await;
        let address = format!("{BASE}/sizes/institutions");
        li.opens(&address).await;
        wang.opens(&address).await;
        let all = typed(&[("rule", "registered"), ("do", "save")]);
        li.sends_to(&address, &all).await;
        li.sees("已保存");
        wang.sends_to(&address, &all).await;
        wang.sees("li 刚刚保存了另一套样本量");
    });
}

#[test]
fn a_stale_pages_draw_is_refused_and_drawing_twice_as_well() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        let mut wang = town.hires(Role::Manager, "wang").await;
        li.brings_frame("residents").await;
        let address = format!("{BASE}/draw");
        li.opens(&address).await;
        li.sees("还没有采用抽样框");
        li.brings_frame("institutions").await;
        li.opens(&address).await;
        wang.brings_frame("residents").await;
        li.sends_to(&address, &[]).await;
        assert_eq!(li.page.status, StatusCode::CONFLICT);
        li.sees("刚刚被别人改过");
        assert_eq!(town.rows("sample_unit").await.len(), 0);
        li.opens(&address).await;
        wang.opens(&address).await;
        li.sends_to(&address, &[]).await;
        li.sees("样本已经抽定");
        wang.sends_to(&address, &[]).await;
        assert_eq!(wang.page.status, StatusCode::CONFLICT);
        wang.sees("样本只抽一次");
        let mut auditor = town.hires(Role::Auditor, "sun").await;
        auditor.opens(&address).await;
        let record = town.app.round(&town.round).await.unwrap().record;
        auditor.sees(&record.seed_commitment);
        auditor.does_not_see(&record.seed);
        auditor.does_not_see("<button class=\"final");
    });
}
