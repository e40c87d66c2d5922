//! Writes the sheet: head, evidence, departments, ranks, sensitivity.

use super::analysis::Analysis;
use super::flags::Flag;
use super::rank::{joint_level, ranges, ranks};
use super::sensitivity::{self, Official};
use super::sheet::{DepartmentScore, SHEET_SCHEMA, ScoreSheet};
use super::{Found, ScoreError, SurveyHashes, convert, department, evidence};
use crate::domain::data::RoundData;
use crate::domain::definition::{Override, Survey, Text};
use crate::domain::weight::Weighting;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The whole sheet.
pub fn sheet(
    analysis: &Analysis,
    data: &RoundData,
    found: &Found,
    hashes: &SurveyHashes,
) -> Result<ScoreSheet, ScoreError> {
    let (survey, weighting) = (analysis.survey, found.weighting);
    let round = &survey.round;
    let audiences: Result<Vec<_>, _> = weighting
        .audiences
        .iter()
        .enumerate()
        .map(|(number, weights)| evidence::audience(survey, data, found, number, weights))
        .collect();
    Ok(ScoreSheet {
        schema_version: SHEET_SCHEMA.to_owned(),
        survey_id: survey.id.clone(),
        round: round.id.clone(),
        title: round.title.clone(),
        year: round.year,
        sheet_version: data.sheet_version,
        generated_at: data.generated_at.clone(),
        software: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
        method_hash: hashes.method.clone(),
        definition_hash: hashes.definition.clone(),
        data_hash: found.data_hash.clone(),
        seed: data.seed.clone(),
        interval_level: analysis.level(),
        satisfied: satisfied(survey),
        log_size: data.log.size,
        log_root: data.log.root.clone(),
        overrides: overrides(survey, weighting),
        flags: flags(analysis, weighting),
        audiences: audiences?,
        departments: departments(analysis, data, found),
        quality: evidence::quality(found.quality),
    })
}

fn satisfied(survey: &Survey) -> Vec<Text> {
    let grades = survey.method.scale.grades.iter();
    grades
        .filter(|grade| grade.satisfied)
        .map(|grade| grade.label.clone())
        .collect()
}

/// Hash of everything that a sheet is computed from, hex: SHA-256 of the canonical JSON of cases, SHA-256 of every
/// document, confirmed removals and strata.
///
/// Of `data` everything but the documents is read and brought into canonical order. `documents` are the SHA-256 of the
/// canonical bytes of each document, in order of submission id.
///
/// # Errors
/// Something has no canonical form.
pub fn data_hash(data: &RoundData, documents: impl IntoIterator<Item = [u8; 32]>) -> Result<String, ScoreError> {
    let mut cases: Vec<_> = data.cases.iter().collect();
    cases.sort_by(|a, b| (&a.audience, &a.stratum, &a.code).cmp(&(&b.audience, &b.stratum, &b.code)));
    let mut removals: Vec<_> = data.removals.iter().collect();
    removals.sort_by(|a, b| a.submission.cmp(&b.submission));
    let mut strata: Vec<_> = data.strata.iter().collect();
    strata.sort_by(|a, b| (&a.audience, &a.stratum).cmp(&(&b.audience, &b.stratum)));
    let mut state = Sha256::new();
    state.update(b"{\"cases\":");
    state.update(bytes(&cases)?);
    state.update(b",\"documents\":[");
    for (number, document) in documents.into_iter().enumerate() {
        state.update(if number > 0 { b",\"".as_slice() } else { b"\"" });
        state.update(hex::encode(document));
        state.update(b"\"");
    }
    state.update(b"],\"removals\":");
    state.update(bytes(&removals)?);
    state.update(b",\"strata\":");
    state.update(bytes(&strata)?);
    state.update(b"}");
    Ok(hex::encode(state.finalize()))
}

/// [`data_hash`] of data that hold their documents.
///
/// # Errors
/// As there.
pub fn held_data_hash(data: &RoundData) -> Result<String, ScoreError> {
    let mut documents: Vec<_> = data.documents.iter().collect();
    documents.sort_by(|a, b| a.submission.cmp(&b.submission));
    let each = documents
        .into_iter()
        .map(|document| Ok(document_hash(&bytes(document)?)));
    data_hash(data, each.collect::<Result<Vec<_>, ScoreError>>()?)
}

/// SHA-256 of the canonical bytes of a document: what [`data_hash`] knows of it.
pub fn document_hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn bytes(value: &impl Serialize) -> Result<Vec<u8>, ScoreError> {
    serde_json_canonicalizer::to_vec(value).map_err(|e| ScoreError::NotCanonical(e.to_string()))
}

