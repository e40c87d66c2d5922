//! The quick way against the rows' own, and any number of threads against one.

mod eight;
mod properties;

use super::*;
use crate::domain::analysis::columns::Builder;
use crate::domain::analysis::outcome::EstimateOutcome;
use crate::domain::analysis::parse::parse;
use crate::domain::table;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The entries “rows…” say the same as the others, but speak of a column, so that they go row by row.
const SPEC: &str = r#"
errors = ["calibrated", "fixed", "boot"]
[data]
id = "id"
[items.departments]
columns = "r*"
valid = [1, 2, 3, 4, 5]
other = [9]
[design]
strata = "district"
weight = "weight"
[population]
file = "population.csv"
[[weighting]]
step = "rake"
margins = ["district", "age"]
tolerance = 1e-10
[replicates.boot]
method = "bootstrap"
count = 11
seed = "same for all"
[[estimates]]
name = "rate"
items = "departments"
proportion = "value in [4, 5]"
[[estimates]]
name = "index"
items = "departments"
mean = ["25 * (value - 1)", "value"]
[[estimates]]
name = "dont_know"
items = "departments"
proportion = "value = 9"
among = "value in [1, 2, 3, 4, 5, 9]"
[[estimates]]
name = "rows_rate"
items = "departments"
proportion = "value in [4, 5] and weight > 0"
[[estimates]]
name = "rows_index"
items = "departments"
mean = ["25 * (value - 1) + 0 * weight", "value + 0 * weight"]
[[estimates]]
name = "rows_dont_know"
items = "departments"
proportion = "value = 9"
among = "value in [1, 2, 3, 4, 5, 9] and weight > 0"
[[estimates]]
name = "by_age"
items = "departments"
proportion = "value in [4, 5]"
by = ["age", "district"]
[[covariances]]
name = "quick"
of = ["rate", "index"]
[[covariances]]
name = "slow"
of = ["rows_rate", "rows_index"]
[[contrasts]]
name = "quick_pairs"
pairs_of = "rate"
[[contrasts]]
name = "slow_pairs"
pairs_of = "rows_rate"
[[rankings]]
name = "ranking"
of = "rate"
"#;
const POPULATION: &str = "margin,level,total\n\
    district,a,4000\ndistrict,b,2500\ndistrict,c,3500\nage,old,3000\nage,young,7000\n";

fn data(rows: usize) -> String {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut text = String::from("id,district,age,weight,r1,r2,r3,r4\n");
    for row in 0..rows {
        let district = ["a", "b", "c"][rng.random_range(0..3)];
        let age = ["young", "old"][rng.random_range(0..2)];
        let weight = f64::from(rng.random_range(2..60u32)) / 4.0;
        text.push_str(&format!("{row},{district},{age},{weight}"));
        for item in 0..4 {
            let code = rng.random_range(0..8u32 + item);
            // An item that nobody answers has no estimate.
            let answer = match code.min(7) {
                code @ 1..=5 if item < 3 => code.to_string(),
                6 if item < 3 => "9".to_owned(),
                _ => String::new(),
            };
            text.push_str(&format!(",{answer}"));
        }
        text.push('\n');
    }
    text
}

fn outcome(threads: usize) -> Outcome {
    let spec = parse("spec.toml", SPEC).unwrap();
    let table = table::read("data.csv", data(700).as_bytes(), None).unwrap();
    let mut builder = Builder::new(&spec, "data.csv", table.header.clone()).unwrap();
    for row in &table.rows {
        builder.row(row.line, |at| &row.cells[at]);
    }
    let population = table::read("population.csv", POPULATION.as_bytes(), None).unwrap();
    let tables = [("population.csv".to_string(), population)].into();
    let inputs = Inputs::new(&spec, builder.finish().unwrap(), tables, Vec::new(), Vec::new()).unwrap();
    run_on(threads, &spec, &inputs, &mut Silent).unwrap()
}

fn near(what: &str, a: Option<f64>, b: Option<f64>, scale: f64) {
    match (a, b) {
        (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-12 * scale.abs().max(a.abs()), "{what}: {a}, {b}"),
        (a, b) => assert_eq!(a, b, "{what}"),
    }
}

fn same(quick: &EstimateOutcome, slow: &EstimateOutcome) {
    let label = &quick.label;
    assert_eq!(
        (quick.n, &quick.item, &quick.notes),
        (slow.n, &slow.item, &slow.notes),
        "{label}"
    );
    near(label, quick.estimate, slow.estimate, 0.0);
    near(label, Some(quick.sum_w), Some(slow.sum_w), 0.0);
    near(label, quick.kish_neff, slow.kish_neff, 0.0);
    near(label, quick.kish_deff, slow.kish_deff, 0.0);
    assert_eq!(quick.errors.len(), slow.errors.len(), "{label}");
    for (a, b) in quick.errors.iter().zip(&slow.errors) {
        assert_eq!((&a.method, a.df), (&b.method, b.df), "{label}");
        for (a, b) in [
            (a.var, b.var),
            (a.deff_wor, b.deff_wor),
            (a.deff_wr, b.deff_wr),
            (a.neff, b.neff),
        ] {
            near(label, a, b, 0.0);
        }
        let limits =
            a.ci.iter()
                .zip(&b.ci)
                .flat_map(|((_, a), (_, b))| [(a.0, b.0), (a.1, b.1)]);
        limits.for_each(|(a, b)| near(label, a, b, 0.0));
    }
}

#[test]
fn the_quick_way_gives_what_the_rows_give() {
    let outcome = outcome(1);
    let run = &outcome.runs[0];
    let of = |entry: &'static str| run.estimates.iter().filter(move |one| one.entry == entry);
    let mut compared = 0;
    for (quick, slow) in [
        ("rate", "rows_rate"),
        ("index", "rows_index"),
        ("dont_know", "rows_dont_know"),
    ] {
        assert_eq!(of(quick).count(), of(slow).count());
        of(quick).zip(of(slow)).for_each(|(quick, slow)| same(quick, slow));
        compared += of(quick).count();
    }
    assert_eq!(compared, 4 + 8 + 4);
    for ((name, quick), (_, slow)) in run.covariances[0].by_method.iter().zip(&run.covariances[1].by_method) {
        for (i, (quick_row, slow_row)) in quick.iter().zip(slow).enumerate() {
            for (j, (a, b)) in quick_row.iter().zip(slow_row).enumerate() {
                let scale = quick[i][i].zip(quick[j][j]).map_or(0.0, |(a, b)| (a * b).sqrt());
                near(&format!("{name} {i} {j}"), *a, *b, scale);
            }
        }
    }
    let contrasts = |entry: &'static str| run.contrasts.iter().filter(move |one| one.entry == entry);
    assert_eq!(contrasts("quick_pairs").count(), 6);
    for (quick, slow) in contrasts("quick_pairs").zip(contrasts("slow_pairs")) {
        near(&quick.label, quick.estimate, slow.estimate, 1.0);
        assert_eq!(quick.errors.len(), slow.errors.len());
        for (a, b) in quick.errors.iter().zip(&slow.errors) {
            near(&quick.label, a.var, b.var, 0.0);
            assert_eq!(a.df, b.df);
        }
    }
    assert_eq!(run.rankings[0].places.len(), 3);
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let one = serde_json::to_string(&outcome(1)).unwrap();
    for threads in [2, 8] {
        let many = serde_json::to_string(&outcome(threads)).unwrap();
        assert!(one == many, "{threads} threads gave other results than one");
    }
}
