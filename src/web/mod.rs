//! The whole route table on one screen, grouped by who comes in.

pub mod access;
mod admin;
pub mod agency;
mod api;
pub mod assets;
mod audit;
mod closing;
pub mod components;
mod error;
pub mod extract;
mod health;
mod layers;
mod office;
pub mod public;
pub mod respondent;
mod rounds;
mod sheets;
mod sign_in;

pub use error::PageError;

use crate::stages::App;
use access::Table;
use axum::routing::{get, post};
use axum::{Extension, Router};
use std::sync::Arc;

/// Seconds that a page may take.
const PAGE_SECONDS: u64 = 30;

/// Seconds that a console page may take: files come in over slow lines.
const CONSOLE_SECONDS: u64 = 600;

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

    // The doors of the consoles; what is behind them stands in their own tables.
    let doors = Router::new()
        .route("/sign-in", get(sign_in::page::show).post(sign_in::page::submit))
        .route(
            "/sign-in/digits",
            get(sign_in::digits::show).post(sign_in::digits::submit),
        )
        .route(
            "/sign-in/set-up",
            get(sign_in::set_up::show).post(sign_in::set_up::submit),
        )
        .route(
            "/welcome/{token}",
            get(sign_in::welcome::show).post(sign_in::welcome::submit),
        );

    let pages = respondents
        .merge(public)
        .merge(machines)
        .merge(doors)
        .merge(api::routes());
    let table = consoles(&app);
    let known = table.pages();
    let consoles = table.into_router();
    let all = layers::within(pages, PAGE_SECONDS).merge(layers::within(consoles, CONSOLE_SECONDS));
    let all = all
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::not_allowed)
        .layer(Extension(known));
    layers::around(all, access::behind_tls(&app)).with_state(app)
}

/// Every address of the consoles, with the act that it takes.
pub fn consoles(app: &Arc<App>) -> Table {
    let mut table = Table::new(app);
    sign_in::own::routes(&mut table);
    admin::routes(&mut table);
    rounds::routes(&mut table);
    agency::routes(&mut table);
    audit::routes(&mut table);
    closing::routes(&mut table);
    office::routes(&mut table);
    sheets::routes(&mut table);
    table
}
