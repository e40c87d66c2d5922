//! Replicates that somebody else made, out of columns of the data or of another file.

use super::AnalysisError;
use super::methods::Sources;
use crate::domain::analysis::columns::{Frame, replicate_id};
use crate::domain::definition::{Demand, Expected, Found};
use std::collections::BTreeMap;

/// Replicate columns in the order of the data's rows.
pub struct Given {
    /// One per replicate.
    pub columns: Vec<Vec<f64>>,
    /// Their headings.
    pub names: Vec<String>,
    /// The file that they stand in.
    pub file: String,
    /// The line of each row there.
    pub lines: Vec<u32>,
}

/// The columns that a set names, of another file by its name and column of ids, else of the data.
///
/// # Errors
/// Columns that are not there, cells that are no number from 0, an id of the data without a row, each by its place.
pub fn columns(
    frame: &Frame,
    sources: &Sources,
    (file, id): (Option<&str>, Option<&str>),
    columns: &[String],
) -> Result<Given, AnalysisError> {
    let Some(file) = file else {
        let names = frame.expand(columns)?;
        return Ok(Given {
            columns: numbers(frame, &names)?,
            names,
            file: frame.file.clone(),
            lines: frame.lines.clone(),
        });
    };
    let id = replicate_id(id, frame.id_column.as_deref());
    let beside = sources.get(&(file.to_string(), id.to_string()));
    let beside = beside.ok_or_else(|| AnalysisError::NoFile { file: file.to_string() })?;
    let of_id: BTreeMap<String, usize> = (0..beside.lines.len()).map(|row| (beside.name(row), row)).collect();
    let mut order = Vec::with_capacity(frame.lines.len());
    for row in 0..frame.lines.len() {
        let name = frame.name(row);
        let at = of_id.get(&name).ok_or_else(|| AnalysisError::NoReplicateRow {
            file: file.to_string(),
            id: name,
            line: frame.lines[row],
            expected: frame.lines.len() as u64,
            found: beside.lines.len() as u64,
        })?;
        order.push(*at);
    }
    let names = beside.expand(columns)?;
    let ordered = |numbers: Vec<f64>| order.iter().map(|at| numbers[*at]).collect();
    Ok(Given {
        columns: numbers(beside, &names)?.into_iter().map(ordered).collect(),
        names,
        file: beside.file.clone(),
        lines: order.iter().map(|at| beside.lines[*at]).collect(),
    })
}

/// Every number from 0 in columns of a file.
fn numbers(frame: &Frame, names: &[String]) -> Result<Vec<Vec<f64>>, AnalysisError> {
    let mut all = Vec::new();
    for name in names {
        let numbers = frame.numbers(name)?;
        if let Some(row) = numbers
            .iter()
            .position(|number| !(*number >= 0.0 && number.is_finite()))
        {
            let found = match numbers[row] {
                missing if missing.is_nan() => Found::MissingValue,
                number => Found::Text(number.to_string()),
            };
            return Err(frame.refuse(row, name, found, Expected::from(Demand::FromZero)).into());
        }
        all.push(numbers.into_owned());
    }
    Ok(all)
}
