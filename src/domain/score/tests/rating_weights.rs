//! Reference case c03: rating weights, three audiences with fixed shares, the respondent as cluster (D17).

use crate::domain::estimate::Lonely;
use crate::domain::estimate::design::Design;
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::interval;
use crate::domain::score::fixture::{csv, shared};
use crate::domain::weight::kish_n_eff;
use serde_json::Value;
use std::collections::BTreeMap;

fn close(got: f64, want: &Value, what: &str) {
    let want = want.as_f64().unwrap();
    assert!(
        (got - want).abs() <= 1e-11 + 1e-8 * want.abs(),
        "{what}: {got} instead of {want}"
    );
}

#[test]
fn groups_and_composites_agree_with_the_oracle() {
    let Some(shared) = shared() else {
        println!("skipped: the folder with the reference data is not there (BAROMETER_SHARED)");
        return;
    };
    let folder = shared.join("reference/c03-rating-weights-groups");
    let expected: Value = serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let (people, ratings) = (csv(&folder.join("respondents.csv")), csv(&folder.join("ratings.csv")));
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
    for department in csv(&folder.join("departments.csv")) {
        let want = &expected["departments"][&department["department"]];
        let (mut index, mut variance) = (0.0, 0.0);
        for group in ["R", "E", "I"] {
            let rows: Vec<_> = people.iter().filter(|p| p["group"] == group).collect();
            let row_of: BTreeMap<&str, usize> = rows
                .iter()
                .enumerate()
                .map(|(i, p)| (p["respondent"].as_str(), i))
                .collect();
            let strata: Vec<u32> = rows.iter().map(|p| p["stratum"].parse::<u32>().unwrap() - 1).collect();
            let (mut domain, mut grades, mut dont_know) = (Domain::default(), Vec::new(), 0.0);
            for rating in ratings.iter().filter(|r| r["department"] == department["department"]) {
                let Some(row) = row_of.get(rating["respondent"].as_str()) else {
                    continue;
                };
                let u = number(rows[*row], "weight")
                    / (number(rating, "shown_probability") * number(rating, "assigned_probability"));
                if rating["rating"] == "9" {
                    dont_know += u;
                    continue;
                }
                domain.rows.push(*row as u32);
                domain.u.push(u);
                grades.push(number(rating, "rating"));
            }
            let want = &want["groups"][group];
            if want.is_null() {
                continue;
            }
            let design = Design::stratified(&strata, None, Lonely::Fail).unwrap();
            let estimate = |y: &[f64]| {
                let mean = domain.mean(y).unwrap();
                (mean, design.variance(&domain.linearised(y, mean, strata.len(), None)))
            };
            let y: Vec<f64> = grades.iter().map(|g| 25.0 * (g - 1.0)).collect();
            let satisfied: Vec<f64> = grades.iter().map(|g| if *g >= 4.0 { 1.0 } else { 0.0 }).collect();
            let ((mean, v), (p, pv)) = (estimate(&y), estimate(&satisfied));
            let df = design.degrees_of_freedom(domain.positive());
            close(mean, &want["index"], "index");
            close(v.sqrt(), &want["index_se"], "index se");
            close(p, &want["satisfied"], "satisfied");
            close(pv.sqrt(), &want["satisfied_se"], "satisfied se");
            close(domain.sum(), &want["sum_u"], "sum of rating weights");
            close(kish_n_eff(&domain.u), &want["kish_neff"], "effective n");
            close(
                dont_know / (dont_know + domain.sum()),
                &want["dont_know_share"],
                "don't know",
            );
            assert_eq!(
                (domain.n(), df),
                (want["n"].as_u64().unwrap(), want["df"].as_u64().unwrap())
            );
            let (low, high) = interval::rate(p, pv, domain.n(), df as f64, 0.95).unwrap();
            close(low, &want["satisfied_wilson"][0], "lower limit");
            close(high, &want["satisfied_wilson"][1], "upper limit");
            let lambda = number(&department, &format!("lambda_{group}")) / 100.0;
            index += lambda * mean;
            variance += lambda * lambda * v;
        }
        close(index, &want["index"], "composite index");
        close(variance.sqrt(), &want["index_se"], "composite se");
        close(index / 5.0, &want["score20"], "score");
    }
}
