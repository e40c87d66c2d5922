//! Sends sealed sheets to the addresses that were set, signed, again and again until they are accepted.

use crate::domain::feed::pause_after;
use crate::domain::proof::{PUSH_SCHEMA, SignerRole, canonical, sha256, sign_push};
use crate::domain::refusal::Refusal;
use crate::stages::{App, StageError, seal};
use crate::storage::push::{Attempt, Delivery, claim, due, record};
use serde_json::json;
use std::time::Duration;

/// Header that carries the signature.
pub const SIGNATURE: &str = "barometer-signature";

/// Seconds that a try may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Seconds for which a delivery belongs to the node that tries it.
const LEASE: i64 = 60;

/// Longest reason that is kept, characters.
const LONGEST_REASON: usize = 200;

/// Tries everything that is due; gives how many were accepted.
pub async fn deliver_due(app: &App) -> Result<u64, StageError> {
    let mut accepted = 0;
    for (delivery, address) in due(&app.db, app.now()).await? {
        if claim(&app.db, &delivery, app.now() + LEASE).await? {
            accepted += u64::from(deliver(app, &delivery, &address).await?);
        }
    }
    Ok(accepted)
}

async fn deliver(app: &App, delivery: &Delivery, address: &str) -> Result<bool, StageError> {
    let body = message(app, delivery).await?;
    let signed = sign_push(&body, &app.keys.signing(SignerRole::Platform)?);
    let (address, header) = (address.to_owned(), signed.header());
    let sent = tokio::task::spawn_blocking(move || send(&address, &header, &body)).await;
    let (status, error) = match sent {
        Ok(Ok(status)) => (Some(status), String::new()),
        Ok(Err(why)) => (None, why.chars().take(LONGEST_REASON).collect()),
        Err(died) => (None, died.to_string()),
    };
    let number = delivery.attempts + 1;
    let accepted = status.is_some_and(|status| (200..300).contains(&status));
    let at = app.now();
    let attempt = Attempt {
        number,
        at,
        status,
        error,
    };
    record(&app.db, delivery, &attempt, accepted, at + pause_after(number)).await?;
    Ok(accepted)
}

/// What is sent: which sheet, and the sealed sheet itself, whose own signatures stand in it.
async fn message(app: &App, delivery: &Delivery) -> Result<Vec<u8>, StageError> {
    let sealed = seal::sealed_version(app, &delivery.round, delivery.version).await?;
    let bytes = canonical(&sealed.sheet).map_err(technical)?;
    let hash = hex::encode(sha256(&bytes));
    let body = json!({
        "schema": PUSH_SCHEMA,
        "event": "sheet.sealed",
        "round": delivery.round,
        "sheet_version": delivery.version,
        "sheet_hash": hash,
        "scores": format!("{}/api/v1/rounds/{}/scores?version={}", app.public_url, delivery.round, delivery.version),
        "sealed_sheet": sealed,
    });
    serde_json::to_vec(&body).map_err(technical)
}

fn technical(error: impl std::fmt::Display) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}

/// One POST without redirects; gives the status of whatever answered.
fn send(address: &str, signature: &str, body: &[u8]) -> Result<u16, String> {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent(concat!("barometer/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent: ureq::Agent = config.into();
    let request = agent
        .post(address)
        .header("content-type", "application/json")
        .header(SIGNATURE, signature);
    let answer = request.send(body).map_err(|error| error.to_string())?;
    Ok(answer.status().as_u16())
}
