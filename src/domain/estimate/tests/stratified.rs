//! Reference cases a01 to a03: a stratified sample, its domains, contrasts and tests.

use super::case::{Case, Coded, Found, mean, total};
use super::{combined, contrast, covariances};
use crate::domain::estimate::design::Design;
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::independence::{FTest, independence};
use crate::domain::estimate::statistic;
use crate::domain::estimate::taylor::{Precision, Taylor};
use serde_json::Value;

const YES: [(&str, &str); 4] = [
    ("sch_wide_yes", "sch_wide"),
    ("comp_imp_yes", "comp_imp"),
    ("awards_yes", "awards"),
    ("both_yes", "both"),
];

/// Means, totals and proportions of the whole sample, whichever the case has.
pub fn check_all(case: &Case, design: &Design, want: &Value, weights: &[f64], what: &str) {
    let taylor = Taylor {
        design,
        calibration: None,
    };
    let known = |column: &[f64]| -> Domain { Domain::of(weights, |row| !column[row].is_nan()) };
    for (kind, of) in want.as_object().unwrap() {
        for (name, want) in of.as_object().unwrap() {
            let what = format!("{what} {kind} {name}");
            match kind.as_str() {
                "mean" | "total" => {
                    let column = case.number(name);
                    let domain = known(&column);
                    let make = if kind == "mean" { mean } else { total };
                    case.check(&make(&taylor, &domain, &column), want, &what);
                }
                "proportion" => {
                    let source = YES.iter().find(|(derived, _)| derived == name).unwrap().1;
                    let column = case.is(source, "Yes");
                    case.check(&mean(&taylor, &known(&column), &column), want, &what);
                }
                _ => {
                    let (variable, by) = name_of_domains(kind);
                    check_domain(case, &taylor, (&variable, by, name), weights, want);
                }
            }
        }
    }
}

/// `api00_by_stype` → (api00, stype).
fn name_of_domains(name: &str) -> (String, &str) {
    let (variable, by) = name.split_once("_by_").unwrap();
    (variable.to_owned(), if by == "county" { "cname" } else { by })
}

fn variable(case: &Case, name: &str) -> Vec<f64> {
    match YES.iter().find(|(derived, _)| *derived == name) {
        Some((_, source)) => case.is(source, "Yes"),
        None => case.number(name),
    }
}

fn check_domain(case: &Case, taylor: &Taylor, (name, by, level): (&str, &str, &str), weights: &[f64], want: &Value) {
    let column = variable(case, name);
    let domain = Domain::of(weights, |row| case.rows[row][by] == level && !column[row].is_nan());
    case.check(
        &mean(taylor, &domain, &column),
        want,
        &format!("{name} in {by} {level}"),
    );
}

#[test]
fn a01_every_number_with_and_without_the_finite_population() {
    let Some(case) = Case::load("a01-stratified-basic", "data.csv") else {
        return;
    };
    let weights = case.number("pw");
    let with = case.design(Some("stype"), &[], &["fpc"]);
    let without = case.design(Some("stype"), &[], &[]);
    check_all(&case, &with, &case.expected["with_fpc"], &weights, "with");
    check_all(&case, &without, &case.expected["without_fpc"], &weights, "without");
}

#[test]
fn a02_domains_down_to_one_school() {
    let Some(case) = Case::load("a02-stratified-domains", "data.csv") else {
        return;
    };
    let design = case.design(Some("stype"), &[], &["fpc"]);
    check_all(&case, &design, &case.expected, &case.number("pw"), "a02");
}

struct School {
    case: Case,
    design: Design,
    all: Domain,
    weights: Vec<f64>,
}

fn schools() -> Option<School> {
    let case = Case::load("a03-stratified-contrasts", "data.csv")?;
    let design = case.design(Some("stype"), &[], &["fpc"]);
    let weights = case.number("pw");
    let all = Domain::of(&weights, |_| true);
    Some(School {
        case,
        design,
        all,
        weights,
    })
}

fn check_matrix(case: &Case, found: &[&Precision], want: &Value, what: &str) {
    let deviations: Vec<&[f64]> = found.iter().map(|p| p.deviations.as_slice()).collect();
    for (i, row) in covariances(&deviations).iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            case.close(*value, &want[i][j], &format!("{what} {i},{j}"));
        }
    }
}

