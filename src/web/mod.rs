//! The whole route table on one screen, grouped by who comes in.

pub mod assets;
pub mod components;
mod error;
mod health;
mod layers;
pub mod public;
pub mod respondent;

pub use error::PageError;

use crate::stages::App;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// Every address of the server.
pub fn router(app: Arc<App>) -> Router {
    let respondents = Router::new()
        .route("/s/{token}", get(respondent::enter))
        .route("/s/{token}/", get(respondent::enter))
        .route("/s/{token}/{*page}", get(respondent::show).post(respondent::submit))
        .route(
            "/withdraw",
            get(respondent::withdraw::show).post(respondent::withdraw::submit),
        );

    // The public: results and the receipt check.
    let public = Router::new()
        .route(
            "/verify",
            get(public::verify_routes::show).post(public::verify_routes::submit),
        )
        .route("/verify/withdraw", axum::routing::post(public::verify_routes::withdraw));

    let machines = Router::new()
        .route("/assets/{file}", get(assets::asset))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz));

    let all = respondents.merge(public).merge(machines);
    let all = all
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::not_allowed);
    layers::around(all).with_state(app)
}
