//! Populations as numbers of units or fractions, out of columns or tables.

use super::*;

const TABLE: &str = "population = { file = \"strata.csv\", total = \"N\", columns = \"s\" }";

fn spec(population: &str) -> String {
    let clusters = "[design]\nclusters = \"block\"\n";
    format!(
        "{}{MEAN}",
        DESIGN.replace("[design]", &format!("{clusters}{population}"))
    )
}

#[track_caller]
fn variance(population: &str, files: &[(&str, &str)]) -> f64 {
    let columns = "[columns]\nf = \"2 / size\"\nhalf = \"0.5\"\nfour = \"4\"\none = \"1\"\n";
    let both = format!(
        "errors = [\"fixed\", \"jk\"]\n{columns}{}[replicates.jk]\nmethod = \"jackknife\"\n",
        spec(population)
    );
    let outcome = done(&both, PEOPLE, files);
    one(&outcome, "m").errors[0].var.unwrap()
}

#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * b, "{a} {b}");
}

#[test]
fn a_fraction_says_the_same_as_the_number_of_units() {
    let numbers = variance("population = \"size\"\n", &[]);
    near(variance("population = \"f\"\n", &[]), numbers);
    let two = variance("population = [\"size\", \"four\"]\n", &[]);
    assert!(two > numbers);
    near(variance("population = [\"f\", \"half\"]\n", &[]), two);
    // All of the second stage taken: a 1 beside fractions is one.
    near(variance("population = [\"f\", \"one\"]\n", &[]), numbers);
}

#[test]
fn a_table_gives_each_stratum_its_population() {
    let table = format!("{TABLE}\n");
    let numbers = variance("population = \"size\"\n", &[]);
    near(variance(&table, &[("strata.csv", "N,s\n60,B\n40,A\n")]), numbers);
    near(
        variance(&table, &[("strata.csv", "N,s\n0.05,A\n0.033333333333333333,B\n")]),
        numbers,
    );
    let two = "population = [\"size\", { file = \"blocks.csv\", total = \"M\" }]\n";
    let blocks = "stratum,block,M\nA,a1,4\nA,a2,4\nB,b1,4\nB,b2,4\n";
    near(
        variance(two, &[("blocks.csv", blocks)]),
        variance("population = [\"size\", \"four\"]\n", &[]),
    );
}

#[test]
fn tables_that_do_not_fit_the_strata_are_refused_by_line() {
    let table = spec(&format!("{TABLE}\n"));
    for (rows, says) in [
        (
            "A,40\n",
            "data.csv:6 [stratum]: found “B”; expected a row in strata.csv",
        ),
        (
            "A,40\nB,60\nC,7\n",
            "strata.csv:4 [s]: found “C”; expected a group that the data have",
        ),
        (
            "A,40\nB,60\nA,40\n",
            "strata.csv:4 [s]: found “A” again; expected each only once (it stands in row 2 already)",
        ),
        (
            "A,40\nB,none\n",
            "strata.csv:3 [N]: found “none”; expected a number of units above 0",
        ),
        (
            "A,40\nB,0.5\n",
            "strata.csv:3 [N]: found “0.5”; expected either numbers of units",
        ),
        (
            "A,1\nB,1\n",
            "strata.csv:2 [N]: found “1”; expected numbers of units, or sampling fractions",
        ),
    ] {
        let (code, told) = refused(&table, PEOPLE, &[("strata.csv", &format!("s,N\n{rows}"))]);
        assert!(code == "input" && told.contains(says), "{told}");
    }
    let (_, told) = refused(&table.replace("\"s\"", "[\"s\", \"t\"]"), PEOPLE, &[]);
    assert!(
        told.contains("spec.toml:5") && told.contains("as many columns"),
        "{told}"
    );
    let varies = format!("[columns]\nf = \"id / 10\"\n{}", spec("population = \"f\"\n"));
    let (_, told) = refused(&varies, PEOPLE, &[]);
    assert!(
        told.contains("data.csv:3 [f]: found “0.2”; expected the same sampling fraction"),
        "{told}"
    );
}
