//! Case c01: twelve departments after rake, trim and rake, with fixed and calibrated errors.

use super::super::*;
use super::CODES;
use crate::domain::estimate::Lonely;
use crate::domain::weight::rake::Cells;
use serde_json::Value;
use std::collections::BTreeMap;

const INDEX: [Option<f64>; 6] = [Some(0.0), Some(25.0), Some(50.0), Some(75.0), Some(100.0), None];

type Table = Vec<BTreeMap<String, String>>;

fn table(name: &str) -> Table {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/reference/c01-satisfaction-pipeline/"
    );
    let mut reader = csv::Reader::from_path(format!("{path}{name}")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn expected() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/reference/c01-satisfaction-pipeline/expected.json"
    );
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Levels of a column from 0, with their number.
fn levels(table: &Table, column: &str) -> (Vec<u32>, usize) {
    let mut names: Vec<&String> = table.iter().map(|row| &row[column]).collect();
    names.sort_unstable();
    names.dedup();
    let place = |row: &BTreeMap<String, String>| names.iter().position(|n| **n == row[column]).unwrap() as u32;
    (table.iter().map(place).collect(), names.len())
}

#[test]
fn departments_of_the_pipeline_case_have_their_estimates_and_both_errors() {
    let (sample, weights) = (table("sample.csv"), table("expected_weights.csv"));
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
    let answered: Vec<usize> = (0..sample.len())
        .filter(|r| number(&weights[*r], "final") > 0.0)
        .collect();
    let column = |name: &str| {
        answered
            .iter()
            .map(|r| number(&weights[*r], name))
            .collect::<Vec<f64>>()
    };
    let (before, after) = (column("trimmed"), column("final"));
    let respondents: Table = answered.iter().map(|r| sample[*r].clone()).collect();
    let margins: Vec<(Vec<u32>, usize)> = ["district", "age", "sex"].map(|c| levels(&respondents, c)).to_vec();
    let slices: Vec<&[u32]> = margins.iter().map(|m| m.0.as_slice()).collect();
    let cells = Cells::new(&slices);
    let mut factor = vec![0.0; cells.categories.len()];
    (0..after.len()).for_each(|r| factor[cells.of_row[r] as usize] = after[r] / before[r]);
    let regression = CellRegression::new(&cells.categories, &cells.sum(&before), &factor).unwrap();
    let groups = Groups::new((slices[0], margins[0].1), Some((&cells.of_row, factor.len())), None).unwrap();
    let mut size = vec![0u64; margins[0].1];
    slices[0].iter().for_each(|h| size[*h as usize] += 1);
    let scale: Vec<f64> = size.iter().map(|n| (*n as f64 / (*n as f64 - 1.0)).sqrt()).collect();
    let strata = Strata {
        size: &size,
        scale: &scale,
        lonely: Lonely::Fail,
    };
    let names: Vec<String> = (1..=12).map(|k| format!("r{k:02}")).collect();
    let code = |row: &BTreeMap<String, String>, name: &str| row[name].parse().unwrap_or(0u8);
    let ratings: Vec<Vec<u8>> = names
        .iter()
        .map(|n| respondents.iter().map(|r| code(r, n)).collect())
        .collect();
    let battery = Battery::from_columns(&ratings.iter().map(Vec::as_slice).collect::<Vec<_>>(), &CODES, &[0]).unwrap();
    let moments = Moments::new(&battery, &groups, &after).unwrap();
    let errors = Errors::new(&moments, strata, Some(&regression)).unwrap();

    let expected = expected();
    let values: [(&str, &[Option<f64>]); 3] = [
        ("satisfied", &super::RATE),
        ("index", &INDEX),
        ("dont_know", &super::DONT_KNOW),
    ];
    let mut checked = 0;
    for (item, name) in names.iter().enumerate() {
        for (kind, values) in values {
            let got = errors
                .estimate(&Wanted {
                    item,
                    values,
                    domain: None,
                })
                .unwrap();
            let pairs = [
                ("n", Some(got.n as f64)),
                ("df", Some(got.df as f64)),
                ("sum_w", Some(got.sum_w)),
                ("estimate", got.estimate),
                ("var", got.fixed),
                ("se", got.fixed.map(f64::sqrt)),
                ("se_calibrated", got.calibrated.map(f64::sqrt)),
                ("kish_neff", got.kish_neff),
                ("kish_deff", got.kish_neff.map(|n| got.n as f64 / n)),
                ("deff_wr", got.fixed.zip(got.s2).map(|(v, s2)| v / (s2 / got.n as f64))),
            ];
            for (key, got) in pairs {
                let Some(want) = expected["departments"][name][kind][key].as_f64() else {
                    continue;
                };
                let got = got.unwrap();
                assert!(
                    (got / want - 1.0).abs() < 1e-10,
                    "{name} {kind} {key}: {got} instead of {want}"
                );
                checked += 1;
            }
        }
    }
    assert!(checked >= 12 * 3 * 7, "only {checked} numbers were compared");
}
