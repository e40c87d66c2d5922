//! What machines are told when something is refused: RFC 9457 problem details, in both languages.

use crate::stages::StageError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Content type of a refusal.
pub const PROBLEM: &str = "application/problem+json";

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// What kind, stable for programs.
    #[serde(rename = "type")]
    #[schema(example = "urn:barometer:problem:unauthorized")]
    pub kind: String,
    /// HTTP status.
    #[schema(example = 401)]
    pub status: u16,
    /// In English.
    pub title: String,
    /// In Chinese.
    pub title_zh: String,
}

/// The kinds of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// No token, an unknown or a revoked one.
    Unauthorized,
    /// No sealed sheet of that round and version.
    NotFound,
    /// A format that the feed does not have, or a version that is no number.
    BadRequest,
    /// Ours.
    Broken,
}

impl Kind {
    fn says(self) -> (StatusCode, &'static str, &'static str, &'static str) {
        match self {
            Kind::Unauthorized => (
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "a valid token is needed: Authorization: Bearer …; this one is missing, unknown or revoked",
                "需要有效的令牌（Authorization: Bearer …）；没有令牌，或令牌不存在、已撤销",
            ),
            Kind::NotFound => (
                StatusCode::NOT_FOUND,
                "not-found",
                "there is no sealed sheet of this round and version",
                "没有这一轮、这一版的已封存成绩单",
            ),
            Kind::BadRequest => (
                StatusCode::BAD_REQUEST,
                "bad-request",
                "format is json, csv or xlsx; version is a whole number from 1",
                "format 可取 json、csv、xlsx；version 是从 1 开始的整数",
            ),
            Kind::Broken => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "broken",
                "something failed here; it is in the log, please try again later",
                "服务器出错，已记录，请稍后再试",
            ),
        }
    }
}

impl From<StageError> for Kind {
    fn from(error: StageError) -> Kind {
        tracing::error!(%error, "the feed failed");
        Kind::Broken
    }
}

impl Kind {
    /// The body of the answer.
    pub fn problem(self) -> Problem {
        let (status, word, title, title_zh) = self.says();
        Problem {
            kind: format!("urn:barometer:problem:{word}"),
            status: status.as_u16(),
            title: title.to_owned(),
            title_zh: title_zh.to_owned(),
        }
    }
}

impl IntoResponse for Kind {
    fn into_response(self) -> Response {
        let status = self.says().0;
        let body = serde_json::to_vec(&self.problem()).expect("plain data serialises");
        let mut response = (status, [(header::CONTENT_TYPE, PROBLEM)], body).into_response();
        if self == Kind::Unauthorized {
            let bearer = HeaderValue::from_static("Bearer realm=\"barometer\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

/// Any other address below `/api`.
pub async fn nowhere() -> Kind {
    Kind::NotFound
}