#[test]
fn a03_ratio_and_covariances() {
    let Some(School {
        case,
        design,
        all,
        weights,
    }) = schools()
    else {
        return;
    };
    let taylor = Taylor {
        design: &design,
        calibration: None,
    };
    let estimate = statistic::ratio(&all, &case.number("api_stu"), &case.number("enroll")).unwrap();
    let found = Found {
        precision: taylor.precision(&estimate),
        estimate,
        y: Vec::new(),
        is_rate: false,
    };
    case.check(&found, &case.expected["ratio_api_stu_over_enroll"], "ratio");
    let (first, second) = (
        mean(&taylor, &all, &case.number("api00")),
        mean(&taylor, &all, &case.number("api99")),
    );
    let both = [&first.precision, &second.precision];
    check_matrix(&case, &both, &case.expected["mean_vector"]["cov"], "means");
    let want = &case.expected["difference_api00_minus_api99"];
    let terms = [
        (1.0, first.estimate.value, first.precision.deviations.as_slice()),
        (-1.0, second.estimate.value, second.precision.deviations.as_slice()),
    ];
    let difference = contrast(&terms, first.precision.df());
    case.close(difference.value, &want["estimate"], "difference");
    case.close(difference.se, &want["se"], "se of the difference");
    let types: Vec<Domain> = ["E", "H", "M"]
        .iter()
        .map(|t| Domain::of(&weights, |row| case.rows[row]["stype"] == *t))
        .collect();
    let found: Vec<Found> = types
        .iter()
        .map(|domain| mean(&taylor, domain, &case.number("api00")))
        .collect();
    let precisions: Vec<&Precision> = found.iter().map(|f| &f.precision).collect();
    check_matrix(
        &case,
        &precisions,
        &case.expected["domain_means_api00_by_stype"]["cov"],
        "types",
    );
}

#[test]
fn a03_contrasts_between_domains_and_of_logarithms() {
    let Some(School {
        case,
        design,
        all,
        weights,
    }) = schools()
    else {
        return;
    };
    let taylor = Taylor {
        design: &design,
        calibration: None,
    };
    let of = |level: &'static str| Domain::of(&weights, |row| case.rows[row]["sch_wide"] == level);
    let (no, yes) = (of("No"), of("Yes"));
    let (no, yes) = (
        mean(&taylor, &no, &case.number("api00")),
        mean(&taylor, &yes, &case.number("api00")),
    );
    let want = &case.expected["difference_sch_wide_Yes_minus_No"];
    check_matrix(&case, &[&no.precision, &yes.precision], &want["cov"], "No and Yes");
    let mut support = no.precision.support.clone();
    support.join(&yes.precision.support);
    let terms = [
        (-1.0, no.estimate.value, no.precision.deviations.as_slice()),
        (1.0, yes.estimate.value, yes.precision.deviations.as_slice()),
    ];
    let difference = contrast(&terms, support.degrees_of_freedom());
    case.close(difference.value, &want["estimate"], "difference");
    case.close(difference.se, &want["se"], "se");
    case.close(difference.test.unwrap().0, &want["t"], "t");
    case.close(difference.df, &want["df"], "df");
    case.close(difference.test.unwrap().1, &want["p_two_sided"], "p");
    let (above, below) = (
        mean(&taylor, &all, &case.is("sch_wide", "Yes")),
        mean(&taylor, &all, &case.is("awards", "Yes")),
    );
    let want = &case.expected["log_ratio_sch_wide_yes_over_awards_yes"];
    let (a, b) = (above.estimate.value, below.estimate.value);
    let parts = [
        (1.0 / a, above.precision.deviations.as_slice()),
        (-1.0 / b, below.precision.deviations.as_slice()),
    ];
    case.close(libm::log(a / b), &want["estimate"], "log ratio");
    case.close(combined(parts.into_iter()).sqrt(), &want["se"], "se of the log ratio");
}

fn check_f(case: &Case, got: Option<FTest>, want: &Value, what: &str) {
    let got = got.unwrap();
    for (value, name) in [(got.f, "F"), (got.ndf, "ndf"), (got.ddf, "ddf"), (got.p, "p")] {
        case.close(value, &want[name], &format!("{what} {name}"));
    }
}

#[test]
fn a03_independence_by_rao_scott_and_by_wald() {
    let Some(School { case, design, all, .. }) = schools() else {
        return;
    };
    let taylor = Taylor {
        design: &design,
        calibration: None,
    };
    let test = |row: &Coded, column: &Coded| {
        let side = |coded: &Coded| (coded.codes.clone(), coded.labels.len());
        let ((row, rows), (column, columns)) = (side(row), side(column));
        independence(&taylor, &all, (&row, rows), (&column, columns)).unwrap()
    };
    let (wide, improved, types) = (case.coded("sch_wide"), case.coded("comp_imp"), case.coded("stype"));
    let (got, want) = (
        test(&wide, &improved),
        &case.expected["independence_sch_wide_by_comp_imp"],
    );
    for (i, row) in got.weighted.iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            case.close(*value, &want["table"]["weighted"][i][j], "weighted count");
        }
    }
    case.close(got.x2, &want["pearson_x2_scaled_to_n"], "X2");
    check_f(&case, got.rao_scott, &want["rao_scott_second_order_F"], "Rao-Scott");
    let chi = &want["rao_scott_second_order_F_p_from_chisq_variant"];
    case.close(got.rao_scott_chisq_p.unwrap(), chi, "chi-square");
    check_f(&case, got.wald, &want["wald_F"], "Wald");
    check_f(&case, got.wald_adjusted, &want["adjusted_wald_F"], "adjusted Wald");
    let (got, want) = (
        test(&types, &improved),
        &case.expected["independence_stype_by_comp_imp"],
    );
    case.close(got.x2, &want["pearson_x2_scaled_to_n"], "X2 of types");
    check_f(
        &case,
        got.rao_scott,
        &want["rao_scott_second_order_F"],
        "Rao-Scott of types",
    );
}
