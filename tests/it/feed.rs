//! The score feed as its clients use it: tokens, formats, tags, versions; and sheets that are sent until accepted.

mod more;

use crate::journey::the_town_answers;
use crate::support::{Clerk, TestApp, on_both};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use barometer::domain::account::Role;
use barometer::domain::proof::{SignedPush, SignerRole};
use barometer::export::Scores;
use barometer::jobs::outbox::{SIGNATURE, deliver_due};
use barometer::web;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// A program that fetches.
async fn fetches(town: &TestApp, address: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = web::router(town.app.clone())
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body(), 8_000_000).await.unwrap().to_vec();
    (status, headers, body)
}

async fn sealed(town: &mut TestApp) {
    let invitations = town.invites_the_town().await;
    the_town_answers(town, &invitations).await;
    town.closes_to_seal().await;
}

/// The officer makes a client; gives its token.
async fn token_for(officer: &mut Clerk, name: &str) -> String {
    officer.opens("/office/feed").await;
    officer.sends_to("/office/feed/clients", &[("name", name)]).await;
    assert_eq!(officer.page.status, StatusCode::CREATED);
    let html = &officer.page.html;
    let start = html.find("barometer_").unwrap();
    html[start..].split('<').next().unwrap().to_owned()
}

#[test]
fn a_client_with_a_token_fetches_what_the_sheet_says() {
    on_both(async |mut town: TestApp| {
        sealed(&mut town).await;
        let mut officer = town.hires(Role::Officer, "li.lei").await;
        let bearer = format!("Bearer {}", token_for(&mut officer, "绩效平台 <b>").await);
        let auth = ("authorization", bearer.as_str());
        let address = format!("/api/v1/rounds/{}/scores", town.round);
        let (status, headers, body) = fetches(&town, &address, &[auth]).await;
        assert_eq!(
            (status, headers["content-type"].to_str().unwrap()),
            (StatusCode::OK, "application/json")
        );
        let scores: Scores = serde_json::from_slice(&body).unwrap();
        let sheet = barometer::stages::seal::sealed_sheet(&town.app, &town.round)
            .await
            .unwrap()
            .sheet;
        assert_eq!(scores.records.len(), sheet.departments.len());
        for (record, department) in scores.records.iter().zip(&sheet.departments) {
            assert_eq!(
                (&record.department_id, &record.score),
                (&department.department_id.0, &department.score)
            );
        }
        let tag = headers["etag"].to_str().unwrap().to_owned();
        let (status, _, body) = fetches(&town, &address, &[auth, ("if-none-match", &tag)]).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
        let (status, _, _) = fetches(&town, &address, &[auth, ("if-none-match", "*")]).await;
        assert_eq!(status, StatusCode::NOT_MODIFIED);
        let (_, headers, csv) = fetches(&town, &format!("{address}?format=csv"), &[auth]).await;
        assert!(csv.starts_with(b"\xEF\xBB\xBFschema_version,") && headers["etag"].to_str().unwrap() != tag);
        let (_, _, accepted) = fetches(&town, &address, &[auth, ("accept", "text/csv")]).await;
        assert_eq!(accepted, csv);
        let (_, _, xlsx) = fetches(&town, &format!("{address}?format=xlsx&version=1"), &[auth]).await;
        assert!(xlsx.starts_with(b"PK"));
        let (_, _, rounds) = fetches(&town, "/api/v1/rounds", &[auth]).await;
        assert!(String::from_utf8(rounds).unwrap().contains(&town.round));
        officer.opens("/office/feed").await;
        assert!(officer.page.html.contains("绩效平台 &lt;b&gt;") && !officer.page.html.contains("从未"));
    });
}

#[test]
fn whoever_has_no_token_that_holds_gets_nothing() {
    on_both(async |mut town: TestApp| {
        sealed(&mut town).await;
        let mut officer = town.hires(Role::Officer, "li.lei").await;
        let bearer = format!("Bearer {}", token_for(&mut officer, "platform").await);
        let address = format!("/api/v1/rounds/{}/scores", town.round);
        let none: &[(&str, &str)] = &[];
        let wrong = (
            "authorization",
            "Bearer barometer_000000000000000000000000000000000000000000000000",
        );
        for headers in [
            none,
            &[wrong],
            &[("authorization", "Basic abc")],
            &[("authorization", "Bearer ")],
        ] {
            let (status, headers, body) = fetches(&town, &address, headers).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            assert_eq!(headers["content-type"], "application/problem+json");
            assert!(String::from_utf8(body).unwrap().contains("需要有效的令牌"));
        }
        let auth = ("authorization", bearer.as_str());
        for (wrong, status) in [
            ("?format=pdf", StatusCode::BAD_REQUEST),
            ("?version=one", StatusCode::BAD_REQUEST),
            ("?version=0", StatusCode::BAD_REQUEST),
            ("?version=2", StatusCode::NOT_FOUND),
        ] {
            assert_eq!(
                fetches(&town, &format!("{address}{wrong}"), &[auth]).await.0,
                status,
                "{wrong}"
            );
        }
        assert_eq!(
            fetches(&town, "/api/v1/rounds/other/scores", &[auth]).await.0,
            StatusCode::NOT_FOUND
        );
        let revoke = officer
            .page
            .forms
            .iter()
            .find(|form| form.action.ends_with("/revoke"))
            .unwrap();
        let revoke = revoke.action.clone();
        officer.sends_to(&revoke, &[]).await;
        assert_eq!(
            fetches(&town, &address, &[auth]).await.0,
            StatusCode::UNAUTHORIZED,
            "revoked"
        );
        let stored = town.rows("api_client").await;
        assert!(
            !stored.iter().any(|row| row.to_string().contains(&bearer[7..])),
            "the token is not kept"
        );
    });
}

