//! Which column of the data a refusal of the engine speaks of, as the specification names it.

use super::AnalysisError;
use crate::domain::analysis::spec::{PopulationSpec, RunSpec, StepKind, TotalsSpec};
use crate::domain::estimate::design::DesignError;
use crate::domain::estimate::replicate::ReplicateError;
use crate::domain::weight::classes::ClassError;
use crate::domain::weight::plan::{PlanError, StepError};
use crate::domain::weight::trim::TrimError;
use crate::domain::weight::{MarginError, Why};

/// Where something stands that a refusal speaks of: displays in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// In this line of the specification.
    Spec(usize),
    /// In this line of another file.
    File(String, u32),
    /// In this column of another file.
    Column(String, String),
}

impl Stands {
    /// `specification` or `file`, as [`AnalysisError::code`](super::AnalysisError::code).
    pub fn code(&self) -> &'static str {
        match self {
            Stands::Spec(_) => "specification",
            Stands::File(..) | Stands::Column(..) => "file",
        }
    }
}

impl std::fmt::Display for Stands {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stands::Spec(line) => write!(f, "line {line} of the specification"),
            Stands::File(file, line) => write!(f, "{file}:{line}"),
            Stands::Column(file, column) => write!(f, "{file} [{column}]"),
        }
    }
}

/// The columns of the margin, or the classes of the nonresponse step.
pub fn of_step(run: &RunSpec, error: &PlanError) -> Option<String> {
    match &error.source {
        StepError::Margin(
            MarginError::MissingCategory { margin, .. }
            | MarginError::NoPopulation { margin, .. }
            | MarginError::EmptyCategory { margin, .. }
            | MarginError::MissingNumber { name: margin, .. },
        ) => {
            let spec = run.margins.iter().find(|spec| spec.name == *margin);
            Some(spec.map_or_else(|| margin.clone(), |spec| spec.columns.join(" × ")))
        }
        StepError::Class(
            ClassError::MissingClass { .. } | ClassError::NoRespondents { .. } | ClassError::NothingKnown { .. },
        )
        | StepError::Trim(TrimError::NoGroup { .. }) => classes(run, &error.step),
        _ => None,
    }
}

fn classes(run: &RunSpec, step: &str) -> Option<String> {
    let spec = run.weighting.iter().find(|spec| spec.name == step)?;
    match &spec.kind {
        StepKind::Nonresponse {
            classes,
            within,
            responded,
            ..
        } => {
            let all: Vec<&str> = within.iter().chain(classes).map(String::as_str).collect();
            let asked: Vec<&str> = responded.names().into_iter().collect();
            match (all.is_empty(), asked.is_empty()) {
                (false, _) => Some(all.join(" × ")),
                (true, false) => Some(asked.join(", ")),
                (true, true) => None,
            }
        }
        StepKind::Trim(_, within) => Some(within.join(" × ")),
        _ => None,
    }
}

/// The column of strata, clusters or populations.
pub fn of_design(run: &RunSpec, error: &DesignError) -> Option<String> {
    let design = &run.design;
    match error {
        DesignError::MissingUnit { what, .. } => match what.strip_prefix("cluster of stage ") {
            Some(stage) => design.clusters.get(stage.parse::<usize>().ok()? - 1).cloned(),
            None => Some(design.strata.join(" × ")),
        },
        DesignError::ClusterInTwoStrata { .. } => Some(design.clusters.join(", ")),
        DesignError::Lonely { .. } => (!design.strata.is_empty()).then(|| design.strata.join(" × ")),
        other => match design.population.get(stage(other)? - 1)? {
            PopulationSpec::Column(name) => Some(name.clone()),
            PopulationSpec::Table { .. } => None,
        },
    }
}

/// The stage whose population is wrong, from 1.
pub fn stage(error: &DesignError) -> Option<usize> {
    match error {
        DesignError::NotAPopulation { stage, .. }
        | DesignError::PopulationVaries { stage, .. }
        | DesignError::SampleExceedsPopulation { stage, .. } => Some(*stage),
        _ => None,
    }
}

