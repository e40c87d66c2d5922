//! Signing in and out: first links, passwords, the brake, the second factor, and forms that waited.

use crate::support::{Clerk, PASSWORD, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::{LONGEST_PAUSE, Role, SecondFactor};
use barometer::stages::account::first_link;
use barometer::stages::{App, Random};
use std::sync::Arc;

const HOUSE: &str = "https://survey.example";

pub async fn signs_in(clerk: &mut Clerk, login: &str, password: &str) -> StatusCode {
    clerk.opens("/sign-in").await;
    clerk.sends(&[("login", login), ("password", password)]).await.status
}

#[test]
fn the_first_start_gives_one_link_that_makes_one_administrator() {
    on_both(async |town: TestApp| {
        let old = first_link(&town.app).await.unwrap().unwrap();
        let link = first_link(&town.app).await.unwrap().unwrap();
        let mut root = town.stranger();
        root.opens(old.strip_prefix(HOUSE).unwrap()).await;
        assert_eq!(root.page.status, StatusCode::GONE, "a newer link replaces it");
        root.opens(link.strip_prefix(HOUSE).unwrap()).await;
        let weak = [
            ("name", "Wang"),
            ("login", "root"),
            ("password", "short"),
            ("again", "short"),
        ];
        root.sends(&weak).await;
        assert_eq!(root.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(root.page.html.contains("密码太短") && root.page.html.contains("value=\"Wang\""));
        root.sends(&[
            ("name", "Wang"),
            ("login", "root"),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ])
        .await;
        assert_eq!(root.page.address, "/admin/accounts");
        assert_eq!(
            town.stranger().opens(link.strip_prefix(HOUSE).unwrap()).await.status,
            StatusCode::GONE
        );
        assert!(
            first_link(&town.app).await.unwrap().is_none(),
            "there is an account now"
        );
    });
}

#[test]
fn the_cookie_is_for_our_own_pages_only_and_the_database_cannot_be_used_to_sign_in() {
    on_both(async |town: TestApp| {
        let mut clerk = town.hires(Role::Officer, "li.lei").await;
        clerk.opens("/sign-in").await;
        let request = [("login", "li.lei"), ("password", PASSWORD)];
        clerk.sends(&request).await;
        let token = clerk.cookies["__Host-barometer-session"].clone();
        let stored = town.everything().await;
        let leaks = |word: &str| stored.values().flatten().any(|row| row.contains(word));
        assert!(!leaks(&token) && !leaks(PASSWORD) && leaks("$argon2id$"));
    });
}

#[test]
fn signing_out_ends_the_session_and_everywhere_ends_them_all() {
    on_both(async |town: TestApp| {
        let mut desk = town.hires(Role::Analyst, "han").await;
        let mut laptop = town.stranger();
        assert_eq!(signs_in(&mut laptop, "HAN ", PASSWORD).await, StatusCode::OK);
        let stolen = laptop.cookies.clone();
        laptop.sends_to("/sign-out", &[]).await;
        assert_eq!(laptop.page.address, "/sign-in?gone=1");
        laptop.cookies = stolen;
        laptop.opens("/account").await;
        assert!(laptop.page.address.starts_with("/sign-in"), "{}", laptop.page.address);
        assert_eq!(signs_in(&mut laptop, "han", PASSWORD).await, StatusCode::OK);
        desk.opens("/account").await;
        desk.sends_to("/account/sign-out-everywhere", &[]).await;
        for browser in [&mut desk, &mut laptop] {
            browser.opens("/account").await;
            assert!(browser.page.address.starts_with("/sign-in"));
        }
    });
}

#[test]
fn guessers_are_slowed_and_the_owner_comes_in_all_the_same() {
    on_both(async |town: TestApp| {
        let mut owner = town.hires(Role::Manager, "zhao").await;
        let mut guesser = town.stranger();
        for _ in 0..5 {
            assert_eq!(
                signs_in(&mut guesser, "zhao", "guessed").await,
                StatusCode::UNAUTHORIZED
            );
        }
        assert_eq!(
            signs_in(&mut guesser, "zhao", PASSWORD).await,
            StatusCode::TOO_MANY_REQUESTS
        );
        assert!(guesser.page.html.contains("请等"));
        owner.opens("/account").await;
        owner.sends_to("/sign-out", &[]).await;
        assert_eq!(
            signs_in(&mut owner, "zhao", PASSWORD).await,
            StatusCode::OK,
            "a browser of the owner's own"
        );
        town.app.clock.advance(LONGEST_PAUSE);
        assert_eq!(
            signs_in(&mut guesser, "zhao", PASSWORD).await,
            StatusCode::OK,
            "nobody is locked out for good"
        );
        let mut nobody = town.stranger();
        assert_eq!(
            signs_in(&mut nobody, "no.such.person", "guessed").await,
            StatusCode::UNAUTHORIZED
        );
    });
}

#[test]
fn sessions_end_by_themselves_and_closed_accounts_at_once() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        let mut clerk = town.hires(Role::Officer, "li.lei").await;
        let accounts = barometer::storage::account::list(&town.app.db).await.unwrap();
        let id = &accounts
            .iter()
            .find(|account| account.login.as_str() == "li.lei")
            .unwrap()
            .id;
        root.opens(&format!("/admin/accounts/{id}/close")).await;
        assert!(root.page.html.contains("li.lei") && root.page.html.contains("立即在所有电脑和手机上退出"));
        root.sends_to(&format!("/admin/accounts/{id}/state"), &[]).await;
        assert_eq!(root.page.address, "/admin/accounts");
        clerk.opens("/rounds").await;
        assert!(clerk.page.address.starts_with("/sign-in"));
        assert_eq!(signs_in(&mut clerk, "li.lei", PASSWORD).await, StatusCode::UNAUTHORIZED);
        town.app.clock.advance(3 * 60 * 60);
        root.opens("/admin/accounts").await;
        assert!(root.page.address.starts_with("/sign-in"));
    });
}

