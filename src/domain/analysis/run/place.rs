//! Which column of the data a refusal of the engine speaks of, as the specification names it.

use crate::domain::analysis::spec::{PopulationSpec, RunSpec, StepKind};
use crate::domain::estimate::design::DesignError;
use crate::domain::weight::MarginError;
use crate::domain::weight::classes::ClassError;
use crate::domain::weight::plan::{PlanError, StepError};
use crate::domain::weight::trim::TrimError;

/// Where something stands that a refusal speaks of: displays in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// In this line of the specification.
    Spec(usize),
    /// In this line of another file.
    File(String, u32),
}

impl Stands {
    /// `specification` or `file`, as [`AnalysisError::code`](super::AnalysisError::code).
    pub fn code(&self) -> &'static str {
        match self {
            Stands::Spec(_) => "specification",
            Stands::File(..) => "file",
        }
    }
}

impl std::fmt::Display for Stands {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stands::Spec(line) => write!(f, "line {line} of the specification"),
            Stands::File(file, line) => write!(f, "{file}:{line}"),
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
        StepError::Class(ClassError::MissingClass { .. }) | StepError::Trim(TrimError::NoGroup { .. }) => {
            classes(run, &error.step)
        }
        _ => None,
    }
}

fn classes(run: &RunSpec, step: &str) -> Option<String> {
    let spec = run.weighting.iter().find(|spec| spec.name == step)?;
    match &spec.kind {
        StepKind::Nonresponse { classes, within, .. } => {
            let all: Vec<&str> = within.iter().chain(classes).map(String::as_str).collect();
            (!all.is_empty()).then(|| all.join(" × "))
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
        DesignError::NotAPopulation { .. }
        | DesignError::PopulationVaries { .. }
        | DesignError::SampleExceedsPopulation { .. } => match &design.population[..] {
            [PopulationSpec::Column(only)] => Some(only.clone()),
            _ => None,
        },
        DesignError::Lonely { .. } => (!design.strata.is_empty()).then(|| design.strata.join(" × ")),
        _ => None,
    }
}
