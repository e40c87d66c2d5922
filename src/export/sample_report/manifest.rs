//! `report.manifest.json`: every file with its SHA-256, and what round, method, data and software it is of.

use super::files::ReportFile;
use crate::domain::proof::canonical;
use crate::domain::report::{Release, SampleReport};
use crate::export::ExportError;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Name of the file.
pub const MANIFEST: &str = "report.manifest.json";

/// Schema name of the manifest.
pub const MANIFEST_SCHEMA: &str = "barometer/sample-report/1";

#[derive(Serialize)]
struct Manifest<'a> {
    schema: &'static str,
    survey_id: &'a str,
    round: &'a str,
    sheet_version: u32,
    status: &'static str,
    generated_at: &'a str,
    software: &'a str,
    definition_hash: &'a str,
    method_hash: &'a str,
    data_hash: &'a str,
    log_size: u64,
    log_root: &'a str,
    seed: &'a str,
    microdata: OfPeople,
    files: Vec<Listed<'a>>,
}

/// Which version's microdata are the round's, and why they are not this version's.
#[derive(Serialize)]
struct OfPeople {
    of_version: Option<u32>,
    not_own: Option<&'static str>,
}

impl OfPeople {
    fn of(report: &SampleReport) -> OfPeople {
        let (of_version, not_own) = match report.release {
            Release::Draft => (None, Some("not-sealed")),
            Release::Own => (Some(report.sheet.sheet_version), None),
            Release::Earlier(version) => (Some(version), Some("too-few-apart")),
        };
        OfPeople { of_version, not_own }
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    media_type: &'static str,
    bytes: usize,
    sha256: String,
}

impl<'a> Listed<'a> {
    fn of(file: &'a ReportFile) -> Listed<'a> {
        Listed {
            name: &file.name,
            media_type: file.media_type,
            bytes: file.bytes.len(),
            sha256: hex::encode(Sha256::digest(&file.bytes)),
        }
    }
}

/// The manifest of these files as RFC 8785 JSON and a line end.
pub(super) fn manifest(report: &SampleReport, files: &[ReportFile]) -> Result<Vec<u8>, ExportError> {
    let sheet = &report.sheet;
    let manifest = Manifest {
        schema: MANIFEST_SCHEMA,
        survey_id: &sheet.survey_id,
        round: &sheet.round,
        sheet_version: sheet.sheet_version,
        status: if report.is_draft() { "draft" } else { "sealed" },
        generated_at: &sheet.generated_at,
        software: &sheet.software,
        definition_hash: &sheet.definition_hash,
        method_hash: &sheet.method_hash,
        data_hash: &sheet.data_hash,
        log_size: sheet.log_size,
        log_root: &sheet.log_root,
        seed: &sheet.seed,
        microdata: OfPeople::of(report),
        files: files.iter().map(Listed::of).collect(),
    };
    let mut bytes = canonical(&manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}
