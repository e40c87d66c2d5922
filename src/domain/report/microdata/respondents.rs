//! One row per analysed respondent: coarse characteristics, opinions about the whole, the mean weight of the combination.

use super::partition::{by_coarseness, partition};
use super::{Form, zone_of};
use crate::domain::columns::{FROM_FRAME, NO_VALUE, variables};
use crate::domain::data::{Answer, Mode};
use crate::domain::definition::{Audience, AudienceId, QuestionId, QuestionKind, Role, SectionKind};
use crate::domain::report::{FEWEST, Sample};
use crate::domain::weight::AudienceWeights;
use std::collections::BTreeMap;

/// Stands for a value that neither the respondent nor the frame gives.
pub const UNKNOWN: &str = "?";

/// One respondent.
#[derive(Debug, Clone, PartialEq)]
pub struct RespondentRow {
    /// Audience.
    pub audience: AudienceId,
    /// Values in the order of [`Form::characteristics`].
    pub characteristics: Vec<String>,
    /// Mean weight of the respondents who share the combination.
    pub weight: f64,
    /// Codes in the order of [`Form::opinions`]; empty where there is no answer.
    pub opinions: Vec<String>,
}

impl RespondentRow {
    /// What the row says, for an order that depends on nothing else.
    pub(super) fn content(&self) -> (&AudienceId, &[String], &[String]) {
        (&self.audience, &self.characteristics, &self.opinions)
    }
}

/// Questions of opinion: those of plain sections that are rated on the scale, and the one about coaching. What describes
/// the respondent (education, occupation, years in town …) would tell who somebody is, and is left out.
pub fn opinions(audience: &Audience) -> Vec<QuestionId> {
    let sections = audience.questionnaire.sections.iter();
    let plain = sections.filter(|section| section.kind == SectionKind::Plain);
    let asked = plain.flat_map(|section| &section.questions);
    let opinion = asked.filter(|question| match question.role {
        Role::Attention { .. } => false,
        Role::Coaching { .. } => true,
        _ => question.kind == QuestionKind::Scale,
    });
    opinion.map(|question| question.id.clone()).collect()
}

/// The rows of every audience with at least [`FEWEST`] respondents.
pub(super) fn rows(sample: &Sample, forms: &[Form]) -> Vec<RespondentRow> {
    let mut all = Vec::new();
    for ((number, _, weights), form) in sample.audiences().zip(forms) {
        let mut values = characteristics(sample, number, weights);
        let order = by_coarseness(&values);
        if !partition(&mut values, &order, FEWEST) {
            continue;
        }
        let means = means(&values, &weights.weight);
        for ((document, _), characteristics) in sample.analysed(weights).zip(values) {
            let said = |question: &QuestionId| {
                let codes = document.answers.of(question).map(Answer::codes).unwrap_or_default();
                codes.join("+")
            };
            all.push(RespondentRow {
                audience: form.audience.clone(),
                weight: means[&characteristics],
                characteristics,
                opinions: form.opinions.iter().map(said).collect(),
            });
        }
    }
    all
}

/// Values of the analysed rows of an audience in the order of [`Form::characteristics`], in full detail.
pub(super) fn characteristics(sample: &Sample, number: usize, weights: &AudienceWeights) -> Vec<Vec<String>> {
    let (survey, columns) = (sample.survey, &sample.columns);
    let audience = &survey.audiences[number];
    let named = variables(survey, audience);
    let zone = zone_of(survey, audience, &named);
    let value = |variable: usize, row: u32| match columns.values[variable][row as usize] {
        NO_VALUE => UNKNOWN.to_owned(),
        value => columns.value_names[number][variable].values[(value & !FROM_FRAME) as usize].clone(),
    };
    let of_row = |row: &u32| {
        let mode = mode_code(columns.mode[*row as usize]).to_owned();
        let zone = zone.map(|(variable, groups)| {
            let stratum = value(variable, *row);
            groups.get(&stratum).cloned().unwrap_or_else(|| UNKNOWN.to_owned())
        });
        let rest = (0..named.len()).map(|variable| value(variable, *row));
        [mode].into_iter().chain(zone).chain(rest).collect()
    };
    weights.documents.iter().map(of_row).collect()
}

/// Mean weight per combination.
fn means(values: &[Vec<String>], weight: &[f64]) -> BTreeMap<Vec<String>, f64> {
    let mut sums: BTreeMap<&Vec<String>, (f64, f64)> = BTreeMap::new();
    for (combination, w) in values.iter().zip(weight) {
        let sum = sums.entry(combination).or_default();
        *sum = (sum.0 + w, sum.1 + 1.0);
    }
    sums.into_iter()
        .map(|(combination, (sum, n))| (combination.clone(), sum / n))
        .collect()
}

/// Stable code of a mode.
pub fn mode_code(mode: Mode) -> &'static str {
    match mode {
        Mode::Web => "web",
        Mode::Paper => "paper",
        Mode::Phone => "phone",
    }
}