/// Only the decisions that this sheet rests on.
fn overrides(survey: &Survey, weighting: &Weighting) -> BTreeMap<String, Override> {
    let needs_waiver = weighting.audiences.iter().any(|a| a.deff > survey.method.deff_block);
    let decisions = [
        (
            "approximate_margins",
            is_approximate(survey),
            &survey.round.approximate_margins_override,
        ),
        ("weighting_deff", needs_waiver, &survey.round.deff_waiver),
    ];
    let rests = decisions.into_iter().filter(|(_, needed, _)| *needed);
    rests
        .filter_map(|(name, _, decision)| Some((name.to_owned(), decision.clone()?)))
        .collect()
}

fn is_approximate(survey: &Survey) -> bool {
    survey.margins.iter().any(|m| m.approximate)
}

fn flags(analysis: &Analysis, weighting: &Weighting) -> Vec<String> {
    let survey = analysis.survey;
    let mut flags = Vec::new();
    if is_approximate(survey) {
        flags.push(Flag::ApproximateMargins);
    }
    for (a, weights) in weighting.audiences.iter().enumerate() {
        let id = weights.audience.0.clone();
        let limit = survey.method.deff_warn;
        let margins: Vec<_> = survey.margins_of(&weights.audience).collect();
        let raised = [
            (weights.documents.is_empty(), Flag::NoAnswers(id.clone())),
            (weights.deff > limit, Flag::DeffAbove(limit, id.clone())),
            (analysis.lonely.contains(&a), Flag::LonelyStratum(id.clone())),
            (weights.classes_too_small, Flag::SmallClass(id.clone())),
            (weights.outside_limits > 0, Flag::OutsideLimits(id.clone())),
        ];
        flags.extend(raised.into_iter().filter(|(raised, _)| *raised).map(|(_, flag)| flag));
        flags.extend(
            weights
                .classes
                .iter()
                .map(|label| Flag::MergedClass(id.clone(), label.clone())),
        );
        for (margin, merged) in margins.iter().zip(&weights.collapsed) {
            let flag = |label: &String| Flag::MergedCategory(id.clone(), margin.id.clone(), label.clone());
            flags.extend(merged.iter().map(flag));
        }
    }
    flags.iter().map(Flag::to_string).collect()
}

fn departments(analysis: &Analysis, data: &RoundData, found: &Found) -> Vec<DepartmentScore> {
    let survey = analysis.survey;
    let provisional = is_approximate(survey) && survey.round.approximate_margins_override.is_none();
    let mut rows: Vec<DepartmentScore> = (0..survey.departments.len())
        .map(|d| department::row(analysis, d, provisional))
        .collect();
    rank(analysis, &mut rows);
    let official = Official {
        survey,
        data,
        columns: found.columns,
        quality: found.quality,
        cells: &analysis.cells,
        compositions: &analysis.compositions,
        measure: &analysis.measure_values,
        shrunken: &analysis.shrunken_measure(),
    };
    for (name, points) in sensitivity::all(&official) {
        for (row, points) in rows.iter_mut().zip(points) {
            row.sensitivity.insert(name.clone(), points);
        }
    }
    rows
}

/// Ranks by points inside each class, over its scored departments without a suppressed audience.
fn rank(analysis: &Analysis, rows: &mut [DepartmentScore]) {
    let classes: BTreeSet<String> = rows.iter().map(|row| row.class.clone()).collect();
    for class in classes {
        let comparable = |d: &usize| {
            rows[*d].class == class && analysis.points(*d).is_some() && !analysis.compositions[*d].is_partial()
        };
        let members: Vec<usize> = (0..rows.len()).filter(comparable).collect();
        let points: Vec<_> = members
            .iter()
            .filter_map(|d| analysis.points(*d))
            .map(|points| convert::decimal(points, 2))
            .collect();
        let level = joint_level(analysis.level(), members.len());
        let unknown = (f64::NEG_INFINITY, f64::INFINITY);
        let intervals: Vec<(f64, f64)> = members
            .iter()
            .map(|d| analysis.measure_interval(*d, level).unwrap_or(unknown))
            .collect();
        for ((d, rank), (best, worst)) in members.iter().zip(ranks(&points)).zip(ranges(&intervals)) {
            rows[*d].rank = Some(rank);
            (rows[*d].rank_low, rows[*d].rank_high) = (Some(best), Some(worst));
        }
    }
}
