//! What must hold on the way.

use super::*;

#[tokio::test]
async fn from_the_link_to_the_receipt_without_script() {
    let house = house().await;
    let (seen, last) = walk(&house, &house.link()).await;
    assert_eq!(seen[..3], ["consent", "screening", "city"]);
    assert_eq!(
        seen.iter().filter(|name| name.starts_with("ratings/")).count(),
        6,
        "at most six departments"
    );
    assert_eq!(seen.last().unwrap(), "review");
    assert!(last.body.contains("R-"), "a receipt: {}", last.body);
    let document = house.documents().await.remove(0);
    assert_eq!((document.disposition.as_str(), document.mode), ("1.1", Mode::Web));
    assert_eq!(document.assignment.assigned.len(), 6);
    assert_eq!(document.seconds["screening"], 7);
    assert_eq!(document.arrived, "2009-12-01T09Z");
    assert_eq!(house.disposition().await.as_deref(), Some("1.1"));
    let audience = document.audience.clone();
    let replayed = crate::domain::assignment::replay(
        survey(),
        &audience,
        Mode::Web,
        &document.assignment,
        &document.answers,
        Some(&Default::default()),
    );
    assert_eq!(replayed, Ok(()));
}

#[tokio::test]
async fn opening_a_link_changes_nothing() {
    let house = house().await;
    for path in ["", "/", "/consent", "/screening", "/review", "/receipt", "/again"] {
        house.get(&format!("{}{path}", house.link())).await;
    }
    assert_eq!(house.disposition().await, None);
    let unit = sample::units(&house.app.db, &house.round).await.unwrap().remove(0);
    assert_eq!(unit.respondent, None);
}

#[tokio::test]
async fn handing_in_twice_is_one_submission_with_the_same_receipt() {
    let house = house().await;
    let (mut path, mut review) = (house.link(), None);
    while review.is_none() {
        let page = house.get(&path).await;
        let form = fill(&page.body, willing);
        if page.body.contains("data-page=\"review\"") {
            review = Some((action(&page.body), form));
        } else {
            path = house.post(&action(&page.body), &form).await.location();
        }
    }
    let (action, form) = review.unwrap();
    let first = house.get(&house.post(&action, &form).await.location()).await;
    let second = house.get(&house.post(&action, &form).await.location()).await;
    let code = |page: &Page| between(&page.body, "<strong>", "</strong>").unwrap();
    assert_eq!(code(&first), code(&second));
    assert_eq!(submission::all(&house.app.db, &house.round).await.unwrap().len(), 1);
}

#[tokio::test]
async fn another_device_goes_on_where_the_first_stopped_and_the_first_is_told() {
    let house = house().await;
    let consent = house.get(&house.link()).await;
    let elsewhere = house.get(&house.link()).await;
    let next = house
        .post(&action(&consent.body), &fill(&consent.body, willing))
        .await
        .location();
    let screening = house.get(&next).await;
    house
        .post(&action(&screening.body), &fill(&screening.body, willing))
        .await;
    let resumed = house.get(&house.link()).await;
    assert!(resumed.body.contains("data-page=\"city\""));
    let back = house.get(&next).await;
    assert!(
        back.body.contains("value=\"110101\" checked"),
        "what was saved is shown"
    );
    let same = house
        .post(&action(&elsewhere.body), &fill(&elsewhere.body, willing))
        .await;
    assert!(same.location().ends_with("/city"), "nothing to tell: the same consent");
    let declines = |_: &str, _: &[String]| Some("2".to_owned());
    let late = house
        .post(&action(&elsewhere.body), &fill(&elsewhere.body, declines))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("class=\"elsewhere\"") && late.body.contains("value=\"1\" checked"));
    assert_eq!(house.disposition().await.as_deref(), Some("2.12"), "not declined");
}

#[tokio::test]
async fn a_revision_starts_blank_with_the_same_lists_and_replaces_only_when_handed_in() {
    let house = house().await;
    walk(&house, &house.link()).await;
    let before = house.documents().await.remove(0);
    let again = house.get(&format!("{}/again", house.link())).await;
    assert!(!again.body.contains(" checked"), "blank");
    let next = house
        .post(&action(&again.body), &fill(&again.body, willing))
        .await
        .location();
    assert!(!house.get(&next).await.body.contains(" checked"), "blank");
    assert_eq!(
        house.documents().await.remove(0).submission,
        before.submission,
        "not replaced yet"
    );
    assert_eq!(house.disposition().await.as_deref(), Some("1.1"));
    let (seen, _) = walk(&house, &next).await;
    assert!(
        !seen.iter().any(|name| name.starts_with("contact/")),
        "familiarity is not asked again: {seen:?}"
    );
    let documents = house.documents().await;
    assert_eq!(documents.len(), 1);
    assert_ne!(documents[0].submission, before.submission);
    assert_eq!(documents[0].assignment, before.assignment);
    assert_eq!(
        documents[0].answers.by_department.len(),
        before.answers.by_department.len()
    );
}

