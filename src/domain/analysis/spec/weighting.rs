//! The weighting steps of a specification.

use crate::domain::analysis::formula::Formula;

/// A `[[weighting]]` step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepSpec {
    /// `name`: of the weight column that it writes; the step's kind by default, numbered when repeated.
    pub name: String,
    /// What it does.
    pub kind: StepKind,
}

/// What a weighting step does.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// `step = "nonresponse"` (D15).
    Nonresponse {
        /// `responded`: who answered.
        responded: Formula,
        /// `eligible`: 1 eligible, 0 not, missing unknown; absent: everybody is eligible.
        eligible: Option<Formula>,
        /// `classes`: column whose values, in order, are the classes; absent: one class.
        classes: Option<String>,
        /// `within`: columns inside whose categories classes are merged, never across.
        within: Vec<String>,
        /// `min_respondents`: a class with fewer is merged; 0 never merges.
        min_respondents: u64,
        /// `max_factor`: a class with a larger factor is merged.
        max_factor: Option<f64>,
    },
    /// `step = "poststratify"` to one margin (D10).
    Poststratify {
        /// `margin`.
        margin: String,
    },
    /// `step = "rake"` (D11).
    Rake {
        /// `margins`, in order.
        margins: Vec<String>,
        /// `tolerance`: largest relative miss; 1e-6.
        tolerance: f64,
        /// `max_cycles`; 100.
        max_cycles: u32,
    },
    /// `step = "calibrate"` (D13).
    Calibrate {
        /// `margins`: categories and numbers.
        margins: Vec<String>,
        /// `distance`: `linear`, `raking` or `logit`.
        distance: DistanceSpec,
        /// `bounds = [L, U]` on the factor.
        bounds: Option<(f64, f64)>,
        /// `low`, `high`, `of`: limits on the weight itself.
        limits: Option<LimitsSpec>,
        /// `tolerance`; 1e-10.
        tolerance: f64,
        /// `max_cycles`; 100.
        max_cycles: u32,
    },
    /// `step = "trim"` (D14); `within`: columns inside whose categories it is done apart.
    Trim(TrimSpec, Vec<String>),
    /// `step = "trim_and_rake"`: cycles of clip, give back and rake until all weights are inside (D14).
    TrimAndRake {
        /// How to clip; its limits are fixed before the first cycle.
        trim: TrimSpec,
        /// `margins`.
        margins: Vec<String>,
        /// `tolerance` of each raking.
        tolerance: f64,
        /// `max_cycles` of each raking.
        max_cycles: u32,
        /// `cycles`: at most; 10.
        cycles: u32,
        /// `must_end_inside`: weights that are still outside at the end are refused; false.
        must_end_inside: bool,
    },
    /// `step = "scale"`: one factor for all, so that the sum becomes `to`.
    Scale {
        /// `to`: a number, or the name of a margin whose sum is taken.
        to: ScaleTo,
    },
}

/// What weights are scaled to.
#[derive(Debug, Clone, PartialEq)]
pub enum ScaleTo {
    /// A number.
    Number(f64),
    /// The sum of a margin.
    Margin(String),
}

/// `distance` of a calibration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DistanceSpec {
    /// F(u) = 1 + u.
    Linear,
    /// F(u) = exp u.
    Raking,
    /// Bounded logit; needs `bounds`.
    Logit,
}

/// Limits on weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitsSpec {
    /// `low`.
    pub low: f64,
    /// `high`; infinity when absent.
    pub high: f64,
    /// `of`.
    pub of: LimitsOf,
}

/// What limits are multiples of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitsOf {
    /// `weight`: they are weights already.
    Weight,
    /// `mean` of the positive weights that enter the step.
    Mean,
    /// `median` of the positive weights that enter the step.
    Median,
    /// `quantile`: low and high are shares of the positive weights.
    Quantile,
    /// `population_mean`: the sum of the step's first margin over the number of positive weights.
    PopulationMean,
}

/// `step = "trim"`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrimSpec {
    /// `low`, `high`, `of`.
    pub limits: LimitsSpec,
    /// `give_back`: `none` (default), `equal` parts, or `proportional`.
    pub give_back: GiveBackSpec,
    /// `repeat`: until all are inside (`true`) or once (`false`, default).
    pub repeat: bool,
    /// `relative_to_base`: clips w/base instead of w.
    pub relative_to_base: bool,
}

/// What happens to the mass that trimming cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveBackSpec {
    /// It is gone (raking restores it).
    None,
    /// Equal absolute parts to the units that were never clipped.
    Equal,
    /// One factor on the units that were never clipped.
    Proportional,
}
