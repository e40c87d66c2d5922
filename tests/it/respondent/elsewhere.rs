//! The same link open twice: a page that stood open does not overwrite what was answered elsewhere, and nobody is in the
//! way of somebody who goes back on the same phone.

use crate::support::{Phone, TestApp, on_both, saying};
use axum::http::StatusCode;

const KNOWS: [(&str, &str); 4] = [("know", "1"), ("rating", "4"), ("work", "2"), ("overall", "4")];

/// Two phones on the same page of the same link.
async fn two_phones(town: &mut TestApp, page: &str) -> (Phone, Phone) {
    let invitations = town.invites_the_town().await;
    let (mut first, mut second) = (town.phone(&invitations[0]), town.phone(&invitations[0]));
    first.opens().await;
    first.goes_on_until(page, &saying(&KNOWS)).await;
    second.opens().await;
    assert_eq!(first.page.asks(), second.page.asks());
    (first, second)
}

/// The form on the screen, filled in like this, whatever stands in it.
fn filled(phone: &Phone, answers: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
    let form = phone.page.form.clone().expect("a form on the screen");
    let mut pairs = form.hidden;
    pairs.extend(answers.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
    (form.action, pairs)
}

async fn sends(phone: &mut Phone, (address, pairs): &(String, Vec<(String, String)>)) -> StatusCode {
    phone.posts(address, pairs).await.status
}

async fn overall(town: &TestApp) -> Vec<String> {
    let documents = town.documents().await;
    assert_eq!(documents.len(), 1);
    let found = documents[0].answers.plain.iter().find(|(q, _)| q.0 == "overall");
    found.unwrap().1.codes().to_vec()
}

#[test]
fn a_page_that_stood_open_on_another_phone_does_not_overwrite_the_newer_answer() {
    on_both(async |mut town: TestApp| {
        let (mut new, mut old) = two_phones(&mut town, "town").await;
        new.answers(&[("overall", "5")]).await;
        let next = new.page.asks();
        let before = town.everything().await;
        old.answers(&[("overall", "2")]).await;
        assert_eq!(old.page.status, StatusCode::CONFLICT);
        assert_eq!(old.page.asks(), "town", "the page itself, as it is stored");
        assert_eq!(old.page.field("overall").unwrap().given, ["5"]);
        assert!(old.page.html.contains("这一页在别处回答过"));
        assert!(
            old.page.html.contains("刚才在这里选的是“不满意”"),
            "what was chosen is not lost: {}",
            old.page.html
        );
        assert_eq!(before, town.everything().await);
        // Keeping what is stored: one press, on to where the newest stands.
        let shown = old.page.clone();
        old.answers(&[("overall", "5")]).await;
        assert_eq!((old.page.status, old.page.asks()), (StatusCode::OK, next));
        // Or choosing anew, knowing what is stored.
        old.page = shown;
        old.answers(&[("overall", "2")]).await;
        assert_eq!(old.page.status, StatusCode::OK);
        new.opens().await;
        new.goes_on_until("receipt", &saying(&KNOWS)).await;
        assert_eq!(overall(&town).await, ["2"]);
    });
}

#[test]
fn the_same_answers_from_an_old_page_simply_go_on() {
    on_both(async |mut town: TestApp| {
        let (mut new, mut old) = two_phones(&mut town, "town").await;
        let sent = filled(&new, &[("overall", "5")]);
        assert_eq!(sends(&mut new, &sent).await, StatusCode::OK);
        let next = new.page.asks();
        old.answers(&[("overall", "5")]).await;
        assert_eq!((old.page.status, old.page.asks()), (StatusCode::OK, next.clone()));
        for _ in 0..2 {
            assert_eq!(sends(&mut new, &sent).await, StatusCode::OK, "pressed again");
            assert_eq!(new.page.asks(), next);
        }
    });
}

#[test]
fn going_back_on_the_same_phone_and_changing_the_answer_is_no_elsewhere() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.goes_on_until("town", &saying(&KNOWS)).await;
        let remembered = phone.page.clone();
        phone.answers(&[("overall", "5")]).await;
        for code in ["2", "3", "1"] {
            // The browser shows the page from its memory, with the state of the first time.
            phone.page = remembered.clone();
            phone.answers(&[("overall", code)]).await;
            assert_eq!(
                (phone.page.status, phone.page.asks()),
                (StatusCode::OK, "known/1".into())
            );
        }
        // By the page's own way back it is another form; then the browser goes all the way to the first one.
        phone.goes_back().await;
        let seen = phone.page.form.clone().unwrap().hidden[0].1.clone();
        phone.answers(&[("overall", "4")]).await;
        phone.page = remembered.clone();
        phone.answers(&[("overall", "5")]).await;
        assert_eq!(
            phone.page.status,
            StatusCode::CONFLICT,
            "without script: shown and asked, not lost"
        );
        assert_eq!(phone.page.field("overall").unwrap().given, ["4"]);
        // The script tells that this window made the later save itself.
        phone.page = remembered;
        let form = seen.split('.').nth(2).unwrap();
        phone.answers(&[("overall", "5"), ("seen", form)]).await;
        assert_eq!(
            (phone.page.status, phone.page.asks()),
            (StatusCode::OK, "known/1".into())
        );
        phone.goes_on_until("receipt", &saying(&KNOWS)).await;
        assert_eq!(overall(&town).await, ["5"]);
    });
}

