//! Derived columns, and the rows that are left out.

use super::{Codes, Column, Frame, Role};
use crate::domain::analysis::formula::{Formula, Scope};
use crate::domain::analysis::spec::Spec;
use crate::domain::definition::Problems;
use std::collections::{BTreeMap, BTreeSet};

/// Which derived columns are still to be made.
pub(super) struct Derive<'s> {
    spec: &'s Spec,
    roles: &'s BTreeMap<String, Role>,
    done: BTreeSet<&'s str>,
}

impl<'s> Derive<'s> {
    /// Nothing derived yet; `roles` say what each column of the frame is used as.
    pub fn new(spec: &'s Spec, roles: &'s BTreeMap<String, Role>) -> Derive<'s> {
        Derive {
            spec,
            roles,
            done: BTreeSet::new(),
        }
    }

    /// Everything that a formula needs, in order of need; a circle was refused when the specification was read.
    pub fn all_for(&mut self, formula: &'s Formula, frame: &mut Frame) -> Result<(), Problems> {
        let spec = self.spec;
        for (name, formula) in spec
            .columns
            .iter()
            .filter(|(name, _)| formula.names().contains(name.as_str()))
        {
            if self.done.insert(name) {
                self.all_for(formula, frame)?;
                self.one(name, formula, frame)?;
            }
        }
        Ok(())
    }

    /// All that are left.
    pub fn rest(&mut self, frame: &mut Frame) -> Result<(), Problems> {
        let spec = self.spec;
        for (name, formula) in &spec.columns {
            if self.done.insert(name) {
                self.all_for(formula, frame)?;
                self.one(name, formula, frame)?;
            }
        }
        Ok(())
    }

    fn one(&self, name: &str, formula: &Formula, frame: &mut Frame) -> Result<(), Problems> {
        let column = derived(formula, self.roles.get(name).copied(), frame);
        let column = column.map_err(|error| frame.formula_problem(&self.spec.file, formula.line, &error))?;
        frame.columns.insert(name.to_string(), column);
        Ok(())
    }
}

fn derived(
    formula: &Formula,
    role: Option<Role>,
    frame: &Frame,
) -> Result<Column, crate::domain::analysis::formula::FormulaError> {
    let program = formula.bind(frame)?;
    if program.is_text() {
        return Ok(Column::Codes(program.categories()?));
    }
    let values = program.values()?;
    Ok(match role {
        Some(Role::Category) => Column::Codes(Codes::from_numbers(&values)),
        _ => Column::Numbers(values),
    })
}

/// Leaves out the rows for which `keep` is not true.
pub(super) fn keep(spec: &Spec, keep: &Formula, frame: &mut Frame) -> Result<(), Problems> {
    let members = keep.bind(frame).and_then(|program| program.members());
    let members = members.map_err(|error| frame.formula_problem(&spec.file, keep.line, &error))?;
    let places: Vec<u32> = (0..frame.rows() as u32).filter(|row| members[*row as usize]).collect();
    if places.len() < members.len() {
        if spec.ratings.is_some() {
            let others: Vec<u32> = (0..frame.rows() as u32).filter(|row| !members[*row as usize]).collect();
            frame.left_out = frame.names().take(&others);
        }
        frame.take(&places);
        let columns = std::mem::take(&mut frame.columns);
        frame.columns = columns
            .into_iter()
            .map(|(name, column)| (name, column.compacted()))
            .collect();
    }
    Ok(())
}
