//! Real answers of a real city through the whole house: the sheet holds what the oracle computed.

use crate::support::{TestApp, on_both, real_city, to_csv, to_xlsx};
use barometer::domain::estimate::interval::{Rate, RateInterval};
use barometer::domain::score::sheet::{CellEstimate, ScoreSheet, SealedSheet};
use serde_json::Value;

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

async fn sealed_from(town: &mut TestApp, name: &str, bytes: Vec<u8>) -> SealedSheet {
    let mapping = town.opens_kansas_city().await;
    let report = town.imports(name, bytes, &mapping).await.unwrap();
    assert_eq!(
        (report.accepted, report.insufficient.len(), report.ended.len()),
        (1016, 0, 0)
    );
    town.closes_to_seal().await
}

/// `got` against `want`, relative.
fn relative(got: f64, want: f64) -> f64 {
    ((got - want) / want).abs()
}

fn holds_the_oracles_numbers(sheet: &ScoreSheet, expected: &Value) {
    let items = expected["items"].as_array().unwrap();
    assert_eq!((items.len(), sheet.departments.len()), (26, 26));
    for item in items {
        let id = item["item"].as_str().unwrap();
        let department = sheet
            .departments
            .iter()
            .find(|department| department.department_id.0 == id)
            .unwrap();
        let want = |measure: &str, what: &str| item["raked"][measure][what].as_f64().unwrap();
        let rate = department.rate.unwrap();
        assert!((rate - want("rate", "value")).abs() <= 1e-9, "{id}: rate {rate}");
        let error = department.rate_se.unwrap();
        assert!(
            relative(error, want("rate", "se")) <= 1e-8,
            "{id}: standard error of the rate {error}"
        );
        let index = department.index.unwrap();
        assert!(
            (index - want("index", "value")).abs() <= 1e-9 * 100.0,
            "{id}: index {index}"
        );
        let error = department.index_se.unwrap();
        assert!(
            relative(error, want("index", "se")) <= 1e-8,
            "{id}: standard error of the index {error}"
        );
        assert_eq!(department.n, item["n"].as_u64().unwrap(), "{id}: valid ratings");
        let kish = department.n_eff_kish;
        assert!(
            relative(kish, item["kish_n_eff"].as_f64().unwrap()) <= 1e-9,
            "{id}: effective n {kish}"
        );
        holds_the_oracles_intervals(&department.audiences[0], item);
        let dont_know = department.audiences[0].counts.get("dk").copied().unwrap_or(0);
        assert_eq!(dont_know, item["dont_know"].as_u64().unwrap(), "{id}: don't know");
        let points: f64 = department.score.as_ref().unwrap().parse().unwrap();
        assert!(
            (points - 20.0 * rate).abs() <= 0.005 + 1e-12,
            "{id}: {points} points for a rate of {rate}"
        );
    }
    let audience = &sheet.audiences[0];
    assert_eq!(
        (audience.received, audience.analysed, audience.issued),
        (1016, 1016, None)
    );
    assert!(audience.outcome_rates.is_empty(), "no sample, no response rate");
    assert_eq!(sheet.log_size, 1016 + 1, "the answers and the target table");
}

