//! What the parts of a composite are multiplied by.

use super::AnalysisError;
use super::known::Entry;
use super::margins::Tables;
use super::place::Stands;
use super::targets::{Part, label};
use crate::domain::analysis::spec::{CompositeSpec, CompositeWeights, DividedBy};
use crate::domain::definition::{Demand, Expected, Found};
use std::collections::{BTreeMap, BTreeSet};

/// A sum may miss what it should be by rounding.
const ROUNDING: f64 = 1e-9;

/// Every level has a weight and every weight a level: a slip of the pen must not take a group out.
pub fn check_levels(spec: &CompositeSpec, levels: &BTreeSet<&str>) -> Result<(), AnalysisError> {
    let weighted: BTreeSet<&str> = match &spec.weights {
        CompositeWeights::Equal => return Ok(()),
        CompositeWeights::Inline(weights) => weights.keys().map(String::as_str).collect(),
        CompositeWeights::File { columns, .. } => columns.keys().map(String::as_str).collect(),
    };
    match weighted.symmetric_difference(levels).next() {
        None => Ok(()),
        Some(part) => Err(AnalysisError::CompositePart {
            line: spec.line,
            composite: spec.name.clone(),
            over: spec.over.clone(),
            part: (*part).to_string(),
            levels: levels.iter().map(|level| (*level).to_string()).collect(),
        }),
    }
}

/// What each member is multiplied by: shares that add up to 1, unless the composite is a plain sum.
pub fn shares(
    spec: &CompositeSpec,
    parts: &[Part],
    members: &[(String, &Entry)],
    tables: &Tables,
) -> Result<Vec<f64>, AnalysisError> {
    let mut stands = Stands::Spec(spec.line);
    let weights: Vec<f64> = match &spec.weights {
        CompositeWeights::Equal => vec![1.0; members.len()],
        CompositeWeights::Inline(weights) => {
            let weight = |(part, _): &(String, &Entry)| weights.get(part).copied().unwrap_or(0.0);
            members.iter().map(weight).collect()
        }
        CompositeWeights::File { file, key, columns } => {
            let (weights, line) = from_file((file, key, columns), parts, members, tables)?;
            stands = Stands::File(file.clone(), line);
            weights
        }
    };
    let composite = label(&spec.name, parts);
    let sum: f64 = weights.iter().sum();
    if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) || sum <= 0.0 {
        return Err(AnalysisError::CompositeWeights { composite, stands });
    }
    match spec.divided_by {
        DividedBy::Nothing => Ok(weights),
        DividedBy::OutOf(out_of) if (sum - out_of).abs() > ROUNDING * out_of => Err(AnalysisError::CompositeSum {
            composite,
            sum,
            out_of,
            stands,
        }),
        _ => Ok(weights.iter().map(|weight| weight / sum).collect()),
    }
}

fn from_file(
    (file, key, columns): (&String, &String, &BTreeMap<String, String>),
    parts: &[Part],
    members: &[(String, &Entry)],
    tables: &Tables,
) -> Result<(Vec<f64>, u32), AnalysisError> {
    let table = tables
        .get(file)
        .ok_or_else(|| AnalysisError::NoFile { file: file.clone() })?;
    let key = table.columns(&[key])?[0];
    let wanted = parts.first().map_or("", |(_, value)| value.as_str());
    let row = table.rows.iter().find(|row| row.cells[key] == wanted);
    let row = row.ok_or_else(|| AnalysisError::NoKeyRow {
        file: file.clone(),
        column: table.header[key].clone(),
        key: wanted.to_string(),
    })?;
    let mut weights = Vec::new();
    for (part, _) in members {
        let Some(column) = columns.get(part) else {
            weights.push(0.0);
            continue;
        };
        let place = table.columns(&[column])?[0];
        let text = &row.cells[place];
        let number = text
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite() && *number >= 0.0);
        weights.push(
            number.ok_or_else(|| {
                table.problem(row, place, Found::Text(text.clone()), Expected::from(Demand::FromZero))
            })?,
        );
    }
    Ok((weights, row.line as u32))
}
