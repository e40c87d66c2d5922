//! Sends sealed sheets to the addresses that were set, signed, again and again until they are accepted.

use crate::domain::feed::{PATIENCE, PushFailure, pause_after};
use crate::domain::proof::{PUSH_SCHEMA, SignerRole, canonical, sha256, sign_push};
use crate::domain::refusal::Refusal;
use crate::stages::{App, StageError, seal};
use crate::storage::push::{Attempt, Delivery, TargetRecord, claim, due, record, record_test, tests_of};
use serde_json::json;
use std::time::Duration;

/// Header that carries the signature.
pub const SIGNATURE: &str = "barometer-signature";

/// Seconds for which a delivery belongs to the node that tries it.
const LEASE: i64 = 60;

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
    let number = delivery.attempts + 1;
    let attempt = attempt(app, address, body, number).await?;
    let accepted = attempt.accepted();
    record(&app.db, delivery, &attempt, accepted, attempt.at + pause_after(number)).await?;
    Ok(accepted)
}

/// Sends an address a signed message that says that it is a test, whatever is sealed; gives whether it was accepted.
pub async fn test(app: &App, target: &TargetRecord) -> Result<bool, StageError> {
    let body = json!({"schema": PUSH_SCHEMA, "event": "test", "sent_at": app.now()});
    let body = serde_json::to_vec(&body).map_err(technical)?;
    let number = tests_of(&app.db, &target.id).await? as u32 + 1;
    let attempt = attempt(app, &target.address, body, number).await?;
    record_test(&app.db, &target.id, &attempt).await?;
    Ok(attempt.accepted())
}

/// Signs a body, sends it once, and says what became of it.
async fn attempt(app: &App, address: &str, body: Vec<u8>, number: u32) -> Result<Attempt, StageError> {
    let signed = sign_push(&body, &app.keys.signing(SignerRole::Platform)?);
    let (address, header) = (address.to_owned(), signed.header());
    let sent = tokio::task::spawn_blocking(move || send(&address, &header, &body)).await;
    let (status, error) = match sent.map_err(technical)? {
        Ok(status) => (Some(status), String::new()),
        Err(why) => (None, why.as_str().to_owned()),
    };
    let at = app.now();
    Ok(Attempt {
        number,
        at,
        status,
        error,
    })
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
fn send(address: &str, signature: &str, body: &[u8]) -> Result<u16, PushFailure> {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(PATIENCE)))
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent(concat!("barometer/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent: ureq::Agent = config.into();
    let request = agent
        .post(address)
        .header("content-type", "application/json")
        .header(SIGNATURE, signature);
    let answer = request.send(body).map_err(|error| failure(&error))?;
    Ok(answer.status().as_u16())
}

fn failure(error: &ureq::Error) -> PushFailure {
    use std::io::ErrorKind;
    match error {
        ureq::Error::HostNotFound => PushFailure::UnknownHost,
        ureq::Error::Timeout(_) => PushFailure::Silent,
        ureq::Error::Tls(_) | ureq::Error::Pem(_) | ureq::Error::Rustls(_) => PushFailure::Tls,
        ureq::Error::Http(_) | ureq::Error::Protocol(_) => PushFailure::Garbled,
        ureq::Error::Io(error) => match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => PushFailure::Silent,
            // What a certificate that does not hold comes as.
            ErrorKind::InvalidData => PushFailure::Tls,
            ErrorKind::UnexpectedEof => PushFailure::Garbled,
            _ if error.to_string().contains("lookup address") => PushFailure::UnknownHost,
            _ => PushFailure::Unreachable,
        },
        _ => PushFailure::Unreachable,
    }
}
