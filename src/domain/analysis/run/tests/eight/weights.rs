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
    assert!(told.contains("data.csv:4 [known, y]") && told.contains("responded") && told.contains("eligible"), "{told}");
    // Who answered although nobody knew whether they belong is taken to belong.
    let outcome = done(&spec.replace("y = 3, 0", "y = 2, 0"), &data, &[]);
    assert_eq!(outcome.weights.steps[1].1[4], 50.0);
}
