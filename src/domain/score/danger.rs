//! What endangers a sheet before its round is closed, what helps while it is in the field, and what helps afterwards.
//!
//! The English sentences stand at the variants and are their documentation; the Chinese ones stand in `text::zh`.

use super::ScoreError;
use crate::domain::weight::{RakeError, WeightError};
use serde::{Serialize, Serializer};
use thiserror::Error;

/// What would leave a round without a sheet, or the sheet without a part of the population. Displays in English.
#[derive(Debug, Clone, PartialEq, Error, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Danger {
    #[error(transparent)]
    Stops(
        #[from]
        #[serde(serialize_with = "as_sentence")]
        ScoreError,
    ),
    #[error("{audience}: nobody has answered; the departments that it rates would lose its share of their score")]
    NoAnswers { audience: String },
    #[error("none of the {departments} departments would get a score: too few people have rated them")]
    NoScores { departments: u64 },
    #[error(
        "{audience}: nobody of the {issued} people asked in stratum {stratum} has answered, and the method merges it with no other"
    )]
    NobodyIn {
        audience: String,
        stratum: String,
        issued: u64,
    },
}

/// What a registered rule deals with, and the sheet says. Displays in English.
#[derive(Debug, Clone, PartialEq, Error, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Notice {
    #[error(
        "{audience}: nobody of the {issued} people asked in stratum {stratum} has answered; the method merges it with a neighbour"
    )]
    Merged {
        audience: String,
        stratum: String,
        issued: u64,
    },
    #[error("{audience}: the weights' design effect is {deff:.2}, the method warns above {warn}")]
    DesignEffect { audience: String, deff: f64, warn: f64 },
    #[error("{} departments would get no score: {}", departments.len(), departments.join(", "))]
    NoScore { departments: Vec<String> },
}

/// What can be done about a danger. Displays in English, as it is while the round is in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Remedy {
    /// People left a question out.
    #[error(
        "whoever left it out can open the link again and answer it; more people who answer it lower the share: \
         `round release`, then `round invite`, or `round import-answers`"
    )]
    AnswerIt,
    /// The same where nobody was sampled.
    #[error(
        "if the file or the mapping left it out, open the folder again as another round (`round open DIR --id ID`) and \
         import the corrected file there; where a share may be missing, more answers that have it help too \
         (`round import-answers`)"
    )]
    ImportIt,
    /// People are missing.
    #[error(
        "ask more of these people before closing: remind who has not answered, release the reserve (`round release`, then \
         `round invite`), or import paper and telephone answers (`round import-answers`)"
    )]
    AskMore,
    /// The same where nobody was sampled.
    #[error("import answers of these people before closing: `round import-answers`")]
    ImportMore,
    /// Cases are of unknown eligibility, or their codes contradict the answers.
    #[error("record how these cases ended before closing: `round dispositions`")]
    Record,
    /// Weights vary too much.
    #[error("more people where few have answered make the weights more equal: `round release`, then `round invite`")]
    Balance,
    /// An answer or a figure that the definition does not know.
    #[error(
        "the answer and the survey folder do not fit: correct the folder or the file, open it as another round \
         (`round open DIR --id ID`) and import the answers there"
    )]
    Correct,
}

impl Danger {
    /// What helps as long as the round is in the field.
    pub fn remedy(&self, sampled: bool) -> Remedy {
        match self {
            Danger::Stops(stop) => Remedy::of(stop, sampled),
            Danger::NoAnswers { .. } | Danger::NobodyIn { .. } | Danger::NoScores { .. } => Remedy::more(sampled),
        }
    }
}

impl Remedy {
    /// What helps against that stop.
    pub fn of(stop: &ScoreError, sampled: bool) -> Remedy {
        match stop {
            ScoreError::Weight(WeightError::MissingAnswers { .. } | WeightError::NoDonor { .. }) => {
                if sampled {
                    Remedy::AnswerIt
                } else {
                    Remedy::ImportIt
                }
            }
            ScoreError::Weight(WeightError::Raking {
                source: RakeError::EmptyCategory { .. } | RakeError::NotConverged { .. },
                ..
            }) => Remedy::more(sampled),
            ScoreError::Weight(WeightError::DesignEffect { .. }) if sampled => Remedy::Balance,
            ScoreError::Weight(WeightError::DesignEffect { .. }) => Remedy::ImportMore,
            ScoreError::Weight(
                WeightError::NothingKnown { .. }
                | WeightError::CasesDisagree { .. }
                | WeightError::CasesMissing { .. }
                | WeightError::UnknownDisposition { .. },
            )
            | ScoreError::UnknownDisposition { .. } => Remedy::Record,
            _ => Remedy::Correct,
        }
    }

    fn more(sampled: bool) -> Remedy {
        if sampled { Remedy::AskMore } else { Remedy::ImportMore }
    }

    /// The setting of the survey folder with which another round can provide for it: a key and its file.
    pub fn setting(stop: &ScoreError) -> Option<(&'static str, &'static str)> {
        let method = |key| Some((key, "method.toml"));
        match stop {
            ScoreError::Weight(WeightError::MissingAnswers { .. }) => method("[raking] missing_most"),
            ScoreError::Weight(WeightError::Raking { source, .. }) => match source {
                RakeError::EmptyCategory { .. } => method("[raking] min_category"),
                RakeError::NotConverged { .. } => method("[raking] min_category, tolerance"),
                _ => method("[[margin]]"),
            },
            ScoreError::Weight(WeightError::NothingKnown { .. }) => method("[nonresponse] min_completes"),
            ScoreError::Weight(WeightError::UnknownCategory { .. }) => method("[[margin.variable]] values"),
            ScoreError::Weight(WeightError::DesignEffect { .. }) => Some(("[deff_waiver]", "round.toml")),
            _ => None,
        }
    }
}

/// The dangers as lines: each with what helps against it.
pub fn listed(dangers: &[Danger], sampled: bool) -> String {
    let line = |danger: &Danger| format!("\n- {danger}\n  → {}", danger.remedy(sampled));
    dangers.iter().map(line).collect()
}

/// What stopped a stage after closing, as lines: each with the setting of another round that provides for it.
pub fn stopped(stops: &[ScoreError]) -> String {
    let line = |stop: &ScoreError| {
        let setting = Remedy::setting(stop).map(|(key, file)| format!("\n  → {key} in {file} can provide for it"));
        format!("\n- {stop}{}", setting.unwrap_or_default())
    };
    stops.iter().map(line).collect()
}

fn as_sentence<S: Serializer>(error: &ScoreError, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(error)
}
