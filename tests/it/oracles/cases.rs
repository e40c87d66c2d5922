//! Where each number of a reference case stands in our results.

use super::numbers::{Rule, names, rule};

/// One reference case.
pub struct Case {
    /// Its folder's name.
    pub id: &'static str,
    /// The file that is analysed.
    pub data: &'static str,
    /// Where its numbers are; of several that fit, the first that leads somewhere.
    pub rules: fn() -> Vec<Rule>,
    /// (column of the oracle's weights, run, our step).
    pub weights: &'static [(&'static str, &'static str, &'static str)],
    /// Numbers that are random in the oracle too, and agree within a tenth.
    pub loose: &'static [&'static str],
}

const fn case(id: &'static str, rules: fn() -> Vec<Rule>) -> Case {
    Case { id, data: "data.csv", rules, weights: &[], loose: &[] }
}

/// Every case.
pub const CASES: &[Case] = &[
    case("a01-stratified-basic", by_kind),
    case("a02-stratified-domains", || vec![rule("{entry} > {d} > **", "runs > main > estimates > {entry}[{d}] > **")]),
    case("a03-stratified-contrasts", contrasts),
    case("a04-jackknife", jackknife),
    case("b01-cluster-one-stage", by_kind),
    case("b02-cluster-two-stage", by_kind),
    Case { weights: &[("weight", "main", "poststratify")], ..case("b03-poststratify", || calibrated("poststratify")) },
    Case { weights: &[("weight", "main", "rake")], ..case("b04-rake-two-margins", || calibrated("rake")) },
    Case {
        weights: &[
            ("linear", "linear", "calibrate"),
            ("linear_bounded", "linear_bounded", "calibrate"),
            ("raking", "raking", "calibrate"),
            ("logit_bounded", "logit_bounded", "calibrate"),
            ("linear_with_continuous", "linear_with_continuous", "calibrate"),
            ("raking_with_continuous", "raking_with_continuous", "calibrate"),
            ("logit_with_continuous", "logit_with_continuous", "calibrate"),
        ],
        ..case("b05-calibrate-family", calibrate_family)
    },
    Case {
        weights: &[
            ("clip_0.3_3_median", "clip_0.3_3_median", "trim"),
            ("one_pass_equal_parts", "one_pass_equal_parts", "trim"),
            ("repeated_equal_parts", "repeated_equal_parts", "trim"),
            ("repeated_proportional", "repeated_proportional", "trim"),
        ],
        ..case("b06-trim", trim)
    },
    Case {
        data: "sample.csv",
        weights: &[
            ("base", "main", "base"),
            ("nonresponse", "main", "nonresponse"),
            ("raked", "main", "raked"),
            ("trimmed", "main", "trimmed"),
            ("final", "main", "final"),
        ],
        loose: &["random_bootstrap"],
        ..case("c01-satisfaction-pipeline", pipeline)
    },
    case("c02-two-years-same-blocks", two_years),
    Case { data: "respondents.csv", ..case("c03-rating-weights-groups", groups) },
    Case { weights: &[("raked", "main", "raked"), ("final", "main", "final")], ..case("c04-trim-rake-cycles", cycles) },
    Case {
        weights: &[("multiplicative", "multiplicative", "calibrate"), ("linear", "linear", "calibrate")],
        ..case("c05-calibrate-absolute-limits", limits)
    },
];

fn by_kind() -> Vec<Rule> {
    vec![rule("{run} > {kind} > {v} > **", "runs > {run} > estimates > {kind}[{v}] > **")]
}

