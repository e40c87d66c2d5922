//! Reads an assessing body's table: department, points, note; all or nothing.

use super::{Import, Indicator, Ledger, LedgerDemand, LedgerDepartment, MOST_WORDS, PartRow, Points, Source};
use crate::domain::definition::{DepartmentId, Expected, Found, Place, Problem, Problems, nearest};
use crate::domain::table::{Row, Table, plain};
use std::collections::BTreeMap;

/// Headings of a column, Chinese first; any of them is understood.
const DEPARTMENT: [&str; 4] = ["部门", "部门编号", "department", "department_id"];
const SCORE: [&str; 2] = ["得分", "score"];
const NOTE: [&str; 3] = ["备注", "说明", "note"];

/// A row for every department of the ledger, from the table of `source` for `indicator`.
///
/// A department stands by its id or its exact short or full name, in either language. Points are 0 to the indicator's,
/// with at most two places; where two bodies assess, the parts of a department together are at most the indicator's
/// points. An empty score needs its reason in the note. Columns of other names are left aside.
///
/// # Errors
/// Every problem with its row and column.
pub fn read_part(
    ledger: &Ledger,
    indicator: Indicator,
    source: Source,
    table: &Table,
) -> Result<BTreeMap<DepartmentId, PartRow>, Problems> {
    let columns = columns(table)?;
    table.expect_rows(Expected::OneRowPerDepartment)?;
    let reader = Reader {
        table,
        columns,
        names: names(&ledger.departments),
        most: indicator.most(),
        others: others(ledger, indicator, source),
    };
    let (mut rows, mut lines, mut problems) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for row in &table.rows {
        let department = reader.department(row);
        let score = reader.score(row, department.as_ref().ok());
        if let Ok(id) = &department
            && let Some(line) = lines.insert(id.clone(), row.line)
        {
            problems.push(*reader.again(row, line));
        }
        match (department, score) {
            (Ok(id), Ok(score)) => drop(rows.insert(id, score)),
            (department, score) => {
                problems.extend([department.err(), score.err()].into_iter().flatten().map(|one| *one))
            }
        }
    }
    let lacking = ledger.departments.iter().filter(|one| !lines.contains_key(&one.id));
    problems.extend(lacking.map(|one| no_row(table, one)));
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(Problems(problems))
    }
}

/// What one table is read with.
struct Reader<'t> {
    table: &'t Table,
    columns: Columns,
    /// Every way to name a department; a name that two share names neither.
    names: BTreeMap<&'t str, Option<&'t DepartmentId>>,
    /// Most points of the indicator.
    most: Points,
    /// What its other bodies gave.
    others: BTreeMap<&'t DepartmentId, Points>,
}