/// The secret that the set-up page shows, as a phone would read it.
pub fn phone(app: &App, clerk: &Clerk, account: &str) -> SecondFactor {
    let form = clerk
        .page
        .forms
        .iter()
        .find(|form| form.action == "/sign-in/set-up")
        .unwrap();
    let (_, sealed) = form.hidden.iter().find(|(name, _)| name == "secret").unwrap();
    SecondFactor::open(&app.keys.second_factor, account, &hex::decode(sealed).unwrap()).unwrap()
}

#[test]
fn where_a_second_factor_is_asked_for_nothing_opens_without_it() {
    on_both(async |mut town: TestApp| {
        let mut app = town.app.with(town.app.clock.clone(), Random::seeded(5));
        app.second_factor = true;
        town.app = Arc::new(app);
        let mut clerk = town.hires(Role::Officer, "li.lei").await;
        assert!(
            clerk.page.address.starts_with("/sign-in/set-up"),
            "{}",
            clerk.page.address
        );
        clerk.opens("/rounds").await;
        assert!(clerk.page.address.starts_with("/sign-in/set-up"));
        let id = barometer::storage::account::list(&town.app.db).await.unwrap()[0]
            .id
            .clone();
        let factor = phone(&town.app, &clerk, &id);
        clerk.sends(&[("digits", "000000")]).await;
        assert_eq!(clerk.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            phone(&town.app, &clerk, &id).typed().unwrap(),
            factor.typed().unwrap(),
            "the same code to scan"
        );
        let digits = factor.digits(town.app.now()).unwrap();
        clerk.sends(&[("digits", &digits)]).await;
        assert_eq!(clerk.page.address, "/rounds");
        let mut other = town.stranger();
        signs_in(&mut other, "li.lei", PASSWORD).await;
        assert!(other.page.address.starts_with("/sign-in/digits"));
        other.sends(&[("digits", &digits)]).await;
        assert_eq!(other.page.status, StatusCode::UNAUTHORIZED, "digits work once");
        town.app.clock.advance(30);
        let next = factor.digits(town.app.now()).unwrap();
        other.sends(&[("digits", &next)]).await;
        assert_eq!(other.page.address, "/rounds");
        let mut caller = town.hires(Role::Interviewer, "wu").await;
        assert_eq!(
            caller.opens("/rounds").await.status,
            StatusCode::OK,
            "interviewers come in with a password"
        );
    });
}

#[test]
fn a_new_link_frees_from_a_lost_phone_and_ends_the_old_password() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        let mut clerk = town.hires(Role::Officer, "li.lei").await;
        let accounts = barometer::storage::account::list(&town.app.db).await.unwrap();
        let id = accounts
            .iter()
            .find(|account| account.login.as_str() == "li.lei")
            .unwrap()
            .id
            .clone();
        clerk.opens("/sign-in/set-up?next=%2Faccount").await;
        let digits = phone(&town.app, &clerk, &id).digits(town.app.now()).unwrap();
        clerk.sends(&[("digits", &digits), ("present", "wrong")]).await;
        assert!(clerk.page.html.contains("现在的密码不对"));
        clerk.sends(&[("digits", &digits), ("present", PASSWORD)]).await;
        assert_eq!(clerk.page.address, "/account");
        root.opens("/admin/accounts").await;
        root.sends_to(&format!("/admin/accounts/{id}/link"), &[]).await;
        let html = root.page.html.clone();
        let link = html.split(HOUSE).nth(1).unwrap().split('<').next().unwrap();
        clerk.opens(link).await;
        let new = "ten thousand miles of river";
        clerk.sends(&[("password", new), ("again", new)]).await;
        assert_eq!(clerk.page.address, "/rounds");
        assert_eq!(signs_in(&mut clerk, "li.lei", PASSWORD).await, StatusCode::UNAUTHORIZED);
        assert_eq!(signs_in(&mut clerk, "li.lei", new).await, StatusCode::OK);
    });
}

#[test]
fn everybody_changes_the_own_password_and_language() {
    on_both(async |town: TestApp| {
        let mut clerk = town.hires(Role::Auditor, "qian").await;
        clerk.opens("/account").await;
        let new = "ten thousand miles of river";
        clerk
            .sends_to(
                "/account/password",
                &[("present", "wrong"), ("password", new), ("again", new)],
            )
            .await;
        assert!(clerk.page.html.contains("现在的密码不对"));
        clerk
            .sends_to(
                "/account/password",
                &[("present", PASSWORD), ("password", new), ("again", new)],
            )
            .await;
        assert_eq!(clerk.page.address, "/account?done=password");
        clerk.sends_to("/account/language", &[]).await;
        assert!(clerk.page.html.contains("My account") && clerk.page.html.contains("lang=\"en\""));
        assert_eq!(signs_in(&mut clerk, "qian", new).await, StatusCode::OK);
    });
}
