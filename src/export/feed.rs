//! The sealed sheet as canonical JSON, and the score feed as CSV: one row a department.

use super::{BOM, ExportError, inert};
use crate::domain::definition::AudienceId;
use crate::domain::proof::sealed_bytes;
use crate::domain::score::sheet::{DepartmentScore, ScoreStatus, SealedSheet};
use std::collections::BTreeMap;

/// Columns of the feed, in order; readers count on it, so a new one goes to the end.
pub(crate) const COLUMNS: [&str; 38] = [
    "schema_version",
    "survey_id",
    "round",
    "sheet_version",
    "department_id",
    "name",
    "score",
    "score_se",
    "score_ci_low",
    "score_ci_high",
    "rate",
    "rate_ci_low",
    "rate_ci_high",
    "index",
    "n",
    "n_eff_kish",
    "familiarity",
    "dont_know",
    "class",
    "audience_weights",
    "flags",
    "status",
    "method_hash",
    "log_root",
    "generated_at",
    "signature",
    "name_en",
    "rank",
    "rank_low",
    "rank_high",
    "rate_se",
    "index_se",
    "df",
    "n_eff_design",
    "effective_weights",
    "sheet_flags",
    "overrides",
    "interval_level",
];

/// `{sheet, signatures}` as RFC 8785 JSON and a line end: the file that counts.
pub fn sheet_json(sealed: &SealedSheet) -> Result<Vec<u8>, ExportError> {
    Ok(sealed_bytes(sealed)?)
}

/// The feed as UTF-8 CSV with BOM, RFC 4180 line ends, numbers as shortest round-trip text, absent values empty.
///
/// Lists are joined with `;` (`residents=0.6;enterprises=0.4`, `role:key_id:signature`, `weighting_deff=by: reason`); the name is the Chinese one;
/// text that a spreadsheet would run as a formula stands behind an apostrophe.
pub fn sheet_csv(sealed: &SealedSheet) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BOM.to_vec());
    writer.write_record(COLUMNS)?;
    let signatures = sealed
        .signatures
        .iter()
        .map(|s| format!("{}:{}:{}", s.role, s.key_id, s.signature));
    let signatures = signatures.collect::<Vec<_>>().join(";");
    for department in &sealed.sheet.departments {
        writer.write_record(row(sealed, department, &signatures))?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}

fn row(sealed: &SealedSheet, d: &DepartmentScore, signatures: &str) -> [String; 38] {
    let sheet = &sealed.sheet;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let rank = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let overrides = sheet.overrides.iter();
    let overrides = overrides.map(|(what, o)| format!("{what}={}: {}", o.by, o.reason));
    [
        inert(&sheet.schema_version),
        inert(&sheet.survey_id),
        inert(&sheet.round),
        sheet.sheet_version.to_string(),
        inert(&d.department_id.0),
        inert(&d.name.zh),
        text(&d.score),
        text(&d.score_se),
        text(&d.score_ci_low),
        text(&d.score_ci_high),
        number(d.rate),
        number(d.rate_ci_low),
        number(d.rate_ci_high),
        number(d.index),
        d.n.to_string(),
        number(Some(d.n_eff_kish)),
        number(d.familiarity),
        number(d.dont_know),
        inert(&d.class),
        inert(&weights(&d.audience_weights)),
        inert(&d.flags.join(";")),
        status_code(d.status).into(),
        sheet.method_hash.clone(),
        sheet.log_root.clone(),
        sheet.generated_at.clone(),
        signatures.into(),
        inert(&d.name.en),
        rank(d.rank),
        rank(d.rank_low),
        rank(d.rank_high),
        number(d.rate_se),
        number(d.index_se),
        number(d.df),
        number(d.n_eff_design),
        inert(&weights(&d.effective_weights)),
        inert(&sheet.flags.join(";")),
        inert(&overrides.collect::<Vec<_>>().join(";")),
        number(Some(sheet.interval_level)),
    ]
}

fn weights(of: &BTreeMap<AudienceId, f64>) -> String {
    let one = |(audience, weight): (&AudienceId, &f64)| format!("{}={weight}", audience.0);
    of.iter().map(one).collect::<Vec<_>>().join(";")
}

/// Shortest text that reads back as the same f64.
fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

pub(super) fn status_code(status: ScoreStatus) -> &'static str {
    match status {
        ScoreStatus::Final => "final",
        ScoreStatus::Provisional => "provisional",
        ScoreStatus::NoScore => "no_score",
    }
}
