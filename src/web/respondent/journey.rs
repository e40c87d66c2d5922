//! A respondent's journey through the real routes, on a fresh SQLite database, without script.

use crate::clock::Clock;
use crate::domain::assignment::respondent_key;
use crate::domain::data::{Document, Mode, StratumCount};
use crate::domain::definition::AudienceId;
use crate::domain::invitation::token::Token;
use crate::domain::submission::tests::survey;
use crate::stages::draw::assignment_secret;
use crate::stages::open::{OpenOptions, open};
use crate::stages::{App, Keys, Random};
use crate::storage::round::{self, RoundState};
use crate::storage::sample::{self, StratumRecord, UnitRecord};
use crate::storage::{Db, submission};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::sync::Arc;
use tower::ServiceExt;

mod steps;

/// A running server with one invited resident.
struct House {
    app: Arc<App>,
    token: Token,
    round: String,
    _folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
struct Page {
    status: StatusCode,
    headers: header::HeaderMap,
    body: String,
}

impl Page {
    fn location(&self) -> String {
        let location = self.headers.get(header::LOCATION);
        location
            .unwrap_or_else(|| panic!("a redirect, not {}: {}", self.status, self.body))
            .to_str()
            .unwrap()
            .to_owned()
    }
}

async fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&format!("sqlite://{}", folder.path().join("b.db").display()))
        .await
        .unwrap();
    let random = Random::seeded(5);
    let keys = Keys::load_or_create(&folder.path().join("keys"), &random).unwrap();
    let clock = Clock::set("2009-12-01T09:00:00Z".parse().unwrap());
    let app = App::new(db, keys, clock, random, "http://localhost");
    let record = open(&app, survey().files.clone(), OpenOptions::default())
        .await
        .unwrap();
    let secret = assignment_secret(&hex::decode(&record.seed).unwrap().try_into().unwrap());
    let strata = [StratumRecord {
        count: StratumCount {
            audience: AudienceId("residents".into()),
            stratum: "110101".into(),
            frame: 100,
            issued: 1,
        },
        reserve: 0,
    }];
    let unit = UnitRecord {
        sample_no: 1,
        audience: AudienceId("residents".into()),
        stratum: "110101".into(),
        unit_ref: "U1".into(),
        attributes: [("district".to_owned(), "110101".to_owned())].into(),
        supervisors: Vec::new(),
        contact: None,
        issued: true,
        batch: 0,
        draw_order: 1,
        token_hash: None,
        key_commitment: hex::encode(respondent_key(&secret, 1).commitment()),
        respondent: None,
        disposition: None,
    };
    let nothing = serde_json::json!({});
    let basis = sample::Basis::default();
    sample::save_draw(&app.db, &record.id, &basis, &strata, &[unit], [0; 32], 0, &nothing)
        .await
        .unwrap();
    let token = Token::generate(&mut app.random.generator());
    let hash = token.hash(&app.keys.token_hash).to_vec();
    sample::save_tokens(&app.db, &record.id, &[(1, hash)], 0, &nothing)
        .await
        .unwrap();
    House {
        app: Arc::new(app),
        token,
        round: record.id,
        _folder: folder,
    }
}

impl House {
    fn link(&self) -> String {
        format!("/s/{}", self.token.url_form())
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let response = crate::web::router(self.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        Page {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, form: &[(String, String)]) -> Page {
        let form: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace('+', "%2B")))
            .collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.join("&"))).unwrap()).await
    }

    async fn disposition(&self) -> Option<String> {
        sample::units(&self.app.db, &self.round)
            .await
            .unwrap()
            .remove(0)
            .disposition
    }

    async fn documents(&self) -> Vec<Document> {
        submission::documents(&self.app.db, &self.round).await.unwrap()
    }

    async fn close(&self) {
        let to = RoundState::Closed;
        round::advance(
            &self.app.db,
            &self.round,
            &[RoundState::Fielding],
            to,
            "closing",
            0,
            &serde_json::json!({}),
        )
        .await
        .unwrap();
    }
}

/// Action of the page's form.
fn action(page: &str) -> String {
    between(page, "action=\"", "\"").expect("a form").replace("&amp;", "&")
}

fn between(text: &str, from: &str, to: &str) -> Option<String> {
    let start = text.find(from)? + from.len();
    Some(text[start..start + text[start..].find(to)?].to_owned())
}

/// The form filled in: for every question the choice that `pick` takes from its values, and the signed state.
fn fill(page: &str, pick: impl Fn(&str, &[String]) -> Option<String>) -> Vec<(String, String)> {
    let mut fields = vec![(
        "state".to_owned(),
        between(page, "name=\"state\" value=\"", "\"").expect("a signed state"),
    )];
    fields.extend(between(page, "name=\"confirm\" value=\"", "\"").map(|value| ("confirm".to_owned(), value)));
    let mut choices: Vec<(String, Vec<String>)> = Vec::new();
    for input in page
        .split("<input ")
        .skip(1)
        .filter(|input| input.starts_with("type=\"radio\""))
    {
        let (name, value) = (
            between(input, "name=\"", "\"").unwrap(),
            between(input, "value=\"", "\"").unwrap(),
        );
        match choices.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => choices.push((name, vec![value])),
        }
    }
    fields.extend(
        choices
            .into_iter()
            .filter_map(|(name, values)| Some((name.clone(), pick(&name, &values)?))),
    );
    fields
}

/// A cooperative resident: in the population, dealt with everything, satisfied.
fn willing(name: &str, _: &[String]) -> Option<String> {
    let question = name.split('.').next().unwrap_or(name);
    Some(
        match question {
            "J1" => "5",
            "J3" => "110101",
            "J4" => "2",
            "J9" | "J6" => "4",
            "C4" => "3",
            _ => "1",
        }
        .to_owned(),
    )
}

/// Fills in pages from `path` until there is something else than a form page; gives the pages seen and the last one.
async fn walk(house: &House, path: &str) -> (Vec<String>, Page) {
    let (mut seen, mut path) = (Vec::new(), path.to_owned());
    loop {
        let page = house.get(&path).await;
        let Some(name) = between(&page.body, "data-page=\"", "\"") else {
            return (seen, page);
        };
        assert!(seen.len() < 60, "{seen:?}");
        seen.push(name);
        house.app.clock.advance(7);
        let sent = house.post(&action(&page.body), &fill(&page.body, willing)).await;
        path = sent.location();
    }
}
