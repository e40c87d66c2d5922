//! Reference cases c01 to c03: satisfaction surveys, from the expected weights on.

use super::case::{Case, mean};
use super::{contrast, covariances};
use crate::domain::estimate::calibration::Calibration;
use crate::domain::estimate::design::Design;
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::independence::independence;
use crate::domain::estimate::interval::Rate;
use crate::domain::estimate::taylor::{Precision, Taylor};
use crate::domain::weight::rake::Cells;
use serde_json::Value;

/// The respondents of c01 with their weights before and after the last raking.
struct Respondents {
    case: Case,
    before: Vec<f64>,
    after: Vec<f64>,
    design: Design,
    cells: Cells,
}

fn respondents() -> Option<Respondents> {
    let mut case = Case::load("c01-satisfaction-pipeline", "sample.csv")?;
    let steps = case.file("expected_weights.csv");
    let weight = |column: &str| -> Vec<f64> {
        let answered = steps
            .iter()
            .zip(&case.rows)
            .filter(|(_, person)| person["responded"] == "1");
        answered.map(|(step, _)| step[column].parse().unwrap()).collect()
    };
    let (before, after) = (weight("trimmed"), weight("final"));
    case.rows.retain(|person| person["responded"] == "1");
    let design = case.design(Some("district"), &[], &[]);
    let cells = Cells::new(&["district", "age", "sex"].map(|margin| case.coded(margin).codes));
    Some(Respondents {
        case,
        before,
        after,
        design,
        cells,
    })
}

impl Respondents {
    /// Value of a rating, NaN outside the measure's domain.
    fn column(&self, item: &str, measure: &str) -> Vec<f64> {
        let value = |y: &f64| match measure {
            "dont_know" if *y >= 1.0 => f64::from(*y >= 9.0),
            "satisfied" if (1.0..=5.0).contains(y) => f64::from(*y >= 4.0),
            "index" if (1.0..=5.0).contains(y) => 25.0 * (y - 1.0),
            _ => f64::NAN,
        };
        self.case.number(item).iter().map(value).collect()
    }

    fn domain(&self, column: &[f64], member: impl Fn(usize) -> bool) -> Domain {
        Domain::of(&self.after, |row| !column[row].is_nan() && member(row))
    }
}

#[test]
fn c01_twelve_departments_with_fixed_and_calibrated_errors() {
    let Some(all) = respondents() else {
        return;
    };
    let calibration = Calibration::new(&all.cells, &all.before, &all.after);
    let [fixed, calibrated] = [None, Some(&calibration)].map(|calibration| Taylor {
        design: &all.design,
        calibration,
    });
    for (item, want) in all.case.expected["departments"].as_object().unwrap() {
        for measure in ["satisfied", "index", "dont_know"] {
            let (want, what) = (&want[measure], format!("{item} {measure}"));
            let column = all.column(item, measure);
            let domain = all.domain(&column, |_| true);
            all.case.check(&mean(&fixed, &domain, &column), want, &what);
            let found = mean(&calibrated, &domain, &column);
            if measure != "dont_know" {
                all.case.close(found.precision.se(), &want["se_calibrated"], &what);
            }
            let rate = Rate {
                p: found.estimate.value,
                variance: found.precision.variance,
                n: found.estimate.n,
                df: found.precision.df() as f64,
            };
            if let Some(intervals) = want.get("ci_calibrated") {
                all.case.intervals(true, &rate, intervals, &what);
                all.case.close(rate.neff(), &want["neff_calibrated"], &what);
            }
        }
    }
    for (by, column) in [("district", "satisfied_by_district"), ("age", "satisfied_by_age")] {
        let y = all.column("r01", "satisfied");
        for (level, want) in all.case.expected[column].as_object().unwrap() {
            let domain = all.domain(&y, |row| all.case.rows[row][by] == *level);
            all.case.check(&mean(&fixed, &domain, &y), want, level);
            let want = &all.case.expected["satisfied_by_district_calibrated"][level];
            if by == "district" {
                all.case
                    .close(mean(&calibrated, &domain, &y).precision.se(), &want["se"], level);
            }
        }
    }
}

