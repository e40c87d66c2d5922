//! What everybody may see: the house's own pages, in both languages, and nothing that is nobody's business.

use crate::support::{TestApp, on_both, saying};
use axum::http::StatusCode;

#[test]
fn the_receipt_page_comes_in_both_languages_and_needs_no_script() {
    on_both(async |town: TestApp| {
        for (address, language) in [("/verify", "zh"), ("/verify?lang=en", "en")] {
            let mut phone = town.browser(address);
            phone.opens().await;
            assert_eq!(phone.page.status, StatusCode::OK);
            assert!(phone.page.html.contains(&format!("lang=\"{language}")), "{address}");
            assert!(phone.page.html.contains("name=\"code\""));
            assert!(phone.page.html.contains("width=device-width"));
            assert!(!phone.page.html.contains("src=\"http"), "nothing comes from elsewhere");
        }
    });
}

#[test]
fn an_address_that_is_not_there_and_a_method_that_is_not_allowed_get_a_plain_page() {
    on_both(async |town: TestApp| {
        let mut phone = town.browser("/no/such/page");
        assert_eq!(phone.opens().await.status, StatusCode::NOT_FOUND);
        assert!(phone.page.html.contains("<h1"));
        assert!(
            phone.page.html.contains("<header class=\"top\">"),
            "the family's header"
        );
        phone.posts("/healthz", &[]).await;
        assert_eq!(phone.page.status, StatusCode::METHOD_NOT_ALLOWED);
    });
}

fn said(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}

#[test]
fn who_withdraws_after_the_round_has_closed_is_told_that_it_is_too_late() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let saying = saying(&[("know", "1")]);
        let code = town.phone(&invitations[0]).answers_everything(&saying).await;
        let gone = town.phone(&invitations[1]).answers_everything(&saying).await;
        let mut left_open = town.browser("/verify");
        left_open.posts("/verify", &said(&[("code", &code)])).await;
        assert!(left_open.page.html.contains("/verify/withdraw"));
        let withdrawal = said(&[("code", &gone), ("sure", "yes")]);
        left_open.posts("/verify/withdraw", &withdrawal).await;
        assert!(left_open.page.html.contains("已撤回"));
        town.closes_all_the_same().await.unwrap();
        for (address, late) in [
            ("/verify/withdraw", "这一轮已经截止，不能再撤回。"),
            ("/verify/withdraw?lang=en", "answers can no longer be withdrawn"),
        ] {
            left_open
                .posts(address, &said(&[("code", &code), ("sure", "yes")]))
                .await;
            assert!(left_open.page.html.contains(late), "{}", left_open.page.html);
            assert!(!left_open.page.html.contains("name=\"sure\""), "nothing more to tick");
        }
        left_open.posts("/verify/withdraw", &withdrawal).await;
        let page = &left_open.page.html;
        assert!(page.contains("已撤回") && !page.contains("已经截止"), "it was in time");
        assert_eq!(town.documents().await.len(), 1);
    });
}

#[test]
fn a_receipt_code_is_read_without_its_letter_and_the_logs_root_is_no_first_thing_to_see() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        let code = phone.answers_everything(&saying(&[("know", "1")])).await;
        let bare = code.strip_prefix("R-").unwrap();
        for typed in [bare.to_owned(), bare.to_lowercase().replace('-', " "), code.clone()] {
            phone.posts("/verify", &said(&[("code", &typed)])).await;
            assert!(phone.page.html.contains("已收到"), "{typed}");
            let (before, inside) = phone.page.html.split_once("<details class=\"technical\">").unwrap();
            assert!(!before.contains("class=\"hash\"") && inside.contains("class=\"hash\""));
        }
        for wrong in [&bare[1..], &format!("A-{bare}")] {
            phone.posts("/verify", &said(&[("code", wrong)])).await;
            assert!(phone.page.html.contains("回执码输错了"), "{wrong}");
        }
    });
}

#[test]
fn the_house_says_whether_it_is_well() {
    on_both(async |town: TestApp| {
        for address in ["/healthz", "/readyz"] {
            assert_eq!(town.browser(address).opens().await.status, StatusCode::OK, "{address}");
        }
    });
}

#[test]
fn a_form_larger_than_any_questionnaire_is_refused() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        let before = town.everything().await;
        let flood = "很".repeat(700_000);
        phone.answers(&[("agree", "1"), ("why", &flood)]).await;
        assert_eq!(phone.page.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(before, town.everything().await);
    });
}