#[test]
fn a_post_that_was_lost_on_the_way_and_comes_late_does_not_undo_a_newer_answer() {
    on_both(async |mut town: TestApp| {
        let (mut slow, mut quick) = two_phones(&mut town, "town").await;
        let sent = filled(&slow, &[("overall", "1")]);
        assert_eq!(sends(&mut slow, &sent).await, StatusCode::OK);
        quick.opens_page("town").await;
        quick.answers(&[("overall", "5")]).await;
        assert_eq!(
            quick.page.status,
            StatusCode::OK,
            "the newer page knows the older answer"
        );
        let before = town.everything().await;
        assert_eq!(sends(&mut slow, &sent).await, StatusCode::CONFLICT);
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn of_two_pages_sent_at_once_one_is_saved_and_the_other_is_told() {
    on_both(async |mut town: TestApp| {
        let (mut one, mut other) = two_phones(&mut town, "town").await;
        let (a, b) = (filled(&one, &[("overall", "1")]), filled(&other, &[("overall", "5")]));
        let told = tokio::join!(sends(&mut one, &a), sends(&mut other, &b));
        let (kept, asked) = match told {
            (StatusCode::OK, StatusCode::CONFLICT) => ("1", &other),
            (StatusCode::CONFLICT, StatusCode::OK) => ("5", &one),
            both => panic!("{both:?}"),
        };
        assert_eq!(asked.page.field("overall").unwrap().given, [kept]);
    });
}

#[test]
fn an_old_page_with_a_mistake_in_it_is_told_first_and_a_corrected_one_stays_old() {
    on_both(async |mut town: TestApp| {
        let (mut new, mut old) = two_phones(&mut town, "screening").await;
        old.answers(&[("area", "E")]).await;
        assert_eq!(
            old.page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "nothing saved elsewhere yet"
        );
        new.answers(&[("adult", "1"), ("area", "N"), ("sex", "1")]).await;
        let before = town.everything().await;
        let with_mistake = old.page.clone();
        old.answers(&[("adult", "1"), ("area", "E")]).await;
        assert_eq!(old.page.status, StatusCode::CONFLICT, "put right, but old all the same");
        assert_eq!(old.page.field("area").unwrap().given, ["N"]);
        old.page = with_mistake;
        old.answers(&[("area", "E")]).await;
        assert_eq!(
            old.page.status,
            StatusCode::CONFLICT,
            "not asked to put right what will not be saved"
        );
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn drafts_of_a_page_that_was_answered_elsewhere_are_not_kept() {
    on_both(async |mut town: TestApp| {
        let (mut new, mut old) = two_phones(&mut town, "town").await;
        let draft = filled(&old, &[("overall", "2"), ("draft", "1")]);
        new.answers(&[("overall", "5")]).await;
        let before = town.everything().await;
        assert_eq!(sends(&mut old, &draft).await, StatusCode::NO_CONTENT);
        assert_eq!(before, town.everything().await);
        assert_eq!(new.opens_page("town").await.field("overall").unwrap().given, ["5"]);
    });
}

#[test]
fn the_page_that_the_departments_were_drawn_from_may_come_twice_but_not_changed() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.goes_on_until("known/1", &saying(&KNOWS)).await;
        let mut sent;
        loop {
            let fields = phone.page.form.clone().unwrap().fields;
            let all: Vec<(&str, &str)> = fields.iter().map(|field| (field.name.as_str(), "1")).collect();
            sent = filled(&phone, &all);
            sends(&mut phone, &sent).await;
            if !phone.page.asks().starts_with("known/") {
                break;
            }
        }
        let (next, before) = (phone.page.asks(), town.everything().await);
        assert!(next.starts_with("ratings/"));
        assert_eq!(
            sends(&mut phone, &sent).await,
            StatusCode::OK,
            "sent again after a lost connection"
        );
        assert_eq!(phone.page.asks(), next);
        for (name, value) in &mut sent.1 {
            if name.starts_with("know") {
                *value = "3".into();
            }
        }
        assert_eq!(sends(&mut phone, &sent).await, StatusCode::CONFLICT);
        assert!(phone.page.html.contains("这一页不能再修改"));
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn an_answer_to_a_question_that_no_longer_applies_is_not_saved_from_an_old_page() {
    on_both(async |mut town: TestApp| {
        let working = [("know", "1"), ("rating", "4"), ("work", "1")];
        let invitations = town.invites_the_town().await;
        let (mut new, mut old) = (town.phone(&invitations[0]), town.phone(&invitations[0]));
        new.opens().await;
        new.goes_on_until("ratings/", &saying(&working)).await;
        let department = new.page.asks().replace("ratings/", "");
        let (rating, why) = (format!("rating.{department}"), format!("why.{department}"));
        old.opens().await;
        new.answers(&[(&rating, "5")]).await;
        // The reason belongs to a dissatisfaction that was not saved.
        old.answers(&[(&rating, "1"), (&why, "等了很久")]).await;
        assert_eq!(old.page.status, StatusCode::CONFLICT);
        assert!(
            old.page.html.contains("等了很久"),
            "what was typed can be read and copied"
        );
        assert!(old.page.field(&why).unwrap().given.is_empty());
        new.goes_on_until("job", &saying(&working)).await;
        old.opens().await;
        assert_eq!(old.page.asks(), "job");
        new.opens_page("about").await;
        new.answers(&[("work", "2")]).await;
        assert_eq!(new.page.asks(), "review", "who does not work has no trade");
        let before = town.everything().await;
        old.answers(&[("trade", "1")]).await;
        assert_eq!(old.page.status, StatusCode::CONFLICT);
        assert_eq!(before, town.everything().await);
        new.answers(&[]).await;
        let document = &town.documents().await[0];
        assert!(document.answers.plain.keys().all(|q| q.0 != "trade"));
        assert!(document.answers.by_department.keys().all(|q| q.0 != "why"));
    });
}

#[test]
fn handing_in_from_a_review_that_stood_open_shows_it_anew_first() {
    on_both(async |mut town: TestApp| {
        let (mut old, mut new) = two_phones(&mut town, "review").await;
        new.opens_page("town").await;
        new.answers(&[("overall", "1")]).await;
        let before = town.everything().await;
        let first = filled(&old, &[]);
        assert_eq!(sends(&mut old, &first).await, StatusCode::CONFLICT);
        assert!(old.page.html.contains("又在别处保存过回答"));
        assert_eq!(before, town.everything().await);
        let second = filled(&old, &[]);
        assert_eq!(sends(&mut old, &second).await, StatusCode::OK);
        let receipt = old.page.receipt().unwrap();
        assert_eq!(overall(&town).await, ["1"], "the newest answer is handed in");
        let before = town.everything().await;
        for form in [&first, &second] {
            assert_eq!(sends(&mut old, form).await, StatusCode::OK, "handed in is handed in");
            assert_eq!(old.page.receipt().unwrap(), receipt);
        }
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn a_page_from_before_the_submission_neither_changes_it_nor_begins_anew() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let (mut new, mut old) = (town.phone(&invitations[0]), town.phone(&invitations[0]));
        old.opens().await;
        let consent = filled(&old, &[("agree", "1")]);
        let declining = filled(&old, &[("agree", "2")]);
        let receipt = new.answers_everything(&saying(&KNOWS)).await;
        let before = town.everything().await;
        for form in [&consent, &declining] {
            assert_eq!(sends(&mut old, form).await, StatusCode::CONFLICT);
            assert!(old.page.html.contains("这份答卷已经提交"));
            assert_eq!(before, town.everything().await);
        }
        assert_eq!(old.opens().await.receipt().unwrap(), receipt);
    });
}

#[test]
fn a_revision_open_twice_is_one_revision_and_keeps_its_newest_answers() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let (mut new, mut old) = (town.phone(&invitations[0]), town.phone(&invitations[0]));
        let first = new.answers_everything(&saying(&KNOWS)).await;
        let review = {
            let mut phone = town.phone(&invitations[0]);
            phone.opens_page("again").await;
            phone.goes_on_until("review", &saying(&KNOWS)).await;
            let review = filled(&phone, &[]);
            sends(&mut phone, &review).await;
            review
        };
        old.opens_page("again").await;
        new.opens_page("again").await;
        new.answers(&[("agree", "1")]).await;
        old.answers(&[("agree", "1")]).await;
        assert_eq!(
            old.page.asks(),
            "screening",
            "the same consent joins the revision that is open"
        );
        new.goes_on_until("town", &saying(&KNOWS)).await;
        old.opens().await;
        new.answers(&[("overall", "5")]).await;
        assert_eq!(old.answers(&[("overall", "1")]).await.status, StatusCode::CONFLICT);
        assert_eq!(old.page.field("overall").unwrap().given, ["5"]);
        new.goes_on_until("receipt", &saying(&[("rating", "4"), ("work", "2")]))
            .await;
        let last = new.page.receipt().unwrap();
        assert_ne!(first, last);
        assert_eq!(overall(&town).await, ["5"]);
        // The review page of the answers before, sent once more.
        assert_eq!(sends(&mut old, &review).await, StatusCode::CONFLICT);
        assert!(old.page.html.contains("这份答卷已经提交"));
        assert_eq!(old.opens().await.receipt().unwrap(), last);
    });
}

#[test]
fn declining_twice_is_declining_once() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        let declining = filled(&phone, &[("agree", "2")]);
        assert_eq!(sends(&mut phone, &declining).await, StatusCode::OK);
        let (shown, before) = (phone.page.html.clone(), town.everything().await);
        assert_eq!(sends(&mut phone, &declining).await, StatusCode::OK);
        assert_eq!(phone.page.html, shown);
        assert_eq!(before, town.everything().await);
    });
}
