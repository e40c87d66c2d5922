//! Doing a thing twice: opening, sending, handing in, and answering anew until the round closes.

use crate::support::{Person, TestApp, on_both, saying};
use axum::http::StatusCode;

#[test]
fn opening_a_page_changes_nothing() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let person = Person::of(&invitations[0]);
        let mut phone = town.phone(&invitations[0]);
        let looks = async |phone: &mut crate::support::Phone| {
            let before = town.everything().await;
            for page in [
                "",
                "again",
                "consent",
                "screening",
                "known/1",
                "review",
                "receipt",
                "nonsense",
            ] {
                phone.opens_page(page).await;
                phone.opens().await;
            }
            for address in ["/verify", "/withdraw", "/healthz", "/readyz", "/nothing-here"] {
                town.browser(address).opens().await;
            }
            assert_eq!(before, town.everything().await);
        };
        looks(&mut phone).await;
        phone.opens().await;
        phone.goes_on_until("known/1", &|field| person.answer(field)).await;
        looks(&mut phone).await;
        phone.opens().await;
        phone.goes_on_until("review", &|field| person.answer(field)).await;
        looks(&mut phone).await;
        phone.opens().await;
        phone.goes_on_until("receipt", &|field| person.answer(field)).await;
        looks(&mut phone).await;
    });
}

#[test]
fn sending_a_page_twice_is_sending_it_once() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        let consent = phone.page.form.clone().unwrap();
        phone.answers(&[("agree", "1")]).await;
        let next = phone.page.asks();
        let counts = town.counts().await;
        let mut again = consent.hidden.clone();
        again.push(("agree".into(), "1".into()));
        phone.posts(&consent.action, &again).await;
        assert_eq!((phone.page.status, phone.page.asks()), (StatusCode::OK, next));
        assert_eq!(counts, town.counts().await);
    });
}

#[test]
fn handing_in_twice_gives_the_same_receipt_and_one_submission() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let person = Person::of(&invitations[0]);
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.goes_on_until("review", &|field| person.answer(field)).await;
        let review = phone.page.form.clone().unwrap();
        let first = phone.answers(&[]).await.receipt().unwrap();
        let before = town.everything().await;
        phone.posts(&review.action, &review.hidden).await;
        assert_eq!(phone.page.receipt().unwrap(), first, "pressed twice");
        assert_eq!(
            phone.opens().await.receipt().unwrap(),
            first,
            "the link leads to the receipt"
        );
        assert_eq!(before, town.everything().await);
        assert_eq!(town.documents().await.len(), 1);
    });
}

#[test]
fn answering_anew_begins_blank_keeps_the_departments_and_replaces_only_when_whole() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let content = saying(&[("know", "1"), ("rating", "5"), ("overall", "5")]);
        let cross = saying(&[("know", "1"), ("rating", "1"), ("overall", "1")]);
        let mut phone = town.phone(&invitations[0]);
        let first = phone.answers_everything(&content).await;
        let before = town.documents().await;
        phone.opens_page("again").await;
        assert_eq!(phone.page.asks(), "consent");
        assert!(
            phone
                .page
                .form
                .as_ref()
                .unwrap()
                .fields
                .iter()
                .all(|field| field.given.is_empty())
        );
        phone.goes_on_until("town", &cross).await;
        assert!(
            phone.page.field("overall").unwrap().given.is_empty(),
            "old answers are not shown"
        );
        phone.goes_on_until("review", &cross).await;
        assert_eq!(
            town.documents().await,
            before,
            "the first answers count until the new ones are whole"
        );
        let second = phone.answers(&[]).await.receipt().unwrap();
        assert_ne!(first, second);
        let after = town.documents().await;
        assert_eq!(after.len(), 1);
        assert_eq!(after[0].assignment, before[0].assignment, "the same departments");
        let familiarity = |document: &barometer::domain::data::Document| {
            document
                .answers
                .by_department
                .iter()
                .find(|(q, _)| q.0 == "know")
                .map(|(_, answers)| answers.clone())
        };
        assert_eq!(familiarity(&after[0]), familiarity(&before[0]));
        assert_eq!(
            after[0]
                .answers
                .plain
                .iter()
                .find(|(q, _)| q.0 == "overall")
                .unwrap()
                .1
                .codes(),
            ["1"]
        );
        assert_eq!(
            town.counts().await["submission"],
            2,
            "the replaced one stays in the log"
        );
    });
}

#[test]
fn a_page_of_an_edit_that_is_over_is_refused() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let person = Person::of(&invitations[0]);
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.goes_on_until("town", &|field| person.answer(field)).await;
        let old = phone.page.form.clone().unwrap();
        phone.goes_on_until("receipt", &|field| person.answer(field)).await;
        let mut answers = old.hidden.clone();
        answers.push(("overall".into(), "1".into()));
        let before = town.everything().await;
        assert_eq!(phone.posts(&old.action, &answers).await.status, StatusCode::CONFLICT);
        assert_eq!(before, town.everything().await);
        phone.opens_page("again").await;
        phone.goes_on_until("town", &|field| person.answer(field)).await;
        let before = town.everything().await;
        assert_eq!(phone.posts(&old.action, &answers).await.status, StatusCode::CONFLICT);
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn a_revision_that_is_not_handed_in_never_replaces() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone
            .answers_everything(&saying(&[("know", "1"), ("rating", "5")]))
            .await;
        let before = town.documents().await;
        phone.opens_page("again").await;
        phone
            .goes_on_until("review", &saying(&[("know", "1"), ("rating", "1")]))
            .await;
        town.closes_all_the_same().await.unwrap();
        assert_eq!(town.documents().await, before);
    });
}