/// What the cell's interval is made of, the interval itself, and what the oracle makes of the same numbers.
///
/// The oracle's `ci_logit` takes t with the degrees of freedom of the whole sample for every item, 1016 residents less 6
/// districts. The sheet's (D4) are those of who rated the item, as the oracle's own description has it: 1,009 of them
/// leave 1,003. The limits differ by less than 0.0001 of themselves; everything before the choice of t is the same.
fn holds_the_oracles_intervals(cell: &CellEstimate, item: &Value) {
    let id = item["item"].as_str().unwrap();
    let (p, se) = (cell.rate.unwrap(), cell.rate_se.unwrap());
    let n = item["n"].as_u64().unwrap();
    assert_eq!(cell.df, Some(n - 6), "{id}: degrees of freedom");
    let (of_sample, rate) = (1016.0 - 6.0, |df: f64| Rate {
        p,
        variance: se * se,
        n,
        df,
    });
    let theirs = [0, 1].map(|side| item["ci_logit"][side].as_f64().unwrap());
    let logit = |df: f64| match rate(df).limits(RateInterval::Logit, 0.95) {
        (Some(low), Some(high)) => [low, high],
        none => panic!("{id}: {none:?}"),
    };
    for side in [0, 1] {
        let limit = logit(of_sample)[side];
        // The oracle's limits come from an iterated fit and have eight digits.
        assert!(relative(limit, theirs[side]) <= 1e-8, "{id}: limit {limit}");
        assert!(relative(logit(n as f64 - 6.0)[side], theirs[side]) <= 1e-4, "{id}");
    }
    // The sheet's own interval, and the effective size behind it, from the oracle's rate and error.
    let want = |what: &str| item["raked"]["rate"][what].as_f64().unwrap();
    let m = want("value") * (1.0 - want("value")) / (want("se") * want("se"));
    assert!(relative(cell.n_eff_design.unwrap(), m) <= 1e-8, "{id}: p(1 − p)/V");
    let wilson = rate(n as f64 - 6.0).limits(RateInterval::Wilson, 0.95);
    for (got, want) in [(cell.rate_ci_low, wilson.0), (cell.rate_ci_high, wilson.1)] {
        assert!(relative(got.unwrap(), want.unwrap()) <= 1e-12, "{id}: interval");
    }
    // D5 from what the sheet shows: V over that of a simple random sample from the residents who would rate it.
    let (n, residents) = (n as f64, cell.sum_weights);
    let spread = n / (n - 1.0) * p * (1.0 - p);
    let deff = se * se / (spread * (residents - n) / (residents * n));
    assert!(relative(deff, want("deff")) <= 1e-8, "{id}: design effect {deff}");
}

#[test]
fn the_sheet_of_kansas_city_holds_the_oracles_rates_errors_and_indices() {
    let Some(city) = real_city() else { return };
    let (answers, expected) = (std::fs::read(city.answers).unwrap(), city.expected);
    on_both(async |mut town: TestApp| {
        let sealed = sealed_from(&mut town, "responses.csv", answers.clone()).await;
        holds_the_oracles_numbers(&sealed.sheet, &expected);
        assert_eq!(sealed.signatures.len(), 3);
    });
}

#[test]
fn the_order_and_the_form_of_the_file_change_no_number() {
    let Some(city) = real_city() else { return };
    let (answers, expected) = (std::fs::read(city.answers).unwrap(), city.expected);
    let straight = rows(&answers);
    let mut shuffled = straight.clone();
    shuffled[1..].sort_by_key(|row| row[0].parse::<u64>().unwrap() * 7919 % 1021);
    assert_ne!(straight, shuffled);
    // A heading outside ASCII makes UTF-8 and GB18030 two different files.
    let mut chinese = straight.clone();
    chinese[0].push("备注".into());
    chinese[1..].iter_mut().for_each(|row| row.push("电话访问".into()));
    let text = String::from_utf8(to_csv(&chinese)).unwrap();
    let (encoded, _, unmappable) = encoding_rs::GB18030.encode(&text);
    assert!(!unmappable);
    let files = [
        ("shuffled.csv", to_csv(&shuffled)),
        ("answers.xlsx", to_xlsx(&straight)),
        ("gb18030.csv", encoded.to_vec()),
        ("bom.csv", [b"\xEF\xBB\xBF".to_vec(), to_csv(&chinese)].concat()),
    ];
    for (name, bytes) in files {
        on_both(async |mut town: TestApp| {
            let sealed = sealed_from(&mut town, name, bytes.clone()).await;
            holds_the_oracles_numbers(&sealed.sheet, &expected);
        });
    }
}
