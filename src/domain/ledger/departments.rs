//! Reads the list of who is assessed, for a ledger whose round is in another house.

use super::{LedgerDemand, LedgerDepartment};
use crate::domain::definition::{DepartmentId, Expected, Found, Problem, Problems, Text};
use crate::domain::table::{Row, Table};
use std::collections::BTreeMap;

/// Columns that the list needs; `full_name_zh` and `full_name_en` may stand beside them.
pub const DEPARTMENT_COLUMNS: [&str; 3] = ["id", "name_zh", "name_en"];
const FULL: [&str; 2] = ["full_name_zh", "full_name_en"];

/// The departments of a table with the columns `id`, `name_zh`, `name_en`: the survey's own `departments.csv`, or one like it.
///
/// # Errors
/// Every problem with its row and column: an id that is empty or stands twice, a name that is empty.
pub fn read_departments(table: &Table) -> Result<Vec<LedgerDepartment>, Problems> {
    let needed = table.columns(&DEPARTMENT_COLUMNS)?;
    let full = FULL.map(|name| table.header.iter().position(|heading| heading == name));
    table.expect_rows(Expected::OneRowPerDepartment)?;
    let (mut lines, mut problems) = (BTreeMap::new(), Vec::new());
    for row in &table.rows {
        problems.extend(problems_of(table, row, &needed));
        let id = &row.cells[needed[0]];
        if let Some(line) = lines.insert(id, row.line).filter(|_| !id.is_empty()) {
            let expected = LedgerDemand::OnceAt(line).into();
            problems.push(table.problem(row, needed[0], Found::Again(id.clone()), expected));
        }
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    let department = |row: &Row| {
        let cell = |column: usize| row.cells[column].clone();
        let or_short = |column: Option<usize>, short: usize| {
            let full = column.map(cell).filter(|name| !name.is_empty());
            full.unwrap_or_else(|| cell(short))
        };
        LedgerDepartment {
            id: DepartmentId(cell(needed[0])),
            name: Text {
                zh: cell(needed[1]),
                en: cell(needed[2]),
            },
            full_name: Text {
                zh: or_short(full[0], needed[1]),
                en: or_short(full[1], needed[2]),
            },
        }
    };
    Ok(table.rows.iter().map(department).collect())
}

fn problems_of(table: &Table, row: &Row, needed: &[usize]) -> Vec<Problem> {
    let expected = [
        Expected::DepartmentName,
        Expected::FilledChinese,
        Expected::FilledEnglish,
    ];
    let empty = needed
        .iter()
        .zip(expected)
        .filter(|(column, _)| row.cells[**column].is_empty());
    empty
        .map(|(column, expected)| table.problem(row, *column, Found::EmptyCell, expected))
        .collect()
}
