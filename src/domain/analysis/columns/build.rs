//! From records to a frame.

use super::frame::no_column;
use super::grow::Growing;
use super::{Beside, Column, Frame, Ids, Needs, Role, check, derive, expand, order};
use crate::domain::analysis::spec::Spec;
use crate::domain::definition::{Demand, Found, Place, Problem, Problems};
use crate::domain::table::trim;
use std::collections::BTreeMap;

/// Takes the data file, or one beside it, record by record and keeps the columns that are used.
pub struct Builder<'s> {
    spec: &'s Spec,
    file: String,
    header: Vec<String>,
    roles: BTreeMap<String, Role>,
    id: Option<usize>,
    id_column: Option<String>,
    ids: Ids,
    /// For a file beside the data: whether each id stands in one row at most.
    beside: Option<bool>,
    lines: Vec<u32>,
    /// Place in the header, name, cells so far.
    columns: Vec<(usize, String, Growing<'s>)>,
}

impl<'s> Builder<'s> {
    /// Prepares for a file with these headings (trimmed, each once).
    ///
    /// # Errors
    /// Columns that the specification uses and the file doesn't have; derived columns with the name of one it has.
    pub fn new(spec: &'s Spec, file: &str, header: Vec<String>) -> Result<Builder<'s>, Problems> {
        let again = twice(spec, file, &header);
        Builder::of(
            spec,
            file,
            header,
            Needs::of(spec),
            spec.data.id.as_deref(),
            (again, None),
        )
    }

    /// Prepares for a file beside the data with these headings.
    ///
    /// # Errors
    /// Columns that are needed and not there.
    pub fn beside(spec: &'s Spec, wanted: &Beside, file: &str, header: Vec<String>) -> Result<Builder<'s>, Problems> {
        let (needs, beside) = (wanted.needs.clone(), Some(wanted.once));
        Builder::of(spec, file, header, needs, Some(&wanted.id), (Vec::new(), beside))
    }

    fn of(
        spec: &'s Spec,
        file: &str,
        header: Vec<String>,
        needs: Needs,
        id: Option<&str>,
        (mut problems, beside): (Vec<Problem>, Option<bool>),
    ) -> Result<Builder<'s>, Problems> {
        let mut roles = needs.columns;
        for (names, role) in needs.patterns {
            match expand(&names, &header) {
                Ok(names) => names.into_iter().for_each(|name| {
                    let entry = roles.entry(name).or_insert(role);
                    *entry = (*entry).min(role);
                }),
                Err(name) => problems.push(asked(spec, no_column(file, &name, &header))),
            }
        }
        let derived = |name: &str| beside.is_none() && spec.columns.iter().any(|(other, _)| other == name);
        let place = |name: &str| header.iter().position(|heading| heading == name);
        let names = roles.keys().map(String::as_str).chain(id);
        let missing = names.filter(|name| !derived(name) && place(name).is_none());
        problems.extend(missing.map(|name| asked(spec, no_column(file, name, &header))));
        if !problems.is_empty() {
            return Err(Problems(problems));
        }
        let columns = roles.iter().filter_map(|(name, role)| {
            let place = place(name)?;
            Some((place, name.clone(), Growing::new(*role, &spec.data.missing)))
        });
        Ok(Builder {
            columns: columns.collect(),
            id: id.and_then(place),
            id_column: id.map(str::to_string),
            ids: id.map_or(Ids::Lines, |_| Ids::Whole(Vec::new())),
            beside,
            file: file.to_string(),
            lines: Vec::new(),
            spec,
            header,
            roles,
        })
    }

    /// Places in the header of the columns that are kept, for readers that can leave the others out.
    pub fn wanted(&self) -> Vec<usize> {
        let mut wanted: Vec<usize> = self.columns.iter().map(|(place, ..)| *place).chain(self.id).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }

    /// Adds a row: its 1-based line in the file, and its cells by place in the header; they are trimmed here.
    pub fn row<'c>(&mut self, line: usize, cell: impl Fn(usize) -> &'c str) {
        self.lines.push(line as u32);
        if let Some(id) = self.id {
            self.ids.push(trim(cell(id)));
        }
        for (place, _, column) in &mut self.columns {
            column.push(trim(cell(*place)));
        }
    }

    /// Derives columns, leaves out what is not to be kept, puts rows in canonical order and checks them. A file beside the
    /// data keeps its rows as they are.
    ///
    /// # Errors
    /// No rows; ids missing or twice; codes that the batteries don't have; missing values in design columns; formulas
    /// without a result.
    pub fn finish(self) -> Result<Frame, Problems> {
        let mut frame = Frame {
            file: self.file,
            header: self.header,
            rows_read: self.lines.len() as u64,
            lines: self.lines,
            id_column: self.id_column,
            ids: self.ids,
            left_out: Ids::Lines,
            columns: BTreeMap::new(),
        };
        for (_, name, column) in self.columns {
            frame.columns.insert(name, column.finish());
        }
        if let Some(once) = self.beside {
            if once {
                check::ids(&frame)?;
            }
            return Ok(frame);
        }
        check::some_rows(&frame)?;
        let mut derive = derive::Derive::new(self.spec, &self.roles);
        if let Some(keep) = &self.spec.data.keep {
            derive.all_for(keep, &mut frame)?;
            derive::keep(self.spec, keep, &mut frame)?;
            check::some_rows(&frame)?;
        }
        derive.rest(&mut frame)?;
        check::ids(&frame)?;
        let places = order::order(&frame.ids, &frame.lines, frame.columns.values());
        if places.iter().enumerate().any(|(at, place)| at != *place as usize) {
            frame.take(&places);
        }
        check::all(self.spec, &frame)?;
        Ok(frame)
    }
}

/// The same problem with the line of the specification that asks for the column.
fn asked(spec: &Spec, problem: Problem) -> Problem {
    let found = match problem.found {
        Found::NoColumn(name) => match spec.lines.get(&name) {
            Some(line) => Found::NoColumnFor(name, format!("{}:{line}", spec.file)),
            None => Found::NoColumn(name),
        },
        other => other,
    };
    Problem { found, ..problem }
}

fn twice(spec: &Spec, file: &str, header: &[String]) -> Vec<Problem> {
    let names = spec.columns.iter().filter(|(name, _)| header.contains(name));
    let problem = |(name, formula): &(String, crate::domain::analysis::formula::Formula)| Problem {
        place: Place {
            file: spec.file.clone(),
            line: formula.line,
            column: None,
        },
        found: Found::Again(name.clone()),
        expected: Demand::NewColumnName(file.to_string()).into(),
    };
    names.map(problem).collect()
}

impl Column {
    /// Drops levels that no row has any more.
    pub(super) fn compacted(self) -> Column {
        match self {
            Column::Codes(codes) => Column::Codes(super::Codes::new(codes.levels, codes.rows)),
            numbers => numbers,
        }
    }
}