fn contrasts() -> Vec<Rule> {
    let mut rules = vec![
        rule("ratio_api_stu_over_enroll > **", "runs > main > estimates > ratio > **"),
        names("mean_vector > names > {i}"),
        rule("mean_vector > estimate > 0", "runs > main > estimates > mean[api00] > estimate"),
        rule("mean_vector > estimate > 1", "runs > main > estimates > mean[api99] > estimate"),
        rule("mean_vector > cov > **", "runs > main > covariances > mean_vector > by_method > fixed > **"),
        rule("difference_api00_minus_api99 > estimate", "runs > main > contrasts > api00_minus_api99 > estimate"),
        rule("difference_api00_minus_api99 > se", "runs > main > contrasts > api00_minus_api99 > errors > fixed > se"),
        names("domain_means_api00_by_stype > levels > {i}"),
        rule("domain_means_api00_by_stype > estimate > 0", "runs > main > estimates > by_stype[E] > estimate"),
        rule("domain_means_api00_by_stype > estimate > 1", "runs > main > estimates > by_stype[H] > estimate"),
        rule("domain_means_api00_by_stype > estimate > 2", "runs > main > estimates > by_stype[M] > estimate"),
        rule(
            "domain_means_api00_by_stype > cov > **",
            "runs > main > covariances > domain_means > by_method > fixed > **",
        ),
        names("difference_sch_wide_Yes_minus_No > levels > {i}"),
        rule("difference_sch_wide_Yes_minus_No > estimates > 0", "runs > main > estimates > by_sch_wide[No] > estimate"),
        rule("difference_sch_wide_Yes_minus_No > estimates > 1", "runs > main > estimates > by_sch_wide[Yes] > estimate"),
    ];
    // The oracle lists No before Yes, our contrast sorts its terms alike.
    rules.push(rule("difference_sch_wide_Yes_minus_No > cov > **", "runs > main > contrasts > yes_minus_no > cov > **"));
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
    rules.extend(independence("independence_sch_wide_by_comp_imp", "sch_wide_by_comp_imp"));
    rules.extend(independence("independence_stype_by_comp_imp", "stype_by_comp_imp"));
    rules
}

/// Leaks a path made at run time: there are a few dozen of them.
fn path(text: String) -> &'static str {
    text.leak()
}

fn tested(theirs: &str, ours: &str) -> Vec<Rule> {
    let one = |field: &str, place: &str| {
        rule(path(format!("{theirs} > {field}")), path(format!("runs > main > contrasts > {ours} > {place}")))
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
        rule(path(format!("{theirs} > {field}")), path(format!("runs > main > independence > {ours} > {place}")))
    };
    let mut rules = vec![
        one("pearson_x2_scaled_to_n", "x2"),
        one("rao_scott_second_order_F_p_from_chisq_variant", "rao_scott_chisq_p"),
    ];
    for (test, place) in
        [("rao_scott_second_order_F", "rao_scott"), ("wald_F", "wald"), ("adjusted_wald_F", "wald_adjusted")]
    {
        rules.push(one(&format!("{test} > F"), &format!("{place} > f")));
        rules.push(one(&format!("{test} > **"), &format!("{place} > **")));
    }
    rules
}

