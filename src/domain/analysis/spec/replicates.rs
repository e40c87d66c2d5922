//! The replicate sets of a specification.

/// `[replicates.NAME]` (D9).
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicatesSpec {
    /// NAME.
    pub name: String,
    /// How they are made.
    pub method: ReplicatesMethod,
    /// `centre`: deviations from the full-sample estimate (`estimate`, default) or from the replicates' mean
    /// (`replicates`).
    pub centre_at_mean: bool,
    /// `steps`: every weighting step is repeated in each replicate (`repeat`, default), or the replicate's multipliers
    /// act on the final weights (`final`).
    pub repeat_steps: bool,
}

/// How replicates are made.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplicatesMethod {
    /// `jackknife`: delete one unit at a time; JK1 without strata, JKn with.
    Jackknife {
        /// `units`: column whose categories within a stratum are deleted; the design's clusters by default.
        units: Option<String>,
        /// `fpc`: whether (1 − f_h) multiplies; true where the design has a population.
        fpc: bool,
    },
    /// `brr`: balanced half samples of two clusters a stratum; with `rho` Fay's variant.
    Brr {
        /// `rho` in 0..1; 0 is plain BRR.
        rho: f64,
    },
    /// `bootstrap`: Rao–Wu rescaled, n_h − 1 clusters with replacement.
    Bootstrap {
        /// `count`.
        count: u32,
        /// `seed`: any text; printed in the results.
        seed: String,
        /// `units`: as above.
        units: Option<String>,
    },
    /// `supplied`: from a file.
    Supplied {
        /// `file`, relative to the specification; `data` takes columns of the data file.
        file: Option<String>,
        /// `id`: its column with the data's id.
        id: Option<String>,
        /// `columns`: names, or one pattern with `*`.
        columns: Vec<String>,
        /// `are`.
        are: SuppliedAre,
        /// `units`: for `draws`, the column whose categories within a stratum were drawn; design clusters by default.
        units: Option<String>,
        /// `scale`.
        scale: ScaleSpec,
    },
}

/// s_r of supplied replicates.
#[derive(Debug, Clone, PartialEq)]
pub enum ScaleSpec {
    /// No `scale`: 1/R.
    Even,
    /// `scale = 0.5`: of every replicate.
    All(f64),
    /// `scale = [0.5, 0.75, …]`: one per replicate, as JKn weights need.
    Each(Vec<f64>),
}

/// What supplied replicate columns hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppliedAre {
    /// How often the unit was drawn, n_h − 1 draws a stratum: the multiplier is n_h/(n_h − 1) times it.
    Draws,
    /// Multipliers of the base weight.
    Multipliers,
    /// Whole weights, used as they are.
    Weights,
}
