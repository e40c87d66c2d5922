//! The sentences of the method in an analysis report, in English.

use crate::text::analysis::MethodWords;

/// The method.
pub const METHOD: MethodWords = MethodWords {
    headings: [
        "Order and arithmetic",
        "Sampling design",
        "Weighting",
        "Estimators",
        "Variance",
        "Intervals",
        "Comparisons",
    ],
    order: "Rows are first put in a fixed order by their id (by their content where there is none); all sums run in that order in double precision, with + − × ÷, square roots and one mathematical library only. The same input gives the same result to the last bit on any machine and with any number of threads.",
    design: &[
        ("rows", "There are no clusters: every row is a cluster of its own."),
        (
            "with_replacement",
            "No population sizes are given: the variance is that of sampling with replacement, without finite population correction.",
        ),
        (
            "corrected",
            "The first-stage variance is multiplied by (1 − f), f the share of the stratum's clusters that were drawn; a second stage adds Σ f·(1 − f₂)·m/(m − 1)·Σ(z − z̄)².",
        ),
    ],
    lonely: &[
        ("fail", "A stratum with one cluster: the analysis is refused."),
        (
            "remove",
            "A stratum with one cluster contributes 0 to the variance (which may be too small).",
        ),
        (
            "adjust",
            "A stratum with one cluster is centred at the mean of all cluster totals of all strata and contributes (z − z̄)² (usually too large, hence on the safe side).",
        ),
        (
            "average",
            "A stratum with one cluster contributes the average of the other strata's contributions.",
        ),
        (
            "certainty",
            "A stratum with one cluster is taken as drawn with certainty and contributes nothing to the first-stage variance.",
        ),
    ],
    steps: &[
        ("base", "The base weight is the inverse of the selection probability."),
        (
            "nonresponse",
            "Nonresponse adjustment: a respondent's weight is multiplied by the factor of its class, the base weights of all who were selected over those of the respondents; nonrespondents get weight 0. The first class that fails the rules is merged with the next one, the last with the one before, and so on until no class fails or one is left.",
        ),
        (
            "poststratify",
            "Post-stratification: the weights of every category are multiplied by population over weighted total.",
        ),
        (
            "rake",
            "Raking (iterative proportional fitting): margin after margin is made to meet its population totals, one factor a category; converged when, after a whole cycle, the largest relative miss over all categories of all margins is within the tolerance.",
        ),
        (
            "calibrate",
            "Calibration: w = d·F(x′λ), so that weighted totals of the auxiliary variables meet the population's at the least distance from the weights before. With bounds the bounded problem is solved; nothing is clipped afterwards.",
        ),
        ("trim", "Trimming: weights outside the limits are moved to the limits."),
        (
            "trim_and_rake",
            "Trimming and raking in turn: clip, give back, rake again, until all weights are inside the limits or the cycles are used up; the limits are fixed before the first cycle.",
        ),
        (
            "scale",
            "Scaling: all weights are multiplied by one number, so that their sum is as given.",
        ),
    ],
    settings: &[
        ("weight", "formula {v}"),
        ("probability", "probability {v}"),
        ("responded", "respondents: {v}"),
        ("eligible", "eligible: {v}"),
        ("classes", "classes: {v}"),
        ("within", "only inside the same {v}"),
        ("min_respondents", "a class with fewer than {v} respondents is merged"),
        ("max_factor", "a class with a factor above {v} is merged"),
        ("margin", "margin: {v}"),
        ("margins", "margins, in this order: {v}"),
        ("tolerance", "tolerance {v} (relative)"),
        ("max_cycles", "at most {v} cycles each time"),
        ("cycles", "at most {v} cycles of trimming"),
        ("distance", "distance: {v}"),
        ("bounds", "bounds of the factor: {v}"),
        ("limits", "limits of the weight: {v}"),
        ("low", "lower limit {v}"),
        ("high", "upper limit {v}"),
        ("of", "limits are in units of: {v}"),
        ("give_back", "what was cut off: {v}"),
        ("repeat", "repeated until all are inside: {v}"),
        ("relative_to_base", "clips the ratio to the base weight: {v}"),
        ("to", "the sum becomes {v}"),
        ("units", "units left out or drawn: {v}"),
        ("fpc", "finite population correction: {v}"),
        ("rho", "Fay's ρ = {v}"),
        ("scale", "scale of every replicate {v}"),
        ("centre", "deviations from: {v}"),
        ("are", "the supplied columns are: {v}"),
        ("columns", "columns: {v}"),
        ("file", "file: {v}"),
    ],
    values: &[
        ("true", "yes"),
        ("false", "no"),
        ("none", "not given back"),
        ("weight", "the weight itself"),
        (
            "equal",
            "given back in equal parts to the units that were never clipped",
        ),
        (
            "proportional",
            "given back by one factor to the units that were never clipped",
        ),
        ("median", "the median of the positive weights"),
        ("mean", "the mean of the positive weights"),
        ("quantile", "quantiles of the positive weights"),
        ("population_mean", "population over number of units"),
        ("linear", "linear"),
        ("raking", "multiplicative (exponential)"),
        ("logit", "logit"),
        ("estimate", "the full-sample estimate"),
        ("replicates", "the mean of the replicates"),
        ("draws", "numbers of draws"),
        ("multipliers", "multipliers of the base weight"),
        ("weights", "whole weights"),
        ("leave", "leave the design after weighting"),
        ("stay", "stay in the design with weight 0"),
    ],
    estimators: &[
        ("mean", "Mean = Σ w·y / Σ w over the units that have a value."),
        ("total", "Total = Σ w·y."),
        (
            "proportion",
            "Proportion = sum of the weights where the condition holds / sum of the weights of all that have a value.",
        ),
        ("ratio", "Ratio = Σ w·y / Σ w·x."),
        (
            "quantile",
            "Quantile: the smallest value at which the weighted distribution function reaches the given share.",
        ),
        (
            "composite",
            "Composite: the parts' estimates weighted by given shares and added; where the parts are independent samples, variances add with the squares of the shares.",
        ),
    ],
    entry: "{kind} “{entry}”: {settings}.",
    variance: &[
        (
            "fixed",
            "Taylor linearisation: the estimate becomes a total of unit values z, and V = Σ strata (1 − f)·n/(n − 1)·Σ clusters (z − z̄)²; the weights are taken as fixed. Clusters without a member of the domain count in n.",
        ),
        (
            "calibrated",
            "Taylor linearisation with calibration: z is regressed on the auxiliary variables of the last calibration, weighted by the weights before it, and the residuals enter the same formula. The share of a margin category has variance 0 for that reason.",
        ),
        (
            "jackknife",
            "Jackknife: one cluster is left out at a time and the others of its stratum are multiplied by n/(n − 1); V = Σ (n − 1)/n·(1 − f)·(θᵣ − θ)².",
        ),
        (
            "brr",
            "Balanced half samples: one of two clusters of every stratum; V = Σ (θᵣ − θ)² / R.",
        ),
        (
            "fay",
            "Fay's balanced half samples: clusters that are not taken keep part of their weight; V = Σ (θᵣ − θ)² / (R(1 − ρ)²).",
        ),
        (
            "bootstrap",
            "Rao–Wu bootstrap: n − 1 clusters of every stratum are drawn with replacement, the multiplier is n/(n − 1) times the number of draws; V = Σ (θᵣ − θ)² / R.",
        ),
        ("supplied", "Replicate weights came with the data; V = Σ sᵣ·(θᵣ − θ)²."),
    ],
    set: "Replicate set “{name}”, {count} replicates.",
    sets: [
        "Random seed “{seed}”; the same seed gives the same replicates.",
        "Every replicate repeats all weighting steps, beginning with the base weights.",
        "The multipliers act on the final weights; the weighting steps were not repeated.",
        "The supplied columns are whole weights and were used as they are.",
        "{n} failed and are left out; the variance rests on the others.",
    ],
    official: "Charts and first tables use the first method: {method}.",
    diagnostics: [
        "Degrees of freedom = clusters with a member of the domain − strata with one. Composites: Satterthwaite's approximation, or with df = \"design\" the clusters less the strata of all their parts together.",
        "Design effect = variance / variance under simple random sampling of as many (without and with replacement).",
        "Design effect of the weights (Kish) = n·Σw²/(Σw)²; effective n = (Σw)²/Σw².",
        "Effective n of a proportion = p(1 − p)/V; for Korn and Graubard times (t(n−1)/t(df))².",
    ],
    intervals: &[
        ("t", "estimate ∓ t·standard error."),
        ("wald_t", "p ∓ t·standard error, not clipped to 0 and 1."),
        ("wald_z", "p ∓ z·standard error, not clipped to 0 and 1."),
        ("logit", "symmetric on ln(p/(1 − p)), transformed back."),
        ("arcsine", "symmetric on arcsin√p, transformed back."),
        (
            "wilson",
            "Wilson's score interval with n = effective n = p(1 − p)/V and the t quantile.",
        ),
        (
            "korn_graubard",
            "Clopper and Pearson's exact interval with the effective n adjusted for degrees of freedom.",
        ),
        (
            "korn_graubard_capped",
            "the same, the effective n being at most the actual n.",
        ),
        (
            "woodruff",
            "the interval of the distribution function at that point, read back as quantiles.",
        ),
    ],
    level: "All intervals are at level {level}; t is the quantile at 1 − {alpha}/2.",
    degenerate: "Where a proportion is 0 or 1 or the variance is 0, the effective n is n, and logit and arcsine intervals do not exist. With one unit no standard error is given.",
    comparisons: &[
        (
            "contrasts",
            "The variance of a difference uses the covariance of the estimates (the same person or cluster may be in both); t = difference/standard error with degrees of freedom as above. A change is always later minus earlier. Smooth functions use the delta method.",
        ),
        (
            "holm",
            "p-values are adjusted by Holm's method within a set of comparisons (the probability of at least one false finding is controlled).",
        ),
        (
            "bh",
            "p-values are adjusted by Benjamini and Hochberg's method within a set of comparisons (the share of false findings is controlled).",
        ),
        ("none", "p-values are not adjusted."),
        (
            "independence",
            "X² is Pearson's statistic of the weighted shares, scaled to the actual n; Rao and Scott's second-order correction: F = X²/tr Δ, numerator degrees of freedom (tr Δ)²/tr Δ², denominator those times the design's. The Wald tests use the covariance directly.",
        ),
        (
            "rankings",
            "Joint range (Wright, Klein and Wieczorek): each of D estimates gets a t interval at the level to the power 1/D; best rank = 1 + how many lower limits are above its upper limit, worst rank = D − how many upper limits are below its lower limit. Joint range from differences: Holm's procedure over all D(D − 1) one-sided hypotheses “i is not above j”, with the standard error of each difference, covariances included; best rank = 1 + how many are surely above, worst rank = D − how many are surely below. Joint range from replicates: the same differences, rejected step by step where they exceed the level's quantile of the largest standardised deviation over the replicates (Romano and Wolf). The first two kinds hold all true ranks at once with at least the level's probability, the third with about it, given many replicates; ranges over replicates one by one hold for one estimate at a time. Neighbours of which no two can be told apart by their difference form a group. The probability of a pair is Φ(difference/standard error).",
        ),
        (
            "shrinkage",
            "Shrinkage (Fay–Herriot): B·direct + (1 − B)·mean of the class, B = τ²/(τ² + standard error²), τ² the variance between the class's true values by restricted maximum likelihood (0 where it would be negative); the mean is weighted by 1/(τ² + standard error²).",
        ),
        (
            "sample_sizes",
            "Needed respondents n = 2(z + z′)²·SD²·design effect/difference², rounded up; z and z′ are the normal quantiles of the level and the power; for two groups of equal size with different respondents.",
        ),
    ],
};
