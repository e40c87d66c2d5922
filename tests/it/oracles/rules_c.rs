//! Where the numbers of the c-cases stand in our results.

use super::numbers::{Rule, names, rule};
use super::rules_ab::path;

/// See the case.
pub fn pipeline() -> Vec<Rule> {
    let estimate = "runs > main > estimates > {what}[{d}]";
    let of = |theirs: &str, ours: &str| {
        rule(
            path(format!("departments > {{d}} > {{what}} > {theirs}")),
            path(format!("{estimate} > {ours}")),
        )
    };
    let mut rules = vec![
        rule("counts > selected", "runs > main > weighting > base > n"),
        rule("counts > respondents", "runs > main > weighting > nonresponse > n"),
        rule(
            "counts > cells",
            "runs > main > weighting > nonresponse > figures > classes",
        ),
        rule(
            "counts > trimmed_low",
            "runs > main > weighting > trimmed > figures > n_low",
        ),
        rule(
            "counts > trimmed_high",
            "runs > main > weighting > trimmed > figures > n_high",
        ),
        rule("stages > {step} > **", "runs > main > weighting > {step} > **"),
        rule(
            "median_raked",
            "runs > main > weighting > trimmed > figures > reference",
        ),
        of("se_calibrated", "errors > calibrated > se"),
        of("neff_calibrated", "errors > calibrated > neff"),
        of("ci_calibrated > **", "errors > calibrated > ci > **"),
        of("replication > {set}", "errors > {set} > se"),
        of("random_bootstrap_fixed_se", "errors > random_bootstrap > se"),
        of("**", "**"),
        rule(
            "rates_covariance > weights_fixed > **",
            "runs > main > covariances > rates > by_method > fixed > **",
        ),
        rule(
            "rates_covariance > calibrated > **",
            "runs > main > covariances > rates > by_method > calibrated > **",
        ),
    ];
    for (theirs, ours) in [
        ("difference_first_minus_second", "contrasts > first_minus_second"),
        ("average_of_rates", "estimates > average_of_rates"),
    ] {
        rules.push(rule(
            path(format!("{theirs} > {{m}} > estimate")),
            path(format!("runs > main > {ours} > estimate")),
        ));
        for (method, ours_method) in [("weights_fixed", "fixed"), ("calibrated", "calibrated")] {
            rules.push(rule(
                path(format!("{theirs} > {method} > se")),
                path(format!("runs > main > {ours} > errors > {ours_method} > se")),
            ));
        }
    }
    rules.push(names("independence > variables > {i}"));
    rules.push(rule(
        "independence > pearson_x2_scaled_to_n",
        "runs > main > independence > satisfied_r01_by_sex > x2",
    ));
    rules.push(rule(
        "independence > F",
        "runs > main > independence > satisfied_r01_by_sex > rao_scott > f",
    ));
    rules.push(rule(
        "independence > **",
        "runs > main > independence > satisfied_r01_by_sex > rao_scott > **",
    ));
    rules.push(rule(
        "satisfied_by_district_calibrated > {d} > **",
        "runs > main > estimates > satisfied_by_district[{d}] > errors > calibrated > **",
    ));
    rules.push(rule(
        "satisfied_by_district_calibrated > {d} > **",
        "runs > main > estimates > satisfied_by_district[{d}] > **",
    ));
    rules.push(rule(
        "satisfied_by_district > {d} > **",
        "runs > main > estimates > satisfied_by_district[{d}] > **",
    ));
    rules.push(rule(
        "satisfied_by_age > {d} > **",
        "runs > main > estimates > satisfied_by_age[{d}] > **",
    ));
    rules
}

/// See the case.
pub fn two_years() -> Vec<Rule> {
    let change = "runs > main > contrasts > {what}_change[{item}]";
    let of = |theirs: &str, ours: &str| {
        rule(
            path(format!("{{item}} > {{what}} > {theirs}")),
            path(format!("{change} > {ours}")),
        )
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

/// See the case.
pub fn groups() -> Vec<Rule> {
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
        rule(
            "index_covariance > **",
            "runs > main > covariances > index > by_method > fixed > **",
        ),
        rule(
            "difference_1_minus_2 > estimate",
            "runs > main > contrasts > first_minus_second > estimate",
        ),
        rule(
            "difference_1_minus_2 > se",
            "runs > main > contrasts > first_minus_second > errors > fixed > se",
        ),
        rule(
            "difference_1_minus_2 > se_if_covariance_ignored",
            "runs > main > contrasts > first_minus_second > se_if_covariance_ignored",
        ),
        rule(
            "mean_of_all_departments > **",
            "runs > main > estimates > mean_of_departments > **",
        ),
    ]
}

/// See the case.
pub fn cycles() -> Vec<Rule> {
    let last = |theirs: &str, ours: &str| {
        rule(
            path(theirs.into()),
            path(format!("runs > main > weighting > final > {ours}")),
        )
    };
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

/// See the case.
pub fn limits() -> Vec<Rule> {
    let step = |theirs: &str, ours: &str| {
        rule(
            path(format!("{{run}} > {theirs}")),
            path(format!("runs > {{run}} > weighting > calibrate > {ours}")),
        )
    };
    vec![
        rule("lower", "runs > multiplicative > weighting > calibrate > figures > low"),
        rule(
            "upper",
            "runs > multiplicative > weighting > calibrate > figures > high",
        ),
        step("at_lower", "figures > at_lower"),
        step("at_upper", "figures > at_upper"),
        rule("{run} > y > **", "runs > {run} > estimates > y > **"),
        step("{field}", "{field}"),
    ]
}
