//! A real city's answers against the oracle's rates and standard errors.

use crate::domain::data::RoundData;
use crate::domain::definition::Survey;
use crate::domain::score::fixture::*;
use crate::domain::score::{SurveyHashes, compute};
use serde_json::Value;
use std::path::Path;

fn margin_file(folder: &Path, id: &str, master: bool) -> crate::domain::definition::Margin {
    let rows = csv(&folder.join(format!("margin_{id}.csv")));
    let categories: Vec<(&str, f64)> = rows
        .iter()
        .map(|row| (row[id].as_str(), row["population"].parse().unwrap()))
        .collect();
    margin("residents", id, master, &categories)
}

fn load(folder: &Path) -> (Survey, RoundData) {
    let rows = csv(&folder.join("responses.csv"));
    let items: Vec<&String> = rows[0].keys().filter(|k| k.starts_with('q')).collect();
    let departments = items
        .iter()
        .map(|item| department(item, "city", &[("residents", 1.0)]))
        .collect();
    let margins = vec![margin_file(folder, "district", true), margin_file(folder, "sex", false)];
    let documents = rows.iter().map(|row| {
        let plain = [("district", row["district"].as_str()), ("sex", row["sex"].as_str())];
        let given = items.iter().map(|item| (item.as_str(), row[*item].as_str()));
        let grades: Vec<(&str, &str)> = given.filter(|(_, code)| !code.is_empty()).collect();
        document(
            &format!("{:0>6}", row["id"]),
            "residents",
            &row["district"],
            &plain,
            &grades,
        )
    });
    let data = round(documents.collect());
    (survey(&["residents"], departments, margins), data)
}

#[test]
fn all_26_services_have_the_oracles_rates_indices_and_errors() {
    let Some(shared) = shared() else {
        println!("skipped: the folder with the reference data is not there (BAROMETER_SHARED)");
        return;
    };
    let folder = shared.join("real-data/kc-2021q3");
    let (survey, data) = load(&folder);
    let hashes = SurveyHashes {
        definition: String::new(),
        method: String::new(),
    };
    let computed = compute(&survey, &data, &hashes).unwrap();
    let expected: Value = serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let items = expected["items"].as_array().unwrap();
    assert_eq!((items.len(), computed.sheet.departments.len()), (26, 26));
    for item in items {
        let id = item["item"].as_str().unwrap();
        let row = computed
            .sheet
            .departments
            .iter()
            .find(|d| d.department_id.0 == id)
            .unwrap();
        let want = |measure: &str, what: &str| item["raked"][measure][what].as_f64().unwrap();
        let near = |got: f64, want: f64| (got / want - 1.0).abs() <= 1e-8;
        assert!(
            (row.rate.unwrap() - want("rate", "value")).abs() <= 1e-9,
            "{id} rate {:?}",
            row.rate
        );
        assert!(
            near(row.rate_se.unwrap(), want("rate", "se")),
            "{id} se {:?}",
            row.rate_se
        );
        assert!(
            (row.index.unwrap() - want("index", "value")).abs() <= 1e-9 * 100.0,
            "{id} index {:?}",
            row.index
        );
        assert!(
            near(row.index_se.unwrap(), want("index", "se")),
            "{id} index se {:?}",
            row.index_se
        );
        assert!(
            near(row.n_eff_kish, item["kish_n_eff"].as_f64().unwrap()),
            "{id} {}",
            row.n_eff_kish
        );
        assert_eq!(row.n, item["n"].as_u64().unwrap());
        assert_eq!(
            row.audiences[0].counts.get("dk").copied().unwrap_or(0),
            item["dont_know"].as_u64().unwrap()
        );
    }
    for (unit, want) in computed
        .weights
        .iter()
        .zip(expected["weights"]["first"].as_array().unwrap())
    {
        assert!((unit.steps.last().unwrap().2 / want.as_f64().unwrap() - 1.0).abs() < 1e-10);
    }
    let variance = computed.covariance.matrix[0][0];
    assert!((variance.sqrt() - computed.sheet.departments[0].rate_se.unwrap()).abs() < 1e-15);
}
