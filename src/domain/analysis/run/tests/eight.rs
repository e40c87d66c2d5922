//! Eight people whose results can be worked out by hand.

mod composites;
mod places;
mod population;
mod replicates;
mod unknown;
mod weights;

use super::super::*;
use crate::domain::analysis::columns::Builder;
use crate::domain::analysis::outcome::{EstimateOutcome, Note};
use crate::domain::analysis::parse::parse;
use crate::domain::table::{self, Table};
use std::collections::BTreeMap;

/// Two strata of two blocks of two.
pub const PEOPLE: &str = "\
id,stratum,block,size,weight,sex,y
1,A,a1,40,10,F,1
2,A,a1,40,20,M,2
3,A,a2,40,30,F,3
4,A,a2,40,40,M,4
5,B,b1,60,50,F,5
6,B,b1,60,60,M,6
7,B,b2,60,70,F,7
8,B,b2,60,80,M,8
";

/// A design without anything to estimate.
pub const DESIGN: &str = "[data]\nid = \"id\"\n[design]\nstrata = \"stratum\"\nweight = \"weight\"\n";
/// Something to estimate.
pub const MEAN: &str = "[[estimates]]\nname = \"m\"\nmean = \"y\"\n";

/// What a specification comes to on that data, beside files that it names.
pub fn analysed(spec: &str, data: &str, files: &[(&str, &str)]) -> Result<Outcome, AnalysisError> {
    let spec = parse("spec.toml", spec)?;
    let read = |name: &str, text: &str| table::read(name, text.as_bytes(), None).unwrap();
    let rows = read("data.csv", data);
    let mut builder = Builder::new(&spec, "data.csv", rows.header.clone())?;
    for row in &rows.rows {
        builder.row(row.line, |at| &row.cells[at]);
    }
    let tables: BTreeMap<String, Table> = (files.iter())
        .map(|(name, text)| ((*name).to_string(), read(name, text)))
        .collect();
    let inputs = Inputs::new(&spec, builder.finish()?, tables, Vec::new(), Vec::new())?;
    run(&spec, &inputs, &mut Silent)
}

/// The only run of an analysis that must go well.
#[track_caller]
pub fn done(spec: &str, data: &str, files: &[(&str, &str)]) -> RunOutcome {
    match analysed(spec, data, files) {
        Ok(mut outcome) => outcome.runs.remove(0),
        Err(error) => panic!("{error}"),
    }
}

/// Code and words of a refusal.
#[track_caller]
pub fn refused(spec: &str, data: &str, files: &[(&str, &str)]) -> (&'static str, String) {
    match analysed(spec, data, files) {
        Ok(_) => panic!("not refused"),
        Err(error) => (error.code(), error.to_string()),
    }
}

/// Final weights.
#[track_caller]
pub fn weights(spec: &str, data: &str, files: &[(&str, &str)]) -> Vec<f64> {
    done(spec, data, files).weights.steps.pop().unwrap().1
}

#[track_caller]
pub fn one<'o>(outcome: &'o RunOutcome, label: &str) -> &'o EstimateOutcome {
    outcome.estimates.iter().find(|one| one.label == label).unwrap()
}

#[test]
fn a_total_of_nobody_is_exactly_nothing() {
    let spec = format!(
        "{DESIGN}[[estimates]]\nname = \"t\"\ntotal = \"y\"\nby = \"sex\"\n\
         [[estimates]]\nname = \"n\"\ntotal = \"y\"\namong = \"y > 9\"\n\
         [[estimates]]\nname = \"m\"\nmean = \"y\"\namong = \"y > 9\"\n\
         [[contrasts]]\nname = \"c\"\nterms = {{ \"t[F]\" = 1, n = -1 }}\n\
         [replicates.jk]\nmethod = \"jackknife\"\n"
    );
    let outcome = done(&format!("errors = [\"fixed\", \"jk\"]\n{spec}"), PEOPLE, &[]);
    let total = one(&outcome, "n");
    assert_eq!((total.estimate, total.n, total.sum_w), (Some(0.0), 0, 0.0));
    for error in &total.errors {
        assert_eq!((error.var, error.se), (Some(0.0), Some(0.0)), "{error:?}");
        assert_eq!(error.ci["t"], (None, None));
    }
    assert!(total.notes.contains(&Note::EmptyDomain), "{:?}", total.notes);
    let mean = one(&outcome, "m");
    assert!(mean.estimate.is_none() && mean.errors.is_empty());
    let (contrast, women) = (&outcome.contrasts[0], one(&outcome, "t[F]"));
    assert_eq!(contrast.estimate, women.estimate);
    assert_eq!(contrast.errors[0].var, women.errors[0].var);
}

