//! The sheet's evidence: how each audience was collected and weighted, and what quality did.

use super::sheet::{AudienceEvidence, MarginEvidence, QualityEvidence, WeightingEvidence};
use super::{Found, ScoreError};
use crate::domain::data::RoundData;
use crate::domain::definition::{AudienceId, Margin, Survey, Text};
use crate::domain::invitation::disposition::{Outcomes, set_aside};
use crate::domain::submission::quality::{Findings, Flag};
use crate::domain::weight::{AudienceWeights, Step, kish_deff};
use std::collections::BTreeMap;

/// One audience's row of the sheet.
pub fn audience(
    survey: &Survey,
    data: &RoundData,
    found: &Found,
    number: usize,
    weights: &AudienceWeights,
) -> Result<AudienceEvidence, ScoreError> {
    let id = &weights.audience;
    let strata = data.strata.iter().filter(|s| &s.audience == id);
    let issued: u64 = strata.clone().map(|s| s.issued).sum();
    let (dispositions, outcome_rates) = outcomes(data, found, number, id)?;
    let margins: Vec<&Margin> = survey.margins_of(id).collect();
    Ok(AudienceEvidence {
        audience: id.clone(),
        name: name(survey, id),
        issued: (strata.count() > 0).then_some(issued),
        received: found.columns.rows_of(number).count() as u64,
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
        coaching_rate: coaching_rate(found, weights),
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
pub fn quality(found: &Findings) -> QualityEvidence {
    let count = |flag: &Flag| found.flags.iter().filter(|bits| **bits & flag.bit() != 0).count() as u64;
    let mut removed = BTreeMap::new();
    for removal in found.removed.values() {
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
    found: &Found,
    number: usize,
    audience: &AudienceId,
) -> Result<(Counts, BTreeMap<String, f64>), ScoreError> {
    let mut counts = Counts::new();
    let cases: Vec<_> = data.cases.iter().filter(|c| &c.audience == audience).collect();
    cases
        .iter()
        .for_each(|case| *counts.entry(case.code.clone()).or_default() += case.count);
    let columns = found.columns;
    let code = |row: u32| columns.dispositions.values[columns.disposition[row as usize] as usize].as_str();
    if cases.is_empty() {
        let mut of_number = vec![0u64; columns.dispositions.values.len()];
        columns
            .rows_of(number)
            .for_each(|row| of_number[columns.disposition[row as usize] as usize] += 1);
        counts.extend(columns.dispositions.values.iter().cloned().zip(of_number));
    }
    let removed = found.quality.removed.iter();
    let mine = removed.filter(|(row, _)| usize::from(columns.audience[**row as usize]) == number);
    set_aside(
        &mut counts,
        mine.map(|(row, removal)| (code(*row), removal.code.as_str())),
    );
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
fn coaching_rate(found: &Found, weights: &AudienceWeights) -> Option<f64> {
    let (mut above, mut below) = (0.0, 0.0);
    for (document, w) in weights.documents.iter().zip(&weights.weight) {
        match found.columns.coached[*document as usize] {
            0 => {}
            said => {
                below += w;
                above += if said == 2 { *w } else { 0.0 };
            }
        }
    }
    (below > 0.0).then(|| above / below)
}
