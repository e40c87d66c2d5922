//! Replicates that somebody else made.

use super::*;

/// JKn: in each replicate one person is left out and the other three of the stratum × 4/3.
fn deleted() -> String {
    let mut lines: Vec<String> = PEOPLE.lines().map(str::to_string).collect();
    for deleted in 0..8 {
        lines[0].push_str(&format!(",r{deleted}"));
        for row in 0..8 {
            let multiplier = match (row == deleted, row / 4 == deleted / 4) {
                (true, _) => 0.0,
                (false, true) => 4.0 / 3.0,
                (false, false) => 1.0,
            };
            let weight = f64::from(row + 1) * 10.0 * multiplier;
            lines[row as usize + 1].push_str(&format!(",{weight}"));
        }
    }
    lines.join("\n")
}

fn spec(scale: &str) -> String {
    let design = DESIGN.replace("[design]", "[design]\npopulation = \"size\"");
    format!(
        "errors = [\"jk\", \"given\"]\n{design}{MEAN}[replicates.jk]\nmethod = \"jackknife\"\n\
         [replicates.given]\nmethod = \"supplied\"\ncolumns = \"r#\"\nare = \"weights\"\nscale = {scale}\n"
    )
}

#[test]
fn each_replicate_may_have_a_scale_of_its_own() {
    let (a, b) = (0.75 * (1.0 - 4.0 / 40.0), 0.75 * (1.0 - 4.0 / 60.0));
    let outcome = done(&spec(&format!("{:?}", [a, a, a, a, b, b, b, b])), &deleted(), &[]);
    let errors = &one(&outcome, "m").errors;
    let (own, given) = (errors[0].var.unwrap(), errors[1].var.unwrap());
    assert!((own - given).abs() <= 1e-12 * own, "{own} {given}");
}

#[test]
fn scales_that_are_none_are_refused() {
    let (code, told) = refused(&spec("[1, 1, 1]"), &deleted(), &[]);
    assert!(
        code == "replicates"
            && told.contains("found 3 scales, expected 8")
            && told.contains("(line 17 of the specification)"),
        "{told}"
    );
    let (code, told) = refused(&spec("[1, 1, 1, 1, 1, 1, 1, -1]"), &deleted(), &[]);
    assert!(
        code == "input" && told.contains("expected a number of 0 or more"),
        "{told}"
    );
    let (code, told) = refused(&spec("[0, 0, 0, 0, 0, 0, 0, 0]"), &deleted(), &[]);
    assert!(
        code == "replicates" && told.contains("scale of the replicates is 0"),
        "{told}"
    );
}
