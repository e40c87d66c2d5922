//! What an analysis is to do, as parsed from its TOML file: every name is checked against the data later, by the runner.

mod comparisons;
mod estimates;
mod replicates;
mod weighting;

pub use comparisons::*;
pub use estimates::*;
pub use replicates::*;
pub use weighting::*;

use super::formula::Formula;
use crate::domain::estimate::Lonely;
use std::collections::BTreeMap;

/// A whole specification: the data and one or more runs over them.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The specification's file, for messages.
    pub file: String,
    /// `title`: heads the report.
    pub title: String,
    /// `[data]`.
    pub data: DataSpec,
    /// `[columns]`: derived columns; they may use each other, in any order, but not in a circle.
    pub columns: Vec<(String, Formula)>,
    /// `[items.NAME]`: batteries of coded answers.
    pub items: Vec<ItemsSpec>,
    /// `[ratings]`: a second file with one row per rating.
    pub ratings: Option<RatingsSpec>,
    /// `[runs.NAME]` laid over the rest of the file; one run called `main` where there is none.
    pub runs: Vec<RunSpec>,
    /// First line of every text in the file, and of every name in its formulas.
    pub lines: BTreeMap<String, usize>,
}

/// `[data]`: the file given by `--data`.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSpec {
    /// `id`: the column that names a row; rows are put in its order. Without it, rows are ordered by their content.
    pub id: Option<String>,
    /// `missing`: cell texts that mean "no value"; the empty cell always does.
    pub missing: Vec<String>,
    /// `keep`: rows for which it is not true are left out before anything else, and counted.
    pub keep: Option<Formula>,
    /// `sheet`: of an XLSX file.
    pub sheet: Option<String>,
}

/// `[items.NAME]`: columns that share codes.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemsSpec {
    /// NAME.
    pub name: String,
    /// `columns`: names, or one pattern with `*`.
    pub columns: Vec<String>,
    /// `valid`: codes that are values.
    pub valid: Vec<String>,
    /// `other`: codes that are answers but not values (don't know). Any further code is refused by row and column.
    pub other: Vec<String>,
}

/// `[ratings]`: the long form of a battery, one row per respondent and item.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingsSpec {
    /// `file`, relative to the specification.
    pub file: String,
    /// `respondent`: column with the data file's id.
    pub respondent: String,
    /// `item`: column that names what was rated.
    pub item: String,
    /// `value`: column with the code.
    pub value: String,
    /// `valid`, `other`: as in [`ItemsSpec`].
    pub valid: Vec<String>,
    /// See `valid`.
    pub other: Vec<String>,
    /// `factor`: what the respondent's weight is multiplied by, such as `1 / (shown * assigned)` (D17); 1 when absent.
    pub factor: Option<Formula>,
    /// `probability`: of the item being rated by the respondent, instead of `factor`, which is then 1 / it.
    pub probability: Option<Formula>,
}

/// One run: all that may differ between `[runs.NAME]` tables.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSpec {
    /// NAME, or `main`.
    pub name: String,
    /// `level`: of every interval; 0.95.
    pub level: f64,
    /// `errors`: ways to estimate the variance, the first being the one that intervals at the top of a result use.
    pub errors: Option<Vec<ErrorsSpec>>,
    /// `[design]`.
    pub design: DesignSpec,
    /// `[margins.NAME]` and `[population]`.
    pub margins: Vec<MarginSpec>,
    /// `[[weighting]]`, in order.
    pub weighting: Vec<StepSpec>,
    /// `[replicates.NAME]`.
    pub replicates: Vec<ReplicatesSpec>,
    /// `[[estimates]]`.
    pub estimates: Vec<EstimateSpec>,
    /// `[[composites]]`.
    pub composites: Vec<CompositeSpec>,
    /// `[[contrasts]]`.
    pub contrasts: Vec<ContrastSpec>,
    /// `[[changes]]`.
    pub changes: Vec<ChangeSpec>,
    /// `[[covariances]]`.
    pub covariances: Vec<CovarianceSpec>,
    /// `[[independence]]`.
    pub independence: Vec<IndependenceSpec>,
    /// `[[rankings]]`.
    pub rankings: Vec<RankingSpec>,
    /// `[[shrinkage]]`.
    pub shrinkage: Vec<ShrinkageSpec>,
    /// `[[sample_sizes]]`.
    pub sample_sizes: Vec<SampleSizeSpec>,
    /// All of it in its own words.
    pub written: Vec<Written>,
}

