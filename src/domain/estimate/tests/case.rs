//! A reference case: its columns, and its expected numbers compared within its own tolerance.

use crate::domain::estimate::design::{Design, Frame, Levels};
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::effect::{against, kish, spread};
use crate::domain::estimate::interval::{self, Rate, RateInterval};
use crate::domain::estimate::statistic::{self, Estimate};
use crate::domain::estimate::taylor::{Precision, Taylor};
use crate::domain::score::fixture::{csv, shared};
use serde_json::Value;
use std::collections::BTreeMap;

/// One folder of cases.
pub struct Case {
    folder: std::path::PathBuf,
    pub rows: Vec<BTreeMap<String, String>>,
    pub expected: Value,
    relative: f64,
    absolute: f64,
}

/// A column as codes with labels in sorted order.
pub struct Coded {
    pub codes: Vec<u32>,
    pub labels: Vec<String>,
}

impl Coded {
    pub fn levels(&self) -> Levels<'_> {
        Levels {
            of_row: &self.codes,
            labels: &self.labels,
        }
    }
}

/// An estimate with its precision, for comparison.
pub struct Found<'a> {
    pub estimate: Estimate<'a>,
    pub precision: Precision,
    pub y: Vec<f64>,
    pub is_rate: bool,
}

impl Case {
    /// The case, or `None` (and a line that says so) where the reference data are not there.
    pub fn load(name: &str, data: &str) -> Option<Case> {
        let Some(shared) = shared() else {
            println!("skipped: the folder with the reference data is not there (BAROMETER_SHARED)");
            return None;
        };
        let folder = shared.join("reference").join(name);
        let json =
            |file: &str| -> Value { serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap() };
        let (expected, spec) = (json("expected.json"), json("spec.json"));
        let tolerance = |what: &str| spec["tolerance"][what].as_f64().unwrap();
        Some(Case {
            rows: csv(&folder.join(data)),
            relative: tolerance("rel"),
            absolute: tolerance("abs"),
            expected,
            folder,
        })
    }

    /// Another file of the case.
    pub fn file(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        csv(&self.folder.join(name))
    }

    /// A column as numbers, NaN where empty.
    pub fn number(&self, column: &str) -> Vec<f64> {
        self.rows
            .iter()
            .map(|row| row[column].parse().unwrap_or(f64::NAN))
            .collect()
    }

    /// A column as categories.
    pub fn coded(&self, column: &str) -> Coded {
        let of = |row: &BTreeMap<String, String>| row[column].clone();
        let mut labels: Vec<String> = self.rows.iter().map(of).collect();
        labels.sort();
        labels.dedup();
        let place = |row: &BTreeMap<String, String>| labels.iter().position(|l| *l == row[column]).unwrap() as u32;
        Coded {
            codes: self.rows.iter().map(place).collect(),
            labels,
        }
    }

    /// 1 where the column has the text, else 0.
    pub fn is(&self, column: &str, text: &str) -> Vec<f64> {
        self.rows.iter().map(|row| f64::from(row[column] == text)).collect()
    }

    /// A design of one or more cluster columns.
    pub fn design(&self, strata: Option<&str>, clusters: &[&str], population: &[&str]) -> Design {
        let strata = strata.map(|column| self.coded(column));
        let clusters: Vec<Coded> = clusters.iter().map(|column| self.coded(column)).collect();
        let population: Vec<Vec<f64>> = population.iter().map(|column| self.number(column)).collect();
        let frame = Frame {
            rows: self.rows.len(),
            strata: strata.as_ref().map(Coded::levels),
            clusters: clusters.iter().map(Coded::levels).collect(),
            population: population.iter().map(Vec::as_slice).collect(),
            ..Frame::default()
        };
        Design::build(&frame).unwrap()
    }

    pub fn close(&self, got: f64, want: &Value, what: &str) {
        let want = want
            .as_f64()
            .unwrap_or_else(|| panic!("{what} has no number to compare with"));
        let off = (got - want).abs();
        assert!(
            off <= self.absolute + self.relative * want.abs(),
            "{what}: {got} instead of {want}"
        );
    }

