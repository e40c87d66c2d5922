//! Cases b03, b04, b05 and c05: poststratified, raked, calibrated.

use super::*;
use crate::domain::weight::calibrate::{Bounds, Distance, Options, Totals};
use crate::domain::weight::plan::{Plan, PlannedStep};

fn plan(step: PlannedStep) -> Plan {
    Plan {
        steps: vec![("step".into(), step)],
    }
}

#[test]
fn schools_are_poststratified_as_in_b03() {
    let Some(case) = Case::open("b03-poststratify") else {
        return;
    };
    let rows = case.rows("data.csv");
    let target = case.target("stype");
    let auxiliaries = auxiliaries(&rows, std::slice::from_ref(&target));
    let done = plan(PlannedStep::Poststratify { auxiliaries, target })
        .run(&numbers(&rows, "pw"), None)
        .unwrap();
    agree(&done[0].weight, &case.weights("weight"), 1e-12);
    let want = case.expected();
    let deff = figure(&want, "/calibrated_variance/kish_deff");
    assert!((done[0].diagnostics.deff.unwrap() / deff - 1.0).abs() < 1e-12);
}

#[test]
fn schools_are_raked_as_in_b04() {
    let Some(case) = Case::open("b04-rake-two-margins") else {
        return;
    };
    let rows = case.rows("data.csv");
    let targets = vec![case.target("stype"), case.target("sch_wide")];
    let auxiliaries = auxiliaries(&rows, &targets);
    let step = PlannedStep::Rake {
        auxiliaries,
        targets,
        limits: EXACT,
    };
    let done = plan(step).run(&numbers(&rows, "pw"), None).unwrap();
    agree(&done[0].weight, &case.weights("weight"), 1e-11);
    let want = case.expected();
    assert_eq!(done[0].factors.len(), 6);
    for (label, factor) in &done[0].factors {
        let want = want["factor_by_cell"][label].as_f64().unwrap();
        assert!(
            (factor / want - 1.0).abs() < 1e-11,
            "{label}: {factor} instead of {want}"
        );
    }
    assert!(
        done[0]
            .margins
            .iter()
            .all(|row| (row.after / row.target - 1.0).abs() < 1e-11)
    );
}

#[test]
fn schools_are_calibrated_in_all_seven_ways_of_b05() {
    let Some(case) = Case::open("b05-calibrate-family") else {
        return;
    };
    let rows = case.rows("data.csv");
    let api: f64 = case.target("api99").categories[0].1;
    let none = Bounds::None;
    let bound = |low, high| Bounds::Factor { low, high };
    let runs = [
        ("linear", Distance::Linear, none, false),
        ("linear_bounded", Distance::Linear, bound(0.6, 1.6), false),
        ("raking", Distance::Raking, none, false),
        ("logit_bounded", Distance::Logit, bound(0.6, 1.6), false),
        ("linear_with_continuous", Distance::Linear, none, true),
        ("raking_with_continuous", Distance::Raking, none, true),
        ("logit_with_continuous", Distance::Logit, bound(0.5, 2.0), true),
    ];
    let expected = case.expected();
    for (name, distance, bounds, continuous) in runs {
        let mut totals = Totals {
            targets: vec![case.target("stype")],
            sums: Vec::new(),
        };
        if !continuous {
            totals.targets.push(case.target("sch_wide"));
        }
        let mut auxiliaries = auxiliaries(&rows, &totals.targets);
        if continuous {
            auxiliaries.numbers.push(("api99".into(), numbers(&rows, "api99")));
            totals.sums.push(api);
        }
        let options = Options {
            distance,
            bounds,
            tolerance: 1e-10,
            max_cycles: 50,
        };
        let step = PlannedStep::Calibrate {
            auxiliaries,
            totals,
            options,
        };
        let done = plan(step)
            .run(&numbers(&rows, "pw"), None)
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        println!("{name}: {:?} {:?}", done[0].iterations, done[0].largest_miss);
        agree(&done[0].weight, &case.weights(name), 1e-11);
        let (low, high) = done[0].factor.unwrap();
        assert!((low / figure(&expected[name], "/min_g") - 1.0).abs() < 1e-11);
        assert!((high / figure(&expected[name], "/max_g") - 1.0).abs() < 1e-11);
    }
}

#[test]
fn limits_on_the_weight_and_margins_are_met_together_as_in_c05() {
    let Some(case) = Case::open("c05-calibrate-absolute-limits") else {
        return;
    };
    let rows = case.rows("data.csv");
    let targets = vec![case.target("district"), case.target("agesex")];
    let population = targets[0].sum();
    let expected = case.expected();
    for (name, distance) in [("multiplicative", Distance::Raking), ("linear", Distance::Linear)] {
        let auxiliaries = auxiliaries(&rows, &targets);
        let mean = population / rows.len() as f64;
        let options = Options {
            distance,
            bounds: Bounds::Weight {
                low: 0.2 * mean,
                high: 5.0 * mean,
            },
            tolerance: 1e-10,
            max_cycles: 100,
        };
        let totals = Totals {
            targets: targets.clone(),
            sums: Vec::new(),
        };
        let calibrate = PlannedStep::Calibrate {
            auxiliaries,
            totals,
            options,
        };
        let steps = vec![
            ("scaled".into(), PlannedStep::Scale { to: population }),
            ("calibrated".into(), calibrate),
        ];
        let done = Plan { steps }.run(&numbers(&rows, "weight"), None).unwrap();
        println!("{name}: {:?} {:?}", done[1].iterations, done[1].largest_miss);
        agree(&done[1].weight, &case.weights(name), 1e-10);
        let counts = (done[1].figures["at_lower"], done[1].figures["at_upper"]);
        let want = (
            figure(&expected[name], "/at_lower"),
            figure(&expected[name], "/at_upper"),
        );
        assert_eq!(counts, want);
    }
}