#[tokio::test]
async fn declining_can_be_reconsidered_and_being_outside_the_population_cannot() {
    let house = house().await;
    let consent = house.get(&house.link()).await;
    let declines = |_: &str, _: &[String]| Some("2".to_owned());
    house.post(&action(&consent.body), &fill(&consent.body, declines)).await;
    assert_eq!(house.disposition().await.as_deref(), Some("2.15"));
    assert!(house.get(&house.link()).await.body.contains("/again"));
    let again = house.get(&format!("{}/again", house.link())).await;
    let next = house
        .post(&action(&again.body), &fill(&again.body, willing))
        .await
        .location();
    let screening = house.get(&next).await;
    let minor = |name: &str, values: &[String]| {
        if name == "J1" {
            Some("1".to_owned())
        } else {
            willing(name, values)
        }
    };
    let warned = house
        .post(&action(&screening.body), &fill(&screening.body, minor))
        .await;
    assert!(
        warned.body.contains("您选了“未满18岁”。"),
        "shown back before it counts"
    );
    assert_eq!(house.disposition().await.as_deref(), Some("3.21"));
    house.post(&action(&warned.body), &fill(&warned.body, minor)).await;
    assert_eq!(house.disposition().await.as_deref(), Some("4.10"));
    assert_eq!(house.get(&house.link()).await.status, StatusCode::GONE);
    let retry = house
        .post(&action(&screening.body), &fill(&screening.body, willing))
        .await;
    assert_eq!(retry.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_wrong_page_is_shown_again_with_what_is_wrong() {
    let house = house().await;
    let consent = house.get(&house.link()).await;
    let page = house
        .post(&action(&consent.body), &fill(&consent.body, |_, _| None))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("class=\"errors\""));
    assert_eq!(house.disposition().await, None);
    let mut forged = fill(&consent.body, willing);
    forged[0].1.push('0');
    assert_eq!(
        house.post(&action(&consent.body), &forged).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn each_dead_end_has_its_own_page() {
    let house = house().await;
    let mut typed = house.token.url_form().to_owned();
    let last = typed.pop().unwrap();
    typed.push(if last == '2' { '3' } else { '2' });
    assert_eq!(house.get(&format!("/s/{typed}")).await.status, StatusCode::BAD_REQUEST);
    let other = Token::generate(&mut Random::seeded(77).generator());
    assert_eq!(
        house.get(&format!("/s/{}", other.url_form())).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(house.get("/nowhere").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.post(&house.link(), &[]).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
    let large = vec![("x".to_owned(), "y".repeat(70_000))];
    assert_eq!(
        house.post(&format!("{}/consent", house.link()), &large).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let consent = house.get(&house.link()).await;
    house.close().await;
    assert_eq!(house.get(&house.link()).await.status, StatusCode::GONE);
    let late = house.post(&action(&consent.body), &fill(&consent.body, willing)).await;
    assert_eq!(late.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_receipt_withdraws_until_the_round_closes() {
    let house = house().await;
    let (_, receipt) = walk(&house, &house.link()).await;
    let code = between(&receipt.body, "<strong>", "</strong>").unwrap();
    let mut typed = vec![("code".to_owned(), code.to_lowercase())];
    assert_eq!(house.post("/verify/withdraw", &typed).await.status, StatusCode::OK);
    assert_eq!(house.documents().await.len(), 1, "not without the tick");
    typed.push(("sure".to_owned(), "yes".to_owned()));
    let gone = house.post("/verify/withdraw", &typed).await;
    assert!(gone.body.contains("已撤回"));
    assert!(house.documents().await.is_empty());
    assert_eq!(house.disposition().await.as_deref(), Some("2.16"));
    assert!(
        house.post("/verify/withdraw", &typed).await.body.contains("已撤回"),
        "twice is once"
    );
    let mistyped = [("code", "R-AAAA"), ("sure", "yes")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert!(
        house
            .post("/verify/withdraw", &mistyped)
            .await
            .body
            .contains("回执码输错了")
    );
    let (_, again) = walk(&house, &format!("{}/again", house.link())).await;
    assert!(again.body.contains("R-"), "and may be filled in again");
    assert_eq!(house.documents().await.len(), 1);
}

#[tokio::test]
async fn the_receipt_of_a_replaced_submission_says_so() {
    let house = house().await;
    let code = |page: &Page| between(&page.body, "<strong>", "</strong>").unwrap().to_owned();
    let (_, first) = walk(&house, &house.link()).await;
    let (_, second) = walk(&house, &format!("{}/again", house.link())).await;
    for (receipt, expected) in [(&first, "已被新的答卷替换"), (&second, "已收到，等待写入日志")] {
        let page = house.post("/verify", &[("code".to_owned(), code(receipt))]).await;
        assert!(page.body.contains(expected), "{expected}");
    }
    assert_ne!(code(&first), code(&second));
}

#[tokio::test]
async fn a_sufficient_partial_becomes_a_submission_at_close() {
    let house = house().await;
    let mut path = house.link();
    loop {
        let page = house.get(&path).await;
        if page.body.contains("data-page=\"integrity\"") {
            break;
        }
        path = house
            .post(&action(&page.body), &fill(&page.body, willing))
            .await
            .location();
    }
    assert_eq!(house.disposition().await.as_deref(), Some("2.12"));
    let counts = crate::stages::respond::gather_partials(&house.app, &house.round)
        .await
        .unwrap();
    assert_eq!(counts.complete + counts.sufficient, 1);
    assert_eq!(house.documents().await.len(), 1);
}

#[tokio::test]
async fn answers_come_with_the_headers_of_a_private_page() {
    let house = house().await;
    let page = house.get(&house.link()).await;
    let is = |name: &str, value: &str| {
        page.headers
            .get(name)
            .is_some_and(|v| v.to_str().unwrap().contains(value))
    };
    assert!(is("cache-control", "no-store") && is("referrer-policy", "no-referrer"));
    assert!(is("content-security-policy", "default-src 'none'") && !is("content-security-policy", "unsafe"));
    let style = between(&page.body, "rel=\"stylesheet\" href=\"", "\"").unwrap();
    let style = house.get(&style).await;
    assert!(style.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(house.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(house.get("/readyz").await.status, StatusCode::OK);
}
