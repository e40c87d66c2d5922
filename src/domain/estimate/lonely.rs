//! What a stratum with a single cluster contributes to a variance (D18), by the names that R `survey` uses.

/// The rule for lonely strata. A stratum whose only cluster is its whole population (N_h = 1) is not lonely: it
/// contributes nothing under every rule, as in R.
///
/// Where R and D18 differ we follow D18: `Adjust` takes the deviation from the mean of all cluster totals, R from 0. That
/// is the same for means, proportions and ratios, whose linearised values add up to 0, and differs for totals. A later
/// stage with one unit contributes nothing (D3.3) under every rule; R stops there unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lonely {
    /// An error: one cluster says nothing about a spread. The default.
    #[default]
    Fail,
    /// Nothing (D18 "contribute_nothing").
    Remove,
    /// The squared deviation from the mean of all cluster totals (D18 "centre_at_overall"), times 1 − f_h.
    Adjust,
    /// The average of the other strata: V times all strata over those that are not lonely (D18
    /// "average_of_other_strata").
    Average,
    /// Nothing, because its cluster was taken with certainty.
    Certainty,
}
