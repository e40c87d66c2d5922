//! What an analysis found, as files: JSON for programs, CSV for tables, one HTML page for people.
//!
//! Every function writes one file to `out` and fails only where `out` does.

mod cells;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod fixture_comparisons;
#[cfg(test)]
mod fixture_weighting;
mod report;
mod tables;
mod tables_comparisons;
mod tables_weights;
#[cfg(test)]
mod tests;

pub use report::report_html;
pub use tables::estimates_csv;
pub use tables_comparisons::{contrasts_csv, covariances_csv, rankings_csv, shrinkage_csv};
pub use tables_weights::{factors_csv, margins_csv, weighting_csv, weights_csv};

use crate::domain::analysis::outcome::{Note, Outcome, RunOutcome};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};

/// Every file of an analysis, under its name, into what `create` opens for that name: `results.json`, `report.html`,
/// `estimates.csv`, `contrasts.csv`, `weighting.csv`, `margins.csv`, `factors.csv`, `rankings.csv`, `shrinkage.csv`,
/// `covariances.csv`, and for every run `weights-RUN.csv`. Tables without a row are written too, so that a reader finds
/// the same files always.
pub fn write_all<W: Write>(outcome: &Outcome, mut create: impl FnMut(&str) -> io::Result<W>) -> io::Result<()> {
    results_json(outcome, create("results.json")?)?;
    report_html(outcome, create("report.html")?)?;
    estimates_csv(outcome, create("estimates.csv")?)?;
    contrasts_csv(outcome, create("contrasts.csv")?)?;
    weighting_csv(outcome, create("weighting.csv")?)?;
    margins_csv(outcome, create("margins.csv")?)?;
    factors_csv(outcome, create("factors.csv")?)?;
    rankings_csv(outcome, create("rankings.csv")?)?;
    shrinkage_csv(outcome, create("shrinkage.csv")?)?;
    covariances_csv(outcome, create("covariances.csv")?)?;
    for (name, run) in weight_files(&outcome.runs).iter().zip(&outcome.runs) {
        weights_csv(run, create(name)?)?;
    }
    Ok(())
}

/// `weights-RUN.csv` of every run: signs that mean something in a path become `_`, and names that are then the same (also
/// on disks that ignore case) get the run's number.
fn weight_files(runs: &[RunOutcome]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let safe = |c: char| {
        if c.is_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    let file = |(number, run): (usize, &RunOutcome)| {
        let name: String = run.run.chars().map(safe).collect();
        let fresh = taken.insert(name.to_lowercase());
        if fresh {
            format!("weights-{name}.csv")
        } else {
            format!("weights-{name}-{}.csv", number + 1)
        }
    };
    runs.iter().enumerate().map(file).collect()
}

/// `results.json`: everything but the weights, indented, keys in a fixed order, every f64 as the shortest text that
/// reads back as the same f64, and `null` where there is no number (never NaN or an infinity).
///
/// `runs[i].estimates[j]` has `label`, `estimate`, `n`, … and, from the official method (the first of `errors`), `se`, `var`,
/// `df`, `deff_wor`, `deff_wr`, `neff`, `neff_kg` and `ci`, such as `"ci": {"wilson": [0.79, 0.86]}`; `errors` holds the same for
/// every method, with its name as `method`. Contrasts are alike. In Python:
///
/// ```python
/// run = json.load(open("results.json"))["runs"][0]
/// {e["label"]: (e["estimate"], e["se"], e["ci"].get("wilson")) for e in run["estimates"]}
/// ```
///
/// and in R, where `simplifyVector = FALSE` keeps the lists as they are:
///
/// ```r
/// run <- jsonlite::read_json("results.json")$runs[[1]]
/// sapply(run$estimates, function(e) c(e$estimate, e$se))
/// ```
pub fn results_json(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer_pretty(&mut out, outcome)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// A note as one word for programs, with its numbers behind: `lonely_strata=3`.
fn code(note: &Note) -> String {
    match note {
        Note::EmptyDomain => "empty_domain".into(),
        Note::OneUnit => "one_unit".into(),
        Note::Degenerate => "degenerate".into(),
        Note::NoVariance => "no_variance".into(),
        Note::UnknownError => "unknown_error".into(),
        Note::NoDegreesOfFreedom => "no_degrees_of_freedom".into(),
        Note::ZeroDenominator => "zero_denominator".into(),
        Note::NegativeWeight => "negative_weight".into(),
        Note::NotANumber => "not_a_number".into(),
        Note::PartMissing => "part_missing".into(),
        Note::QuantilePart => "quantile_part".into(),
        Note::NoValue => "no_value".into(),
        Note::NoLimit => "no_limit".into(),
        Note::ArcsineTurned => "arcsine_turned".into(),
        Note::NoWald => "no_wald".into(),
        Note::NoTest { name, why } => format!("no_test={name}:{why}"),
        Note::NoDeff => "no_deff".into(),
        Note::TooFew => "too_few".into(),
        Note::Few => "few".into(),
        Note::LonelyStrata { strata } => format!("lonely_strata={strata}"),
        Note::NoLevel { entry, rows } => format!("no_level={entry}:{rows}"),
        Note::ClassFails { step, classes } => format!("class_fails={step}:{classes}"),
        Note::OutsideLimits { step, units } => format!("outside_limits={step}:{units}"),
        Note::ReplicatesFailed { name, count } => format!("replicates_failed={name}:{count}"),
    }
}

/// The notes' codes with `;` between each two.
fn codes(notes: &[Note]) -> String {
    notes.iter().map(code).collect::<Vec<_>>().join(";")
}
