//! A person at a desk: a browser that keeps cookies, signs in, reads pages and sends their forms.

use super::{Page, TestApp};
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use barometer::domain::account::Role;
use barometer::stages::App;
use barometer::stages::account::{NewAccount, create};
use barometer::web;
use std::collections::BTreeMap;
use std::sync::Arc;
use tower::ServiceExt;

/// What everybody in these stories signs in with.
pub const PASSWORD: &str = "nine bridges over the river";

const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody with a browser.
pub struct Clerk {
    app: Arc<App>,
    pub login: String,
    pub cookies: BTreeMap<String, String>,
    pub page: Page,
    /// What the browser prefers to read; empty where it says nothing.
    pub accepts: &'static str,
    /// Headers of the last answer.
    pub headers: Vec<(String, String)>,
    /// Body of the last answer, as it came.
    pub bytes: Vec<u8>,
}

impl TestApp {
    /// A browser that nobody has signed in with.
    pub fn stranger(&self) -> Clerk {
        Clerk {
            app: self.app.clone(),
            login: String::new(),
            cookies: BTreeMap::new(),
            accepts: "",
            page: Page::new(StatusCode::OK, "/", String::new()),
            headers: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// The administrator makes an account; its owner opens the link, sets the password and is signed in.
    pub async fn hires(&self, role: Role, login: &str) -> Clerk {
        let wanted = NewAccount {
            login: login.into(),
            name: format!("{login} {role}"),
            role,
        };
        let link = create(&self.app, &wanted).await.unwrap().unwrap();
        let mut clerk = self.stranger();
        clerk.login = login.into();
        clerk.opens(link.strip_prefix("https://survey.example").unwrap()).await;
        clerk.sends(&[("password", PASSWORD), ("again", PASSWORD)]).await;
        assert_eq!(clerk.page.status, StatusCode::OK, "{}", clerk.page.html);
        clerk
    }
}

impl Clerk {
    pub async fn opens(&mut self, address: &str) -> &Page {
        self.asks(Method::GET, address, &[]).await
    }

    /// Fills in the last form of the page, its hidden fields included, and sends it.
    pub async fn sends(&mut self, pairs: &[(&str, &str)]) -> &Page {
        let action = self.page.forms.last().expect("a form on the page").action.clone();
        self.sends_to(&action, pairs).await
    }

    /// Fills in the form of the page that goes to that address, and sends it.
    pub async fn sends_to(&mut self, action: &str, pairs: &[(&str, &str)]) -> &Page {
        let form = self.page.forms.iter().find(|form| form.action == action);
        let form = form.unwrap_or_else(|| panic!("no form for {action} at {}", self.page.address));
        let mut all = form.hidden.clone();
        all.extend(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        self.posts(action, &all).await
    }

    pub async fn posts(&mut self, address: &str, pairs: &[(String, String)]) -> &Page {
        self.asks(Method::POST, address, pairs).await
    }

    /// Hands in a file with the upload form of the page that goes to that address.
    pub async fn hands_in(&mut self, action: &str, pairs: &[(&str, &str)], name: &str, bytes: &[u8]) -> &Page {
        let form = self.page.forms.iter().find(|form| form.action == action);
        let hidden = form.map(|form| form.hidden.clone()).unwrap_or_default();
        let fields = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut body = Vec::new();
        for (field, value) in fields.chain(pairs.iter().copied()) {
            let part = format!("--cut\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let head = format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        self.requests(Method::POST, action, "multipart/form-data; boundary=cut", body)
            .await
    }

    /// Looks at an address without following where it leads.
    pub async fn looks(&mut self, address: &str) -> StatusCode {
        let request = self.request(Method::GET, address, FORM, Vec::new());
        web::router(self.app.clone()).oneshot(request).await.unwrap().status()
    }

    /// Throws an empty form at an address.
    pub async fn throws(&mut self, address: &str) -> StatusCode {
        let request = self.request(Method::POST, address, FORM, Vec::new());
        web::router(self.app.clone()).oneshot(request).await.unwrap().status()
    }

    /// A page of another site makes the browser send a form, cookies and all.
    pub async fn is_lured_to(&mut self, address: &str, pairs: &[(String, String)]) -> StatusCode {
        let mut body = form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(pairs).finish().into_bytes();
        let mut request = self.request(Method::POST, address, FORM, body);
        request
            .headers_mut()
            .insert("sec-fetch-site", "cross-site".parse().unwrap());
        web::router(self.app.clone()).oneshot(request).await.unwrap().status()
    }

    fn request(&self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> Request<Body> {
        Request::builder()
            .method(method)
            .uri(address)
            .header(header::COOKIE, self.cookie())
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT_LANGUAGE, self.accepts)
            .body(Body::from(body))
            .unwrap()
    }

    async fn asks(&mut self, method: Method, address: &str, pairs: &[(String, String)]) -> &Page {
        let mut body = form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(pairs).finish().into_bytes();
        self.requests(method, address, FORM, body).await
    }

    async fn requests(&mut self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> &Page {
        let router = web::router(self.app.clone());
        let (mut here, mut method, mut body) = (address.to_owned(), method, body);
        for _ in 0..6 {
            let request = self.request(method, &here, kind, body);
            let response = router.clone().oneshot(request).await.unwrap();
            self.keeps(response.headers());
            let to = response
                .headers()
                .get(header::LOCATION)
                .map(|to| to.to_str().unwrap().to_owned());
            let Some(to) = to else {
                let status = response.status();
                self.bytes = to_bytes(response.into_body(), 80_000_000).await.unwrap().to_vec();
                self.page = Page::new(status, &here, String::from_utf8_lossy(&self.bytes).into_owned());
                return &self.page;
            };
            (here, method, body) = (to, Method::GET, Vec::new());
        }
        panic!("{address} leads in circles");
    }

    fn cookie(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keeps(&mut self, headers: &axum::http::HeaderMap) {
        let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        self.headers = headers
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect();
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = text(cookie);
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// What a header of the last answer says.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str())
    }
}
