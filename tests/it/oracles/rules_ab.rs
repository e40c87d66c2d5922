//! Where the numbers of the a- and b-cases stand in our results.

use super::numbers::{Rule, names, rule};

/// See the case.
pub fn by_kind() -> Vec<Rule> {
    vec![rule(
        "{run} > {kind} > {v} > **",
        "runs > {run} > estimates > {kind}[{v}] > **",
    )]
}

/// See the case.
pub fn contrasts() -> Vec<Rule> {
    let mut rules = vec![
        rule("ratio_api_stu_over_enroll > **", "runs > main > estimates > ratio > **"),
        names("mean_vector > names > {i}"),
        rule(
            "mean_vector > estimate > 0",
            "runs > main > estimates > mean[api00] > estimate",
        ),
        rule(
            "mean_vector > estimate > 1",
            "runs > main > estimates > mean[api99] > estimate",
        ),
        rule(
            "mean_vector > cov > **",
            "runs > main > covariances > mean_vector > by_method > fixed > **",
        ),
        rule(
            "difference_api00_minus_api99 > estimate",
            "runs > main > contrasts > api00_minus_api99 > estimate",
        ),
        rule(
            "difference_api00_minus_api99 > se",
            "runs > main > contrasts > api00_minus_api99 > errors > fixed > se",
        ),
        names("domain_means_api00_by_stype > levels > {i}"),
        rule(
            "domain_means_api00_by_stype > estimate > 0",
            "runs > main > estimates > by_stype[E] > estimate",
        ),
        rule(
            "domain_means_api00_by_stype > estimate > 1",
            "runs > main > estimates > by_stype[H] > estimate",
        ),
        rule(
            "domain_means_api00_by_stype > estimate > 2",
            "runs > main > estimates > by_stype[M] > estimate",
        ),
        rule(
            "domain_means_api00_by_stype > cov > **",
            "runs > main > covariances > domain_means > by_method > fixed > **",
        ),
        names("difference_sch_wide_Yes_minus_No > levels > {i}"),
        rule(
            "difference_sch_wide_Yes_minus_No > estimates > 0",
            "runs > main > estimates > by_sch_wide[No] > estimate",
        ),
        rule(
            "difference_sch_wide_Yes_minus_No > estimates > 1",
            "runs > main > estimates > by_sch_wide[Yes] > estimate",
        ),
    ];
    // The oracle lists No before Yes, our contrast sorts its terms alike.
    rules.push(rule(
        "difference_sch_wide_Yes_minus_No > cov > **",
        "runs > main > contrasts > yes_minus_no > cov > **",
    ));
    rules.extend(tested("difference_sch_wide_Yes_minus_No", "yes_minus_no"));
    rules.extend(tested("log_ratio_sch_wide_yes_over_awards_yes", "log_ratio"));
    rules.extend([
        names("independence_sch_wide_by_comp_imp > table > rows > {i}"),
        names("independence_sch_wide_by_comp_imp > table > cols > {i}"),
        rule(
            "independence_sch_wide_by_comp_imp > table > weighted > **",
            "runs > main > independence > sch_wide_by_comp_imp > weighted > **",
        ),
    ]);
    rules.extend(independence(
        "independence_sch_wide_by_comp_imp",
        "sch_wide_by_comp_imp",
    ));
    rules.extend(independence("independence_stype_by_comp_imp", "stype_by_comp_imp"));
    rules
}

/// Leaks a path made at run time: there are a few dozen of them.
pub fn path(text: String) -> &'static str {
    text.leak()
}

fn tested(theirs: &str, ours: &str) -> Vec<Rule> {
    let one = |field: &str, place: &str| {
        rule(
            path(format!("{theirs} > {field}")),
            path(format!("runs > main > contrasts > {ours} > {place}")),
        )
    };
    vec![
        one("estimate", "estimate"),
        one("se", "errors > fixed > se"),
        one("t", "t"),
        one("df", "errors > fixed > df"),
        one("p_two_sided", "p"),
    ]
}

