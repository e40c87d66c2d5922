//! What everybody may see: the house's own pages, in both languages, and nothing that is nobody's business.

use crate::support::{TestApp, on_both};
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
        phone.posts("/healthz", &[]).await;
        assert_eq!(phone.page.status, StatusCode::METHOD_NOT_ALLOWED);
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
