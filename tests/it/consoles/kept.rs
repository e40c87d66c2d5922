//! Nothing typed is lost: forms that came too late, from an old page or with something missing come back on their page.

use super::sign_in::{phone, signs_in};
use crate::support::{Clerk, PASSWORD, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::stages::Random;
use std::sync::Arc;

const TYPED: [(&str, &str); 3] = [("name", "周<杰>"), ("login", "zhou"), ("role", "auditor")];

/// The form on its own page, as it was filled in, with nothing sent.
fn stands_filled_in(clerk: &Clerk) {
    let html = &clerk.page.html;
    assert!(
        html.contains("value=\"周&lt;杰&gt;\"") && html.contains("value=\"zhou\""),
        "{html}"
    );
    assert!(html.contains("<option value=\"auditor\" selected>"), "{html}");
    assert!(
        html.contains("还没有提交") && html.contains("data-here=\"/admin/accounts\""),
        "{html}"
    );
}

#[test]
fn a_form_that_came_too_late_stands_filled_in_on_its_page_after_signing_in() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        root.opens("/admin/accounts").await;
        town.app.clock.advance(3 * 60 * 60);
        root.sends(&TYPED).await;
        assert_eq!(root.page.status, StatusCode::UNAUTHORIZED);
        assert!(root.page.html.contains("都保留着"), "{}", root.page.html);
        root.sends(&[("turn", "en")]).await;
        assert!(root.page.html.contains("is kept"), "{}", root.page.html);
        root.sends(&[("login", "root"), ("password", "wrong")]).await;
        root.sends(&[("login", "root"), ("password", PASSWORD)]).await;
        assert_eq!(root.page.status, StatusCode::OK);
        stands_filled_in(&root);
        assert_eq!(town.rows("account").await.len(), 1, "nothing is sent by itself");
        root.sends_to("/admin/accounts", &TYPED).await;
        assert_eq!(root.page.status, StatusCode::CREATED, "{}", root.page.html);
    });
}

#[test]
fn a_form_of_an_earlier_sign_in_or_with_something_missing_comes_back_too() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        root.opens("/admin/accounts").await;
        let old = root.page.clone();
        signs_in(&mut root, "root", PASSWORD).await;
        root.page = old;
        root.sends(&TYPED).await;
        assert_eq!(root.page.status, StatusCode::CONFLICT);
        stands_filled_in(&root);
        root.sends_to("/admin/accounts", &[("name", "周<杰>")]).await;
        assert_eq!(root.page.status, StatusCode::BAD_REQUEST);
        assert!(root.page.html.contains("表单缺了一项") && root.page.html.contains("周&lt;杰&gt;"));
        root.sends_to("/admin/accounts", &TYPED).await;
        assert_eq!(root.page.status, StatusCode::CREATED, "{}", root.page.html);
    });
}

#[test]
fn half_a_sign_in_keeps_what_was_typed_as_well() {
    on_both(async |mut town: TestApp| {
        let mut app = town.app.with(town.app.clock.clone(), Random::seeded(5));
        app.second_factor = true;
        town.app = Arc::new(app);
        let mut root = town.hires(Role::Administrator, "root").await;
        let id = barometer::storage::account::list(&town.app.db).await.unwrap()[0]
            .id
            .clone();
        let factor = phone(&town.app, &root, &id);
        let digits = factor.digits(town.app.now()).unwrap();
        root.sends(&[("digits", &digits)]).await;
        root.opens("/admin/accounts").await;
        let page = root.page.clone();
        signs_in(&mut root, "root", PASSWORD).await;
        root.page = page;
        root.sends(&TYPED).await;
        assert_eq!(root.page.status, StatusCode::UNAUTHORIZED);
        town.app.clock.advance(30);
        let digits = factor.digits(town.app.now()).unwrap();
        root.sends(&[("digits", &digits)]).await;
        stands_filled_in(&root);
    });
}

#[test]
fn the_fields_beside_a_file_are_kept_and_the_file_is_chosen_again() {
    on_both(async |town: TestApp| {
        let mut officer = town.hires(Role::Officer, "li.lei").await;
        officer.opens("/office/ledger").await;
        let fields = [("year", "2031"), ("round", "r1"), ("title_zh", "二〇三一年")];
        let big = vec![b'x'; 6 * 1024 * 1024];
        let old = officer.page.clone();
        town.app.clock.advance(3 * 60 * 60);
        officer.hands_in("/office/ledger/open", &fields, "a.csv", &big).await;
        assert_eq!(officer.page.status, StatusCode::UNAUTHORIZED);
        officer.sends(&[("login", "li.lei"), ("password", PASSWORD)]).await;
        let filled = |html: &str| html.contains("value=\"2031\"") && html.contains("value=\"二〇三一年\"");
        assert!(filled(&officer.page.html) && officer.page.html.contains("文件要重新选择"));
        officer.page = old;
        officer.hands_in("/office/ledger/open", &fields, "a.csv", &big).await;
        assert_eq!(officer.page.status, StatusCode::CONFLICT);
        assert!(filled(&officer.page.html), "{}", officer.page.html);
    });
}

#[test]
fn a_long_form_is_carried_and_one_that_is_too_long_is_said_to_be_lost() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        for (length, kept) in [(6_500, true), (8_000, false)] {
            root.opens("/admin/accounts").await;
            town.app.clock.advance(3 * 60 * 60);
            let long = "汉".repeat(length);
            root.sends(&[("name", &long)]).await;
            assert_eq!(root.page.status, StatusCode::UNAUTHORIZED);
            assert_eq!(root.page.html.contains("都保留着"), kept);
            assert_eq!(root.page.html.contains("没有保留"), !kept);
            root.sends(&[("login", "root"), ("password", PASSWORD)]).await;
            assert_eq!(root.page.status, StatusCode::OK);
            assert_eq!(root.page.html.contains(&long), kept);
        }
        root.sends_to("/admin/accounts", &[("name", &"汉".repeat(8_000))]).await;
        assert_eq!(root.page.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(root.page.html.contains("最多 64 KB") && root.page.html.contains("<nav class=\"rail\""));
    });
}

#[test]
fn the_language_button_leads_to_a_page_and_never_away_from_what_is_shown_once() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        root.opens("/account").await;
        let wrong = [("present", "wrong"), ("password", "x"), ("again", "x")];
        root.sends_to("/account/password", &wrong).await;
        assert!(root.page.html.contains("现在的密码不对"));
        root.sends_to("/account/language", &[]).await;
        assert_eq!(
            (root.page.status, root.page.address.as_str()),
            (StatusCode::OK, "/account")
        );
        root.opens("/admin/accounts").await;
        root.sends_to("/admin/accounts", &TYPED).await;
        assert_eq!(root.page.status, StatusCode::CREATED);
        assert!(!root.page.html.contains("/account/language"));
    });
}
