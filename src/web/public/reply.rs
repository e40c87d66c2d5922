//! What the public handlers share: the language, a round that may not be there, answers that may be kept for a while.

use crate::domain::definition::Language;
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::StorageError;
use crate::storage::round::Purpose;
use crate::web::PageError;
use crate::web::error::plain;
use crate::web::extract::Query;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The settings in an address.
pub(super) type Settings = Query<BTreeMap<String, String>>;

/// Published pages change only by a new version of a sheet or a new head: a minute in between spares the server.
const KEEP: &str = "public, max-age=60";

/// The language of `?lang=`; Chinese unless English is asked for.
pub(super) fn language(settings: &BTreeMap<String, String>) -> Language {
    match settings.get("lang").map(String::as_str) {
        Some("en") => Language::En,
        _ => Language::Zh,
    }
}

/// A round by its id; `None` where there is none.
pub(super) async fn known_round(app: &App, id: &str) -> Result<Option<LoadedRound>, PageError> {
    match app.round(id).await {
        // Pretests are nobody's business but the agency's.
        Ok(round) => Ok(Some(round).filter(|round| round.record.purpose == Purpose::Evaluation)),
        Err(StageError::Storage(StorageError::NotFound(_))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// 404.
pub(super) fn nowhere() -> Response {
    plain(StatusCode::NOT_FOUND, |n| &n.not_found)
}

/// A page that is the same for everyone and may be kept for a minute.
pub(super) fn kept(page: Markup) -> Response {
    ([(header::CACHE_CONTROL, KEEP)], page).into_response()
}

/// A file to save under that name; 304 where the reader has these bytes already.
pub(super) fn file(asked: &HeaderMap, content_type: &'static str, name: &str, body: Vec<u8>) -> Response {
    // Weak: a compressed copy carries the same tag.
    let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&body)[..16]));
    let seen = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let common = [(header::CACHE_CONTROL, KEEP.to_owned()), (header::ETAG, tag.clone())];
    if seen.is_some_and(|seen| seen.split(',').any(|one| one.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let own = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", plain_name(name)),
        ),
    ];
    (common, own, body).into_response()
}

/// A name that needs no quoting: letters, digits, `.`, `-` and `_`.
fn plain_name(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    name.chars().map(|c| if fits(c) { c } else { '-' }).collect()
}
