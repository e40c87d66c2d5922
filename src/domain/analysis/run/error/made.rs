//! Refusals as they are made from what an engine says, with the place in the data.

use super::AnalysisError;
use crate::domain::analysis::columns::{Column, Frame};
use crate::domain::analysis::formula::{Formula, FormulaError};
use crate::domain::analysis::run::place;
use crate::domain::analysis::spec::RunSpec;
use crate::domain::estimate::design::DesignError;
use crate::domain::estimate::replicate::ReplicateError;
use crate::domain::weight::plan::PlanError;

/// The first line of the file in which a column holds a text.
fn first_line(frame: &Frame, column: &str, level: &str) -> Option<u32> {
    let Some(Column::Codes(codes)) = frame.columns.get(column) else {
        return None;
    };
    let holds = |row: &usize| codes.text(*row) == Some(level);
    let rows = (0..frame.lines.len()).filter(holds);
    rows.map(|row| frame.lines[row]).min()
}

impl AnalysisError {
    /// A formula that has no values; `line_of` gives the line of the data for a row that the formula was worked out on.
    pub fn formula(
        frame: &Frame,
        formula: &Formula,
        error: FormulaError,
        line_of: impl Fn(usize) -> Option<u32>,
    ) -> AnalysisError {
        let (line, column) = match &error {
            FormulaError::Undefined { row, .. } => (line_of(*row), None),
            FormulaError::NotTruth { row, column, .. } => (line_of(*row), column.clone()),
            FormulaError::NotNumber { column, level, .. } => (first_line(frame, column, level), Some(column.clone())),
            _ => (None, None),
        };
        AnalysisError::Formula {
            file: frame.file.clone(),
            line,
            column,
            spec_line: formula.line,
            source: Box::new(error),
        }
    }

    /// Somebody who answered and is not eligible.
    pub fn ineligible(frame: &Frame, line: u32, responded: &Formula, eligible: Option<&Formula>) -> AnalysisError {
        let mut columns: Vec<&str> = eligible.iter().flat_map(|formula| formula.names()).collect();
        columns.extend(responded.names());
        columns.dedup();
        AnalysisError::IneligibleRespondent {
            file: frame.file.clone(),
            line,
            column: (!columns.is_empty()).then(|| columns.join(", ")),
            formulas: Box::new((
                responded.text.clone(),
                eligible.map(|formula| formula.text.clone()).unwrap_or_default(),
            )),
        }
    }

    /// A weighting step that failed, with the line of the data that it speaks of.
    pub fn weighting(run: &RunSpec, frame: &Frame, mut source: PlanError) -> AnalysisError {
        let line = source.source.row().and_then(|row| frame.lines.get(*row)).copied();
        if let (Some(row), Some(line)) = (source.source.row(), line) {
            *row = line as usize;
        }
        AnalysisError::Weighting {
            file: frame.file.clone(),
            line,
            column: place::of_step(run, &source),
            source: Box::new(source),
            contradiction: None,
        }
    }

    /// A design that cannot be used; `frame` holds the rows that it was built on.
    pub fn design(run: &RunSpec, frame: &Frame, mut source: DesignError) -> AnalysisError {
        let line = source.row().and_then(|row| frame.lines.get(*row)).copied();
        if let (Some(row), Some(line)) = (source.row(), line) {
            *row = line as usize;
        }
        AnalysisError::Design {
            file: frame.file.clone(),
            line,
            column: place::of_design(run, &source),
            source: Box::new(source),
            units: None,
        }
    }

    /// Replicates that cannot be made or used.
    pub fn replicates(name: &str, frame: &Frame, source: ReplicateError) -> AnalysisError {
        AnalysisError::replicates_of(name, (&frame.file, &frame.lines), &[], source)
    }

    /// The same, rows being those of a file with these lines and replicates its `columns`.
    pub fn replicates_of(
        name: &str,
        (file, lines): (&str, &[u32]),
        columns: &[String],
        mut source: ReplicateError,
    ) -> AnalysisError {
        let line = source.row().and_then(|row| lines.get(*row - 1)).copied();
        if let (Some(row), Some(line)) = (source.row(), line) {
            *row = line as usize;
        }
        let column = source.replicate().and_then(|replicate| columns.get(replicate - 1));
        AnalysisError::Replicates {
            name: name.to_string(),
            file: file.to_string(),
            line,
            column: column.cloned(),
            source: Box::new(source),
        }
    }

    /// The same refusal with the line of the specification that asks for what cannot be done; problems and formulas
    /// tell their own.
    pub fn asked(self, line: Option<usize>) -> AnalysisError {
        use AnalysisError as E;
        match (self, line) {
            (
                told @ (E::Problems(_)
                | E::Formula { .. }
                | E::Asked { .. }
                | E::CompositeWeights { .. }
                | E::CompositeSum { .. }
                | E::CompositePart { .. }),
                _,
            )
            | (told, None) => told,
            (source, Some(line)) => E::Asked {
                line,
                source: Box::new(source),
            },
        }
    }

    /// The same refusal with the name of the run that it came up in; problems of files concern every run.
    pub fn in_run(self, run: &RunSpec) -> AnalysisError {
        match self {
            AnalysisError::Problems(_) => self,
            source => AnalysisError::InRun {
                run: run.name.clone(),
                source: Box::new(source),
            },
        }
    }
}
