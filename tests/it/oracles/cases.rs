//! The reference cases.

use super::numbers::{Rule, rule};
use super::rules_ab::{by_kind, calibrate_family, calibrated, contrasts, jackknife, trim};
use super::rules_c::{cycles, groups, limits, pipeline, two_years};

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
    Case {
        id,
        data: "data.csv",
        rules,
        weights: &[],
        loose: &[],
    }
}

/// Every case.
pub const CASES: &[Case] = &[
    case("a01-stratified-basic", by_kind),
    case("a02-stratified-domains", || {
        vec![rule(
            "{entry} > {d} > **",
            "runs > main > estimates > {entry}[{d}] > **",
        )]
    }),
    case("a03-stratified-contrasts", contrasts),
    case("a04-jackknife", jackknife),
    case("b01-cluster-one-stage", by_kind),
    case("b02-cluster-two-stage", by_kind),
    Case {
        weights: &[("weight", "main", "poststratify")],
        ..case("b03-poststratify", || calibrated("poststratify"))
    },
    Case {
        weights: &[("weight", "main", "rake")],
        ..case("b04-rake-two-margins", || calibrated("rake"))
    },
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
    Case {
        data: "respondents.csv",
        ..case("c03-rating-weights-groups", groups)
    },
    Case {
        weights: &[("raked", "main", "raked"), ("final", "main", "final")],
        ..case("c04-trim-rake-cycles", cycles)
    },
    Case {
        weights: &[
            ("multiplicative", "multiplicative", "calibrate"),
            ("linear", "linear", "calibrate"),
        ],
        ..case("c05-calibrate-absolute-limits", limits)
    },
];
