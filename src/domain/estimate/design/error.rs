//! Why a design cannot be used, in the words of the data: strata and clusters by their labels.

use thiserror::Error;

/// A design that contradicts itself or the sample. Stages count from 1, rows from 0.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DesignError {
    /// More units were drawn than there are.
    #[error("{group}: {n} units in the sample but a population of {population}")]
    SampleExceedsPopulation {
        /// Stratum or cluster.
        group: String,
        /// Units in the sample.
        n: u64,
        /// Units in the population.
        population: f64,
        /// Stage.
        stage: usize,
        /// A row of it.
        row: usize,
    },
    /// Two rows of one stratum or cluster disagree about its population.
    #[error("{group}: the population is {first} in one row and {other} in another (row {row})")]
    PopulationVaries {
        /// Stratum or cluster.
        group: String,
        /// The first value.
        first: f64,
        /// Another.
        other: f64,
        /// Stage.
        stage: usize,
        /// Where the other stands.
        row: usize,
    },
    /// The population is missing, not a number, zero or negative.
    #[error("{group}: the population must be a positive number, found {found} (row {row})")]
    NotAPopulation {
        /// Stratum or cluster.
        group: String,
        /// What was found; NaN where it is missing.
        found: f64,
        /// Stage.
        stage: usize,
        /// Where.
        row: usize,
    },
    /// A cluster spans strata.
    #[error(
        "cluster {cluster} is in stratum {first} and in stratum {other}; `nest = true` says that every stratum numbers \
         its own clusters"
    )]
    ClusterInTwoStrata {
        /// Cluster.
        cluster: String,
        /// One stratum.
        first: String,
        /// Another.
        other: String,
        /// The first row of it that stands in the other.
        row: usize,
    },
    /// Strata with a single cluster under the rule that refuses them.
    #[error(
        "strata with a single cluster: {}; join them with others, or let `lonely` name a rule (“adjust”, “average”, \
         “certainty” or “remove”)",
        strata.join(", ")
    )]
    Lonely {
        /// Their labels.
        strata: Vec<String>,
        /// A row of the first.
        row: usize,
    },
    /// A sample without strata, of one cluster.
    #[error(
        "the whole sample is one cluster, so nothing tells how clusters differ; `lonely` names rules for that (“remove” \
         and “certainty” give no error, “fail” is the default)"
    )]
    OneCluster,
    /// Every stratum is lonely, so there are no others to average.
    #[error("every stratum has a single cluster, so there is no other stratum whose variance could stand for theirs")]
    NothingToAverage,
    /// A row without stratum or cluster.
    #[error("row {row} has no {what}")]
    MissingUnit {
        /// `stratum`, or `cluster of stage 2`.
        what: String,
        /// Row.
        row: usize,
    },
    /// More populations than stages.
    #[error("{populations} populations for {stages} stages: at most one per cluster stage and one for the rows")]
    TooManyPopulations {
        /// Populations given.
        populations: usize,
        /// Stages, the rows included.
        stages: usize,
    },
    /// A column of another length.
    #[error("{what} has {found} rows instead of {expected}")]
    WrongLength {
        /// Column.
        what: String,
        /// Its length.
        found: usize,
        /// Rows.
        expected: usize,
    },
}

impl DesignError {
    /// The row it speaks of, counted from 0, so that whoever knows the file can put the line there.
    pub fn row(&mut self) -> Option<&mut usize> {
        match self {
            DesignError::SampleExceedsPopulation { row, .. }
            | DesignError::PopulationVaries { row, .. }
            | DesignError::ClusterInTwoStrata { row, .. }
            | DesignError::Lonely { row, .. }
            | DesignError::NotAPopulation { row, .. }
            | DesignError::MissingUnit { row, .. } => Some(row),
            _ => None,
        }
    }
}
