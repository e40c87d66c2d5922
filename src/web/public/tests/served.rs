//! The public addresses as a visitor meets them, on a fresh SQLite database.

use crate::clock::Clock;
use crate::domain::data::{Answers, Assignment, Document, Mode};
use crate::domain::definition::AudienceId;
use crate::domain::proof::merkle::{Hash, leaf_hash, verify_inclusion};
use crate::domain::proof::{Receipt, SignedTreeHead, SignerRole, canonical, commitment, read_sealed};
use crate::domain::submission::tests::survey;
use crate::export::fixture::sealed_sheet;
use crate::jobs::sequencer::sequence;
use crate::stages::open::{OpenOptions, open};
use crate::stages::{App, Keys, Random, seal};
use crate::storage::Db;
use crate::storage::results::{QualityRecord, save_quality};
use crate::storage::round::{RoundState, advance};
use crate::storage::sheet::{self, SheetRecord};
use crate::storage::submission::{ImportedCase, NewSubmission, save_import};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use std::sync::Arc;
use tower::ServiceExt;

const SUBMISSIONS: [&str; 3] = ["used", "set-aside", "third"];

/// A server with one round whose three answers are in, and in the log.
struct House {
    app: Arc<App>,
    round: String,
    _folder: tempfile::TempDir,
}

struct Page {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Page {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

async fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", folder.path().join("b.db").display());
    let (db, random) = (Db::connect(&address).await.unwrap(), Random::seeded(8));
    let keys = Keys::load_or_create(&folder.path().join("keys"), &random).unwrap();
    let clock = Clock::set("2009-12-01T20:00:00Z".parse().unwrap());
    let app = App::new(db, keys, clock, random, "http://localhost");
    let round = open(&app, survey().files.clone(), OpenOptions::default())
        .await
        .unwrap()
        .id;
    House {
        app: Arc::new(app),
        round,
        _folder: folder,
    }
}

async fn fielding() -> House {
    let house = house().await;
    house.advance(RoundState::Draft, RoundState::Fielding, "invite").await;
    let cases: Vec<ImportedCase> = SUBMISSIONS.iter().map(|id| house.case(id)).collect();
    let nothing = serde_json::json!({});
    save_import(&house.app.db, &house.round, &cases, &[], 0, &nothing)
        .await
        .unwrap();
    house
}

async fn sealed() -> House {
    let house = fielding().await;
    sequence(&house.app, &house.round).await.unwrap();
    house.advance(RoundState::Fielding, RoundState::Closed, "close").await;
    let finding = QualityRecord {
        submission: "set-aside".into(),
        flags: vec!["SP2-strong".into(), "ST".into()],
        removed: Some("speed and straight".into()),
    };
    let (db, nothing) = (&house.app.db, serde_json::json!({}));
    save_quality(db, &house.round, [finding].into_iter(), &[], 0, &nothing)
        .await
        .unwrap();
    let mut sheet = sealed_sheet().sheet;
    sheet.round.clone_from(&house.round);
    let record = SheetRecord {
        version: 1,
        bytes: canonical(&sheet).unwrap(),
        signatures: Vec::new(),
        sealed_at: None,
        removals: None,
    };
    sheet::save(db, &house.round, &record, 0, &nothing).await.unwrap();
    seal::seal(&house.app, &house.round, &[SignerRole::Platform, SignerRole::Agency])
        .await
        .unwrap();
    house
}

impl House {
    async fn advance(&self, from: RoundState, to: RoundState, stage: &str) {
        let at = self.app.now();
        advance(
            &self.app.db,
            &self.round,
            &[from],
            to,
            stage,
            at,
            &serde_json::json!({}),
        )
        .await
        .unwrap();
    }

    fn receipt(&self, id: &str) -> Receipt {
        Receipt::of_edit(&self.app.keys.receipt, id)
    }

