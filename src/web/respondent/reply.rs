//! Sending the respondent on: a redirect for browsers, the address alone for our script.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The script asks for the next address instead of the next page, so that no page is rendered twice.
pub fn is_scripted(headers: &HeaderMap) -> bool {
    headers.contains_key("x-scripted")
}

/// On to an address of ours.
pub fn to(address: &str, scripted: bool) -> Response {
    let Ok(address) = HeaderValue::from_str(address) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if scripted {
        let next = HeaderName::from_static("x-next");
        return (StatusCode::OK, [(next, address)]).into_response();
    }
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}
