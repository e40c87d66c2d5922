//! `POST /verify/proof`: the proof that a receipt's commitment is in the log, as a file.

use super::reply::nowhere;
use super::verify_routes::{self, CodeForm};
use crate::domain::proof::Receipt;
use crate::stages::App;
use crate::stages::receipt::proof;
use crate::web::PageError;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The proof; 404 for a code that has none. The code travels in the body, so that it stays out of access logs.
pub async fn submit(
    State(app): State<Arc<App>>,
    form: Result<Form<CodeForm>, FormRejection>,
) -> Result<Response, PageError> {
    let Form(form) = form?;
    let Ok(code) = Receipt::parse(verify_routes::typed(&form)) else {
        return Ok(nowhere());
    };
    Ok(match proof(&app, &code).await? {
        Some(proof) => {
            let body = serde_json::to_vec_pretty(&proof).expect("plain data serialises");
            let headers = [
                (header::CONTENT_TYPE, "application/json"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"inclusion-proof.json\"",
                ),
            ];
            (headers, body).into_response()
        }
        None => nowhere(),
    })
}
