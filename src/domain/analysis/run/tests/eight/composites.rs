//! Composites by shares, out of a number and as plain sums.

use super::*;

const BY_SEX: &str = "[[estimates]]\nname = \"m\"\nmean = \"y\"\nby = \"sex\"\n";

fn spec(weights: &str) -> String {
    format!("{DESIGN}{BY_SEX}[[composites]]\nname = \"c\"\nof = \"m\"\nover = \"sex\"\n{weights}\n")
}

#[test]
fn weights_are_shares_of_their_sum_unless_told_otherwise() {
    let outcome = |weights: &str| {
        let outcome = done(&spec(weights), PEOPLE, &[]);
        let of = |label: &str| one(&outcome, label).estimate.unwrap();
        (of("c"), of("m[F]"), of("m[M]"))
    };
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * b, "{a} {b}");
    let (c, f, m) = outcome("weights = { F = 60, M = 30 }");
    near(c, (2.0 * f + m) / 3.0);
    let (c, f, m) = outcome("weights = { F = 60, M = 40 }\nout_of = 100");
    near(c, 0.6 * f + 0.4 * m);
    let (c, f, m) = outcome("weights = { F = 60, M = 30 }\nnormalise = false\ntimes = 0.01");
    near(c, 0.6 * f + 0.3 * m);
    let (c, f, m) = outcome("equal = true\nnormalise = false");
    near(c, f + m);
}

#[test]
fn weights_that_miss_their_number_are_refused_where_they_stand() {
    let (code, told) = refused(&spec("weights = { F = 60, M = 30 }\nout_of = 100"), PEOPLE, &[]);
    assert_eq!(code, "specification");
    assert!(
        told.contains("“c” add up to 90; expected 100") && told.contains("line 10 of the spec"),
        "{told}"
    );
    let (_, told) = refused(&spec("equal = true\nout_of = 2\nnormalise = false"), PEOPLE, &[]);
    assert!(told.contains("spec.toml:10: found out_of, normalise = false"), "{told}");
    let (code, told) = refused(&spec("weights = { F = 60, X = 30 }"), PEOPLE, &[]);
    assert!(
        code == "specification" && told.contains("line 10 of the spec"),
        "{told}"
    );
    let items = spec("file = \"w.csv\"\nkey = \"age\"\ncolumns = { F = \"f\", M = \"m\" }\nout_of = 100")
        .replace("by = \"sex\"", "by = [\"stratum\", \"sex\"]");
    let (code, told) = refused(&items, PEOPLE, &[("w.csv", "age,f,m\nA,50,50\nB,50,40\n")]);
    assert!(
        code == "file" && told.contains("“c[B]” add up to 90") && told.contains("(w.csv:3)"),
        "{told}"
    );
}
