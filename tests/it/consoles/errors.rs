//! What goes wrong is said in the console's own words, in the person's language, with a way on.

use super::sign_in::signs_in;
use crate::support::{PASSWORD, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::stages::account::{NewAccount, create, first_link};

const HOUSE: &str = "https://survey.example";

#[test]
fn addresses_that_cannot_be_read_are_answered_by_the_console() {
    on_both(async |town: TestApp| {
        let mut auditor = town.hires(Role::Auditor, "qian").await;
        for (address, status) in [
            ("/audit?skip=abc", StatusCode::BAD_REQUEST),
            ("/audit?skip=1&skip=2", StatusCode::BAD_REQUEST),
            ("/office/ledger/abc", StatusCode::NOT_FOUND),
            ("/rounds/%FF", StatusCode::NOT_FOUND),
            ("/agency/what/is/this", StatusCode::NOT_FOUND),
        ] {
            auditor.opens(address).await;
            assert_eq!(auditor.page.status, status, "{address}");
            let html = &auditor.page.html;
            assert!(html.contains("<nav class=\"rail\""), "{address}: {html}");
            assert!(!html.contains("邀请链接"), "{address}");
        }
        let mut stranger = town.stranger();
        stranger.accepts = "en-GB,en;q=0.9";
        stranger.opens("/agency/what/is/this").await;
        assert_eq!(stranger.page.status, StatusCode::NOT_FOUND);
        assert!(stranger.page.html.contains("lang=\"en\"") && stranger.page.html.contains("/desk"));
        for address in [
            "/results/%FF",
            "/s/%FF",
            "/verify?lang=1&lang=2",
            "/results/x?version=a",
        ] {
            stranger.opens(address).await;
            assert!(
                stranger.page.html.contains("<html"),
                "{address}: {}",
                stranger.page.html
            );
        }
    });
}

#[test]
fn an_address_that_only_takes_a_form_leads_to_its_page() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        for address in ["/admin/accounts/1/link", "/admin/accounts/1/state"] {
            root.opens(address).await;
            assert_eq!(
                (root.page.status, root.page.address.as_str()),
                (StatusCode::OK, "/admin/accounts")
            );
        }
        town.app.clock.advance(3 * 60 * 60);
        root.opens("/account").await;
        root.page.forms.clear();
        root.posts("/account/sign-out-everywhere", &[]).await;
        root.sends(&[("login", "root"), ("password", PASSWORD)]).await;
        assert_eq!(root.page.status, StatusCode::OK);
        assert!(root.page.html.contains("data-here=\"/account\""), "{}", root.page.html);
    });
}

#[test]
fn a_sign_in_leads_nowhere_else_and_an_empty_one_is_answered_in_words() {
    on_both(async |town: TestApp| {
        town.hires(Role::Officer, "li.lei").await;
        for next in [
            "/%09/evil.com",
            "/%5Cevil.com",
            "%2F%2Fevil.com",
            "/%00",
            "/admin/accounts/1/link",
        ] {
            let mut clerk = town.stranger();
            clerk.opens(&format!("/sign-in?next={next}")).await;
            clerk.sends(&[("login", "li.lei"), ("password", PASSWORD)]).await;
            let lands = ["/rounds", "/admin/accounts"];
            assert!(
                lands.contains(&clerk.page.address.as_str()),
                "{next}: {}",
                clerk.page.address
            );
        }
        let mut clerk = town.stranger();
        clerk.posts("/sign-in", &[]).await;
        assert_eq!(clerk.page.status, StatusCode::UNAUTHORIZED);
        assert!(clerk.page.html.contains("登录名或密码不对"));
        assert_eq!(clerk.header("strict-transport-security"), Some("max-age=31536000"));
        assert_eq!(signs_in(&mut clerk, "li.lei", PASSWORD).await, StatusCode::OK);
    });
}

#[test]
fn a_link_is_opened_in_the_language_of_the_browser_and_the_account_keeps_it() {
    on_both(async |town: TestApp| {
        let link = first_link(&town.app).await.unwrap().unwrap();
        let mut root = town.stranger();
        root.accepts = "en-GB";
        root.opens(link.strip_prefix(HOUSE).unwrap()).await;
        assert!(root.page.html.contains("Make the first administrator"));
        let typed = [
            ("name", "Wang"),
            ("login", "root"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ];
        root.sends(&typed).await;
        assert!(root.page.html.contains("Make an account"), "{}", root.page.html);
        let wanted = NewAccount {
            login: "smith".into(),
            name: "Smith".into(),
            role: Role::Officer,
        };
        let link = create(&town.app, &wanted).await.unwrap().unwrap();
        let mut smith = town.stranger();
        smith.opens(link.strip_prefix(HOUSE).unwrap()).await;
        assert!(smith.page.html.contains("请设置密码"));
        smith.sends(&[("turn", "en")]).await;
        assert!(smith.page.html.contains("Please set a password"), "{}", smith.page.html);
        smith.sends(&[("password", PASSWORD), ("again", PASSWORD)]).await;
        assert!(smith.page.html.contains("<html lang=\"en\""), "{}", smith.page.html);
    });
}
