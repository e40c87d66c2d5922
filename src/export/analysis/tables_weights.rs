//! `weighting.csv`, `margins.csv`, `factors.csv` and the weights themselves.

use super::cells::Cells;
use crate::domain::analysis::outcome::{MarginOutcome, Outcome, RunOutcome};
use std::io::{self, Write};

/// `weighting.csv`: one row a run and step, base first. `settings` and `figures` are `name=value`, joined by `;`;
/// `outside_by_cycle` are counts joined by `;`.
pub fn weighting_csv(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let heading = [
        "run",
        "step",
        "name",
        "kind",
        "n",
        "sum",
        "min",
        "max",
        "kish_deff",
        "kish_neff",
        "min_factor",
        "max_factor",
        "iterations",
        "largest_miss",
        "converged",
        "settings",
        "figures",
        "outside_by_cycle",
    ];
    let mut cells = Cells::new(out, &heading)?;
    for run in &outcome.runs {
        for (number, step) in run.weighting.iter().enumerate() {
            cells.text(&run.run).count(number as u64);
            cells.text(&step.name).text(&step.kind).count(step.n).number(step.sum);
            cells.maybe(step.min).maybe(step.max);
            cells.maybe(step.kish_deff).maybe(step.kish_neff);
            cells.maybe(step.min_factor).maybe(step.max_factor);
            cells.maybe(step.iterations.map(f64::from)).maybe(step.largest_miss);
            cells.truth(step.converged);
            cells.text(&joined(
                step.settings.iter().map(|(name, value)| format!("{name}={value}")),
            ));
            cells.text(&joined(
                step.figures.iter().map(|(name, value)| format!("{name}={value}")),
            ));
            cells.text(&joined(step.outside_by_cycle.iter().map(u64::to_string)));
            cells.end()?;
        }
    }
    cells.finish()
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(";")
}

/// `margins.csv`: one row a run, step, margin and category; `miss_before` and `miss_after` are total/target − 1, empty where the
/// target is 0.
pub fn margins_csv(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let heading = [
        "run",
        "step",
        "margin",
        "category",
        "n",
        "target",
        "before",
        "after",
        "miss_before",
        "miss_after",
    ];
    let mut cells = Cells::new(out, &heading)?;
    for run in &outcome.runs {
        for step in &run.weighting {
            for margin in &step.margins {
                cells.text(&run.run).text(&step.name);
                cells.text(&margin.margin).text(&margin.category).count(margin.n);
                cells.number(margin.target).number(margin.before).number(margin.after);
                cells.maybe(miss(margin, margin.before));
                cells.maybe(miss(margin, margin.after)).end()?;
            }
        }
    }
    cells.finish()
}

/// How far a total is from its target, relatively; none where the target is 0.
pub(super) fn miss(margin: &MarginOutcome, total: f64) -> Option<f64> {
    Some(total / margin.target - 1.0).filter(|miss| miss.is_finite())
}

/// `factors.csv`: one row a run, step and class or cell, where a step has one factor for each.
pub fn factors_csv(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let mut cells = Cells::new(out, &["run", "step", "group", "factor"])?;
    for run in &outcome.runs {
        for step in &run.weighting {
            for (group, factor) in &step.factors {
                cells.text(&run.run).text(&step.name).text(group).number(*factor);
                cells.end()?;
            }
        }
    }
    cells.finish()
}

/// `weights.csv` of one run: one row a unit in canonical order, with `id`, `class` where there is a nonresponse step, and one
/// column a step under the step's name.
pub fn weights_csv(run: &RunOutcome, out: impl Write) -> io::Result<()> {
    let table = &run.weights;
    let class = table.class.as_ref().map(|_| "class");
    let steps = table.steps.iter().map(|(name, _)| name.as_str());
    let heading: Vec<&str> = ["id"].into_iter().chain(class).chain(steps).collect();
    let mut cells = Cells::new(out, &heading)?;
    for (row, id) in table.id.iter().enumerate() {
        cells.text(id);
        if let Some(class) = &table.class {
            cells.text(&class[row]);
        }
        for (_, weights) in &table.steps {
            cells.number(weights[row]);
        }
        cells.end()?;
    }
    cells.finish()
}