fn independence(theirs: &str, ours: &str) -> Vec<Rule> {
    let one = |field: &str, place: &str| {
        rule(
            path(format!("{theirs} > {field}")),
            path(format!("runs > main > independence > {ours} > {place}")),
        )
    };
    let mut rules = vec![
        one("pearson_x2_scaled_to_n", "x2"),
        one("rao_scott_second_order_F_p_from_chisq_variant", "rao_scott_chisq_p"),
    ];
    for (test, place) in [
        ("rao_scott_second_order_F", "rao_scott"),
        ("wald_F", "wald"),
        ("adjusted_wald_F", "wald_adjusted"),
    ] {
        rules.push(one(&format!("{test} > F"), &format!("{place} > f")));
        rules.push(one(&format!("{test} > **"), &format!("{place} > **")));
    }
    rules
}

/// See the case.
pub fn jackknife() -> Vec<Rule> {
    let mut rules = vec![
        rule("{run} > {m} > replicates", "runs > {run} > replicates > {m} > count"),
        rule(
            "{run} > {m} > df",
            "runs > {run} > estimates > mean[api00] > errors > {m} > df",
        ),
    ];
    for (theirs, ours) in [("mean_api00", "mean[api00]"), ("mean_enroll", "mean[enroll]")] {
        rules.push(rule(
            path(format!("{{run}} > {{m}} > {theirs} > estimate")),
            path(format!("runs > {{run}} > estimates > {ours} > estimate")),
        ));
        rules.push(rule(
            path(format!("{{run}} > {{m}} > {theirs} > se")),
            path(format!("runs > {{run}} > estimates > {ours} > errors > {{m}} > se")),
        ));
    }
    rules.push(rule(
        "{run} > {m} > {e} > estimate",
        "runs > {run} > estimates > {e} > estimate",
    ));
    rules.push(rule(
        "{run} > {m} > {e} > se",
        "runs > {run} > estimates > {e} > errors > {m} > se",
    ));
    rules
}

/// See the case.
pub fn calibrated(step: &str) -> Vec<Rule> {
    let of_step = |field: &str, place: &str| {
        rule(
            path(format!("{{variance}} > {field}")),
            path(format!("runs > main > weighting > {step} > {place}")),
        )
    };
    vec![
        rule(
            "factor_by_cell > {cell}",
            path(format!("runs > main > weighting > {step} > factors > {{cell}}")),
        ),
        of_step("sum_w", "sum"),
        of_step("min_w", "min"),
        of_step("max_w", "max"),
        of_step("kish_deff", "kish_deff"),
        names("information_only_unweighted_residual_variant > **"),
        rule(
            "calibrated_variance > {e} > **",
            "runs > main > estimates > {e} > errors > calibrated > **",
        ),
        rule(
            "weights_taken_as_fixed > {e} > **",
            "runs > main > estimates > {e} > errors > fixed > **",
        ),
        rule("{variance} > {e} > **", "runs > main > estimates > {e} > **"),
    ]
}

/// See the case.
pub fn calibrate_family() -> Vec<Rule> {
    let of_step = |field: &str, place: &str| {
        rule(
            path(format!("{{run}} > {field}")),
            path(format!("runs > {{run}} > weighting > calibrate > {place}")),
        )
    };
    vec![
        of_step("min_g", "min_factor"),
        of_step("max_g", "max_factor"),
        of_step("sum_w", "sum"),
        of_step("min_w", "min"),
        of_step("max_w", "max"),
        of_step("kish_deff", "kish_deff"),
        rule("{run} > {e} > **", "runs > {run} > estimates > {e} > **"),
    ]
}

/// See the case.
pub fn trim() -> Vec<Rule> {
    let run = "clip_0.3_3_median";
    let base = |field: &str, place: &str| {
        rule(
            path(format!("initial > {field}")),
            path(format!("runs > {run} > weighting > base > {place}")),
        )
    };
    let step = |field: &str, place: &str| {
        rule(
            path(format!("{{run}} > {field}")),
            path(format!("runs > {{run}} > weighting > trim > {place}")),
        )
    };
    vec![
        rule(
            "median_w0",
            path(format!("runs > {run} > weighting > trim > figures > reference")),
        ),
        base("sum_w", "sum"),
        base("min_w", "min"),
        base("max_w", "max"),
        base("kish_deff", "kish_deff"),
        base("kish_neff", "kish_neff"),
        step("sum_w", "sum"),
        step("min_w", "min"),
        step("max_w", "max"),
        step("kish_deff", "kish_deff"),
        step("kish_neff", "kish_neff"),
        step("n_low", "figures > n_low"),
        step("n_high", "figures > n_high"),
        step("passes", "figures > passes"),
    ]
}
