//! The score sheet: every department's score with its evidence; as RFC 8785 JSON these bytes are what is signed.
//!
//! Rates are 0 to 1 and indices 0 to 100 as f64 (shortest round-trip text); points are exact decimals, as strings.

use crate::domain::definition::{AudienceId, DepartmentId, Language, Override, Text};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Schema name of a sheet.
pub const SHEET_SCHEMA: &str = "barometer/score-sheet/1";

/// One version of a round's scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreSheet {
    /// [`SHEET_SCHEMA`].
    pub schema_version: String,
    /// Survey id.
    pub survey_id: String,
    /// Round id.
    pub round: String,
    /// Title of the round.
    pub title: Text,
    /// Reference year.
    pub year: i16,
    /// From 1; a correction is a new version.
    pub sheet_version: u32,
    /// RFC 3339, whole seconds, UTC.
    pub generated_at: String,
    /// Software that computed it, `barometer 0.1.0`.
    pub software: String,
    /// SHA-256 (hex) of `method.toml`, departments and margins as registered.
    pub method_hash: String,
    /// SHA-256 (hex) over all files of the survey folder.
    pub definition_hash: String,
    /// SHA-256 (hex) over the canonical documents and case counts that were analysed.
    pub data_hash: String,
    /// Draw seed, hex; empty where nothing was drawn.
    pub seed: String,
    /// Confidence level of every interval, 0.5 to 0.999; the intervals behind the ranks of a class hold together at it.
    pub interval_level: f64,
    /// Labels of the grades that count as satisfied in the rate, best first.
    pub satisfied: Vec<Text>,
    /// Commitment log: leaves.
    pub log_size: u64,
    /// Commitment log: root, hex.
    pub log_root: String,
    /// Officers' recorded decisions (`approximate_margins`, `weighting_deff`) that this sheet rests on.
    pub overrides: BTreeMap<String, Override>,
    /// What a reader must know about the whole sheet, as codes (`approximate-margins`, `deff-above-2:residents` …).
    pub flags: Vec<String>,
    /// Audience by audience: sample, outcome rates, weighting.
    pub audiences: Vec<AudienceEvidence>,
    /// Department by department, in the order of the survey.
    pub departments: Vec<DepartmentScore>,
    /// Sheet-wide sensitivity: what the quality removals and the nonresponse step changed.
    pub quality: QualityEvidence,
}

impl ScoreSheet {
    /// An audience's registered name; its id where the sheet has no such audience.
    pub fn audience_name<'a>(&'a self, id: &'a str, language: Language) -> &'a str {
        let known = self.audiences.iter().find(|evidence| evidence.audience.0 == id);
        known.map_or(id, |evidence| evidence.name.get(language))
    }
}

/// How one audience's answers were collected and weighted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AudienceEvidence {
    /// Which audience.
    pub audience: AudienceId,
    /// Its registered name.
    pub name: Text,
    /// Issued cases; `None` where there was no sample.
    pub issued: Option<u64>,
    /// Submissions received (complete and sufficient partial).
    pub received: u64,
    /// Submissions analysed after removals.
    pub analysed: u64,
    /// Cases per AAPOR code.
    pub dispositions: BTreeMap<String, u64>,
    /// AAPOR rates (`RR1` … `CON3`, `e`), 0 to 1; empty where not available.
    pub outcome_rates: BTreeMap<String, f64>,
    /// Weighting steps in order.
    pub weighting: Vec<WeightingEvidence>,
    /// n Σw² / (Σw)² of the final respondent weights.
    pub weighting_deff: f64,
    /// (Σw)² / Σw².
    pub n_eff_kish: f64,
    /// Respondents whose adjustment still lies outside the trimming limits after the last raking.
    pub outside_limits: u64,
    /// Answers missing in a raking variable, by how they were filled (`frame`, `hot-deck`), per variable.
    pub filled: BTreeMap<String, BTreeMap<String, u64>>,
    /// Margins used, with what scaling them did (relative difference before scaling).
    pub margins: Vec<MarginEvidence>,
    /// Share of respondents who say they were told how to answer (weighted), if asked.
    pub coaching_rate: Option<f64>,
}

/// One weighting step of one audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightingEvidence {
    /// `base`, `nonresponse`, `rake`, `trim`, `rerake`.
    pub step: String,
    /// Iterations, where it iterates.
    pub cycles: Option<u32>,
    /// Largest relative miss at the end, where it aims at totals.
    pub largest_miss: Option<f64>,
    /// Smallest and largest factor of the step.
    pub factor_min: f64,
    /// See `factor_min`.
    pub factor_max: f64,
    /// Sum of weights after the step.
    pub sum: f64,
    /// Kish design effect after the step.
    pub deff: f64,
}

/// One margin as used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarginEvidence {
    /// Margin id.
    pub margin: String,
    /// Source.
    pub source: String,
    /// Year.
    pub year: i16,
    /// Approximate figures in it.
    pub approximate: bool,
    /// (its sum − the master's sum) / the master's sum before scaling.
    pub scaled_by: f64,
    /// Categories merged because of too few respondents (`"7|8"`).
    pub collapsed: Vec<String>,
}

/// Whether a department has a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreStatus {
    /// Official.
    Final,
    /// Not for the ledger yet.
    Provisional,
    /// Too little was measured; never zero.
    NoScore,
}