fn jackknife() -> Vec<Rule> {
    let mut rules = vec![
        rule("{run} > {m} > replicates", "runs > {run} > replicates > {m} > count"),
        rule("{run} > {m} > df", "runs > {run} > estimates > mean[api00] > errors > {m} > df"),
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
    rules.push(rule("{run} > {m} > {e} > estimate", "runs > {run} > estimates > {e} > estimate"));
    rules.push(rule("{run} > {m} > {e} > se", "runs > {run} > estimates > {e} > errors > {m} > se"));
    rules
}

fn calibrated(step: &str) -> Vec<Rule> {
    let of_step = |field: &str, place: &str| {
        rule(path(format!("{{variance}} > {field}")), path(format!("runs > main > weighting > {step} > {place}")))
    };
    vec![
        rule("factor_by_cell > {cell}", path(format!("runs > main > weighting > {step} > factors > {{cell}}"))),
        of_step("sum_w", "sum"),
        of_step("min_w", "min"),
        of_step("max_w", "max"),
        of_step("kish_deff", "kish_deff"),
        names("information_only_unweighted_residual_variant > **"),
        rule("calibrated_variance > {e} > **", "runs > main > estimates > {e} > errors > calibrated > **"),
        rule("weights_taken_as_fixed > {e} > **", "runs > main > estimates > {e} > errors > fixed > **"),
        rule("{variance} > {e} > **", "runs > main > estimates > {e} > **"),
    ]
}

fn calibrate_family() -> Vec<Rule> {
    let of_step = |field: &str, place: &str| {
        rule(path(format!("{{run}} > {field}")), path(format!("runs > {{run}} > weighting > calibrate > {place}")))
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

fn trim() -> Vec<Rule> {
    let run = "clip_0.3_3_median";
    let base = |field: &str, place: &str| {
        rule(path(format!("initial > {field}")), path(format!("runs > {run} > weighting > base > {place}")))
    };
    let step = |field: &str, place: &str| {
        rule(path(format!("{{run}} > {field}")), path(format!("runs > {{run}} > weighting > trim > {place}")))
    };
    vec![
        rule("median_w0", path(format!("runs > {run} > weighting > trim > figures > reference"))),
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

fn pipeline() -> Vec<Rule> {
    let estimate = "runs > main > estimates > {what}[{d}]";
    let of = |theirs: &str, ours: &str| {
        rule(path(format!("departments > {{d}} > {{what}} > {theirs}")), path(format!("{estimate} > {ours}")))
    };
    let mut rules = vec![
        rule("counts > selected", "runs > main > weighting > base > n"),
        rule("counts > respondents", "runs > main > weighting > nonresponse > n"),
        rule("counts > cells", "runs > main > weighting > nonresponse > figures > classes"),
        rule("counts > trimmed_low", "runs > main > weighting > trimmed > figures > n_low"),
        rule("counts > trimmed_high", "runs > main > weighting > trimmed > figures > n_high"),
        rule("stages > {step} > **", "runs > main > weighting > {step} > **"),
        rule("median_raked", "runs > main > weighting > trimmed > figures > reference"),
        of("se_calibrated", "errors > calibrated > se"),
        of("neff_calibrated", "errors > calibrated > neff"),
        of("ci_calibrated > **", "errors > calibrated > ci > **"),
        of("replication > {set}", "errors > {set} > se"),
        of("random_bootstrap_fixed_se", "errors > random_bootstrap > se"),
        of("**", "**"),
        rule("rates_covariance > weights_fixed > **", "runs > main > covariances > rates > by_method > fixed > **"),
        rule("rates_covariance > calibrated > **", "runs > main > covariances > rates > by_method > calibrated > **"),
    ];
    for (theirs, ours) in [
        ("difference_first_minus_second", "contrasts > first_minus_second"),
        ("average_of_rates", "estimates > average_of_rates"),
    ] {
        rules.push(rule(path(format!("{theirs} > {{m}} > estimate")), path(format!("runs > main > {ours} > estimate"))));
        for (method, ours_method) in [("weights_fixed", "fixed"), ("calibrated", "calibrated")] {
            rules.push(rule(
                path(format!("{theirs} > {method} > se")),
                path(format!("runs > main > {ours} > errors > {ours_method} > se")),
            ));
        }
    }
    rules.push(names("independence > variables > {i}"));
    rules.push(rule("independence > pearson_x2_scaled_to_n", "runs > main > independence > satisfied_r01_by_sex > x2"));
    rules.push(rule("independence > F", "runs > main > independence > satisfied_r01_by_sex > rao_scott > f"));
    rules.push(rule("independence > **", "runs > main > independence > satisfied_r01_by_sex > rao_scott > **"));
    rules.push(rule(
        "satisfied_by_district_calibrated > {d} > **",
        "runs > main > estimates > satisfied_by_district[{d}] > errors > calibrated > **",
    ));
    rules.push(rule("satisfied_by_district_calibrated > {d} > **", "runs > main > estimates > satisfied_by_district[{d}] > **"));
    rules.push(rule("satisfied_by_district > {d} > **", "runs > main > estimates > satisfied_by_district[{d}] > **"));
    rules.push(rule("satisfied_by_age > {d} > **", "runs > main > estimates > satisfied_by_age[{d}] > **"));
    rules
}

fn two_years() -> Vec<Rule> {
    let change = "runs > main > contrasts > {what}_change[{item}]";
    let of = |theirs: &str, ours: &str| {
        rule(path(format!("{{item}} > {{what}} > {theirs}")), path(format!("{change} > {ours}")))
    };
    vec![
        names("{item} > {what} > years > {i}"),
        of("estimate > {i}", "estimates > {i}"),
        of("cov > **", "cov > **"),
        of("difference", "estimate"),
        of("se", "errors > fixed > se"),
        of("se_if_covariance_ignored", "se_if_covariance_ignored"),
        of("t", "t"),
        of("df", "errors > fixed > df"),
        of("p_two_sided", "p"),
        of("ci_t > {i}", "errors > fixed > ci > t > {i}"),
    ]
}

fn groups() -> Vec<Rule> {
    let of = |theirs: &str, entry: &str, field: &str| {
        rule(
            path(format!("departments > {{d}} > groups > {{g}} > {theirs}")),
            path(format!("runs > main > estimates > {entry}[{{d}}, {{g}}] > {field}")),
        )
    };
    let all = |theirs: &str, entry: &str, field: &str| {
        rule(
            path(format!("departments > {{d}} > {theirs}")),
            path(format!("runs > main > estimates > {entry}[{{d}}] > {field}")),
        )
    };
    vec![
        names("departments > {d} > class"),
        of("index", "index", "estimate"),
        of("index_se", "index", "se"),
        of("sum_u", "index", "sum_w"),
        of("satisfied", "satisfied", "estimate"),
        of("satisfied_se", "satisfied", "se"),
        of("satisfied_wilson > {i}", "satisfied", "ci > wilson > {i}"),
        of("dont_know_share", "dont_know", "estimate"),
        of("{field}", "index", "{field}"),
        all("index", "department_index", "estimate"),
        all("index_se", "department_index", "se"),
        all("score20", "score20", "estimate"),
        all("score20_se", "score20", "se"),
        rule("index_covariance > **", "runs > main > covariances > index > by_method > fixed > **"),
        rule("difference_1_minus_2 > estimate", "runs > main > contrasts > first_minus_second > estimate"),
        rule("difference_1_minus_2 > se", "runs > main > contrasts > first_minus_second > errors > fixed > se"),
        rule(
            "difference_1_minus_2 > se_if_covariance_ignored",
            "runs > main > contrasts > first_minus_second > se_if_covariance_ignored",
        ),
        rule("mean_of_all_departments > **", "runs > main > estimates > mean_of_departments > **"),
    ]
}

fn cycles() -> Vec<Rule> {
    let last = |theirs: &str, ours: &str| rule(path(theirs.into()), path(format!("runs > main > weighting > final > {ours}")));
    vec![
        last("reference", "figures > reference"),
        last("lower", "figures > low"),
        last("upper", "figures > high"),
        last("cycles", "figures > cycles"),
        last("all_inside", "converged"),
        last("outside_final", "figures > outside"),
        names("outside_at_start_of_cycle > {i} > cycle"),
        last("outside_at_start_of_cycle > {i} > outside", "outside_by_cycle > {i}"),
        rule("{step} > **", "runs > main > weighting > {step} > **"),
    ]
}

fn limits() -> Vec<Rule> {
    let step = |theirs: &str, ours: &str| {
        rule(path(format!("{{run}} > {theirs}")), path(format!("runs > {{run}} > weighting > calibrate > {ours}")))
    };
    vec![
        rule("lower", "runs > multiplicative > weighting > calibrate > figures > low"),
        rule("upper", "runs > multiplicative > weighting > calibrate > figures > high"),
        step("at_lower", "figures > at_lower"),
        step("at_upper", "figures > at_upper"),
        rule("{run} > y > **", "runs > {run} > estimates > y > **"),
        step("{field}", "{field}"),
    ]
}
