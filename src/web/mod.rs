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
use axum::routing::{get, post};
use std::sync::Arc;

/// Every address of the server.
pub fn router(app: Arc<App>) -> Router {
    let respondents = Router::new()
        .route("/s", get(respondent::entry::show).post(respondent::entry::submit))
        .route("/s/", get(respondent::entry::show).post(respondent::entry::submit))
        .route("/s/{token}", get(respondent::enter))
        .route("/s/{token}/", get(respondent::enter))
        .route("/s/{token}/{*page}", get(respondent::show).post(respondent::submit));

    // The public: results and the receipt check.
    let public = Router::new()
        .route(
            "/verify",
            get(public::verify_routes::show).post(public::verify_routes::submit),
        )
        .route("/verify/withdraw", post(public::verify_routes::withdraw))
        .route("/verify/proof", post(public::proof::submit))
        .route("/", get(public::home::show))
        .route("/results", get(public::home::to_home))
        .route("/results/", get(public::home::to_home))
        .route("/results/{round}", get(public::results::show))
        .route("/results/{round}/{file}", get(public::downloads::show))
        .route("/rounds/{round}/log", get(public::log::show))
        .route("/rounds/{round}/log.json", get(public::log::download));

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
