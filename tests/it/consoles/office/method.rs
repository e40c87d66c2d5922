//! Two officers register the method before anybody is invited.

use crate::support::{TestApp, folder, frames, on_both, replaced};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::definition::Text;
use barometer::stages::open::{OpenOptions, open};

#[test]
fn two_officers_register_what_they_see_and_only_then_people_are_invited() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        town.draws(&frames(1)).await.unwrap();
        let address = format!("/office/{}/method", town.round);
        let (mut first, mut second) = (
            town.hires(Role::Officer, "wang").await,
            town.hires(Role::Officer, "li").await,
        );
        let mut third = town.hires(Role::Officer, "zhao").await;
        let said = town.invites().await.unwrap_err().to_string();
        assert!(said.contains("not registered yet (0 of two"), "{said}");

        third.opens(&address).await;
        second.opens(&address).await;
        first.opens(&address).await;
        let record = town.app.round(&town.round).await.unwrap().record;
        assert!(first.page.html.contains(&record.method_hash) && first.page.html.contains(&record.definition_hash));
        first.sends_to(&address, &[]).await;
        assert!(first.page.html.contains("wang") && !first.page.forms.iter().any(|form| form.action == address));
        let said = town.invites().await.unwrap_err().to_string();
        assert!(said.contains("1 of two"), "{said}");

        // The same person once more, with a form from another window.
        let hidden = second
            .page
            .forms
            .iter()
            .find(|form| form.action == address)
            .unwrap()
            .hidden
            .clone();
        let token = first.page.forms[0].hidden[0].clone();
        let mut again = hidden.clone();
        again[0] = token;
        let page = first.posts(&address, &again).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.html.contains("wang"), "{}", page.html);

        second.sends_to(&address, &[]).await;
        assert_eq!(second.page.status, StatusCode::OK);
        let page = third.sends_to(&address, &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "two are enough");
        assert_eq!(town.rows("registration").await.len(), 2);
        town.invites().await.unwrap();
        // From now on the hash is in sight on every page of the round.
        let page = third.opens(&format!("/rounds/{}", town.round)).await;
        assert!(
            page.html.contains("评价办法已于") && page.html.contains(&format!("<code>{}</code>", record.method_hash))
        );
    });
}

#[test]
fn a_page_of_another_method_is_not_signed_and_closed_rounds_are_past_it() {
    on_both(async |mut town: TestApp| {
        super::scored(&mut town).await;
        let mut officer = town.hires(Role::Officer, "wang").await;
        let address = format!("/office/{}/method", town.round);
        officer.opens(&address).await;
        assert!(
            !officer.page.forms.iter().any(|form| form.action == address),
            "nothing to sign any more"
        );
        let token = officer.page.forms[0].hidden[0].clone();
        let record = town.app.round(&town.round).await.unwrap().record;
        let mut pairs = vec![
            token,
            ("definition_hash".into(), record.definition_hash),
            ("method_hash".into(), "0".into()),
            ("understood".into(), "yes".into()),
        ];
        assert_eq!(officer.posts(&address, &pairs).await.status, StatusCode::CONFLICT);
        pairs[2].1 = record.method_hash;
        let page = officer.posts(&address, &pairs).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(
            page.html.contains("截止") || page.html.contains("关闭"),
            "{}",
            page.html
        );
        assert!(town.rows("registration").await.is_empty());
    });
}

#[test]
fn another_round_stands_beside_this_one_although_its_wording_has_changed() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let files = replaced(&folder("small"), "method.toml", "upper = 3.0", "upper = 5.0");
        let title = Text {
            zh: "旧一轮".into(),
            en: "The old one".into(),
        };
        let options = OpenOptions {
            rename: Some(("riverton-2025".into(), title)),
            ..OpenOptions::default()
        };
        open(&town.app, files, options).await.unwrap();
        let mut auditor = town.hires(Role::Auditor, "chen").await;
        let page = auditor.opens("/office/riverton-2026/method?with=riverton-2025").await;
        assert!(page.html.contains("有 1 项不同"), "{}", page.html);
        assert!(page.html.contains("<td>3</td><td>5</td>"), "{}", page.html);
        let page = auditor.opens("/office/riverton-2025/method").await;
        assert!(
            page.html.contains("通行值是 3。"),
            "an unusual limit is called out: {}",
            page.html
        );
        assert_eq!(
            auditor.opens("/office/nowhere/method").await.status,
            StatusCode::NOT_FOUND
        );
    });
}
