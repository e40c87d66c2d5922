//! The board in a browser: figures, charts and tables, a filter in the address, files, the planned last day.

use crate::board::two_days;
use crate::support::{TestApp, folder, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;

#[test]
fn the_board_is_read_filtered_and_taken_along() {
    on_both(async |mut town: TestApp| {
        two_days(&mut town).await;
        let mut manager = town.hires(Role::Manager, "chen").await;
        let board = format!("/agency/{}/board", town.round);
        let page = manager.opens(&board).await.html.clone();
        for said in [
            "<dd>16<small>目标 34 份，已达 47.6%；预计回答率：",
            "40%（未设定，按通常值）",
            "分母 83 个个案",
            "<optgroup label=",
            "value=\"residents/N\"",
            "尚未设定结束日期",
            "截至",
            "data-every=\"60\"",
            "role=\"img\"",
            "拒访与中断 2",
            "RR3 回答率",
        ] {
            assert!(page.contains(said), "{said}");
        }
        let told = "<dt>RR1 最低回答率（%）</dt><dd>19.3<small>";
        assert!(page.contains(told), "16 of 83 eligible or unknown: {page}");
        assert!(!page.contains("<td>town</td>"), "pages are told in words");
        let north = manager
            .opens(&format!("{board}?district=residents%2FN"))
            .await
            .html
            .clone();
        assert!(north.contains("value=\"residents/N\" selected"));
        let phone = manager.opens(&format!("{board}?mode=phone")).await.html.clone();
        assert!(phone.contains("<dd>2<small>这样筛选时没有目标"), "{phone}");
        assert!(phone.contains("/board/days.csv?mode=phone"), "the filter goes along");
        assert!(phone.contains("value=\"phone\" selected"), "and stands in its form");
        manager
            .opens(&format!("{board}/interviewers.csv?audience=residents"))
            .await;
        let file = String::from_utf8(manager.bytes.clone()).unwrap();
        assert!(file.starts_with("\u{feff}访问员,分配的个案,完成（份）"), "{file}");
        assert!(file.contains("\nli,10,"), "{file}");
        assert_eq!(manager.header("content-type"), Some("text/csv; charset=utf-8"));
        manager.opens(&format!("{board}/nothing.csv")).await;
        assert_eq!(manager.page.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_address_that_is_no_filter_is_told_and_everything_shown() {
    on_both(async |mut town: TestApp| {
        two_days(&mut town).await;
        let mut analyst = town.hires(Role::Analyst, "zhao").await;
        for (pairs, told) in [
            ("mode=pigeon", "方式“pigeon”不存在"),
            ("district=N", "区（层）“N”不存在；有：residents/N"),
            ("from=monday", "“monday”不是日期"),
            ("from=2026-09-30&to=2026-09-01", "早于开始日期"),
            ("audience=institutions&audience=residents", "出现了两次"),
        ] {
            analyst.opens(&format!("/agency/{}/board?{pairs}", town.round)).await;
            assert_eq!(analyst.page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(analyst.page.html.contains(told), "{told}");
            assert!(analyst.page.html.contains("<dd>16<small>"), "{told}");
        }
        analyst.opens("/agency/elsewhere/board").await;
        assert_eq!(analyst.page.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_manager_plans_the_last_day_and_an_analyst_cannot() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let mut manager = town.hires(Role::Manager, "chen").await;
        let board = format!("/agency/{}/board", town.round);
        let empty = manager.opens(&board).await.html.clone();
        assert!(empty.contains("调查还没有开始"), "{empty}");
        let form = format!("{board}/last-day");
        manager.sends_to(&form, &[("last", "2026-10-20")]).await;
        assert!(manager.page.html.contains("已设定计划的最后一天"));
        assert!(manager.page.html.contains("计划 2026-10-20 结束"));
        manager.sends_to(&form, &[("last", "soon")]).await;
        assert_eq!(manager.page.status, StatusCode::BAD_REQUEST);
        let mut analyst = town.hires(Role::Analyst, "zhao").await;
        analyst.opens(&board).await;
        assert!(analyst.page.forms.iter().all(|one| one.action != form));
    });
}