    fn close_or_none(&self, got: Option<f64>, want: &Value, what: &str) {
        match got {
            None => assert!(want.is_null(), "{what}: nothing instead of {want}"),
            Some(got) => self.close(got, want, what),
        }
    }

    /// Compares every number that the case gives about an estimate; a field that is not known here fails.
    pub fn check(&self, found: &Found, want: &Value, what: &str) {
        let (estimate, precision) = (&found.estimate, &found.precision);
        let (domain, df) = (estimate.domain, precision.df());
        let s2 = spread(estimate, &found.y);
        let effect = against(estimate.kind, estimate.n, estimate.sum_w, s2, precision.variance);
        let (kish_deff, kish_neff) = kish(&domain.u).unwrap();
        let rate = Rate {
            p: estimate.value,
            variance: precision.variance,
            n: estimate.n,
            df: df as f64,
        };
        for (field, want) in want.as_object().unwrap() {
            let what = format!("{what}.{field}");
            match field.as_str() {
                "n" => assert_eq!(Some(estimate.n), want.as_u64(), "{what}"),
                "df" => assert_eq!(Some(df), want.as_u64(), "{what}"),
                "sum_w" => self.close(estimate.sum_w, want, &what),
                "estimate" => self.close(estimate.value, want, &what),
                "var" => self.close(precision.variance, want, &what),
                "se" => self.close(precision.se(), want, &what),
                "deff_wor" => self.close_or_none(effect.without_replacement, want, &what),
                "deff_wr" => self.close_or_none(effect.with_replacement, want, &what),
                "kish_deff" => self.close(kish_deff, want, &what),
                "kish_neff" => self.close(kish_neff, want, &what),
                "neff" => self.close(rate.neff(), want, &what),
                "neff_kg" => self.close_or_none(rate.neff_kg(0.95), want, &what),
                "ci" => self.intervals(found.is_rate, &rate, want, &what),
                // Replication and calibrated errors are compared by their own tests.
                "replication" | "random_bootstrap_fixed_se" | "se_calibrated" | "ci_calibrated" | "neff_calibrated" => {
                }
                _ => panic!("{what} is not compared"),
            }
        }
    }

    /// Compares intervals by name.
    pub fn intervals(&self, is_rate: bool, rate: &Rate, want: &Value, what: &str) {
        for (name, want) in want.as_object().unwrap() {
            let kind = RateInterval::ALL.into_iter().find(|k| is_rate && k.name() == name);
            let limits = match kind {
                Some(kind) => rate.limits(kind, 0.95),
                None => {
                    assert_eq!(name, "t", "{what}");
                    interval::mean(rate.p, rate.variance, rate.df, 0.95)
                        .map_or((None, None), |(a, b)| (Some(a), Some(b)))
                }
            };
            self.close_or_none(limits.0, &want[0], &format!("{what}.{name} lower"));
            self.close_or_none(limits.1, &want[1], &format!("{what}.{name} upper"));
        }
    }
}

/// Mean of a column in a domain; a rate when every value is 0 or 1.
pub fn mean<'a>(taylor: &Taylor, domain: &'a Domain, column: &[f64]) -> Found<'a> {
    let y = domain.pick(column);
    let estimate = statistic::mean(domain, &y).unwrap();
    let is_rate = y.iter().all(|y| (*y * (1.0 - *y)).abs() < 1e-15);
    Found {
        precision: taylor.precision(&estimate),
        estimate,
        y,
        is_rate,
    }
}

/// Total of a column in a domain.
pub fn total<'a>(taylor: &Taylor, domain: &'a Domain, column: &[f64]) -> Found<'a> {
    let y = domain.pick(column);
    let estimate = statistic::total(domain, &y).unwrap();
    Found {
        precision: taylor.precision(&estimate),
        estimate,
        y,
        is_rate: false,
    }
}
