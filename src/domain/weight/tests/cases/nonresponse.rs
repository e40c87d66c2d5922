//! Case c01: the whole way from base weights to the second raking, and the same steps in replicates.

use super::*;
use crate::domain::weight::classes::{Nonresponse, Status};
use crate::domain::weight::plan::{Plan, PlannedStep, Replicator, Scratch};
use crate::domain::weight::trim::{GiveBack, Reference, Trim};

/// The plan of the case and its base weights.
pub(super) fn pipeline(case: &Case) -> (Plan, Vec<f64>, Vec<BTreeMap<String, String>>) {
    let rows = case.rows("sample.csv");
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let base = rows
        .iter()
        .map(|r| number(r, "households") / number(r, "n_selected") * number(r, "adults"));
    let base: Vec<f64> = base.collect();
    let classes: Vec<(String, String)> = (1..=18)
        .flat_map(|d| (1..=4).map(move |a| (format!("{d}"), format!("{a}"))))
        .collect();
    let class = |r: &BTreeMap<String, String>| {
        let found = classes.iter().position(|(d, a)| *d == r["district"] && *a == r["age"]);
        found.map(|i| i as u32)
    };
    let status = |r: &BTreeMap<String, String>| match r["responded"].as_str() {
        "1" => Status::Respondent,
        _ => Status::Nonrespondent,
    };
    let rule = Nonresponse {
        status: rows.iter().map(status).collect(),
        class: rows.iter().map(class).collect(),
        classes: classes.clone(),
        min_respondents: 20,
        max_factor: Some(2.0),
    };
    let targets = vec![case.target("district"), case.target("age"), case.target("sex")];
    let rake = PlannedStep::Rake {
        auxiliaries: auxiliaries(&rows, &targets),
        targets,
        limits: EXACT,
    };
    let trim = Trim {
        low: 0.3,
        high: 3.0,
        of: Reference::Median,
        give_back: GiveBack::None,
        repeat: false,
        relative_to_base: false,
    };
    let steps = vec![
        ("nonresponse".into(), PlannedStep::Nonresponse { rule, merged: None }),
        ("raked".into(), rake.clone()),
        ("trimmed".into(), PlannedStep::Trim(trim)),
        ("final".into(), rake),
    ];
    (Plan { steps }, base, rows)
}

#[test]
fn every_stage_of_c01_has_its_weights_classes_and_counts() {
    let Some(case) = Case::open("c01-satisfaction-pipeline") else {
        return;
    };
    let (mut plan, base, _) = pipeline(&case);
    let done = plan.prepare(&base).unwrap();
    agree(&base, &case.weights("base"), 1e-13);
    let expected = case.expected();
    for step in &done {
        agree(&step.weight, &case.weights(&step.name), 1e-10);
        let want = &expected["stages"][&step.name];
        let d = step.diagnostics;
        same(d.n as f64, figure(want, "/n"), "n");
        let pairs = [
            (d.min, "/min"),
            (d.max, "/max"),
            (d.deff, "/kish_deff"),
            (d.n_eff, "/kish_neff"),
        ];
        for (got, key) in pairs {
            assert!(
                (got.unwrap() / figure(want, key) - 1.0).abs() < 1e-10,
                "{} {key}",
                step.name
            );
        }
    }
    same(
        done[0].figures["classes"],
        figure(&expected, "/counts/cells"),
        "classes",
    );
    same(
        done[2].figures["n_low"],
        figure(&expected, "/counts/trimmed_low"),
        "n_low",
    );
    same(
        done[2].figures["n_high"],
        figure(&expected, "/counts/trimmed_high"),
        "n_high",
    );
    // The second raking has put some weights outside the limits again.
    let band = (done[2].figures["low"], done[2].figures["high"]);
    let out = done[3]
        .weight
        .iter()
        .filter(|w| **w > 0.0 && (**w < band.0 || **w > band.1))
        .count();
    same(done[3].figures["outside"], out as f64, "outside");
    let labels = case.rows("expected_weights.csv");
    for (row, class) in labels.iter().zip(done[0].class.as_ref().unwrap()) {
        let (district, ages) = done[0].factors[*class as usize].0.split_once('/').unwrap();
        let label = format!("{district}{}", &ages[..1]);
        assert_eq!(label, row["nonresponse_cell"], "{}", done[0].factors[*class as usize].0);
    }
}

#[test]
fn a_replicate_of_ones_is_the_full_sample_and_both_ways_to_run_agree() {
    let Some(case) = Case::open("c01-satisfaction-pipeline") else {
        return;
    };
    let (mut plan, base, rows) = pipeline(&case);
    let ones = vec![1.0; base.len()];
    assert!(
        plan.run(&base, Some(&ones)).is_err(),
        "classes come from the full sample"
    );
    let done = plan.prepare(&base).unwrap();
    let mut scratch = Scratch::default();
    assert_eq!(
        plan.run_final(&base, Some(&ones), &mut scratch).unwrap(),
        done[3].weight
    );
    let dropped: Vec<f64> = rows
        .iter()
        .map(|r| {
            if r["district"] == "3" && r["jk_group"] == "2" {
                0.0
            } else {
                1.25
            }
        })
        .collect();
    let replicate = plan.run(&base, Some(&dropped)).unwrap();
    assert_eq!(
        plan.run_final(&base, Some(&dropped), &mut scratch).unwrap(),
        replicate[3].weight
    );
    let replicator = Replicator::new(&plan, &base);
    assert!(replicator.groups().is_some_and(|groups| groups < base.len() / 4));
    agree(
        replicator.weights(&dropped, &mut scratch).unwrap(),
        &replicate[3].weight,
        1e-12,
    );
    let nobody = vec![0.0; base.len()];
    let refused = plan
        .run_final(&base, Some(&nobody), &mut Scratch::default())
        .unwrap_err();
    assert_eq!(replicator.weights(&nobody, &mut scratch), Err(refused));
    assert!(
        replicate[3]
            .margins
            .iter()
            .all(|row| (row.after / row.target - 1.0).abs() < 1e-11)
    );
}
