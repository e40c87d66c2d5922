//! Columns of levels as they come in: checked, and numbered through a map where no table can hold their combinations.

use super::BatteryError;
use crate::domain::weight::keys::{Columns, Numbered};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// All columns are as long as the first.
pub(super) fn check_lengths(columns: &Columns) -> Result<(), BatteryError> {
    let rows = columns.rows();
    match columns.columns.iter().position(|c| c.len() != rows) {
        None => Ok(()),
        Some(column) => Err(BatteryError::Rows {
            column,
            found: columns.columns[column].len(),
            rows,
        }),
    }
}

/// The first level that is beyond its column's levels.
pub(super) fn beyond(columns: &Columns) -> Option<BatteryError> {
    let found = |(column, (values, levels)): (usize, (&&[u32], &usize))| {
        let row = values.iter().position(|level| *level as usize >= *levels)?;
        let (level, levels) = (values[row], *levels);
        Some(BatteryError::LevelBeyond {
            column,
            row,
            level,
            levels,
        })
    };
    columns.columns.iter().zip(&columns.levels).enumerate().find_map(found)
}

/// Numbers the combinations that occur.
pub(super) fn number<'a>(columns: &Columns<'a>) -> Result<Numbered<'a>, BatteryError> {
    check_lengths(columns)?;
    let Some(size) = columns.dense() else {
        return number_by_map(columns);
    };
    columns
        .numbered(size)
        .ok_or_else(|| beyond(columns).expect("a level was found beyond its column's levels"))
}

fn number_by_map<'a>(columns: &Columns<'a>) -> Result<Numbered<'a>, BatteryError> {
    if let Some(stop) = beyond(columns) {
        return Err(stop);
    }
    let combination = |row: usize| columns.columns.iter().map(|c| c[row]).collect::<Vec<u32>>();
    let mut index: BTreeMap<Vec<u32>, u32> = (0..columns.rows()).map(|row| (combination(row), 0)).collect();
    index.values_mut().zip(0u32..).for_each(|(number, n)| *number = n);
    let of_row = (0..columns.rows()).map(|row| index[&combination(row)]).collect();
    Ok(Numbered {
        of_row: Cow::Owned(of_row),
        levels: index.into_keys().collect(),
    })
}
