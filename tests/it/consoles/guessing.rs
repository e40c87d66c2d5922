//! Guessers are slowed however they come, and nobody who is honest is kept out.

use super::sign_in::{phone, signs_in};
use crate::support::{PASSWORD, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::{AccountState, LONGEST_PAUSE, Role, STRANGERS_PAUSE};
use barometer::stages::Random;
use barometer::stages::account::{Attempt, Outcome, set_state, sign_in};
use barometer::storage::account::{NewFactor, list, set_second_factor};
use std::sync::Arc;

/// The same house, where a second factor is asked for.
fn with_second_factor(mut town: TestApp) -> TestApp {
    let mut app = town.app.with(town.app.clock.clone(), Random::seeded(5));
    app.second_factor = true;
    town.app = Arc::new(app);
    town
}

async fn id_of(town: &TestApp, login: &str) -> String {
    let all = list(&town.app.db).await.unwrap();
    all.iter().find(|one| one.login.as_str() == login).unwrap().id.clone()
}

#[test]
fn many_guesses_at_once_are_counted_like_guesses_one_after_the_other() {
    on_both(async |town: TestApp| {
        town.hires(Role::Manager, "zhao").await;
        let guesses = (0..40).map(|n| {
            let app = town.app.clone();
            tokio::spawn(async move {
                let password = format!("guess number {n}");
                let attempt = Attempt {
                    login: "zhao",
                    password: &password,
                    device: None,
                };
                matches!(sign_in(&app, attempt).await.unwrap(), Outcome::Wrong)
            })
        });
        let mut tried = 0;
        for guess in guesses.collect::<Vec<_>>() {
            tried += usize::from(guess.await.unwrap());
        }
        assert_eq!(tried, 5, "five are free, the others have to wait");
    });
}

#[test]
fn the_owner_of_a_new_browser_waits_a_minute_at_most_and_comes_in_by_a_new_link_at_once() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        town.hires(Role::Manager, "zhao").await;
        let mut guesser = town.stranger();
        for _ in 0..14 {
            signs_in(&mut guesser, "zhao", "guessed").await;
            town.app.clock.advance(STRANGERS_PAUSE);
        }
        signs_in(&mut guesser, "zhao", "guessed").await;
        let mut owner = town.stranger();
        assert_eq!(
            signs_in(&mut owner, "zhao", PASSWORD).await,
            StatusCode::TOO_MANY_REQUESTS
        );
        town.app.clock.advance(STRANGERS_PAUSE);
        assert_eq!(signs_in(&mut owner, "zhao", PASSWORD).await, StatusCode::OK);
        let id = id_of(&town, "zhao").await;
        root.opens("/admin/accounts").await;
        root.sends_to(&format!("/admin/accounts/{id}/link"), &[]).await;
        assert!(root.page.html.contains("/welcome/"));
    });
}

#[test]
fn a_computer_that_two_people_share_knows_both() {
    on_both(async |town: TestApp| {
        let mut shared = town.hires(Role::Officer, "li.lei").await;
        town.hires(Role::Auditor, "qian").await;
        signs_in(&mut shared, "qian", PASSWORD).await;
        let mut guesser = town.stranger();
        for _ in 0..6 {
            signs_in(&mut guesser, "li.lei", "guessed").await;
        }
        assert_eq!(signs_in(&mut shared, "li.lei", PASSWORD).await, StatusCode::OK);
        assert_eq!(signs_in(&mut shared, "qian", PASSWORD).await, StatusCode::OK);
        let mut taken = town.stranger();
        taken.cookies = shared.cookies.clone();
        for _ in 0..5 {
            signs_in(&mut taken, "li.lei", "guessed").await;
        }
        assert_eq!(
            signs_in(&mut taken, "li.lei", PASSWORD).await,
            StatusCode::TOO_MANY_REQUESTS,
            "a known browser is braked as well"
        );
        town.app.clock.advance(LONGEST_PAUSE);
    });
}

