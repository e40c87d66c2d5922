//! `estimates.csv`: one row a run, estimate and method.

use super::cells::Cells;
use super::codes;
use crate::domain::analysis::outcome::{ErrorOutcome, EstimateOutcome, Outcome};
use std::io::{self, Write};

/// Intervals in the order of their columns; each makes `NAME_low` and `NAME_high`.
pub(super) const INTERVALS: [&str; 9] = [
    "t",
    "wald_t",
    "wald_z",
    "logit",
    "arcsine",
    "wilson",
    "korn_graubard",
    "korn_graubard_capped",
    "woodruff",
];

/// Columns before the intervals.
const COLUMNS: [&str; 21] = [
    "run",
    "label",
    "entry",
    "kind",
    "item",
    "variable",
    "domain",
    "n",
    "sum_w",
    "estimate",
    "kish_deff",
    "kish_neff",
    "method",
    "official",
    "var",
    "se",
    "df",
    "deff_wor",
    "deff_wr",
    "neff",
    "neff_kg",
];

/// `estimates.csv`: one row a run, estimate and method; `official` is 1 in the row of the first method. An estimate without
/// any method has one row with those cells empty. `domain` is `column=level`, joined by `;`; `notes` are codes joined by `;`.
pub fn estimates_csv(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let limits: Vec<String> = INTERVALS
        .iter()
        .flat_map(|name| [format!("{name}_low"), format!("{name}_high")])
        .collect();
    let heading = COLUMNS.into_iter().chain(limits.iter().map(String::as_str));
    let heading: Vec<&str> = heading.chain(["notes"]).collect();
    let mut cells = Cells::new(out, &heading)?;
    let none = [ErrorOutcome::default()];
    for run in &outcome.runs {
        for estimate in &run.estimates {
            let errors = if estimate.errors.is_empty() {
                &none[..]
            } else {
                &estimate.errors
            };
            for (i, error) in errors.iter().enumerate() {
                value(&mut cells, &run.run, estimate);
                method(&mut cells, error, i == 0);
                for name in INTERVALS {
                    let (low, high) = error.ci.get(name).copied().unwrap_or_default();
                    cells.maybe(low).maybe(high);
                }
                cells.text(&codes(&estimate.notes)).end()?;
            }
        }
    }
    cells.finish()
}

fn value(cells: &mut Cells<impl Write>, run: &str, estimate: &EstimateOutcome) {
    let domain = estimate
        .domain
        .iter()
        .map(|(column, level)| format!("{column}={level}"));
    cells
        .text(run)
        .text(&estimate.label)
        .text(&estimate.entry)
        .text(&estimate.kind)
        .text(estimate.item.as_deref().unwrap_or_default())
        .text(estimate.variable.as_deref().unwrap_or_default())
        .text(&domain.collect::<Vec<_>>().join(";"))
        .count(estimate.n)
        .number(estimate.sum_w)
        .maybe(estimate.estimate)
        .maybe(estimate.kish_deff)
        .maybe(estimate.kish_neff);
}

fn method(cells: &mut Cells<impl Write>, error: &ErrorOutcome, official: bool) {
    cells
        .text(&error.method)
        .truth(official)
        .maybe(error.var)
        .maybe(error.se)
        .maybe(error.df)
        .maybe(error.deff_wor)
        .maybe(error.deff_wr)
        .maybe(error.neff)
        .maybe(error.neff_kg);
}
