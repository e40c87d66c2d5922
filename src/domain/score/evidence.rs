//! The sheet's evidence: how each audience was collected and weighted, and what quality did.

use super::ScoreError;
use super::sheet::{AudienceEvidence, MarginEvidence, QualityEvidence, WeightingEvidence};
use crate::domain::data::RoundData;
use crate::domain::definition::{AudienceId, Margin, Questionnaire, Role, Survey, Text};
use crate::domain::invitation::disposition::Outcomes;
use crate::domain::submission::quality::{Flag, QualityResult};
use crate::domain::weight::{AudienceWeights, Step, kish_deff};
use std::collections::BTreeMap;

/// One audience's row of the sheet.
pub fn audience(
    survey: &Survey,
    data: &RoundData,
    quality: &[QualityResult],
    weights: &AudienceWeights,
) -> Result<AudienceEvidence, ScoreError> {
    let id = &weights.audience;
    let strata = data.strata.iter().filter(|s| &s.audience == id);
    let issued: u64 = strata.clone().map(|s| s.issued).sum();
    let (dispositions, outcome_rates) = outcomes(data, quality, id)?;
    let margins: Vec<&Margin> = survey.margins_of(id).collect();
    Ok(AudienceEvidence {
        audience: id.clone(),
        name: name(survey, id),
        issued: (strata.count() > 0).then_some(issued),
        received: data.documents.iter().filter(|d| &d.audience == id).count() as u64,
        analysed: weights.documents.len() as u64,
        dispositions,
        outcome_rates,
        weighting: weights.steps.iter().map(step).collect(),
        weighting_deff: weights.deff,
        n_eff_kish: weights.n_eff_kish,
        outside_limits: weights.outside_limits,
        filled: weights.filled.clone(),
        margins: margins
            .iter()
            .enumerate()
            .map(|(m, margin)| evidence(&margins, margin, weights, m))
            .collect(),
        coaching_rate: survey
            .audience(id)
            .and_then(|a| coaching_rate(&a.questionnaire, data, weights)),
    })
}

fn name(survey: &Survey, id: &AudienceId) -> Text {
    let unnamed = || Text {
        zh: id.0.clone(),
        en: id.0.clone(),
    };
    survey
        .audience(id)
        .map_or_else(unnamed, |audience| audience.name.clone())
}

/// Submissions per flag, every flag named, and removals per reason.
pub fn quality(results: &[QualityResult]) -> QualityEvidence {
    let count = |flag: &Flag| results.iter().filter(|r| r.flags.contains(flag)).count() as u64;
    let mut removed = BTreeMap::new();
    for removal in results.iter().filter_map(|r| r.removed.as_ref()) {
        *removed.entry(removal.rule.clone()).or_default() += 1;
    }
    QualityEvidence {
        flags: Flag::ALL.iter().map(|f| (f.code().to_owned(), count(f))).collect(),
        removed,
    }
}

type Counts = BTreeMap<String, u64>;

/// Cases per code, removals moved to 2.40 and 2.41, and the outcome rates where there was a sample.
fn outcomes(
    data: &RoundData,
    quality: &[QualityResult],
    audience: &AudienceId,
) -> Result<(Counts, BTreeMap<String, f64>), ScoreError> {
    let mut counts = Counts::new();
    let cases: Vec<_> = data.cases.iter().filter(|c| &c.audience == audience).collect();
    cases
        .iter()
        .for_each(|case| *counts.entry(case.code.clone()).or_default() += case.count);
    let documents: Vec<_> = data.documents.iter().filter(|d| &d.audience == audience).collect();
    if cases.is_empty() {
        documents
            .iter()
            .for_each(|d| *counts.entry(d.disposition.clone()).or_default() += 1);
    }
    let removals: BTreeMap<&str, &str> = quality
        .iter()
        .filter_map(|q| q.removed.as_ref().map(|r| (q.submission.as_str(), r.code.as_str())))
        .collect();
    for document in documents {
        if let Some(code) = removals.get(document.submission.as_str()) {
            let before = counts.entry(document.disposition.clone()).or_default();
            *before = before.saturating_sub(1);
            *counts.entry((*code).to_owned()).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count > 0);
    let rates = match Outcomes::count(&counts) {
        Ok(outcomes) => outcomes.rates(),
        Err(code) => {
            return Err(ScoreError::UnknownDisposition {
                audience: audience.0.clone(),
                code,
            });
        }
    };
    Ok((counts, if cases.is_empty() { BTreeMap::new() } else { rates }))
}

fn step(step: &Step) -> WeightingEvidence {
    let limits = step
        .factor
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), f| (l.min(*f), h.max(*f)));
    let (factor_min, factor_max) = if step.factor.is_empty() { (0.0, 0.0) } else { limits };
    WeightingEvidence {
        step: step.name.to_owned(),
        cycles: step.cycles,
        largest_miss: step.largest_miss,
        factor_min,
        factor_max,
        sum: step.weight.iter().sum(),
        deff: kish_deff(&step.weight),
    }
}

fn evidence(margins: &[&Margin], margin: &Margin, weights: &AudienceWeights, position: usize) -> MarginEvidence {
    let master = margins
        .iter()
        .find(|m| m.master)
        .map_or(margin.sum_before_scaling, |m| m.sum_before_scaling);
    MarginEvidence {
        margin: margin.id.clone(),
        source: margin.source.clone(),
        year: margin.year,
        approximate: margin.approximate,
        scaled_by: (margin.sum_before_scaling - master) / master,
        collapsed: weights.collapsed.get(position).cloned().unwrap_or_default(),
    }
}

/// Weighted share of those who say they were told how to answer, among those who answered the item.
fn coaching_rate(questionnaire: &Questionnaire, data: &RoundData, weights: &AudienceWeights) -> Option<f64> {
    let item = questionnaire
        .questions()
        .find(|q| matches!(q.role, Role::Coaching { .. }))?;
    let Role::Coaching { coached } = &item.role else {
        return None;
    };
    let (mut above, mut below) = (0.0, 0.0);
    for (document, w) in weights.documents.iter().zip(&weights.weight) {
        if let Some(answer) = data.documents[*document].answers.of(&item.id) {
            below += w;
            above += if answer.codes().iter().any(|c| coached.contains(c)) {
                *w
            } else {
                0.0
            };
        }
    }
    (below > 0.0).then(|| above / below)
}
