//! Slips that must not cost anybody their answers: nothing chosen where it matters, a mis-tap near the end, a telephone
//! put away in the middle of a page.

use crate::support::{Phone, TestApp, on_both, saying};
use axum::http::StatusCode;
use barometer::stages::invite::Invitation;

const KNOWS: [(&str, &str); 3] = [("know", "1"), ("rating", "4"), ("work", "2")];
const SKIPS: [(&str, &str); 1] = [("know", "")];

async fn at(town: &TestApp, invitation: &Invitation, page: &str, told: &[(&str, &str)]) -> Phone {
    let mut phone = town.phone(invitation);
    phone.opens().await;
    phone.goes_on_until(page, &saying(told)).await;
    phone
}

/// On the last familiarity page, after nothing was chosen on any: it is shown again.
async fn skips_familiarity(town: &TestApp, invitation: &Invitation) -> Phone {
    let mut phone = at(town, invitation, "known/1", &SKIPS).await;
    while phone.page.status == StatusCode::OK && phone.page.asks().starts_with("known/") {
        phone.fills_in(&saying(&SKIPS)).await;
    }
    phone
}

#[test]
fn who_chooses_nothing_on_any_familiarity_page_is_asked_kindly_and_can_still_answer() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = skips_familiarity(&town, &invitations[0]).await;
        assert_eq!(phone.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let last = phone.page.asks();
        assert!(last.starts_with("known/") && last != "known/1", "{last}");
        let kind = "请至少选一项：哪些部门听说过或打过交道？都没有听说过的，请选“不了解”。";
        let says = |phone: &Phone, words: &str| phone.page.html.matches(words).count();
        assert_eq!(says(&phone, kind), 2, "on top, and at the first question");
        assert!(phone.page.html.contains("请看一下这里"), "it is no error");
        phone.fills_in(&saying(&SKIPS)).await;
        assert_eq!(phone.page.asks(), last, "nothing was drawn from nothing");
        phone.goes_to(&format!("{}?lang=en", phone.page.address)).await;
        phone.fills_in(&saying(&SKIPS)).await;
        assert_eq!(says(&phone, "Please choose at least one: which departments"), 2);
        // The way back leads to the other familiarity pages, and an answer there is enough.
        phone.goes_back().await;
        assert!(phone.page.asks().starts_with("known/"));
        phone.fills_in(&saying(&KNOWS)).await;
        assert_eq!(phone.page.asks(), last);
        phone.fills_in(&saying(&SKIPS)).await;
        assert!(phone.page.asks().starts_with("ratings/"), "{}", phone.page.asks());
        phone.goes_on_until("receipt", &saying(&KNOWS)).await;
        assert_eq!(town.documents().await.len(), 1);
    });
}

#[test]
fn who_never_heard_of_any_department_hands_in_and_gets_a_receipt() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        let receipt = phone.answers_everything(&saying(&[("know", "3")])).await;
        assert!(receipt.starts_with("R-"));
        let documents = town.documents().await;
        assert_eq!(
            documents[0].disposition, "1.1",
            "every rating that was due was reached: none"
        );
        assert!(documents[0].assignment.assigned.is_empty());
    });
}

#[test]
fn who_skipped_too_much_to_count_is_thanked_and_not_asked_for_the_impossible() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = skips_familiarity(&town, &invitations[0]).await;
        let first = phone.page.form.as_ref().unwrap().fields[0].name.clone();
        phone.answers(&[(&first, "3")]).await;
        phone.goes_on_until("review", &saying(&[])).await;
        assert!(phone.page.html.contains("您不用再填了"), "{}", phone.page.html);
        assert!(!phone.page.html.contains("您可以补答几题"));
        phone.answers(&[]).await;
        assert_eq!(phone.page.status, StatusCode::OK);
        assert!(phone.page.html.contains("到这里就结束了，感谢您"));
        assert!(phone.page.receipt().is_none() && !phone.page.html.contains("继续回答"));
        assert!(town.documents().await.is_empty());
        // Whoever left out what can still be answered is told so.
        let skips = [
            ("know", "3"),
            ("overall", ""),
            ("told", ""),
            ("channels", ""),
            ("work", ""),
        ];
        let mut other = at(&town, &invitations[1], "review", &skips).await;
        assert!(other.page.html.contains("您可以补答几题"));
        other.answers(&[]).await;
        assert!(other.page.html.contains("继续回答"));
    });
}

