//! `/results/{round}/{file}`: the sealed sheet as files, and the public keys that check it.

use super::reply::{Settings, file, known_round, nowhere};
use super::results::wanted_version;
use crate::domain::proof::SignerRole;
use crate::domain::refusal::Refusal;
use crate::domain::score::sheet::SealedSheet;
use crate::export::{self, ExportError};
use crate::stages::{App, StageError, seal};
use crate::web::PageError;
use crate::web::extract::{Path, Query};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

/// What can be downloaded of a sealed round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Download {
    Json,
    Csv,
    Xlsx,
    Key(SignerRole),
}

impl Download {
    fn of(file: &str) -> Option<Download> {
        Some(match file {
            "sheet.json" => Download::Json,
            "sheet.csv" => Download::Csv,
            "sheet.xlsx" => Download::Xlsx,
            "platform.pem" => Download::Key(SignerRole::Platform),
            "agency.pem" => Download::Key(SignerRole::Agency),
            "office.pem" => Download::Key(SignerRole::Office),
            _ => return None,
        })
    }

    fn content_type(self) -> &'static str {
        match self {
            Download::Json => "application/json",
            Download::Csv => "text/csv; charset=utf-8",
            Download::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Download::Key(_) => "application/x-pem-file",
        }
    }
}

/// `GET /results/{round}/{file}`.
pub async fn show(
    State(app): State<Arc<App>>,
    Path((round, name)): Path<(String, String)>,
    Query(settings): Settings,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    let (Some(download), Some(loaded)) = (Download::of(&name), known_round(&app, &round).await?) else {
        return Ok(nowhere());
    };
    let mut versions = seal::versions(&app, &loaded.record.id).await?;
    versions.retain(|one| one.record.sealed_at.is_some());
    let numbers: Vec<u32> = versions.iter().map(|one| one.record.version).collect();
    let wanted = wanted_version(&settings, &numbers);
    let Some(stored) = versions.into_iter().find(|one| Some(one.record.version) == wanted) else {
        return Ok(nowhere());
    };
    let sealed = stored.into_sealed();
    let saved_as = match (download, sealed.sheet.sheet_version) {
        (Download::Key(_), _) => name,
        (_, 1) => format!("{round}-{name}"),
        (_, version) => format!("{round}-v{version}-{name}"),
    };
    Ok(match bytes(&app, download, sealed).await? {
        Some(body) => file(&asked, download.content_type(), &saved_as, body),
        None => nowhere(),
    })
}

/// The file; `None` for the key of a role that did not sign.
async fn bytes(app: &App, download: Download, sealed: SealedSheet) -> Result<Option<Vec<u8>>, PageError> {
    let made = match download {
        Download::Json => export::sheet_json(&sealed),
        Download::Csv => export::sheet_csv(&sealed),
        // Compressing a workbook takes a while; other requests go on meanwhile.
        Download::Xlsx => tokio::task::spawn_blocking(move || export::sheet_xlsx(&sealed))
            .await
            .map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))?,
        Download::Key(role) => return public_key(app, role, &sealed),
    };
    Ok(Some(made.map_err(|error: ExportError| {
        StageError::Refused(Refusal::Technical(error.to_string()))
    })?))
}

fn public_key(app: &App, role: SignerRole, sealed: &SealedSheet) -> Result<Option<Vec<u8>>, PageError> {
    let signed = |id: &str| {
        sealed
            .signatures
            .iter()
            .any(|s| s.role == role.as_str() && s.key_id == id)
    };
    let keys = app.keys.public().map_err(StageError::from)?;
    let found = keys.into_iter().find(|(of, key)| *of == role && signed(&key.key_id()));
    let pem = found.map(|(_, key)| key.to_pem()).transpose();
    let pem = pem.map_err(|error| StageError::Refused(Refusal::Technical(error.to_string())))?;
    Ok(pem.map(String::into_bytes))
}
