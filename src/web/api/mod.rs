//! `/api/v1`: scores for machines, with a token per client, and their description.

mod client;
mod description;
mod problem;
mod scores;

use crate::stages::App;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// The routes of the API.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/openapi.json", get(description::show))
        .route("/api/v1/rounds", get(scores::rounds))
        .route("/api/v1/rounds/{round}/scores", get(scores::show))
        .route("/api/{*rest}", get(problem::nowhere))
}
