//! Who responded, and in which class of nonresponse.

use super::AnalysisError;
use super::margins::crossed;
use super::members::View;
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::formula::Formula;
use crate::domain::weight::classes::Status;

/// How each row ended.
///
/// # Errors
/// Formulas without a value; a row that responded and is said not to be eligible.
pub fn statuses(frame: &Frame, responded: &Formula, eligible: Option<&Formula>) -> Result<Vec<Status>, AnalysisError> {
    let view = View::whole(frame);
    let answered = view.truths(responded)?;
    let belongs = eligible.map(|formula| view.truths(formula)).transpose()?;
    let status = |row: usize| {
        let belongs = belongs.as_ref().map_or(1.0, |belongs| belongs[row]);
        match (answered[row] > 0.0, belongs.is_nan(), belongs > 0.0) {
            (true, false, false) => Err(row),
            (true, _, _) => Ok(Status::Respondent),
            (false, true, _) => Ok(Status::Unknown),
            (false, false, true) => Ok(Status::Nonrespondent),
            (false, false, false) => Ok(Status::Ineligible),
        }
    };
    let all: Result<Vec<Status>, usize> = (0..answered.len()).map(status).collect();
    all.map_err(|row| AnalysisError::ineligible(frame, frame.lines[row], responded, eligible))
}

/// Class of each row, and (group, name) of each class in order: groups of `within`, in them the values of `classes`.
type Classes = (Vec<Option<u32>>, Vec<(String, String)>);

/// Classes of nonresponse: the values of `classes` (one class without it) within each group of the crossed columns `within`.
/// Rows without a value in any of them have none.
///
/// # Errors
/// Columns that cannot be categories.
pub fn classes(frame: &Frame, classes: Option<&String>, within: &[String]) -> Result<Classes, AnalysisError> {
    let rows = frame.lines.len();
    let (group, groups) = match within {
        [] => (vec![0; rows], vec![String::new()]),
        columns => crossed(columns, frame)?,
    };
    let (value, values) = match classes {
        None => (vec![0; rows], vec!["all".to_string()]),
        Some(column) => crossed(std::slice::from_ref(column), frame)?,
    };
    let known = |row: &usize| group[*row] != u32::MAX && value[*row] != u32::MAX;
    let mut present = vec![false; groups.len() * values.len()];
    let at = |row: usize| group[row] as usize * values.len() + value[row] as usize;
    (0..rows).filter(known).for_each(|row| present[at(row)] = true);
    let mut names = Vec::new();
    let mut number = vec![u32::MAX; present.len()];
    for place in (0..present.len()).filter(|place| present[*place]) {
        number[place] = names.len() as u32;
        names.push((
            groups[place / values.len()].clone(),
            values[place % values.len()].clone(),
        ));
    }
    let of_row = (0..rows)
        .map(|row| Some(row).filter(known).map(|row| number[at(row)]))
        .collect();
    Ok((of_row, names))
}
