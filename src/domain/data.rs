//! What the analysis of a round reads: the committed documents and the counts of cases, in canonical order.
//!
//! The same value is built from the database at scoring time and from the auditor's bundle by `verify`, so a sheet
//! can be recomputed to the byte from the bundle alone.

use super::definition::{AudienceId, DepartmentId, QuestionId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// An exact probability `numerator / denominator`, written `"3/7"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction {
    /// At least 1.
    pub numerator: u64,
    /// At least the numerator.
    pub denominator: u64,
}

/// The answers of one respondent: question → answer, and question → department → answer.
///
/// An empty answer is absent. Codes are the questionnaire's; text is what was typed, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answers {
    /// Questions asked once.
    #[serde(default)]
    pub plain: BTreeMap<QuestionId, Answer>,
    /// Questions asked per department.
    #[serde(default)]
    pub by_department: BTreeMap<QuestionId, BTreeMap<DepartmentId, Answer>>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A code, or text.
    One(String),
    /// Codes of a multiple choice, sorted.
    Many(Vec<String>),
}

/// A department on the shown list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which.
    pub department: DepartmentId,
    /// Probability `s` that it was shown to this respondent.
    pub s: Fraction,
}

/// A department on the assigned list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// Which.
    pub department: DepartmentId,
    /// Probability `q` that it was assigned, given the eligible set.
    pub q: Fraction,
    /// Probability `r` that the dimension items are asked of it, where they are.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub r: Option<Fraction>,
}

/// Everything needed to draw a respondent's lists again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Assignment {
    /// K_i, hex; its hash was committed before fieldwork. Empty where assignment is `all`.
    pub k: String,
    /// Departments excluded beforehand (supervisors).
    #[serde(default)]
    pub excluded: Vec<DepartmentId>,
    /// The shown list, in order of showing.
    pub shown: Vec<Shown>,
    /// Epoch of the target table that sized the assigned draw; `None` before the draw or where all is assigned.
    pub epoch: Option<u32>,
    /// The assigned list, in order of asking.
    pub assigned: Vec<Assigned>,
}

/// How the answers came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The questionnaire pages.
    Web,
    /// A paper form.
    Paper,
    /// A telephone interview.
    Phone,
}

/// The canonical document of one submission: these bytes (RFC 8785) are what the log commits to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// `barometer/submission/1`.
    pub schema: String,
    /// Round id.
    pub round: String,
    /// Random id of the submission; also the canonical order of rows.
    pub submission: String,
    /// Audience.
    pub audience: AudienceId,
    /// Sampled stratum.
    pub stratum: String,
    /// Frame values of the raking variables, for answers that are missing.
    pub frame: BTreeMap<String, String>,
    /// How it came in.
    pub mode: Mode,
    /// `best-first` or `worst-first`.
    pub scale_order: String,
    /// Arrival, to the hour, UTC: `2009-12-01T09Z`.
    pub arrived: String,
    /// Seconds spent per page; empty where not measured.
    pub seconds: BTreeMap<String, u32>,
    /// `1.1` or `1.2`.
    pub disposition: String,
    /// The lists and their probabilities.
    pub assignment: Assignment,
    /// The answers.
    pub answers: Answers,
}

/// Frame and issued counts of one stratum at close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StratumCount {
    /// Audience.
    pub audience: AudienceId,
    /// Stratum.
    pub stratum: String,
    /// Units in the frame, N_h.
    pub frame: u64,
    /// Units issued (main sample and released reserve).
    pub issued: u64,
}

/// How many issued cases of a stratum ended with a disposition code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCount {
    /// Audience.
    pub audience: AudienceId,
    /// Stratum.
    pub stratum: String,
    /// AAPOR code, e.g. `2.11`. Quality removals appear as the code they had at close (1.1 or 1.2).
    pub code: String,
    /// How many.
    pub count: u64,
}

/// A removal that a person confirmed (duplicate, fabrication), beyond the rule that needs none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedRemoval {
    /// Submission id.
    pub submission: String,
    /// `2.40` or `2.41`.
    pub code: String,
    /// Why.
    pub reason: String,
}

/// State of the commitment log when the round was closed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LogHead {
    /// Number of leaves.
    pub size: u64,
    /// Root hash, hex.
    pub root: String,
}

/// Everything that a score sheet is computed from, beside the survey itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoundData {
    /// Documents of the accepted submissions that count, sorted by submission id.
    pub documents: Vec<Document>,
    /// Strata, sorted by (audience, stratum). Empty where the sample design is `none`.
    pub strata: Vec<StratumCount>,
    /// Cases, sorted by (audience, stratum, code). Empty where the sample design is `none`.
    pub cases: Vec<CaseCount>,
    /// Confirmed removals, sorted by submission id.
    pub removals: Vec<ConfirmedRemoval>,
    /// The log.
    pub log: LogHead,
    /// Draw seed, hex; empty where nothing was drawn.
    pub seed: String,
    /// When the sheet is made, RFC 3339 in whole seconds; an input like any other.
    pub generated_at: String,
    /// Version of the sheet, from 1.
    pub sheet_version: u32,
}

impl Fraction {
    /// Certainty.
    pub const ONE: Fraction = Fraction {
        numerator: 1,
        denominator: 1,
    };

    /// The fraction in lowest terms; `numerator` must be in `1..=denominator`.
    pub fn new(numerator: u64, denominator: u64) -> Option<Fraction> {
        if numerator == 0 || numerator > denominator {
            return None;
        }
        let divisor = gcd(numerator, denominator);
        Some(Fraction {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
        })
    }

    /// The nearest f64.
    pub fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl FromStr for Fraction {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("“{text}” is not a probability like 3/7");
        let (a, b) = text.split_once('/').ok_or_else(bad)?;
        let (a, b) = (a.parse().map_err(|_| bad())?, b.parse().map_err(|_| bad())?);
        Fraction::new(a, b).ok_or_else(bad)
    }
}

impl Serialize for Fraction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl Answer {
    /// The codes of this answer (one, or several).
    pub fn codes(&self) -> &[String] {
        match self {
            Answer::One(code) => std::slice::from_ref(code),
            Answer::Many(codes) => codes,
        }
    }
}

impl Answers {
    /// The answer to a question asked once.
    pub fn of(&self, question: &QuestionId) -> Option<&Answer> {
        self.plain.get(question)
    }

    /// The answer to a question asked about a department.
    pub fn about(&self, question: &QuestionId, department: &DepartmentId) -> Option<&Answer> {
        self.by_department.get(question)?.get(department)
    }
}
