//! `/api/openapi.json`: what the API is, for programs that read descriptions.

use super::problem::{Kind, PROBLEM, Problem};
use super::scores::{self, SealedRound, XLSX};
use crate::export::{ScoreRecord, Scores, SheetSignature};
use axum::response::Json;
use serde_json::{Value, json};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{OpenApi, Server};
use utoipa::{Modify, OpenApi as _};

const JSON: &str = "application/json";

/// A sheet with one department, as it is answered.
const EXAMPLE_JSON: &str = include_str!("example.json");
const EXAMPLE_CSV: &str = include_str!("example.csv");

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Barometer score feed",
        description = "公众评价得分（0 至 20 分）：已封存成绩单的每个部门一条。Scores of the public evaluation (0 to 20 points): one record per department of a sealed sheet.",
        license(name = "")
    ),
    paths(scores::rounds, scores::show),
    components(schemas(Scores, ScoreRecord, SheetSignature, SealedRound, Problem)),
    tags((name = "scores", description = "得分 · Scores")),
    modifiers(&Token)
)]
struct Description;

/// How a client says who it is.
struct Token;

impl Modify for Token {
    fn modify(&self, api: &mut OpenApi) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("token", bearer);
        api.servers = Some(vec![Server::new("/")]);
        api.info.license = None;
    }
}

/// `GET /api/openapi.json`.
pub async fn show() -> Json<Value> {
    Json(whole())
}

/// The description with a whole answer as example for every status and every format.
fn whole() -> Value {
    let mut api = serde_json::to_value(Description::openapi()).expect("a description is plain data");
    let rounds = &mut api["paths"]["/api/v1/rounds"]["get"]["responses"];
    rounds["200"]["content"][JSON]["example"] = json!([{
        "round": "beijing-2009",
        "title": "2009 年度市级国家行政机关公众评价",
        "title_en": "Public evaluation of municipal departments, 2009",
        "versions": [1],
    }]);
    problems(rounds);
    let scores = &mut api["paths"]["/api/v1/rounds/{round}/scores"]["get"]["responses"];
    let answer = &mut scores["200"]["content"];
    answer[JSON]["example"] = serde_json::from_str(EXAMPLE_JSON).expect("the example is JSON");
    answer["text/csv"] = json!({"schema": {"type": "string"}, "example": EXAMPLE_CSV});
    answer[XLSX] = json!({"schema": {"type": "string", "format": "binary"}});
    problems(scores);
    api
}

/// The very answers that refusals get.
fn problems(responses: &mut Value) {
    for kind in [Kind::BadRequest, Kind::Unauthorized, Kind::NotFound] {
        let problem = kind.problem();
        if let Some(answer) = responses.get_mut(problem.status.to_string()) {
            answer["content"][PROBLEM]["example"] = json!(problem);
        }
    }
}
