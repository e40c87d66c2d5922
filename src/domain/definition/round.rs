//! One year's run of a survey: who asks, whom, how long, by which sample.

use super::{AudienceId, Questionnaire, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The round as registered.
#[derive(Debug, Clone)]
pub struct Round {
    /// Round id, in URLs and keys: lower-case letters, digits and hyphens.
    pub id: String,
    /// Title on pages and exports.
    pub title: Text,
    /// Reference year of the questions (`{year}`).
    pub year: i16,
    /// How units come into the round.
    pub sample: SampleDesign,
    /// Who runs it and whom to call.
    pub contact: Contact,
    /// 法定标识 at the top right of the form.
    pub header: FormHeader,
    /// An officer's recorded decision to publish although margins are approximate.
    pub approximate_margins_override: Option<Override>,
    /// An officer's recorded waiver of the weighting design-effect ceiling.
    pub deff_waiver: Option<Override>,
}

/// Where the units of a round come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SampleDesign {
    /// Drawn by Barometer from a frame, stratified.
    Stratified,
    /// No frame: importing the answers creates the units.
    None,
}

/// What consent and closing texts need (`{agency}`, `{phone}` …).
#[derive(Debug, Clone, Default)]
pub struct Contact {
    /// The survey agency.
    pub agency: String,
    /// Minutes a form is planned to take, for `{minutes}` in the wording of questions; section introductions state the
    /// estimate of the respondent's own form instead.
    pub minutes: u32,
    /// Years that answers are kept.
    pub retention_years: u32,
    /// Number for questions.
    pub phone: String,
    /// Number to report pressure.
    pub hotline: String,
    /// Handler of personal information.
    pub handler: String,
    /// Contact at the handler.
    pub contact: String,
}

/// The identifiers a government survey form carries.
#[derive(Debug, Clone, Default)]
pub struct FormHeader {
    /// 表号.
    pub form_number: String,
    /// 制定机关.
    pub issuing_body: String,
    /// 批准或备案文号.
    pub approval_number: String,
    /// 有效期至.
    pub valid_until: String,
}

/// A decision by a named officer that the sheet must carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// One audience and its form.
#[derive(Debug, Clone)]
pub struct Audience {
    /// Id, e.g. `residents`.
    pub id: AudienceId,
    /// Name on pages.
    pub name: Text,
    /// Most departments that one respondent of this audience rates.
    pub max_departments: u32,
    /// Its questionnaire.
    pub questionnaire: Questionnaire,
    /// How its frame file is read and its sample drawn; `None` when the round's sample is `none`.
    pub frame: Option<FrameSpec>,
}

/// Which columns a frame file has and how the sample is divided among its strata.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameSpec {
    /// Column that names a unit, unique in the frame.
    pub unit_id: String,
    /// Column that holds the stratum.
    pub stratum: String,
    /// Columns with contact data: kept on the invitation side only, encrypted.
    pub contact: Vec<String>,
    /// Columns with attributes that may travel with the answers: the raking variables, as margin category values.
    pub attributes: Vec<String>,
    /// Column that names the departments (ids separated by `;`) which supervise the unit and which it may not rate.
    pub supervisor: Option<String>,
    /// How the sample is divided among the strata.
    pub allocation: Allocation,
    /// Units in the main sample, over all strata.
    pub total: u64,
    /// Fewest units of a stratum (all of it where it is smaller).
    pub minimum: u64,
    /// Reserve units per unit of the main sample, per stratum, at least 0.
    pub reserve_share: f64,
    /// Values that the stratum column may have.
    pub strata: Vec<String>,
}

/// Rule that divides a sample among strata.
#[derive(Debug, Clone, PartialEq)]
pub enum Allocation {
    /// In proportion to the frame counts N_h.
    Proportional,
    /// In proportion to N_h to this power, between 0 and 1.
    Power {
        /// The exponent.
        exponent: f64,
    },
    /// The same in every stratum.
    Equal,
    /// As listed, stratum by stratum.
    Fixed {
        /// Units per stratum; every stratum is listed and the sum is the total.
        sizes: BTreeMap<String, u64>,
    },
}