#[test]
fn nothing_is_given_out_before_the_seal() {
    on_both(async |mut town: TestApp| {
        let mut officer = town.hires(Role::Officer, "li.lei").await;
        let bearer = format!("Bearer {}", token_for(&mut officer, "platform").await);
        town.opens(crate::support::folder("small")).await.unwrap();
        let auth = ("authorization", bearer.as_str());
        let (status, _, _) = fetches(&town, &format!("/api/v1/rounds/{}/scores", town.round), &[auth]).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (_, _, rounds) = fetches(&town, "/api/v1/rounds", &[auth]).await;
        assert_eq!(rounds, b"[]");
    });
}

#[test]
fn the_description_names_every_field_that_is_sent() {
    on_both(async |town: TestApp| {
        let (status, _, body) = fetches(&town, "/api/openapi.json", &[]).await;
        assert_eq!(status, StatusCode::OK);
        let api: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let record = &api["components"]["schemas"]["ScoreRecord"]["properties"];
        for field in [
            "score",
            "score_ci_low",
            "rate",
            "n_eff_kish",
            "flags",
            "status",
            "audience_weights",
        ] {
            assert!(record[field].is_object(), "{field}");
        }
        assert!(api["paths"]["/api/v1/rounds/{round}/scores"]["get"]["responses"]["304"].is_object());
        assert_eq!(api["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    });
}

/// What an office's own server received.
type Inbox = Arc<Mutex<Vec<(HeaderMap, Vec<u8>)>>>;

/// An office's server that refuses the first message and accepts the others.
async fn office_server() -> (String, Inbox) {
    let inbox: Inbox = Arc::default();
    let kept = inbox.clone();
    let take = async move |headers: HeaderMap, body: axum::body::Bytes| {
        let mut inbox = kept.lock().unwrap();
        inbox.push((headers, body.to_vec()));
        if inbox.len() == 1 {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::NO_CONTENT
        }
    };
    let router = axum::Router::new().route("/in", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/in", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, inbox)
}

#[test]
fn a_sealed_sheet_is_sent_signed_and_again_until_it_is_accepted() {
    on_both(async |mut town: TestApp| {
        let (address, inbox) = office_server().await;
        let mut officer = town.hires(Role::Officer, "li.lei").await;
        officer.opens("/office/feed").await;
        officer
            .sends_to("/office/feed/targets", &[("address", "ftp://wrong")])
            .await;
        assert_eq!(officer.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        officer.sends_to("/office/feed/targets", &[("address", &address)]).await;
        assert_eq!(deliver_due(&town.app).await.unwrap(), 0, "nothing is sealed yet");
        let seen = barometer::storage::account::list(&town.app.db).await.unwrap();
        assert_eq!(seen.len(), 1);
        barometer::storage::account::set_state(
            &town.app.db,
            &seen[0].id,
            barometer::domain::account::AccountState::Disabled,
            town.app.now(),
        )
        .await
        .unwrap();
        sealed(&mut town).await;
        assert_eq!(deliver_due(&town.app).await.unwrap(), 0, "refused the first time");
        assert_eq!(deliver_due(&town.app).await.unwrap(), 0, "not due yet");
        town.app.clock.advance(31);
        assert_eq!(deliver_due(&town.app).await.unwrap(), 1);
        town.app.clock.advance(100_000);
        assert_eq!(deliver_due(&town.app).await.unwrap(), 0, "accepted is done");
        let inbox = inbox.lock().unwrap().clone();
        assert_eq!(inbox.len(), 2);
        let key = town.app.keys.signing(SignerRole::Platform).unwrap().public();
        for (headers, body) in inbox.iter() {
            let signed = SignedPush::parse(headers[SIGNATURE].to_str().unwrap()).unwrap();
            assert!(signed.is_of(body, &key));
            let said: serde_json::Value = serde_json::from_slice(body).unwrap();
            assert_eq!(
                (&said["round"], &said["sheet_version"]),
                (&town.round.as_str().into(), &1.into())
            );
            assert_eq!(said["sealed_sheet"]["signatures"].as_array().unwrap().len(), 3);
        }
        let tries = town.rows("push_attempt").await;
        assert_eq!(tries.len(), 2);
        let mut other = town.hires(Role::Officer, "han").await;
        other.opens("/office/feed").await;
        assert!(other.page.html.contains("已接收") && other.page.html.contains("HTTP 503"));
    });
}
