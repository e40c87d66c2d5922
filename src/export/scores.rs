//! The score feed as JSON: one record a department, points as decimal strings, rates as numbers from 0 to 1.

use super::ExportError;
use crate::domain::proof::{canonical, sha256};
use crate::domain::score::sheet::{DepartmentScore, ScoreStatus, SealedSheet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The scores of a sealed sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Scores {
    /// Version of this description; a new one may add fields.
    #[schema(example = "barometer/score-sheet/1")]
    pub schema_version: String,
    /// Survey.
    #[schema(example = "beijing-2009")]
    pub survey_id: String,
    /// Round.
    #[schema(example = "beijing-2009")]
    pub round: String,
    /// Version of the sheet; a correction has the next number.
    #[schema(example = 1)]
    pub sheet_version: u32,
    /// SHA-256 of the sheet's canonical bytes, which the signatures cover.
    pub sheet_hash: String,
    /// SHA-256 of the registered method.
    pub method_hash: String,
    /// Root of the commitment log.
    pub log_root: String,
    /// When the sheet was computed, RFC 3339.
    #[schema(example = "2009-12-28T01:00:00Z")]
    pub generated_at: String,
    /// Flags of the sheet as a whole.
    pub flags: Vec<String>,
    /// Signatures over the sheet.
    pub signatures: Vec<SheetSignature>,
    /// One record a department, in the order of the sheet.
    pub records: Vec<ScoreRecord>,
}

/// A signature over the sheet's canonical bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SheetSignature {
    /// `platform`, `agency` or `office`.
    #[schema(example = "office")]
    pub role: String,
    /// First 16 hex digits of SHA-256 of the public key.
    #[schema(example = "9f86d081884c7d65")]
    pub key_id: String,
    /// Ed25519, 128 hex digits.
    pub signature: String,
}

/// One department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreRecord {
    /// Id.
    #[schema(example = "D01")]
    pub department_id: String,
    /// Chinese name.
    #[schema(example = "市教委")]
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Service class.
    #[schema(example = "A")]
    pub class: String,
    /// `final`, `provisional` or `no_score`.
    #[schema(example = "final")]
    pub status: String,
    /// Points, 0.00 to 20.00, as a decimal string; null without a score, never zero.
    #[schema(example = "13.62")]
    pub score: Option<String>,
    /// Standard error of the points.
    #[schema(example = "0.1545")]
    pub score_se: Option<String>,
    /// Lower end of the points' interval.
    #[schema(example = "13.31")]
    pub score_ci_low: Option<String>,
    /// Upper end of the points' interval.
    #[schema(example = "13.92")]
    pub score_ci_high: Option<String>,
    /// Satisfaction rate, 0 to 1.
    pub rate: Option<f64>,
    /// Lower end of its interval.
    pub rate_ci_low: Option<f64>,
    /// Upper end of its interval.
    pub rate_ci_high: Option<f64>,
    /// Satisfaction index, 0 to 100.
    pub index: Option<f64>,
    /// Valid ratings.
    pub n: u64,
    /// Effective n.
    pub n_eff_kish: f64,
    /// Share of those shown who know it or used it, 0 to 1.
    pub familiarity: Option<f64>,
    /// Share of 说不清 among the assigned, 0 to 1.
    pub dont_know: Option<f64>,
    /// Rank in its class; 1 is best.
    pub rank: Option<u32>,
    /// Best rank that the intervals allow.
    pub rank_low: Option<u32>,
    /// Worst rank that the intervals allow.
    pub rank_high: Option<u32>,
    /// Registered weight of each audience.
    pub audience_weights: BTreeMap<String, f64>,
    /// Flags.
    #[schema(example = json!(["small-n:enterprises"]))]
    pub flags: Vec<String>,
}

/// The feed's records of a sealed sheet.
///
/// # Errors
/// A sheet with a number that JSON cannot carry.
pub fn scores(sealed: &SealedSheet) -> Result<Scores, ExportError> {
    let sheet = &sealed.sheet;
    let signature = |one: &crate::domain::score::sheet::Signature| SheetSignature {
        role: one.role.clone(),
        key_id: one.key_id.clone(),
        signature: one.signature.clone(),
    };
    Ok(Scores {
        schema_version: sheet.schema_version.clone(),
        survey_id: sheet.survey_id.clone(),
        round: sheet.round.clone(),
        sheet_version: sheet.sheet_version,
        sheet_hash: hex::encode(sha256(&canonical(sheet)?)),
        method_hash: sheet.method_hash.clone(),
        log_root: sheet.log_root.clone(),
        generated_at: sheet.generated_at.clone(),
        flags: sheet.flags.clone(),
        signatures: sealed.signatures.iter().map(signature).collect(),
        records: sheet.departments.iter().map(record).collect(),
    })
}

/// The same as indented JSON with a line end.
///
/// # Errors
/// As `scores`.
pub fn scores_json(sealed: &SealedSheet) -> Result<Vec<u8>, ExportError> {
    let mut json = serde_json::to_vec_pretty(&scores(sealed)?).expect("plain data serialises");
    json.push(b'\n');
    Ok(json)
}

fn record(d: &DepartmentScore) -> ScoreRecord {
    let weights = d
        .audience_weights
        .iter()
        .map(|(audience, weight)| (audience.0.clone(), *weight));
    ScoreRecord {
        department_id: d.department_id.0.clone(),
        name: d.name.zh.clone(),
        name_en: d.name.en.clone(),
        class: d.class.clone(),
        status: super::feed::status_code(d.status).into(),
        score: d.score.clone().filter(|_| d.status != ScoreStatus::NoScore),
        score_se: d.score_se.clone(),
        score_ci_low: d.score_ci_low.clone(),
        score_ci_high: d.score_ci_high.clone(),
        rate: d.rate,
        rate_ci_low: d.rate_ci_low,
        rate_ci_high: d.rate_ci_high,
        index: d.index,
        n: d.n,
        n_eff_kish: d.n_eff_kish,
        familiarity: d.familiarity,
        dont_know: d.dont_know,
        rank: d.rank,
        rank_low: d.rank_low,
        rank_high: d.rank_high,
        audience_weights: weights.collect(),
        flags: d.flags.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture::sealed_sheet;

    #[test]
    fn every_department_has_its_record_and_points_stay_decimal() {
        let sealed = sealed_sheet();
        let read: Scores = serde_json::from_slice(&scores_json(&sealed).unwrap()).unwrap();
        assert_eq!(read, scores(&sealed).unwrap());
        assert_eq!(read.records.len(), sealed.sheet.departments.len());
        for (record, department) in read.records.iter().zip(&sealed.sheet.departments) {
            assert_eq!(record.score, department.score);
            assert_eq!(record.status == "no_score", record.score.is_none());
        }
    }
}