#[test]
fn c01_covariances_contrasts_and_independence() {
    let Some(all) = respondents() else {
        return;
    };
    let (case, calibration) = (&all.case, Calibration::new(&all.cells, &all.before, &all.after));
    for (way, calibration) in [("weights_fixed", None), ("calibrated", Some(&calibration))] {
        let taylor = Taylor {
            design: &all.design,
            calibration,
        };
        let columns: Vec<Vec<f64>> = (1..=12).map(|d| all.column(&format!("r{d:02}"), "satisfied")).collect();
        let domains: Vec<Domain> = columns.iter().map(|column| all.domain(column, |_| true)).collect();
        let found: Vec<_> = domains
            .iter()
            .zip(&columns)
            .map(|(d, column)| mean(&taylor, d, column))
            .collect();
        let deviations: Vec<&[f64]> = found.iter().map(|f| f.precision.deviations.as_slice()).collect();
        for (i, row) in covariances(&deviations).iter().enumerate() {
            for (j, value) in row.iter().enumerate() {
                case.close(
                    *value,
                    &case.expected["rates_covariance"][way][i][j],
                    &format!("{way} {i},{j}"),
                );
            }
        }
        let term = |c: f64, i: usize| (c, found[i].estimate.value, deviations[i]);
        let difference = contrast(&[term(1.0, 0), term(-1.0, 1)], 1);
        let average = contrast(&(0..12).map(|i| term(1.0 / 12.0, i)).collect::<Vec<_>>(), 1);
        for (got, name) in [
            (difference, "difference_first_minus_second"),
            (average, "average_of_rates"),
        ] {
            let want = &case.expected[name][way];
            case.close(got.value, &want["estimate"], name);
            case.close(got.se, &want["se"], name);
        }
    }
    let taylor = Taylor {
        design: &all.design,
        calibration: None,
    };
    let satisfied = all.column("r01", "satisfied");
    let domain = all.domain(&satisfied, |_| true);
    let pick = |codes: &[u32]| -> Vec<u32> { domain.rows.iter().map(|row| codes[*row as usize]).collect() };
    let codes: Vec<u32> = satisfied.iter().map(|y| u32::from(*y > 0.5)).collect();
    let got = independence(
        &taylor,
        &domain,
        (&pick(&codes), 2),
        (&pick(&case.coded("sex").codes), 2),
    )
    .unwrap();
    let (want, test) = (&case.expected["independence"], got.rao_scott.unwrap());
    case.close(got.x2, &want["pearson_x2_scaled_to_n"], "X2");
    for (value, name) in [(test.f, "F"), (test.ndf, "ndf"), (test.ddf, "ddf"), (test.p, "p")] {
        case.close(value, &want[name], name);
    }
}

fn check_change(case: &Case, found: [(f64, &Precision); 2], want: &Value, what: &str) {
    let [(before, first), (after, second)] = found;
    let matrix = covariances(&[&first.deviations, &second.deviations]);
    for i in 0..2 {
        case.close([before, after][i], &want["estimate"][i], what);
        (0..2).for_each(|j| case.close(matrix[i][j], &want["cov"][i][j], what));
    }
    let mut support = first.support.clone();
    support.join(&second.support);
    let terms = [
        (-1.0, before, first.deviations.as_slice()),
        (1.0, after, second.deviations.as_slice()),
    ];
    let change = contrast(&terms, support.degrees_of_freedom());
    let limits = change.limits.unwrap();
    let ignored = (first.variance + second.variance).sqrt();
    let pairs = [
        (change.value, &want["difference"]),
        (change.se, &want["se"]),
        (ignored, &want["se_if_covariance_ignored"]),
        (change.test.unwrap().0, &want["t"]),
        (change.df, &want["df"]),
        (change.test.unwrap().1, &want["p_two_sided"]),
        (limits.0, &want["ci_t"][0]),
        (limits.1, &want["ci_t"][1]),
    ];
    pairs.iter().for_each(|(got, want)| case.close(*got, want, what));
}

#[test]
fn c02_two_years_in_the_same_blocks() {
    let Some(case) = Case::load("c02-two-years-same-blocks", "data.csv") else {
        return;
    };
    let design = case.design(Some("district"), &["block"], &[]);
    let taylor = Taylor {
        design: &design,
        calibration: None,
    };
    let weights = case.number("weight");
    for (item, want) in case.expected.as_object().unwrap() {
        let rating = case.number(item);
        let satisfied: Vec<f64> = rating.iter().map(|r| f64::from(*r >= 4.0)).collect();
        let index: Vec<f64> = rating.iter().map(|r| 25.0 * (r - 1.0)).collect();
        for (name, column) in [("satisfied", &satisfied), ("index", &index)] {
            let of = |year: &str| Domain::of(&weights, |row| !rating[row].is_nan() && case.rows[row]["year"] == year);
            let (first, second) = (of("2024"), of("2025"));
            let (first, second) = (mean(&taylor, &first, column), mean(&taylor, &second, column));
            let found = [&first, &second].map(|f| (f.estimate.value, &f.precision));
            check_change(&case, found, &want[name], &format!("{item} {name}"));
        }
    }
}