impl Reader<'_> {
    fn wrong(&self, row: &Row, column: usize, found: Found, expected: impl Into<Expected>) -> Box<Problem> {
        Box::new(self.table.problem(row, column, found, expected.into()))
    }

    fn again(&self, row: &Row, line: usize) -> Box<Problem> {
        let column = self.columns.department;
        let found = Found::Again(row.cells[column].clone());
        self.wrong(row, column, found, LedgerDemand::OnceAt(line))
    }

    fn department(&self, row: &Row) -> Result<DepartmentId, Box<Problem>> {
        let typed = &row.cells[self.columns.department];
        let known = self.names.get(typed.as_str());
        if let Some(Some(id)) = known.or_else(|| self.names.get(plain(typed).as_str())) {
            return Ok((*id).clone());
        }
        // Codes of one or two characters are all near one another.
        let near = nearest(typed, self.names.keys().copied()).filter(|_| typed.chars().count() > 2);
        let near = near.map(|near| LedgerDemand::NearDepartment(near.to_owned()));
        let expected = near.unwrap_or(LedgerDemand::Department);
        let found = Found::Text(typed.clone());
        Err(self.wrong(row, self.columns.department, found, expected))
    }

    fn score(&self, row: &Row, department: Option<&DepartmentId>) -> Result<PartRow, Box<Problem>> {
        let note = self.note(row)?;
        let typed = &row.cells[self.columns.score];
        let wrong = |expected: LedgerDemand| {
            let found = Found::Text(typed.clone());
            self.wrong(row, self.columns.score, found, expected)
        };
        if typed.is_empty() {
            let stated = !note.is_empty();
            let row = stated.then_some(PartRow { score: None, note });
            return row.ok_or_else(|| wrong(LedgerDemand::PointsOrReason(self.most.to_string())));
        }
        let points = Points::parse(&plain(typed)).filter(|points| *points <= self.most);
        let points = points.ok_or_else(|| wrong(LedgerDemand::PointsUpTo(self.most.to_string())))?;
        let others = department.and_then(|id| self.others.get(id)).copied();
        if let Some(others) = others.filter(|others| self.most.less(*others) < points) {
            return Err(wrong(LedgerDemand::PointsTogether(
                self.most.to_string(),
                others.to_string(),
            )));
        }
        Ok(PartRow {
            score: Some(points),
            note,
        })
    }

    fn note(&self, row: &Row) -> Result<String, Box<Problem>> {
        let Some(column) = self.columns.note else {
            return Ok(String::new());
        };
        let note = row.cells[column].clone();
        let length = note.chars().count();
        if length > MOST_WORDS {
            let expected = Expected::AtMostCharacters(MOST_WORDS.to_string());
            return Err(self.wrong(row, column, Found::Characters(length), expected));
        }
        Ok(note)
    }
}

/// Where the columns are.
struct Columns {
    department: usize,
    score: usize,
    note: Option<usize>,
}

fn columns(table: &Table) -> Result<Columns, Problems> {
    let has = |name: &&&str| table.header.iter().any(|heading| heading == **name);
    // Where none stands there, the Chinese heading is asked for.
    let named = |names: &[&'static str]| names.iter().find(has).copied().unwrap_or(names[0]);
    let found = table.columns(&[named(&DEPARTMENT), named(&SCORE)])?;
    let note = NOTE.iter().find(has);
    Ok(Columns {
        department: found[0],
        score: found[1],
        note: note.and_then(|name| table.header.iter().position(|heading| heading == name)),
    })
}

/// Every way to name a department; a name that two share names neither.
pub(super) fn names(departments: &[LedgerDepartment]) -> BTreeMap<&str, Option<&DepartmentId>> {
    let mut names: BTreeMap<&str, Option<&DepartmentId>> = BTreeMap::new();
    for one in departments {
        for name in [&one.name.zh, &one.name.en, &one.full_name.zh, &one.full_name.en] {
            let known = names.entry(name).or_insert(Some(&one.id));
            *known = known.filter(|id| **id == one.id);
        }
    }
    names.extend(departments.iter().map(|one| (one.id.0.as_str(), Some(&one.id))));
    names
}

/// What the indicator's other bodies gave every department.
fn others(ledger: &Ledger, indicator: Indicator, source: Source) -> BTreeMap<&DepartmentId, Points> {
    let replaced = ledger.in_place_of(indicator, source);
    let stays = |part: &&Import| !replaced.iter().any(|other| other.number == part.number);
    let mut others: BTreeMap<&DepartmentId, Points> = BTreeMap::new();
    for part in ledger.parts(indicator).filter(stays) {
        for (id, row) in &part.rows {
            let sum = others.entry(id).or_insert(Points::ZERO);
            *sum = [*sum].into_iter().chain(row.score).sum();
        }
    }
    others
}

fn no_row(table: &Table, department: &LedgerDepartment) -> Problem {
    Problem {
        place: Place {
            file: table.file.clone(),
            line: 0,
            column: None,
        },
        found: Found::NoRow(format!("{} {}", department.id.0, department.name.zh)),
        expected: LedgerDemand::RowForEvery.into(),
    }
}
