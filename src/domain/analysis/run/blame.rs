//! Why a weighting step failed, with every place that has a part in it: totals in files and in the specification, rows.

use super::margins::Tables;
use super::place::{self, Stands};
use super::{AnalysisError, base, contradiction};
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::parse::CROSSED;
use crate::domain::analysis::spec::{RunSpec, TotalsSpec};
use crate::domain::definition::Place;
use crate::domain::table::{Row, Table};
use crate::domain::weight::MarginError;
use crate::domain::weight::plan::{PlanError, StepError};

/// Why a step failed, with every place that has a part in it.
pub fn refused(run: &RunSpec, frame: &Frame, tables: &Tables, base: &[f64], error: PlanError) -> AnalysisError {
    if let Some(told) = AnalysisError::zero_total(run, frame, tables, &error) {
        return told;
    }
    if let Some(told) = base::nothing_left(run, frame, &error) {
        return told;
    }
    let line = place::line_of_step(run, &error);
    let ground = contradiction::Ground {
        run,
        frame,
        tables,
        base,
    };
    let found = ground.contradiction(&error);
    let mut told = AnalysisError::weighting(run, frame, error).in_table(run, tables);
    if let AnalysisError::Weighting { contradiction, .. } = &mut told {
        *contradiction = found.map(Box::new);
    }
    told.asked(line)
}

impl AnalysisError {
    /// What a total of a file is to blame for is told where the file says so.
    fn in_table(mut self, run: &RunSpec, tables: &Tables) -> AnalysisError {
        if let AnalysisError::Weighting {
            file,
            line,
            column,
            source,
            ..
        } = &mut self
            && let StepError::Margin(
                MarginError::EmptyCategory { margin, category }
                | MarginError::BadTotal { margin, category, .. }
                | MarginError::NotConverged { margin, category, .. },
            ) = &source.source
            && let Some((table, row, place)) = stands(run, tables, margin, category)
        {
            file.clone_from(&table.file);
            *line = Some(row.line as u32);
            *column = table.header.get(place).cloned();
        }
        self
    }

    /// A total of 0 is to blame itself, and not the first respondent in its category; with the line of the specification
    /// where it stands there.
    fn zero_total(run: &RunSpec, frame: &Frame, tables: &Tables, error: &PlanError) -> Option<AnalysisError> {
        let StepError::Margin(MarginError::NoPopulation { margin, category, row }) = &error.source else {
            return None;
        };
        let spec = run.margins.iter().find(|spec| spec.name == *margin)?;
        let in_file = stands(run, tables, margin, category);
        let written = matches!(&spec.totals, TotalsSpec::Inline(totals) if totals.contains_key(category));
        if !written && in_file.is_none() {
            return None;
        }
        let place = in_file.map(|(table, row, place)| Place {
            file: table.file.clone(),
            line: row.line,
            column: table.header.get(place).cloned(),
        });
        let first = Place {
            file: frame.file.clone(),
            line: frame.lines[*row] as usize,
            column: Some(spec.columns.join(CROSSED)),
        };
        let told = AnalysisError::ZeroTotal {
            step: error.step.clone(),
            margin: margin.clone(),
            category: category.clone(),
            place: place.map(Box::new),
            first: Box::new(first),
        };
        let line = match written {
            true => run.line("margins", margin, &[&format!("totals.{category}"), "totals"]),
            false => run.line("weighting", &error.step, &["margins", "margin"]),
        };
        Some(told.asked(line))
    }
}

/// The first row of a population file that a category stands in, and its column there.
fn stands<'t>(run: &RunSpec, tables: &'t Tables, name: &str, category: &str) -> Option<(&'t Table, &'t Row, usize)> {
    let spec = run.margins.iter().find(|margin| margin.name == name)?;
    let (table, keys, of) = match &spec.totals {
        TotalsSpec::File { file, columns, .. } => (tables.get(file)?, columns.clone(), None),
        TotalsSpec::Long {
            file, margin, level, ..
        } => (tables.get(file)?, vec![level.clone()], Some(margin)),
        TotalsSpec::Inline(_) | TotalsSpec::Sum(_) => return None,
    };
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let places = table.columns(&keys).ok()?;
    let of = of.and_then(|of| table.columns(&[of]).ok()?.first().copied());
    let row = table.rows.iter().find(|row| {
        let key: Vec<&str> = places.iter().map(|place| row.cells[*place].as_str()).collect();
        key.join(CROSSED) == category && of.is_none_or(|of| row.cells[of] == *name)
    })?;
    Some((table, row, *places.first()?))
}

/// Where a margin's total of a category stands, or its totals.
pub fn of_margin(run: &RunSpec, tables: &Tables, margin: &str, category: Option<&str>) -> Option<Stands> {
    if let Some((table, row, _)) = category.and_then(|category| stands(run, tables, margin, category)) {
        return Some(Stands::File(table.file.clone(), row.line as u32));
    }
    let spec = run.margins.iter().find(|spec| spec.name == margin)?;
    match &spec.totals {
        TotalsSpec::File { file, total, .. } | TotalsSpec::Long { file, total, .. } => {
            let file = tables.get(file).map_or(file, |table| &table.file);
            Some(Stands::Column(file.clone(), total.clone()))
        }
        TotalsSpec::Inline(_) | TotalsSpec::Sum(_) => {
            let own = category.map(|category| format!("totals.{category}"));
            let keys: Vec<&str> = own.as_deref().into_iter().chain(["totals", "sum"]).collect();
            run.line("margins", margin, &keys).map(Stands::Spec)
        }
    }
}