/// The line of the specification that a step's failure speaks of: a total written there, else a key of the step.
pub fn line_of_step(run: &RunSpec, error: &PlanError) -> Option<usize> {
    let keys: &[&str] = match &error.source {
        StepError::Margin(MarginError::EmptyCategory { margin, category }) if is_inline(run, margin) => {
            return run.line("margins", margin, &[&format!("totals.{category}"), "totals", "sum"]);
        }
        StepError::Margin(MarginError::NotConverged { why, .. }) => match why {
            Why::BoundedOut => &["bounds", "high", "low"],
            Why::TooFewCycles => &["max_cycles"],
            Why::Empty | Why::Contradictory => &["margins", "margin"],
        },
        StepError::Margin(MarginError::BadBounds { .. }) => &["bounds"],
        StepError::Margin(MarginError::BadLimits { .. } | MarginError::OutsideLimits { .. }) => &["low", "high"],
        StepError::Margin(_) => &["margins", "margin"],
        StepError::Class(ClassError::BadMaxFactor(_)) => &["max_factor"],
        StepError::Class(_) => &["classes", "responded"],
        StepError::Trim(TrimError::NoGroup { .. }) => &["within"],
        StepError::Trim(TrimError::NobodyLeft { .. } | TrimError::CannotRestore { .. }) => {
            &["give_back", "high", "low"]
        }
        StepError::Trim(_) => &["low", "high"],
        StepError::BadSum { .. } => &["to"],
        StepError::NotPrepared | StepError::Length { .. } => &[],
    };
    run.line("weighting", &error.step, keys)
}

/// The line that a step's refusal before any weights speaks of.
pub fn line_of_plan(run: &RunSpec, step: &str, error: &AnalysisError) -> Option<usize> {
    let keys: &[&str] = match error {
        AnalysisError::LimitsOf { .. } => &["of"],
        AnalysisError::IneligibleRespondent { .. } => &["eligible", "responded"],
        AnalysisError::EndedOutside { .. } => &["must_end_inside"],
        _ => &["margins", "margin", "to"],
    };
    run.line("weighting", step, keys)
}

/// The line of the design.
pub fn line_of_design(run: &RunSpec, error: &DesignError) -> Option<usize> {
    let keys: &[&str] = match error {
        DesignError::Lonely { .. } | DesignError::OneCluster | DesignError::NothingToAverage => &["lonely"],
        DesignError::ClusterInTwoStrata { .. } => &["clusters"],
        other if stage(other).is_some() => &["population"],
        _ => &[],
    };
    run.line("design", "design", keys)
}

/// The line of a replicate set.
pub fn line_of_set(run: &RunSpec, name: &str, error: &AnalysisError) -> Option<usize> {
    let keys: &[&str] = match error {
        AnalysisError::NoReplicateRow { .. } | AnalysisError::NoFile { .. } => &["file"],
        AnalysisError::Replicates { source, .. } => match &**source {
            ReplicateError::Scale(_) | ReplicateError::Scales { .. } => &["scale"],
            ReplicateError::TooFew { .. } => &["columns", "count"],
            other if other.replicate().is_some() => &["columns"],
            _ => &[],
        },
        _ => &[],
    };
    run.line("replicates", name, keys)
}

/// An entry of the specification that says something about several estimates.
pub struct Entry<'r> {
    /// The run.
    pub run: &'r RunSpec,
    /// Its table, such as `contrasts`.
    pub table: &'static str,
    /// Its name.
    pub name: String,
}

impl Entry<'_> {
    /// What came of it, a refusal with the line that it speaks of.
    pub fn tell<T>(&self, found: Result<T, AnalysisError>) -> Result<T, AnalysisError> {
        found.map_err(|error| {
            let line = self.line(&error);
            error.asked(line)
        })
    }

    fn line(&self, error: &AnalysisError) -> Option<usize> {
        let term;
        let keys: &[&str] = match error {
            AnalysisError::NoLabel { label, .. } => {
                term = format!("terms.{label}");
                &[&term, "where", "of"]
            }
            AnalysisError::NotSplit { .. } => &["over"],
            AnalysisError::NoLevels { .. } => &["from", "to"],
            AnalysisError::NoClass { .. } => &["groups"],
            AnalysisError::SampleSize { .. } => &["differences", "power"],
            _ => &["of"],
        };
        self.run.line(self.table, &self.name, keys)
    }
}

fn is_inline(run: &RunSpec, margin: &str) -> bool {
    let spec = run.margins.iter().find(|spec| spec.name == margin);
    spec.is_some_and(|spec| matches!(spec.totals, TotalsSpec::Inline(_) | TotalsSpec::Sum(_)))
}
