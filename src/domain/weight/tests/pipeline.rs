//! Reference case c01: rake, trim, rake again, and standard errors with the residuals of the last raking.

use crate::domain::estimate::Lonely;
use crate::domain::estimate::calibration::Calibration;
use crate::domain::estimate::design::Design;
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::interval;
use crate::domain::score::fixture::{csv, shared};
use crate::domain::weight::rake::{Cells, Limits, Target, rake};
use crate::domain::weight::trim::{Band, median};
use serde_json::Value;
use std::collections::BTreeMap;

type Rows = Vec<BTreeMap<String, String>>;

const LIMITS: Limits = Limits {
    tolerance: 1e-12,
    max_cycles: 1000,
};

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

fn near(got: f64, want: f64, what: &str) {
    assert!(
        (got - want).abs() <= 1e-11 + 1e-8 * want.abs(),
        "{what}: {got} instead of {want}"
    );
}

/// Cells and targets of district, age and sex.
fn margins(people: &Rows, population: &Rows) -> (Cells, Vec<Target>) {
    let mut columns = Vec::new();
    let mut targets = Vec::new();
    for margin in ["district", "age", "sex"] {
        let levels: Vec<_> = population.iter().filter(|row| row["margin"] == margin).collect();
        let place =
            |row: &BTreeMap<String, String>| levels.iter().position(|l| l["level"] == row[margin]).unwrap() as u32;
        columns.push(people.iter().map(place).collect::<Vec<_>>());
        let categories = levels
            .iter()
            .map(|l| (l["level"].clone(), number(l, "total")))
            .collect();
        targets.push(Target {
            margin: margin.into(),
            categories,
        });
    }
    (Cells::new(&columns), targets)
}

fn raked(d: &[f64], cells: &Cells, targets: &[Target]) -> Vec<f64> {
    let raked = rake(d, cells, targets, LIMITS).unwrap();
    d.iter()
        .zip(&cells.of_row)
        .map(|(d, c)| d * raked.cell_factor[*c as usize])
        .collect()
}

#[test]
fn weights_of_every_step_and_calibrated_errors_agree_with_the_oracle() {
    let Some(shared) = shared() else {
        println!("skipped: the folder with the reference data is not there (BAROMETER_SHARED)");
        return;
    };
    let folder = shared.join("reference/c01-satisfaction-pipeline");
    let expected: Value = serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let joined = csv(&folder.join("sample.csv"))
        .into_iter()
        .zip(csv(&folder.join("expected_weights.csv")));
    let (people, steps): (Rows, Rows) = joined.filter(|(person, _)| person["responded"] == "1").unzip();
    let (cells, targets) = margins(&people, &csv(&folder.join("population.csv")));
    let start: Vec<f64> = steps.iter().map(|row| number(row, "nonresponse")).collect();
    let first = raked(&start, &cells, &targets);
    near(
        median(&mut first.clone()).unwrap(),
        expected["median_raked"].as_f64().unwrap(),
        "median",
    );
    // This case trims the weight itself, so the base is 1.
    let ones = vec![1.0; first.len()];
    let band = Band::around_median(&first, &ones, 0.3, 3.0).unwrap();
    let trimmed: Vec<f64> = first
        .iter()
        .zip(band.factors(&first, &ones))
        .map(|(w, f)| w * f)
        .collect();
    let last = raked(&trimmed, &cells, &targets);
    for (i, row) in steps.iter().enumerate() {
        near(first[i], number(row, "raked"), "raked");
        near(trimmed[i], number(row, "trimmed"), "trimmed");
        near(last[i], number(row, "final"), "final");
    }
    let strata: Vec<u32> = people
        .iter()
        .map(|p| p["district"].parse::<u32>().unwrap() - 1)
        .collect();
    let design = Design::stratified(&strata, None, Lonely::Fail).unwrap();
    let calibration = Calibration::new(&cells, &trimmed, &last);
    for (item, want) in expected["departments"].as_object().unwrap() {
        let want = &want["satisfied"];
        let valid = |p: &BTreeMap<String, String>| ["1", "2", "3", "4", "5"].contains(&p[item].as_str());
        let rows: Vec<u32> = (0..people.len())
            .filter(|i| valid(&people[*i]))
            .map(|i| i as u32)
            .collect();
        let u = rows.iter().map(|i| last[*i as usize]).collect();
        let y: Vec<f64> = rows
            .iter()
            .map(|i| f64::from(number(&people[*i as usize], item) >= 4.0))
            .collect();
        let domain = Domain { rows, u };
        let p = domain.mean(&y).unwrap();
        let fixed = design.variance(&domain.linearised(&y, p, last.len(), None));
        let calibrated = design.variance(&domain.linearised(&y, p, last.len(), Some(&calibration)));
        let df = design.degrees_of_freedom(domain.positive());
        near(p, want["estimate"].as_f64().unwrap(), item);
        near(fixed, want["var"].as_f64().unwrap(), item);
        near(calibrated.sqrt(), want["se_calibrated"].as_f64().unwrap(), item);
        assert_eq!(df, want["df"].as_u64().unwrap());
        let (low, high) = interval::rate(p, calibrated, domain.n(), df as f64, 0.95).unwrap();
        near(low, want["ci_calibrated"]["wilson"][0].as_f64().unwrap(), item);
        near(high, want["ci_calibrated"]["wilson"][1].as_f64().unwrap(), item);
    }
}
