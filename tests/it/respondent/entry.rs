//! The code of a printed invitation, typed by hand.

use crate::support::{Page, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::invitation::token::Token;

fn typing(code: &str) -> Vec<(String, String)> {
    vec![("code".to_owned(), code.to_owned())]
}

/// Whether there is a field for the code that holds this.
fn offers_the_field(page: &Page, typed: &str) -> bool {
    page.html.contains("name=\"code\"") && page.html.contains(&format!("value=\"{typed}\""))
}

#[test]
fn who_types_the_address_of_a_slip_without_the_code_gets_a_field_for_it() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let home = town.browser("/").opens().await.html.clone();
        assert!(home.contains("href=\"/s\""), "the start page leads there");
        let printed = invitations[0].token.to_string();
        let wide: String = printed
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
            .collect();
        let address = format!("http://localhost/s/{}?lang=zh", invitations[0].token.url_form());
        for start in ["/s", "/s/"] {
            let mut phone = town.browser(start);
            assert_eq!(phone.opens().await.status, StatusCode::OK, "{start}");
            assert!(offers_the_field(&phone.page, ""));
            for typed in [
                &printed,
                &printed.to_lowercase(),
                &printed.replace('-', " "),
                &wide,
                &address,
            ] {
                phone.posts(start, &typing(typed)).await;
                assert_eq!(phone.page.status, StatusCode::OK, "{typed}");
                assert_eq!(
                    phone.page.address,
                    format!("/s/{}", invitations[0].token.url_form()),
                    "{typed}"
                );
                assert_eq!(phone.page.asks(), "consent");
            }
        }
        let mut english = town.browser("/s?lang=en&elder=1");
        english.posts("/s?lang=en&elder=1", &typing(&printed)).await;
        assert!(
            english.page.address.ends_with("?lang=en&elder=1"),
            "{}",
            english.page.address
        );
    });
}

#[test]
fn a_code_with_a_mistake_can_be_put_right_where_it_is_refused() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let number = town.survey().await.round.contact.phone.clone();
        let good = invitations[0].token.to_string();
        let mistyped = format!(
            "{}{}",
            &good[..good.len() - 1],
            if good.ends_with('A') { "B" } else { "A" }
        );
        let unknown = Token::generate(&mut town.app.random.generator()).to_string();
        let mut phone = town.browser("/s");
        for (typed, status) in [(&mistyped, StatusCode::BAD_REQUEST), (&unknown, StatusCode::NOT_FOUND)] {
            phone.posts("/s", &typing(typed)).await;
            let by_field = phone.page.clone();
            let by_address = phone.goes_to(&format!("/s/{typed}")).await.clone();
            for page in [by_field, by_address] {
                assert_eq!(page.status, status, "{typed}");
                let kept = offers_the_field(&page, typed) || offers_the_field(&page, &typed.replace('-', ""));
                assert!(kept, "{typed} stands in the field again: {}", page.html);
                assert!(page.html.contains(&number), "somebody can be called");
            }
        }
        phone.posts("/s", &typing(&good)).await;
        assert_eq!(phone.page.asks(), "consent");
        phone.posts("/s", &typing("<b>你好</b>")).await;
        assert_eq!(phone.page.status, StatusCode::BAD_REQUEST);
        assert!(!phone.page.html.contains("<b>"));
    });
}
