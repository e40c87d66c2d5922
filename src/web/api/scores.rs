//! `GET /api/v1/rounds/{round}/scores`: the scores of a sealed sheet as JSON, CSV or XLSX.

#![expect(unused_qualifications, reason = "the description's macro writes names out")]

use super::client::Client;
use super::problem::{Kind, Problem};
use crate::domain::proof::sha256;
use crate::domain::refusal::Refusal;
use crate::domain::score::sheet::SealedSheet;
use crate::export::{self, ExportError, Scores};
use crate::stages::{App, StageError, seal};
use crate::storage::round::list;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// How the scores are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// `json` (default), `csv` or `xlsx`; the `Accept` header does as well.
    #[param(value_type = Option<Format>, inline, required = false, example = "csv")]
    format: String,
    /// Version of the sheet; the newest sealed one without it.
    #[param(value_type = Option<u32>, required = false, minimum = 1, example = 1)]
    version: String,
}

/// A round with a sealed sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SealedRound {
    /// Round.
    #[schema(example = "beijing-2009")]
    pub round: String,
    /// Chinese title.
    pub title: String,
    /// English title.
    pub title_en: String,
    /// Sealed versions, oldest first.
    #[schema(example = json!([1]))]
    pub versions: Vec<u32>,
}

/// What the feed is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum Format {
    /// One object with a record a department.
    Json,
    /// A row a department, UTF-8 with BOM.
    Csv,
    /// A workbook to read and print.
    Xlsx,
}

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Format {
    fn of(wanted: &str, accept: &str) -> Result<Format, Kind> {
        match wanted {
            "json" => Ok(Format::Json),
            "csv" => Ok(Format::Csv),
            "xlsx" => Ok(Format::Xlsx),
            "" if accept.contains("text/csv") => Ok(Format::Csv),
            "" if accept.contains(XLSX) => Ok(Format::Xlsx),
            "" => Ok(Format::Json),
            _ => Err(Kind::BadRequest),
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => XLSX,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }
}

/// The rounds that have a sealed sheet, newest first.
#[utoipa::path(
    get, path = "/api/v1/rounds", tag = "scores", security(("token" = [])),
    responses(
        (status = 200, description = "rounds with a sealed sheet", body = Vec<SealedRound>),
        (status = 401, description = "no valid token", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn rounds(_: Client, State(app): State<Arc<App>>) -> Result<Json<Vec<SealedRound>>, Kind> {
    let mut found = Vec::new();
    for round in list(&app.db).await.map_err(StageError::from)? {
        let versions = seal::versions(&app, &round.id).await?;
        let sealed = versions.iter().filter(|one| one.record.sealed_at.is_some());
        let versions: Vec<u32> = sealed.map(|one| one.record.version).collect();
        if !versions.is_empty() {
            found.push(SealedRound {
                round: round.id,
                title: round.title.zh,
                title_en: round.title.en,
                versions,
            });
        }
    }
    Ok(Json(found))
}

/// The scores of a sealed sheet: one record a department. Importing the same version twice does no harm; a corrected sheet
/// has a higher version, and the old one stays readable.
#[utoipa::path(
    get, path = "/api/v1/rounds/{round}/scores", tag = "scores", security(("token" = [])),
    params(
        ("round" = String, Path, description = "round", example = "beijing-2009"),
        Wanted,
        ("If-None-Match" = Option<String>, Header, description = "ETag of what the client has already"),
    ),
    responses(
        (status = 200, description = "the scores", body = Scores,
            headers(("ETag" = String, description = "changes with the sheet's version and the format"))),
        (status = 304, description = "the client has these bytes already: If-None-Match held their ETag, or *"),
        (status = 400, description = "no such format, or no version number", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "no valid token", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "no sealed sheet", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    _: Client,
    State(app): State<Arc<App>>,
    Path(round): Path<String>,
    Query(wanted): Query<Wanted>,
    asked: HeaderMap,
) -> Result<Response, Kind> {
    let said = |name: header::HeaderName| {
        asked
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let format = Format::of(&wanted.format, said(header::ACCEPT))?;
    let sealed = find(&app, &round, &wanted.version).await?;
    let version = sealed.sheet.sheet_version;
    let body = tokio::task::spawn_blocking(move || write(&sealed, format))
        .await
        .map_err(technical)?
        .map_err(technical)?;
    let tag = format!("\"{}\"", hex::encode(&sha256(&body)[..16]));
    let common = [
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    let has = said(header::IF_NONE_MATCH);
    // A proxy that compresses makes the tag weak.
    let has_it = |one: &str| matches!(one.trim(), "*") || one.trim().trim_start_matches("W/") == tag;
    if has.split(',').any(has_it) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let name = format!("inline; filename=\"scores-{round}-v{version}.{}\"", format.ending());
    let own = [
        (header::CONTENT_TYPE, format.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((common, own, body).into_response())
}

async fn find(app: &App, round: &str, version: &str) -> Result<SealedSheet, Kind> {
    let wanted = match version {
        "" => None,
        typed => Some(typed.parse::<NonZeroU32>().map_err(|_| Kind::BadRequest)?.get()),
    };
    let sealed = seal::versions(app, round).await?;
    let found = sealed.into_iter().rfind(|one| {
        let fits = wanted.is_none_or(|wanted| one.record.version == wanted);
        fits && one.record.sealed_at.is_some()
    });
    found.map(|one| one.into_sealed()).ok_or(Kind::NotFound)
}

fn write(sealed: &SealedSheet, format: Format) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Json => export::scores_json(sealed),
        Format::Csv => export::sheet_csv(sealed),
        Format::Xlsx => export::sheet_xlsx(sealed),
    }
}

fn technical(error: impl std::fmt::Display) -> Kind {
    StageError::Refused(Refusal::Technical(error.to_string())).into()
}
