//! What an analysis found, ready to be written: numbers with every diagnostic, and refusals as notes where one estimate
//! has no value.

mod comparisons;
mod estimates;
mod serial;

pub use comparisons::*;
pub use estimates::*;

use crate::domain::weight::plan::PlanError;
use serde::Serialize;
use std::collections::BTreeMap;

/// Lower and upper limit; `None` where the formula gives no value.
pub type Limits = (Option<f64>, Option<f64>);

/// Everything found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// `barometer/analysis/1`.
    pub schema: String,
    /// The specification's title.
    pub title: String,
    /// Program version.
    pub version: String,
    /// Files read, in the order of the specification.
    pub inputs: Vec<Input>,
    /// One per run.
    pub runs: Vec<RunOutcome>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Input {
    /// `spec`, `data`, `population`, `ratings`, `replicates`, `weights`.
    pub role: String,
    /// Its name without folders.
    pub file: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Data rows, where it is a table.
    pub rows: Option<u64>,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunOutcome {
    /// Its name.
    pub run: String,
    /// Confidence level.
    pub level: f64,
    /// Sample and design.
    pub sample: SampleOutcome,
    /// What every entry asked for, in the specification's own words and order.
    pub entries: Vec<EntryOutcome>,
    /// The weighting steps, base first.
    pub weighting: Vec<StepOutcome>,
    /// Replicate sets.
    pub replicates: Vec<ReplicatesOutcome>,
    /// Estimates, composites included.
    pub estimates: Vec<EstimateOutcome>,
    /// Contrasts and changes.
    pub contrasts: Vec<ContrastOutcome>,
    /// Covariance matrices.
    pub covariances: Vec<CovarianceOutcome>,
    /// Tests of independence.
    pub independence: Vec<IndependenceOutcome>,
    /// Rankings.
    pub rankings: Vec<RankingOutcome>,
    /// Shrunken estimates.
    pub shrinkage: Vec<ShrinkageOutcome>,
    /// Needed sample sizes.
    pub sample_sizes: Vec<SampleSizeOutcome>,
    /// What a reader has to know beside the numbers.
    pub notes: Vec<Note>,
    /// Weights, one row per analysed unit; written to a file of its own.
    #[serde(skip)]
    pub weights: WeightTable,
}

/// The analysed sample.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SampleOutcome {
    /// Rows of the data file.
    pub rows_read: u64,
    /// Rows left after `keep`.
    pub rows_kept: u64,
    /// Rows in the design after weighting.
    pub rows_analysed: u64,
    /// Strata.
    pub strata: u64,
    /// First-stage clusters.
    pub clusters: u64,
    /// Labels of strata with one cluster.
    pub lonely_strata: Vec<String>,
    /// `fail`, `remove`, `adjust`, `average`, `certainty`.
    pub lonely_rule: String,
    /// Whether a finite population correction is used, per stage.
    pub corrected_stages: u64,
    /// The design as specified: `strata`, `clusters`, `population`, `weight`, `keep`, `nonrespondents`; absent where the
    /// specification is silent.
    pub settings: BTreeMap<String, String>,
}

/// An entry of the specification, so that the method can be told from the results alone.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EntryOutcome {
    /// Its name.
    pub entry: String,
    /// The table it stands in: `estimates`, `composites`, `contrasts`, `changes`, `independence`, `rankings`, `shrinkage`,
    /// `sample_sizes`.
    pub table: String,
    /// Its keys with their values as written: `mean`, `proportion`, `items`, `among`, `by`, `of`, `adjust`, ….
    pub settings: BTreeMap<String, String>,
}

/// One weighting step.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StepOutcome {
    /// Name of the weight column.
    pub name: String,
    /// `base`, `nonresponse`, `poststratify`, `rake`, `calibrate`, `trim`, `trim_and_rake`, `scale`.
    pub kind: String,
    /// Units with a positive weight after it.
    pub n: u64,
    /// Sum of the weights.
    pub sum: f64,
    /// Smallest weight other than 0: below 0 where linear calibration without bounds made it so.
    pub min: Option<f64>,
    /// Largest weight.
    pub max: Option<f64>,
    /// n Σw²/(Σw)².
    pub kish_deff: Option<f64>,
    /// (Σw)²/Σw².
    pub kish_neff: Option<f64>,
    /// Smallest factor of the step.
    pub min_factor: Option<f64>,
    /// Largest factor of the step.
    pub max_factor: Option<f64>,
    /// Cycles or iterations.
    pub iterations: Option<u32>,
    /// Largest relative miss of a margin at the end.
    pub largest_miss: Option<f64>,
    /// Whether the step reached what it aims at (margins met, all weights inside).
    pub converged: bool,
    /// Further numbers by name: `reference` (median or mean), `low`, `high`, `n_low`, `n_high`, `at_lower`, `at_upper`,
    /// `outside`, `passes`, `cycles`, `classes`.
    pub figures: BTreeMap<String, f64>,
    /// Units outside the limits at the start of each cycle (trim_and_rake).
    pub outside_by_cycle: Vec<u64>,
    /// The step as written: `margins`, `tolerance`, `max_cycles`, `distance`, `bounds`, `low`, `high`, `of`, `give_back`,
    /// `repeat`, `cycles`, `responded`, `classes`, `within`, `min_respondents`, `max_factor`, `margin`, `to`, `weight`.
    /// The report adds the defaults of what is left out.
    pub settings: BTreeMap<String, String>,
    /// Factor per class or cell, in order, where one factor belongs to a group.
    #[serde(serialize_with = "serial::by_name")]
    pub factors: Vec<(String, f64)>,
    /// Margins with target and what was achieved before and after.
    pub margins: Vec<MarginOutcome>,
}

/// One category of a margin around a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MarginOutcome {
    /// Margin.
    pub margin: String,
    /// Category, or `sum`.
    pub category: String,
    /// Respondents in it.
    pub n: u64,
    /// Population.
    pub target: f64,
    /// Weighted total before.
    pub before: f64,
    /// Weighted total after.
    pub after: f64,
}

/// A replicate set.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReplicatesOutcome {
    /// Its name.
    pub name: String,
    /// `jackknife`, `brr`, `fay`, `bootstrap`, `supplied`.
    pub method: String,
    /// How many.
    pub count: u64,
    /// The seed, where drawn.
    pub seed: Option<String>,
    /// Whether all steps were repeated.
    pub steps_repeated: bool,
    /// The set as specified: `units`, `fpc`, `rho`, `scale`, `centre`, `are`, `columns`.
    pub settings: BTreeMap<String, String>,
    /// Replicates in which a step failed: (number, why). They are left out and the variance says so.
    #[serde(serialize_with = "serial::failures")]
    pub failed: Vec<(u64, PlanError)>,
}

/// Weights, one row per unit in canonical order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WeightTable {
    /// Ids, or the line numbers where the data has none.
    pub id: Vec<String>,
    /// Nonresponse class, where there is such a step.
    pub class: Option<Vec<String>>,
    /// (step name, weights).
    pub steps: Vec<(String, Vec<f64>)>,
}
