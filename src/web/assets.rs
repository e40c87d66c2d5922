//! Our own style sheet and script, served under names that change with their content.

use crate::web::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// One file and the address it is served at.
#[derive(Debug)]
pub struct Asset {
    /// `/assets/respondent.0f1e2d3c.css`.
    pub path: String,
    content_type: &'static str,
    body: &'static str,
}

impl Asset {
    /// An asset called `stem.<hash>.extension`.
    pub fn new(stem: &str, extension: &str, content_type: &'static str, body: &'static str) -> Asset {
        let hash = hex::encode(&Sha256::digest(body)[..4]);
        Asset {
            path: format!("/assets/{stem}.{hash}.{extension}"),
            content_type,
            body,
        }
    }
}

/// The questionnaire's style sheet.
pub static RESPONDENT_CSS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "respondent",
        "css",
        "text/css; charset=utf-8",
        include_str!("assets/respondent.css"),
    )
});

/// The questionnaire's script.
pub static APP_JS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "app",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("assets/app.js"),
    )
});

/// The consoles' style sheet.
pub static CONSOLE_CSS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "console",
        "css",
        "text/css; charset=utf-8",
        concat!(include_str!("assets/sheet.css"), include_str!("assets/console.css")),
    )
});

/// The consoles' script.
pub static CONSOLE_JS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "console",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("assets/console.js"),
    )
});

/// `GET /assets/{file}`: the file under its present name, to be kept for a year.
pub async fn asset(Path(file): Path<String>) -> Response {
    let known: [&Asset; 5] = [
        &RESPONDENT_CSS,
        &APP_JS,
        &crate::web::public::layout::PUBLIC_CSS,
        &CONSOLE_CSS,
        &CONSOLE_JS,
    ];
    let asked = format!("/assets/{file}");
    match known.into_iter().find(|asset| asset.path == asked) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.content_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.body,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
