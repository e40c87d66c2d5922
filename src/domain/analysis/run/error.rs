//! Why an analysis cannot be done: each refusal says what, of which run or entry, and where in the data.

mod code;

use super::place::{self, Stands};
use crate::domain::analysis::columns::{Column, Frame};
use crate::domain::analysis::formula::{Formula, FormulaError};
use crate::domain::analysis::spec::RunSpec;
use crate::domain::definition::{Place, Problem, Problems};
use crate::domain::estimate::design::DesignError;
use crate::domain::estimate::replicate::ReplicateError;
use crate::domain::estimate::size::SizeError;
use crate::domain::weight::plan::PlanError;
use crate::domain::weight::short;
use thiserror::Error;

/// A refusal. Displays in English; the text room says the same in Chinese.
#[derive(Debug, Clone, PartialEq, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum AnalysisError {
    #[error("{0}")]
    Problems(Problems),
    #[error("{a}{source} (line {spec_line} of the specification)", a = at(.file, *.line, .column))]
    Formula {
        file: String,
        line: Option<u32>,
        column: Option<String>,
        spec_line: usize,
        source: Box<FormulaError>,
    },
    #[error("entry “{entry}” uses the items “{battery}”, which the specification does not describe")]
    NoBattery { entry: String, battery: String },
    #[error("there is no margin “{margin}”: neither [margins.{margin}] nor [population]")]
    NoMargin { margin: String },
    #[error("{file} has no row for the margin “{margin}”")]
    NoMarginRows { margin: String, file: String },
    #[error("“{margin}” is a number with a sum, and the step {step} needs categories; `calibrate` takes both")]
    NumberMargin { margin: String, step: String },
    #[error("limits of {step} cannot be multiples of “{of}”")]
    LimitsOf { step: &'static str, of: String },
    #[error("the file {file} was not read")]
    NoFile { file: String },
    #[error("{source} (run “{run}”)")]
    InRun { run: String, source: Box<AnalysisError> },
    #[error(
        "{b}the base weight “{formula}” {a}; weights must be numbers from 0",
        a = weight_words(*.weight), b = at(.file, Some(*.line), .column)
    )]
    BadWeight {
        file: String,
        line: u32,
        column: Option<String>,
        formula: String,
        weight: Option<f64>,
    },
    #[error(
        "{b}the probability of selection “{formula}” {a}; probabilities must be above 0 and at most 1",
        a = weight_words(*.probability), b = at(.file, Some(*.line), .column)
    )]
    BadProbability {
        file: String,
        line: u32,
        column: Option<String>,
        formula: String,
        probability: Option<f64>,
    },
    #[error(
        "weighting step {step}: after {cycles} cycles {units} weights are outside the limits [{a}, {b}], and \
         `must_end_inside` allows none; more cycles, wider limits or fewer margins may help",
        a = short(*.low), b = short(*.high)
    )]
    EndedOutside {
        step: String,
        units: u64,
        cycles: u64,
        low: f64,
        high: f64,
    },
    #[error(
        "{a}the unit responded (`responded = \"{b}\"`) and is said not to belong to the population \
         (`eligible = \"{c}\"`); expected one or the other",
        a = at(.file, Some(*.line), .column), b = .formulas.0, c = .formulas.1
    )]
    IneligibleRespondent {
        file: String,
        line: u32,
        column: Option<String>,
        /// `responded` and `eligible`.
        formulas: Box<(String, String)>,
    },
    #[error("{a}{source}", a = at(.file, *.line, .column))]
    Weighting {
        file: String,
        line: Option<u32>,
        column: Option<String>,
        source: Box<PlanError>,
    },
    #[error("{a}the design: {source}", a = at(.file, *.line, .column))]
    Design {
        file: String,
        line: Option<u32>,
        column: Option<String>,
        source: Box<DesignError>,
    },
    #[error("{a}replicates “{name}”: {source}", a = at(.file, *.line, &None))]
    Replicates {
        name: String,
        file: String,
        line: Option<u32>,
        source: Box<ReplicateError>,
    },
    #[error("there is no [replicates.{name}]")]
    NoReplicates { name: String },
    #[error("{file} has no replicate for “{id}” of line {line} of the data")]
    NoReplicateRow { file: String, id: String, line: u32 },
    #[error("`errors` asks for “calibrated”, but no weighting step meets margins")]
    NothingCalibrated,
    #[error(
        "two estimates would be called “{label}” ({first}, and {second}); give levels without commas and brackets, \
         by a column of [columns] for instance"
    )]
    LabelTwice {
        label: String,
        first: String,
        second: String,
    },
    #[error("there is no estimate “{label}”{a}", a = perhaps(.near))]
    NoLabel { label: String, near: Option<String> },
    #[error("“{entry}” is not split by “{over}”")]
    NotSplit { entry: String, over: String },
    #[error(
        "“{entry}” is not estimated for both “{from}” and “{to}” of “{over}”; its levels are {a}",
        a = .levels.join(", ")
    )]
    NoLevels {
        entry: String,
        over: String,
        from: String,
        to: String,
        levels: Vec<String>,
    },
    #[error("the weights of the composite “{composite}” must be numbers from 0 with a sum above 0 ({stands})")]
    CompositeWeights { composite: String, stands: Stands },
    #[error(
        "the weights of the composite “{composite}” add up to {a}; expected {out_of}, as `out_of` says ({stands})",
        a = short(*.sum)
    )]
    CompositeSum {
        composite: String,
        sum: f64,
        out_of: f64,
        stands: Stands,
    },
    #[error(
        "composite “{composite}”: “{part}” {a}; the levels of “{over}” are {b}, and each needs a weight \
         (0 leaves it out; line {line} of the specification)",
        a = if .levels.contains(.part) { "has no weight" } else { "is no level" },
        b = .levels.join(", ")
    )]
    CompositePart {
        line: usize,
        composite: String,
        over: String,
        part: String,
        levels: Vec<String>,
    },
    #[error("{file} has no row “{key}”")]
    NoKeyRow { file: String, key: String },
    #[error("“{label}” belongs to no class of `groups`")]
    NoClass { label: String },
    #[error("sample sizes “{name}”: {source}")]
    SampleSize { name: String, source: SizeError },
    #[error("sample sizes “{name}”: “{of}” has no estimate with a standard error and a design effect")]
    NoSpread { name: String, of: String },
}

