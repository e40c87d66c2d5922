//! Links that open no questionnaire, each with a page of its own, and forms that are not taken.

use crate::support::{Page, Person, TestApp, on_both, saying};
use axum::http::StatusCode;
use barometer::domain::invitation::token::Token;
use sea_orm::{ConnectionTrait, Database};
use std::collections::BTreeSet;

fn heading(page: &Page) -> String {
    let rest = page
        .html
        .split("<h1")
        .nth(1)
        .unwrap_or_else(|| panic!("no heading: {}", page.html));
    rest.split_once('>')
        .unwrap()
        .1
        .split("</h1>")
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn every_kind_of_link_that_opens_nothing_has_its_own_plain_page() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let code = invitations[0].token.url_form().to_owned();
        let wrong_sign = if code.ends_with('A') { "B" } else { "A" };
        let mistyped = format!("{}{wrong_sign}", &code[..code.len() - 1]);
        let unknown = Token::generate(&mut town.app.random.generator());
        let mut seen = BTreeSet::new();
        let mut expect = async |town: &TestApp, code: &str, status: StatusCode| {
            let mut phone = town.browser(&format!("/s/{code}"));
            phone.opens().await;
            assert_eq!(phone.page.status, status, "{code}");
            assert!(phone.page.form.is_none());
            assert!(
                seen.insert(heading(&phone.page)),
                "“{}” stands on two kinds of page",
                heading(&phone.page)
            );
        };
        expect(&town, &mistyped, StatusCode::BAD_REQUEST).await;
        expect(&town, unknown.url_form(), StatusCode::NOT_FOUND).await;
        set_state(&town, "registered").await;
        expect(&town, &code, StatusCode::FORBIDDEN).await;
        set_state(&town, "fielding").await;
        let mut young = town.phone(&invitations[1]);
        young.opens().await;
        young.answers(&[("agree", "1")]).await;
        for _ in 0..2 {
            young.answers(&[("adult", "2"), ("area", "N")]).await;
        }
        expect(&town, invitations[1].token.url_form(), StatusCode::GONE).await;
        assert_eq!(town.code_of(&invitations[1]).await.as_deref(), Some("4.10"));
        town.phone(&invitations[2])
            .answers_everything(&saying(&[("know", "1")]))
            .await;
        town.closes_all_the_same().await.unwrap();
        expect(&town, &code, StatusCode::GONE).await;
    });
}

/// Puts the round where no stage would put it while codes are out.
async fn set_state(town: &TestApp, state: &str) {
    let db = Database::connect(&town.url).await.unwrap();
    db.execute_unprepared(&format!("UPDATE \"round\" SET state = '{state}'"))
        .await
        .unwrap();
    db.close().await.unwrap();
}

#[test]
fn who_declines_may_come_back() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.answers(&[("agree", "2")]).await;
        assert_eq!(phone.page.status, StatusCode::OK);
        assert!(phone.page.form.is_none(), "nothing more is asked");
        assert_eq!(town.code_of(&invitations[0]).await.as_deref(), Some("2.15"));
        assert!(phone.opens().await.form.is_none());
        assert_eq!(phone.opens_page("again").await.asks(), "consent");
        phone.goes_on_until("receipt", &saying(&[("know", "1")])).await;
        assert_eq!(town.code_of(&invitations[0]).await.as_deref(), Some("1.1"));
    });
}

#[test]
fn a_form_whose_state_was_touched_is_refused_and_changes_nothing() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.answers(&[("agree", "1")]).await;
        let form = phone.page.form.clone().unwrap();
        let state = form.hidden.iter().find(|(name, _)| name == "state").unwrap().1.clone();
        let mut other = town.phone(&invitations[1]);
        other.opens().await;
        other.answers(&[("agree", "1")]).await;
        let elsewhere = other.page.form.clone().unwrap();
        let before = town.everything().await;
        for place in [0, state.len() / 2, state.len() - 1] {
            let mut bytes = state.clone().into_bytes();
            bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
            let touched = String::from_utf8(bytes).unwrap();
            let pairs = [("state", touched.as_str()), ("adult", "1"), ("area", "N")];
            let pairs: Vec<_> = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            phone.posts(&form.action, &pairs).await;
            assert_eq!(phone.page.status, StatusCode::BAD_REQUEST, "character {place}");
        }
        for (what, address) in [
            ("another link", &elsewhere.action),
            ("another page", &format!("{}x", form.action)),
        ] {
            let pairs = [
                ("state".to_owned(), state.clone()),
                ("adult".to_owned(), "1".to_owned()),
            ];
            phone.posts(address, &pairs).await;
            assert!(phone.page.status.is_client_error(), "the state of one form on {what}");
        }
        phone.posts(&form.action, &[]).await;
        assert_eq!(phone.page.status, StatusCode::BAD_REQUEST);
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn answers_that_come_after_closing_are_refused_and_told_so() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let (first, second) = (Person::of(&invitations[0]), Person::of(&invitations[1]));
        town.phone(&invitations[0])
            .answers_everything(&|field| first.answer(field))
            .await;
        let mut saving = town.phone(&invitations[1]);
        saving.opens().await;
        saving.goes_on_until("town", &|field| second.answer(field)).await;
        let mut handing_in = town.phone(&invitations[2]);
        handing_in.opens().await;
        handing_in.goes_on_until("review", &saying(&[("know", "1")])).await;
        town.closes_all_the_same().await.unwrap();
        let before = town.everything().await;
        assert_eq!(
            saving.fills_in(&|field| second.answer(field)).await.status,
            StatusCode::GONE
        );
        assert_eq!(handing_in.answers(&[]).await.status, StatusCode::GONE);
        assert!(handing_in.page.html.contains("/verify"), "the closed page leads on");
        assert_eq!(before, town.everything().await);
        let kept = town.documents().await;
        assert_eq!(
            kept.len(),
            2,
            "what was saved whole before closing counts, though it was never handed in"
        );
        assert_eq!(town.code_of(&invitations[2]).await.as_deref(), Some("1.1"));
        assert_eq!(town.code_of(&invitations[1]).await.as_deref(), Some("2.12"));
    });
}

#[test]
fn nobodys_name_or_number_stands_on_a_page() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let invited = invitations.iter().find(|one| one.audience == "residents").unwrap();
        let person = Person::of(invited);
        let mut phone = town.phone(invited);
        phone.opens().await;
        for _ in 0..60 {
            for secret in invited.contact.values().chain([&invited.unit_ref]) {
                assert!(
                    !phone.page.html.contains(secret.as_str()),
                    "{secret} at {}",
                    phone.page.address
                );
            }
            if phone.page.form.is_none() {
                break;
            }
            phone.fills_in(&|field| person.answer(field)).await;
        }
        assert!(phone.page.receipt().is_some());
        assert!(
            !town.rows("sample_unit").await[0]["contact"].is_null(),
            "contact data are kept, encrypted"
        );
        let stored = town.everything().await;
        let whole: String = stored.values().flatten().cloned().collect();
        for secret in invited.contact.values() {
            assert!(!whole.contains(secret.as_str()), "{secret} is in the database in clear");
        }
        assert!(
            !whole.contains(invited.token.url_form()),
            "the code is in the database in clear"
        );
        let answers: String = stored["submission"]
            .iter()
            .chain(&stored["respondent"])
            .cloned()
            .collect();
        assert!(!answers.contains(&invited.unit_ref));
    });
}
