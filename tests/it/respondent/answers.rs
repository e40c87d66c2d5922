//! From consent to receipt: skip rules, ways back, another device, answers that cannot be taken.

use crate::support::{Person, TestApp, on_both, saying};
use axum::http::StatusCode;

#[test]
fn a_resident_goes_from_consent_to_the_receipt() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        assert_eq!(phone.opens().await.asks(), "consent");
        let mut path = Vec::new();
        while phone.page.form.is_some() {
            path.push(phone.page.asks());
            phone
                .fills_in(&saying(&[("know", "1"), ("rating", "4"), ("work", "1")]))
                .await;
            assert_eq!(phone.page.status, StatusCode::OK);
        }
        assert_eq!(phone.page.name(), "receipt");
        assert!(phone.page.receipt().is_some());
        let sections: Vec<&str> = path.iter().map(|page| page.split('/').next().unwrap()).collect();
        let mut order = sections.clone();
        order.dedup();
        let whole = [
            "consent",
            "screening",
            "town",
            "known",
            "ratings",
            "integrity",
            "about",
            "job",
            "review",
        ];
        assert_eq!(order, whole);
        assert_eq!(
            sections.iter().filter(|s| **s == "ratings").count(),
            3,
            "one page a department, three at most"
        );
        let documents = town.documents().await;
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].disposition, "1.1");
        assert_eq!(
            documents[0].seconds.len(),
            path.len() - 1,
            "every page but review was timed"
        );
        assert!(documents[0].seconds.values().all(|seconds| *seconds == 20));
        assert_eq!(town.code_of(&invitations[0]).await.as_deref(), Some("1.1"));
    });
}

#[test]
fn a_question_that_does_not_apply_is_not_asked_or_not_kept() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        let told = [("know", "2"), ("rating", "4"), ("work", "2"), ("why", "Because.")];
        phone.goes_on_until("ratings/", &saying(&told)).await;
        let department = phone.page.asks().replace("ratings/", "");
        assert!(
            phone.page.field(&format!("visits.{department}")).is_none(),
            "asked only of those who used it"
        );
        assert!(
            phone
                .page
                .html
                .contains(&format!("data-when=\"rating.{department}=1,2\""))
        );
        phone.goes_on_until("review", &saying(&told)).await;
        phone.opens_page("job").await;
        assert_eq!(
            phone.page.asks(),
            "review",
            "who does not work is not asked for a trade"
        );
        phone.answers(&[]).await;
        let document = &town.documents().await[0];
        let asked: Vec<&str> = document.answers.by_department.keys().map(|q| q.0.as_str()).collect();
        assert!(!asked.contains(&"why") && !asked.contains(&"visits"), "{asked:?}");
        assert!(document.answers.plain.keys().all(|q| q.0 != "trade"));
    });
}

#[test]
fn the_same_link_goes_on_on_another_device_and_back_shows_what_was_said() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let person = Person::of(&invitations[1]);
        let mut old = town.phone(&invitations[1]);
        old.opens().await;
        old.goes_on_until("town", &|field| person.answer(field)).await;
        old.fills_in(&saying(&[("overall", "2")])).await;
        let mut new = town.phone(&invitations[1]);
        new.opens().await;
        assert_eq!(new.page.asks(), "known/1");
        assert_eq!(new.goes_back().await.asks(), "town");
        assert_eq!(new.page.field("overall").unwrap().given, ["2"]);
        new.fills_in(&saying(&[("overall", "5")])).await;
        new.goes_on_until("receipt", &|field| person.answer(field)).await;
        let document = &town.documents().await[0];
        let overall = document.answers.plain.iter().find(|(q, _)| q.0 == "overall").unwrap().1;
        assert_eq!(overall.codes(), ["5"], "the later answer counts");
    });
}

#[test]
fn an_answer_that_was_not_offered_is_refused_and_nothing_is_stored() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.answers(&[]).await;
        assert_eq!(
            phone.page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "consent needs an answer"
        );
        assert_eq!(town.counts().await["respondent"], 0);
        phone.answers(&[("agree", "1")]).await;
        let before = town.everything().await;
        for wrong in ["7", "", "yes", "1;2", "<b>"] {
            phone.answers(&[("adult", wrong), ("area", "N")]).await;
            assert_eq!(phone.page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert_eq!(phone.page.asks(), "screening");
        }
        phone.answers(&[("adult", "1"), ("adult", "2"), ("area", "N")]).await;
        assert_eq!(
            phone.page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "two answers where one is asked"
        );
        assert_eq!(before, town.everything().await);
        assert_eq!(
            phone.answers(&[("adult", "1"), ("area", "N")]).await.status,
            StatusCode::OK
        );
    });
}

#[test]
fn a_long_text_and_two_answers_that_exclude_each_other_are_refused() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let unhappy = saying(&[("know", "1"), ("rating", "1")]);
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.goes_on_until("ratings/", &unhappy).await;
        let department = phone.page.asks().replace("ratings/", "");
        let (rating, why) = (format!("rating.{department}"), format!("why.{department}"));
        let before = town.everything().await;
        let long = "长".repeat(41);
        phone.answers(&[(&rating, "1"), (&why, &long)]).await;
        assert_eq!(phone.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(phone.page.html.contains(&long), "what was typed is not lost");
        assert_eq!(before, town.everything().await);
        let fits = "长".repeat(40);
        phone.answers(&[(&rating, "1"), (&why, &fits)]).await;
        assert_eq!(
            phone.page.status,
            StatusCode::OK,
            "forty Chinese characters are forty characters"
        );
        phone.goes_on_until("about", &unhappy).await;
        phone.answers(&[("channels", "0"), ("channels", "2")]).await;
        assert_eq!(phone.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        phone.answers(&[("channels", "3"), ("channels", "2")]).await;
        assert_eq!(phone.page.status, StatusCode::OK);
    });
}

#[test]
fn the_pages_come_in_chinese_and_in_english() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        assert!(phone.opens().await.html.contains("您同意参加吗？"));
        assert!(phone.page.html.contains("lang=\"zh"));
        let english = format!("{}?lang=en", phone.page.address);
        phone.goes_to(&english).await;
        assert!(phone.page.html.contains("Do you agree to take part?"));
        assert!(!phone.page.html.contains("您同意参加吗"));
        phone.answers(&[("agree", "1")]).await;
        assert!(
            phone.page.html.contains("Where do you live?"),
            "the language stays for the next page"
        );
        phone.goes_on_until("receipt", &saying(&[("know", "2")])).await;
        assert!(phone.page.html.contains("lang=\"en"));
    });
}
