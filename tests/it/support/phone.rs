//! A person's phone: opens a link, fills in the page on its screen, goes back, hands in. No port, no JavaScript.

use super::{Choices, Page, fitting};
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use barometer::stages::App;
use barometer::web;
use std::sync::Arc;
use tower::ServiceExt;

/// Most pages of one visit: a form that leads in circles must end.
const MOST_PAGES: usize = 60;

/// A phone with a page on its screen.
pub struct Phone {
    app: Arc<App>,
    link: String,
    pub page: Page,
    /// How long this person looks at a page.
    pub seconds: i64,
}

impl Phone {
    pub fn new(app: Arc<App>, link: &str) -> Phone {
        let page = Page::new(axum::http::StatusCode::OK, link, String::new());
        let link = link.to_owned();
        Phone {
            app,
            link,
            page,
            seconds: 20,
        }
    }

    /// Opens the link of the invitation.
    pub async fn opens(&mut self) -> &Page {
        self.goes_to(&self.link.clone()).await
    }

    /// Opens a page below the link.
    pub async fn opens_page(&mut self, name: &str) -> &Page {
        self.goes_to(&format!("{}/{name}", self.link)).await
    }

    pub async fn goes_to(&mut self, address: &str) -> &Page {
        let request = Request::get(address).body(Body::empty()).unwrap();
        self.sends(request, address).await
    }

    /// Fills in the form on the screen with these answers, takes the time it takes, and sends it.
    pub async fn answers(&mut self, answers: &[(&str, &str)]) -> &Page {
        self.app.clock.advance(self.seconds);
        let form = self.page.form.clone().expect("a form on the screen");
        let mut pairs = form.hidden;
        pairs.extend(
            answers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        self.posts(&form.action, &pairs).await
    }

    pub async fn posts(&mut self, address: &str, pairs: &[(String, String)]) -> &Page {
        let body: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let request = Request::post(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.sends(request, address).await
    }

    /// Fills in the page on the screen as this person would.
    pub async fn fills_in(&mut self, choices: &Choices<'_>) -> &Page {
        let form = self
            .page
            .form
            .clone()
            .unwrap_or_else(|| panic!("no form at {}", self.page.address));
        let mut given = Vec::new();
        for field in &form.fields {
            let wanted = choices(field).unwrap_or_else(|| fitting(field));
            given.extend(wanted.into_iter().map(|value| (field.name.clone(), value)));
        }
        let given: Vec<(&str, &str)> = given
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.answers(&given).await
    }

    /// Goes on until the page of that name is on the screen (`receipt`, `review`, `ratings/…`).
    pub async fn goes_on_until(&mut self, wanted: &str, choices: &Choices<'_>) -> &Page {
        for _ in 0..MOST_PAGES {
            let here = if self.page.form.is_some() {
                self.page.asks()
            } else {
                self.page.name()
            };
            if here == wanted || (wanted.ends_with('/') && here.starts_with(wanted)) {
                return &self.page;
            }
            self.fills_in(choices).await;
            assert!(
                self.page.status.is_success(),
                "{} at {}",
                self.page.status,
                self.page.address
            );
        }
        panic!("{wanted} did not come within {MOST_PAGES} pages");
    }

    /// The whole questionnaire from the link to the receipt; gives the receipt code.
    pub async fn answers_everything(&mut self, choices: &Choices<'_>) -> String {
        self.opens().await;
        self.goes_on_until("receipt", choices).await;
        self.page.receipt().expect("a receipt code")
    }

    /// Presses the way back that the page offers.
    pub async fn goes_back(&mut self) -> &Page {
        let html = &self.page.html;
        let tag = html
            .split("<a ")
            .find(|tag| tag.starts_with("class=\"back\""))
            .expect("a way back");
        let address = tag
            .split("href=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .replace("&amp;", "&");
        self.goes_to(&address).await
    }

    async fn sends(&mut self, request: Request<Body>, address: &str) -> &Page {
        let router = web::router(self.app.clone());
        let mut here = address.to_owned();
        let mut response = router.clone().oneshot(request).await.unwrap();
        for _ in 0..4 {
            let Some(next) = response.headers().get(header::LOCATION) else {
                break;
            };
            here = next.to_str().unwrap().to_owned();
            let request = Request::get(&here).body(Body::empty()).unwrap();
            response = router.clone().oneshot(request).await.unwrap();
        }
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 8_000_000).await.unwrap();
        self.page = Page::new(status, &here, String::from_utf8(bytes.to_vec()).unwrap());
        &self.page
    }
}