/// One department on the sheet. Also one record of the score feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DepartmentScore {
    /// Id.
    pub department_id: DepartmentId,
    /// Names.
    pub name: Text,
    /// Service class.
    pub class: String,
    /// Registered λ per audience.
    pub audience_weights: BTreeMap<AudienceId, f64>,
    /// λ after suppressed audiences were spread over the others.
    pub effective_weights: BTreeMap<AudienceId, f64>,
    /// Status.
    pub status: ScoreStatus,
    /// Points, `"13.62"`; `None` without a score.
    pub score: Option<String>,
    /// Standard error of the points (decimal string, 4 places).
    pub score_se: Option<String>,
    /// Interval of the points (2 places).
    pub score_ci_low: Option<String>,
    /// See `score_ci_low`.
    pub score_ci_high: Option<String>,
    /// Composite satisfaction rate, 0 to 1, unrounded.
    pub rate: Option<f64>,
    /// Its standard error.
    pub rate_se: Option<f64>,
    /// Interval of the rate.
    pub rate_ci_low: Option<f64>,
    /// See `rate_ci_low`.
    pub rate_ci_high: Option<f64>,
    /// Composite index, 0 to 100.
    pub index: Option<f64>,
    /// Its standard error.
    pub index_se: Option<f64>,
    /// Degrees of freedom of the composite.
    pub df: Option<f64>,
    /// Valid ratings.
    pub n: u64,
    /// Kish effective n on the rating weights (sum over audiences that count).
    pub n_eff_kish: f64,
    /// p(1−p)/V of the composite rate.
    pub n_eff_design: Option<f64>,
    /// Weighted share of those shown who know it or used it.
    pub familiarity: Option<f64>,
    /// Share of 说不清 among the assigned.
    pub dont_know: Option<f64>,
    /// Rate among those who used it.
    pub used_rate: Option<f64>,
    /// Rank in its class, 1 is best; `None` without a score or with a suppressed audience.
    pub rank: Option<u32>,
    /// Best and worst rank the intervals allow.
    pub rank_low: Option<u32>,
    /// See `rank_low`.
    pub rank_high: Option<u32>,
    /// `small-n:enterprises`, `audience-suppressed:residents`, `no-score` …
    pub flags: Vec<String>,
    /// Audience by audience.
    pub audiences: Vec<CellEstimate>,
    /// Points under every other conversion and treatment, by name (decimal strings).
    pub sensitivity: BTreeMap<String, Option<String>>,
}

impl DepartmentScore {
    /// The score as a number, for order and drawing only; `None` without a score.
    pub fn points(&self) -> Option<f64> {
        self.score.as_deref()?.parse().ok()
    }

    /// The order of every ranking that people see: highest score first, equal scores by id, those without a score last.
    pub fn best_first(&self, other: &DepartmentScore) -> Ordering {
        let points = |d: &DepartmentScore| d.points().unwrap_or(f64::NEG_INFINITY);
        points(other)
            .total_cmp(&points(self))
            .then_with(|| self.department_id.cmp(&other.department_id))
    }
}

/// One department × audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellEstimate {
    /// Audience.
    pub audience: AudienceId,
    /// Suppressed cells carry n only.
    pub suppressed: bool,
    /// Valid ratings.
    pub n: u64,
    /// Ratings per grade code (unweighted), 说不清 included; empty when suppressed.
    pub counts: BTreeMap<String, u64>,
    /// Satisfaction rate.
    pub rate: Option<f64>,
    /// Linearised standard error of the rate, residuals of the last raking (D12).
    pub rate_se: Option<f64>,
    /// Wilson interval with m = p(1−p)/V.
    pub rate_ci_low: Option<f64>,
    /// See `rate_ci_low`.
    pub rate_ci_high: Option<f64>,
    /// Index 0 to 100.
    pub index: Option<f64>,
    /// Its standard error.
    pub index_se: Option<f64>,
    /// Degrees of freedom (D4).
    pub df: Option<u64>,
    /// (Σu)²/Σu² over valid ratings.
    pub n_eff_kish: f64,
    /// p(1−p)/V.
    pub n_eff_design: Option<f64>,
    /// Sum of rating weights over valid ratings.
    pub sum_weights: f64,
    /// Weighted share of those shown who know it or used it.
    pub familiarity: Option<f64>,
    /// Weighted share of 说不清 among the assigned.
    pub dont_know: Option<f64>,
    /// Rate among those who used it, if n allows.
    pub used_rate: Option<f64>,
    /// Shrunken rate beside the direct one, with its B.
    pub shrunken_rate: Option<f64>,
    /// B = τ²/(τ² + SE²).
    pub shrinkage_b: Option<f64>,
    /// `small-n` …
    pub flags: Vec<String>,
}

/// What the quality rules did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityEvidence {
    /// Submissions per flag (`SP1`, `SP2`, `SP2-strong`, `ST`, `AT`, `LC`, `CO`, `DU`).
    pub flags: BTreeMap<String, u64>,
    /// Removed submissions per reason.
    pub removed: BTreeMap<String, u64>,
}

/// A sheet with its signatures: `{sheet, signatures}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SealedSheet {
    /// The sheet. A signature is over the line [`SHEET_SCHEMA`], the line of its role and the sheet's RFC 8785 bytes.
    pub sheet: ScoreSheet,
    /// Who signed.
    pub signatures: Vec<Signature>,
}

/// One Ed25519 signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// `platform`, `agency` or `office`.
    pub role: String,
    /// First 16 hex digits of SHA-256 of the public key.
    pub key_id: String,
    /// Signature, hex.
    pub signature: String,
}
