//! Weighting steps at their edges.

use super::*;

#[test]
fn one_quantile_alone_limits_one_side() {
    let step = |limit: &str| format!("{DESIGN}[[weighting]]\nstep = \"trim\"\nof = \"quantile\"\n{limit}\n{MEAN}");
    // Type 7 of 10, 20, … 80: the quantile 0.1 is 17, 0.9 is 73.
    let low = weights(&step("low = 0.1"), PEOPLE, &[]);
    assert_eq!((low[0], low[1], low[7]), (17.0, 20.0, 80.0));
    let high = weights(&step("high = 0.9"), PEOPLE, &[]);
    assert_eq!((high[0], high[6], high[7]), (10.0, 70.0, 73.0));
}

#[test]
fn whoever_answered_is_not_ineligible() {
    let step = "[[weighting]]\nstep = \"nonresponse\"\nresponded = \"y != 2\"\neligible = \"known\"\n";
    let columns = "[columns]\nknown = \"if(y = 3, 0, if(y = 5, missing_value, 1))\"\n";
    let spec = format!("{columns}{DESIGN}{step}{MEAN}").replace("missing_value", "gap");
    let data = PEOPLE.replace("\n", ",\n").replacen("y,", "y,gap", 1);
    let (code, told) = refused(&spec, &data, &[]);
    assert_eq!(code, "weighting");
    assert!(
        told.contains("data.csv:4 [known, y]") && told.contains("responded") && told.contains("eligible"),
        "{told}"
    );
    // Who answered although nobody knew whether they belong is taken to belong.
    let outcome = done(&spec.replace("y = 3, 0", "y = 2, 0"), &data, &[]);
    assert_eq!(outcome.weights.steps[1].1[4].to_bits(), 50f64.to_bits());
}

#[test]
fn negative_weights_are_trimmed_where_there_is_a_lower_limit() {
    let calibrate = "[margins.y]\nsum = 1200\n[margins.sex]\ntotals = { F = 160, M = 200 }\n\
                     [[weighting]]\nstep = \"calibrate\"\nmargins = [\"sex\", \"y\"]\n";
    let calibrated = weights(&format!("{DESIGN}{calibrate}{MEAN}"), PEOPLE, &[]);
    assert!(calibrated.iter().any(|w| *w < 0.0), "{calibrated:?}");
    let trim = |limits: &str| format!("{DESIGN}{calibrate}[[weighting]]\nstep = \"trim\"\n{limits}\n{MEAN}");
    let trimmed = weights(&trim("low = 5\ngive_back = \"proportional\""), PEOPLE, &[]);
    assert!(trimmed.iter().all(|w| *w >= 5.0), "{trimmed:?}");
    assert!((trimmed.iter().sum::<f64>() - 360.0).abs() < 1e-9, "{trimmed:?}");
    let (code, told) = refused(&trim("high = 50"), PEOPLE, &[]);
    assert!(code == "weighting" && told.contains("`low` above 0"), "{told}");
}

#[test]
fn trimming_within_groups_has_limits_in_each() {
    let step = "[[weighting]]\nstep = \"trim\"\nof = \"mean\"\nhigh = 1.2\ngive_back = \"proportional\"\n";
    let apart = weights(&format!("{DESIGN}{step}within = \"stratum\"\n{MEAN}"), PEOPLE, &[]);
    // Means 25 and 65, so limits 30 and 78; what is cut goes to the others of the stratum.
    let a = 1.0 + 10.0 / 60.0;
    let b = 1.0 + 2.0 / 180.0;
    let expected = [10.0 * a, 20.0 * a, 30.0 * a, 30.0, 50.0 * b, 60.0 * b, 70.0 * b, 78.0];
    for (found, expected) in apart.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12 * expected, "{apart:?}");
    }
    let (code, told) = refused(
        &format!("{DESIGN}{step}within = \"sex\"\n{MEAN}"),
        &PEOPLE.replace("20,M,2", "20,,2"),
        &[],
    );
    assert!(code == "weighting" && told.contains("data.csv:3 [sex]"), "{told}");
}

#[test]
fn replicates_of_a_trimming_within_groups_are_those_of_its_rows() {
    let step = "[[weighting]]\nstep = \"trim\"\nof = \"median\"\nhigh = 1.2\nwithin = \"stratum\"\n";
    let boot = "errors = \"b\"\n[replicates.b]\nmethod = \"bootstrap\"\ncount = 20\nseed = \"s\"\n";
    let spec = format!("{boot}{DESIGN}{step}{MEAN}");
    // Many rows of equal weights are taken as groups, few are not; the result must be the same.
    let many: String = (0..400)
        .map(|row| {
            let stratum = ["A", "B"][row % 2];
            format!("{row},{stratum},b{row},1000,{},F,{}\n", row % 3 + 1, row % 7)
        })
        .collect();
    let data = format!("id,stratum,block,size,weight,sex,y\n{many}");
    let grouped = one(&done(&spec, &data, &[]), "m").errors[0].var.unwrap();
    let rows = spec.replace("weight = \"weight\"", "weight = \"weight + 0 * id\"");
    let single = one(&done(&rows, &data, &[]), "m").errors[0].var.unwrap();
    assert!((grouped - single).abs() <= 1e-12 * single, "{grouped} {single}");
}