fn perhaps(near: &Option<String>) -> String {
    near.as_ref()
        .map_or_else(String::new, |near| format!(", perhaps “{near}”"))
}

fn weight_words(weight: Option<f64>) -> String {
    weight.map_or_else(|| "has no value".into(), |weight| format!("is {weight}"))
}

/// `file:line [column]: `, as problems of files are told; nothing where there is neither line nor column.
fn at(file: &str, line: Option<u32>, column: &Option<String>) -> String {
    if line.is_none() && column.is_none() {
        return String::new();
    }
    let place = Place {
        file: file.to_owned(),
        line: line.unwrap_or(0) as usize,
        column: column.clone(),
    };
    format!("{place}: ")
}

/// The first line of the file in which a column holds a text.
fn first_line(frame: &Frame, column: &str, level: &str) -> Option<u32> {
    let Some(Column::Codes(codes)) = frame.columns.get(column) else {
        return None;
    };
    let holds = |row: &usize| codes.text(*row) == Some(level);
    let rows = (0..frame.lines.len()).filter(holds);
    rows.map(|row| frame.lines[row]).min()
}

impl From<Problems> for AnalysisError {
    fn from(problems: Problems) -> Self {
        AnalysisError::Problems(problems)
    }
}

impl From<Problem> for AnalysisError {
    fn from(problem: Problem) -> Self {
        AnalysisError::Problems(Problems(vec![problem]))
    }
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
        }
    }

    /// Replicates that cannot be made or used.
    pub fn replicates(name: &str, frame: &Frame, source: ReplicateError) -> AnalysisError {
        AnalysisError::replicates_of(name, (&frame.file, &frame.lines), source)
    }

    /// The same, rows being those of a file with these lines.
    pub fn replicates_of(name: &str, (file, lines): (&str, &[u32]), mut source: ReplicateError) -> AnalysisError {
        let line = source.row().and_then(|row| lines.get(*row - 1)).copied();
        if let (Some(row), Some(line)) = (source.row(), line) {
            *row = line as usize;
        }
        AnalysisError::Replicates {
            name: name.to_string(),
            file: file.to_string(),
            line,
            source: Box::new(source),
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
