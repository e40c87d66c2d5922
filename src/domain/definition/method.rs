//! The registered method: every number a statistician may argue about.

use super::{AudienceId, Familiarity, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The method as registered, hashed before fieldwork.
#[derive(Debug, Clone)]
pub struct Method {
    /// The answer scale of every rating.
    pub scale: Scale,
    /// How a rate or an index becomes points.
    pub conversion: Conversion,
    /// Which departments a respondent is shown and rates.
    pub assignment: AssignmentRule,
    /// Where base weights come from.
    pub base: BaseWeight,
    /// Finite population correction in the standard errors.
    pub fpc: bool,
    /// Nonresponse step, if any.
    pub nonresponse: Option<Nonresponse>,
    /// Raking, per audience that has margins.
    pub raking: Raking,
    /// Trimming of the adjustment factor, if any.
    pub trimming: Option<Trimming>,
    /// Weighting design effect above which the sheet warns / the stage stops without a waiver.
    pub deff_warn: f64,
    /// See `deff_warn`.
    pub deff_block: f64,
    /// Suppression and flags.
    pub small_cells: SmallCells,
    /// Confidence level and kind of interval.
    pub interval: Interval,
    /// Flags and removal.
    pub quality: QualityRules,
    /// Enterprise unit: `firm` (one firm, one voice) or `employees`.
    pub enterprise_unit: String,
    /// Most departments per respondent that get the dimension battery; 0 = none.
    pub battery_most: u32,
}

/// The balanced answer scale.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Version name: change of any label is a new version.
    pub version: String,
    /// Grades from best to worst.
    pub grades: Vec<ScaleGrade>,
    /// Code of 说不清, with its label.
    pub dont_know: (String, Text),
}

/// One grade of the scale.
#[derive(Debug, Clone)]
pub struct ScaleGrade {
    /// Stored code, e.g. `5`.
    pub code: String,
    /// Label.
    pub label: Text,
    /// Value for the index, 0 to 100.
    pub value: f64,
    /// Counts as satisfied in the rate.
    pub satisfied: bool,
}

/// How a department's composite becomes points out of 20.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Conversion {
    /// 20 × satisfaction rate: the default.
    Rate,
    /// 20 × index / 100 with these values per grade code.
    Index {
        /// Value per grade code, 0 to 100.
        values: BTreeMap<String, f64>,
    },
    /// 20 × min(1, rate / target).
    Target {
        /// Rate that earns full points, 0 to 1.
        target: f64,
    },
    /// The points of the first band whose lower limit the rate reaches.
    Bands {
        /// (lower limit of the rate, points), best first.
        bands: Vec<(f64, f64)>,
    },
    /// floor + (20 − floor) × (rate − min) / (max − min) over the scored departments of the class.
    MinMax {
        /// Points of the lowest department.
        floor: f64,
    },
}

/// Which departments a respondent is shown and rates (METHOD 2).
#[derive(Debug, Clone, PartialEq)]
pub enum AssignmentRule {
    /// Everyone rates every department of the audience: s = q = 1.
    All,
    /// Drawn with known probabilities.
    Drawn {
        /// Integer size of a department in the shown-list draw, by prior familiarity; `None` = always shown.
        shown_sizes: BTreeMap<Familiarity, Option<u64>>,
        /// Share of the departments that are not always shown, as a fraction (numerator, denominator).
        shown_share: (u64, u64),
        /// Largest boost of a department behind target (4 in METHOD 2).
        boost_most: u64,
        /// Target valid ratings per department and audience.
        target_ratings: BTreeMap<AudienceId, u64>,
    },
}

/// Where base weights come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaseWeight {
    /// 1/π with π = issued / frame count of the stratum.
    InverseProbability,
    /// Population of the stratum, read from the named margin, over its respondents.
    StratumPopulation {
        /// Margin that holds the strata's populations; its (single) variable is the stratum.
        margin: String,
    },
}

/// Nonresponse adjustment in classes (METHOD 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonresponse {
    /// Fewest completes of a class; smaller classes are merged.
    pub min_completes: u32,
    /// Stratum → the larger group it may be merged within (e.g. functional zone), per audience.
    pub groups: BTreeMap<AudienceId, BTreeMap<String, String>>,
}

/// Raking (METHOD 5).
#[derive(Debug, Clone, PartialEq)]
pub struct Raking {
    /// Largest relative miss over all categories of all margins.
    pub tolerance: f64,
    /// Most full cycles.
    pub max_cycles: u32,
    /// Smallest count of respondents in a category before it is collapsed (0 = never).
    pub min_category: u32,
    /// Largest share of respondents without an own answer in a raking variable.
    pub missing_most: f64,
}

/// Trimming of g = w/b to `[lower, upper]` × median within the audience, once, then rake again (METHOD 6).
#[derive(Debug, Clone, PartialEq)]
pub struct Trimming {
    /// Lower factor of the median.
    pub lower: f64,
    /// Upper factor of the median.
    pub upper: f64,
}

/// Small numbers (METHOD 8).
#[derive(Debug, Clone, PartialEq)]
pub struct SmallCells {
    /// Suppress below this n or Kish effective n.
    pub suppress: f64,
    /// Flag below this Kish effective n.
    pub flag: f64,
    /// `no_score` when more than this share of λ is lost.
    pub lost_weight_most: f64,
}

/// Intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// Confidence level, e.g. 0.95.
    pub level: f64,
}

/// Quality flags and the registered removal rule (METHOD 11, METHODOLOGY 4.5).
#[derive(Debug, Clone, PartialEq)]
pub struct QualityRules {
    /// Seconds per Chinese character below which a page is too fast.
    pub seconds_per_character: f64,
    /// Seconds added per page.
    pub seconds_per_page: f64,
    /// Share of fast pages that flags SP1.
    pub fast_page_share: f64,
    /// Share of the median duration below which SP2 flags.
    pub median_share_flag: f64,
    /// Share of the median duration below which SP2 is strong.
    pub median_share_strong: f64,
    /// Straight-lining: fewest equal items.
    pub straight_items: u32,
    /// Straight-lining: fewest departments.
    pub straight_departments: u32,
}

/// One population margin of one audience.
#[derive(Debug, Clone)]
pub struct Margin {
    /// Its name, e.g. `district`.
    pub id: String,
    /// Audience it weights.
    pub audience: AudienceId,
    /// The variables that are crossed (one or two).
    pub variables: Vec<MarginVariable>,
    /// Whether the other margins are scaled to this one.
    pub master: bool,
    /// Categories with scaled totals, in the order of the file.
    pub categories: Vec<MarginCategory>,
    /// Sum before scaling, in the file's unit.
    pub sum_before_scaling: f64,
    /// Where the figures come from.
    pub source: String,
    /// Reference year.
    pub year: i16,
    /// Whether any figure is approximate.
    pub approximate: bool,
}

/// A variable of a margin: the question that measures it and the frame column that stands in when unanswered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarginVariable {
    /// Variable name, also the frame column.
    pub name: String,
    /// Question that measures it.
    pub question: super::QuestionId,
    /// Answer code → category value (several codes may map to one value). Frame columns hold category values.
    pub values: BTreeMap<String, String>,
}

/// One category of a margin.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginCategory {
    /// One value per variable of the margin.
    pub key: Vec<String>,
    /// Population, scaled to the master margin.
    pub population: f64,
}
