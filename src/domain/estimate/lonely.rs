//! What a stratum with a single cluster contributes to a variance (D18), by the names that R `survey` uses.

/// The rule for lonely strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lonely {
    /// An error: one cluster says nothing about a spread. The default.
    #[default]
    Fail,
    /// Nothing (D18 "contribute_nothing").
    Remove,
    /// The squared deviation from the mean of all cluster totals (D18 "centre_at_overall").
    Adjust,
    /// The average of the other strata: V times all strata over those with at least two clusters (D18).
    Average,
    /// Nothing, because its cluster was taken with certainty.
    Certainty,
}
