//! What every answer passes through: headers, limits, compression, and a log that knows routes but no tokens.

use super::error::panicked;
use crate::stages::App;
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

/// No page of ours needs more; the longest open questions are a few hundred characters.
const BODY_MOST: usize = 64 * 1024;

/// Nothing from anywhere else, nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How long a browser remembers to come through TLS only, seconds of a year.
const TLS_ONLY: &str = "max-age=31536000";

/// Puts the layers around the routes; the last one is the outermost. Behind TLS browsers are told never to come without.
pub fn around(routes: Router<Arc<App>>, tls: bool) -> Router<Arc<App>> {
    let routes = if tls {
        routes.layer(unless_set(header::STRICT_TRANSPORT_SECURITY, TLS_ONLY))
    } else {
        routes
    };
    routes
        .layer(DefaultBodyLimit::max(BODY_MOST))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(unless_set(header::CACHE_CONTROL, "no-store"))
        .layer(unless_set(header::REFERRER_POLICY, "no-referrer"))
        .layer(unless_set(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(unless_set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(unless_set(header::X_FRAME_OPTIONS, "DENY"))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(log))
}

/// Gives routes so many seconds for an answer.
pub fn within(routes: Router<Arc<App>>, seconds: u64) -> Router<Arc<App>> {
    let most = Duration::from_secs(seconds);
    routes.layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, most))
}

fn unless_set(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// The route's pattern, never the path: a path holds the token.
fn span(request: &Request) -> Span {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), route)
}

fn log(response: &Response, latency: Duration, _: &Span) {
    let duration_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(status = response.status().as_u16(), duration_ms, "answered");
}
