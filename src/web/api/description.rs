//! `/api/openapi.json`: what the API is, for programs that read descriptions.

use super::problem::Problem;
use super::scores::{self, SealedRound};
use crate::export::{ScoreRecord, Scores, SheetSignature};
use axum::response::Json;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{OpenApi, Server};
use utoipa::{Modify, OpenApi as _};

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
pub async fn show() -> Json<OpenApi> {
    Json(Description::openapi())
}