#[test]
fn what_a_stranger_types_as_a_login_is_written_down_nowhere() {
    on_both(async |town: TestApp| {
        town.hires(Role::Auditor, "qian").await;
        let mut guesser = town.stranger();
        for login in ["qian", "my.own.secret.word"] {
            for _ in 0..6 {
                signs_in(&mut guesser, login, "guessed").await;
            }
        }
        let stored = town.everything().await;
        let log = &stored["audit_entry"];
        assert!(!stored.values().flatten().any(|row| row.contains("my.own.secret.word")));
        assert_eq!(
            log.iter().filter(|row| row.contains("sign-in.braked-unknown")).count(),
            1
        );
        assert_eq!(
            log.iter().filter(|row| row.contains("sign-in.braked\"")).count(),
            1,
            "{log:?}"
        );
    });
}

#[test]
fn of_two_browsers_that_have_to_set_up_a_second_factor_one_does() {
    on_both(async |town: TestApp| {
        let town = with_second_factor(town);
        let mut owner = town.hires(Role::Officer, "li.lei").await;
        let mut other = town.stranger();
        signs_in(&mut other, "li.lei", PASSWORD).await;
        assert!(other.page.address.starts_with("/sign-in"), "{}", other.page.address);
        let id = id_of(&town, "li.lei").await;
        let theirs = phone(&town.app, &other, &id).digits(town.app.now()).unwrap();
        let digits = phone(&town.app, &owner, &id).digits(town.app.now()).unwrap();
        owner.sends(&[("digits", &digits)]).await;
        assert_eq!(owner.page.address, "/rounds");
        let before = town.rows("account").await;
        other.sends(&[("digits", &theirs)]).await;
        assert_eq!(other.page.status, StatusCode::UNAUTHORIZED);
        assert!(other.page.html.contains("请重新登录"), "{}", other.page.html);
        let late = NewFactor {
            sealed: vec![1, 2, 3],
            step: 1,
            epoch: 2,
            replaces: false,
        };
        for epoch in 0..4 {
            let late = NewFactor { epoch, ..late.clone() };
            assert!(!set_second_factor(&town.app.db, &id, &late, 1).await.unwrap());
        }
        assert_eq!(town.rows("account").await, before);
        let log = town.everything().await["audit_entry"].join("\n");
        assert!(
            log.contains("second_factor\\\\\\\":false") || log.contains("second_factor\\\":false"),
            "{log}"
        );
    });
}

#[test]
fn of_two_administrators_who_close_each_other_at_once_one_stays() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        town.hires(Role::Administrator, "toor").await;
        let (one, two) = (id_of(&town, "root").await, id_of(&town, "toor").await);
        let close = async |id: &str| set_state(&town.app, id, AccountState::Disabled).await.is_ok();
        let (first, second) = tokio::join!(close(&one), close(&two));
        assert!(first != second, "one of them: {first} {second}");
        let active = list(&town.app.db).await.unwrap();
        assert_eq!(active.iter().filter(|one| one.state == AccountState::Active).count(), 1);
        root.opens("/rounds").await;
    });
}

#[test]
fn an_account_that_nobody_opened_waits_for_its_owner_after_it_was_closed_and_opened_again() {
    on_both(async |town: TestApp| {
        let mut root = town.hires(Role::Administrator, "root").await;
        root.opens("/admin/accounts").await;
        let wanted = [("name", "Zhou"), ("login", "zhou"), ("role", "")];
        root.sends_to("/admin/accounts", &wanted).await;
        assert!(root.page.html.contains("请选择岗位"), "a role has to be chosen");
        let wanted = [("name", "Zhou"), ("login", "zhou"), ("role", "auditor")];
        root.sends_to("/admin/accounts", &wanted).await;
        assert_eq!(root.page.status, StatusCode::CREATED);
        let id = id_of(&town, "zhou").await;
        let state = format!("/admin/accounts/{id}/state");
        root.opens(&format!("/admin/accounts/{id}/close")).await;
        root.sends_to(&state, &[]).await;
        root.sends_to(&state, &[]).await;
        let states = async || {
            let all = list(&town.app.db).await.unwrap();
            all.iter().find(|one| one.id == id).unwrap().state
        };
        assert_eq!(states().await, AccountState::Invited);
        let csrf = root.page.forms[0].hidden[0].clone();
        root.posts(&state, &[csrf.clone(), ("state".into(), "invited".into())])
            .await;
        assert_eq!(root.page.status, StatusCode::BAD_REQUEST);
        root.posts("/admin/accounts/none/link", &[csrf]).await;
        assert_eq!(root.page.status, StatusCode::NOT_FOUND);
    });
}
