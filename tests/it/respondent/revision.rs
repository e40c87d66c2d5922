//! Filling in again: what counts meanwhile, and how to get back to it.

use crate::support::{Page, Phone, TestApp, on_both, saying};
use axum::http::StatusCode;

const COUNTS: &str = "在新答卷提交之前，仍以已提交的为准";
const KEPT: &str = "已提交的答卷没有变";

/// A phone whose owner has handed in, and the receipt code.
async fn has_handed_in(town: &mut TestApp) -> (Phone, String) {
    let invitations = town.invites_the_town().await;
    let mut phone = town.phone(&invitations[0]);
    let code = phone.answers_everything(&saying(&[("know", "1")])).await;
    assert!(!phone.page.html.contains(COUNTS), "nothing is open beside it");
    (phone, code)
}

fn leads_to(page: &Page, name: &str) -> bool {
    page.html.contains(&format!("/{name}\""))
}

#[test]
fn every_page_of_new_answers_says_that_the_old_ones_count_and_leads_to_their_receipt() {
    on_both(async |mut town: TestApp| {
        let (mut phone, code) = has_handed_in(&mut town).await;
        let again = phone.opens_page("again").await;
        assert_eq!(again.asks(), "consent");
        assert!(again.html.contains(COUNTS) && leads_to(again, "receipt"));
        phone.answers(&[]).await;
        assert_eq!(phone.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(phone.page.html.contains(COUNTS), "also where an answer is missing");
        phone.answers(&[("agree", "1")]).await;
        let (mut seen, choices) = (Vec::new(), saying(&[("know", "1")]));
        while phone.page.form.is_some() {
            let page = phone.page.clone();
            seen.push(page.asks());
            assert!(
                page.html.contains(COUNTS) && leads_to(&page, "receipt"),
                "{}",
                page.asks()
            );
            let receipt = phone.opens_page("receipt").await;
            assert_eq!(receipt.name(), "receipt");
            assert_eq!(
                receipt.receipt().as_deref(),
                Some(code.as_str()),
                "before {}",
                page.asks()
            );
            phone.opens().await;
            phone.fills_in(&choices).await;
        }
        assert_eq!(seen.last().map(String::as_str), Some("review"));
        let new = phone.page.receipt().expect("a receipt");
        assert_ne!(new, code, "the new answers have their own");
        assert!(!phone.page.html.contains(COUNTS));
        assert_eq!(phone.opens_page("receipt").await.receipt(), Some(new));
    });
}

#[test]
fn ending_a_revision_without_new_answers_says_that_the_old_ones_count_and_how_to_withdraw() {
    on_both(async |mut town: TestApp| {
        let (mut phone, code) = has_handed_in(&mut town).await;
        let before = town.documents().await.remove(0).submission;
        for ends in [&[("agree", "2")][..], &[("agree", "1"), ("adult", "2")]] {
            phone.opens_page("again").await;
            phone.goes_on_until_kept(ends).await;
            assert_eq!(
                (phone.page.status, phone.page.name().as_str()),
                (StatusCode::OK, "kept")
            );
            assert!(phone.page.html.contains(KEPT), "{}", phone.page.html);
            assert_eq!(phone.page.receipt().as_deref(), Some(code.as_str()));
            assert!(phone.page.html.contains("href=\"/verify\""), "where to withdraw");
            assert!(leads_to(&phone.page, "again"), "and how to try once more");
            assert_eq!(town.documents().await.remove(0).submission, before);
            assert_eq!(phone.opens().await.receipt().as_deref(), Some(code.as_str()));
        }
    });
}

impl Phone {
    /// Answers page by page with these until no form is left, once more where the page asks back before it ends.
    async fn goes_on_until_kept(&mut self, answers: &[(&str, &str)]) {
        for _ in 0..=answers.len() {
            if self.page.form.is_some() {
                self.fills_in(&saying(answers)).await;
            }
        }
        assert!(self.page.form.is_none(), "the interview ended: {}", self.page.asks());
    }
}

#[test]
fn who_has_handed_in_nothing_is_told_nothing_of_it() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.answers(&[("agree", "1")]).await;
        assert!(!phone.page.html.contains(COUNTS));
        for page in ["receipt", "kept"] {
            assert_eq!(phone.opens_page(page).await.asks(), "screening", "{page}");
        }
    });
}
