//! Cases b06 and c04: trimmed in four ways, and in cycles with raking that do not end inside.

use super::*;
use crate::domain::weight::plan::{Plan, PlannedStep};
use crate::domain::weight::trim::{Cycles, GiveBack, Reference, Trim};

fn trim(low: f64, high: f64, of: Reference, give_back: GiveBack, repeat: bool) -> Trim {
    Trim {
        low,
        high,
        of,
        give_back,
        repeat,
        relative_to_base: false,
    }
}

#[test]
fn the_four_trimming_rules_of_b06_hold() {
    let Some(case) = Case::open("b06-trim") else { return };
    let (rows, expected) = (case.rows("data.csv"), case.expected());
    let weight = Reference::Weight;
    let runs = [
        (
            "clip_0.3_3_median",
            trim(0.3, 3.0, Reference::Median, GiveBack::None, false),
        ),
        ("one_pass_equal_parts", trim(20.0, 70.0, weight, GiveBack::Equal, false)),
        ("repeated_equal_parts", trim(20.0, 70.0, weight, GiveBack::Equal, true)),
        (
            "repeated_proportional",
            trim(20.0, 70.0, weight, GiveBack::Proportional, true),
        ),
    ];
    for (name, rule) in runs {
        let steps = vec![(name.to_owned(), PlannedStep::Trim(rule))];
        let done = Plan { steps }.run(&numbers(&rows, "w0"), None).unwrap();
        agree(&done[0].weight, &case.weights(name), 1e-11);
        for (key, want) in expected[name].as_object().unwrap() {
            if let Some(got) = done[0].figures.get(key.as_str()) {
                same(*got, want.as_f64().unwrap(), key);
            }
        }
    }
    let steps = vec![("t".to_owned(), PlannedStep::Trim(runs[0].1))];
    let done = Plan { steps }.run(&numbers(&rows, "w0"), None).unwrap();
    same(done[0].figures["reference"], figure(&expected, "/median_w0"), "median");
}

#[test]
fn the_cycles_of_c04_end_outside_and_say_so() {
    let Some(case) = Case::open("c04-trim-rake-cycles") else {
        return;
    };
    let (rows, expected) = (case.rows("data.csv"), case.expected());
    let targets = vec![case.target("district"), case.target("agesex")];
    let auxiliaries = auxiliaries(&rows, &targets);
    let cycles = Cycles {
        trim: trim(0.2, 5.0, Reference::Mean, GiveBack::Proportional, false),
        limits: EXACT,
        most: 10,
    };
    let rake = PlannedStep::Rake {
        auxiliaries: auxiliaries.clone(),
        targets: targets.clone(),
        limits: EXACT,
    };
    let cycle = PlannedStep::TrimAndRake {
        auxiliaries,
        targets,
        cycles,
    };
    let plan = Plan {
        steps: vec![("raked".into(), rake), ("final".into(), cycle)],
    };
    let base = numbers(&rows, "weight");
    let done = plan.run(&base, None).unwrap();
    agree(&done[0].weight, &case.weights("raked"), 1e-10);
    agree(&done[1].weight, &case.weights("final"), 1e-10);
    let by_cycle = expected["outside_at_start_of_cycle"].as_array().unwrap();
    let by_cycle: Vec<u64> = by_cycle.iter().map(|c| c["outside"].as_u64().unwrap()).collect();
    assert_eq!(done[1].outside_by_cycle, by_cycle);
    same(
        done[1].figures["outside"],
        figure(&expected, "/outside_final"),
        "outside",
    );
    assert!(!done[1].converged);
    let (number, last) = plan.last_calibration(&base, &done).unwrap();
    assert_eq!((number, last.after), (1, &done[1].weight[..]));
    let factors = last.before.iter().zip(last.after).map(|(b, a)| a / b);
    let by_cell = last.auxiliaries.cells.of_row.iter().zip(factors);
    let mut of_cell: BTreeMap<u32, f64> = BTreeMap::new();
    for (cell, factor) in by_cell {
        assert!((of_cell.entry(*cell).or_insert(factor).abs() / factor - 1.0).abs() < 1e-12);
    }
}