    fn case(&self, id: &str) -> ImportedCase {
        let assignment = Assignment {
            k: String::new(),
            excluded: vec![],
            shown: vec![],
            epoch: None,
            assigned: vec![],
        };
        let document = Document {
            schema: "barometer/submission/1".into(),
            round: self.round.clone(),
            submission: id.into(),
            audience: AudienceId("residents".into()),
            stratum: "110101".into(),
            frame: Default::default(),
            mode: Mode::Paper,
            scale_order: "best-first".into(),
            arrived: "2009-12-01T09Z".into(),
            seconds: Default::default(),
            disposition: "1.1".into(),
            assignment: assignment.clone(),
            answers: Answers::default(),
        };
        let (bytes, nonce) = (canonical(&document).unwrap(), [7; 32]);
        let submission = NewSubmission {
            leaf: leaf_hash(&commitment(&nonce, &bytes)),
            receipt_hash: self.receipt(id).hash(&self.app.keys.receipt),
            document,
            bytes,
            nonce,
        };
        ImportedCase {
            respondent: format!("respondent {id}"),
            sample_no: None,
            assignment,
            mode: Mode::Paper,
            submission,
        }
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let response = crate::web::router(self.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Page {
            status: parts.status,
            headers: parts.headers,
            body: axum::body::to_bytes(body, 1 << 22).await.unwrap().to_vec(),
        }
    }

    async fn get(&self, path: &str) -> Page {
        let path = path.replace("{round}", &self.round);
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, body: String) -> Page {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn check(&self, code: &str) -> String {
        self.post("/verify?lang=en", format!("code={code}"))
            .await
            .text()
            .to_owned()
    }
}

/// The heading of the answer to a code.
fn answered(page: &str) -> &str {
    let from = page.find("role=\"status\"").expect("an answer");
    let rest = &page[from + page[from..].find("<h2>").unwrap() + 4..];
    &rest[..rest.find('<').unwrap()]
}

#[tokio::test]
async fn before_sealing_the_page_says_when_results_come_and_there_is_nothing_to_download() {
    let house = house().await;
    let draft = house.get("/results/{round}").await;
    assert_eq!(draft.status, StatusCode::OK);
    assert!(draft.text().contains("还没有开始"));
    assert!(
        !house.get("/").await.text().contains(&house.round),
        "not announced before it begins"
    );
    house.advance(RoundState::Draft, RoundState::Fielding, "invite").await;
    assert!(house.get("/results/{round}?lang=en").await.text().contains("under way"));
    assert!(house.get("/").await.text().contains("正在进行"));
    house.advance(RoundState::Fielding, RoundState::Closed, "close").await;
    assert!(house.get("/results/{round}").await.text().contains("正在计算"));
    for file in ["sheet.json", "sheet.csv", "sheet.xlsx", "platform.pem"] {
        let page = house.get(&format!("/results/{{round}}/{file}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{file}");
    }
}

#[tokio::test]
async fn an_unknown_round_is_not_found_and_results_without_a_round_lead_home() {
    let house = house().await;
    for path in [
        "/results/nope",
        "/results/nope/sheet.json",
        "/rounds/nope/log",
        "/rounds/nope/log.json",
    ] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = house.get("/results?lang=en").await;
    assert_eq!(
        (page.status, page.header(header::LOCATION)),
        (StatusCode::SEE_OTHER, "/?lang=en")
    );
}

#[tokio::test]
async fn a_sealed_round_is_on_the_start_page_and_its_results_name_the_days() {
    let house = sealed().await;
    let home = house.get("/").await;
    assert!(home.text().contains(&format!("href=\"/results/{}\"", house.round)));
    // Four in the morning of the next day in Beijing.
    assert!(home.text().contains("2009-12-02 封存"));
    let page = house.get("/results/{round}").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("2009年12月2日至2009年12月2日"));
    assert_eq!(page.header(header::CACHE_CONTROL), "public, max-age=60");
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(!policy.contains("unsafe") && !page.text().contains(" style="));
}

#[tokio::test]
async fn downloads_have_their_types_names_and_tags() {
    let house = sealed().await;
    for (file, content_type, begins) in [
        ("sheet.json", "application/json", &b"{\"sheet\""[..]),
        ("sheet.csv", "text/csv; charset=utf-8", b"\xEF\xBB\xBF"),
        (
            "sheet.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
        ("platform.pem", "application/x-pem-file", b"-----BEGIN PUBLIC KEY-----"),
    ] {
        let path = format!("/results/{}/{file}", house.round);
        let page = house.get(&path).await;
        assert_eq!(
            (page.status, page.header(header::CONTENT_TYPE)),
            (StatusCode::OK, content_type),
            "{file}"
        );
        assert!(page.body.starts_with(begins), "{file}");
        let name = page.header(header::CONTENT_DISPOSITION);
        assert!(
            name.starts_with("attachment; filename=\"") && name.contains(file),
            "{name}"
        );
        let again = Request::get(&path).header(header::IF_NONE_MATCH, page.header(header::ETAG));
        let again = house.send(again.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (again.status, again.body.len()),
            (StatusCode::NOT_MODIFIED, 0),
            "{file}"
        );
    }
    assert!(read_sealed(&house.get("/results/{round}/sheet.json").await.body).is_ok());
    let office = house.get("/results/{round}/office.pem").await;
    assert_eq!(office.status, StatusCode::NOT_FOUND, "the office did not sign");
    assert_eq!(
        house.get("/results/{round}/answers.csv").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_receipt_check_says_what_became_of_an_answer() {
    let house = fielding().await;
    let code = |id: &str| house.receipt(id).to_string();
    assert_eq!(
        answered(&house.check(&code("third")).await),
        "Received, waiting for the log"
    );
    sequence(&house.app, &house.round).await.unwrap();
    let recorded = house.check(&code("third").to_lowercase().replace('-', "")).await;
    assert_eq!(answered(&recorded), "Recorded");
    assert!(recorded.contains("/verify/withdraw"));
    assert_eq!(answered(&house.check(&code("nobody")).await), "Unknown code");
    for wrong in ["", "R", "hello", "R-AAAA-AAAA-AAAA-AAAA"] {
        assert_eq!(answered(&house.check(wrong).await), "Typing error", "{wrong}");
    }
    let body = format!("code={}&sure=yes", code("third"));
    let gone = house.post("/verify/withdraw?lang=en", body).await;
    assert_eq!(answered(gone.text()), "Withdrawn");
    assert_eq!(answered(&house.check(&code("third")).await), "Withdrawn");
}

#[tokio::test]
async fn after_sealing_the_receipt_check_says_used_or_set_aside_and_never_content() {
    let house = sealed().await;
    for (id, expected) in [("used", "Used"), ("set-aside", "Set aside by a registered rule")] {
        let page = house.check(&house.receipt(id).to_string()).await;
        assert_eq!(answered(&page), expected);
        assert!(!page.contains("/verify/withdraw"), "too late");
        for inside in [&format!(">{id}<"), "110101", "1.1<", "SP2", "respondent "] {
            assert!(!page.contains(inside), "{inside} is nobody's business");
        }
    }
}

#[tokio::test]
async fn the_proof_of_inclusion_leads_to_the_signed_head() {
    let house = fielding().await;
    let body = format!("code={}", house.receipt("used"));
    assert_eq!(
        house.post("/verify/proof", body.clone()).await.status,
        StatusCode::NOT_FOUND,
        "not in the log yet"
    );
    sequence(&house.app, &house.round).await.unwrap();
    let page = house.post("/verify/proof", body).await;
    assert_eq!(
        (page.status, page.header(header::CONTENT_TYPE)),
        (StatusCode::OK, "application/json")
    );
    let proof: serde_json::Value = serde_json::from_slice(&page.body).unwrap();
    let hash = |value: &serde_json::Value| -> Hash {
        let mut hash = [0; 32];
        hex::decode_to_slice(value.as_str().unwrap(), &mut hash).unwrap();
        hash
    };
    let path: Vec<Hash> = proof["path"].as_array().unwrap().iter().map(hash).collect();
    let (index, size) = (proof["index"].as_u64().unwrap(), proof["size"].as_u64().unwrap());
    assert_eq!(hash(&proof["leaf"]), house.case("used").submission.leaf);
    assert!(verify_inclusion(
        &hash(&proof["leaf"]),
        index,
        size,
        &path,
        &hash(&proof["root"])
    ));
    let head: SignedTreeHead = serde_json::from_value(proof["head"].clone()).unwrap();
    assert_eq!(
        (head.head.size, head.head.root.as_str()),
        (size, proof["root"].as_str().unwrap())
    );
    let keys = house.app.keys.public().unwrap();
    assert!(keys.iter().any(|(_, key)| head.is_signed_by(key)));
    let unknown = format!("code={}", house.receipt("nobody"));
    assert_eq!(house.post("/verify/proof", unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.post("/verify/proof", "code=x".into()).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_log_shows_every_signed_head_and_gives_them_as_a_file() {
    let house = fielding().await;
    assert!(house.get("/rounds/{round}/log").await.text().contains("日志还是空的"));
    sequence(&house.app, &house.round).await.unwrap();
    let heads: Vec<SignedTreeHead> = serde_json::from_slice(&house.get("/rounds/{round}/log.json").await.body).unwrap();
    let keys = house.app.keys.public().unwrap();
    assert!(
        heads
            .iter()
            .all(|head| keys.iter().any(|(_, key)| head.is_signed_by(key)))
    );
    let page = house.get("/rounds/{round}/log").await;
    assert!(heads.iter().all(|head| page.text().contains(&head.head.root)) && !heads.is_empty());
}
