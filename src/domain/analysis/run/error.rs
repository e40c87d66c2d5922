//! Why an analysis cannot be done: each refusal says what, of which run or entry, and where in the data.

mod code;
mod labels;
mod made;

pub use labels::Labels;

use super::contradiction::Contradiction;
use super::place::Stands;
use crate::domain::analysis::formula::FormulaError;
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
    #[error("{file} [{column}]: no row is of the margin “{margin}”; there are {margins}")]
    NoMarginRows {
        margin: String,
        file: String,
        column: String,
        margins: Labels,
    },
    #[error("“{margin}” is a number with a sum, and the step {step} needs categories; `calibrate` takes both")]
    NumberMargin { margin: String, step: String },
    #[error("limits of {step} cannot be multiples of “{of}”")]
    LimitsOf { step: &'static str, of: String },
    #[error("the file {file} was not read")]
    NoFile { file: String },
    #[error("{source} (line {line} of the specification)")]
    Asked { line: usize, source: Box<AnalysisError> },
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
        "{a}every base weight “{formula}” is 0; at least one must be above 0",
        a = at(.file, None, .column)
    )]
    NoBaseWeight {
        file: String,
        column: Option<String>,
        formula: String,
    },
    #[error(
        "{a}weighting step {step}: no weight is above 0 any more after the step {after}",
        a = at(.file, None, .column)
    )]
    NoWeightLeft {
        file: String,
        /// Of the base weight.
        column: Option<String>,
        step: String,
        after: String,
    },
    #[error(
        "{a}weighting step {step}: margin {margin}: the total of {category} is 0, but there are respondents in it, the \
         first in {first}; give it a total, or leave its rows out",
        a = lead(.place)
    )]
    ZeroTotal {
        step: String,
        margin: String,
        category: String,
        /// Where a file says so.
        place: Option<Box<Place>>,
        /// The first respondent.
        first: Box<Place>,
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
    #[error(
        "{a}{source}{b}",
        a = at(.file, *.line, .column),
        b = .contradiction.as_ref().map_or_else(String::new, |found| format!("; {found}"))
    )]
    Weighting {
        file: String,
        line: Option<u32>,
        column: Option<String>,
        source: Box<PlanError>,
        contradiction: Option<Box<Contradiction>>,
    },
    #[error(
        "{a}the design: {source}{b}",
        a = at(.file, *.line, .column),
        b = .units.as_ref().map_or_else(String::new, |place| format!("; the first of these units stands in {place}"))
    )]
    Design {
        file: String,
        line: Option<u32>,
        column: Option<String>,
        source: Box<DesignError>,
        /// Where the units of the data stand, if the place is another file's.
        units: Option<Box<Place>>,
    },
    #[error("{a}replicates “{name}”: {source}", a = at(.file, *.line, .column))]
    Replicates {
        name: String,
        file: String,
        line: Option<u32>,
        column: Option<String>,
        source: Box<ReplicateError>,
    },
    #[error("there is no [replicates.{name}]")]
    NoReplicates { name: String },
    #[error(
        "{file} has no replicate for “{id}” of line {line} of the data; expected one for each of the {expected} ids of \
         the data, found {found}"
    )]
    NoReplicateRow {
        file: String,
        id: String,
        line: u32,
        expected: u64,
        found: u64,
    },
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
    #[error("there is no estimate “{label}”{a}; there are {b}", a = perhaps(.near), b = .labels)]
    NoLabel {
        label: String,
        near: Option<String>,
        labels: Labels,
    },
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
    #[error("{file} [{column}]: there is no row “{key}”")]
    NoKeyRow { file: String, column: String, key: String },
    #[error("“{label}” belongs to no class of `groups`; they name {a}", a = .named.join(", "))]
    NoClass { label: String, named: Vec<String> },
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

fn lead(place: &Option<Box<Place>>) -> String {
    place.as_ref().map_or_else(String::new, |place| format!("{place}: "))
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