impl RunSpec {
    /// Where the specification says this: the line of the first of these keys that the entry has, else that of the entry.
    pub fn line(&self, table: &str, name: &str, keys: &[&str]) -> Option<usize> {
        let found = self.written.iter().find(|one| one.table == table && one.name == name)?;
        let of_key = keys.iter().find_map(|key| found.lines.get(*key));
        Some(of_key.copied().unwrap_or(found.line))
    }
}

/// An entry as the specification writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The table it stands in: `estimates`, `weighting`, `replicates`, `design`, ….
    pub table: String,
    /// Its name; a step without one has that of its weight.
    pub name: String,
    /// Line where it begins.
    pub line: usize,
    /// Line of each key; of what stands in a table as `key.inner`.
    pub lines: BTreeMap<String, usize>,
    /// Its keys with their values, texts without quotes, lists joined by commas.
    pub settings: BTreeMap<String, String>,
}

/// A way to estimate variances.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorsSpec {
    /// `fixed`: linearised, the final weights taken as fixed (D3).
    Fixed,
    /// `calibrated`: linearised with the residuals of the last calibration step (D12).
    Calibrated,
    /// The name of a replicate set (D9).
    Replicates(String),
}

/// `[design]`.
#[derive(Debug, Clone, PartialEq)]
pub struct DesignSpec {
    /// `strata`: columns, crossed; none: one stratum.
    pub strata: Vec<String>,
    /// `clusters`: one column per stage; none: every row is its own cluster.
    pub clusters: Vec<String>,
    /// `population`: per stage the number of units there are to draw from (N_h, then M_hj); none: drawn with replacement
    /// (no correction). The last stage may be the row itself (one more than `clusters`).
    pub population: Vec<PopulationSpec>,
    /// `weight`: base weight, 1/π.
    pub weight: Option<Formula>,
    /// `probability`: π, instead of `weight`.
    pub probability: Option<Formula>,
    /// `lonely`: what a stratum with one cluster contributes (D18); `fail` by default.
    pub lonely: Lonely,
    /// `nest`: cluster names are understood within strata; otherwise a cluster in two strata is refused.
    pub nest: bool,
    /// `nonrespondents`: `leave` (default) or `stay` in the design after a nonresponse step (D3.4).
    pub nonrespondents_stay: bool,
}

/// Where a stage's populations stand: numbers of units, or sampling fractions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PopulationSpec {
    /// A column of the data.
    Column(String),
    /// `{ file = "strata.csv", total = "N", columns = […] }`: a table with a row per group that is drawn in.
    Table {
        /// Relative to the specification.
        file: String,
        /// Its column with the numbers.
        total: String,
        /// Its columns with the strata and the clusters above; empty: as the data calls them.
        columns: Vec<String>,
    },
}

impl DesignSpec {
    /// The columns of the data that hold populations.
    pub fn population_columns(&self) -> impl Iterator<Item = &String> {
        self.population.iter().filter_map(|population| match population {
            PopulationSpec::Column(name) => Some(name),
            PopulationSpec::Table { .. } => None,
        })
    }
}

/// A population margin: counts per category, or the sum of a number.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginSpec {
    /// NAME: how weighting steps call it.
    pub name: String,
    /// `columns` of the data whose values, crossed, are the categories; NAME itself by default.
    pub columns: Vec<String>,
    /// Where the totals come from.
    pub totals: TotalsSpec,
}

/// Where a margin's totals come from.
#[derive(Debug, Clone, PartialEq)]
pub enum TotalsSpec {
    /// `totals = { E = 4421, … }`; crossed categories are joined by ` × `.
    Inline(BTreeMap<String, f64>),
    /// `sum = 3914069`: the column is a number and this is its population sum.
    Sum(f64),
    /// `file`, `total`, and the file's columns that hold the categories (by default those of the data).
    File {
        /// Relative to the specification.
        file: String,
        /// Its columns with the categories; other columns are summed over.
        columns: Vec<String>,
        /// Its column with the counts.
        total: String,
    },
    /// `[population] file = …`: a long file with the columns margin, level and total; level `sum` for a number.
    Long {
        /// Relative to the specification.
        file: String,
        /// Column with the margin's name.
        margin: String,
        /// Column with the category.
        level: String,
        /// Column with the count.
        total: String,
    },
}