#[test]
fn a_mis_tap_that_would_end_the_interview_is_shown_back_first() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = at(&town, &invitations[0], "review", &KNOWS).await;
        phone.opens_page("screening").await;
        let unwarned = phone.page.clone();
        let before = town.everything().await;
        for _ in 0..2 {
            phone.page = unwarned.clone();
            phone.answers(&[("adult", "2"), ("area", "N")]).await;
            assert_eq!(phone.page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(phone.page.asks(), "screening");
            let warned = "您选了“否”。按“下一步”问卷就此结束，不能再打开；如果选错了，请改选。";
            assert_eq!(phone.page.html.matches(warned).count(), 2, "{}", phone.page.html);
            assert_eq!(phone.page.field("adult").unwrap().given, ["2"]);
        }
        assert_eq!(
            before,
            town.everything().await,
            "nothing is lost by the slip, nor by pressing twice"
        );
        phone.answers(&[("adult", "1"), ("area", "N")]).await;
        assert_eq!(
            (phone.page.status, phone.page.asks()),
            (StatusCode::OK, "review".into())
        );
        phone.answers(&[]).await;
        assert!(phone.page.receipt().is_some());
    });
}

#[test]
fn the_same_answer_from_the_warned_page_ends_the_interview_however_often_it_is_pressed() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = at(&town, &invitations[0], "screening", &KNOWS).await;
        let english = format!("{}?lang=en", phone.page.address);
        phone.goes_to(&english).await;
        phone.answers(&[("adult", "2"), ("area", "N")]).await;
        assert!(
            phone
                .page
                .html
                .contains("If that was a slip, please choose another answer.")
        );
        let warned = phone.page.clone();
        for _ in 0..2 {
            phone.page = warned.clone();
            phone.answers(&[("adult", "2"), ("area", "N")]).await;
            assert_eq!(phone.page.status, StatusCode::GONE);
            assert!(phone.page.form.is_none());
            assert_eq!(town.code_of(&invitations[0]).await.as_deref(), Some("4.10"));
        }
    });
}

#[test]
fn declining_at_the_door_needs_one_press_and_after_answers_two() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut early = at(&town, &invitations[0], "consent", &KNOWS).await;
        early.answers(&[("agree", "2")]).await;
        assert!(early.page.form.is_none());
        let mut late = at(&town, &invitations[1], "review", &KNOWS).await;
        late.opens_page("consent").await;
        late.answers(&[("agree", "2")]).await;
        assert_eq!(late.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.page.html.contains("按“下一步”就退出调查"));
        late.answers(&[("agree", "2")]).await;
        assert!(late.page.form.is_none());
        assert_eq!(town.code_of(&invitations[1]).await.as_deref(), Some("2.15"));
    });
}

#[test]
fn a_half_filled_page_comes_back_with_everything_that_can_be_read() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = at(&town, &invitations[0], "screening", &KNOWS).await;
        let given = |phone: &Phone, field: &str| phone.page.field(field).unwrap().given.clone();
        let draft = [("draft", "1"), ("adult", "1"), ("sex", "2"), ("area", "nowhere")];
        phone.answers(&draft).await;
        assert_eq!(phone.page.status, StatusCode::NO_CONTENT);
        let mut other = town.phone(&invitations[0]);
        other.opens().await;
        assert_eq!(other.page.asks(), "screening", "a draft is not a saved page");
        assert_eq!(
            (given(&other, "adult"), given(&other, "sex")),
            (vec!["1".into()], vec!["2".into()])
        );
        assert!(given(&other, "area").is_empty(), "what cannot be read is left out");
        other.goes_on_until("ratings/", &saying(&KNOWS)).await;
        let department = other.page.asks().replace("ratings/", "");
        let (rating, why) = (format!("rating.{department}"), format!("why.{department}"));
        let long = "长".repeat(41);
        other.answers(&[("draft", "1"), (&rating, "2"), (&why, &long)]).await;
        assert_eq!(other.page.status, StatusCode::NO_CONTENT);
        phone.opens().await;
        assert_eq!(given(&phone, &rating), ["2"]);
        assert!(given(&phone, &why).is_empty());
    });
}