#[test]
fn cycles_rake_where_all_weights_are_inside_from_the_start() {
    let step = "[margins.sex]\ntotals = { F = 300, M = 60 }\n[[weighting]]\nstep = \"trim_and_rake\"\n\
                margins = \"sex\"\nhigh = 1000\n";
    let found = done(&format!("{DESIGN}{step}{MEAN}"), PEOPLE, &[]);
    let report = &found.weighting[1];
    assert!(report.converged && report.iterations == Some(1), "{report:?}");
    let last = &found.weights.steps.last().unwrap().1;
    let raked = weights(
        &format!("{DESIGN}{step}{MEAN}")
            .replace("trim_and_rake", "rake")
            .replace("high = 1000\n", ""),
        PEOPLE,
        &[],
    );
    assert_eq!(last, &raked);
    assert!((last.iter().sum::<f64>() - 360.0).abs() < 1e-9, "{last:?}");
}

#[test]
fn cycles_that_must_end_inside_are_refused_when_they_do_not() {
    let step = "[margins.sex]\ntotals = { F = 300, M = 60 }\n[[weighting]]\nstep = \"trim_and_rake\"\n\
                margins = \"sex\"\nhigh = 60\n";
    let spec = format!("{DESIGN}{step}{MEAN}");
    assert!(!done(&spec, PEOPLE, &[]).weighting[1].converged);
    let must = spec.replace("high = 60", "high = 60\nmust_end_inside = true");
    let (code, told) = refused(&must, PEOPLE, &[]);
    assert!(
        code == "weighting" && told.contains("after 10 cycles") && told.contains("[0, 60]"),
        "{told}"
    );
    let wide = must.replace("high = 60", "high = 200");
    assert!(done(&wide, PEOPLE, &[]).weighting[1].converged);
}

#[test]
fn a_probability_is_one_over_the_weight() {
    let design =
        DESIGN.replace("weight = \"weight\"", "probability = \"p\"") + "[columns]\np = \"weight / 80\"\n" + MEAN;
    assert_eq!(weights(&design, PEOPLE, &[])[0].to_bits(), 8f64.to_bits());
    for (wrong, says) in [
        (
            "weight / 70",
            "data.csv:9 [p]: the probability of selection “p” is 1.14",
        ),
        ("weight - 10", "data.csv:2 [p]: the probability of selection “p” is 0"),
    ] {
        let (code, told) = refused(&design.replace("weight / 80", wrong), PEOPLE, &[]);
        assert!(code == "weight" && told.contains(says), "{told}");
    }
    let missing = design
        .replace("\"p\"", "\"weight / 80\"")
        .replace("p = \"weight", "q = \"weight");
    let (code, told) = refused(&missing, &PEOPLE.replace(",30,F", ",,F"), &[]);
    assert!(
        code == "weight" && told.contains("data.csv:4 [weight]") && told.contains("has no value"),
        "{told}"
    );
    let (_, told) = refused(&design.replace("probability", "weight = 3\nprobability"), PEOPLE, &[]);
    assert!(told.contains("exactly one of"), "{told}");
}

#[test]
fn a_sum_that_nobody_can_reach_is_blamed_itself() {
    let step = "[margins.y]\nsum = 1e6\n[margins.sex]\ntotals = { F = 160, M = 200 }\n\
                [[weighting]]\nstep = \"calibrate\"\nmargins = [\"sex\", \"y\"]\n";
    for how in [
        "distance = \"raking\"",
        "distance = \"logit\"\nbounds = [0.1, 9]",
        "low = 1\nhigh = 900",
    ] {
        let (code, told) = refused(&format!("{DESIGN}{step}{how}\n{MEAN}"), PEOPLE, &[]);
        assert!(code == "weighting" && told.contains("margin y, category sum"), "{told}");
        assert!(told.contains("meet all margins together"), "{told}");
    }
}

#[test]
fn the_last_class_that_fails_is_noted() {
    let step = "[[weighting]]\nstep = \"nonresponse\"\nresponded = \"y > 4\"\nclasses = \"sex\"\nmin_respondents = ";
    let outcome = done(&format!("{DESIGN}{step}5\n{MEAN}"), PEOPLE, &[]);
    let (step_name, classes) = ("nonresponse".to_string(), 1);
    assert!(
        outcome.notes.contains(&Note::ClassFails {
            step: step_name,
            classes
        }),
        "{:?}",
        outcome.notes
    );
    assert!(done(&format!("{DESIGN}{step}4\n{MEAN}"), PEOPLE, &[]).notes.is_empty());
}