#[test]
fn a_sum_beyond_all_numbers_has_no_error() {
    let data = PEOPLE.replace(",8\n", ",1e160\n");
    let estimates =
        "[[estimates]]\nname = \"t\"\ntotal = \"y\"\n[[estimates]]\nname = \"r\"\nratio = [\"y\", \"weight\"]\n";
    for errors in ["fixed", "jk"] {
        let spec = format!("errors = \"{errors}\"\n{DESIGN}{MEAN}{estimates}[replicates.jk]\nmethod = \"jackknife\"\n");
        let outcome = done(&spec, &data, &[]);
        for label in ["m", "t", "r"] {
            let found = one(&outcome, label);
            assert!(found.estimate.is_some_and(f64::is_finite), "{label}");
            let error = &found.errors[0];
            assert_eq!(
                (error.var, error.se, error.deff_wr),
                (None, None, None),
                "{label} {errors}"
            );
            assert!(
                found.notes.contains(&Note::NotANumber),
                "{label} {errors}: {:?}",
                found.notes
            );
            assert!(!found.notes.contains(&Note::NoVariance));
        }
    }
}

#[test]
fn a_test_of_independence_is_something_to_do() {
    let spec = format!("{DESIGN}[[independence]]\nname = \"t\"\nrows = \"sex\"\ncolumns = \"y > 4\"\n");
    let outcome = done(&spec, PEOPLE, &[]);
    assert_eq!((outcome.estimates.len(), outcome.independence[0].n), (0, 8));
    assert!(outcome.independence[0].rao_scott.f.is_some());
}

#[test]
fn two_domains_with_one_label_are_refused() {
    let data = PEOPLE
        .replace("1,A,a1,40,10,F", "1,A,\"x, y\",40,10,z")
        .replace("3,A,a2,40,30,F", "3,A,x,40,30,\"y, z\"");
    let spec = format!("{DESIGN}[[estimates]]\nname = \"m\"\nmean = \"y\"\nby = [\"block\", \"sex\"]\n");
    let (code, told) = refused(&spec, &data, &[]);
    assert_eq!(code, "specification");
    assert!(
        told.contains("“m[x, y, z]” (block = x; sex = y, z, and block = x, y; sex = z)"),
        "{told}"
    );
}

#[test]
fn rows_without_a_level_are_counted() {
    let spec = format!("{DESIGN}[[estimates]]\nname = \"m\"\nmean = \"y\"\nby = \"sex\"\n");
    let outcome = done(&spec, &PEOPLE.replace("30,F,3", "30,,3"), &[]);
    let (entry, rows) = ("m".to_string(), 1);
    assert_eq!(outcome.notes, [Note::NoLevel { entry, rows }]);
    assert!(done(&spec, PEOPLE, &[]).notes.is_empty());
}

#[test]
fn a_sample_of_one_cluster_is_told_the_key() {
    let spec =
        format!("{DESIGN}{MEAN}").replace("strata = \"stratum\"", "clusters = \"all\"") + "[columns]\nall = \"1\"\n";
    let (code, told) = refused(&spec, PEOPLE, &[]);
    assert!(
        code == "design" && told.contains("whole sample is one cluster") && told.contains("`lonely`"),
        "{told}"
    );
}

#[test]
fn populations_are_refused_where_they_stand() {
    let spec =
        format!("{DESIGN}[population]\nfile = \"p.csv\"\n[[weighting]]\nstep = \"rake\"\nmargins = \"sex\"\n{MEAN}");
    let (code, told) = refused(
        &spec,
        PEOPLE,
        &[("p.csv", "margin,level,total\nsex,F,10\nsex,M,10\nsex,X,5\n")],
    );
    assert!(code == "weighting" && told.contains("p.csv:4 [level]: "), "{told}");
    let (code, told) = refused(&spec, PEOPLE, &[("p.csv", "margin,level,total\nsex,F,10\nsex,,5\n")]);
    assert!(
        code == "input" && told.contains("p.csv:3 [level]: found an empty cell"),
        "{told}"
    );
}
