//! The frame: everyone who could be asked, one row a unit, refused as a whole if any row is bad.

use crate::domain::definition::{DepartmentId, Expected, Found, FrameSpec, Place, Problem, Problems};
use crate::domain::proof::{canonical, sha256};
use crate::domain::table::{Row, Table};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A frame in canonical order: sorted by unit id (by bytes), so that the order of the file doesn't matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The units.
    pub units: Vec<FrameUnit>,
    /// Units per stratum, N_h.
    pub counts: BTreeMap<String, u64>,
    /// SHA-256 (hex) of the canonical JSON of every unit's id, stratum, attributes and supervisors.
    ///
    /// Contact data are left out: they are deleted after fieldwork, and the hash must still be checkable then.
    pub hash: String,
}

/// One unit that could be asked.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct FrameUnit {
    /// Its id in the frame, unique.
    pub unit_id: String,
    /// Its stratum.
    pub stratum: String,
    /// Values of the raking variables; empty cells are absent.
    pub attributes: BTreeMap<String, String>,
    /// Departments it may not rate, sorted.
    pub supervisors: Vec<DepartmentId>,
    /// Contact data by column; empty cells are absent.
    #[serde(skip)]
    pub contact: BTreeMap<String, String>,
}

/// Contact data and ids of persons never reach a log.
impl std::fmt::Debug for FrameUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FrameUnit(stratum {})", self.stratum)
    }
}

struct Columns<'a> {
    table: &'a Table,
    spec: &'a FrameSpec,
    departments: &'a BTreeSet<DepartmentId>,
    unit_id: usize,
    stratum: usize,
    contact: Vec<usize>,
    attributes: Vec<usize>,
    supervisor: Option<usize>,
}

/// Reads one audience's frame from a table; `departments` are the ids that the supervisor column may name.
///
/// # Errors
/// Every bad row with its column: unit id empty or repeated, stratum empty or unknown, no contact at all, unknown
/// supervisor; columns that are missing; a stratum of the round without any unit; no unit at all.
pub fn frame(table: &Table, spec: &FrameSpec, departments: &BTreeSet<DepartmentId>) -> Result<Frame, Problems> {
    let columns = columns(table, spec, departments)?;
    let mut problems = Vec::new();
    let mut first_line = BTreeMap::new();
    let mut units = Vec::new();
    for row in &table.rows {
        let unit = columns.unit(row, &mut problems);
        if let Some(line) = first_line.get(&unit.unit_id) {
            let found = Found::UnitAgain(unit.unit_id.clone());
            let expected = Expected::UnitOnceAt(*line);
            problems.push(table.problem(row, columns.unit_id, found, expected));
        } else if !unit.unit_id.is_empty() {
            first_line.insert(unit.unit_id.clone(), row.line);
        }
        units.push(unit);
    }
    // A stratum may seem empty only because the rows that name it are wrong.
    let column = Some(&spec.stratum);
    if !problems
        .iter()
        .any(|problem: &Problem| problem.place.column.as_ref() == column)
    {
        problems.extend(whole_file(table, spec, &units));
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    Ok(finish(units))
}

fn columns<'a>(
    table: &'a Table,
    spec: &'a FrameSpec,
    departments: &'a BTreeSet<DepartmentId>,
) -> Result<Columns<'a>, Problems> {
    let mut names = vec![spec.unit_id.as_str(), spec.stratum.as_str()];
    names.extend(spec.contact.iter().map(String::as_str));
    names.extend(spec.attributes.iter().map(String::as_str));
    names.extend(spec.supervisor.as_deref());
    let places = table.columns(&names)?;
    let attributes_from = 2 + spec.contact.len();
    let supervisor_from = attributes_from + spec.attributes.len();
    Ok(Columns {
        table,
        spec,
        departments,
        unit_id: places[0],
        stratum: places[1],
        contact: places[2..attributes_from].to_vec(),
        attributes: places[attributes_from..supervisor_from].to_vec(),
        supervisor: places.get(supervisor_from).copied(),
    })
}

impl Columns<'_> {
    /// Reads one row; what is wrong with it goes into `problems`.
    fn unit(&self, row: &Row, problems: &mut Vec<Problem>) -> FrameUnit {
        let mut bad = |column, found: Found, expected: Expected| {
            problems.push(self.table.problem(row, column, found, expected));
        };
        let unit_id = row.cells[self.unit_id].clone();
        if unit_id.is_empty() {
            bad(self.unit_id, Found::EmptyCell, Expected::UnitId);
        }
        let stratum = row.cells[self.stratum].clone();
        if !self.spec.strata.is_empty() && !self.spec.strata.contains(&stratum) {
            let found = if stratum.is_empty() {
                Found::EmptyCell
            } else {
                Found::Text(stratum.clone())
            };
            bad(self.stratum, found, Expected::AnyOf(self.spec.strata.clone()));
        } else if stratum.is_empty() {
            bad(self.stratum, Found::EmptyCell, Expected::Stratum);
        }
        let contact = filled(row, &self.contact, &self.spec.contact);
        if let (true, Some(&column)) = (contact.is_empty(), self.contact.first()) {
            bad(
                column,
                Found::NoContact,
                Expected::SomethingIn(self.spec.contact.clone()),
            );
        }
        FrameUnit {
            unit_id,
            stratum,
            attributes: filled(row, &self.attributes, &self.spec.attributes),
            supervisors: self.supervisors(row, problems),
            contact,
        }
    }

    fn supervisors(&self, row: &Row, problems: &mut Vec<Problem>) -> Vec<DepartmentId> {
        let Some(column) = self.supervisor else {
            return Vec::new();
        };
        let mut found = BTreeSet::new();
        let ids = row.cells[column].split([';', '；']).map(str::trim);
        for id in ids.filter(|id| !id.is_empty()).map(|id| DepartmentId(id.into())) {
            if !self.departments.contains(&id) {
                let found = Found::Text(id.0.clone());
                problems.push(self.table.problem(row, column, found, Expected::DepartmentIds));
            }
            found.insert(id);
        }
        found.into_iter().collect()
    }
}

fn filled(row: &Row, places: &[usize], names: &[String]) -> BTreeMap<String, String> {
    let cells = places
        .iter()
        .zip(names)
        .map(|(&place, name)| (name.clone(), row.cells[place].clone()));
    cells.filter(|(_, cell)| !cell.is_empty()).collect()
}

fn whole_file(table: &Table, spec: &FrameSpec, units: &[FrameUnit]) -> Vec<Problem> {
    let problem = |found: Found, expected: Expected| Problem {
        place: Place {
            file: table.file.clone(),
            line: 0,
            column: None,
        },
        found,
        expected,
    };
    if units.is_empty() {
        return vec![problem(Found::NoRows, Expected::OneRowAUnit)];
    }
    let present: BTreeSet<&str> = units.iter().map(|unit| unit.stratum.as_str()).collect();
    let empty = spec.strata.iter().filter(|stratum| !present.contains(stratum.as_str()));
    empty
        .map(|stratum| problem(Found::NoUnitIn(stratum.clone()), Expected::UnitsInEvery))
        .collect()
}

fn finish(mut units: Vec<FrameUnit>) -> Frame {
    units.sort_by(|a, b| a.unit_id.cmp(&b.unit_id));
    let mut counts = BTreeMap::new();
    for unit in &units {
        *counts.entry(unit.stratum.clone()).or_default() += 1;
    }
    let bytes = canonical(&units).expect("texts and lists of texts have canonical JSON");
    Frame {
        hash: hex::encode(sha256(&bytes)),
        units,
        counts,
    }
}
